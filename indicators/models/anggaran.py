"""The money: what a sub kegiatan may spend in a year, from which source and when, and what was spent by quarter.

All of it is optional: an office that keeps no money has no rows here. Blank is not 0 here either.
"""

from collections.abc import Mapping
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Round

from indicators.capaian.anggaran import pagu_in_quarter, planned_until
from indicators.models.fields import choices, figure_field, filler_field, year_field, year_in_range
from indicators.models.kantor import PerangkatDaerah
from indicators.models.realisasi import Triwulan
from indicators.models.rencana import SubKegiatan
from indicators.tingkat import Tingkat
from indicators.triwulan import LAST_QUARTER, QUARTERS
from sakip.dates import MONTHS
from sakip.labelled import Labelled


class FundSource(Labelled):
    """Where the money comes from, as the budget's own summary divides it."""

    PAD = "pad", "PAD"
    DAU = "dau", "DAU"
    DAK_FISIK = "dak_fisik", "DAK Fisik"
    DAK_NONFISIK = "dak_nonfisik", "DAK Nonfisik"
    DBH = "dbh", "DBH"
    INSENTIF = "insentif_fiskal", "Insentif Fiskal"
    LAINNYA = "lainnya", "Lainnya"


class RAKDivision(Labelled):
    BULANAN = "bulanan", "Per bulan"
    TRIWULANAN = "triwulanan", "Per triwulan"

    @property
    def banyak(self) -> int:
        """How many periods a year has."""
        return len(MONTHS) if self == RAKDivision.BULANAN else len(QUARTERS)


def not_negative(name: str, field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": 0}),
        name=name,
        violation_error_message="Jumlah uang tidak boleh kurang dari 0.",
    )


def whole_rupiah(name: str, field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{field: Round(field)}),
        name=name,
        violation_error_message="Tulis dalam rupiah penuh, tanpa sen.",
    )


class Anggaran(models.Model):
    """The budget of a sub kegiatan in a year. `pagu_perubahan` takes the pagu's place from `perubahan_mulai` on."""

    # The office, repeated from the node so that scoping needs no join over five levels.
    opd = models.ForeignKey(
        PerangkatDaerah, verbose_name="perangkat daerah", on_delete=models.PROTECT, related_name="anggaran"
    )
    sub_kegiatan = models.ForeignKey(
        SubKegiatan, verbose_name=Tingkat.SUB_KEGIATAN.label.lower(), on_delete=models.PROTECT, related_name="anggaran"
    )
    tahun = year_field("tahun")

    pagu = figure_field("pagu", help_text="Dalam rupiah penuh. Kosong berarti belum diketahui.")
    pagu_perubahan = figure_field("pagu perubahan", help_text="Isi bersama triwulan mulai berlakunya.")
    perubahan_mulai = models.PositiveSmallIntegerField(
        "berlaku mulai triwulan",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LAST_QUARTER)],
        help_text="1 sampai 4.",
    )
    pptk = models.CharField("PPTK", max_length=200, blank=True, help_text="Nama pejabat pelaksana teknis kegiatan.")
    cara_rak = models.CharField(
        "RAK disusun",
        max_length=12,
        choices=choices(RAKDivision),
        blank=True,
        help_text="Kosongkan bila rencana anggaran kas tidak dicatat.",
    )

    class Meta:
        verbose_name = "anggaran"
        verbose_name_plural = "anggaran"
        ordering = ["-tahun", "sub_kegiatan"]
        constraints = [
            models.UniqueConstraint(
                fields=["sub_kegiatan", "tahun"],
                name="anggaran_once_per_year",
                violation_error_message="Anggaran sub kegiatan ini pada tahun itu sudah ada.",
            ),
            year_in_range("anggaran_year_in_range"),
            not_negative("anggaran_pagu_not_negative", "pagu"),
            not_negative("anggaran_revised_pagu_not_negative", "pagu_perubahan"),
            whole_rupiah("anggaran_pagu_whole_rupiah", "pagu"),
            whole_rupiah("anggaran_revised_pagu_whole_rupiah", "pagu_perubahan"),
            models.CheckConstraint(
                condition=Q(pagu_perubahan__isnull=True, perubahan_mulai__isnull=True)
                # NULL BETWEEN 1 AND 4 is unknown, and an unknown check holds: say that it is there.
                | Q(
                    pagu__isnull=False,
                    pagu_perubahan__isnull=False,
                    perubahan_mulai__isnull=False,
                    perubahan_mulai__range=(1, LAST_QUARTER),
                ),
                name="anggaran_revision_has_pagu_and_quarter",
                violation_error_message="Pagu perubahan ditulis bersama pagu murni dan triwulan mulai berlakunya.",
            ),
        ]
        indexes = [
            # Serves the page of a year and the question whether an office keeps money that year.
            models.Index(fields=["opd", "tahun"], name="anggaran_by_office_and_year"),
        ]

    def __str__(self) -> str:
        return f"{self.sub_kegiatan} ({self.tahun})"

    @property
    def pagu_akhir(self) -> Decimal | None:
        """The pagu that holds at the end of the year: what sources and RAK add up to."""
        return self.pagu_in(LAST_QUARTER)

    def pagu_in(self, triwulan: int) -> Decimal | None:
        """Return the pagu that holds in a quarter."""
        return pagu_in_quarter(self.pagu, self.pagu_perubahan, self.perubahan_mulai, triwulan)

    def rak_until(self, triwulan: int, rak: Mapping[int, Decimal]) -> Decimal | None:
        """Return the cash planned from January to the end of the quarter; None when no RAK was kept.

        `rak` holds amounts by period: months or quarters, as `cara_rak` says.
        """
        return planned_until(rak, RAKDivision(self.cara_rak).banyak, triwulan) if self.cara_rak else None


class SumberDana(models.Model):
    """A source of an Anggaran's money; a blank amount says only that the source is one of them."""

    anggaran = models.ForeignKey(
        Anggaran, verbose_name="anggaran", on_delete=models.CASCADE, related_name="sumber_dana"
    )
    sumber = models.CharField("sumber dana", max_length=20, choices=choices(FundSource))
    nilai = figure_field("jumlah", help_text="Boleh kosong.")

    class Meta:
        verbose_name = "sumber dana"
        verbose_name_plural = "sumber dana"
        ordering = ["anggaran", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["anggaran", "sumber"],
                name="sumber_dana_once_per_anggaran",
                violation_error_message="Sumber dana ini sudah ditulis.",
            ),
            not_negative("sumber_dana_not_negative", "nilai"),
            whole_rupiah("sumber_dana_whole_rupiah", "nilai"),
        ]

    def __str__(self) -> str:
        return FundSource(self.sumber).label


class RencanaKas(models.Model):
    """The cash planned for one period of the year: a month (1 to 12) or a quarter (1 to 4), as `cara_rak` says."""

    anggaran = models.ForeignKey(Anggaran, verbose_name="anggaran", on_delete=models.CASCADE, related_name="rak")
    nomor = models.PositiveSmallIntegerField(
        "bulan atau triwulan ke",
        validators=[MinValueValidator(1), MaxValueValidator(len(MONTHS))],
    )
    nilai = figure_field("rencana kas", null=False, blank=False)

    class Meta:
        verbose_name = "rencana anggaran kas"
        verbose_name_plural = "rencana anggaran kas"
        ordering = ["anggaran", "nomor"]
        constraints = [
            models.UniqueConstraint(
                fields=["anggaran", "nomor"],
                name="rak_once_per_period",
                violation_error_message="Bulan atau triwulan ini sudah ditulis.",
            ),
            models.CheckConstraint(condition=Q(nomor__range=(1, len(MONTHS))), name="rak_period_in_range"),
            not_negative("rak_not_negative", "nilai"),
            whole_rupiah("rak_whole_rupiah", "nilai"),
        ]

    def __str__(self) -> str:
        return f"RAK ke-{self.nomor}"


class RealisasiAnggaran(models.Model):
    """What was spent and built by the end of a quarter, both year to date. Blank is not 0."""

    anggaran = models.ForeignKey(Anggaran, verbose_name="anggaran", on_delete=models.PROTECT, related_name="realisasi")
    triwulan = models.ForeignKey(
        Triwulan, verbose_name="triwulan", on_delete=models.PROTECT, related_name="realisasi_anggaran"
    )

    keuangan = figure_field("realisasi keuangan")
    fisik = figure_field("realisasi fisik")
    catatan = models.TextField("catatan", max_length=2000, blank=True)

    versi = models.PositiveIntegerField("versi", default=1, editable=False)
    diubah_oleh = models.CharField("diubah oleh", max_length=200, editable=False)
    diubah_pada = models.DateTimeField("diubah pada", editable=False)
    # Who made the last change of a figure: he neither checks, validates nor approves it.
    pengisi = filler_field()

    class Meta:
        verbose_name = "realisasi anggaran"
        verbose_name_plural = "realisasi anggaran"
        ordering = ["triwulan", "anggaran"]
        constraints = [
            models.UniqueConstraint(fields=["anggaran", "triwulan"], name="realisasi_anggaran_once_per_quarter"),
            not_negative("realisasi_anggaran_money_not_negative", "keuangan"),
            models.CheckConstraint(
                condition=Q(fisik__isnull=True) | Q(fisik__range=(0, 100)),
                name="realisasi_anggaran_physical_0_to_100",
                violation_error_message="Realisasi fisik 0 sampai 100 persen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.anggaran}, {self.triwulan}"
