"""Targets by month: what they make of an indicator, and where its konsolidasi says otherwise."""

from typing import Any

import pytest

from indicators.exchange.workbook.importing import BookChoices, check_plan, import_plan
from indicators.exchange.workbook.runner import BookOutcome
from indicators.models import ButirPK, Indikator, Pengguna, PerangkatDaerah
from sakip.dates import MONTHS
from tests.indicators.exchange.workbook.tools import make_book, said, small_office

pytestmark = pytest.mark.one_database

HEAD = ["Tujuan", "Sasaran", "Program", "Indikator", "Kode unit", "Konsolidasi", *MONTHS, "Target tahun"]
PILIHAN = BookChoices(tahun=2026, renstra_awal=2025, renstra_akhir=2029)
ONE_EACH = [1] * 12
Kantor = tuple[PerangkatDaerah, Pengguna]


@pytest.fixture
def kantor(db: None) -> Kantor:
    return small_office("bulanan", "Dinas Bulanan", {"umum": "Sekretariat"})


def book(konsolidasi: str | None, months: list[int], year: int | None) -> list[tuple[str, bytes]]:
    row: list[Any] = ["T", "S", "P", "Laporan", "umum", konsolidasi, *months, year]
    return [("rencana.xlsx", make_book({"Rencana aksi": [HEAD, row]}))]


def check(kantor: Kantor, files: list[tuple[str, bytes]]) -> BookOutcome:
    return check_plan(by=kantor[1], opd=kantor[0], files=files, pilihan=PILIHAN)


def load(kantor: Kantor, files: list[tuple[str, bytes]]) -> None:
    preview = check(kantor, files)
    assert said(preview) == []
    import_plan(by=kantor[1], opd=kantor[0], files=files, pilihan=PILIHAN, dilihat=preview.digest())


def stored() -> tuple[str, str, list[int]]:
    """Return konsolidasi and pattern of the one row, and its targets: the year's, then those of the quarters."""
    butir = ButirPK.objects.get()
    assert Indikator.objects.get().konsolidasi == butir.konsolidasi
    figures = [int(row.nilai) for row in butir.target.order_by("triwulan") if row.nilai is not None]
    return butir.konsolidasi, butir.pola_target, figures


@pytest.mark.parametrize(
    ("told", "months", "year", "expected"),
    [
        (None, ONE_EACH, 12, ("kumulatif", "bertahap", [12, 3, 6, 9, 12])),
        # All of it in January: the sums are alike, and still a sum.
        (None, [4, *[0] * 11], 4, ("kumulatif", "bertahap", [4, 4, 4, 4, 4])),
        ("Penjumlahan", ONE_EACH, 12, ("penjumlahan", "bertahap", [12, 3, 6, 9, 12])),
        # The last figures of the quarters are how things stand.
        (None, [80] * 12, 80, ("posisi_akhir", "tetap", [80, 80, 80, 80, 80])),
    ],
)
def test_konsolidasi_agrees_with_how_the_targets_were_made(
    kantor: Kantor, told: str | None, months: list[int], year: int, expected: tuple[str, str, list[int]]
) -> None:
    load(kantor, book(told, months, year))
    assert stored() == expected


@pytest.mark.parametrize("told", ["Posisi akhir", "Rata-rata", "Maksimum", "Minimum"])
def test_amounts_of_each_month_for_what_is_no_sum_are_asked_about(kantor: Kantor, told: str) -> None:
    result = check(kantor, book(told, ONE_EACH, 12))
    (found,) = result.galat
    assert (found.jenis, found.sel, found.isi) == ("tanya", "F2", told)
    assert found.kalimat == (
        "Konsolidasi: Target tahun sama dengan jumlah target bulanannya, sedangkan konsolidasi indikator ini "
        f"{told.lower()}. Tulis Konsolidasi kumulatif atau penjumlahan, atau Target tahun yang sama dengan target "
        "Desember."
    )


def test_amounts_of_each_month_for_a_stored_indicator_that_is_no_sum_are_asked_about(kantor: Kantor) -> None:
    load(kantor, book(None, [12] * 12, 12))
    assert stored() == ("posisi_akhir", "tetap", [12, 12, 12, 12, 12])
    (found,) = check(kantor, book(None, ONE_EACH, 12)).galat
    assert found.jenis == "tanya"
    assert "konsolidasi indikator ini posisi akhir." in found.kalimat


def test_what_a_file_without_the_column_is_told(kantor: Kantor) -> None:
    def told(months: list[int], year: int) -> list[str]:
        head = [name for name in HEAD if name != "Konsolidasi"]
        rows: list[Any] = [head, ["T", "S", "P", "Laporan", "umum", *months, year]]
        result = check(kantor, [("rencana.xlsx", make_book({"Rencana aksi": rows}))])
        return [item.kalimat for item in result.peringatan if item.kalimat.startswith("Kolom berikut tidak ada")]

    (summed,), (last,) = told(ONE_EACH, 12), told([80] * 12, 80)
    assert "Konsolidasi (posisi akhir; kumulatif bila target bulanannya dijumlahkan)" in summed
    assert "Konsolidasi (posisi akhir)," in last
