"""The resources of the tree: Renstra, its nodes, scales of predicates."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from import_export.fields import Field

from indicators.imports.peta import KOLOM_OPD, KOLOM_RENSTRA
from indicators.imports.rujukan import (
    KOLOM_KODE,
    KOLOM_NAMA,
    KOLOM_SKALA,
    OFFICE_PATHS,
    RujukanSimpul,
    make_resource,
    opd_column,
    period_column,
)
from indicators.imports.sel import Angka, BilanganBulat, Pilihan, SelSalah, Teks
from indicators.imports.sumber import (
    BarisMasuk,
    Kolom,
    KolomKunci,
    SumberRencana,
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
from indicators.nomenklatur import VersiNomenklatur
from indicators.services import rencana
from indicators.services.isian_target import naming
from indicators.services.skala import save_skala, save_tingkat
from indicators.tingkat import NOMENKLATUR, Tingkat

# --- Renstra -------------------------------------------------------------------------------------------------------


class _SumberPeriode(SumberRencana):
    kunci = (KOLOM_OPD, KOLOM_RENSTRA)

    def opd_of(self, instance: PeriodeRenstra) -> PerangkatDaerah:
        return instance.opd

    def locate(self, row: BarisMasuk) -> tuple[PeriodeRenstra, bool]:
        opd, awal = self.office_named(row), row.bilangan(KOLOM_RENSTRA)
        found = self.peta.find_period(opd, awal)
        return (found, False) if found else (PeriodeRenstra(opd=opd, tahun_awal=awal), True)

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        return queryset.select_related("opd__pemda")

    def persist(self, instances: list[Any]) -> None:
        for periode in instances:
            with naming(periode, instances):
                rencana.save_periode(by=self.user, periode=periode)


SumberPeriode = make_resource(
    _SumberPeriode,
    PeriodeRenstra,
    "Periode Renstra",
    {
        "opd": opd_column(),
        "tahun_awal": period_column(lambda row: row),
        "tahun_akhir": Kolom("tahun_akhir", "Akhir Renstra", BilanganBulat(wajib=True)),
    },
)

# --- Nodes ---------------------------------------------------------------------------------------------------------


class _SumberSimpul(SumberRencana):
    level: ClassVar[Tingkat]

    def opd_of(self, instance: Any) -> PerangkatDaerah:
        return rencana.opd_of(instance)

    def locate(self, row: BarisMasuk) -> tuple[Any, bool]:
        opd = self.office_named(row)
        parent: Any = self.peta.period(opd, row.bilangan(KOLOM_RENSTRA))
        for level in self.level.above:
            parent = self.node_named(row, level, parent)
        kode, nama = row.teks(KOLOM_KODE), row.teks(KOLOM_NAMA)
        if not nama:
            raise SelSalah("Sel ini wajib diisi.", KOLOM_NAMA)
        found = self.peta.find_node(self.level, parent, kode, nama)
        if found is None and (old := self.koreksi.get((row.lembar, row.nomor))) is not None:
            found = next((node for node in self.peta.children(self.level, parent) if node.pk == old), None)
        if found is not None:
            return found, False
        return MODEL_OF[self.level](**{self.level.parent_field: parent}, kode=kode, nama=nama), True

    def fill(self, row: BarisMasuk) -> None:
        super().fill(row)
        if (row.lembar, row.nomor) in self.koreksi:
            row.objek.kode, row.objek.nama = row.teks(KOLOM_KODE), row.teks(KOLOM_NAMA)

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


def _node_resource(level: Tingkat) -> type[SumberRencana]:
    columns: dict[str, Field] = {
        "opd": opd_column(),
        "renstra": period_column(rencana.periode_of),
        **path_fields(lambda row: row, level.above),
        "kode": KolomKunci(KOLOM_KODE, lambda row: row.kode),
        "nama": KolomKunci(KOLOM_NAMA, lambda row: row.nama),
        "urutan": Kolom("urutan", "Urutan", BilanganBulat(wajib=True)),
        "tahun_awal": Kolom("tahun_awal", "Tahun pertama", BilanganBulat()),
        "tahun_akhir": Kolom("tahun_akhir", "Tahun terakhir", BilanganBulat()),
    }
    if level in NOMENKLATUR:
        columns["sasaran_kinerja"] = Kolom("sasaran_kinerja", "Sasaran kinerja", Teks())
        columns["versi_nomenklatur"] = Kolom(
            "versi_nomenklatur", "Versi nomenklatur", Pilihan(VersiNomenklatur, wajib=False)
        )
        columns["menggantikan"] = Kolom("menggantikan", "Menggantikan", RujukanSimpul(level))
    keys = (KOLOM_OPD, KOLOM_RENSTRA, *(up.label for up in level.above), KOLOM_NAMA)
    base = type("_Sumber", (_SumberSimpul,), {"level": level, "kunci": keys})
    return make_resource(base, MODEL_OF[level], level.label, columns)


SUMBER_OF = {level: _node_resource(level) for level in Tingkat}

# --- Scales --------------------------------------------------------------------------------------------------------


class _SumberSkala(SumberRencana):
    kunci = (KOLOM_OPD, KOLOM_SKALA)

    def opd_of(self, instance: SkalaPredikat) -> PerangkatDaerah:
        return instance.opd

    def locate(self, row: BarisMasuk) -> tuple[SkalaPredikat, bool]:
        opd, nama = self.office_named(row), row.teks(KOLOM_SKALA)
        found = self.peta.find_scale(opd, nama)
        return (found, False) if found else (SkalaPredikat(opd=opd, nama=nama), True)

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        return queryset.select_related("opd__pemda")

    def persist(self, instances: list[Any]) -> None:
        for skala in instances:
            with naming(skala, instances):
                save_skala(by=self.user, skala=skala)


SumberSkala = make_resource(
    _SumberSkala,
    SkalaPredikat,
    "Skala predikat",
    {"opd": opd_column(), "nama": KolomKunci(KOLOM_SKALA, lambda row: row.nama)},
)


class _SumberTingkat(SumberRencana):
    kunci = (KOLOM_OPD, KOLOM_SKALA, "Predikat")

    def opd_of(self, instance: TingkatPredikat) -> PerangkatDaerah:
        return instance.skala.opd

    def locate(self, row: BarisMasuk) -> tuple[TingkatPredikat, bool]:
        opd = self.office_named(row)
        skala = self.peta.scale(opd, row.teks(KOLOM_SKALA), KOLOM_SKALA)
        huruf = row.teks("Predikat")
        if not huruf:
            raise SelSalah("Sel ini wajib diisi.", "Predikat")
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
    _SumberTingkat,
    TingkatPredikat,
    "Tingkat predikat",
    {
        "opd": opd_column(),
        "skala": KolomKunci(KOLOM_SKALA, lambda row: row.skala.nama),
        "huruf": KolomKunci("Predikat", lambda row: row.huruf),
        "skor": Kolom("skor", "Skor", Angka(wajib=True)),
    },
)
