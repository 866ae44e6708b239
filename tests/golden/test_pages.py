"""The same cell wherever it is read: entry page, review page, version, workbook and printed report, all as the oracle.

Pages are read as people read them, from what they print; nothing is asked from the engine. A quarter is compared as a
whole: every expected row once, and no other.
"""

import io
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5  # type: ignore[import-untyped]  # ships no types
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from indicators.models import Pengajuan, Pengguna, PerangkatDaerah
from tests.golden import MEANS, QUARTERS, Cell, cells_of, read_cells
from tests.reports.rendering.pdf_reading import PdfPage, pack, quarter_marks, read_pages, read_table

ClientOf = Callable[[Pengguna], Client]

Baris = tuple[str, str, str, str, str, str]
# Also the tests that only read the PDF: pytest-django runs tests without a database last, where the office would be
# loaded a second time, over a connection of Playwright's event loop that nobody closes.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# Who enters for which unit in the demo office.
STAF = {"umum": "staf.umum", "ikp": "staf.ikp", "egov": "staf.egov", "statsandi": "staf.statsandi", "iku": "staf.iku"}
TABLES = {
    "sub_kegiatan": "Evaluasi Kinerja Tingkat Sub Kegiatan",
    "kegiatan": "Evaluasi Kinerja Tingkat Kegiatan",
    "program": "Evaluasi Kinerja Tingkat Program",
}
LABELS = {
    "sasaran": "Indikator Kinerja Utama",
    "program": "Program",
    "kegiatan": "Kegiatan",
    "sub_kegiatan": "Sub Kegiatan",
}


def expected(quarter: int) -> Counter[Baris]:
    return Counter(
        (
            cell.indikator,
            cell.target,
            cell.realisasi,
            with_sign(cell.capaian),
            with_sign(cell.progres),
            cell.predikat,
        )
        for cell in cells_of(quarter).values()
    )


def with_sign(figure: str) -> str:
    return figure if figure == "n/a" else f"{figure} %"


def read_page(client: Client, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200, address
    page: Element = tinyhtml5.parse(response.content.decode(), namespace_html_elements=False)
    return page


def text(node: Element | None) -> str:
    """Return what a node shows: hidden parts and what only screen readers say left out."""
    return " ".join("".join(_shown(node)).split()) if node is not None else ""


def _shown(node: Element) -> Iterator[str]:
    if "hidden" not in node.attrib and "sr-only" not in node.get("class", ""):
        yield node.text or ""
        for child in node:
            yield from _shown(child)
            yield child.tail or ""


def of_class(node: Element, name: str) -> list[Element]:
    return [found for found in node.iter() if name in found.get("class", "").split()]


def column(row: Element, label: str) -> Element:
    return next(cell for cell in row.iter("td") if cell.get("data-label") == label)


def submissions(quarter: int) -> list[Pengajuan]:
    found = Pengajuan.objects.filter(triwulan__tahun=2023, triwulan__triwulan=quarter).select_related("unit")
    assert len(found) == len(STAF)
    return list(found)


def user(name: str) -> Pengguna:
    return Pengguna.objects.get(username=name)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_entry_page(opd: PerangkatDaerah, client_of: ClientOf, quarter: int) -> None:
    shown: Counter[Baris] = Counter()
    for pengajuan in submissions(quarter):
        address = reverse("indicators:pengisian_sheet", args=[pengajuan.triwulan_id, pengajuan.unit_id])
        page = read_page(client_of(user(STAF[pengajuan.unit.kode])), address)
        for row in (found for found in page.iter("tbody") if "data-row" in found.attrib):
            shown[
                row.get("data-name", ""),
                text(of_class(row, "c-target")[1]),
                text(of_class(row, "fixed-value")[0]),
                text(of_class(row, "capaian")[0]),
                text(row.find(".//*[@data-progres]")),
                text(of_class(row, "predikat")[0]),
            ] += 1
    assert shown == expected(quarter)


def read_review(row: Element, name: str, target: str) -> Baris:
    capaian = column(row, "Capaian")
    return (
        name,
        text(column(row, target)),
        text(column(row, "Realisasi")),
        text(capaian.find(".//summary/strong")),
        text(capaian.find(".//*[@data-progres]")),
        " ".join(text(badge) for badge in of_class(capaian, "badge")),
    )


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_page_of_the_sekretaris(opd: PerangkatDaerah, client_of: ClientOf, quarter: int) -> None:
    shown: Counter[Baris] = Counter()
    sekretaris = client_of(user("sekretaris"))
    for pengajuan in submissions(quarter):
        page = read_page(sekretaris, reverse("indicators:pengajuan", args=[pengajuan.pk]))
        for row in of_class(page, "review-row"):
            name = text(of_class(row, "name")[0])
            shown[read_review(row, name, "Target triwulan")] += 1
    assert shown == expected(quarter)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_version_that_was_handed_in(opd: PerangkatDaerah, client_of: ClientOf, quarter: int) -> None:
    shown: Counter[Baris] = Counter()
    sekretaris = client_of(user("sekretaris"))
    for pengajuan in submissions(quarter):
        page = read_page(sekretaris, reverse("indicators:pengajuan_version", args=[pengajuan.pk, 1]))
        for row in (found for found in page.iter("tr") if found.find("td[@data-label='Capaian']") is not None):
            heading = row.find("th")
            assert heading is not None
            shown[read_review(row, " ".join((heading.text or "").split()), "Target triwulan")] += 1
    assert shown == expected(quarter)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_means_on_the_page_of_the_kepala_dinas(opd: PerangkatDaerah, client_of: ClientOf, quarter: int) -> None:
    """Each mean opens to the cells it averages and to those it leaves out."""
    page = read_page(client_of(user("kadis")), reverse("indicators:pengesahan_triwulan", args=[2023, quarter]))
    rows = {text(row.find("h3")): row for row in of_class(page, "level")}
    assert rows.keys() == set(LABELS.values())
    for level, (capaian, progres, left_out) in MEANS.items():
        cells = [cell for cell in cells_of(quarter).values() if cell.tingkat == level]
        means = rows[LABELS[level]].findall(".//details")
        printed = [text(mean.find("summary/strong")) for mean in means]
        # The quarter's mean and the progress; in TW IV the year's own, with one PK the progress, and the quarter's.
        figures = [capaian[quarter - 1], progres[quarter - 1]]
        assert printed == [f"{figure} %" for figure in (figures[::-1] if quarter == 4 else figures)]
        (predikat,) = (text(found) for found in of_class(rows[LABELS[level]], "level-predikat"))
        assert predikat == "Sangat Tinggi" if quarter == 4 else predikat.startswith("Belum dapat dinilai: ")
        counted = f"{len(cells) - left_out[quarter - 1]} dari {len(cells)}"
        assert text(means[0].find("summary/span")) == counted
        columns = [lambda cell: cell.capaian, lambda cell: cell.progres]
        for mean, figure_of in zip(means, columns[::-1] if quarter == 4 else columns, strict=True):
            averaged = Counter(with_sign(figure_of(cell)) for cell in cells if figure_of(cell) != "n/a")
            assert Counter(text(found) for found in mean.findall(".//li/strong")) == averaged
        assert len(means[0].findall(".//li")) == len(cells)
        assert ("Tidak diikutkan" in text(means[0])) == bool(left_out[quarter - 1])


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_workbook(opd: PerangkatDaerah, client_of: ClientOf, quarter: int) -> None:
    response = client_of(user("sekretaris")).get(reverse("indicators:office_sheet_download", args=[2023, quarter]))
    assert response.status_code == 200
    rows = iter(load_workbook(io.BytesIO(response.content), read_only=True).worksheets[0].values)
    titles = next(rows)
    roman = ("I", "II", "III", "IV")[quarter - 1]
    names = ("Indikator", f"Target TW {roman}", f"Realisasi TW {roman}", "Capaian triwulan (%)", "Progres tahun (%)")
    at = [titles.index(name) for name in (*names, "Predikat")]
    found = Counter(tuple(figure(values[index]) for index in at) for values in rows)
    assert found == Counter(
        tuple(map(figure, (c.indikator, c.target, c.realisasi, c.capaian, c.progres, c.predikat)))
        for c in cells_of(quarter).values()
    )


def figure(value: Any) -> Decimal | str:
    """Return a cell of a workbook, or a printed text, as the number that it says, or as text."""
    if value is None:
        return ""
    if isinstance(value, str):
        plain = value.replace(",", ".")
        return Decimal(plain) if plain.replace(".", "").isdigit() else value
    return Decimal(str(value))


@pytest.fixture(scope="module")
def pages(demo: Path) -> list[PdfPage]:
    return read_pages(demo / "laporan-2023.pdf")


def by_indicator(level: str) -> list[list[Cell]]:
    own = [cell for cell in read_cells() if cell.tingkat == level]
    return [own[start : start + 4] for start in range(0, len(own), 4)]


@pytest.mark.parametrize("level", TABLES)
def test_the_printed_table(pages: list[PdfPage], level: str) -> None:
    own = [page for page in pages if quarter_marks(page) and pack(TABLES[level]) in page.packed[:250]]
    cells = by_indicator(level)
    printed = read_table(own, {group[0].indikator.split()[0] for group in cells})
    assert len(printed) == len(cells)
    for group, row in zip(cells, printed, strict=True):
        assert row.indicator.startswith(pack(group[0].indikator))
        assert [value[:3] for value in row.values] == [(cell.target, cell.realisasi, cell.capaian) for cell in group]


def test_the_printed_iku(pages: list[PdfPage]) -> None:
    ((first, *_),) = by_indicator("sasaran")
    page = next(page for page in reversed(pages) if pack(first.indikator) in page.packed)
    words = [word.text for word in page.words]
    # 138,00 is the capaian and the progres of every quarter.
    assert [words.count(value) for value in ("2,0", "2,76", "138,00")] == [4, 4, 8]


def test_chapter_four_prints_the_same_figure_of_what_was_missed(pages: list[PdfPage]) -> None:
    """TW IV: everything below 100 is in its table, with the oracle's figure; there is one."""
    missed = [cell for cell in cells_of(4).values() if Decimal(cell.capaian.replace(",", ".")) < 100]
    assert [cell.kode for cell in missed] == ["2.16.01.2.09.06"]
    page = next(
        page
        for page in pages
        if "IndikatoryangBelumMencapaiTargetTahun2023" in page.packed and "TabelLampiran" not in page.packed
    )
    assert pack(missed[0].indikator) in page.packed
    assert missed[0].capaian in page.text.split()
