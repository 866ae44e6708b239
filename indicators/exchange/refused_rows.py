"""What a service refuses of many rows, put at the cells where it stands: every row that it refuses, not only one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Model

from indicators.models import TargetRenstra
from indicators.tingkat import Tingkat
from sakip.refusals import NotAllowed, NotValid, ServiceError

if TYPE_CHECKING:
    from indicators.exchange.resource import IncomingRow, PlanResource

# More refusals of the services than this help nobody; each costs another attempt.
MAX_REFUSALS = 50


def persist_each(
    resource: "PlanResource", rows: Sequence["IncomingRow"], *, most: int = MAX_REFUSALS
) -> tuple[int, ServiceError | None, list["IncomingRow"]]:
    """Write the rows inside the caller's transaction; what is refused of a row is noted on it, the others are written.

    Returns how many rows were refused, at most `most`, and what keeps the rest from being written: a refusal that
    names none of the rows, or one too many, with those rows. Raises NotAllowed.
    """
    refused, left = 0, list(rows)
    while left:
        try:
            with transaction.atomic():
                resource.persist([row.objek for row in left])
        except NotAllowed:
            raise
        except ServiceError as refusal:
            _take_back(left)
            row = _row_of(refusal, left) if isinstance(refusal, NotValid) else None
            if row is None or refused >= most:
                return refused, refusal, left
            refused += 1
            _note(resource, row, refusal)
            left = [other for other in left if other is not row]
        else:
            break
    return refused, None, []


def _note(resource: "PlanResource", row: "IncomingRow", refusal: ServiceError) -> None:
    fields = refusal.fields if isinstance(refusal, NotValid) else {}
    for name, sentence in (fields or {"": str(refusal)}).items():
        row.galat.setdefault(_column_of(resource, name), sentence)


def _take_back(rows: Sequence["IncomingRow"]) -> None:
    """Let new objects be new again: those that were written before the refusal are gone with its transaction."""
    for row in rows:
        if row.baru and isinstance(row.objek, Model):
            row.objek.pk, row.objek._state.adding = None, True


def _row_of(refusal: NotValid, rows: Sequence["IncomingRow"]) -> "IncomingRow | None":
    """Return the row whose object the service refused, None when it does not say."""
    if len(rows) == 1:
        return rows[0]
    wrong = refusal.objek
    if isinstance(wrong, TargetRenstra):
        key = (wrong.indikator_id, wrong.tahun)
        return next((row for row in rows if (row.objek.indikator_id, row.objek.tahun) == key), None)
    return next((row for row in rows if row.objek is wrong), None)


def _column_of(resource: "PlanResource", name: str) -> str:
    """Return the column of a field that a service names, or the resource's last key column."""
    if name in resource.kolom_bidang:
        return resource.kolom_bidang[name]
    name = {"username": "pengguna", "email": "surel"}.get(name, name)
    number = name.removeprefix("target_").removeprefix("tw").replace("tahun", "0")
    for key in (name, f"target_{number}" if name.startswith("target_") else "", "target" if name == "nilai" else ""):
        found = resource.fields.get(key)
        if found is not None:
            return str(found.column_name)
    return Tingkat(name).label if name in {*Tingkat} else resource.kunci[-1]
