"""The perencana opens the next budget year."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Indikator, Jejak, Pengguna, PerjanjianKinerja, SubKegiatan, UnitKerja
from indicators.permissions import Peran
from indicators.services.penetapan import fix_pk
from indicators.services.tahun_anggaran import open_year
from tests.cast import Cast, Office, make_user

URL = reverse("indicators:tahun_open")
ClientOf = Callable[[Pengguna], Client]


@pytest.fixture
def planner(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.perencana)


def seen(text: str) -> str:
    found = re.search(r'name="dilihat" value="(\w+)"', text)
    assert found is not None
    return found[1]


def test_preview_shows_the_marks_and_writes_nothing(office: Office, planner: Client) -> None:
    SubKegiatan.objects.filter(pk=office.sub_kegiatan.pk).update(tahun_akhir=2024)
    Indikator.objects.filter(nama="Indeks keterbukaan").update(unit=office.subbag)
    text = planner.get(URL).content.decode()
    assert "Buka tahun 2025 DISKOMINFO dengan 3 butir" in text
    assert text.count("Tidak berlanjut") == 3
    assert "Dari Bidang Informasi dan Komunikasi Publik ke Subbag Umum." in text
    assert "dari Renstra" in text
    assert not PerjanjianKinerja.objects.filter(tahun=2025).exists()
    assert not Jejak.objects.exists()


def test_year_is_opened_once_and_the_draft_keeps_the_marks(office: Office, planner: Client) -> None:
    SubKegiatan.objects.filter(pk=office.sub_kegiatan.pk).update(tahun_akhir=2024)
    token = seen(planner.get(URL).content.decode())
    answer = planner.post(URL, {"dilihat": token})
    draft = PerjanjianKinerja.objects.get(tahun=2025)
    page_of_draft = reverse("admin:indicators_perjanjiankinerja_change", args=[draft.pk])
    assert (answer.status_code, answer["Location"]) == (302, page_of_draft)
    assert draft.butir.count() == 3
    text = planner.get(page_of_draft).content.decode()
    assert "Dibandingkan dengan Perjanjian Kinerja 2024 (Murni): 3 butir bertanda, 1 target dari Renstra" in text
    again = planner.post(URL, {"dilihat": token})
    assert again.status_code == 409
    assert "baru saja berubah" in again.content.decode()
    assert "Semua butir yang berlanjut sudah ada dalam draf." in planner.get(URL).content.decode()


def test_missing_rows_are_offered(office: Office, cast: Cast, planner: Client) -> None:
    draft = open_year(by=cast.perencana, opd=office.opd, tahun=2025).draf
    draft.butir.get(indikator__nama="Jumlah surat").delete()
    text = planner.get(URL).content.decode()
    assert "Tambahkan 1 butir yang belum ada" in text
    assert text.count("Belum ada dalam draf") == 1
    assert planner.post(URL, {"dilihat": seen(text)}).status_code == 302
    assert draft.butir.count() == 6


def test_fixed_year_is_to_look_at(office: Office, cast: Cast, planner: Client) -> None:
    fix_pk(by=cast.perencana, pk=open_year(by=cast.perencana, opd=office.opd, tahun=2025).draf)
    text = planner.get(URL, {"tahun": "2025"}).content.decode()
    assert "hanya dapat dilihat" in text
    assert 'name="dilihat"' not in text
    assert planner.post(f"{URL}?tahun=2025", {"dilihat": "x"}).status_code == 409
    assert "Buka tahun 2026" in planner.get(URL).content.decode()


@pytest.mark.parametrize("tahun", ["2026", "2024", "20", "dua", "20256"])
def test_year_that_cannot_be_opened_is_not_found(office: Office, planner: Client, tahun: str) -> None:
    assert planner.get(URL, {"tahun": tahun}).status_code == 404


def test_office_without_fixed_agreement_is_told_what_to_do(cast: Cast, office: Office, client_of: ClientOf) -> None:
    root = UnitKerja.objects.get(opd__kode="dinkes")
    other = make_user("perencana.lain", "Perencana Lain", (root, Peran.PERENCANA))
    text = client_of(other).get(URL).content.decode()
    assert "Belum ada perjanjian kinerja yang ditetapkan." in text
    assert client_of(other).get(URL, {"opd": office.opd.kode}).status_code == 404


def test_others_are_refused_and_recorded(office: Office, cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.sekretaris).post(URL, {"dilihat": "x"}).status_code == 403
    assert Jejak.objects.get().ditolak
