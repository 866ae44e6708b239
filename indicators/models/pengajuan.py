"""The workflow of a unit's quarter: submission, numbered versions, verdicts, events."""

from typing import Any

from django.db import models
from django.db.models import Q

from indicators.models.fields import choices
from indicators.models.kantor import UnitKerja
from indicators.models.realisasi import Triwulan
from indicators.models.rencana import Indikator
from indicators.workflow import IN_REVIEW, PengajuanAct, StatusPengajuan


class Pengajuan(models.Model):
    """A unit's submission of a quarter. `posisi` is the unit whose head has to check next; none: the Sekretaris."""

    triwulan = models.ForeignKey(Triwulan, verbose_name="triwulan", on_delete=models.PROTECT, related_name="pengajuan")
    unit = models.ForeignKey(UnitKerja, verbose_name="unit kerja", on_delete=models.PROTECT, related_name="pengajuan")
    status = models.CharField(
        "status", max_length=15, choices=choices(StatusPengajuan), default=StatusPengajuan.DRAF.value
    )
    posisi = models.ForeignKey(
        UnitKerja, verbose_name="menunggu kepala", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    nomor_versi = models.PositiveSmallIntegerField("nomor versi terakhir", default=0)
    versi = models.PositiveIntegerField("kunci", default=1, editable=False)

    class Meta:
        verbose_name = "pengajuan"
        verbose_name_plural = "pengajuan"
        ordering = ["triwulan", "unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["triwulan", "unit"], name="pengajuan_once_per_unit"),
            models.CheckConstraint(
                condition=Q(posisi__isnull=True) | Q(status__in=sorted(status.value for status in IN_REVIEW)),
                name="pengajuan_station_only_in_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.triwulan}"


class VersiPengajuan(models.Model):
    """What was handed in, numbered and immutable: `isi` holds its rows as plain data (`selectors.version_content` makes
    and reads it), `pengisi` the ids of the accounts that made the last change of a figure in it."""

    pengajuan = models.ForeignKey(
        Pengajuan, verbose_name="pengajuan", on_delete=models.PROTECT, related_name="daftar_versi"
    )
    nomor = models.PositiveSmallIntegerField("nomor")
    # An object to the type checker: whoever wants to know what is in it asks its one reader.
    isi: "models.JSONField[Any, object]" = models.JSONField("isi")
    pengisi = models.JSONField("pengisi", default=list)
    pengaju = models.ForeignKey("indicators.Pengguna", on_delete=models.PROTECT, related_name="+")
    diajukan_oleh = models.CharField("diajukan oleh", max_length=200)
    diajukan_pada = models.DateTimeField("diajukan pada")

    class Meta:
        verbose_name = "versi pengajuan"
        verbose_name_plural = "versi pengajuan"
        ordering = ["pengajuan", "-nomor"]
        constraints = [models.UniqueConstraint(fields=["pengajuan", "nomor"], name="versi_once_per_number")]

    def __str__(self) -> str:
        return f"{self.pengajuan}, versi {self.nomor}"


class Putusan(models.Model):
    """A verdict on a version: on the whole, or on one row when `indikator` is set. Append-only."""

    versi_pengajuan = models.ForeignKey(
        VersiPengajuan, verbose_name="versi", on_delete=models.PROTECT, related_name="putusan"
    )
    indikator = models.ForeignKey(
        Indikator, verbose_name="baris", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    tindakan = models.CharField("putusan", max_length=20, choices=choices(PengajuanAct))
    tahap = models.CharField("tahap", max_length=200)
    alasan = models.CharField("alasan", max_length=1000, blank=True)
    oleh = models.CharField("oleh", max_length=200)
    pada = models.DateTimeField("pada")

    class Meta:
        verbose_name = "putusan"
        verbose_name_plural = "putusan"
        ordering = ["versi_pengajuan", "pk"]

    def __str__(self) -> str:
        return f"{PengajuanAct(self.tindakan).label}, {self.tahap}"


class PeristiwaPengajuan(models.Model):
    """An event on a submission's way. Append-only; `keterangan` says when one act served two stations."""

    pengajuan = models.ForeignKey(
        Pengajuan, verbose_name="pengajuan", on_delete=models.PROTECT, related_name="peristiwa"
    )
    tindakan = models.CharField("tindakan", max_length=20, choices=choices(PengajuanAct))
    dari = models.CharField("dari status", max_length=15, choices=choices(StatusPengajuan))
    ke = models.CharField("ke status", max_length=15, choices=choices(StatusPengajuan))
    tahap = models.CharField("tahap", max_length=200)
    nomor_versi = models.PositiveSmallIntegerField("versi")
    pelaku = models.ForeignKey("indicators.Pengguna", on_delete=models.PROTECT, related_name="+")
    oleh = models.CharField("oleh", max_length=200)
    pada = models.DateTimeField("pada")
    alasan = models.CharField("alasan", max_length=1000, blank=True)
    keterangan = models.CharField("keterangan", max_length=500, blank=True)

    class Meta:
        verbose_name = "peristiwa pengajuan"
        verbose_name_plural = "peristiwa pengajuan"
        ordering = ["pengajuan", "pk"]

    def __str__(self) -> str:
        return f"{PengajuanAct(self.tindakan).label} oleh {self.oleh}"


class BarisDikembalikan(models.Model):
    """A row that a return opened for correction, and what the unit answers, "" for nothing. Removed at resubmission:
    the version then keeps both, and Putusan the reason."""

    pengajuan = models.ForeignKey(
        Pengajuan, verbose_name="pengajuan", on_delete=models.CASCADE, related_name="baris_dikembalikan"
    )
    indikator = models.ForeignKey(Indikator, verbose_name="baris", on_delete=models.PROTECT, related_name="+")
    alasan = models.CharField("alasan", max_length=1000)
    oleh = models.CharField("oleh", max_length=200)
    pada = models.DateTimeField("pada")
    jawaban = models.CharField("jawaban", max_length=1000, blank=True)
    dijawab_oleh = models.CharField("dijawab oleh", max_length=200, blank=True)
    dijawab_pada = models.DateTimeField("dijawab pada", null=True, blank=True)

    class Meta:
        verbose_name = "baris dikembalikan"
        verbose_name_plural = "baris dikembalikan"
        ordering = ["pengajuan", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pengajuan", "indikator"], name="baris_dikembalikan_once"),
            models.CheckConstraint(condition=~Q(alasan=""), name="baris_dikembalikan_has_reason"),
            models.CheckConstraint(
                condition=Q(jawaban="", dijawab_oleh="", dijawab_pada__isnull=True)
                | (~Q(jawaban="") & ~Q(dijawab_oleh="") & Q(dijawab_pada__isnull=False)),
                name="baris_dikembalikan_answer_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indikator}: {self.alasan}"


class Pengesahan(models.Model):
    """An approval of a quarter, numbered and immutable: what stood in it, and by which hash it is known.

    `sidik` is the SHA-256 of the quarter's own entries (`selectors.pengesahan`): two approvals of the same entries have
    the same, so that a quarter that was opened and approved unchanged makes nothing out of date. `isi` holds the rows
    and means as they were printed (`selectors.pengesahan_content`), for the eyes of who approves again.
    """

    triwulan = models.ForeignKey(Triwulan, verbose_name="triwulan", on_delete=models.PROTECT, related_name="pengesahan")
    nomor = models.PositiveSmallIntegerField("nomor")
    sidik = models.CharField("SHA-256", max_length=64)
    isi: "models.JSONField[Any, object]" = models.JSONField("isi")
    disahkan_oleh = models.CharField("disahkan oleh", max_length=200)
    disahkan_pada = models.DateTimeField("disahkan pada")

    class Meta:
        verbose_name = "pengesahan"
        verbose_name_plural = "pengesahan"
        ordering = ["triwulan", "-nomor"]
        constraints = [models.UniqueConstraint(fields=["triwulan", "nomor"], name="pengesahan_once_per_number")]

    def __str__(self) -> str:
        return f"Pengesahan {self.nomor} {self.triwulan}"
