"""The resources of the tree: Renstra, its nodes, scales of predicates."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from import_export.fields import Field

from indicators.exchange.cells import ChoiceCell, FigureCell, IntegerCell, TextCell, WrongCell
from indicators.exchange.plan_keys import KOLOM_OPD, KOLOM_RENSTRA
from indicators.exchange.references import (
    KOLOM_KODE,
    KOLOM_NAMA,
    KOLOM_SKALA,
    OFFICE_PATHS,
    SimpulReference,
    make_resource,
    opd_column,
    period_column,
)
from indicators.exchange.resource import (
    IncomingRow,
    KeyColumn,
    PlanColumn,
    PlanResource,
    group_by_office,
    path_fields,
)
from indicators.models import (
    PerangkatDaerah,
    PeriodeRenstra,
    SkalaPredikat,
    TingkatPredikat,
)
from indicators.models.tingkat import MODEL_OF
from indicators.nomenklatur import NomenklaturVersion
from indicators.services import rencana
from indicators.services.skala import save_skala, save_tingkat
from indicators.services.target_entry import naming
from indicators.tingkat import NOMENKLATUR, Tingkat

# --- Renstra -------------------------------------------------------------------------------------------------------


class _PeriodeResource(PlanResource):
    kunci = (KOLOM_OPD, KOLOM_RENSTRA)

    def opd_of(self, instance: PeriodeRenstra) -> PerangkatDaerah:
        return instance.opd

    def locate(self, row: IncomingRow) -> tuple[PeriodeRenstra, bool]:
        opd, awal = self.office_named(row), row.number_of(KOLOM_RENSTRA)
        found = self.peta.find_period(opd, awal)
        return (found, False) if found else (PeriodeRenstra(opd=opd, tahun_awal=awal), True)

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        return queryset.select_related("opd__pemda")

    def persist(self, instances: list[Any]) -> None:
        for periode in instances:
            with naming(periode, instances):
                rencana.save_periode(by=self.user, periode=periode)


SumberPeriode = make_resource(
    _PeriodeResource,
    PeriodeRenstra,
    "Periode Renstra",
    {
        "opd": opd_column(),
        "tahun_awal": period_column(lambda row: row),
        "tahun_akhir": PlanColumn("tahun_akhir", "Akhir Renstra", IntegerCell(wajib=True)),
    },
)

# --- Nodes ---------------------------------------------------------------------------------------------------------


class _SimpulResource(PlanResource):
    level: ClassVar[Tingkat]

    def opd_of(self, instance: Any) -> PerangkatDaerah:
        return rencana.opd_of(instance)

    def locate(self, row: IncomingRow) -> tuple[Any, bool]:
        opd = self.office_named(row)
        parent: Any = self.peta.period(opd, row.number_of(KOLOM_RENSTRA))
        for level in self.level.above:
            parent = self.node_named(row, level, parent)
        kode, nama = row.text_of(KOLOM_KODE), row.text_of(KOLOM_NAMA)
        if not nama:
            raise WrongCell("Sel ini wajib diisi.", KOLOM_NAMA)
        found = self.peta.find_node(self.level, parent, kode, nama)
        if found is None and (old := self.koreksi.get((row.lembar, row.nomor))) is not None:
            found = next((node for node in self.peta.children(self.level, parent) if node.pk == old), None)
        if found is not None:
            return found, False
        return MODEL_OF[self.level](**{self.level.parent_field: parent}, kode=kode, nama=nama), True

    def fill(self, row: IncomingRow) -> None:
        super().fill(row)
        if (row.lembar, row.nomor) in self.koreksi:
            row.objek.kode, row.objek.nama = row.text_of(KOLOM_KODE), row.text_of(KOLOM_NAMA)

    def stored_beside(self, instance: Any) -> list[Any]:
        return self.peta.children(self.level, getattr(instance, self.level.parent_field))

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        paths = [OFFICE_PATHS[self.level]]
        if self.level in NOMENKLATUR:
            paths.append(f"menggantikan__{OFFICE_PATHS[self.level]}")
        return queryset.select_related(*paths)

    def persist(self, instances: list[Any]) -> None:
        for nodes in group_by_office(instances, self.opd_of):
            rencana.save_nodes(by=self.user, nodes=nodes)


def _node_resource(level: Tingkat) -> type[PlanResource]:
    columns: dict[str, Field] = {
        "opd": opd_column(),
        "renstra": period_column(rencana.periode_of),
        **path_fields(lambda row: row, level.above),
        "kode": KeyColumn(KOLOM_KODE, lambda row: row.kode),
        "nama": KeyColumn(KOLOM_NAMA, lambda row: row.nama),
        "urutan": PlanColumn("urutan", "Urutan", IntegerCell(wajib=True)),
        "tahun_awal": PlanColumn("tahun_awal", "Tahun pertama", IntegerCell()),
        "tahun_akhir": PlanColumn("tahun_akhir", "Tahun terakhir", IntegerCell()),
    }
    if level in NOMENKLATUR:
        columns["sasaran_kinerja"] = PlanColumn("sasaran_kinerja", "Sasaran kinerja", TextCell())
        columns["versi_nomenklatur"] = PlanColumn(
            "versi_nomenklatur", "Versi nomenklatur", ChoiceCell(NomenklaturVersion, wajib=False)
        )
        columns["menggantikan"] = PlanColumn("menggantikan", "Menggantikan", SimpulReference(level))
    keys = (KOLOM_OPD, KOLOM_RENSTRA, *(up.label for up in level.above), KOLOM_NAMA)
    base = type("_Sumber", (_SimpulResource,), {"level": level, "kunci": keys})
    return make_resource(base, MODEL_OF[level], level.label, columns)


SUMBER_OF = {level: _node_resource(level) for level in Tingkat}

# --- Scales --------------------------------------------------------------------------------------------------------


class _SkalaResource(PlanResource):
    kunci = (KOLOM_OPD, KOLOM_SKALA)

    def opd_of(self, instance: SkalaPredikat) -> PerangkatDaerah:
        return instance.opd

    def locate(self, row: IncomingRow) -> tuple[SkalaPredikat, bool]:
        opd, nama = self.office_named(row), row.text_of(KOLOM_SKALA)
        found = self.peta.find_scale(opd, nama)
        return (found, False) if found else (SkalaPredikat(opd=opd, nama=nama), True)

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        return queryset.select_related("opd__pemda")

    def persist(self, instances: list[Any]) -> None:
        for skala in instances:
            with naming(skala, instances):
                save_skala(by=self.user, skala=skala)


SumberSkala = make_resource(
    _SkalaResource,
    SkalaPredikat,
    "Skala predikat",
    {"opd": opd_column(), "nama": KeyColumn(KOLOM_SKALA, lambda row: row.nama)},
)


class _TingkatResource(PlanResource):
    kunci = (KOLOM_OPD, KOLOM_SKALA, "Predikat")

    def opd_of(self, instance: TingkatPredikat) -> PerangkatDaerah:
        return instance.skala.opd

    def locate(self, row: IncomingRow) -> tuple[TingkatPredikat, bool]:
        opd = self.office_named(row)
        skala = self.peta.scale(opd, row.text_of(KOLOM_SKALA), KOLOM_SKALA)
        huruf = row.text_of("Predikat")
        if not huruf:
            raise WrongCell("Sel ini wajib diisi.", "Predikat")
        found = self._stored.get((skala.pk, huruf))
        if found is None:
            return TingkatPredikat(skala=skala, huruf=huruf), True
        found.skala = skala
        return found, False

    @property
    def _stored(self) -> dict[tuple[int, str], TingkatPredikat]:
        def load() -> dict[tuple[int, str], TingkatPredikat]:
            rows = TingkatPredikat.objects.filter(skala__opd__in=self.peta.offices)
            return {(row.skala_id, row.huruf): row for row in rows}

        return self.peta.remember("tingkat", load)

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        return TingkatPredikat.objects.filter(skala__in=queryset.order_by()).select_related("skala__opd__pemda")

    def persist(self, instances: list[Any]) -> None:
        for tingkat in instances:
            with naming(tingkat, instances):
                save_tingkat(by=self.user, tingkat=tingkat)


SumberTingkat = make_resource(
    _TingkatResource,
    TingkatPredikat,
    "Tingkat predikat",
    {
        "opd": opd_column(),
        "skala": KeyColumn(KOLOM_SKALA, lambda row: row.skala.nama),
        "huruf": KeyColumn("Predikat", lambda row: row.huruf),
        "skor": PlanColumn("skor", "Skor", FigureCell(wajib=True)),
    },
)
