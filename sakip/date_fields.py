"""A day in a form: typed as people write it, or picked from a calendar that speaks Indonesian in every browser."""

from datetime import date
from typing import Any

from django import forms

from sakip.dates import UNREADABLE_DATE, read_date, write_in_figures


class DateInput(forms.DateInput):
    """A line of text: the browser's own field for days speaks the browser's language. `static/js/fields` puts a
    calendar beside it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {"data-day": "", "autocomplete": "off", "placeholder": "31/12/2024", "class": "day"}
        super().__init__({**own, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return write_in_figures(value) if isinstance(value, date) else super().format_value(value)


class DateField(forms.DateField):
    """Read by `sakip.dates.read_date`, in every form that people write a day in."""

    widget = DateInput

    def __init__(self, **options: Any) -> None:
        sentences = {"required": "Isi tanggalnya.", "invalid": UNREADABLE_DATE}
        options["error_messages"] = {**sentences, **(options.get("error_messages") or {})}
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        try:
            return read_date(value)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
