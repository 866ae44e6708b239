"""The report of 2023, rendered from the loaded demo office and read back from the PDF.

What is expected stands in the office's own tables (the CSV files of the fixture) and, for what is computed, in this
file by hand, from the rules: nothing is asked from the engine, the composition or the renderer.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from indicators.selectors.reporting import get_office, get_report_facts
from reports.papers.registry import render_report
from reports.selectors import find_laporan
from reports.services.kedaluwarsa import snapshot_of
from tests.reports.rendering.pdf_reading import PdfPage, TableRow, pack, quarter_marks, read_pages, read_table

# The database is made only for tests that say so; the module's fixture needs it.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

FIXTURE = Path(settings.BASE_DIR) / "fixtures" / "lampung-barat-2023"
TABLES = {
    "sub_kegiatan": ("Evaluasi Kinerja Tingkat Sub Kegiatan", 38),
    "kegiatan": ("Evaluasi Kinerja Tingkat Kegiatan", 11),
    "program": ("Evaluasi Kinerja Tingkat Program", 5),
}
QUARTERS = (1, 2, 3, 4)

# Means of 2023 by level, TW I to IV: capaian triwulan, then progres tahun.
MEANS = {
    "Sub Kegiatan": (("51,08", "77,41", "91,12", "99,45"), ("47,85", "72,83", "87,85", "99,45")),
    "Kegiatan": (("72,73", "90,91", "100,00", "100,00"), ("60,95", "84,71", "96,90", "100,00")),
    "Program": (("100,00",) * 4, ("100,00",) * 4),
    "Indikator Kinerja Utama": (("138,00",) * 4, ("138,00",) * 4),
}


@dataclass(frozen=True)
class Expected:
    """A row of the office's table: the indicator and (target, realisasi) of the four quarters."""

    indicator: str
    values: list[tuple[str, str]]
    note: dict[str, str]


def expected_rows(level: str) -> list[Expected]:
    with (FIXTURE / f"lampiran1_{level}.csv").open(encoding="utf-8", newline="") as stream:
        return [
            Expected(row["indikator"], [(row[f"t{q}"], row[f"r{q}"]) for q in QUARTERS], row)
            for row in csv.DictReader(stream)
        ]


@pytest.fixture(scope="module")
def pages(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> list[PdfPage]:
    """Load the demo, render the year as it would be final, read the pages; the database is left as it was."""
    folder = tmp_path_factory.mktemp("golden")
    target = folder / "laporan-2023.pdf"
    with (
        override_settings(MEDIA_ROOT=folder / "media", VAR_DIR=folder / "var", DEMO_PASSWORD="sandi-Golden-1"),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        call_command("load_demo")
        opd = get_office()
        facts = opd and get_report_facts(opd, 2023, 4)
        assert opd is not None
        assert facts is not None
        final = snapshot_of(find_laporan(opd, "lpk", 2023, 4), facts, draf=False)
        target.write_bytes(render_report(final).pdf)
        transaction.set_rollback(True)
    return read_pages(target)


def printed_rows(pages: list[PdfPage], level: str) -> list[TableRow]:
    title = pack(TABLES[level][0])
    own = [page for page in pages if quarter_marks(page) and title in page.packed[:250]]
    return read_table(own, {row.indicator.split()[0] for row in expected_rows(level)})


@pytest.mark.parametrize("level", TABLES)
def test_every_indicator_stands_in_its_table_in_order_with_its_eight_values(pages: list[PdfPage], level: str) -> None:
    expected, printed = expected_rows(level), printed_rows(pages, level)
    assert len(expected) == len(printed) == TABLES[level][1]
    for row, found in zip(expected, printed, strict=True):
        assert found.indicator.startswith(pack(row.indicator))
        assert [value[:2] for value in found.values] == row.values, row.indicator


def test_the_iku_stands_in_lampiran_2_with_its_eight_values(pages: list[PdfPage]) -> None:
    with (FIXTURE / "lampiran2_iku.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    page = next(page for page in reversed(pages) if pack(row["indikator"]) in page.packed)
    line = [word for word in page.words if word.text in ("2,0", "2,76", "138,00")]
    by_height = sorted({round(word.middle) for word in line})
    assert by_height[-1] - by_height[0] < 20, "one row"
    printed = [word.text for word in sorted(line, key=lambda word: word.x0)]
    assert printed == [row[f"t{q}"] for q in QUARTERS] + [row[f"r{q}"] for q in QUARTERS] + ["138,00"] * 8


def test_all_fifty_five_indicators_are_there(pages: list[PdfPage]) -> None:
    assert sum(len(printed_rows(pages, level)) for level in TABLES) + 1 == 55


def capaian(pages: list[PdfPage], words: str) -> list[str]:
    (found,) = [row for row in printed_rows(pages, "sub_kegiatan") if pack(words) in row.indicator]
    return [value[2] for value in found.values]


def test_the_one_indicator_that_missed_its_year(pages: list[PdfPage]) -> None:
    assert capaian(pages, "Jumlah Peralatan dan Mesin Lainnya yang Dipelihara")[3] == "78,95"
    table = next(
        page
        for page in pages
        if "IndikatoryangBelumMencapaiTargetTahun2023" in page.packed and "TabelLampiran" not in page.packed
    )
    assert "78,95" in table.text
    everything = [row for level in TABLES for row in printed_rows(pages, level)]
    below = [row for row in everything if row.values[3][2] not in ("100,00", "138,00")]
    assert [row.values[3] for row in below] == [("19", "15", "78,95", "78,95")]


def test_target_zero_is_neither_0_nor_100(pages: list[PdfPage]) -> None:
    zero = [row for row in expected_rows("sub_kegiatan") if ("0", "0") in row.values]
    assert len(zero) == 1
    assert zero[0].values[:3] == [("0", "0")] * 3
    assert capaian(pages, zero[0].indicator) == ["n/a", "n/a", "n/a", "100,00"]


def test_a_quarter_may_reach_200_per_cent(pages: list[PdfPage]) -> None:
    assert capaian(pages, "Jumlah Dokumen Perencanaan Perangkat Daerah") == ["100,00", "200,00", "133,33", "100,00"]


def test_the_means_of_the_levels_are_those_of_the_rules(pages: list[PdfPage]) -> None:
    page = next(
        page
        for page in pages
        if "Rata-rataCapaianKinerjaperTingkatTahun2023(persen)" in page.packed and "dihitung" in page.text
    )
    lines = figures_by_line(page)
    for capaian_line, progres_line in MEANS.values():
        assert list(capaian_line) in lines
        assert list(progres_line) in lines
    printed = [line for line in lines if len(line) == 4]
    expected = [list(line) for pair in MEANS.values() for line in pair]
    assert printed[: len(expected)] == expected


def figures_by_line(page: PdfPage) -> list[list[str]]:
    """Return the two-decimal figures of a page line by line, from left to right."""
    lines: dict[int, list[tuple[float, str]]] = {}
    for word in page.words:
        head, comma, tail = word.text.partition(",")
        if comma and head.isdigit() and tail.isdigit() and len(tail) == 2:
            key = next((height for height in lines if abs(height - word.middle) < 3), round(word.middle))
            lines.setdefault(key, []).append((word.x0, word.text))
    return [[text for _, text in sorted(words)] for _, words in sorted(lines.items())]


def test_the_iku_is_compared_with_the_end_of_the_renstra(pages: list[PdfPage]) -> None:
    page = next(
        page for page in pages if "CapaianIndikatorKinerjaUtamaTahun2023" in page.packed and "100,36" in page.text
    )
    for figure in ("2,0", "2,76", "138,00", "2,75", "100,36"):
        assert figure in page.text


def test_report_of_the_approved_year_is_no_draft(pages: list[PdfPage]) -> None:
    assert not any("DRAF" in page.text.split() for page in pages)
    assert "Munandar,S.Sos." in "".join(page.packed for page in pages)


def test_the_report_says_which_pk_its_targets_stand_in(pages: list[PdfPage]) -> None:
    """In Bab IV and in the legend of both Lampiran."""
    sentence = pack("Target menurut Perjanjian Kinerja Tahun 2023 (Murni).")
    assert sum(page.packed.count(sentence) for page in pages) == 3
