"""Who has to sign finds it first, the page of the report says in which order, and the setting has a page."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Pejabat
from reports.models import Dokumen, Pemaraf
from sakip.jobs.models import Job
from tests.cast import Cast, Office
from tests.files import body_of
from tests.reports import steps
from tests.reports.services.test_kedaluwarsa import SignIn
from tests.shared import shared

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

REPORT = reverse("reports:laporan", args=[2024, 1])
INDEX = reverse("admin:index")
SETTING = reverse("reports:pemaraf")
CARD = "Menunggu Anda"
TURN = "giliran sekarang"


@shared(beside=["quick"])
def awaiting(approved: Office, cast: Cast) -> Dokumen:
    """A final report that waits for the paraf of the head of Bidang IKP, who writes no reports himself."""
    steps.want_paraf(approved, cast)
    Pemaraf.objects.update(unit=approved.bidang)
    Pejabat.objects.filter(nip=steps.NIP_SEKRETARIS).update(
        unit=approved.bidang, nama="Kepala Bidang Contoh, S.E.", jabatan="Kepala Bidang IKP"
    )
    cast.sekretaris.nip, cast.kepala.nip = "", steps.NIP_SEKRETARIS
    cast.sekretaris.save(update_fields=["nip"])
    cast.kepala.save(update_fields=["nip"])
    steps.give_certificate(cast.kepala, approved.opd)
    with steps.quick_renderer():
        return steps.make_final(approved, cast.kadis)


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def sign(client: Client, dokumen: Dokumen) -> str:
    versi = Dokumen.objects.get(pk=dokumen.pk).versi
    answer = client.post(
        reverse("reports:sign", args=[dokumen.pk]), {"versi": versi, "passphrase": steps.PASSPHRASE}, follow=True
    )
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_card_stands_before_whose_turn_it_is_alone(awaiting: Dokumen, cast: Cast, client_of: SignIn) -> None:
    def seen() -> list[str]:
        people = ("kepala", "kadis", "sekretaris", "perencana")
        found = []
        for who in people:
            client = client_of(getattr(cast, who))
            if CARD in client.get(client.get(reverse("home"))["Location"]).content.decode():
                found.append(who)
        return found

    assert seen() == ["kepala"]
    text = words(client_of(cast.kepala), INDEX)
    assert "Menunggu paraf Anda: Laporan Pengukuran Kinerja Triwulan I Tahun 2024 (terbitan 1)" in text
    assert "Laporan 1 menunggu" in text
    assert "tersimpan" in sign(client_of(cast.kepala), awaiting)
    assert seen() == ["kadis"]
    assert "Menunggu tanda tangan Anda:" in words(client_of(cast.kadis), INDEX)
    assert "telah ditandatangani" in sign(client_of(cast.kadis), awaiting)
    assert seen() == []


def test_the_page_shows_the_order_to_writers_and_to_whom_it_waits_for(
    awaiting: Dokumen, cast: Cast, client_of: SignIn
) -> None:
    head = words(client_of(cast.kadis), REPORT)
    assert f"Paraf Kepala Bidang Contoh, S.E. (Kepala Bidang IKP): {TURN}" in head
    assert "Tanda tangan Kepala Contoh, S.Sos. (Kepala Dinas Komunikasi dan Informatika): menunggu" in head
    assert "menunggu paraf Kepala Bidang Contoh, S.E., NIP" in head
    assert "Kata sandi sertifikat" not in head
    own = words(client_of(cast.kepala), REPORT)
    assert TURN in own
    assert "Kata sandi sertifikat" in own
    assert "Terbitan 1" in own
    for other in (cast.staf, cast.pembaca):
        stranger = words(client_of(other), REPORT)
        assert TURN not in stranger
        assert "Belum ada dokumen yang terbit." in stranger


def test_who_puts_a_paraf_may_read_what_he_signs(awaiting: Dokumen, cast: Cast, client_of: SignIn) -> None:
    address = reverse("reports:download", args=[awaiting.pk])
    assert body_of(client_of(cast.kepala).get(address)).startswith(b"%PDF-")
    assert client_of(cast.staf).get(address).status_code == 404


def test_the_page_says_when_each_has_signed_and_how_a_paraf_is_taken_back(
    awaiting: Dokumen, cast: Cast, client_of: SignIn
) -> None:
    steps.put_signature(awaiting, cast.kepala)
    text = words(client_of(cast.kadis), REPORT)
    assert re.search(r"Paraf Kepala Bidang Contoh, S\.E\. \(Kepala Bidang IKP\): \d+ \w+ \d{4} \d\d\.\d\d", text)
    assert "buka revisi lalu finalkan kembali" in text
    assert "Tanda tangani laporan Triwulan I Tahun 2024" in text
    steps.put_signature(awaiting, cast.kadis)
    text = words(client_of(cast.pembaca), REPORT)
    assert TURN not in text


def test_the_cost_of_the_index_does_not_grow_with_what_waits(awaiting: Dokumen, cast: Cast, client_of: SignIn) -> None:
    def queries() -> int:
        client = client_of(cast.kepala)
        client.get(INDEX)
        with CaptureQueriesContext(connection) as captured:
            client.get(INDEX)
        return len(captured)

    before = queries()
    row = Dokumen.objects.get(pk=awaiting.pk)
    report = row.laporan
    report.pk, report.triwulan, report._state.adding = None, 2, True
    report.save()
    row.pk, row.laporan, row.token, row._state.adding = None, report, "lain", True
    row.save()
    assert words(client_of(cast.kepala), INDEX).count("Menunggu paraf Anda") == 2
    assert queries() == before


def test_the_setting_is_offered_to_administrators(office: Office, cast: Cast, client_of: SignIn) -> None:
    assert f'href="{SETTING}?opd=' in client_of(cast.administrator).get(INDEX).content.decode()
    assert f'href="{SETTING}' not in client_of(cast.perencana).get(INDEX).content.decode()
    assert client_of(cast.kadis).get(SETTING).status_code == 403


def test_the_setting_is_saved_and_shows_todays_official(office: Office, cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.administrator)
    answer = client.post(SETTING, {"jenis": "lpk", "semula": "", "unit_1": office.dinas.pk, "unit_2": ""}, follow=True)
    text = " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
    assert "Paraf Laporan Pengukuran Kinerja tersimpan." in text
    assert "Kepala Contoh, S.Sos. (Kepala Dinas Komunikasi dan Informatika)." in text
    assert list(Pemaraf.objects.values_list("urutan", "unit_id")) == [(1, office.dinas.pk)]


def test_who_changes_parafs_hears_which_final_reports_wait_for_others(
    final: Dokumen, office: Office, cast: Cast, client_of: SignIn
) -> None:
    """Nothing is composed by itself: the report stays final, unsigned, and has to be made final once more."""
    steps.want_paraf(office, cast)
    Pemaraf.objects.all().delete()
    client = client_of(cast.administrator)

    def said(before: str, unit: int) -> str:
        answer = client.post(SETTING, {"jenis": "lpk", "semula": before, "unit_1": unit}, follow=True)
        return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())

    saved, late = "Paraf Laporan Pengukuran Kinerja tersimpan.", "perlu disusun kembali"
    # Nobody is in office there, so that no paraf is awaited.
    text = said("", office.tim.pk)
    assert saved in text
    assert late not in text
    text = said(str(office.tim.pk), office.sekretariat.pk)
    assert f"{saved} Laporan Triwulan I Tahun 2024 perlu disusun kembali" in text
    assert "tidak dapat ditandatangani sebelum difinalkan sekali lagi" in text
    final.refresh_from_db()
    assert final.status == "final"
    assert not Job.objects.filter(status="waiting").exists()


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ({"unit_1": "abc"}, 422, "pilih unit kerja kantor ini"),
        ({"unit_1": "²"}, 422, "pilih unit kerja kantor ini"),
        ({"semula": "1 x"}, 409, "Muat ulang halaman"),
        ({"jenis": "tidak-ada"}, 404, ""),
        ({"jenis": "\x00"}, 404, ""),
    ],
)
def test_what_no_page_of_ours_sends_is_answered(
    office: Office, cast: Cast, client_of: SignIn, typed: dict[str, str], status: int, sentence: str
) -> None:
    client = client_of(cast.administrator)
    answer = client.post(SETTING, {"jenis": "lpk", "semula": "", **typed})
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert not Pemaraf.objects.exists()
