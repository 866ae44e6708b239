"""The working report of an office's quarter: what people may still write before it is final."""

from django.db import models
from django.db.models import Q

from indicators.triwulan import LAST_QUARTER, long_name

# The sections that an office may rewrite, with the words of their headings.
BAGIAN_NARASI = {"kata_pengantar": "Kata Pengantar", "bab_4": "Bab IV", "bab_5": "Bab V"}


def period_label(tahun: int, triwulan: int) -> str:
    """Return the period as the report names it: TW II is Semester I, TW IV the year."""
    own = {2: "Semester I Tahun", LAST_QUARTER: "Tahun"}
    return f"{own.get(triwulan) or f'{long_name(triwulan)} Tahun'} {tahun}"


class Laporan(models.Model):
    """Number, place, date and wording of a quarter's report. `narasi` holds only the sections that were rewritten,
    as blocks; place and date that are blank take the office's default."""

    opd = models.ForeignKey(
        "indicators.PerangkatDaerah", verbose_name="perangkat daerah", on_delete=models.PROTECT, related_name="laporan"
    )
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
        ordering = ["opd", "-tahun", "-triwulan"]
        constraints = [
            models.UniqueConstraint(fields=["opd", "tahun", "triwulan"], name="laporan_once_per_quarter"),
            models.CheckConstraint(condition=Q(triwulan__range=(1, 4)), name="laporan_quarter_in_range"),
            models.CheckConstraint(condition=Q(tahun__range=(2000, 2100)), name="laporan_year_in_range"),
        ]

    def __str__(self) -> str:
        return self.judul

    @property
    def judul(self) -> str:
        return f"Laporan Pengukuran Kinerja {self.periode}"

    @property
    def periode(self) -> str:
        return period_label(self.tahun, self.triwulan)

    @property
    def label_triwulan(self) -> str:
        return f"{long_name(self.triwulan)} Tahun {self.tahun}"
