"""The yearly agreement: what counts in a year, how it is measured, with which targets."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from indicators.models.fields import choices, figure_field, year_field, year_in_range
from indicators.models.kantor import PerangkatDaerah, UnitKerja
from indicators.models.rencana import Indikator, MeasureFields, measure_constraints
from indicators.triwulan import LAST_QUARTER, long_name
from sakip.labelled import Labelled

# The `triwulan` of the row that holds the year's target.
TAHUN = 0


class StatusPK(Labelled):
    DRAF = "draf", "Draf"
    DITETAPKAN = "ditetapkan", "Ditetapkan"


class PengaturanTahun(models.Model):
    """An office's settings of a year: bounds of the predicates, cap and coverage of averages, judging before the
    year's end."""

    opd = models.ForeignKey(
        PerangkatDaerah, verbose_name="perangkat daerah", on_delete=models.PROTECT, related_name="pengaturan_tahun"
    )
    tahun = year_field("tahun")
    batas_sangat_tinggi = figure_field("Sangat Tinggi mulai", null=False, blank=False, default=91)
    batas_tinggi = figure_field("Tinggi mulai", null=False, blank=False, default=76)
    batas_sedang = figure_field("Sedang mulai", null=False, blank=False, default=66)
    batas_rendah = figure_field("Rendah mulai", null=False, blank=False, default=51)
    batas_capaian = figure_field(
        "batas capaian dalam rata-rata",
        help_text="Misalnya 120. Hanya berlaku dalam rata-rata; tabel tetap memuat angka sebenarnya.",
    )
    nilai_tetap_tiap_triwulan = models.BooleanField(
        "nilai target tetap setiap triwulan",
        default=False,
        help_text=f"Bila tidak, indikator dengan target tetap baru diberi predikat pada {long_name(LAST_QUARTER)}.",
    )
    cakupan_minimal = figure_field(
        "cakupan minimal (persen)",
        null=False,
        blank=False,
        default=80,
        help_text=(
            "Berapa persen indikator bertarget yang harus ikut dihitung sebelum rata-rata suatu tingkat "
            "diberi predikat."
        ),
    )

    class Meta:
        verbose_name = "pengaturan tahun"
        verbose_name_plural = "pengaturan tahun"
        ordering = ["opd", "-tahun"]
        constraints = [
            models.UniqueConstraint(fields=["opd", "tahun"], name="pengaturan_once_per_year"),
            models.CheckConstraint(
                condition=Q(batas_sangat_tinggi__gt=F("batas_tinggi"))
                & Q(batas_tinggi__gt=F("batas_sedang"))
                & Q(batas_sedang__gt=F("batas_rendah")),
                name="pengaturan_bounds_descend",
                violation_error_message="Batas predikat harus menurun: Sangat Tinggi, Tinggi, Sedang, Rendah.",
            ),
            models.CheckConstraint(
                condition=Q(cakupan_minimal__gte=0, cakupan_minimal__lte=100),
                name="pengaturan_coverage_is_percentage",
                violation_error_message="Cakupan minimal harus antara 0 dan 100 persen, misalnya 80.",
            ),
            year_in_range("pengaturan_year_in_range"),
        ]

    def __str__(self) -> str:
        return f"Pengaturan {self.tahun}"


class PerjanjianKinerja(models.Model):
    """The PK of a year: murni (perubahan 0) or a later perubahan. Once ditetapkan it never changes."""

    opd = models.ForeignKey(
        PerangkatDaerah, verbose_name="perangkat daerah", on_delete=models.PROTECT, related_name="pk_tahunan"
    )
    tahun = year_field("tahun")
    perubahan = models.PositiveSmallIntegerField("perubahan ke", default=0, help_text="0 untuk PK murni.")
    status = models.CharField("status", max_length=12, choices=choices(StatusPK), default=StatusPK.DRAF.value)
    nomor = models.CharField("nomor dokumen", max_length=100, blank=True)
    alasan = models.CharField("alasan perubahan", max_length=500, blank=True)
    berlaku_mulai = models.DateField(
        "berlaku mulai", help_text="Triwulan memakai PK yang berlaku pada hari terakhirnya."
    )
    ditetapkan_pada = models.DateTimeField("ditetapkan pada", null=True, blank=True, editable=False)
    ditetapkan_oleh = models.CharField("ditetapkan oleh", max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = "perjanjian kinerja"
        verbose_name_plural = "perjanjian kinerja"
        ordering = ["opd", "-tahun", "-perubahan"]
        constraints = [
            models.UniqueConstraint(
                fields=["opd", "tahun", "perubahan"],
                name="pk_once_per_revision",
                violation_error_message="PK dengan nomor perubahan ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(status=StatusPK.DRAF.value, ditetapkan_pada__isnull=True)
                | Q(status=StatusPK.DITETAPKAN.value, ditetapkan_pada__isnull=False),
                name="pk_frozen_has_date",
            ),
            models.CheckConstraint(
                condition=Q(perubahan=0) | ~Q(alasan=""),
                name="pk_revision_has_reason",
                violation_error_message="Tuliskan alasan perubahan.",
            ),
            year_in_range("pk_year_in_range"),
        ]

    def __str__(self) -> str:
        return f"Perjanjian Kinerja {self.label}"

    @property
    def label(self) -> str:
        jenis = "Murni" if self.perubahan == 0 else f"Perubahan {self.perubahan}"
        return f"{self.tahun} ({jenis})"

    @property
    def frozen(self) -> bool:
        return self.status == StatusPK.DITETAPKAN


class ButirPK(MeasureFields):
    """A row of a PK: one indicator with all that measuring it depends on that year."""

    pk_induk = models.ForeignKey(
        PerjanjianKinerja, verbose_name="perjanjian kinerja", on_delete=models.CASCADE, related_name="butir"
    )
    indikator = models.ForeignKey(
        Indikator, verbose_name="indikator", on_delete=models.PROTECT, related_name="butir_pk"
    )
    unit = models.ForeignKey(
        UnitKerja, verbose_name="unit penanggung jawab", on_delete=models.PROTECT, related_name="butir_pk"
    )
    urutan = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = "butir perjanjian kinerja"
        verbose_name_plural = "butir perjanjian kinerja"
        ordering = ["pk_induk", "urutan", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pk_induk", "indikator"],
                name="butir_once_per_pk",
                violation_error_message="Indikator ini sudah ada dalam perjanjian kinerja.",
            ),
            *measure_constraints("butir"),
        ]
        indexes = [
            # Serves the entry grid and the review pages: a unit's rows of the PK in force.
            models.Index(fields=["pk_induk", "unit"], name="butir_by_pk_and_unit"),
        ]

    def __str__(self) -> str:
        return str(self.indikator)

    def take_over(self, source: MeasureFields) -> None:
        """Copy how `source` (an indicator or last year's row) is measured."""
        values: dict[str, Any] = source.measure_values()
        for field, value in values.items():
            setattr(self, field, value)


class Target(models.Model):
    """The target of a PK row for a quarter (1 to 4) or the year (0)."""

    butir = models.ForeignKey(ButirPK, verbose_name="butir", on_delete=models.CASCADE, related_name="target")
    triwulan = models.PositiveSmallIntegerField("triwulan", help_text="1 sampai 4; 0 untuk target tahun.")
    nilai = figure_field("target")
    batas_atas = figure_field("batas atas", help_text="Hanya untuk polaritas rentang.")
    predikat = models.CharField("predikat", max_length=20, blank=True)

    class Meta:
        verbose_name = "target"
        verbose_name_plural = "target"
        ordering = ["butir", "triwulan"]
        constraints = [
            models.UniqueConstraint(fields=["butir", "triwulan"], name="target_once_per_quarter"),
            models.CheckConstraint(condition=Q(triwulan__range=(0, 4)), name="target_quarter_in_range"),
            models.CheckConstraint(
                condition=Q(batas_atas__isnull=True) | Q(nilai__isnull=False, batas_atas__gte=F("nilai")),
                name="target_upper_bound_above_lower",
                violation_error_message="Batas atas tidak boleh di bawah batas bawah.",
            ),
        ]

    def __str__(self) -> str:
        return "Target tahun" if self.triwulan == TAHUN else f"Target triwulan {self.triwulan}"
