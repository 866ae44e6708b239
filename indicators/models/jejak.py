"""The audit trail: text copies only, append-only in the database itself (`indicators.triggers`)."""

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format


def kind_of(model: models.Model | type[models.Model]) -> str:
    """Return how the trail names the kind of an object: "indicators.sasaran", whatever people call it."""
    return model._meta.label_lower


class Jejak(models.Model):
    """Who did what, when, to what, from what to what, why; denied attempts and downloads too."""

    waktu = models.DateTimeField("waktu", db_index=True)
    pelaku = models.CharField("pelaku", max_length=200)
    opd = models.CharField("perangkat daerah", max_length=60, blank=True)
    # The office's number as a plain copy, to scope by: a code may repeat in another Pemda.
    opd_nomor = models.PositiveBigIntegerField("nomor perangkat daerah", null=True, blank=True, db_index=True)
    unit = models.CharField("unit kerja", max_length=200, blank=True)
    # The value of an `acts.Act`.
    tindakan = models.CharField("tindakan", max_length=60)
    # The label of the model; none for what no table holds.
    objek_jenis = models.CharField("jenis objek", max_length=60, blank=True)
    objek_id = models.CharField("nomor objek", max_length=60, blank=True)
    objek = models.CharField("objek", max_length=600, blank=True)
    sebelum = models.JSONField("sebelum", null=True, blank=True)
    sesudah = models.JSONField("sesudah", null=True, blank=True)
    alasan = models.CharField("alasan", max_length=1000, blank=True)
    ditolak = models.BooleanField("ditolak", default=False)

    class Meta:
        verbose_name = "jejak"
        verbose_name_plural = "jejak"
        ordering = ["-waktu", "-pk"]
        indexes = [
            # Serves the history of one object.
            models.Index(fields=["objek_jenis", "objek_id"], name="jejak_by_object"),
        ]

    def __str__(self) -> str:
        moment = date_format(timezone.localtime(self.waktu), "j F Y H.i")
        return f"{moment}, {self.pelaku}: {self.objek}"
