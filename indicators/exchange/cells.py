"""What a cell may hold: one widget per kind of value. A cell that does not fit answers with a sentence."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from import_export.widgets import Widget

from indicators.capaian import NotANumber, ValueKind, plain_figure, read_cell
from indicators.exchange.texts import tidy
from sakip.dates import read_date
from sakip.labelled import Labelled


class WrongCell(ValueError):
    """A cell cannot be taken; `str()` is a full sentence. `kolom` names the column where it stands."""

    def __init__(self, message: str, kolom: str = "") -> None:
        super().__init__(message)
        self.kolom = kolom


class AmbiguousCell(WrongCell):
    """A cell has two readings; the sentence says how each of them is written without a question."""


def text_in(value: Any) -> str:
    """Return the text of a cell, blank for an empty one. Raises SelSalah for what is no text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise WrongCell("Sel ini harus berupa teks. Ubah format selnya menjadi Teks, lalu tulis kembali isinya.")


def whole_number_in(value: Any) -> int | None:
    """Return the whole number of a cell, None for an empty one; 1,5 is refused, never cut. Raises SelSalah."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool):
        raise WrongCell("Tulis bilangan bulat, misalnya 5.")
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}", value.strip()):
        return int(value)
    raise WrongCell(f"“{value}” bukan bilangan bulat. Tulis angka tanpa koma dan titik, misalnya 5 atau 2024.")


def figure_in(value: Any, *, jenis: ValueKind = ValueKind.JUMLAH, satuan: str = "") -> Decimal | None:
    """Return the figure of a cell, None for an empty one. Raises SelSalah, also to ask which of two readings."""
    try:
        read = read_cell(value, jenis=jenis, satuan=satuan)
    except NotANumber as wrong:
        raise WrongCell(str(wrong)) from None
    if read.ambiguous is not None:
        raise AmbiguousCell(read.ambiguous.tulis_ulang)
    return read.nilai


def short_label(member: Labelled) -> str:
    """Return the word that a sheet uses: the label without its explanation; a formula's own name."""
    label = member.label
    return member.value.capitalize() if " / " in label else label.split(" (")[0]


class TextCell(Widget):
    def __init__(self, *, wajib: bool = False) -> None:
        super().__init__(coerce_to_string=False)
        self.wajib = wajib

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = text_in(value)
        if self.wajib and not text:
            raise WrongCell("Sel ini wajib diisi.")
        return text

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return tidy(str(value or ""))


class IntegerCell(Widget):
    def __init__(self, *, wajib: bool = False) -> None:
        super().__init__(coerce_to_string=False)
        self.wajib = wajib

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        number = whole_number_in(value)
        if number is None and self.wajib:
            raise WrongCell("Sel ini wajib diisi dengan bilangan bulat, misalnya 0.")
        if number is not None and not 0 <= number <= 32_767:
            raise WrongCell("Angka ini di luar batas. Tulis 0 sampai 32767.")
        return number

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value


class YesNoCell(Widget):
    """A tick, also as spreadsheets and forms of the trade write one; blank means no."""

    WORDS = {
        **dict.fromkeys(("ya", "y", "iya", "true", "benar", "1", "v", "x", "✓", "✔"), True),
        **dict.fromkeys(("", "tidak", "t", "tdk", "false", "salah", "0", "-"), False),
    }

    def __init__(self) -> None:
        super().__init__(coerce_to_string=False)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = str(value) if isinstance(value, bool) else text_in(value)
        found = self.WORDS.get(text.casefold())
        if found is None:
            raise WrongCell("Tulis Ya atau Tidak.")
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "Ya" if value else "Tidak"


class FigureCell(Widget):
    """A plain figure; a target's is read with its indicator's kind and unit of measure, see `read_target`."""

    def __init__(self, *, wajib: bool = False) -> None:
        super().__init__(coerce_to_string=False)
        self.wajib = wajib

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        number = figure_in(value)
        if number is None and self.wajib:
            raise WrongCell("Sel ini wajib diisi dengan angka, misalnya 81,18.")
        return number

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return None if value is None else plain_figure(value)


class MeasuredFigureCell(FigureCell):
    """A figure of a row that is measured, read like its target: by the row's own kind and unit of measure."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        cara = kwargs["objek"]
        jenis = ValueKind(cara.jenis_nilai)
        # The letters of a scale say nothing about a figure beside it.
        jenis = ValueKind.JUMLAH if jenis == ValueKind.PREDIKAT else jenis
        return figure_in(value, jenis=jenis, satuan=cara.satuan)


class ChoiceCell(Widget):
    """One of a list of words, written as people read them; blank only where it is not `wajib`."""

    def __init__(self, enumeration: type[Labelled], *, wajib: bool = True) -> None:
        super().__init__(coerce_to_string=False)
        self.wajib = wajib
        self.labels = {member.value: short_label(member) for member in enumeration}
        self.known = {
            text.casefold(): member.value
            for member in enumeration
            for text in (member.value, member.label, short_label(member))
        }

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = text_in(value)
        stored = self.known.get(text.casefold())
        if stored is not None or (not text and not self.wajib):
            return stored or ""
        raise WrongCell(f"Pilih salah satu: {', '.join(self.labels.values())}.")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return self.labels.get(value, "")


class DateCell(Widget):
    def __init__(self) -> None:
        super().__init__(coerce_to_string=False)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = text_in(value) if value is None or isinstance(value, str) else ""
        try:
            return read_date(text)
        except ValueError:
            raise WrongCell("Tulis tanggal seperti 31/12/2024.") from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value


#: Kinds of cells that are read without knowing what their row means.
STAND_ALONE = (FigureCell, IntegerCell, ChoiceCell, DateCell, TextCell, YesNoCell)
