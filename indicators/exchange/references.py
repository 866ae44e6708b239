"""What the resources share: references to units, scales and nodes, the columns of measuring, the making of a class."""

from collections.abc import Callable
from typing import Any

from import_export.fields import Field

from indicators.capaian import Konsolidasi, MinimalkanFormula, Polaritas, PolaTarget, ValueKind
from indicators.exchange.cells import ChoiceCell, IntegerCell, MeasuredFigureCell, TextCell, text_in
from indicators.exchange.headings import know_form
from indicators.exchange.plan_keys import KOLOM_OPD, KOLOM_RENSTRA, indicator_text, path_text
from indicators.exchange.resource import (
    KeyColumn,
    PlanColumn,
    PlanResource,
)
from indicators.exchange.tables import know_titles
from indicators.models import (
    PeriodeRenstra,
)
from indicators.services.target_entry import TargetEntry
from indicators.tingkat import Tingkat

KOLOM_NAMA, KOLOM_KODE, KOLOM_INDIKATOR, KOLOM_SKALA = "Nama", "Kode", "Indikator", "Skala predikat"
# From a node of each level to its office.
OFFICE_PATHS = {level: f"{level.way_to_periode}__opd__pemda" for level in Tingkat}
NO_TARGET = TargetEntry()
INDICATOR_PATHS = tuple(f"{level}__{path}" for level, path in OFFICE_PATHS.items())


class UnitReference(TextCell):
    """A unit by its code, or by its name where no other unit is called so."""

    def taken_as(self, value: Any, found: Any) -> str:
        """Say which code a name was taken for; blank where the code itself was written."""
        text = text_in(value)
        return "" if found.kode.casefold() == text.casefold() else f"“{text}” dibaca sebagai unit {found.kode}."

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = super().clean(value, row, **kwargs)
        return kwargs["peta"].unit(kwargs["opd"], text, kwargs["kolom"])

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else value.kode


class NewUnitColumn(PlanColumn):
    """The unit of a new object is not there yet: reading it must not ask for one."""

    def get_value(self, instance: Any) -> Any:
        return None if instance.unit_id is None else instance.unit


class SkalaReference(TextCell):
    """A scale of predicates by its name; blank for none."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = super().clean(value, row, **kwargs)
        return kwargs["peta"].scale(kwargs["opd"], text, kwargs["kolom"]) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else super().render(value.nama)


class SimpulReference(TextCell):
    """An older node of the same level by its whole path; blank for none."""

    def __init__(self, level: Tingkat) -> None:
        super().__init__()
        self.level = level

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = super().clean(value, row, **kwargs)
        return kwargs["peta"].node_by_path(self.level, kwargs["opd"], text, kwargs["kolom"]) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else path_text(value)


class IndikatorReference(TextCell):
    """An older indicator by the whole path of its node and its name; blank for none."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = super().clean(value, row, **kwargs)
        return kwargs["peta"].indicator_by_path(kwargs["opd"], text, kwargs["kolom"]) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else indicator_text(value)


def measure_columns() -> dict[str, PlanColumn]:
    """Return the columns of how something is measured, for indicators and for rows of a PK."""
    return {
        "satuan": PlanColumn("satuan", "Satuan", TextCell()),
        "jenis_nilai": PlanColumn("jenis_nilai", "Jenis nilai", ChoiceCell(ValueKind)),
        "desimal_minimal": PlanColumn("desimal_minimal", "Desimal paling sedikit", IntegerCell(wajib=True)),
        "polaritas": PlanColumn("polaritas", "Polaritas", ChoiceCell(Polaritas)),
        "rumus_minimalkan": PlanColumn("rumus_minimalkan", "Rumus minimalkan", ChoiceCell(MinimalkanFormula)),
        "realisasi_terburuk": PlanColumn("realisasi_terburuk", "Realisasi terburuk", MeasuredFigureCell()),
        "konsolidasi": PlanColumn("konsolidasi", "Konsolidasi", ChoiceCell(Konsolidasi)),
        "pola_target": PlanColumn("pola_target", "Pola target", ChoiceCell(PolaTarget)),
        "skala": PlanColumn("skala", KOLOM_SKALA, SkalaReference()),
    }


def make_resource(base: type[PlanResource], model: Any, name: str, columns: dict[str, Field]) -> type[PlanResource]:
    """Return a resource of these columns, in this order and nothing else of the model."""
    meta = type("Meta", (), {"model": model, "fields": tuple(columns), "name": name})
    metaclass: Any = type(base)
    titles = [column.column_name for column in columns.values()]
    know_titles(titles)
    know_form(name, titles)
    made: type[PlanResource] = metaclass(f"Sumber{model.__name__}", (base,), {**columns, "Meta": meta})
    return made


def opd_column() -> KeyColumn:
    return KeyColumn(KOLOM_OPD, None)


def period_column(period_of: Callable[[Any], PeriodeRenstra]) -> KeyColumn:
    return KeyColumn(KOLOM_RENSTRA, lambda instance: period_of(instance).tahun_awal)
