"""The form field of a figure: typed as people write it, printed as reports print it, never a wrong magnitude.

A text with two readings is asked back with both as choices below its input. A choice fills the field: what is sent
again is the chosen reading, written so that it has no second one. No script takes part.
"""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from indicators.capaian import NotANumber, TwoReadings, ValueKind, read_number, write_number
from indicators.views.reading_choice import posted_figure

FIGURE_ATTRS = {"inputmode": "decimal", "autocomplete": "off", "class": "figure-input"}


class AmbiguousFigure(forms.ValidationError):
    """The text has two readings; `pertanyaan` asks for one."""

    def __init__(self, pertanyaan: TwoReadings) -> None:
        super().__init__(pertanyaan.pilih_lalu_simpan, code="ambigu")
        self.pertanyaan = pertanyaan


class FigureInput(forms.TextInput):
    """A text input that offers both readings once `ask` told it to."""

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["css/figures.css"]}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**FIGURE_ATTRS, **(attrs or {})})
        self.asked: TwoReadings | None = None

    def ask(self, asked: TwoReadings) -> None:
        """Offer the readings of the text; a form's fields, and so their widgets, are its own."""
        self.asked = asked

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return posted_figure(data, name)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        text = super().render(name, value, attrs, renderer)
        if self.asked is None or str(value or "").strip() != self.asked.teks:
            return text
        context = {"nama": name, "pertanyaan": self.asked, "label": self.attrs.get("aria-label", "")}
        question = render_to_string("indicators/reading_choice.html", context)
        return mark_safe(text + question)  # noqa: S308 - both parts are rendered by templates that escape


class FigureFormField(forms.CharField):
    """A text input that gives a Decimal or None. What the page printed itself comes back as the stored value."""

    widget = FigureInput

    def __init__(self, *, jenis: ValueKind = ValueKind.JUMLAH, satuan: str = "", **kwargs: Any) -> None:
        # The arguments that a model's DecimalField hands over and a text has no use for.
        for unused in ("max_digits", "decimal_places", "min_value", "max_value", "localize"):
            kwargs.pop(unused, None)
        self.jenis, self.satuan = jenis, satuan
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return print_figure(value, self.jenis) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        text = self.to_python(value) or ""
        self.validate(text)
        try:
            return read_figure(text, self.jenis, self.satuan)
        except AmbiguousFigure as asked:
            ask(self, asked)
            raise

    def _clean_bound_field(self, bf: forms.BoundField) -> Any:
        """Django's own hook of a field that must know what stands there already, as files use it."""
        if isinstance(bf.initial, Decimal) and str(bf.data or "").strip() == print_figure(bf.initial, self.jenis):
            return bf.initial
        self.follow(bf.form)
        return self.clean(bf.data)

    def follow(self, form: forms.BaseForm) -> None:
        """Take from the form, as far as it is read, by which kind and unit of measure the text is read."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def ask(field: forms.Field, error: forms.ValidationError) -> None:
    """Let the field offer both readings when that is what the error is about."""
    if isinstance(error, AmbiguousFigure) and isinstance(field.widget, FigureInput):
        field.widget.ask(error.pertanyaan)


def print_figure(value: Decimal, jenis: ValueKind) -> str:
    return write_number(value, jenis=jenis.of_figures)


def read_figure(text: str, jenis: ValueKind = ValueKind.JUMLAH, satuan: str = "") -> Decimal | None:
    """Read one entry. Raises ValidationError; AmbiguousFigure when it has two readings."""
    try:
        read = read_number(text, jenis=jenis, satuan=satuan)
    except NotANumber as wrong:
        raise forms.ValidationError(str(wrong), code="bukan_angka") from None
    if read.ambiguous is not None:
        raise AmbiguousFigure(read.ambiguous)
    return read.nilai
