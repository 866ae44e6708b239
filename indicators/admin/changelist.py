"""The lists of the admin, whatever their address asks for."""

from contextlib import suppress
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import IGNORED_PARAMS, ChangeList
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.http import HttpRequest

from sakip.owners import PARAMETER
from sakip.pages import report_warning

# More than the longest text that a row holds: nothing is found by it, and SQLite refuses to look.
LONGEST_SEARCH = 1000
# The largest whole number of a database, and one more.
BEYOND = 2**63
UNKNOWN_FILTER = (
    "Saringan pada alamat ini tidak dikenal dan tidak dipakai. Pilih saringan yang tersedia pada daftarnya."
)


class AnyAddressChangeList(ChangeList):
    """A list that may be asked for what cannot be: an unknown field, a number that no database holds, a year outside
    the calendar. It says so and shows its rows unfiltered; the stock one leaves the page, or breaks."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: list[str | None] | None = None) -> QuerySet[Any]:
        try:
            if any(_is_beyond(text) for texts in self.filter_params.values() for text in texts):
                raise OverflowError
            return _written(super().get_queryset(request, exclude_parameters))
        except (IncorrectLookupParameters, ArithmeticError, ValueError):
            report_warning(request, UNKNOWN_FILTER)
        self.filter_params = {name: texts for name, texts in self.filter_params.items() if name == PARAMETER}
        self.params = {name: text for name, text in self.params.items() if name in (*IGNORED_PARAMS, PARAMETER)}
        return super().get_queryset(request, exclude_parameters)


def _written(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return rows that can be asked for. Raises OverflowError for a day that has no counterpart in UTC."""
    with suppress(EmptyResultSet):
        rows.query.sql_with_params()
    return rows


def _is_beyond(text: str) -> bool:
    """Say whether a text, or a part of it between commas, is a whole number that no database holds."""
    for part in text.split(","):
        try:
            if abs(int(part)) >= BEYOND:
                return True
        except ValueError:
            continue
    return False
