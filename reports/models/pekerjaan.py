"""A rendering job: attempts, progress and the lease of the worker that has it in hand."""

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.models.dokumen import Dokumen


class JenisPekerjaan(StrEnum):
    PRATINJAU = "pratinjau"
    FINAL = "final"

    @property
    def label(self) -> str:
        return {"pratinjau": "Pratinjau", "final": "Finalisasi"}[self.value]


class StatusPekerjaan(StrEnum):
    MENUNGGU = "menunggu"
    BERJALAN = "berjalan"
    SELESAI = "selesai"
    GAGAL = "gagal"

    @property
    def label(self) -> str:
        return {"menunggu": "Menunggu", "berjalan": "Berjalan", "selesai": "Selesai", "gagal": "Gagal"}[self.value]


AKTIF = (StatusPekerjaan.MENUNGGU.value, StatusPekerjaan.BERJALAN.value)


class Pekerjaan(models.Model):
    """One rendering. The queue's own entry only says "look at this row": whoever changes it from `menunggu` to
    `berjalan` holds the lease, and only the holder of the lease's token may finish it."""

    jenis = models.CharField("jenis", max_length=10, choices=[(item.value, item.label) for item in JenisPekerjaan])
    dokumen = models.ForeignKey(Dokumen, verbose_name="dokumen", on_delete=models.CASCADE, related_name="pekerjaan")
    pemohon = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="diminta oleh", on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(
        "status",
        max_length=10,
        choices=[(item.value, item.label) for item in StatusPekerjaan],
        default=StatusPekerjaan.MENUNGGU.value,
    )
    percobaan = models.PositiveSmallIntegerField("percobaan", default=0)
    kemajuan = models.PositiveSmallIntegerField("kemajuan (persen)", default=0)
    pesan = models.CharField("pesan", max_length=500, blank=True)
    galat = models.TextField("galat teknis", blank=True)

    # The lease: its random token, and the last sign of life of the worker that holds it.
    sewa = models.CharField("token sewa", max_length=64, blank=True)
    denyut = models.DateTimeField("tanda hidup terakhir", null=True, blank=True)
    # The entry of the queue, so that the reaper can tell a job that still waits from one that was lost.
    id_antrean = models.CharField("nomor antrean", max_length=64, blank=True)
    diantrekan_pada = models.DateTimeField("diantrekan pada")
    dibuat_pada = models.DateTimeField("dibuat pada")
    selesai_pada = models.DateTimeField("selesai pada", null=True, blank=True)

    class Meta:
        verbose_name = "pekerjaan"
        verbose_name_plural = "pekerjaan"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dokumen"], condition=Q(status__in=AKTIF), name="pekerjaan_one_active_per_document"
            ),
            models.CheckConstraint(condition=Q(kemajuan__range=(0, 100)), name="pekerjaan_progress_in_range"),
            models.CheckConstraint(
                condition=(Q(status=StatusPekerjaan.BERJALAN.value, denyut__isnull=False) & ~Q(sewa=""))
                | (~Q(status=StatusPekerjaan.BERJALAN.value) & Q(sewa="")),
                name="pekerjaan_running_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(status__in=AKTIF, selesai_pada__isnull=True)
                | (~Q(status__in=AKTIF) & Q(selesai_pada__isnull=False)),
                name="pekerjaan_ended_has_time",
            ),
        ]
        indexes = [
            # Serves the reaper, which looks every few seconds.
            models.Index(fields=["status", "denyut"], name="pekerjaan_by_status"),
        ]

    def __str__(self) -> str:
        return f"{JenisPekerjaan(self.jenis).label} {self.dokumen}"

    @property
    def aktif(self) -> bool:
        return self.status in AKTIF
