"""The form field of a figure: typed as people write it, printed as reports print it, never a wrong magnitude."""

from decimal import Decimal
from typing import Any

from django import forms

from indicators.capaian import BukanAngka, JenisNilai, read_number, write_number
from indicators.imports.sel import question_of


class AngkaField(forms.CharField):
    """A text input that gives a Decimal or None. What the page printed itself comes back as the stored value."""

    def __init__(self, *, jenis: JenisNilai = JenisNilai.JUMLAH, satuan: str = "", **kwargs: Any) -> None:
        # The arguments that a model's DecimalField hands over and a text has no use for.
        for unused in ("max_digits", "decimal_places", "min_value", "max_value", "localize"):
            kwargs.pop(unused, None)
        self.jenis, self.satuan = jenis, satuan
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off", "class": "isian-angka"})

    def prepare_value(self, value: Any) -> Any:
        return print_figure(value, self.jenis) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        text = self.to_python(value) or ""
        self.validate(text)
        return read_figure(text, self.jenis, self.satuan)

    def _clean_bound_field(self, bf: forms.BoundField) -> Any:
        """Django's own hook of a field that must know what stands there already, as files use it."""
        if isinstance(bf.initial, Decimal) and str(bf.data or "").strip() == print_figure(bf.initial, self.jenis):
            return bf.initial
        return self.clean(bf.data)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def print_figure(value: Decimal, jenis: JenisNilai) -> str:
    return write_number(value, jenis=JenisNilai.JUMLAH if jenis == JenisNilai.PREDIKAT else jenis)


def read_figure(text: str, jenis: JenisNilai = JenisNilai.JUMLAH, satuan: str = "") -> Decimal | None:
    """Read one entry. Raises ValidationError; an ambiguous entry is asked back with both readings."""
    try:
        read = read_number(text, jenis=jenis, satuan=satuan)
    except BukanAngka as wrong:
        raise forms.ValidationError(str(wrong), code="bukan_angka") from None
    if read.pilihan is not None:
        raise forms.ValidationError(question_of(text, read.pilihan), code="ambigu")
    return read.nilai
