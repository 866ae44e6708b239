"""The board of a quarter."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indicators.models import Indikator, JadwalPengisian, Pengguna, Penugasan, PerjanjianKinerja, Realisasi, SubKegiatan
from indicators.models.realisasi import BuktiDukung
from indicators.permissions import Peran
from indicators.selectors.summary import UnitSummary, summarise_quarter
from indicators.services.pengajuan import send_back, submit
from indicators.services.triwulan import approve
from indicators.tingkat import TingkatCapaian
from tests.cast import Cast, Office, freeze, make_butir
from tests.indicators import way

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

SignIn = Callable[[Pengguna], Client]


def units(response: Any) -> dict[str, UnitSummary]:
    return {row.unit.kode: row for row in response.context["ringkasan"].unit}


@pytest.mark.parametrize("who", ["sekretaris", "kadis", "perencana"])
def test_the_board_is_open_to_those_who_see_every_unit(cast: Cast, client_of: SignIn, who: str) -> None:
    assert client_of(getattr(cast, who)).get("/admin/validasi/").status_code == 200


@pytest.mark.parametrize("who", ["staf", "kepala", "pembaca", "administrator"])
def test_the_board_is_forbidden_to_all_others(cast: Cast, client_of: SignIn, who: str) -> None:
    assert client_of(getattr(cast, who)).get("/admin/validasi/").status_code == 403


def test_another_offices_board_is_not_found(office: Office, cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.asing)

    assert client.get(f"/admin/validasi/?opd={office.opd.kode}").status_code == 404
    assert client.get("/admin/validasi/2024/1/").status_code == 404
    assert client.get("/admin/validasi/?opd=abc").status_code == 404
    assert "Bidang Informasi" not in client.get("/admin/validasi/").content.decode()


def test_a_quarter_that_was_not_opened_is_not_found(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.sekretaris)

    assert client.get("/admin/validasi/2024/1/").status_code == 200
    assert client.get("/admin/validasi/2024/2/").status_code == 404
    assert client.get("/admin/validasi/2024/9/").status_code == 404


def test_the_board_says_who_is_where_and_what_is_missing(office: Office, cast: Cast, client_of: SignIn) -> None:
    way.hand_in(office, office.subbag, cast.staf_umum, way.SUBBAG)
    way.check(office, office.subbag, cast.kasubbag)
    way.hand_in(office, office.tim, cast.staf_iku, way.TIM)
    way.check(office, office.tim, cast.ketua_iku)
    way.fill(office, office.bidang, way.BIDANG)
    layanan, dokumen, _ = office.indikator(office.bidang)
    Realisasi.objects.filter(indikator=dokumen).delete()
    bukti = BuktiDukung(realisasi=Realisasi.objects.get(indikator=layanan), nama_asli="a.pdf", jenis="pdf", ukuran=1)
    bukti.diunggah_pada = timezone.now()
    bukti.save()

    response = client_of(cast.sekretaris).get("/admin/validasi/")

    found = units(response)
    assert [(kode, row.terisi, row.total, row.menunggu) for kode, row in found.items()] == [
        ("umum", 2, 2, "Kepala Sekretariat"),
        ("ikp", 2, 3, "unit mengisi"),
        ("iku", 1, 1, "Sekretaris"),
    ]
    assert [row.indikator for row in found["ikp"].kosong] == [dokumen]
    assert (found["ikp"].bukti, found["ikp"].tanpa_bukti, found["ikp"].diajukan_pada) == (1, 1, None)
    assert found["iku"].diajukan_oleh == "Staf IKU (staf.iku)"
    # His turn twice: as head of the Sekretariat and as Sekretaris.
    assert response.context["giliran_saya"] == {office.pengajuan(office.subbag).pk, office.pengajuan(office.tim).pk}
    assert response.content.decode().count("Giliran Anda") == 2


def test_the_board_shows_who_is_late_until_the_quarter_is_approved(office: Office, cast: Cast) -> None:
    way.validate_all(office, cast)
    jadwal = office.tw1.jadwal
    jadwal.mulai, jadwal.tenggat = jadwal.mulai - timedelta(days=30), timezone.localdate() - timedelta(days=3)
    jadwal.save()

    late = summarise_quarter(office.tw1)
    approved = summarise_quarter(approve(by=cast.kadis, quarter=office.tw1, versi=1))

    assert [row.keterlambatan and row.keterlambatan.singkat for row in late.unit] == ["terlambat 3 hari"] * 3
    # They did hand in, late; nobody is awaited any more.
    assert late.terlambat == []
    assert [row.keterlambatan for row in approved.unit] == [None] * 3


def test_a_unit_that_did_not_hand_in_by_the_due_date_is_late(office: Office, cast: Cast, client_of: SignIn) -> None:
    way.hand_in(office, office.tim, cast.staf_iku, way.TIM)
    jadwal = office.tw1.jadwal
    jadwal.mulai, jadwal.tenggat = jadwal.mulai - timedelta(days=30), timezone.localdate() - timedelta(days=1)
    jadwal.save()

    page = client_of(cast.sekretaris).get("/admin/validasi/").content.decode()

    # In the year's board and in the quarter's.
    assert page.count("lewat 1 hari") == 4
    assert page.count("terlambat 1 hari") == 2


def test_moments_are_told_in_the_zone_in_which_lateness_is_judged(
    office: Office, cast: Cast, client_of: SignIn
) -> None:
    """Half past midnight of the eleventh in Jayapura; the installation's clock stands at 22.30 of the tenth. The next
    page, of an office in the installation's zone, tells its times as ever."""
    JadwalPengisian.objects.update(mulai=date(2024, 4, 1), tenggat=date(2024, 4, 10))
    way.fill(office, office.bidang, way.BIDANG)
    now = datetime(2024, 4, 10, 15, 30, tzinfo=UTC)
    with mock.patch("indicators.services.pengajuan.timezone.now", return_value=now):
        submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))
    reader = client_of(cast.sekretaris)
    for zone, told, late in (("Asia/Jayapura", "11 Apr 2024 00.30 WIT", 1), ("Asia/Jakarta", "10 Apr 2024 22.30", 0)):
        office.opd.zona_waktu = zone
        office.opd.save()
        response = reader.get("/admin/validasi/2024/1/")
        assert re.findall(r"1[01] Apr 2024 \d\d\.\d\d(?: WI\w+)?", response.content.decode()) == [told]
        lateness = units(response)[office.bidang.kode].keterlambatan
        assert (0 if lateness is None else lateness.hari) == late
        queue = client_of(cast.kepala).get(reverse("indicators:pemeriksaan")).content.decode()
        assert f"versi 1, {told.replace('Apr', 'April')} oleh" in queue


def test_odd_things_are_named_on_the_board(office: Office, cast: Cast, client_of: SignIn) -> None:
    """2 of 2 documents; 80,18 of 81,18 is not judged in TW I; 24 of 12 is far above; the IKU keeps quiet."""
    way.fill(office, office.bidang, ("24", "1", "80.18"))

    found = units(client_of(cast.sekretaris).get("/admin/validasi/"))["ikp"]

    assert found.oddity_kinds == [("Tanpa kendala", 1), ("Jauh di atas target", 1)]


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("sekretaris", "/admin/validasi/"),
        ("kadis", "/admin/pengesahan/"),
        ("sekretaris", "/admin/pengajuan/{tim}/"),
        ("ketua_iku", "/admin/pemeriksaan/"),
    ],
)
def test_pages_ask_a_constant_number_of_queries(
    office: Office, cast: Cast, client_of: SignIn, who: str, address: str
) -> None:
    client = client_of(getattr(cast, who))
    address = address.format(tim=office.pengajuan(office.tim).pk)

    def count() -> int:
        # The first look at a version is remembered in the session.
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    revise(office, 1, rows=2)
    way.hand_in(office, office.tim, cast.staf_iku, ("1", "1", "1"))
    few = count()
    revise(office, 2, rows=40)
    Realisasi.objects.all().delete()
    way.fill(office, office.tim, tuple(["1"] * 43))

    assert count() == few
    # The board also counts the year.
    assert few < 43


def revise(office: Office, perubahan: int, *, rows: int) -> None:
    """Give the Tim more rows by a revised PK, in force in the quarter."""
    pk = PerjanjianKinerja.objects.create(
        opd=office.opd, tahun=2024, perubahan=perubahan, alasan="Tambahan", berlaku_mulai=date(2024, 1, 1)
    )
    for number in range(rows):
        sub = SubKegiatan.objects.create(kegiatan=office.kegiatan, nama=f"Sub {perubahan} {number}", urutan=number + 5)
        Indikator.objects.create(opd=office.opd, unit=office.tim, sub_kegiatan=sub, nama=f"Baris {number}")
    for indikator in Indikator.objects.filter(opd=office.opd).order_by("pk"):
        make_butir(pk, indikator, ("1", "1", "1", "1"))
    office.pk = freeze(pk)


def test_the_means_are_the_engines(office: Office, cast: Cast) -> None:
    """Sub kegiatan: 6/12 and 50/100 are 50,00 each, the row without target stays out; IKU 2,25 of 2,25."""
    way.validate_all(office, cast)

    means = {row.tingkat: row for row in summarise_quarter(office.tw1).rata_rata}

    assert [
        (row.tingkat, len(row.capaian.anggota), row.capaian.hasil.teks, row.progres.hasil.teks)
        for row in means.values()
    ] == [
        ("iku", 1, "100,00", "100,00"),
        ("program", 1, "98,77", "98,77"),
        ("kegiatan", 1, "100,00", "25,00"),
        ("sub_kegiatan", 3, "50,00", "20,83"),
    ]
    assert means[TingkatCapaian.SUB_KEGIATAN].capaian.hasil.tanpa_nilai == 1
    (left_out,) = means[TingkatCapaian.SUB_KEGIATAN].capaian.tanpa_nilai
    assert left_out[1].kalimat == "Target 0: capaian tidak dihitung (n/a, belum ada target)."


def test_who_enters_for_a_unit_goes_from_the_board_to_what_came_back(
    office: Office, cast: Cast, client_of: SignIn
) -> None:
    layanan, *_ = office.indikator(office.bidang)
    first = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    send_back(by=cast.kepala, pengajuan=first, versi=first.versi, alasan_baris={layanan.pk: "Mana buktinya?"})
    sheet = f"/admin/pengisian/{office.tw1.pk}/{office.bidang.pk}/?saring=dikembalikan"

    assert sheet not in client_of(cast.perencana).get("/admin/validasi/").content.decode()
    Penugasan.objects.create(
        pengguna=cast.perencana, unit=office.bidang, peran=Peran.STAF.value, mulai=date(2023, 1, 1)
    )
    assert f'href="{sheet}"' in client_of(cast.perencana).get("/admin/validasi/").content.decode()
    # Whoever has this one sheet only is led to the same rows.
    assert client_of(cast.staf).get("/admin/pengisian/")["Location"] == sheet
