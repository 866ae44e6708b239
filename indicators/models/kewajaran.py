"""Plausibility: what an office lets the rules do, and how a unit explained what they found."""

from django.db import models
from django.db.models import Q

from indicators.models.fields import choices, figure_field
from indicators.models.kantor import PerangkatDaerah
from indicators.models.realisasi import Triwulan
from indicators.models.rencana import Indikator
from indicators.rules.realisasi import Aturan, Sifat


class AturanKewajaran(models.Model):
    """What an office set of a rule; no row: as the rule is by itself. `batas` blank: the rule's own number."""

    opd = models.ForeignKey(
        PerangkatDaerah, verbose_name="perangkat daerah", on_delete=models.PROTECT, related_name="aturan_kewajaran"
    )
    aturan = models.CharField("aturan", max_length=30, choices=choices(Aturan))
    sifat = models.CharField("sifat", max_length=10, choices=choices(Sifat), default=Sifat.PERINGATAN.value)
    batas = figure_field("batas")
    cetak = models.BooleanField("cetak penjelasan dalam laporan", default=False)

    class Meta:
        verbose_name = "aturan kewajaran"
        verbose_name_plural = "aturan kewajaran"
        ordering = ["opd", "aturan"]
        constraints = [
            models.UniqueConstraint(fields=["opd", "aturan"], name="aturan_kewajaran_once_per_opd"),
            models.CheckConstraint(
                condition=Q(batas__isnull=True) | Q(batas__gt=0),
                name="aturan_kewajaran_limit_positive",
                violation_error_message="Batas harus lebih dari 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"Aturan kewajaran {Aturan(self.aturan).label}"


class PenjelasanTemuan(models.Model):
    """How a unit explained what a rule found at a row. `perihal` stands for the figures that it was written about: it
    no longer counts when they change."""

    triwulan = models.ForeignKey(
        Triwulan, verbose_name="triwulan", on_delete=models.PROTECT, related_name="penjelasan_temuan"
    )
    indikator = models.ForeignKey(
        Indikator, verbose_name="indikator", on_delete=models.PROTECT, related_name="penjelasan_temuan"
    )
    aturan = models.CharField("aturan", max_length=30, choices=choices(Aturan))
    teks = models.CharField("penjelasan", max_length=500)
    perihal = models.TextField("angka yang dijelaskan", blank=True)
    oleh = models.CharField("dijelaskan oleh", max_length=200)
    pada = models.DateTimeField("dijelaskan pada")

    class Meta:
        verbose_name = "penjelasan temuan"
        verbose_name_plural = "penjelasan temuan"
        ordering = ["triwulan", "indikator", "aturan"]
        constraints = [
            models.UniqueConstraint(fields=["triwulan", "indikator", "aturan"], name="penjelasan_once_per_finding"),
            models.CheckConstraint(condition=~Q(teks=""), name="penjelasan_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.indikator}, {self.triwulan}: {Aturan(self.aturan).label}"
