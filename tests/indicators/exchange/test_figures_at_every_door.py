"""One text, one answer: a number is read alike wherever it is typed, pasted or uploaded (DOMAIN 5)."""

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from openpyxl import Workbook, load_workbook

from indicators.admin.anggaran import RupiahField
from indicators.admin.figures import AmbiguousFigure, FigureFormField
from indicators.admin.forms import MeasuredFigureField
from indicators.admin.forms import read_target as read_typed_target
from indicators.exchange.anggaran import RupiahCell
from indicators.exchange.cells import AmbiguousCell, FigureCell, MeasuredFigureCell, WrongCell
from indicators.exchange.incoming import IncomingRow
from indicators.exchange.indikator import read_target as read_target_cell
from indicators.exchange.quarter_reading import read_realisasi
from indicators.exchange.raw_cells import UnusableCell, as_shown
from indicators.exchange.references import NO_TARGET
from indicators.models import ButirPK
from indicators.services.realisasi_anggaran import read_money
from indicators.services.realisasi_entry import NeedsChecking, read_figure
from sakip.refusals import NotValid

pytestmark = pytest.mark.one_database

Answer = Decimal | str
TANYA, TOLAK, KOSONG = "tanya", "tolak", "kosong"
JUMLAH, RUPIAH, PERSEN = "jumlah", "rupiah", "persen"

# What each text means for a plain count, for money and for a percentage.
TEXTS: list[tuple[str, Answer, Answer, Answer]] = [
    ("81,18", Decimal("81.18"), Decimal("81.18"), Decimal("81.18")),
    ("81.18", Decimal("81.18"), Decimal("81.18"), Decimal("81.18")),
    ("43773", Decimal(43773), Decimal(43773), Decimal(43773)),
    ("2.360.141.080", Decimal(2360141080), Decimal(2360141080), Decimal(2360141080)),
    ("2.360.141.080,00", Decimal(2360141080), Decimal(2360141080), Decimal(2360141080)),
    ("1 234 567", Decimal(1234567), Decimal(1234567), Decimal(1234567)),
    ("1,234,567", Decimal(1234567), Decimal(1234567), Decimal(1234567)),
    ("1.234,5", Decimal("1234.5"), Decimal("1234.5"), Decimal("1234.5")),
    ("1,234.5", Decimal("1234.5"), Decimal("1234.5"), Decimal("1234.5")),
    ("0,500", Decimal("0.5"), Decimal("0.5"), Decimal("0.5")),
    ("0", Decimal(0), Decimal(0), Decimal(0)),
    ("1.234", TANYA, TANYA, TANYA),
    ("12,500", TANYA, TANYA, TANYA),
    ("12,500 orang", TANYA, TANYA, TANYA),
    ("2 dok", Decimal(2), Decimal(2), Decimal(2)),
    ("12 (dua belas) dokumen", Decimal(12), Decimal(12), Decimal(12)),
    ("12 (dua puluh) dokumen", TOLAK, TOLAK, TOLAK),
    ("90.57%", Decimal("90.57"), TOLAK, Decimal("90.57")),
    ("Rp2.360.141.080", Decimal(2360141080), Decimal(2360141080), TOLAK),
    ("Rp 5.000.000,-", Decimal(5000000), Decimal(5000000), TOLAK),
    ("(5.000.000)", Decimal(-5000000), Decimal(-5000000), Decimal(-5000000)),
    ("\u22125", Decimal(-5), Decimal(-5), Decimal(-5)),
    ("Rp 1,5 miliyar", TOLAK, TOLAK, TOLAK),
    ("2,5 jta", TOLAK, TOLAK, TOLAK),
    ("5 juta", TOLAK, TOLAK, TOLAK),
    ("1,5 M", TOLAK, TOLAK, TOLAK),
    ("5 kwintal", TOLAK, TOLAK, TOLAK),
    ("3OO", TOLAK, TOLAK, TOLAK),
    ("12l", TOLAK, TOLAK, TOLAK),
    ("7B", TOLAK, TOLAK, TOLAK),
    ("1e5", TOLAK, TOLAK, TOLAK),
    ("5 -", TOLAK, TOLAK, TOLAK),
    ("2-3", TOLAK, TOLAK, TOLAK),
    ("12.", TOLAK, TOLAK, TOLAK),
    (",5", TOLAK, TOLAK, TOLAK),
    ("1,23.5", TOLAK, TOLAK, TOLAK),
    ("½", TOLAK, TOLAK, TOLAK),
    ("5²", TOLAK, TOLAK, TOLAK),
    ("٣", TOLAK, TOLAK, TOLAK),
    ("1:17,9", TOLAK, TOLAK, TOLAK),
    ("dua belas", TOLAK, TOLAK, TOLAK),
    ("0,12345", TOLAK, TOLAK, TOLAK),
    ("123456789012345", Decimal(123456789012345), Decimal(123456789012345), Decimal(123456789012345)),
    ("1234567890123456", TOLAK, TOLAK, TOLAK),
    ("  ", KOSONG, KOSONG, KOSONG),
]

# Cells of a workbook: value, format, and what the two together say.
CELLS: list[tuple[Any, str, Answer]] = [
    (81.18, '0.00" %"', Decimal("81.18")),
    (0.8118, "0.00%", Decimal("81.18")),
    (0.8118, "General", Decimal("0.8118")),
    (12345.678, "General", Decimal("12345.678")),
    (1 / 3, "0.00", Decimal("0.333333333333333")),
    (43000, "#,##0", Decimal(43000)),
    (-5, "0;(0)", Decimal(-5)),
    (12, '0" dokumen"', Decimal(12)),
    (2.5, '0.0" juta"', TOLAK),
    (2500000, '0.0,," juta"', TOLAK),
    # What the format does to a figure depends on the figure: 81 and 81% would both be read as 81%.
    (81, "[<=1]0%;0", TOLAK),
    (0.81, "[>1]0;0%", TOLAK),
    (5000, "[Red][>100]0;[Blue]0", Decimal(5000)),
    (123456789012345, "0", Decimal(123456789012345)),
    (1234567890123456, "0", TOLAK),
    (True, "General", TOLAK),
    ("1.234", "General", TANYA),
    ("3OO", "@", TOLAK),
]


def way_of(jenis: str) -> ButirPK:
    return ButirPK(jenis_nilai=jenis, satuan="", desimal_minimal=0)


def asked(read: Callable[[Any, str], Any], value: Any, jenis: str) -> tuple[Answer, str]:
    """Return the answer of an entrance, and its sentence where it refuses."""
    try:
        found = read(value, jenis)
    except (NeedsChecking, AmbiguousFigure, AmbiguousCell):
        return TANYA, ""
    except forms.ValidationError as wrong:
        return TOLAK, wrong.messages[0]
    except (WrongCell, NotValid) as wrong:
        return TOLAK, str(wrong)
    return (KOSONG if found in (None, "") else found), ""


def in_grid(value: Any, jenis: str) -> Any:
    return read_figure(value, way_of(jenis), None)[0].get("nilai")


def in_quarter_sheet(value: Any, jenis: str) -> Any:
    return in_grid(read_realisasi(value, "Realisasi TW I"), jenis)


def in_target_form(value: Any, jenis: str) -> Any:
    target, (error, _) = read_typed_target(way_of(jenis), (value, ""), NO_TARGET)
    if error is not None:
        raise error
    return target.nilai


def in_target_cell(value: Any, jenis: str) -> Any:
    """Read as the imports of single models and the plan's workbook do."""
    row = IncomingRow(2, {"Target": value})
    target = read_target_cell(row, way_of(jenis), ("Target", "Batas atas"))
    if row.galat:
        raise (AmbiguousCell if row.tanya else WrongCell)(row.galat["Target"])
    return target.nilai


def in_worst_form(value: Any, jenis: str) -> Any:
    field = MeasuredFigureField(required=False)
    form = forms.Form()
    form.cleaned_data = {"jenis_nilai": jenis, "satuan": ""}
    field.follow(form)
    return field.clean(value)


def in_worst_cell(value: Any, jenis: str) -> Any:
    return MeasuredFigureCell().clean(value, objek=way_of(jenis))


def in_money(name: str) -> Callable[[Any, str], Any]:
    return lambda value, _: read_money(name, value)


CELL_ENTRANCES: dict[str, Callable[[Any, str], Any]] = {
    "lembar triwulan": in_quarter_sheet,
    "impor target": in_target_cell,
    "impor realisasi terburuk": in_worst_cell,
}
ENTRANCES: dict[str, dict[str, Callable[[Any, str], Any]]] = {
    jenis: {
        "isian": in_grid,
        "formulir target": in_target_form,
        "formulir realisasi terburuk": in_worst_form,
        **CELL_ENTRANCES,
        **more,
    }
    for jenis, more in {
        JUMLAH: {
            "formulir skor": lambda value, _: FigureFormField(required=False).clean(value),
            "impor skor": lambda value, _: FigureCell().clean(value),
        },
        RUPIAH: {
            "formulir pagu": lambda value, _: RupiahField(required=False).clean(value),
            "impor pagu": lambda value, _: RupiahCell().clean(value),
            "realisasi keuangan": in_money("keuangan"),
        },
        PERSEN: {"realisasi fisik": in_money("fisik")},
    }.items()
}


@pytest.mark.parametrize(("text", "jumlah", "rupiah", "persen"), TEXTS)
def test_a_text_means_the_same_at_every_entrance(text: str, jumlah: Answer, rupiah: Answer, persen: Answer) -> None:
    for jenis, expected in ((JUMLAH, jumlah), (RUPIAH, rupiah), (PERSEN, persen)):
        found = {name: asked(read, text, jenis) for name, read in ENTRANCES[jenis].items()}
        assert {name: answer for name, (answer, _) in found.items()} == dict.fromkeys(found, expected), jenis
        # And it is refused with the same words.
        assert len({sentence for _, sentence in found.values()}) == 1


@pytest.fixture(scope="module")
def cells() -> list[Any]:
    """The cells as they come out of a stored workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for number, (value, number_format, _) in enumerate(CELLS, start=1):
        cell = sheet.cell(number, 1, value)  # type: ignore[union-attr]  # a worksheet, not a chart
        cell.number_format = number_format
    target = io.BytesIO()
    book.save(target)
    stored = load_workbook(io.BytesIO(target.getvalue())).worksheets[0]
    return [stored.cell(number, 1) for number in range(1, len(CELLS) + 1)]


@pytest.mark.parametrize("index", range(len(CELLS)), ids=[f"{value}-{form}" for value, form, _ in CELLS])
def test_a_cell_means_the_same_in_every_import(cells: list[Any], index: int) -> None:
    cell, expected = cells[index], CELLS[index][2]
    value = as_shown(cell.value, cell.number_format if cell.data_type == "n" else None)
    if isinstance(value, UnusableCell):
        assert expected == TOLAK
        return
    entrances = {**CELL_ENTRANCES, "impor skor": lambda value, _: FigureCell().clean(value)}
    found = {name: asked(read, value, JUMLAH)[0] for name, read in entrances.items()}
    assert found == dict.fromkeys(found, expected)
