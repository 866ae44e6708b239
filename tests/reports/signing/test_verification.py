"""Verdicts over honest, changed and hostile files."""

import hashlib
import resource
import subprocess
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from reports.signing.findings import signature_checks
from reports.signing.isolation import InspectionFailed, inspect_apart
from reports.signing.requests import SignedPdf
from reports.signing.verification import Verdict, VerificationReport, verify
from tests.reports.signing import alterations as alter
from tests.reports.signing.certificates import Authority, make_authority


def judge(pdf: bytes, expected: str | None = None, *, isolate: bool = False) -> VerificationReport:
    return verify(pdf, expected_sha256=expected, isolate=isolate)


def finding(report: VerificationReport, code: str) -> bool | None:
    return next(check.passed for check in report.checks if check.code == code)


CHANGES = [
    alter.flip_in_body,
    alter.flip_behind_signature,
    alter.append_comment,
    alter.change_padding,
    alter.replace_content,
]


@pytest.mark.parametrize("change", CHANGES)
def test_verify_finds_every_change_against_the_stored_hash(signed: SignedPdf, change: Callable[[bytes], bytes]) -> None:
    report = judge(change(signed.pdf), signed.sha256)
    assert report.verdict is Verdict.BERUBAH
    assert report.hash_matches is False


@pytest.mark.parametrize(
    "change", [alter.flip_in_body, alter.append_comment, alter.change_padding, alter.replace_content]
)
def test_verify_finds_the_change_without_a_stored_hash(signed: SignedPdf, change: Callable[[bytes], bytes]) -> None:
    report = judge(change(signed.pdf))
    assert report.verdict is Verdict.BERUBAH
    assert report.hash_matches is None


def test_verify_tells_what_kind_of_change(signed: SignedPdf) -> None:
    flipped = judge(alter.flip_in_body(signed.pdf)).signatures[0]
    assert (flipped.intact, flipped.covers_whole_document, flipped.changed_afterwards) == (False, True, False)
    appended = judge(alter.append_comment(signed.pdf)).signatures[0]
    assert (appended.intact, appended.covers_whole_document, appended.changed_afterwards) == (True, False, True)
    padded = judge(alter.change_padding(signed.pdf)).signatures[0]
    assert (padded.intact, padded.covers_whole_document, padded.changed_afterwards) == (True, True, True)
    updated = judge(alter.replace_content(signed.pdf)).signatures[0]
    assert (updated.intact, updated.covers_whole_document, updated.changed_afterwards) == (True, False, True)


def test_broken_signature_is_not_said_to_hold_an_unchanged_text(signed: SignedPdf) -> None:
    found = {check.code: check for check in signature_checks(judge(alter.flip_in_body(signed.pdf)).signatures[0])}
    assert (found["utuh"].passed, found["perubahan"].passed) == (False, None)
    assert "berubah." in found["perubahan"].sentence


def test_a_second_reader_agrees_on_the_signature(signed: SignedPdf, tmp_path: Path) -> None:
    path = tmp_path / "laporan.pdf"
    path.write_bytes(signed.pdf)
    said = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    path.write_bytes(alter.flip_in_body(signed.pdf))
    said = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    assert "Digest Mismatch" in said


# --- Trust ---------------------------------------------------------------------------------------------------------


def test_verify_calls_a_demo_whole_but_not_valid_as_tte(signed: SignedPdf, caplog: pytest.LogCaptureFixture) -> None:
    report = judge(signed.pdf, signed.sha256)
    assert report.verdict is Verdict.SAH_DEMO
    assert "tidak berlaku sebagai tanda tangan elektronik" in report.sentence
    assert report.hash_matches is True
    assert finding(report, "penerbit") is False
    assert report.signatures[0].trusted is False
    assert caplog.text == ""


def test_verify_trusts_a_chain_to_a_given_root(really_signed: SignedPdf, authority: Authority) -> None:
    report = verify(really_signed.pdf, expected_sha256=really_signed.sha256.upper(), trust_roots=[authority.pem])
    assert report.verdict is Verdict.SAH
    assert all(check.passed for check in report.checks)
    facts = report.signatures[0]
    assert (facts.certificate.name, facts.certificate.issuer) == ("Budi Santoso", "Otoritas Uji")
    assert facts.field_name == "TandaTangan"
    assert facts.allows_no_change


def test_verify_does_not_call_an_unknown_authority_valid(really_signed: SignedPdf) -> None:
    stranger = make_authority()
    for roots in ([], [stranger.pem]):
        report = verify(really_signed.pdf, expected_sha256=really_signed.sha256, trust_roots=roots)
        assert report.verdict is Verdict.TIDAK_DAPAT_DIPERIKSA
        assert report.signatures[0].intact
        assert finding(report, "penerbit") is False


def test_verify_refuses_a_trust_root_that_is_none(signed: SignedPdf) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text is the library's
        verify(signed.pdf, expected_sha256=None, trust_roots=[b"bukan sertifikat"])


# --- Files without a signature and hostile ones ---------------------------------------------------------------------


def test_verify_names_a_document_without_signature(unsigned_pdf: bytes) -> None:
    report = judge(unsigned_pdf, hashlib.sha256(unsigned_pdf).hexdigest())
    assert report.verdict is Verdict.TANPA_TANDA_TANGAN
    assert report.hash_matches is True
    assert report.signatures == ()


def with_broken_xref(pdf: bytes) -> bytes:
    position = pdf.rindex(b"startxref")
    return pdf[:position] + b"startxref\n7\n%%EOF\n"


def with_looping_pages(pdf: bytes) -> bytes:
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/AcroForm 2 0 R>>endobj\n"
        b"2 0 obj<</Fields[3 0 R]>>endobj\n3 0 obj<</T(a)/Kids[3 0 R]>>endobj\n"
    )
    offsets = [body.index(b"%d 0 obj" % number) for number in (1, 2, 3)]
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + table + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)


HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "truncated": alter.truncate,
    "half": alter.halve,
    "header only": lambda _pdf: b"%PDF-1.7\n",
    "broken xref": with_broken_xref,
    "deep nesting": lambda _pdf: b"%PDF-1.7\n" + b"[" * 200_000,
    "noise": lambda _pdf: b"%PDF-1.7\n" + bytes(range(256)) * 400,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_verify_answers_hostile_files_with_a_sentence(signed: SignedPdf, name: str) -> None:
    report = judge(HOSTILE[name](signed.pdf), isolate=True)
    assert report.verdict is Verdict.TIDAK_DAPAT_DIPERIKSA
    assert report.checks[-1].sentence.endswith(".")
    assert judge(HOSTILE[name](signed.pdf), signed.sha256).verdict is Verdict.BERUBAH


def test_verify_survives_a_loop_of_fields(signed: SignedPdf) -> None:
    assert judge(with_looping_pages(signed.pdf)).verdict in {
        Verdict.TIDAK_DAPAT_DIPERIKSA,
        Verdict.TANPA_TANDA_TANGAN,
    }


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html>", b"\xff\xd8\xff" * 1000])
def test_verify_names_a_file_that_is_no_pdf(data: bytes) -> None:
    report = judge(data, "0" * 64)
    assert report.verdict is Verdict.TIDAK_DAPAT_DIPERIKSA
    assert "bukan PDF" in report.checks[-1].sentence


def test_verify_names_a_locked_file(unsigned_pdf: bytes) -> None:
    report = judge(alter.lock(unsigned_pdf))
    assert report.verdict is Verdict.TIDAK_DAPAT_DIPERIKSA
    assert "kata sandi" in report.checks[-1].sentence


def test_verify_leaves_a_file_above_the_limit_unread(signed: SignedPdf) -> None:
    report = verify(signed.pdf, expected_sha256=signed.sha256, max_bytes=len(signed.pdf) - 1)
    assert report.verdict is Verdict.TIDAK_DAPAT_DIPERIKSA
    assert "melebihi batas" in report.checks[-1].sentence


def test_verify_gives_up_in_time(signed: SignedPdf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.signing.verification.inspect_signatures", lambda *_a, **_k: time.sleep(0.5))
    report = verify(signed.pdf, expected_sha256=None, timeout_seconds=0.05, isolate=False)
    assert report.verdict is Verdict.TIDAK_DAPAT_DIPERIKSA
    assert "batas waktu" in report.checks[-1].sentence


# --- The process apart ---------------------------------------------------------------------------------------------


def test_the_process_apart_finds_the_same(really_signed: SignedPdf, authority: Authority) -> None:
    for change in (bytes, alter.change_padding, alter.replace_content):
        pdf = change(really_signed.pdf)
        here = verify(pdf, expected_sha256=None, trust_roots=[authority.pem], isolate=False)
        apart = verify(pdf, expected_sha256=None, trust_roots=[authority.pem])
        assert here == apart
        assert len(apart.signatures) == 1


def test_the_process_apart_names_a_locked_file(unsigned_pdf: bytes) -> None:
    assert "kata sandi" in judge(alter.lock(unsigned_pdf), isolate=True).checks[-1].sentence


def test_the_process_apart_is_killed_in_time(signed: SignedPdf) -> None:
    report = verify(signed.pdf, expected_sha256=None, timeout_seconds=0.02)
    assert "batas waktu" in report.checks[-1].sentence


def test_a_small_file_that_unpacks_to_much_memory_leaves_ours_alone() -> None:
    """Half a megabyte of cross-reference stream that unpacks to 600 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(10_000_000)) for _ in range(60)) + packer.flush()
    body = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    head = b"3 0 obj\n<</Type/XRef/W[1 4 2]/Size 100000000/Root 1 0 R/Filter/FlateDecode/Length %d>>\n" % len(packed)
    tail = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report = judge(body + head + b"stream\n" + packed + tail, isolate=True)
    assert report.verdict is Verdict.TIDAK_DAPAT_DIPERIKSA
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB


def test_the_process_apart_has_a_limit_on_memory(signed: SignedPdf) -> None:
    assert inspect_apart(signed.pdf, trust_roots=(), seconds=30)
    with pytest.raises(InspectionFailed):
        inspect_apart(signed.pdf, trust_roots=(), seconds=30, memory_bytes=40_000_000)
