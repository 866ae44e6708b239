"""Signing with a time-stamp, and prolonging it: what the rows say, who is told, what stays as it was."""

import hashlib
import logging
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from indicators.models import Jejak
from reports.jobs import RENEWAL
from reports.models import Dokumen, Perpanjangan
from reports.selectors import find_by_token, find_due_renewal, list_documents, list_due_renewals
from reports.services import perpanjangan
from reports.services.perpanjangan import queue_renewals, renew_document
from reports.signing.errors import TimestampRefused
from reports.signing.verdicts import Verdict
from reports.signing.verification import verify
from reports.views.support import url_of
from sakip.jobs.models import Job, Message
from sakip.refusals import ChangedMeanwhile, NotValid
from tests.cast import Cast, Office
from tests.jobs import run_job
from tests.reports import steps
from tests.reports.signing.authorities import World

pytestmark = pytest.mark.one_database


@pytest.fixture
def ending(final: Dokumen, cast: Cast, proving: World) -> Dokumen:
    """A signed document whose time-stamp ends in 20 days; the service has a new certificate by now."""
    proving.signer = proving.make_signer("Layanan Lama", end=20)
    steps.certify(cast.kadis, final.laporan.opd, proving)
    signed = steps.sign(final, cast)
    proving.signer = proving.make_signer("Layanan Baru", end=700)
    return signed


def again(dokumen: Dokumen) -> Dokumen:
    return Dokumen.objects.get(pk=dokumen.pk)


def run_night() -> list[Job]:
    queue_renewals()
    jobs = list(Job.objects.filter(kind=RENEWAL).order_by("pk"))
    for job in jobs:
        run_job(job.pk)
    return list(Job.objects.filter(kind=RENEWAL).order_by("pk"))


def test_sign_document_keeps_the_time_stamp_with_the_signature(ending: Dokumen) -> None:
    (row,) = ending.daftar_tanda_tangan.all()
    assert (row.tingkat, row.cap_waktu_penyedia) == ("B-LT", "Layanan Lama")
    assert abs(datetime.now(UTC) - row.cap_waktu_pada) < timedelta(minutes=2)
    assert timedelta(days=19) < row.cap_waktu_sampai - datetime.now(UTC) < timedelta(days=20)
    assert hashlib.sha256(steps.read_stored(ending.berkas_ttd.name)).hexdigest() == ending.sha256_ttd == row.sha256


def test_sign_document_stays_b_b_where_nobody_is_set(signed: Dokumen) -> None:
    (row,) = signed.daftar_tanda_tangan.all()
    assert (row.tingkat, row.cap_waktu_pada, row.cap_waktu_penyedia) == ("B-B", None, "")


def test_sign_document_says_what_the_service_did_and_signs_later(final: Dokumen, cast: Cast, proving: World) -> None:
    steps.certify(cast.kadis, final.laporan.opd, proving)
    proving.tsa = "refuses"
    with pytest.raises(NotValid, match="Layanan cap waktu menolak permintaan; dokumen tidak ditandatangani"):
        steps.sign(final, cast)
    assert (again(final).status, again(final).berkas_ttd.name) == ("final", "")
    assert "menolak permintaan" in Jejak.objects.filter(ditolak=True).latest("pk").alasan
    proving.tsa = "grants"
    assert steps.sign(again(final), cast).status == "ditandatangani"


def test_the_page_tells_the_time_stamp_and_its_renewal(ending: Dokumen, cast: Cast, client: Client) -> None:
    renew_document(find_due_renewal(ending.pk))
    client.force_login(cast.kadis)
    page = client.get(url_of(ending.laporan)).content.decode()
    assert "oleh Layanan Lama (B-LT)" in page
    assert "Bukti tanda tangan diperpanjang pada" in page


def test_a_night_prolongs_what_ends_and_leaves_the_document_as_it_was(ending: Dokumen, proving: World) -> None:
    before = Dokumen.objects.filter(pk=ending.pk).values().get()
    (job,) = run_night()
    assert job.status == "done", job.message
    (row,) = Perpanjangan.objects.all()
    assert Dokumen.objects.filter(pk=ending.pk).values().get() == before
    renewed = again(ending)
    assert renewed.main_file.name == row.berkas.name != ending.berkas_ttd.name
    content = steps.read_stored(row.berkas.name)
    assert renewed.main_sha256 == row.sha256 == hashlib.sha256(content).hexdigest()
    assert content.startswith(steps.read_stored(ending.berkas_ttd.name))
    assert (row.ukuran, row.berlaku_sampai) == (len(content), proving.signer.certificate.not_valid_after_utc)
    assert verify(content, expected_sha256=row.sha256, trust_roots=[proving.root.pem]).verdict == Verdict.SAH
    trail = Jejak.objects.filter(tindakan="perpanjang_dokumen").get()
    assert trail.pelaku == "sistem"
    assert trail.sesudah == {
        "sha256": row.sha256,
        "berlaku_sampai": row.berlaku_sampai.isoformat().replace("+00:00", "Z"),
    }


def test_a_whole_report_with_its_tags_is_signed_with_proof_and_prolonged(
    approved: Office, cast: Cast, proving: World
) -> None:
    proving.signer = proving.make_signer("Layanan Lama", end=20)
    steps.certify(cast.kadis, approved.opd, proving)
    signed = steps.sign(steps.make_final(approved, cast.kadis), cast)
    assert b"/StructTreeRoot" in steps.read_stored(signed.berkas_ttd.name)
    proving.signer = proving.make_signer("Layanan Baru", end=700)
    row = renew_document(find_due_renewal(signed.pk))
    content = steps.read_stored(row.berkas.name)
    assert verify(content, expected_sha256=row.sha256, trust_roots=[proving.root.pem]).verdict == Verdict.SAH


def test_a_second_night_has_nothing_to_do(ending: Dokumen) -> None:
    run_night()
    assert list(list_due_renewals()) == []
    assert len(run_night()) == 1
    assert Perpanjangan.objects.count() == 1


def test_a_job_that_waited_while_another_did_the_work_does_nothing(ending: Dokumen) -> None:
    queue_renewals()
    renew_document(find_due_renewal(ending.pk))
    run_job(Job.objects.get(kind=RENEWAL).pk)
    assert Job.objects.get(kind=RENEWAL).status == "done"
    assert Perpanjangan.objects.count() == 1


def test_the_slower_of_two_workers_throws_its_file_away(ending: Dokumen) -> None:
    first, second = find_due_renewal(ending.pk), find_due_renewal(ending.pk)
    renew_document(first)
    with pytest.raises(ChangedMeanwhile):
        renew_document(second)
    assert Perpanjangan.objects.count() == 1
    assert len(stored_files()) == 3, "unsigned, signed, prolonged"


def stored_files() -> list[str]:
    folders = default_storage.listdir("dokumen")[0]
    return [name for folder in folders for name in default_storage.listdir(f"dokumen/{folder}")[1]]


def test_the_rows_of_renewals_are_frozen(ending: Dokumen) -> None:
    row = renew_document(find_due_renewal(ending.pk))
    with pytest.raises(DatabaseError), transaction.atomic():
        Perpanjangan.objects.filter(pk=row.pk).update(sha256="0" * 64)


def test_the_original_and_each_renewal_are_known_by_their_hash(ending: Dokumen, client: Client) -> None:
    renew_document(find_due_renewal(ending.pk))
    dokumen = find_by_token(ending.token)
    assert dokumen.is_signed_file(ending.sha256_ttd)
    assert dokumen.is_signed_file(dokumen.main_sha256)
    assert not dokumen.is_signed_file("0" * 64)
    assert not dokumen.is_signed_file(ending.sha256)


def test_lists_ask_for_renewals_once(ending: Dokumen, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rows = list_documents(ending.laporan, issued_only=False)
    with django_assert_num_queries(0):
        assert [row.main_sha256 for row in rows]
        assert [row.main_file.name for row in rows]


def prolong(dokumen: Dokumen, days: int) -> None:
    """Let the proof of a document have been prolonged for so many days."""
    Perpanjangan.objects.create(
        dokumen=dokumen, berkas="dokumen/aa/x.pdf", sha256="0" * 64, ukuran=1,
        dibuat_pada=datetime.now(UTC), berlaku_sampai=datetime.now(UTC) + timedelta(days=days),
    )  # fmt: skip


@pytest.mark.parametrize(("days", "due"), [(61, False), (59, True), (1, True), (-1, True), (-31, False)])
def test_list_due_renewals_by_the_end_of_the_certificate(
    final: Dokumen, cast: Cast, proving: World, days: int, due: bool
) -> None:
    proving.signer = proving.make_signer(end=300)
    steps.certify(cast.kadis, final.laporan.opd, proving)
    signed = steps.sign(final, cast)
    prolong(signed, days)
    assert [row.pk for row in list_due_renewals()] == ([signed.pk] if due else [])
    assert [find_due_renewal(pk) == signed for pk in (signed.pk, signed.pk + 1)] == [due, False]


def test_scans_are_never_due(final: Dokumen, cast: Cast) -> None:
    prolong(steps.scan(final, cast.kadis), 1)
    assert list(list_due_renewals()) == []


def test_documents_without_time_stamps_and_demos_are_never_due(signed: Dokumen) -> None:
    assert list(list_due_renewals()) == []


def test_a_failed_renewal_is_logged_and_administrators_are_told_once_a_week(
    ending: Dokumen, cast: Cast, proving: World, caplog: pytest.LogCaptureFixture
) -> None:
    cast.administrator.email = "admin@contoh.go.id"
    cast.administrator.save()
    Message.objects.create(to=cast.administrator.email, subject="Tentang hal lain", put_at=datetime.now(UTC))
    told = Message.objects.exclude(subject="Tentang hal lain")
    proving.tsa = "refuses"
    with caplog.at_level(logging.ERROR):
        assert [job.status for job in run_night()] == ["failed"]
    assert "tidak dapat diperpanjang" in caplog.text
    run_night()
    (mail,) = told.all()
    assert mail.to == "admin@contoh.go.id"
    assert "Layanan cap waktu menolak permintaan" in mail.body
    assert str(ending) in mail.body
    Message.objects.update(put_at=datetime.now(UTC) - timedelta(days=8))
    run_night()
    assert told.count() == 2
    proving.tsa = "grants"
    run_night()
    assert Perpanjangan.objects.count() == 1


@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_a_damaged_file_is_not_prolonged(ending: Dokumen, caplog: pytest.LogCaptureFixture, damage: str) -> None:
    path = default_storage.path(ending.berkas_ttd.name)
    if damage == "gone":
        default_storage.delete(ending.berkas_ttd.name)
    else:
        with open(path, "ab") as file:
            file.write(b"\n")
    assert [job.status for job in run_night()] == ["failed"]
    assert Perpanjangan.objects.count() == 0


def test_nothing_is_queued_where_nobody_may_be_asked(ending: Dokumen, settings: Settings) -> None:
    settings.SIGNING_LONG_TERM = False
    assert run_night() == []
    with pytest.raises(CommandError, match="SIGNING_LONG_TERM"):
        call_command("renew_signatures")


def test_renew_signatures_by_hand(ending: Dokumen, proving: World) -> None:
    out = StringIO()
    proving.tsa = "refuses"
    with pytest.raises(CommandError, match="1 dokumen"):
        call_command("renew_signatures", stdout=out, stderr=out)
    assert TimestampRefused.sentence in out.getvalue()
    proving.tsa = "grants"
    call_command("renew_signatures", stdout=out)
    assert "berlaku sampai" in out.getvalue()
    assert Perpanjangan.objects.count() == 1


def test_no_transaction_is_open_while_services_are_asked(ending: Dokumen, monkeypatch: pytest.MonkeyPatch) -> None:
    depth: list[int] = []
    real = perpanjangan.renew

    def watched(*args: object, **kwargs: object) -> object:
        depth.append(len(transaction.get_connection().savepoint_ids))
        return real(*args, **kwargs)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(perpanjangan, "renew", watched)
    around = len(transaction.get_connection().savepoint_ids)
    renew_document(find_due_renewal(ending.pk))
    assert depth == [around]
