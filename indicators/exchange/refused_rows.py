"""What a service refuses of many rows, put at the cells where it stands: every row that it refuses, not only one."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model

from indicators.exchange.incoming import IncomingRow
from indicators.models import TargetRenstra
from sakip.refusals import NotAllowed, NotValid, ServiceError

# More refusals of the services than this help nobody; each costs another attempt.
MAX_REFUSALS = 50


def persist_each(
    rows: Sequence[IncomingRow],
    *,
    persist: Callable[[list[Any]], None],
    column_of: Callable[[str], str],
    most: int = MAX_REFUSALS,
) -> tuple[int, ServiceError | None, list[IncomingRow]]:
    """Write the rows inside the caller's transaction; what is refused of a row is noted on it, the others are written.

    `persist` writes objects, `column_of` gives the column of a field that a service names. Returns how many rows were
    refused, at most `most`, and what keeps the rest from being written: a refusal that names none of the rows, or one
    too many, with those rows. Raises NotAllowed.
    """
    refused, left = 0, list(rows)
    while left:
        try:
            with transaction.atomic():
                persist([row.objek for row in left])
        except NotAllowed:
            raise
        except ServiceError as refusal:
            _take_back(left)
            row = _row_of(refusal, left) if isinstance(refusal, NotValid) else None
            if row is None or refused >= most:
                return refused, refusal, left
            refused += 1
            _note(row, refusal, column_of)
            left = [other for other in left if other is not row]
        else:
            break
    return refused, None, []


def _note(row: IncomingRow, refusal: ServiceError, column_of: Callable[[str], str]) -> None:
    fields = refusal.fields if isinstance(refusal, NotValid) else {}
    for name, sentence in (fields or {"": str(refusal)}).items():
        row.galat.setdefault(column_of(name), sentence)


def _take_back(rows: Sequence[IncomingRow]) -> None:
    """Let new objects be new again: those that were written before the refusal are gone with its transaction."""
    for row in rows:
        if row.baru and isinstance(row.objek, Model):
            row.objek.pk, row.objek._state.adding = None, True


def _row_of(refusal: NotValid, rows: Sequence[IncomingRow]) -> IncomingRow | None:
    """Return the row whose object the service refused, None when it does not say."""
    if len(rows) == 1:
        return rows[0]
    wrong = refusal.objek
    if isinstance(wrong, TargetRenstra):
        key = (wrong.indikator_id, wrong.tahun)
        return next((row for row in rows if (row.objek.indikator_id, row.objek.tahun) == key), None)
    return next((row for row in rows if row.objek is wrong), None)
