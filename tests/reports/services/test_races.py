"""Two people click at the same moment, with real transactions: one wins, the other reads our sentence."""

import time
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from indicators.models import Jejak
from indicators.services.triwulan import reopen_quarter
from reports.models import Dokumen, Laporan, Pemaraf, Sertifikat
from reports.services import dokumen, rate_limit
from reports.services.dokumen import request_final, request_preview
from reports.services.laporan import edit, open_revision
from reports.services.passphrase_attempts import counted_passphrase
from reports.services.pemaraf import set_initialers
from reports.services.sertifikat import register
from reports.services.signature import check_signable, sign_document
from reports.signing.errors import WrongPassphrase
from sakip.jobs.models import Job
from sakip.refusals import NotNow, ServiceError
from sakip.sign_in.models import Attempt
from tests.cast import Cast, Office, build_cast, build_office
from tests.indicators.races.racing import race as race_each
from tests.reports import steps
from tests.reports.signing.certificates import PASSPHRASE
from tests.reports.signing.leaf import make_leaf, pkcs12_of

pytestmark = pytest.mark.django_db(transaction=True)
RACERS = 4


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> tuple[Office, Cast]:
    monkeypatch.setattr("reports.services.render.render_report_apart", steps.render_once)
    office = build_office()
    cast = build_cast(office)
    steps.give_certificate(cast.kadis, office.opd)
    return office, cast


def race(act: Callable[[], Any]) -> tuple[list[Any], list[str]]:
    """Let several threads act at once; return what the winners got and the sentences of the others."""
    outcomes = race_each([act] * RACERS)
    errors = [outcome.error for outcome in outcomes if outcome.error is not None]
    assert [error for error in errors if not isinstance(error, ServiceError)] == []
    return [outcome.value for outcome in outcomes if outcome.error is None], [str(error) for error in errors]


def test_a_preview_is_asked_for_once(stage: tuple[Office, Cast]) -> None:
    office, cast = stage
    won, lost = race(lambda: request_preview(by=cast.kadis, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1))
    assert (len(won), len(lost)) == (1, RACERS - 1)
    assert Job.objects.count() == Dokumen.objects.count() == Laporan.objects.count() == 1


def test_a_report_is_made_final_once(stage: tuple[Office, Cast]) -> None:
    office, cast = stage
    steps.approve_quarter(office, cast)
    won, lost = race(lambda: request_final(by=cast.kadis, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1))
    assert (len(won), len(lost)) == (1, RACERS - 1)
    assert Job.objects.filter(kind="laporan.final").count() == 1


def test_an_edit_overwrites_nobody(stage: tuple[Office, Cast]) -> None:
    office, cast = stage
    won, lost = race(
        lambda: edit(
            by=cast.kadis,
            opd=office.opd,
            jenis="lpk",
            tahun=2024,
            triwulan=1,
            versi=0,
            nomor="1",
            tempat="",
            tanggal=None,
            narasi={},
        )
    )
    assert (len(won), len(lost)) == (1, RACERS - 1)
    assert Laporan.objects.get().versi == 1


def test_a_document_is_signed_once(stage: tuple[Office, Cast]) -> None:
    office, cast = stage
    steps.approve_quarter(office, cast)
    final = steps.make_final(office, cast.kadis)
    won, lost = race(
        lambda: sign_document(by=cast.kadis, dokumen=final, versi=final.versi, passphrase=steps.PASSPHRASE)
    )
    assert (len(won), len(lost)) == (1, RACERS - 1)
    assert Jejak.objects.filter(tindakan="tanda_tangani_dokumen", ditolak=False).count() == 1
    folders, _ = default_storage.listdir("dokumen")
    assert sum(len(default_storage.listdir(f"dokumen/{folder}")[1]) for folder in folders) == 2, "final and signed"


def test_no_wrong_passphrase_slips_through_or_is_lost(stage: tuple[Office, Cast]) -> None:
    """Of four at once three are tried, and the fourth waits."""
    _, cast = stage
    tried = []

    def miss() -> None:
        try:
            with counted_passphrase(cast.kadis, "dokumen:1"):
                tried.append(1)
                raise WrongPassphrase
        except WrongPassphrase:
            return

    won, lost = race(miss)
    assert (len(won), len(lost), len(tried)) == (3, 1, 3)
    assert Attempt.objects.get().wrong == 3


def test_the_right_passphrase_forgets_what_others_count_at_the_same_moment(stage: tuple[Office, Cast]) -> None:
    _, cast = stage

    def hit() -> None:
        with counted_passphrase(cast.kadis, "dokumen:1"):
            pass

    won, lost = race(hit)
    assert len(won) + len(lost) == RACERS
    assert len(won) >= 3
    assert Attempt.objects.get().wrong == 0


def test_a_certificate_is_registered_once(stage: tuple[Office, Cast]) -> None:
    """Four files of one person at once: whoever comes late reads a sentence or takes the place, and one is in use."""
    office, cast = stage
    files = [pkcs12_of(make_leaf(name="Kepala Contoh")) for _ in range(RACERS)]

    def add() -> None:
        register(by=cast.kadis, opd=office.opd, berkas=ContentFile(files.pop(), "a.p12"), passphrase=PASSPHRASE)

    won, lost = race(add)
    assert won
    assert len(won) + len(lost) == RACERS
    in_use = Sertifikat.objects.get(berakhir_pada__isnull=True)
    assert in_use.berkas
    assert Sertifikat.objects.filter(berakhir_pada__isnull=False).exclude(berkas=b"").count() == 0


def test_a_paraf_is_put_once(stage: tuple[Office, Cast]) -> None:
    office, cast = stage
    steps.approve_quarter(office, cast)
    steps.want_paraf(office, cast)
    final = steps.make_final(office, cast.kadis)
    won, lost = race(
        lambda: sign_document(by=cast.sekretaris, dokumen=final, versi=final.versi, passphrase=steps.PASSPHRASE)
    )
    assert (len(won), len(lost)) == (1, RACERS - 1)
    assert Jejak.objects.filter(tindakan="paraf_dokumen", ditolak=False).count() == 1
    assert final.daftar_tanda_tangan.count() == 1
    folders, _ = default_storage.listdir("dokumen")
    assert sum(len(default_storage.listdir(f"dokumen/{folder}")[1]) for folder in folders) == 2, "final and paraf"


def test_the_setting_of_the_parafs_is_not_lost_in_a_race(stage: tuple[Office, Cast]) -> None:
    office, cast = stage
    unit = office.bidang.pk
    won, lost = race(
        lambda: set_initialers(by=cast.administrator, opd=office.opd, jenis="lpk", units=[unit], semula=[])
    )
    assert (len(won), len(lost)) == (1, RACERS - 1)
    assert Pemaraf.objects.get(opd=office.opd).unit_id == unit
    assert Jejak.objects.filter(tindakan="atur_pemaraf", ditolak=False).count() == 1


def test_the_limit_counts_every_request(stage: tuple[Office, Cast], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.services.rate_limit.time.time", lambda: 1_700_000_000.0)
    won, _ = race(lambda: rate_limit.allow("10.0.0.1", "lihat", most=2))
    assert sorted(won) == [False, False, True, True]


@pytest.mark.parametrize("attempt", range(3))
def test_a_reopened_quarter_is_not_signed(stage: tuple[Office, Cast], attempt: int) -> None:
    """Either the signature stood before the quarter was reopened, or the document stays unsigned."""
    office, cast = stage
    steps.approve_quarter(office, cast)
    final = steps.make_final(office, cast.kadis)
    office.tw1.refresh_from_db()
    signing, reopening = race_each(
        [
            lambda: sign_document(by=cast.kadis, dokumen=final, versi=final.versi, passphrase=steps.PASSPHRASE),
            lambda: reopen_quarter(by=cast.kadis, quarter=office.tw1, versi=office.tw1.versi, alasan="Temuan."),
        ]
    )
    assert reopening.error is None
    trail = list(Jejak.objects.filter(ditolak=False).order_by("pk").values_list("tindakan", flat=True))
    final.refresh_from_db()
    if signing.error is None:
        assert trail.index("tanda_tangani_dokumen") < trail.index("buka_kembali_triwulan")
        assert final.status == "ditandatangani"
    else:
        assert isinstance(signing.error, ServiceError)
        assert final.status == "final"


def test_a_document_is_not_signed_while_its_successor_becomes_final(
    stage: tuple[Office, Cast], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who signs holds the report first, as who makes its next document final does: neither waits crosswise."""
    office, cast = stage
    steps.approve_quarter(office, cast)
    report = {"opd": office.opd, "jenis": "lpk", "tahun": 2024, "triwulan": 1}
    first = steps.make_final(office, cast.kadis)
    open_revision(by=cast.kadis, alasan="Salah tulis.", **report)
    second = steps.document_of(request_final(by=cast.kadis, **report))
    reload_quarter, calls = dokumen.reload_quarter, count()

    def slow_once(*args: Any, **kwargs: Any) -> Any:
        if next(calls) == 0:
            time.sleep(1)
        return reload_quarter(*args, **kwargs)

    monkeypatch.setattr(dokumen, "reload_quarter", slow_once)

    def succeed() -> None:
        time.sleep(0.3)
        with transaction.atomic():
            file = {"berkas": "laporan.pdf", "sha256": "0" * 64, "ukuran": 1, "halaman": 1}
            dokumen.make_final(second, file, by=cast.kadis)

    signing, succeeding = race_each([lambda: check_signable(by=cast.kadis, dokumen=first, versi=first.versi), succeed])

    assert succeeding.error is None
    assert isinstance(signing.error, NotNow)
    assert "sedang direvisi" in str(signing.error)
    first.refresh_from_db()
    assert (first.status, first.digantikan_oleh) == ("digantikan", second)
