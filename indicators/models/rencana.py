"""The planning tree: Renstra, Tujuan, Sasaran, Program, Kegiatan, Sub Kegiatan, Indikator."""

from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from indicators.capaian import Konsolidasi, MinimalkanFormula, Polaritas, PolaTarget, ValueKind
from indicators.models.fields import choices, figure_field, year_field, year_in_range
from indicators.models.kantor import PerangkatDaerah, UnitKerja
from indicators.nomenklatur import NomenklaturVersion
from indicators.tingkat import Tingkat


class PeriodeRenstra(models.Model):
    opd = models.ForeignKey(
        PerangkatDaerah, verbose_name="perangkat daerah", on_delete=models.PROTECT, related_name="renstra"
    )
    tahun_awal = year_field("tahun awal")
    tahun_akhir = year_field("tahun akhir")

    class Meta:
        verbose_name = "periode Renstra"
        verbose_name_plural = "periode Renstra"
        ordering = ["opd", "-tahun_awal"]
        constraints = [
            models.UniqueConstraint(fields=["opd", "tahun_awal"], name="renstra_once_per_start"),
            models.CheckConstraint(
                condition=Q(tahun_akhir__gte=F("tahun_awal")),
                name="renstra_ends_after_start",
                violation_error_message="Tahun akhir tidak boleh sebelum tahun awal.",
            ),
            year_in_range("renstra_start_in_range", "tahun_awal"),
            year_in_range("renstra_end_in_range", "tahun_akhir"),
        ]

    def __str__(self) -> str:
        return f"Renstra {self.tahun_awal}-{self.tahun_akhir}"

    @property
    def years(self) -> list[int]:
        return list(range(self.tahun_awal, self.tahun_akhir + 1))


class SimpulRencana(models.Model):
    """What every node of the tree has. A node lives for the Renstra; a new official name is a new node."""

    tingkat: ClassVar[Tingkat]

    kode = models.CharField("kode", max_length=40, blank=True)
    nama = models.CharField("nama", max_length=500)
    urutan = models.PositiveSmallIntegerField("urutan", default=0)
    tahun_awal = year_field("tahun pertama", null=True, blank=True, help_text="Kosongkan bila sejak awal Renstra.")
    tahun_akhir = year_field("tahun terakhir", null=True, blank=True, help_text="Kosongkan bila sampai akhir Renstra.")

    class Meta:
        abstract = True
        ordering = ["urutan", "pk"]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}".strip()


class SimpulNomenklatur(SimpulRencana):
    """A node of the official nomenclature: Program and below carry a sasaran sentence and may replace an older node."""

    sasaran_kinerja = models.CharField("sasaran", max_length=500, blank=True)
    versi_nomenklatur = models.CharField(
        "versi nomenklatur",
        max_length=20,
        blank=True,
        choices=choices(NomenklaturVersion),
        help_text="Kosongkan untuk mengikuti tahun pertamanya.",
    )
    menggantikan = models.ForeignKey(
        "self",
        verbose_name="menggantikan",
        on_delete=models.PROTECT,
        related_name="pengganti",
        null=True,
        blank=True,
        help_text="Simpul lama yang digantikan oleh nama atau kode baru ini.",
    )

    class Meta(SimpulRencana.Meta):
        abstract = True


def _code_once(tingkat: Tingkat) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[tingkat.parent_field, "kode", "nama"],
        name=f"{tingkat}_once_per_{tingkat.induk or 'renstra'}",
        violation_error_message="Kode dan nama yang sama sudah ada di bawah induk ini.",
    )


def _version_known(tingkat: Tingkat) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(versi_nomenklatur__in=["", *(member.value for member in NomenklaturVersion)]),
        name=f"{tingkat}_version_known",
        violation_error_message="Pilih salah satu versi nomenklatur, atau kosongkan.",
    )


class Tujuan(SimpulRencana):
    tingkat = Tingkat.TUJUAN

    periode = models.ForeignKey(
        PeriodeRenstra, verbose_name="periode Renstra", on_delete=models.PROTECT, related_name="tujuan"
    )

    class Meta(SimpulRencana.Meta):
        verbose_name = verbose_name_plural = Tingkat.TUJUAN.label.lower()
        constraints = [_code_once(Tingkat.TUJUAN)]


class Sasaran(SimpulRencana):
    tingkat = Tingkat.SASARAN

    tujuan = models.ForeignKey(
        Tujuan, verbose_name=Tingkat.TUJUAN.label.lower(), on_delete=models.PROTECT, related_name="sasaran"
    )

    class Meta(SimpulRencana.Meta):
        verbose_name = verbose_name_plural = Tingkat.SASARAN.label.lower()
        constraints = [_code_once(Tingkat.SASARAN)]


class Program(SimpulNomenklatur):
    tingkat = Tingkat.PROGRAM

    sasaran = models.ForeignKey(
        Sasaran, verbose_name=Tingkat.SASARAN.label.lower(), on_delete=models.PROTECT, related_name="program"
    )

    class Meta(SimpulNomenklatur.Meta):
        verbose_name = verbose_name_plural = Tingkat.PROGRAM.label.lower()
        constraints = [_code_once(Tingkat.PROGRAM), _version_known(Tingkat.PROGRAM)]


class Kegiatan(SimpulNomenklatur):
    tingkat = Tingkat.KEGIATAN

    program = models.ForeignKey(
        Program, verbose_name=Tingkat.PROGRAM.label.lower(), on_delete=models.PROTECT, related_name="kegiatan"
    )

    class Meta(SimpulNomenklatur.Meta):
        verbose_name = verbose_name_plural = Tingkat.KEGIATAN.label.lower()
        constraints = [_code_once(Tingkat.KEGIATAN), _version_known(Tingkat.KEGIATAN)]


class SubKegiatan(SimpulNomenklatur):
    tingkat = Tingkat.SUB_KEGIATAN

    kegiatan = models.ForeignKey(
        Kegiatan, verbose_name=Tingkat.KEGIATAN.label.lower(), on_delete=models.PROTECT, related_name="sub_kegiatan"
    )

    class Meta(SimpulNomenklatur.Meta):
        verbose_name = verbose_name_plural = Tingkat.SUB_KEGIATAN.label.lower()
        constraints = [_code_once(Tingkat.SUB_KEGIATAN), _version_known(Tingkat.SUB_KEGIATAN)]


class SkalaPredikat(models.Model):
    """An ordinal scale of letters (AA, A, BB, ... or WTP, WDP, ...); the letters are printed, the scores computed."""

    opd = models.ForeignKey(
        PerangkatDaerah, verbose_name="perangkat daerah", on_delete=models.PROTECT, related_name="skala_predikat"
    )
    nama = models.CharField("nama", max_length=100)

    class Meta:
        verbose_name = "skala predikat"
        verbose_name_plural = "skala predikat"
        ordering = ["opd", "nama"]
        constraints = [models.UniqueConstraint(fields=["opd", "nama"], name="skala_once_per_opd")]

    def __str__(self) -> str:
        return self.nama


class TingkatPredikat(models.Model):
    skala = models.ForeignKey(SkalaPredikat, verbose_name="skala", on_delete=models.CASCADE, related_name="tingkat")
    huruf = models.CharField("predikat", max_length=20)
    skor = figure_field("skor", null=False, blank=False)

    class Meta:
        verbose_name = "tingkat predikat"
        verbose_name_plural = "tingkat predikat"
        ordering = ["skala", "-skor"]
        constraints = [
            models.UniqueConstraint(fields=["skala", "huruf"], name="predikat_letter_once_per_scale"),
            models.UniqueConstraint(fields=["skala", "skor"], name="predikat_score_once_per_scale"),
        ]

    def __str__(self) -> str:
        return self.huruf


def _exactly_one_node() -> Q:
    return reduce(
        or_,
        (Q(**{f"{level}__isnull": level is not chosen for level in Tingkat}) for chosen in Tingkat),
    )


class MeasureFields(models.Model):
    """How an indicator is measured; taken over into the row of the year's PK and frozen there."""

    satuan = models.CharField("satuan", max_length=60, blank=True)
    jenis_nilai = models.CharField(
        "jenis nilai", max_length=20, choices=choices(ValueKind), default=ValueKind.JUMLAH.value
    )
    desimal_minimal = models.PositiveSmallIntegerField(
        "angka desimal paling sedikit", default=0, help_text="1 mencetak 2 sebagai 2,0."
    )
    polaritas = models.CharField(
        "polaritas", max_length=20, choices=choices(Polaritas), default=Polaritas.MAKSIMALKAN.value
    )
    rumus_minimalkan = models.CharField(
        "rumus minimalkan", max_length=20, choices=choices(MinimalkanFormula), default=MinimalkanFormula.SELISIH.value
    )
    realisasi_terburuk = figure_field("realisasi terburuk", help_text="Hanya untuk minimalkan dengan target 0.")
    konsolidasi = models.CharField(
        "konsolidasi", max_length=20, choices=choices(Konsolidasi), default=Konsolidasi.POSISI_AKHIR.value
    )
    pola_target = models.CharField(
        "pola target", max_length=20, choices=choices(PolaTarget), default=PolaTarget.TETAP.value
    )
    skala = models.ForeignKey(
        SkalaPredikat, verbose_name="skala predikat", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    MEASURE_FIELDS = (
        "satuan",
        "jenis_nilai",
        "desimal_minimal",
        "polaritas",
        "rumus_minimalkan",
        "realisasi_terburuk",
        "konsolidasi",
        "pola_target",
        "skala_id",
    )

    class Meta:
        abstract = True

    def measure_values(self) -> dict[str, Any]:
        """Return the measuring fields by name, to take them over into another row."""
        return {field: getattr(self, field) for field in self.MEASURE_FIELDS}


def measure_constraints(prefix: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(skala__isnull=False) | ~Q(jenis_nilai=ValueKind.PREDIKAT.value),
            name=f"{prefix}_predicate_has_scale",
            violation_error_message="Pilih skala predikat untuk indikator berjenis predikat.",
        ),
        models.CheckConstraint(
            condition=Q(desimal_minimal__lte=4),
            name=f"{prefix}_decimals_at_most_four",
            violation_error_message="Angka desimal paling banyak 4.",
        ),
    ]


class Indikator(MeasureFields):
    """An indicator on exactly one node of any level; those of Tujuan and Sasaran are the IKU."""

    tujuan = models.ForeignKey(
        Tujuan,
        verbose_name=Tingkat.TUJUAN.label.lower(),
        on_delete=models.PROTECT,
        related_name="indikator",
        null=True,
        blank=True,
    )
    sasaran = models.ForeignKey(
        Sasaran,
        verbose_name=Tingkat.SASARAN.label.lower(),
        on_delete=models.PROTECT,
        related_name="indikator",
        null=True,
        blank=True,
    )
    program = models.ForeignKey(
        Program,
        verbose_name=Tingkat.PROGRAM.label.lower(),
        on_delete=models.PROTECT,
        related_name="indikator",
        null=True,
        blank=True,
    )
    kegiatan = models.ForeignKey(
        Kegiatan,
        verbose_name=Tingkat.KEGIATAN.label.lower(),
        on_delete=models.PROTECT,
        related_name="indikator",
        null=True,
        blank=True,
    )
    sub_kegiatan = models.ForeignKey(
        SubKegiatan,
        verbose_name=Tingkat.SUB_KEGIATAN.label.lower(),
        on_delete=models.PROTECT,
        related_name="indikator",
        null=True,
        blank=True,
    )
    # The office, repeated from the node so that scoping and unique names need no join over five levels.
    opd = models.ForeignKey(
        PerangkatDaerah, verbose_name="perangkat daerah", on_delete=models.PROTECT, related_name="indikator"
    )
    unit = models.ForeignKey(
        UnitKerja, verbose_name="unit penanggung jawab", on_delete=models.PROTECT, related_name="indikator"
    )
    nama = models.CharField("indikator", max_length=500)
    urutan = models.PositiveSmallIntegerField("urutan", default=0)
    definisi_operasional = models.TextField("definisi operasional", max_length=2000, blank=True)
    formula = models.TextField("formula", max_length=2000, blank=True)
    sumber_data = models.CharField("sumber data", max_length=300, blank=True)
    penanggung_jawab = models.CharField("penanggung jawab", max_length=200, blank=True)
    # A way of measuring that figures were handed in with is not changed: its successor is another indicator.
    menggantikan = models.ForeignKey(
        "self",
        verbose_name="menggantikan",
        on_delete=models.PROTECT,
        related_name="pengganti",
        null=True,
        blank=True,
        help_text="Indikator lama yang dilanjutkan indikator ini: tahun lalu dan Renstra dibandingkan dengannya.",
    )

    class Meta:
        verbose_name = "indikator"
        verbose_name_plural = "indikator"
        ordering = ["urutan", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=_exactly_one_node(),
                name="indikator_on_exactly_one_node",
                violation_error_message="Indikator harus menempel pada tepat satu simpul: pilih salah satu saja.",
            ),
            *(
                models.UniqueConstraint(
                    fields=[level.value, "nama"],
                    condition=Q(**{f"{level}__isnull": False}),
                    name=f"indikator_once_per_{level}",
                    violation_error_message="Indikator dengan nama ini sudah ada pada simpul yang sama.",
                )
                for level in Tingkat
            ),
            models.CheckConstraint(
                condition=~Q(menggantikan=F("pk")),
                name="indikator_replaces_another",
                violation_error_message="Indikator tidak dapat menggantikan dirinya sendiri.",
            ),
            *measure_constraints("indikator"),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def tingkat(self) -> Tingkat:
        """The level of the one node that is set."""
        return next(level for level in Tingkat if getattr(self, f"{level}_id") is not None)

    @property
    def simpul(self) -> SimpulRencana:
        node: SimpulRencana = getattr(self, self.tingkat)
        return node


class TargetRenstra(models.Model):
    """The Renstra's target of an indicator for a year."""

    indikator = models.ForeignKey(
        Indikator, verbose_name="indikator", on_delete=models.CASCADE, related_name="target_renstra"
    )
    tahun = year_field("tahun")
    nilai = figure_field("target")
    batas_atas = figure_field("batas atas", help_text="Hanya untuk polaritas rentang.")
    predikat = models.CharField("predikat", max_length=20, blank=True)

    class Meta:
        verbose_name = "target Renstra"
        verbose_name_plural = "target Renstra"
        ordering = ["indikator", "tahun"]
        constraints = [
            models.UniqueConstraint(
                fields=["indikator", "tahun"],
                name="target_renstra_once_per_year",
                violation_error_message="Target tahun ini sudah ada.",
            ),
            year_in_range("target_renstra_year_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.indikator}, {self.tahun}"


class GantiNomenklatur(models.Model):
    """What one change of nomenclature did, so that it can be undone as a whole (`selectors.ganti_nomenklatur` reads
    `isi`). Undone, the row is gone."""

    periode = models.ForeignKey(
        PeriodeRenstra, verbose_name="periode Renstra", on_delete=models.PROTECT, related_name="ganti_nomenklatur"
    )
    tahun = year_field("mulai tahun")
    isi: "models.JSONField[Any, object]" = models.JSONField("isi")
    dibuat_pada = models.DateTimeField("dibuat pada", auto_now_add=True)
    dibuat_oleh = models.CharField("dibuat oleh", max_length=200)

    class Meta:
        verbose_name = "perubahan nomenklatur"
        verbose_name_plural = "perubahan nomenklatur"
        ordering = ["periode", "pk"]
        constraints = [year_in_range("ganti_nomenklatur_year_in_range")]

    def __str__(self) -> str:
        return f"Perubahan nomenklatur mulai {self.tahun}"
