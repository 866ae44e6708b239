"""Files and certificates of our own making, each with the verdict that it deserves.

The table is written by hand. A line is what somebody hands in, what the citizen is told, and what the standard
(ETSI EN 319 102-1) says of each signature, today; `proven` lines are files whose stored hash matches, where the
moment of signing counts too.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from reports.signing.demo_certificate import DEMO_MARK
from reports.signing.verdicts import Verdict, VerificationReport
from reports.signing.verification import verify
from tests.reports.signing import alterations as alter
from tests.reports.signing.forgery import (
    ELLIPTIC,
    LAST,
    PARAF,
    How,
    Identity,
    Wanted,
    add_document_timestamp,
    add_validation_data,
    crl,
    house,
    issue,
    ocsp_answer,
    sign,
    stamper,
    with_places,
    with_text_field,
)

PASSED = "TOTAL-PASSED"
NO_POE = "INDETERMINATE / OUT_OF_BOUNDS_NO_POE"
NO_CHAIN = "INDETERMINATE / NO_CERTIFICATE_CHAIN_FOUND"
NOT_FOR_SIGNING = "INDETERMINATE / CHAIN_CONSTRAINTS_FAILURE"
FORMAT = "TOTAL-FAILED / FORMAT_FAILURE"
HASH = "TOTAL-FAILED / HASH_FAILURE"
OURS = house()
TOMORROW, LAST_WEEK, LONG_AGO = 1, -7, -100


@dataclass(frozen=True)
class Case:
    """One file: how it is made, its verdict, each signature's verdict of today, and of then where it is proven."""

    make: Callable[[], bytes]
    verdict: Verdict
    ades: tuple[str, ...] = ()
    proven: bool = False
    then: str = ""


@cache
def paper() -> bytes:
    from weasyprint import HTML

    text = '<html lang="id"><title>Laporan</title><h1>Laporan Kinerja</h1><p>Capaian 81,18 persen.'
    return HTML(string=text).write_pdf() or b""


@cache
def other_paper() -> bytes:
    from weasyprint import HTML

    return (
        HTML(string='<html lang="id"><title>Lain</title><h1>Laporan lain</h1><p>Capaian 12 persen.').write_pdf() or b""
    )


@cache
def official() -> Identity:
    return OURS.person()


@cache
def ended() -> Identity:
    """An official whose certificate ended ten days ago."""
    return OURS.person(since=-700, until=-10)


@cache
def closed() -> bytes:
    return sign(paper(), official())


@cache
def with_paraf() -> bytes:
    return sign(with_places(paper()), OURS.person(name="Sekretaris"), PARAF)


@cache
def both() -> bytes:
    return sign(with_paraf(), official(), LAST)


def closed_by(**wanted: object) -> Callable[[], bytes]:
    return lambda: sign(paper(), OURS.person(**wanted))


def altered(change: Callable[[bytes], bytes], of: Callable[[], bytes] = closed) -> Callable[[], bytes]:
    return lambda: change(of())


def revoked(*, claimed: float = 0, stamped: float | None = None, by_ocsp: bool = False) -> Callable[[], bytes]:
    """A signature whose file carries word that the certificate was revoked five days ago."""

    def make() -> bytes:
        how = How(claimed=claimed, stamper=None if stamped is None else stamper(OURS.tsa, days=stamped))
        word = {"ocsps": [ocsp_answer(OURS.issuing, official().certificate, revoked=-5)]}
        if not by_ocsp:
            word = {"crls": [crl(OURS.issuing, revoked=official().certificate, when=-5)]}
        return add_validation_data(sign(paper(), official(), how), **word)

    return make


def not_revoked(*, said: float) -> Callable[[], bytes]:
    how = How(stamper=stamper(OURS.tsa))
    return lambda: add_validation_data(sign(paper(), official(), how), crls=[crl(OURS.issuing, said=said)])


def kept_for_long() -> bytes:
    """Signed and stamped a hundred days ago, validation data and a stamp over all soon after; ended since."""
    signed = sign(paper(), ended(), How(claimed=LONG_AGO, stamper=stamper(OURS.tsa, days=LONG_AGO)))
    authorities = [OURS.issuing.certificate, OURS.root.certificate]
    lists = [crl(OURS.issuing, said=-99), crl(OURS.root, said=-99)]
    return add_document_timestamp(
        add_validation_data(signed, certificates=authorities, crls=lists), stamper(OURS.tsa, days=-90)
    )


def scan(*, script: bool = False) -> bytes:
    """A picture of a signed print, as a scanner writes it."""
    import io

    import pikepdf
    from PIL import Image

    output = io.BytesIO()
    Image.new("L", (595, 842), 240).save(output, format="PDF")
    if not script:
        return output.getvalue()
    with pikepdf.open(io.BytesIO(output.getvalue())) as document:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('x')")
        again = io.BytesIO()
        document.save(again)
    return again.getvalue()


CASES: dict[str, Case] = {
    # --- whole files ---
    "closed by an official": Case(closed, Verdict.SAH, (PASSED,)),
    "closed by another person": Case(closed_by(name="Orang Lain"), Verdict.SAH, (PASSED,)),
    "elliptic key": Case(closed_by(name="Lengkung", bits=ELLIPTIC), Verdict.SAH, (PASSED,)),
    "issued for mail": Case(closed_by(purposes=(ExtendedKeyUsageOID.EMAIL_PROTECTION,)), Verdict.SAH, (PASSED,)),
    "paraf, then closed": Case(both, Verdict.SAH, (PASSED, PASSED)),
    "paraf only": Case(with_paraf, Verdict.SAH, (PASSED,)),
    "two that close nothing": Case(
        lambda: sign(
            sign(paper(), official(), How(certify=False)), OURS.person(name="Kedua"), How("Kedua", certify=False)
        ),
        Verdict.SAH,
        (PASSED, PASSED),
    ),
    "time-stamped": Case(lambda: sign(paper(), official(), How(stamper=stamper(OURS.tsa))), Verdict.SAH, (PASSED,)),
    "time-stamped by a stranger": Case(
        lambda: sign(paper(), official(), How(stamper=stamper(house("Lain").tsa))), Verdict.SAH, (PASSED,)
    ),
    "time-stamped, then kept for long": Case(kept_for_long, Verdict.SAH, (PASSED,)),
    "closed, then validation data": Case(
        lambda: add_validation_data(closed(), crls=[crl(OURS.issuing)]), Verdict.SAH, (PASSED,)
    ),
    "closed, then stamped as a whole": Case(
        lambda: add_document_timestamp(closed(), stamper(OURS.tsa)), Verdict.SAH, (PASSED,)
    ),
    # --- certificates ---
    "ended since, no proof": Case(
        lambda: sign(paper(), ended(), How(claimed=LONG_AGO)), Verdict.TIDAK_DAPAT_DIPERIKSA, (NO_POE,)
    ),
    "ended since, proven by hash": Case(
        lambda: sign(paper(), ended(), How(claimed=LONG_AGO)), Verdict.SAH, (NO_POE,), proven=True, then=PASSED
    ),
    "ended since, stamped in time": Case(
        lambda: sign(paper(), ended(), How(claimed=LONG_AGO, stamper=stamper(OURS.tsa, days=LONG_AGO))),
        Verdict.SAH,
        (PASSED,),
    ),
    "dated back, stamped after the end": Case(
        lambda: sign(paper(), ended(), How(claimed=LONG_AGO, stamper=stamper(OURS.tsa))),
        Verdict.TIDAK_DAPAT_DIPERIKSA,
        (NO_POE,),
    ),
    "ended at signing": Case(lambda: sign(paper(), ended()), Verdict.TIDAK_DAPAT_DIPERIKSA, (NO_POE,)),
    "ended at signing, proven by hash": Case(
        lambda: sign(paper(), ended()), Verdict.TIDAK_SAH, (NO_POE,), proven=True, then="TOTAL-FAILED / EXPIRED"
    ),
    "not valid yet": Case(closed_by(since=5), Verdict.TIDAK_SAH, ("TOTAL-FAILED / NOT_YET_VALID",)),
    "an authority's own": Case(closed_by(authority=True), Verdict.TIDAK_DAPAT_DIPERIKSA, (NOT_FOR_SIGNING,)),
    "the issuing authority itself": Case(
        lambda: sign(paper(), OURS.issuing), Verdict.TIDAK_DAPAT_DIPERIKSA, (NOT_FOR_SIGNING,)
    ),
    "RSA of 1024 bits": Case(
        closed_by(name="Lemah", bits=1024),
        Verdict.TIDAK_DAPAT_DIPERIKSA,
        ("INDETERMINATE / CRYPTO_CONSTRAINTS_FAILURE",),
    ),
    "no usage at all": Case(closed_by(no_usage=True), Verdict.TIDAK_DAPAT_DIPERIKSA, (NOT_FOR_SIGNING,)),
    "usage other than signing": Case(
        closed_by(digital_signature=False, non_repudiation=False), Verdict.TIDAK_DAPAT_DIPERIKSA, (NOT_FOR_SIGNING,)
    ),
    "purpose excludes documents": Case(
        closed_by(purposes=(ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH)),
        Verdict.TIDAK_DAPAT_DIPERIKSA,
        (NOT_FOR_SIGNING,),
    ),
    "signed by itself": Case(lambda: sign(paper(), issue(Wanted())), Verdict.TIDAK_DAPAT_DIPERIKSA, (NO_CHAIN,)),
    "issued by an unknown authority": Case(
        lambda: sign(paper(), house("Lain").person()), Verdict.TIDAK_DAPAT_DIPERIKSA, (NO_CHAIN,)
    ),
    "broken chain": Case(closed_by(between=()), Verdict.TIDAK_DAPAT_DIPERIKSA, (NO_CHAIN,)),
    "demo": Case(
        lambda: sign(paper(), issue(Wanted("DEMO Kepala Dinas", unit=DEMO_MARK))), Verdict.SAH_DEMO, (NO_CHAIN,)
    ),
    "demo, altered": Case(
        lambda: alter.flip_in_body(sign(paper(), issue(Wanted("DEMO Kepala Dinas", unit=DEMO_MARK)))),
        Verdict.BERUBAH,
        (HASH,),
    ),
    # --- revocation that the file itself tells of ---
    "revoked by CRL": Case(revoked(), Verdict.TIDAK_DAPAT_DIPERIKSA, ("INDETERMINATE / REVOKED_NO_POE",)),
    "revoked by OCSP": Case(revoked(by_ocsp=True), Verdict.TIDAK_DAPAT_DIPERIKSA, ("INDETERMINATE / REVOKED_NO_POE",)),
    "revoked after it was stamped": Case(revoked(claimed=-10, stamped=-10), Verdict.SAH, (PASSED,)),
    "stamped after it was revoked": Case(
        revoked(stamped=0), Verdict.TIDAK_DAPAT_DIPERIKSA, ("INDETERMINATE / REVOKED_NO_POE",)
    ),
    "revoked after signing, proven by hash": Case(
        revoked(claimed=-10), Verdict.SAH, ("INDETERMINATE / REVOKED_NO_POE",), proven=True, then=PASSED
    ),
    "revoked before signing, proven by hash": Case(
        revoked(claimed=-2),
        Verdict.TIDAK_SAH,
        ("INDETERMINATE / REVOKED_NO_POE",),
        proven=True,
        then="TOTAL-FAILED / REVOKED",
    ),
    "not revoked, says a list of yesterday": Case(not_revoked(said=-1), Verdict.SAH, (PASSED,)),
    "not revoked, says an old list": Case(not_revoked(said=-200), Verdict.SAH, (PASSED,)),
    # --- the signed bytes touched ---
    "flipped in the body": Case(altered(alter.flip_in_body), Verdict.BERUBAH, (HASH,)),
    "flipped in the signature's number": Case(
        altered(alter.flip_in_signature_value), Verdict.BERUBAH, ("TOTAL-FAILED / SIG_CRYPTO_FAILURE",)
    ),
    "padding changed": Case(altered(alter.change_padding), Verdict.BERUBAH, (FORMAT,)),
    "signature of another document": Case(
        lambda: alter.paste_signature_of(sign(other_paper(), official()))(closed()), Verdict.BERUBAH, (HASH,)
    ),
    "hole behind the signature": Case(altered(alter.sign_around_a_hole(official())), Verdict.BERUBAH, (FORMAT,)),
    "range that begins late": Case(
        altered(alter.sign_around_a_hole(official(), before=20, behind=0)), Verdict.BERUBAH, (FORMAT,)
    ),
    "written anew": Case(altered(alter.write_anew), Verdict.BERUBAH, (HASH,)),
    # --- something added behind the last signature ---
    "bytes appended": Case(altered(alter.append_comment), Verdict.BERUBAH, (FORMAT,)),
    "one byte appended": Case(altered(alter.append_zero), Verdict.BERUBAH, (FORMAT,)),
    "a newline appended": Case(altered(alter.append_newline), Verdict.BERUBAH, (FORMAT,)),
    "a newline appended behind both": Case(altered(alter.append_newline, both), Verdict.BERUBAH, (PASSED, FORMAT)),
    "update replaces a page's content": Case(altered(alter.replace_content), Verdict.BERUBAH, (FORMAT,)),
    "update adds a script": Case(altered(alter.add_script), Verdict.BERUBAH, (FORMAT,)),
    "shadow: hide": Case(altered(alter.shadow_hide), Verdict.BERUBAH, (FORMAT,)),
    "shadow: replace": Case(altered(alter.shadow_replace), Verdict.BERUBAH, (FORMAT,)),
    "shadow: hide and replace": Case(altered(alter.shadow_hide_and_replace), Verdict.BERUBAH, (FORMAT,)),
    "foreign signature on a closed document": Case(
        altered(alter.sign_over_a_closed_document(house("Lain").person(name="Asing"))),
        Verdict.BERUBAH,
        (FORMAT, NO_CHAIN),
    ),
    "trusted signature on a closed document": Case(
        altered(alter.sign_over_a_closed_document(OURS.person(name="Ketiga"))), Verdict.BERUBAH, (FORMAT, PASSED)
    ),
    "update behind both signatures": Case(altered(alter.replace_content, both), Verdict.BERUBAH, (FORMAT, FORMAT)),
    "third signature behind both": Case(
        altered(alter.sign_over_a_closed_document(OURS.person(name="Ketiga")), both),
        Verdict.BERUBAH,
        (PASSED, FORMAT, PASSED),
    ),
    # --- something added between paraf and signature ---
    "content replaced between": Case(
        lambda: sign(alter.replace_content(with_paraf()), official(), LAST), Verdict.BERUBAH, (FORMAT, PASSED)
    ),
    "field filled between": Case(
        lambda: sign(
            alter.fill_field(sign(with_text_field(paper()), OURS.person(name="Sekretaris"), PARAF)), official(), LAST
        ),
        Verdict.BERUBAH,
        (FORMAT, PASSED),
    ),
    "foreign signature beside the paraf": Case(
        lambda: sign(with_paraf(), house("Lain").person(name="Asing"), LAST),
        Verdict.TIDAK_DAPAT_DIPERIKSA,
        (PASSED, NO_CHAIN),
    ),
    "paraf flipped, then closed": Case(
        lambda: sign(alter.flip_in_body(with_paraf()), official(), LAST), Verdict.BERUBAH, (HASH, PASSED)
    ),
    # --- signatures that went ---
    "last revision cut off": Case(altered(alter.back_to_before), Verdict.TANPA_TANDA_TANGAN),
    "closing signature cut off": Case(altered(alter.back_to_before, both), Verdict.SAH, (PASSED,)),
    "printed anew without signatures": Case(altered(alter.strip_signatures), Verdict.TANPA_TANDA_TANGAN),
    "never signed": Case(paper, Verdict.TANPA_TANDA_TANGAN),
    "empty places": Case(lambda: with_places(paper()), Verdict.TANPA_TANDA_TANGAN),
    # --- files that nobody can read ---
    "truncated": Case(altered(alter.truncate), Verdict.TIDAK_DAPAT_DIPERIKSA),
    "half": Case(altered(alter.halve), Verdict.TIDAK_DAPAT_DIPERIKSA),
    "locked with a password": Case(lambda: alter.lock(paper()), Verdict.TIDAK_DAPAT_DIPERIKSA),
    "signed, then locked": Case(altered(alter.lock), Verdict.TIDAK_DAPAT_DIPERIKSA),
    "a picture": Case(lambda: b"\xff\xd8\xff" * 1000, Verdict.TIDAK_DAPAT_DIPERIKSA),
    "nothing": Case(lambda: b"", Verdict.TIDAK_DAPAT_DIPERIKSA),
    # --- scans ---
    "scan": Case(scan, Verdict.TANPA_TANDA_TANGAN),
    "scan with a script": Case(lambda: scan(script=True), Verdict.TANPA_TANDA_TANGAN),
    "scan, signed electronically too": Case(lambda: sign(alter.write_anew(scan()), official()), Verdict.SAH, (PASSED,)),
}


@cache
def made(name: str) -> bytes:
    return CASES[name].make()


def judge(name: str) -> VerificationReport:
    pdf = made(name)
    expected = hashlib.sha256(pdf).hexdigest() if CASES[name].proven else None
    return verify(pdf, expected_sha256=expected, trust_roots=OURS.roots, isolate=False)


def test_the_collection_is_large_enough() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("name", CASES)
def test_verdict_over_every_file_of_the_collection(name: str, caplog: pytest.LogCaptureFixture) -> None:
    case, report = CASES[name], judge(name)
    assert (report.verdict, tuple(facts.ades.text for facts in report.signatures)) == (case.verdict, case.ades)
    if case.proven:
        assert [facts.ades_then.text for facts in report.signatures if facts.ades_then] == [case.then]
    # A stranger's file fills no log with tracebacks.
    assert "Traceback" not in caplog.text
    assert not [record for record in caplog.records if record.name.startswith("pyhanko")]


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.proven])
def test_stored_hash_names_every_file_that_is_not_the_issued_one(name: str) -> None:
    if name == "closed by an official":
        return
    stored = hashlib.sha256(closed()).hexdigest()
    report = verify(made(name), expected_sha256=stored, trust_roots=OURS.roots, isolate=False)
    assert report.hash_matches is False
    assert report.verdict in {Verdict.BERUBAH, Verdict.TIDAK_DAPAT_DIPERIKSA, Verdict.TANPA_TANDA_TANGAN}


# The library behind pdfsig knows no elliptic keys.
VALID = [name for name, case in CASES.items() if case.verdict is Verdict.SAH and name != "elliptic key"]


@pytest.mark.parametrize("name", VALID)
def test_a_second_reader_calls_every_valid_file_valid(name: str, tmp_path: Path) -> None:
    """The other way round it says nothing: it calls most of the altered files valid too."""
    path = tmp_path / "berkas.pdf"
    path.write_bytes(made(name))
    said = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid") == len(CASES[name].ades)


def write_collection(folder: Path) -> None:
    """Put every file down, to hold other programs against them by hand."""
    for number, name in enumerate(CASES, start=1):
        (folder / f"{number:02} {name}.pdf").write_bytes(made(name))
