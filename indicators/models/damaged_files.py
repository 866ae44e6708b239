"""Stored files that were found missing or changed when somebody asked for them."""

from django.db import models
from django.db.models import Q

from indicators.models.fields import choices
from sakip.labelled import Labelled


class DamageKind(Labelled):
    HILANG = "hilang", "tidak ada di penyimpanan"
    BERUBAH = "berubah", "isinya tidak sama dengan yang dicatat"


def code_of(jenis: str, nomor: int) -> str:
    """Return the name of a file by its row: "dokumen-12"."""
    return f"{jenis}-{nomor}"


class DamagedFile(models.Model):
    """A file that is not what its row says; once it is whole again the case is closed, not deleted."""

    opd = models.ForeignKey(
        "indicators.PerangkatDaerah",
        verbose_name="perangkat daerah",
        on_delete=models.PROTECT,
        related_name="berkas_bermasalah",
    )
    jenis = models.CharField("jenis", max_length=50)
    nomor = models.PositiveBigIntegerField("nomor baris")
    nama = models.CharField("nama", max_length=300)
    sebab = models.CharField("sebab", max_length=10, choices=choices(DamageKind))
    ditemukan_pada = models.DateTimeField("ditemukan pada")
    terakhir_pada = models.DateTimeField("terakhir ditemukan pada")
    selesai_pada = models.DateTimeField("selesai pada", null=True, blank=True)

    class Meta:
        verbose_name = "berkas bermasalah"
        verbose_name_plural = "berkas bermasalah"
        ordering = ["opd", "-terakhir_pada"]
        constraints = [
            models.UniqueConstraint(
                fields=["jenis", "nomor"], condition=Q(selesai_pada__isnull=True), name="berkas_one_open_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.nama}: {DamageKind(self.sebab).label}"

    @property
    def kode(self) -> str:
        """What the page that was not sent, the list and the log call the file alike."""
        return code_of(self.jenis, self.nomor)
