"""The plan's resources: Renstra, the nodes of the tree, indicators, Renstra targets, scales of predicates."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from import_export.fields import Field

from indicators.capaian import JenisNilai, Konsolidasi, Polaritas, PolaTarget, RumusMinimalkan
from indicators.imports.peta import KOLOM_OPD, KOLOM_RENSTRA, TINGKAT, path_text
from indicators.imports.sel import Angka, BilanganBulat, Pilihan, SelSalah, Teks, figure_in
from indicators.imports.sumber import (
    BarisMasuk,
    Kolom,
    KolomKunci,
    KolomLihat,
    SumberRencana,
    group_by_office,
    path_fields,
)
from indicators.models import (
    Indikator,
    PerangkatDaerah,
    PeriodeRenstra,
    SkalaPredikat,
    TargetRenstra,
    TingkatPredikat,
)
from indicators.models.rencana import NODE_FIELDS, CaraUkur, SimpulNomenklatur
from indicators.services import rencana
from indicators.services.isian_target import IsianTarget

KOLOM_NAMA, KOLOM_KODE, KOLOM_INDIKATOR, KOLOM_SKALA = "Nama", "Kode", "Indikator", "Skala predikat"
PARENT_PATHS = {
    "tujuan": "periode__opd__pemda",
    "sasaran": "tujuan__periode__opd__pemda",
    "program": "sasaran__tujuan__periode__opd__pemda",
    "kegiatan": "program__sasaran__tujuan__periode__opd__pemda",
    "sub_kegiatan": "kegiatan__program__sasaran__tujuan__periode__opd__pemda",
}
NO_TARGET = IsianTarget()
INDICATOR_PATHS = tuple(f"{level}__{path}" for level, path in PARENT_PATHS.items())


class RujukanUnit(Teks):
    """A unit by its code."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = super().clean(value, row, **kwargs)
        return kwargs["peta"].unit(kwargs["opd"], text, kwargs["kolom"])

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else value.kode


class RujukanSkala(Teks):
    """A scale of predicates by its name; blank for none."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = super().clean(value, row, **kwargs)
        return kwargs["peta"].scale(kwargs["opd"], text, kwargs["kolom"]) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else super().render(value.nama)


class RujukanSimpul(Teks):
    """An older node of the same level by its whole path; blank for none."""

    def __init__(self, level: str) -> None:
        super().__init__()
        self.level = level

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = super().clean(value, row, **kwargs)
        return kwargs["peta"].node_by_path(self.level, kwargs["opd"], text, kwargs["kolom"]) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else path_text(value)


def measure_columns() -> dict[str, Kolom]:
    """Return the columns of how something is measured, for indicators and for rows of a PK."""
    return {
        "satuan": Kolom("satuan", "Satuan", Teks()),
        "jenis_nilai": Kolom("jenis_nilai", "Jenis nilai", Pilihan(JenisNilai)),
        "desimal_minimal": Kolom("desimal_minimal", "Desimal paling sedikit", BilanganBulat(wajib=True)),
        "polaritas": Kolom("polaritas", "Polaritas", Pilihan(Polaritas)),
        "rumus_minimalkan": Kolom("rumus_minimalkan", "Rumus minimalkan", Pilihan(RumusMinimalkan)),
        "realisasi_terburuk": Kolom("realisasi_terburuk", "Realisasi terburuk", Angka()),
        "konsolidasi": Kolom("konsolidasi", "Konsolidasi", Pilihan(Konsolidasi)),
        "pola_target": Kolom("pola_target", "Pola target", Pilihan(PolaTarget)),
        "skala": Kolom("skala", KOLOM_SKALA, RujukanSkala()),
    }


def make_resource(base: type[SumberRencana], model: Any, name: str, columns: dict[str, Field]) -> type[SumberRencana]:
    """Return a resource of these columns, in this order and nothing else of the model."""
    meta = type("Meta", (), {"model": model, "fields": tuple(columns), "name": name})
    metaclass: Any = type(base)
    made: type[SumberRencana] = metaclass(f"Sumber{model.__name__}", (base,), {**columns, "Meta": meta})
    return made


def _opd_column() -> KolomKunci:
    return KolomKunci(KOLOM_OPD, None)


def _period_column(period_of: Callable[[Any], PeriodeRenstra]) -> KolomKunci:
    return KolomKunci(KOLOM_RENSTRA, lambda instance: period_of(instance).tahun_awal)


# --- Renstra -------------------------------------------------------------------------------------------------------


class _SumberPeriode(SumberRencana):
    kunci = (KOLOM_OPD, KOLOM_RENSTRA)

    def opd_of(self, instance: PeriodeRenstra) -> PerangkatDaerah:
        return instance.opd

    def locate(self, row: BarisMasuk) -> tuple[PeriodeRenstra, bool]:
        opd, awal = self.peta.opd(row.teks(KOLOM_OPD)), row.bilangan(KOLOM_RENSTRA)
        found = self.peta.find_period(opd, awal)
        return (found, False) if found else (PeriodeRenstra(opd=opd, tahun_awal=awal), True)

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        return queryset.select_related("opd__pemda")

    def persist(self, instances: list[Any]) -> None:
        for periode in instances:
            rencana.save_periode(by=self.user, periode=periode)


SumberPeriode = make_resource(
    _SumberPeriode,
    PeriodeRenstra,
    "Periode Renstra",
    {
        "opd": _opd_column(),
        "tahun_awal": _period_column(lambda row: row),
        "tahun_akhir": Kolom("tahun_akhir", "Akhir Renstra", BilanganBulat(wajib=True)),
    },
)

# --- Nodes ---------------------------------------------------------------------------------------------------------


class _SumberSimpul(SumberRencana):
    level: ClassVar[str]

    def opd_of(self, instance: Any) -> PerangkatDaerah:
        return rencana.opd_of(instance)

    def locate(self, row: BarisMasuk) -> tuple[Any, bool]:
        model, parent_field, _ = TINGKAT[self.level]
        opd = self.peta.opd(row.teks(KOLOM_OPD))
        parent: Any = self.peta.period(opd, row.bilangan(KOLOM_RENSTRA))
        for level in NODE_FIELDS[: NODE_FIELDS.index(self.level)]:
            parent = self.peta.node(level, parent, row.teks(TINGKAT[level][2]))
        kode, nama = row.teks(KOLOM_KODE), row.teks(KOLOM_NAMA)
        if not nama:
            raise SelSalah("Sel ini wajib diisi.", KOLOM_NAMA)
        found = self.peta.find_node(self.level, parent, kode, nama)
        return (found, False) if found else (model(**{parent_field: parent}, kode=kode, nama=nama), True)

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        paths = [PARENT_PATHS[self.level]]
        if issubclass(TINGKAT[self.level][0], SimpulNomenklatur):
            paths.append(f"menggantikan__{PARENT_PATHS[self.level]}")
        return queryset.select_related(*paths)

    def persist(self, instances: list[Any]) -> None:
        for nodes in group_by_office(instances, self.opd_of):
            rencana.save_nodes(by=self.user, nodes=nodes)


def _node_resource(level: str, name: str) -> type[SumberRencana]:
    model = TINGKAT[level][0]
    above = NODE_FIELDS[: NODE_FIELDS.index(level)]
    columns: dict[str, Field] = {
        "opd": _opd_column(),
        "renstra": _period_column(rencana.periode_of),
        **path_fields(lambda row: row, above),
        "kode": KolomKunci(KOLOM_KODE, lambda row: row.kode),
        "nama": KolomKunci(KOLOM_NAMA, lambda row: row.nama),
        "urutan": Kolom("urutan", "Urutan", BilanganBulat(wajib=True)),
        "tahun_awal": Kolom("tahun_awal", "Tahun pertama", BilanganBulat()),
        "tahun_akhir": Kolom("tahun_akhir", "Tahun terakhir", BilanganBulat()),
    }
    if issubclass(model, SimpulNomenklatur):
        columns["sasaran_kinerja"] = Kolom("sasaran_kinerja", "Sasaran kinerja", Teks())
        columns["versi_nomenklatur"] = Kolom("versi_nomenklatur", "Versi nomenklatur", Teks())
        columns["menggantikan"] = Kolom("menggantikan", "Menggantikan", RujukanSimpul(level))
    keys = (KOLOM_OPD, KOLOM_RENSTRA, *(TINGKAT[up][2] for up in above), KOLOM_NAMA)
    base = type("_Sumber", (_SumberSimpul,), {"level": level, "kunci": keys})
    return make_resource(base, model, name, columns)


SumberTujuan = _node_resource("tujuan", "Tujuan")
SumberSasaran = _node_resource("sasaran", "Sasaran strategis")
SumberProgram = _node_resource("program", "Program")
SumberKegiatan = _node_resource("kegiatan", "Kegiatan")
SumberSubKegiatan = _node_resource("sub_kegiatan", "Sub kegiatan")

# --- Indicators ----------------------------------------------------------------------------------------------------


class SumberBerindikator(SumberRencana):
    """What finds an indicator by office, Renstra, the path to its node and its name."""

    kunci = (KOLOM_OPD, KOLOM_RENSTRA, *(TINGKAT[level][2] for level in NODE_FIELDS), KOLOM_INDIKATOR)

    def node_in(self, row: BarisMasuk, opd: PerangkatDaerah) -> tuple[str, Any]:
        """Return the lowest node that the row names, with its level; the path may not have a hole."""
        parent: Any = self.peta.period(opd, row.bilangan(KOLOM_RENSTRA))
        lowest = ""
        for level in NODE_FIELDS:
            column = TINGKAT[level][2]
            text = row.teks(column)
            if text and lowest != (NODE_FIELDS[NODE_FIELDS.index(level) - 1] if level != NODE_FIELDS[0] else ""):
                raise SelSalah("Isi juga simpul di atasnya.", column)
            if text:
                parent, lowest = self.peta.node(level, parent, text), level
        if not lowest:
            raise SelSalah(
                "Tulis simpul tempat indikator menempel, sekurang-kurangnya tujuannya.", TINGKAT["tujuan"][2]
            )
        return lowest, parent

    def name_in(self, row: BarisMasuk) -> str:
        nama = row.teks(KOLOM_INDIKATOR)
        if not nama:
            raise SelSalah("Sel ini wajib diisi.", KOLOM_INDIKATOR)
        return nama

    def indicator_in(self, row: BarisMasuk, opd: PerangkatDaerah) -> Indikator:
        level, node = self.node_in(row, opd)
        nama = self.name_in(row)
        found = self.peta.find_indicator(level, node, nama)
        if found is None:
            raise SelSalah(f"Indikator “{nama}” tidak ada pada simpul ini. Impor atau buat dahulu.", KOLOM_INDIKATOR)
        setattr(found, level, node)
        return found


def indicator_columns(indikator_of: Callable[[Any], Indikator]) -> dict[str, Field]:
    return {
        "opd": _opd_column(),
        "renstra": _period_column(lambda row: rencana.periode_of(indikator_of(row))),
        **path_fields(lambda row: indikator_of(row).simpul, NODE_FIELDS),
        "nama": KolomKunci(KOLOM_INDIKATOR, lambda row: indikator_of(row).nama),
    }


class _SumberIndikator(SumberBerindikator):
    def opd_of(self, instance: Indikator) -> PerangkatDaerah:
        return instance.opd

    def locate(self, row: BarisMasuk) -> tuple[Indikator, bool]:
        opd = self.peta.opd(row.teks(KOLOM_OPD))
        level, node = self.node_in(row, opd)
        nama = self.name_in(row)
        found = self.peta.find_indicator(level, node, nama)
        if found is None:
            return Indikator(opd=opd, nama=nama, **{level: node}), True
        setattr(found, level, node)
        return found, False

    def fill(self, row: BarisMasuk) -> None:
        super().fill(row)
        if row.objek.unit_id is None and "unit" not in row.galat:
            row.galat.setdefault("Kode unit", "Tulis kode unit penanggung jawab.")

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        return queryset.select_related("opd__pemda", "unit", "skala", *INDICATOR_PATHS)

    def persist(self, instances: list[Any]) -> None:
        for daftar in group_by_office(instances, self.opd_of):
            rencana.save_indikator_many(by=self.user, daftar=daftar)


class KolomUnit(Kolom):
    """The unit of a new object is not there yet: reading it must not ask for one."""

    def get_value(self, instance: Any) -> Any:
        return None if instance.unit_id is None else instance.unit


SumberIndikator = make_resource(
    _SumberIndikator,
    Indikator,
    "Indikator",
    {
        **indicator_columns(lambda row: row),
        "unit": KolomUnit("unit", "Kode unit", RujukanUnit()),
        "urutan": Kolom("urutan", "Urutan", BilanganBulat(wajib=True)),
        **measure_columns(),
        "definisi_operasional": Kolom("definisi_operasional", "Definisi operasional", Teks()),
        "formula": Kolom("formula", "Formula", Teks()),
        "sumber_data": Kolom("sumber_data", "Sumber data", Teks()),
        "penanggung_jawab": Kolom("penanggung_jawab", "Penanggung jawab", Teks()),
    },
)

# --- Renstra targets -----------------------------------------------------------------------------------------------


def read_target(
    row: BarisMasuk, cara: CaraUkur, columns: tuple[str, str], stored: IsianTarget = NO_TARGET
) -> IsianTarget:
    """Read a target from its two cells; a column that the file lacks keeps what is stored.

    The first holds the figure, or the letter where `cara` is measured by predicates, the second the upper bound of a
    range. Wrong cells are noted on the row.
    """
    lower, upper = columns
    try:
        if cara.jenis_nilai == JenisNilai.PREDIKAT and lower in row.sel:
            return IsianTarget(predikat=row.teks(lower))
    except SelSalah as wrong:
        row.galat[lower] = str(wrong)
        return stored
    figures = {lower: stored.nilai, upper: stored.batas_atas}
    for name in columns:
        try:
            if name in row.sel:
                figures[name] = figure_in(row.sel[name], jenis=JenisNilai(cara.jenis_nilai), satuan=cara.satuan)
        except SelSalah as wrong:
            row.galat[name] = str(wrong)
    return IsianTarget(nilai=figures[lower], batas_atas=figures[upper])


class _SumberTargetRenstra(SumberBerindikator):
    kunci = (*SumberBerindikator.kunci, "Tahun", "Target")

    def opd_of(self, instance: TargetRenstra) -> PerangkatDaerah:
        return instance.indikator.opd

    def locate(self, row: BarisMasuk) -> tuple[TargetRenstra, bool]:
        indikator = self.indicator_in(row, self.peta.opd(row.teks(KOLOM_OPD)))
        tahun = row.bilangan("Tahun")
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

    def fill(self, row: BarisMasuk) -> None:
        super().fill(row)
        stored = IsianTarget(row.objek.nilai, row.objek.batas_atas, row.objek.predikat)
        target = read_target(row, row.objek.indikator, ("Target", "Batas atas"), stored)
        row.objek.nilai, row.objek.batas_atas, row.objek.predikat = target.nilai, target.batas_atas, target.predikat

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        """The button stands on the list of indicators: their targets are exported."""
        return (
            TargetRenstra.objects.filter(indikator__in=queryset.order_by())
            .select_related("indikator__opd__pemda", *(f"indikator__{path}" for path in INDICATOR_PATHS))
            .order_by("indikator__urutan", "indikator_id", "tahun")
        )

    def persist(self, instances: list[Any]) -> None:
        for rows in group_by_office(instances, self.opd_of):
            targets: dict[int, dict[int, IsianTarget]] = {}
            for row in rows:
                isian = IsianTarget(row.nilai, row.batas_atas, row.predikat)
                targets.setdefault(row.indikator_id, {})[row.tahun] = isian
            indikator = {row.indikator_id: row.indikator for row in rows}
            rencana.save_targets_renstra(
                by=self.user, isian=[(indikator[pk], by_year) for pk, by_year in targets.items()]
            )


SumberTargetRenstra = make_resource(
    _SumberTargetRenstra,
    TargetRenstra,
    "Target Renstra",
    {
        **indicator_columns(lambda row: row.indikator),
        "tahun": KolomKunci("Tahun", lambda row: row.tahun),
        "target": KolomLihat("Target", lambda row: row.predikat or Angka().render(row.nilai)),
        "batas_atas": KolomLihat("Batas atas", lambda row: Angka().render(row.batas_atas)),
    },
)

# --- Scales --------------------------------------------------------------------------------------------------------


class _SumberSkala(SumberRencana):
    kunci = (KOLOM_OPD, KOLOM_SKALA)

    def opd_of(self, instance: SkalaPredikat) -> PerangkatDaerah:
        return instance.opd

    def locate(self, row: BarisMasuk) -> tuple[SkalaPredikat, bool]:
        opd, nama = self.peta.opd(row.teks(KOLOM_OPD)), row.teks(KOLOM_SKALA)
        found = self.peta.find_scale(opd, nama)
        return (found, False) if found else (SkalaPredikat(opd=opd, nama=nama), True)

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        return queryset.select_related("opd__pemda")

    def persist(self, instances: list[Any]) -> None:
        for skala in instances:
            rencana.save_skala(by=self.user, skala=skala)


SumberSkala = make_resource(
    _SumberSkala,
    SkalaPredikat,
    "Skala predikat",
    {"opd": _opd_column(), "nama": KolomKunci(KOLOM_SKALA, lambda row: row.nama)},
)


class _SumberTingkat(SumberRencana):
    kunci = (KOLOM_OPD, KOLOM_SKALA, "Predikat")

    def opd_of(self, instance: TingkatPredikat) -> PerangkatDaerah:
        return instance.skala.opd

    def locate(self, row: BarisMasuk) -> tuple[TingkatPredikat, bool]:
        opd = self.peta.opd(row.teks(KOLOM_OPD))
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
            rencana.save_tingkat(by=self.user, tingkat=tingkat)


SumberTingkat = make_resource(
    _SumberTingkat,
    TingkatPredikat,
    "Tingkat predikat",
    {
        "opd": _opd_column(),
        "skala": KolomKunci(KOLOM_SKALA, lambda row: row.skala.nama),
        "huruf": KolomKunci("Predikat", lambda row: row.huruf),
        "skor": Kolom("skor", "Skor", Angka(wajib=True)),
    },
)
