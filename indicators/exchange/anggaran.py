"""The resource of the budget: one row per sub kegiatan and year, with its sources and its RAK beside it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from import_export.fields import Field
from import_export.widgets import Widget

from indicators.capaian import ValueKind
from indicators.exchange.cells import FigureCell, IntegerCell, TextCell, WrongCell, figure_in
from indicators.exchange.plan_keys import KOLOM_OPD, KOLOM_RENSTRA, KOLOM_TAHUN
from indicators.exchange.references import OFFICE_PATHS, make_resource, opd_column, period_column
from indicators.exchange.resource import IncomingRow, KeyColumn, PlanColumn, PlanResource, group_by_office, path_fields
from indicators.models import Anggaran, PerangkatDaerah
from indicators.models.anggaran import FundSource, RAKDivision
from indicators.services import anggaran as services
from indicators.services import rencana
from indicators.services.anggaran import PaguEntry
from indicators.tingkat import Tingkat
from sakip.dates import MONTHS

# What stands in the column of a source that gives money whose amount is not kept.
TANPA_JUMLAH = "ada"
SUMBER_COLUMNS = {sumber.value: f"Sumber {sumber.label}" for sumber in FundSource}
RAK_COLUMNS = {nomor: f"RAK {nomor}" for nomor in range(1, len(MONTHS) + 1)}


class RupiahCell(FigureCell):
    """An amount of money, with or without "Rp"."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return figure_in(value, jenis=ValueKind.RUPIAH)


class RAKCell(Widget):
    """How the RAK is divided; blank for none."""

    def __init__(self) -> None:
        super().__init__(coerce_to_string=False)
        self.known = {text.casefold(): cara.value for cara in RAKDivision for text in (cara.value, cara.label)}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = TextCell().clean(value)
        if text and text.casefold() not in self.known:
            raise WrongCell(f"Pilih salah satu: {', '.join(cara.label for cara in RAKDivision)}; atau kosongkan.")
        return self.known.get(text.casefold(), "")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return RAKDivision(value).label if value else ""


def sources_of(anggaran: Anggaran) -> dict[str, Any]:
    """Return the amounts by source that the row would have: those just read, else the stored ones."""
    read: dict[str, Any] | None = getattr(anggaran, "isian_sumber", None)
    if read is not None:
        return read
    return {} if anggaran._state.adding else {row.sumber: row.nilai for row in anggaran.sumber_dana.all()}


def rak_of(anggaran: Anggaran) -> dict[int, Any]:
    """Return the amounts by period that the row would have, see `sources_of`."""
    read: dict[int, Any] | None = getattr(anggaran, "isian_rak", None)
    if read is not None:
        return read
    return {} if anggaran._state.adding else {row.nomor: row.nilai for row in anggaran.rak.all()}


class SourceColumn(Field):
    def __init__(self, sumber: str) -> None:
        super().__init__(column_name=SUMBER_COLUMNS[sumber], readonly=True)
        self.sumber = sumber

    def export(self, instance: Anggaran, **kwargs: Any) -> Any:
        found = sources_of(instance)
        if self.sumber not in found:
            return None
        nilai = found[self.sumber]
        return TANPA_JUMLAH if nilai is None else FigureCell().render(nilai)


class RAKColumn(Field):
    def __init__(self, nomor: int) -> None:
        super().__init__(column_name=RAK_COLUMNS[nomor], readonly=True)
        self.nomor = nomor

    def export(self, instance: Anggaran, **kwargs: Any) -> Any:
        return FigureCell().render(rak_of(instance).get(self.nomor))


class _AnggaranResource(PlanResource):
    kunci = (KOLOM_OPD, KOLOM_RENSTRA, *(level.label for level in Tingkat), KOLOM_TAHUN)
    kolom_bidang: ClassVar[Mapping[str, str]] = {"sumber_dana": "Sumber dana", "rak": "RAK"}

    def opd_of(self, instance: Anggaran) -> PerangkatDaerah:
        return instance.opd

    def locate(self, row: IncomingRow) -> tuple[Anggaran, bool]:
        opd = self.office_named(row)
        node: Any = self.peta.period(opd, row.number_of(KOLOM_RENSTRA))
        for level in Tingkat:
            node = self.node_named(row, level, node)
        tahun = row.number_of(KOLOM_TAHUN)
        found = self._stored.get((node.pk, tahun))
        if found is None:
            return Anggaran(opd=opd, sub_kegiatan=node, tahun=tahun), True
        found.opd, found.sub_kegiatan = opd, node
        return found, False

    @property
    def _stored(self) -> dict[tuple[int, int], Anggaran]:
        def load() -> dict[tuple[int, int], Anggaran]:
            rows = Anggaran.objects.filter(opd__in=self.peta.offices).prefetch_related("sumber_dana", "rak")
            return {(row.sub_kegiatan_id, row.tahun): row for row in rows}

        return self.peta.remember("anggaran", load)

    def fill(self, row: IncomingRow) -> None:
        super().fill(row)
        sources, rak = dict(sources_of(row.objek)), dict(rak_of(row.objek))
        for sumber, column in SUMBER_COLUMNS.items():
            if column in row.sel:
                sources.pop(sumber, None)
                sources |= self._source_in(row, sumber, column)
        for nomor, column in RAK_COLUMNS.items():
            if column in row.sel:
                rak.pop(nomor, None)
                nilai = self._amount_in(row, column)
                rak |= {} if nilai is None else {nomor: nilai}
        row.objek.isian_sumber, row.objek.isian_rak = sources, rak

    def _source_in(self, row: IncomingRow, sumber: str, column: str) -> dict[str, Any]:
        cell = row.sel[column]
        if isinstance(cell, str) and cell.strip().casefold() == TANPA_JUMLAH:
            return {sumber: None}
        nilai = self._amount_in(row, column)
        return {} if nilai is None else {sumber: nilai}

    @staticmethod
    def _amount_in(row: IncomingRow, column: str) -> Any:
        try:
            return RupiahCell().clean(row.sel[column])
        except WrongCell as wrong:
            row.note(column, wrong)
            return None

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        rows = queryset.select_related("opd__pemda", f"{Tingkat.SUB_KEGIATAN}__{OFFICE_PATHS[Tingkat.SUB_KEGIATAN]}")
        return rows.prefetch_related("sumber_dana", "rak")

    def persist(self, instances: list[Any]) -> None:
        for rows in group_by_office(instances, self.opd_of):
            services.save_anggaran_many(
                by=self.user, isian=[PaguEntry(row, sources_of(row), rak_of(row)) for row in rows]
            )


SumberAnggaran = make_resource(
    _AnggaranResource,
    Anggaran,
    "Anggaran",
    {
        "opd": opd_column(),
        "renstra": period_column(lambda row: rencana.periode_of(row.sub_kegiatan)),
        **path_fields(lambda row: row.sub_kegiatan, Tingkat),
        "tahun": KeyColumn(KOLOM_TAHUN, lambda row: row.tahun),
        "pagu": PlanColumn("pagu", "Pagu", RupiahCell()),
        "pagu_perubahan": PlanColumn("pagu_perubahan", "Pagu perubahan", RupiahCell()),
        "perubahan_mulai": PlanColumn("perubahan_mulai", "Perubahan mulai triwulan", IntegerCell()),
        "pptk": PlanColumn("pptk", "PPTK", TextCell()),
        **{f"sumber_{sumber.value}": SourceColumn(sumber.value) for sumber in FundSource},
        "cara_rak": PlanColumn("cara_rak", "RAK disusun", RAKCell()),
        **{f"rak_{nomor}": RAKColumn(nomor) for nomor in RAK_COLUMNS},
    },
)
