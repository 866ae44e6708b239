"""The resources of indicators and of their Renstra targets."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet
from import_export.fields import Field

from indicators.capaian import ValueKind
from indicators.exchange.cells import FigureCell, IntegerCell, TextCell, WrongCell, figure_in
from indicators.exchange.plan_keys import KOLOM_OPD, KOLOM_RENSTRA, KOLOM_TAHUN
from indicators.exchange.references import (
    INDICATOR_PATHS,
    KOLOM_INDIKATOR,
    NO_TARGET,
    IndikatorReference,
    NewUnitColumn,
    UnitReference,
    make_resource,
    measure_columns,
    opd_column,
    period_column,
)
from indicators.exchange.resource import (
    IncomingRow,
    KeyColumn,
    PlanColumn,
    PlanResource,
    ShownColumn,
    group_by_office,
    path_fields,
)
from indicators.models import (
    Indikator,
    PerangkatDaerah,
    TargetRenstra,
)
from indicators.models.rencana import MeasureFields
from indicators.rules.facts import Severity
from indicators.rules.measuring import check_row
from indicators.selectors.measure_facts import facts_of
from indicators.services import rencana
from indicators.services.target_entry import TargetEntry
from indicators.tingkat import Tingkat

MEASURE_COLUMNS = {name: column.column_name for name, column in measure_columns().items()}


def note_findings(row: IncomingRow, cara: MeasureFields, targets: Mapping[int, TargetEntry] | None = None) -> None:
    """Say of a row what is accepted though it is odd; what is wrong the service refuses when it is written."""
    for temuan in check_row(facts_of(cara, targets)):
        if temuan.keparahan is not Severity.SALAH:
            row.peringatan.setdefault(MEASURE_COLUMNS.get(temuan.bidang, KOLOM_INDIKATOR), temuan.kalimat)


class IndikatorFinder(PlanResource):
    """What finds an indicator by office, Renstra, the path to its node and its name."""

    kunci = (KOLOM_OPD, KOLOM_RENSTRA, *(level.label for level in Tingkat), KOLOM_INDIKATOR)

    def node_in(self, row: IncomingRow, opd: PerangkatDaerah) -> tuple[Tingkat, Any]:
        """Return the lowest node that the row names, with its level; the path may not have a hole."""
        parent: Any = self.peta.period(opd, row.number_of(KOLOM_RENSTRA))
        lowest: Tingkat | None = None
        for level in Tingkat:
            text = row.text_of(level.label)
            if text and lowest is not level.induk:
                raise WrongCell("Isi juga simpul di atasnya.", level.label)
            if text:
                parent, lowest = self.node_named(row, level, parent), level
        if lowest is None:
            sentence = "Tulis simpul tempat indikator menempel, sekurang-kurangnya tujuannya."
            raise WrongCell(sentence, Tingkat.TUJUAN.label)
        return lowest, parent

    def name_in(self, row: IncomingRow) -> str:
        nama = row.text_of(KOLOM_INDIKATOR)
        if not nama:
            raise WrongCell("Sel ini wajib diisi.", KOLOM_INDIKATOR)
        return nama

    def indicator_in(self, row: IncomingRow, opd: PerangkatDaerah) -> Indikator:
        level, node = self.node_in(row, opd)
        nama = self.name_in(row)
        found = self.peta.find_indicator(level, node, nama)
        if found is None:
            raise WrongCell(f"Indikator “{nama}” tidak ada pada simpul ini. Impor atau buat dahulu.", KOLOM_INDIKATOR)
        setattr(found, level, node)
        return found


def indicator_columns(indikator_of: Callable[[Any], Indikator]) -> dict[str, Field]:
    return {
        "opd": opd_column(),
        "renstra": period_column(lambda row: rencana.periode_of(indikator_of(row))),
        **path_fields(lambda row: indikator_of(row).simpul, Tingkat),
        "nama": KeyColumn(KOLOM_INDIKATOR, lambda row: indikator_of(row).nama),
    }


class _IndikatorResource(IndikatorFinder):
    def opd_of(self, instance: Indikator) -> PerangkatDaerah:
        return instance.opd

    def locate(self, row: IncomingRow) -> tuple[Indikator, bool]:
        opd = self.office_named(row)
        level, node = self.node_in(row, opd)
        nama = self.name_in(row)
        found = self.peta.find_indicator(level, node, nama)
        if found is None and (old := self.koreksi.get((row.lembar, row.nomor))) is not None:
            found = next((other for other in self.peta.indicators() if other.pk == old), None)
        if found is None:
            return Indikator(opd=opd, nama=nama, **{level: node}), True
        setattr(found, level, node)
        return found, False

    def stored_beside(self, instance: Indikator) -> list[Any]:
        def load() -> dict[tuple[str, int], list[Indikator]]:
            found: dict[tuple[str, int], list[Indikator]] = {}
            for row in self.peta.indicators():
                found.setdefault((row.tingkat, row.simpul.pk), []).append(row)
            return found

        beside: dict[tuple[str, int], list[Indikator]] = self.peta.remember("indikator_menurut_simpul", load)
        return beside.get((instance.tingkat, instance.simpul.pk), [])

    def fill(self, row: IncomingRow) -> None:
        super().fill(row)
        if (row.lembar, row.nomor) in self.koreksi:
            row.objek.nama = self.name_in(row)
        if row.objek.unit_id is None and "unit" not in row.galat:
            row.galat.setdefault("Kode unit", "Tulis kode unit penanggung jawab.")
        if not row.galat:
            note_findings(row, row.objek)

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        replaced = Prefetch("menggantikan", queryset=Indikator.objects.select_related(*INDICATOR_PATHS))
        return queryset.select_related("opd__pemda", "unit", "skala", *INDICATOR_PATHS).prefetch_related(replaced)

    def persist(self, instances: list[Any]) -> None:
        for daftar in group_by_office(instances, self.opd_of):
            rencana.save_indikator_many(by=self.user, daftar=daftar)


SumberIndikator = make_resource(
    _IndikatorResource,
    Indikator,
    "Indikator",
    {
        **indicator_columns(lambda row: row),
        "unit": NewUnitColumn("unit", "Kode unit", UnitReference()),
        "urutan": PlanColumn("urutan", "Urutan", IntegerCell(wajib=True)),
        **measure_columns(),
        "definisi_operasional": PlanColumn("definisi_operasional", "Definisi operasional", TextCell()),
        "formula": PlanColumn("formula", "Formula", TextCell()),
        "sumber_data": PlanColumn("sumber_data", "Sumber data", TextCell()),
        "penanggung_jawab": PlanColumn("penanggung_jawab", "Penanggung jawab", TextCell()),
        "menggantikan": PlanColumn("menggantikan", "Menggantikan", IndikatorReference()),
    },
)

# --- Renstra targets -----------------------------------------------------------------------------------------------


def read_target(
    row: IncomingRow, cara: MeasureFields, columns: tuple[str, str], stored: TargetEntry = NO_TARGET
) -> TargetEntry:
    """Read a target from its two cells; a column that the file lacks keeps what is stored.

    The first holds the figure, or the letter where `cara` is measured by predicates, the second the upper bound of a
    range. Wrong cells are noted on the row.
    """
    lower, upper = columns
    try:
        if cara.jenis_nilai == ValueKind.PREDIKAT and lower in row.sel:
            return TargetEntry(predikat=row.text_of(lower))
    except WrongCell as wrong:
        row.note(lower, wrong)
        return stored
    figures = {lower: stored.nilai, upper: stored.batas_atas}
    for name in columns:
        try:
            if name in row.sel:
                figures[name] = figure_in(row.sel[name], jenis=ValueKind(cara.jenis_nilai), satuan=cara.satuan)
        except WrongCell as wrong:
            row.note(name, wrong)
    return TargetEntry(nilai=figures[lower], batas_atas=figures[upper])


class _TargetRenstraResource(IndikatorFinder):
    kunci = (*IndikatorFinder.kunci, KOLOM_TAHUN, "Target")

    def opd_of(self, instance: TargetRenstra) -> PerangkatDaerah:
        return instance.indikator.opd

    def locate(self, row: IncomingRow) -> tuple[TargetRenstra, bool]:
        indikator = self.indicator_in(row, self.office_named(row))
        tahun = row.number_of(KOLOM_TAHUN)
        found = self._stored.get((indikator.pk, tahun))
        if found is None:
            return TargetRenstra(indikator=indikator, tahun=tahun), True
        found.indikator = indikator
        return found, False

    @property
    def _stored(self) -> dict[tuple[int, int], TargetRenstra]:
        def load() -> dict[tuple[int, int], TargetRenstra]:
            rows = TargetRenstra.objects.filter(indikator__opd__in=self.peta.offices)
            return {(row.indikator_id, row.tahun): row for row in rows}

        return self.peta.remember("target_renstra", load)

    def fill(self, row: IncomingRow) -> None:
        super().fill(row)
        stored = TargetEntry.of(row.objek)
        target = read_target(row, row.objek.indikator, ("Target", "Batas atas"), stored)
        target.put_into(row.objek)

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        """The button stands on the list of indicators: their targets are exported."""
        return (
            TargetRenstra.objects.filter(indikator__in=queryset.order_by())
            .select_related("indikator__opd__pemda", *(f"indikator__{path}" for path in INDICATOR_PATHS))
            .order_by("indikator__urutan", "indikator_id", "tahun")
        )

    def persist(self, instances: list[Any]) -> None:
        for rows in group_by_office(instances, self.opd_of):
            targets: dict[int, dict[int, TargetEntry]] = {}
            for row in rows:
                isian = TargetEntry.of(row)
                targets.setdefault(row.indikator_id, {})[row.tahun] = isian
            indikator = {row.indikator_id: row.indikator for row in rows}
            rencana.save_targets_renstra(
                by=self.user, isian=[(indikator[pk], by_year) for pk, by_year in targets.items()]
            )


SumberTargetRenstra = make_resource(
    _TargetRenstraResource,
    TargetRenstra,
    "Target Renstra",
    {
        **indicator_columns(lambda row: row.indikator),
        "tahun": KeyColumn(KOLOM_TAHUN, lambda row: row.tahun),
        "target": ShownColumn("Target", lambda row: row.predikat or FigureCell().render(row.nilai)),
        "batas_atas": ShownColumn("Batas atas", lambda row: FigureCell().render(row.batas_atas)),
    },
)
