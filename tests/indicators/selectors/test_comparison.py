"""What changed between two PKs: the pure comparison by a table written by hand, then two PKs of the small office."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import ButirPK, Indikator, PerjanjianKinerja
from indicators.selectors.comparison import (
    ComparedButir,
    ComparedStatus,
    FieldDifference,
    choose_earlier,
    compare,
    compare_pk,
    list_earlier,
)
from indicators.services.perjanjian import new_butir, remove_butir, save_butir
from indicators.services.perubahan import make_perubahan
from tests.cast import Cast, Office, make_opd, make_pk
from tests.indicators.services.test_perjanjian import make_entry

BARU, HILANG, BERUBAH, TETAP = ComparedStatus


def butir(
    kunci: int, *, nama: str = "", simpul: str = "Layanan", urutan: int | None = None, **isi: str
) -> ComparedButir:
    """A row whose only fields are those given; its place in the plan is its key unless it is said."""
    return ComparedButir(
        kunci, "kegiatan", "2.16", simpul, nama or f"Indikator {kunci}", (kunci if urutan is None else urutan,), isi
    )


def test_every_row_is_new_gone_changed_or_as_it_was() -> None:
    before = [butir(1, satuan="Dokumen", tahun="12"), butir(2, satuan="Orang", tahun="29"), butir(4, tahun="5")]
    after = [butir(1, satuan="Dokumen", tahun="12"), butir(2, satuan="Pegawai", tahun="28"), butir(3, tahun="7")]
    found = compare(before, after)
    assert [(row.butir.kunci, row.status, row.selisih) for row in found.baris] == [
        (1, TETAP, ()),
        (2, BERUBAH, (FieldDifference("satuan", "Orang", "Pegawai"), FieldDifference("tahun", "29", "28"))),
        (
            3,
            BARU,
            (
                FieldDifference("Indikator", "", "Indikator 3"),
                FieldDifference("Tempat dalam rencana", "", "2.16 Layanan"),
                FieldDifference("tahun", "", "7"),
            ),
        ),
        (
            4,
            HILANG,
            (
                FieldDifference("Indikator", "Indikator 4", ""),
                FieldDifference("Tempat dalam rencana", "2.16 Layanan", ""),
                FieldDifference("tahun", "5", ""),
            ),
        ),
    ]
    assert found.jumlah == {"baru": 1, "hilang": 1, "berubah": 1, "tetap": 1}
    assert [row.butir.kunci for row in found.berbeda] == [2, 3, 4]
    assert [row.butir.kunci for row in found.tetap] == [1]


@pytest.mark.parametrize(
    ("sebelum", "sesudah", "selisih"),
    [
        ("12", "12", ()),
        ("12", "15", (FieldDifference("tahun", "12", "15"),)),
        ("", "15", (FieldDifference("tahun", "", "15"),)),
        ("12", "", (FieldDifference("tahun", "12", ""),)),
        ("0", "", (FieldDifference("tahun", "0", ""),)),
        ("", "", ()),
    ],
)
def test_blank_is_a_value_of_its_own(sebelum: str, sesudah: str, selisih: tuple[FieldDifference, ...]) -> None:
    (row,) = compare([butir(1, tahun=sebelum)], [butir(1, tahun=sesudah)]).baris
    assert row.selisih == selisih


def test_rows_stand_in_the_order_of_the_plan_under_their_nodes() -> None:
    before = [butir(1, simpul="Zakat", urutan=3), butir(2, simpul="Arsip", urutan=1, tahun="1")]
    after = [butir(3, simpul="Arsip", urutan=2), butir(2, simpul="Arsip", urutan=1, tahun="2")]
    found = compare(before, after)
    assert [(group.simpul, [row.butir.kunci for row in group.baris]) for group in found.kelompok] == [
        ("Arsip", [2, 3]),
        ("Zakat", [1]),
    ]


def test_an_indicator_that_replaces_another_is_compared_with_it() -> None:
    found = compare([butir(1, nama="Jumlah arsip", tahun="1")], [butir(9, nama="Arsip", tahun="1")], pengganti={9: 1})
    (row,) = found.baris
    assert (row.status, row.selisih) == (BERUBAH, (FieldDifference("Indikator", "Jumlah arsip", "Arsip"),))


def test_nothing_compared_with_nothing_is_nothing() -> None:
    assert compare([], []).baris == ()


@pytest.fixture
def draft(office: Office, cast: Cast) -> PerjanjianKinerja:
    """A perubahan that changes a target, an owner and how a row is measured, takes a row out and puts one in."""
    draft = make_perubahan(by=cast.perencana, pk=office.pk, alasan="Refocusing", berlaku_mulai=date(2024, 7, 1))
    rows = {row.indikator.nama: row for row in ButirPK.objects.filter(pk_induk=draft).select_related("indikator")}
    save_butir(by=cast.perencana, butir=rows["Jumlah dokumen informasi"], target=make_entry("2", "4", "1250.5", "1260"))
    gedung = rows["Jumlah gedung dipelihara"]
    gedung.unit, gedung.polaritas, gedung.konsolidasi, gedung.satuan = office.bidang, "minimalkan", "maksimum", "Gedung"
    save_butir(by=cast.perencana, butir=gedung)
    remove_butir(by=cast.perencana, butir=rows["Jumlah surat"])
    new = Indikator.objects.create(opd=office.opd, unit=office.tim, program=office.program, nama="Persentase arsip")
    save_butir(by=cast.perencana, butir=new_butir(draft, new), target=make_entry("", "", "", "", "75"))
    return draft


def test_perubahan_is_compared_field_by_field_in_print(office: Office, draft: PerjanjianKinerja) -> None:
    found = compare_pk(office.pk, draft)
    changed = {row.butir.indikator: (row.status, row.selisih) for row in found.berbeda}
    assert changed["Jumlah dokumen informasi"] == (
        BERUBAH,
        (
            FieldDifference("Target TW III", "6", "1.250,5"),
            FieldDifference("Target TW IV", "8", "1.260"),
            FieldDifference("Target tahun", "8", "1.260"),
        ),
    )
    assert changed["Jumlah gedung dipelihara"] == (
        BERUBAH,
        (
            FieldDifference("Unit penanggung jawab", "Subbag Umum", "Bidang Informasi dan Komunikasi Publik"),
            FieldDifference("Satuan", "Unit", "Gedung"),
            FieldDifference(
                "Polaritas", "Maksimalkan (makin tinggi makin baik)", "Minimalkan (makin rendah makin baik)"
            ),
            FieldDifference("Rumus minimalkan", "", "(2 x target - realisasi) / target x 100"),
            FieldDifference(
                "Konsolidasi",
                "Posisi akhir (keadaan pada akhir triwulan; tahun = nilai terakhir)",
                "Maksimum (diisi per triwulan; tahun = nilai tertinggi)",
            ),
        ),
    )
    assert changed["Jumlah surat"][0] == HILANG
    assert FieldDifference("Target TW II", "200", "") in changed["Jumlah surat"][1]
    assert changed["Persentase arsip"][0] == BARU
    assert FieldDifference("Target tahun", "", "75") in changed["Persentase arsip"][1]
    assert found.jumlah == {"baru": 1, "hilang": 1, "berubah": 2, "tetap": 3}


def test_a_copy_differs_in_nothing(office: Office, cast: Cast) -> None:
    copy = make_perubahan(by=cast.perencana, pk=office.pk, alasan="Uji", berlaku_mulai=date(2024, 7, 1))
    assert compare_pk(office.pk, copy).berbeda == ()


def test_comparing_takes_five_queries(office: Office, draft: PerjanjianKinerja) -> None:
    with CaptureQueriesContext(connection) as captured:
        compare_pk(office.pk, draft)
    assert len(captured) == 5


def test_what_a_pk_is_compared_with(office: Office, draft: PerjanjianKinerja) -> None:
    next_year, last_year = make_pk(office.opd, 2025), make_pk(office.opd, 2023)
    other, _ = make_opd(office.opd.pemda, "bkd", "BKD")
    make_pk(other, 2023, ditetapkan=True)
    assert list(list_earlier(next_year)) == [draft, office.pk, last_year]
    assert list(list_earlier(draft)) == [office.pk, last_year]
    assert list(list_earlier(last_year)) == []
    assert choose_earlier(draft, list(list_earlier(draft))) == office.pk
    # The draft of 2024 does not count yet, the draft of 2023 never did.
    assert choose_earlier(next_year, list(list_earlier(next_year))) == office.pk
    assert choose_earlier(office.pk, list(list_earlier(office.pk))) is None
