"""What stands in the sheets of an exported plan: the resources' own columns, or one flat sheet."""

from typing import Any

from django.db.models import Q, QuerySet

from indicators.exchange.cells import FigureCell
from indicators.exchange.perjanjian import KOLOM_CARA, QUARTER_NAMES, targets_of, written_as
from indicators.exchange.plan_keys import PlanKeys
from indicators.exchange.references import measure_columns
from indicators.exchange.workbook.structure import (
    INDIKATOR,
    PK,
    RENCANA,
    RENSTRA,
    SIMPUL,
    SKALA,
    TARGET_PK,
    TARGET_RENSTRA,
    TINGKAT_PREDIKAT,
    SheetKind,
)
from indicators.models import (
    ButirPK,
    Indikator,
    Pengguna,
    PerangkatDaerah,
    PeriodeRenstra,
    PerjanjianKinerja,
    SkalaPredikat,
    TargetRenstra,
)
from indicators.models.perjanjian import TAHUN
from indicators.models.tingkat import MODEL_OF
from indicators.selectors.renstra import PERIOD_PATHS
from indicators.tingkat import Tingkat
from indicators.triwulan import QUARTERS

Rows = list[list[Any]]


def columns_of(kind: SheetKind) -> list[str]:
    """Return the headings of a sheet: the resource's columns without what the book says once."""
    return [name for name in kind.sumber().get_export_headers() if name not in kind.tersirat]


def plan_rows(
    by: Pengguna, opd: PerangkatDaerah, periode: PeriodeRenstra | None, pk: PerjanjianKinerja | None
) -> dict[str, Rows]:
    """Return the rows of each sheet of the plan, without headings: a constant number of queries."""
    found: dict[str, Rows] = {}
    for kind in RENCANA:
        resource = kind.sumber(user=by, opd=opd)
        data = resource.export(queryset=_queryset(kind, opd, periode, pk))
        keep = [index for index, name in enumerate(data.headers) if name not in kind.tersirat]
        found[kind.nama] = [[row[index] for index in keep] for row in data]
    return found


def _queryset(
    kind: SheetKind, opd: PerangkatDaerah, periode: PeriodeRenstra | None, pk: PerjanjianKinerja | None
) -> QuerySet[Any]:
    if kind is RENSTRA:
        return PeriodeRenstra.objects.filter(pk__in=[] if periode is None else [periode.pk])
    if kind in (SKALA, TINGKAT_PREDIKAT):
        return SkalaPredikat.objects.filter(opd=opd)
    if kind is PK:
        return PerjanjianKinerja.objects.filter(pk__in=[] if pk is None else [pk.pk])
    if kind is TARGET_PK:
        return ButirPK.objects.filter(pk_induk=pk).order_by("urutan", "pk")
    if kind in (INDIKATOR, TARGET_RENSTRA):
        return _indicators(opd, periode)
    level = next(name for name, other in SIMPUL.items() if other is kind)
    rows: QuerySet[Any] = MODEL_OF[level]._default_manager.filter(**{level.way_to_periode: periode})
    return rows.order_by("urutan", "pk")


def _indicators(opd: PerangkatDaerah, periode: PeriodeRenstra | None) -> QuerySet[Indikator]:
    wanted = Q()
    for path in PERIOD_PATHS:
        wanted |= Q(**{path: periode})
    return Indikator.objects.filter(wanted, opd=opd).order_by("urutan", "pk")


# --- one flat sheet ---------------------------------------------------------------------------------------------------

URAIAN = ("definisi_operasional", "formula", "sumber_data", "penanggung_jawab")
URAIAN_COLUMNS = ("Definisi operasional", "Formula", "Sumber data", "Penanggung jawab")
FLAT_HEAD = ("Kode", *(level.label for level in Tingkat), "Sasaran kinerja", "Indikator", "Kode unit")
FLAT_QUARTERS = tuple(f"Target {QUARTER_NAMES[quarter]}" for quarter in QUARTERS)


def flat_columns(periode: PeriodeRenstra | None, tahun: int | None = None) -> list[str]:
    """Return the headings of a flat sheet; the one of the year's target tells which year it is."""
    year = "Target tahun" if tahun is None else f"Target tahun {tahun}"
    years = [] if periode is None else periode.years
    measure = [column.column_name for column in measure_columns().values()]
    return [
        *FLAT_HEAD,
        *measure,
        KOLOM_CARA,
        *FLAT_QUARTERS,
        year,
        *(f"Target Renstra {year}" for year in years),
        *URAIAN_COLUMNS,
    ]


def flat_rows(opd: PerangkatDaerah, periode: PeriodeRenstra, pk: PerjanjianKinerja | None) -> Rows:
    """Return the plan as one sheet: a row per indicator, and one for every node without any."""
    peta = PlanKeys([opd])
    period = peta.period(opd, periode.tahun_awal)
    by_node: dict[tuple[Tingkat, int], list[Indikator]] = {}
    for row in _indicators(opd, periode).select_related("unit", "skala"):
        by_node.setdefault((row.tingkat, getattr(row, f"{row.tingkat}_id")), []).append(row)
    butir = {
        row.indikator_id: row
        for row in ButirPK.objects.filter(pk_induk=pk).select_related("unit", "skala").prefetch_related("target")
    }
    renstra: dict[int, dict[int, TargetRenstra]] = {}
    for target in TargetRenstra.objects.filter(indikator__in=_indicators(opd, periode).order_by()):
        renstra.setdefault(target.indikator_id, {})[target.tahun] = target
    rows: Rows = []

    def walk(level: Tingkat, parent: Any, path: list[Any]) -> None:
        for node in peta.children(level, parent):
            here = [*path, node]
            own = by_node.get((level, node.pk), [])
            wanted: list[Indikator | None] = [*own] or [None]
            for indikator in wanted:
                rows.append(_flat_row(here, indikator, butir, renstra, period))
            if level.anak is not None:
                walk(level.anak, node, here)

    walk(Tingkat.TUJUAN, period, [])
    return rows


def _flat_row(
    path: list[Any],
    indikator: Indikator | None,
    butir: dict[int, ButirPK],
    renstra: dict[int, dict[int, TargetRenstra]],
    periode: PeriodeRenstra,
) -> list[Any]:
    names = [node.nama for node in path] + [None] * (len(Tingkat) - len(path))
    head = [path[-1].kode, *names, getattr(path[-1], "sasaran_kinerja", None)]
    if indikator is None:
        return head
    row = butir.get(indikator.pk)
    source: Any = row or indikator
    measure = [column.export(source) for column in measure_columns().values()]
    targets = {} if row is None else targets_of(row)
    years = renstra.get(indikator.pk, {})
    return [
        *head,
        indikator.nama,
        source.unit.kode,
        *measure,
        written_as(source),
        *(_shown(targets.get(quarter)) for quarter in (*QUARTERS, TAHUN)),
        *(_shown(years.get(year)) for year in periode.years),
        *(getattr(indikator, name) for name in URAIAN),
    ]


def _shown(target: Any) -> Any:
    if target is None:
        return None
    return target.predikat or FigureCell().render(target.nilai)
