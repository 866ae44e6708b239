"""The working report of an office: one paper of one period, and what people may still write before it is final."""

from typing import Any

from django.db import models
from django.db.models import Q

from indicators.triwulan import LAST_QUARTER
from reports.papers.paper import Paper
from reports.papers.registry import get_paper


class Laporan(models.Model):
    """Number, place, date and wording of a report. `narasi` holds only the sections that were rewritten, as blocks;
    place and date that are blank take the paper's default.

    `jenis` is the key of its paper (`reports.papers`), which alone knows its title and its periods; `triwulan` is 0 for
    papers of a year.
    """

    opd = models.ForeignKey(
        "indicators.PerangkatDaerah", verbose_name="perangkat daerah", on_delete=models.PROTECT, related_name="laporan"
    )
    jenis = models.CharField("jenis", max_length=20)
    tahun = models.PositiveSmallIntegerField("tahun")
    triwulan = models.PositiveSmallIntegerField("triwulan")

    nomor = models.CharField("nomor laporan", max_length=100, blank=True)
    tempat = models.CharField("tempat", max_length=100, blank=True)
    tanggal = models.DateField("tanggal", null=True, blank=True)
    narasi = models.JSONField("narasi", default=dict, blank=True)
    # By section: the data's figures by name when its own words were saved, and who has looked at those out of date.
    angka_narasi = models.JSONField("angka saat narasi disimpan", default=dict, blank=True, editable=False)
    pemeriksaan_narasi = models.JSONField("pemeriksaan angka narasi", default=dict, blank=True, editable=False)

    # Opened to prepare a successor of a document that is final or signed; closed again when that one is final.
    revisi_dibuka = models.BooleanField("revisi dibuka", default=False, editable=False)
    versi = models.PositiveIntegerField("versi", default=1, editable=False)
    diubah_oleh = models.CharField("diubah oleh", max_length=200, blank=True, editable=False)
    diubah_pada = models.DateTimeField("diubah pada", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "laporan"
        verbose_name_plural = "laporan"
        ordering = ["opd", "-tahun", "-triwulan", "jenis"]
        constraints = [
            models.UniqueConstraint(fields=["opd", "jenis", "tahun", "triwulan"], name="laporan_once_per_period"),
            models.CheckConstraint(condition=Q(triwulan__range=(0, LAST_QUARTER)), name="laporan_quarter_in_range"),
            models.CheckConstraint(condition=Q(tahun__range=(2000, 2100)), name="laporan_year_in_range"),
        ]

    def __str__(self) -> str:
        return self.judul

    @property
    def paper(self) -> Paper[Any]:
        return get_paper(self.jenis)

    @property
    def judul(self) -> str:
        return f"{self.paper.title} {self.periode}"

    @property
    def periode(self) -> str:
        return self.paper.periods.label(self.tahun, self.triwulan)

    @property
    def label_pengesahan(self) -> str:
        """What has to be approved before the report may be final."""
        return self.paper.periods.approval(self.tahun, self.triwulan)
