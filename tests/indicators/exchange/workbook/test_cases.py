"""Plans as they came from offices: each file of `cases` with its right outcome."""

from pathlib import Path
from typing import Any

import pytest

from indicators.exchange.parsing import parse_book
from indicators.exchange.workbook import importing
from indicators.exchange.workbook.importing import BookChoices, check_plan, import_plan
from indicators.exchange.workbook.runner import BookOutcome
from indicators.models import Indikator, Pengguna, PerangkatDaerah, Program, SubKegiatan
from tests.indicators.exchange.workbook.tools import make_book, small_office

pytestmark = pytest.mark.one_database

KASUS = Path(__file__).parents[1] / "cases"
PILIHAN = BookChoices(2024, 2024, 2026)
UNITS = {
    "sekretariat": "Sekretariat",
    "umum": "Subbagian Umum dan Kepegawaian",
    "kesiapsiagaan": "Bidang Pencegahan dan Kesiapsiagaan",
    "darurat": "Bidang Kedaruratan dan Logistik",
    "rekon": "Bidang Rehabilitasi dan Rekonstruksi",
}
Kantor = tuple[PerangkatDaerah, Pengguna]
Expected = tuple[int, list[tuple[str, str, str]]]


@pytest.fixture
def kantor(db: None, monkeypatch: pytest.MonkeyPatch) -> Kantor:
    # The process of its own has its own tests.
    monkeypatch.setattr(importing, "read_book", parse_book)
    return small_office("bpbd", "Badan Penanggulangan Bencana Daerah", UNITS)


def check(kantor: Kantor, data: bytes, pilihan: BookChoices = PILIHAN) -> BookOutcome:
    opd, by = kantor
    return check_plan(by=by, opd=opd, files=[("rencana.xlsx", data)], pilihan=pilihan)


def load(kantor: Kantor, data: bytes, pilihan: BookChoices = PILIHAN) -> BookOutcome:
    opd, by = kantor
    files = [("rencana.xlsx", data)]
    seen = check_plan(by=by, opd=opd, files=files, pilihan=pilihan)
    assert seen.galat == []
    return import_plan(by=by, opd=opd, files=files, pilihan=pilihan, dilihat=seen.digest())


def found(result: BookOutcome) -> list[tuple[str, str, str]]:
    return [(item.jenis, item.sel, item.kalimat) for item in result.galat]


# The number of new rows (Renstra, nodes, indicators, the PK, its rows), and all that keeps the file from being saved.
CASES: dict[str, Expected] = {
    "01_rencana_aksi_triwulan_nilai.xlsx": (
        1,
        [("galat", "B8", "Tujuan dari “Meningkatnya kapasitas kelembagaan dan masyarakat” tidak ditulis. ")],
    ),
    "01b_rencana_aksi_triwulan_plus_tujuan.xlsx": (
        30,
        [
            ("galat", "O11, O12, dan O14", "Kode unit: Unit “Kasubbag Umum” tidak ada. Yang mirip: umum"),
            ("galat", "O18 dan O19", "Kode unit: Unit “Kabid Kedaruratan” tidak ada. Yang mirip: darurat"),
            ("galat", "O20", "Kode unit: Unit “Kabid Rehab Rekon” tidak ada. Yang mirip: rekon"),
        ],
    ),
    "07_galat_dan_rumus.xlsx": (
        42,
        [
            ("galat", "M6", "Sel M6 (#REF!), N7 (#DIV/0!), dan M10 (#N/A) berisi galat. "),
            ("galat", "Q5", "Sel Q5, P9, dan Q11 berisi rumus tanpa hasil. "),
        ],
    ),
    "09_tersembunyi_coret_catatan_jumlah.xlsx": (
        42,
        [("tanya", "", "Lembar ini memuat 5 indikator yang juga ada di lembar “Lampiran I”. Lembar mana")],
    ),
    "09b_jumlah_bernilai.xlsx": (
        42,
        [("tanya", "", "Lembar ini memuat 5 indikator yang juga ada di lembar “Lampiran I”. Lembar mana")],
    ),
    "11_baris_jumlah_di_kolom_anggaran.xlsx": (42, []),
    "12_lampiran_pk.xlsx": (0, [("galat", "", "Lampiran Perjanjian Kinerja belum dapat diimpor langsung. ")]),
    "13b_cascading_kode_unit.xlsx": (14, []),
    "14_nama_unit_bukan_kode.xlsx": (42, []),
    "15_e81.xlsx": (0, [("galat", "", "Formulir E.81 (evaluasi hasil Renja) belum dapat diimpor langsung. ")]),
}


@pytest.mark.parametrize("name", CASES)
def test_case_has_its_outcome(kantor: Kantor, name: str) -> None:
    new, expected = CASES[name]
    result = check(kantor, (KASUS / name).read_bytes())
    said = sorted(found(result))
    assert [(kind, cell) for kind, cell, _ in said] == [(kind, cell) for kind, cell, _ in sorted(expected)]
    assert all(sentence.startswith(start[2]) for (_, _, sentence), start in zip(said, sorted(expected), strict=True))
    assert (result.jumlah["baru"], result.jumlah["berubah"]) == (new, 0)


def test_named_units_are_taken_and_their_codes_named(kantor: Kantor) -> None:
    result = load(kantor, (KASUS / "14_nama_unit_bukan_kode.xlsx").read_bytes())
    assert Indikator.objects.get(nama="Jumlah Paket Logistik").unit.kode == "rekon"
    assert ("H5, H6, dan H8", "Kode unit: “Subbag Umum dan Kepegawaian” dibaca sebagai unit umum.") in [
        (item.sel, item.kalimat) for item in result.peringatan
    ]


def test_indicators_side_by_side_hang_on_their_own_level(kantor: Kantor) -> None:
    load(kantor, (KASUS / "13b_cascading_kode_unit.xlsx").read_bytes())
    assert {row.nama: row.tingkat for row in Indikator.objects.all()} == {
        "Indeks Risiko Bencana": "tujuan",
        "Indeks Ketahanan Daerah": "sasaran",
        "Persentase warga terlayani": "program",
        "Persentase desa": "kegiatan",
    }


def test_title_of_another_year_or_office_is_asked_about(kantor: Kantor) -> None:
    rows = [["DINAS KESEHATAN"], ["TAHUN ANGGARAN 2023"], ["Tujuan", "Indikator", "Kode unit", "Target tahun"]]
    rows.append(["T", "Indeks", "umum", 1])  # type: ignore[list-item]  # a figure among titles
    data = make_book({"Rencana": rows})
    asked = [sentence for kind, _, sentence in found(check(kantor, data)) if kind == "tanya"]
    assert [sentence[:50] for sentence in asked] == [
        "Judul berkas menyebut tahun 2023, sedangkan tahun ",
        "Judul berkas menyebut “DINAS KESEHATAN”, sedangkan",
    ]
    assert found(check(kantor, data, BookChoices(2023, 2023, 2026, kantor_benar=True))) == []


def asked(result: BookOutcome) -> list[str]:
    return [sentence for kind, _, sentence in found(result) if kind == "tanya"]


def of_year(heading: str, *titles: str) -> bytes:
    rows = [[title] for title in titles]
    return make_book({"Rencana": [*rows, ["Tujuan", "Indikator", "Kode unit", heading], ["T", "Indeks", "umum", 1]]})


def test_targets_of_another_year_than_the_page_are_asked_about_and_never_moved_in_silence(kantor: Kantor) -> None:
    data = of_year("Target tahun 2024")
    question = (
        "Isi lembar ini untuk tahun 2024, sedangkan tahun di halaman ini 2025. Tahun mana yang benar? Tulis di "
        "“Tahun perjanjian kinerja”, atau perbaiki judul berkasnya, lalu periksa lagi."
    )
    assert asked(check(kantor, data, BookChoices(2025, 2024, 2026))) == [question]
    for tahun in (2024, None):
        result = check(kantor, data, BookChoices(tahun, 2024, 2026))
        assert (found(result), result.tahun) == ([], 2024)


def test_years_of_a_sheet_of_agreements_are_held_against_the_page(kantor: Kantor) -> None:
    rows: list[list[Any]] = [
        ["Tahun", "Perubahan ke", "Berlaku mulai"],
        [2024, 0, "01/01/2024"],
        [2025, 0, "01/01/2025"],
    ]
    data = make_book({"Perjanjian kinerja": rows})
    assert [sentence[:78] for sentence in asked(check(kantor, data, BookChoices(2026, 2024, 2026)))] == [
        "Isi lembar ini untuk tahun 2024 dan 2025, sedangkan tahun di halaman ini 2026."
    ]
    assert asked(check(kantor, data, BookChoices(2025, 2024, 2026))) == []


def test_title_and_heading_of_two_years_are_asked_about_on_a_page_without_a_year(kantor: Kantor) -> None:
    data = of_year("Target tahun 2024", "RENCANA KINERJA TAHUN 2025")
    assert [sentence[:82] for sentence in asked(check(kantor, data, BookChoices(None, 2024, 2026)))] == [
        "Judul berkas menyebut tahun 2025, sedangkan judul kolom targetnya menyebut 2024. T"
    ]


def test_year_of_the_page_decides_between_the_years_of_a_title(kantor: Kantor) -> None:
    data = of_year("Target tahun", "RENCANA KINERJA TAHUN 2025 DAN PRAKIRAAN TAHUN 2026")
    years = [check(kantor, data, BookChoices(tahun, 2024, 2026)) for tahun in (2026, None)]
    assert [(asked(result), result.tahun) for result in years] == [([], 2026), ([], 2025)]


def test_unit_that_is_near_by_its_name_and_its_short_name_is_proposed_once(kantor: Kantor) -> None:
    opd, _ = kantor
    opd.units.filter(kode="umum").update(nama="Bidang Umum Pusat", singkatan="Bidang Umum")
    rows: list[list[Any]] = [["Tujuan", "Indikator", "Kode unit", "Target tahun"], ["T", "Indeks", "Bidang Umumnya", 1]]
    said = [sentence for _, _, sentence in found(check(kantor, make_book({"Rencana": rows})))]
    assert said == ["Kode unit: Unit “Bidang Umumnya” tidak ada. Yang mirip: umum (Bidang Umum Pusat). Tulis kodenya."]


# --- corrections ------------------------------------------------------------------------------------------------------

HEAD = ["Kode", "Tujuan", "Sasaran strategis", "Program", "Kegiatan", "Sub kegiatan", "Indikator", "Kode unit", "t4"]


def plan(kode: str, nama: str, indikator: str) -> bytes:
    way = ["T", "S", "Program A", "Kegiatan K"]
    return make_book({"Rencana": [HEAD, [kode, *way, nama, indikator, "umum", 4]]})


OLD = ("2.16.01.2.01.0001", "Penyusunan Dokumen Perencanaan", "Jumlah Dokumen")


@pytest.mark.parametrize(
    "new",
    [
        ("2.16.01.2.01.0003", OLD[1], OLD[2]),
        (OLD[0], "Penyusunan Dokumen Perencanaan Daerah", OLD[2]),
        (OLD[0], OLD[1], "Jumlah Dokumen."),
    ],
    ids=["code", "name", "indicator"],
)
def test_correction_is_asked_and_makes_no_second_object(kantor: Kantor, new: tuple[str, str, str]) -> None:
    load(kantor, plan(*OLD))
    asked = found(check(kantor, plan(*new)))
    assert [(kind, cell) for kind, cell, _ in asked] == [("tanya", "baris 2")]
    assert asked[0][2].startswith("1 baris tampak sama dengan yang tersimpan, tetapi kode atau namanya lain")
    load(kantor, plan(*new), BookChoices(2024, 2024, 2026, serupa="perbaiki"))
    sub = SubKegiatan.objects.get()
    assert (sub.kode, sub.nama, Indikator.objects.get().nama) == new


def test_what_is_another_object_is_saved_as_one(kantor: Kantor) -> None:
    load(kantor, plan(*OLD))
    load(kantor, plan("2.16.01.2.01.0002", *OLD[1:]), BookChoices(2024, 2024, 2026, serupa="baru"))
    assert SubKegiatan.objects.count() == 2
    assert Program.objects.count() == 1
