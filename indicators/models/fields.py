"""What several models share: choices from pure enumerations, the field of a figure."""

from enum import StrEnum
from typing import Any

from django.db import models

# Room for fifteen digits before the comma or for four behind it; the reader takes no more than fifteen in all, because
# SQLite keeps decimals as floating point, which is exact up to there.
MAX_DIGITS = 19
DECIMAL_PLACES = 4


def choices(enumeration: type[StrEnum]) -> list[tuple[str, str]]:
    """Return (value, label) pairs of an enumeration whose members have a `label`."""
    return [(member.value, member.label) for member in enumeration]  # type: ignore[attr-defined]  # label is by contract


def figure_field(verbose_name: str, **options: Any) -> models.DecimalField[Any, Any]:
    """Return the one kind of field that holds a figure: null means blank, never 0."""
    options.setdefault("null", True)
    options.setdefault("blank", True)
    return models.DecimalField(verbose_name, max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES, **options)


def year_field(verbose_name: str, **options: Any) -> models.PositiveSmallIntegerField[Any, Any]:
    return models.PositiveSmallIntegerField(verbose_name, **options)


def year_in_range(name: str, field: str = "tahun") -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__range": (2000, 2100)}),
        name=name,
        violation_error_message="Tahun harus antara 2000 dan 2100.",
    )


def quarter_in_range(name: str, lowest: int = 1) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(triwulan__range=(lowest, 4)), name=name)
