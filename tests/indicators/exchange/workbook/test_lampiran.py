"""The Excel of the trade: what stands above, beside and between the rows of Lampiran I."""

from decimal import Decimal
from typing import Any

import pytest

from indicators.exchange.workbook.importing import BookChoices, check_plan, import_plan
from indicators.exchange.workbook.runner import BookOutcome
from indicators.models import (
    ButirPK,
    Indikator,
    Kegiatan,
    Pengguna,
    PerangkatDaerah,
    PeriodeRenstra,
    PerjanjianKinerja,
    Program,
    SubKegiatan,
    Tujuan,
)
from tests.indicators.exchange.workbook.tools import bare_office, make_book, said

# The year stands in the file's own title where it has one.
PILIHAN = BookChoices(tahun=2026, renstra_awal=2025, renstra_akhir=2029)
JUDUL = BookChoices(renstra_awal=2025, renstra_akhir=2029)
TITLES: list[list[Any]] = [["LAMPIRAN I"], ["EVALUASI KINERJA KEGIATAN TAHUN 2025"], []]
HEAD = [
    "No",
    "Tujuan",
    "Sasaran Strategis",
    "Program",
    "Kegiatan",
    "Sub Kegiatan",
    "Sasaran Sub Kegiatan",
    "Indikator Sub Kegiatan",
    "Satuan",
    "Kode Unit",
    "Kinerja Pertriwulan Akumulatif",
    None,
]
BELOW = [None] * 10 + ["Target", "Realisasi"]
NUMBERS = list(range(1, 13))


@pytest.fixture
def kantor(db: None) -> tuple[PerangkatDaerah, Pengguna]:
    opd, _, perencana = bare_office("baru")
    return opd, perencana


def check(
    kantor: tuple[PerangkatDaerah, Pengguna], rows: list[list[Any]], pilihan: BookChoices = PILIHAN
) -> BookOutcome:
    opd, by = kantor
    return check_plan(by=by, opd=opd, files=[("lampiran.xlsx", make_book({"Lampiran": rows}))], pilihan=pilihan)


def load(
    kantor: tuple[PerangkatDaerah, Pengguna], rows: list[list[Any]], pilihan: BookChoices = PILIHAN
) -> PerangkatDaerah:
    opd, by = kantor
    files = [("lampiran.xlsx", make_book({"Lampiran": rows}))]
    preview = check_plan(by=by, opd=opd, files=files, pilihan=pilihan)
    assert said(preview) == []
    import_plan(by=by, opd=opd, files=files, pilihan=pilihan, dilihat=preview.digest())
    return opd


def targets(nama: str) -> list[str]:
    butir = ButirPK.objects.get(indikator__nama=nama)
    return [f"{row.nilai.normalize():f}" for row in butir.target.order_by("triwulan") if row.nilai is not None]


FOUR_ROWS: list[list[Any]] = [
    *TITLES,
    HEAD,
    BELOW,
    NUMBERS,
    [
        1,
        "T",
        "S",
        "2.16.01 Program A",
        "2.16.01.2.01 Kegiatan K",
        "216012010001 Sub Satu",
        "Tersusun",
        "Dokumen",
        "Dokumen",
        "umum",
        "1",
        0,
    ],
    [None] * 10 + ["2", 1],
    [None] * 10 + ["3", 2],
    [None] * 10 + ["4", 3],
    [2, None, None, None, None, "2.16.01.2.01.0002 Sub Dua", "Tersedia", "Nilai", "Poin", "umum", "81,18", None],
    [None, None, None, None, None, "2.16.01.2.01.0002 Sub Dua", None, "Nilai", None, None, "81,18", None],
    [None] * 10 + ["81,18", None],
    [None] * 10 + [81.18, None],
    [
        3,
        None,
        None,
        "2.16.02 Program B",
        "2.16.02.2.01 Kegiatan L",
        "2.16.02.2.01.0003 Sub Tiga",
        "",
        "Siaran",
        "",
        "ikp",
        "5",
    ],
    *([[None] * 10 + ["5", None]] * 3),
]

WRITTEN = "Target triwulan ditulis"


def test_titles_two_headings_merged_names_and_four_rows(kantor: tuple[PerangkatDaerah, Pengguna]) -> None:
    opd = load(kantor, FOUR_ROWS, JUDUL)
    assert [str(row) for row in Program.objects.order_by("urutan")] == ["2.16.01 Program A", "2.16.02 Program B"]
    assert [str(row) for row in Kegiatan.objects.order_by("urutan")] == [
        "2.16.01.2.01 Kegiatan K",
        "2.16.02.2.01 Kegiatan L",
    ]
    subs = SubKegiatan.objects.order_by("urutan")
    assert [(row.kode, row.nama, row.kegiatan.nama, row.sasaran_kinerja) for row in subs] == [
        ("2.16.01.2.01.0001", "Sub Satu", "Kegiatan K", "Tersusun"),
        ("2.16.01.2.01.0002", "Sub Dua", "Kegiatan K", "Tersedia"),
        ("2.16.02.2.01.0003", "Sub Tiga", "Kegiatan L", ""),
    ]
    # The year first, then the quarters; the year takes over TW IV.
    assert targets("Dokumen") == ["4", "1", "2", "3", "4"]
    assert targets("Nilai") == ["81.18"] * 5
    assert targets("Siaran") == ["5"] * 5
    rows = Indikator.objects.filter(opd=opd).order_by("urutan")
    assert [(row.nama, row.satuan, row.unit.kode, row.pola_target) for row in rows] == [
        ("Dokumen", "Dokumen", "umum", "bertahap"),
        ("Nilai", "Poin", "umum", "tetap"),
        ("Siaran", "", "ikp", "tetap"),
    ]
    assert PerjanjianKinerja.objects.get().tahun == 2025
    again = check(kantor, FOUR_ROWS, JUDUL)
    assert (said(again), again.jumlah["baru"], again.jumlah["berubah"]) == ([], 0, 0)


def test_columns_per_quarter_under_a_group_and_several_indicators_per_node(
    kantor: tuple[PerangkatDaerah, Pengguna],
) -> None:
    head = ["Tujuan", "Sasaran", "Program", "Indikator", "Unit", "Konsolidasi", WRITTEN, "Target", None, None, None]
    head.append("Realisasi")
    below = [None] * 7 + ["TW I", "TW II", "TW III", "TW IV", "TW I"]
    load(
        kantor,
        [
            head,
            below,
            ["T", "S", "Program A", "Satu", "umum", "penjumlahan", "Sejak awal tahun", 1, 2, 3, 4, 9],
            [
                None,
                None,
                None,
                "Dua",
                "umum",
                "Posisi akhir",
                None,
                "1.000.000",
                "2.000.000",
                "2.000.000",
                "2.360.141.080",
                9,
            ],
            [None, None, "Program B", "Tiga", "ikp", "Kumulatif", None, "7", "7", "7", "7", None],
        ],
    )
    assert Tujuan.objects.count() == 1
    assert [str(row.simpul) for row in Indikator.objects.order_by("urutan")] == ["Program A", "Program A", "Program B"]
    assert targets("Satu") == ["4", "1", "2", "3", "4"]
    assert targets("Dua") == ["2360141080", "1000000", "2000000", "2000000", "2360141080"]


@pytest.mark.parametrize(("figures", "readings"), [((1, 2, 3, 4), (10, 4)), ((2, 2, 2, 2), (8, 2))])
def test_targets_of_a_sum_that_could_be_written_either_way_are_asked_about(
    kantor: tuple[PerangkatDaerah, Pengguna], figures: tuple[int, ...], readings: tuple[int, int]
) -> None:
    head = ["Tujuan", "Sasaran", "Program", "Indikator", "Unit", "Konsolidasi", "Target TW I", "Target TW II"]
    titles: list[Any] = [*head, "Target TW III", "Target TW IV"]
    cells: list[Any] = ["T", "S", "P", "Satu", "umum", "penjumlahan", *figures]
    (found,) = [item for item in said(check(kantor, [titles, cells])) if WRITTEN in item[3]]
    assert f"“Per triwulan” (setahun {readings[0]}) atau “Sejak awal tahun” (setahun {readings[1]})" in found[3]
    load(kantor, [[*titles, "Target tahun"], [*cells, readings[1]]])
    assert targets("Satu") == [str(readings[1]), *map(str, figures)]


def test_ambiguous_figures_are_questions_with_both_readings(kantor: tuple[PerangkatDaerah, Pengguna]) -> None:
    rows = [
        ["Tujuan", "Sasaran strategis", "Indikator", "Kode unit", "t1", "t2", "t3", "t4"],
        ["T", "S", "Siaran", "umum", "1.234", "1.234", "2.000", "dua"],
    ]
    found = check(kantor, rows)
    assert [(item.jenis, item.sel, item.isi) for item in found.galat] == [
        ("tanya", "E2", "1.234"),
        ("tanya", "F2", "1.234"),
        ("tanya", "G2", "2.000"),
        ("galat", "H2", "dua"),
    ]
    assert found.galat[0].kalimat == (
        "Target TW I: “1.234” dapat dibaca dengan dua cara. Tulis 1234 bila ribuan, atau 1,2340 bila pecahan desimal."
    )
    rows[1][4:] = ["1234", "1234", "1,2340", "5"]
    load(kantor, rows)
    assert targets("Siaran") == ["5", "1234", "1234", "1.234", "5"]


def test_every_mistake_is_named_with_its_cell_and_nothing_is_written(kantor: tuple[PerangkatDaerah, Pengguna]) -> None:
    rows = [
        [
            "Tujuan",
            "Sasaran strategis",
            "Program",
            "Kegiatan",
            "Indikator",
            "Kode unit",
            "Polaritas",
            "t1",
            "t2",
            "t3",
            "t4",
        ],
        ["T", "S", "P", None, "A", "tiada", "naik", 1, 1, 1, 1],
        [None, None, None, "K", None, "umum", "", 1, 1, 1, 1],
        [None, None, "P", None, "B" * 501, "umum", "", "1,23456", 1, 1, 1],
        [None, None, "P", None, "C", "umum", "rentang", 1, 1, 1, 1],
    ]
    found = check(kantor, rows)
    assert [(cell, text) for _, cell, text, _ in said(found)] == [
        ("E3", ""),
        ("F2", "tiada"),
        ("G2", "naik"),
        ("E4", ("B" * 501)[:200]),
        ("K5", ""),
    ]
    assert found.tergantung == 2
    assert not Tujuan.objects.exists()


def test_names_without_codes_find_what_is_stored(kantor: tuple[PerangkatDaerah, Pengguna]) -> None:
    load(kantor, FOUR_ROWS, JUDUL)
    rows = [
        ["Program", "Kegiatan", "Indikator", "Kode unit", "Target tahun"],
        ["Program A", "Kegiatan K", "Laporan", "umum", "12"],
    ]
    load(kantor, rows)
    assert (Program.objects.count(), Kegiatan.objects.count(), Tujuan.objects.count()) == (2, 2, 1)
    assert Indikator.objects.get(nama="Laporan").kegiatan.kode == "2.16.01.2.01"
    assert targets("Laporan") == ["12"] * 5
    assert sorted(PerjanjianKinerja.objects.values_list("tahun", flat=True)) == [2025, 2026]


def test_code_decides_where_the_printed_name_differs(kantor: tuple[PerangkatDaerah, Pengguna]) -> None:
    rows = [
        ["Kode", "Tujuan", "Sasaran strategis", "Program", "Kegiatan", "Indikator", "Unit", "t1", "t2", "t3", "t4"],
        ["21601", "T", "S", "Program A", None, "Satu", "umum", 1, 1, 1, 1],
        ["21601201", None, None, "Program Ah", "Kegiatan K", "Dua", "umum", 1, 1, 1, 1],
    ]
    found = check(kantor, rows)
    assert [(item.sel, item.isi) for item in found.peringatan if item.sel] == [("D3", "Program Ah")]
    load(kantor, rows)
    assert [str(row) for row in Program.objects.all()] == ["2.16.01 Program A"]
    assert str(Kegiatan.objects.get()) == "2.16.01.2.01 Kegiatan K"


@pytest.mark.parametrize(
    ("quarters", "cell"), [(["1", "2", "3"], "E2"), (["1", "2", "3", "4", "5"], "E6")], ids=["three", "five"]
)
def test_rows_of_quarters_are_four(kantor: tuple[PerangkatDaerah, Pengguna], quarters: list[str], cell: str) -> None:
    first, *rest = quarters
    rows: list[list[Any]] = [
        ["Tujuan", "Sasaran strategis", "Indikator", "Unit", "Target"],
        ["T", "S", "A", "umum", first],
    ]
    rows += [[None, None, None, None, text] for text in rest]
    assert [found[1] for found in said(check(kantor, rows))] == [cell]


def test_changed_target_is_shown_before_and_after(kantor: tuple[PerangkatDaerah, Pengguna]) -> None:
    load(kantor, FOUR_ROWS, JUDUL)
    rows = [list(row) for row in FOUR_ROWS]
    rows[9][10] = "6"
    found = check(kantor, rows, JUDUL)
    (sheet,) = [sheet for sheet in found.lembar if sheet.baris]
    assert [(row.baru, row.perubahan) for row in sheet.baris] == [
        (False, [("Target TW IV", "4", "6"), ("Target Tahun", "4", "6")])
    ]
    assert ButirPK.objects.get(indikator__nama="Dokumen").target.get(triwulan=4).nilai == Decimal(4)


def test_a_flat_sheet_says_how_its_quarter_targets_are_written(kantor: tuple[PerangkatDaerah, Pengguna]) -> None:
    head = [
        "Tujuan",
        "Sasaran Strategis",
        "Program",
        "Indikator",
        "Kode unit",
        "Konsolidasi",
        "Target triwulan ditulis",
    ]
    head += ["Target TW I", "Target TW II", "Target TW III", "Target TW IV", "Target tahun 2025"]
    path = ["T", "S", "2.16.01 Program A"]
    per_quarter = [*path, "Satu", "umum", "Penjumlahan", "Per triwulan", 2, 2, 2, 2, 8]
    load(kantor, [head, per_quarter, [*path, "Dua", "umum", "Rata-rata", "per triwulan", 80, 81, 82, 83, None]], JUDUL)
    assert targets("Satu") == ["8", "2", "4", "6", "8"]
    assert targets("Dua") == ["81.5", "80", "80.5", "81", "81.5"]
    per_quarter[6] = None
    (wrong,) = check(kantor, [head, per_quarter], JUDUL).galat
    assert wrong.sel == "L2"
    assert "ditulis per triwulan" in wrong.kalimat


def test_a_plan_is_loaded_past_the_renstra_of_a_term_that_ended(kantor: tuple[PerangkatDaerah, Pengguna]) -> None:
    opd, _ = kantor
    PeriodeRenstra.objects.create(opd=opd, tahun_awal=2020, tahun_akhir=2024)
    load(kantor, FOUR_ROWS, JUDUL)
    assert {row.periode.tahun_awal for row in Tujuan.objects.filter(periode__opd=opd)} == {2025}
