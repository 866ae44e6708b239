"""What several models share: choices from pure enumerations, the field of a figure."""

from decimal import Decimal
from typing import Any

from django.db import models

from sakip.labelled import Labelled

# Room for fifteen digits before the comma or for fifteen behind it (a computed cell keeps all of its own); the reader
# takes no more than fifteen in all, because SQLite keeps decimals as floating point, which is exact up to there.
MAX_DIGITS = 30
DECIMAL_PLACES = 15
# How many decimals are written of every figure; those of a computed cell are kept beyond.
WRITTEN_PLACES = 4


def choices(enumeration: type[Labelled]) -> list[tuple[str, str]]:
    """Return the (value, label) pairs of an enumeration."""
    return [(member.value, member.label) for member in enumeration]


def as_stored(value: Decimal) -> Decimal:
    """Return the figure as it stands in records: four decimals, and more only where it has more."""
    short = value.quantize(Decimal(1).scaleb(-WRITTEN_PLACES))
    return short if short == value else value.normalize()


class FigureField(models.DecimalField[Any, Any]):
    """A decimal that comes back without the idle zeros of its fifteen places; to migrations, a plain one."""

    def from_db_value(self, value: Decimal | None, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else as_stored(value)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs


def figure_field(verbose_name: str, **options: Any) -> models.DecimalField[Any, Any]:
    """Return the one kind of field that holds a figure: null means blank, never 0."""
    options.setdefault("null", True)
    options.setdefault("blank", True)
    return FigureField(verbose_name, max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES, **options)


def filler_field() -> models.ForeignKey[Any, Any]:
    """Return the field that holds who made the last change of a figure; null where no account did."""
    return models.ForeignKey(
        "indicators.Pengguna",
        verbose_name="pengisi",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )


def year_field(verbose_name: str, **options: Any) -> models.PositiveSmallIntegerField[Any, Any]:
    return models.PositiveSmallIntegerField(verbose_name, **options)


def year_in_range(name: str, field: str = "tahun") -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__range": (2000, 2100)}),
        name=name,
        violation_error_message="Tahun harus antara 2000 dan 2100.",
    )
