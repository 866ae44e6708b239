"""The numbers: quarters, schedules, realisasi and their evidence."""

from pathlib import PurePath
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from indicators.capaian import EntryStatus
from indicators.models.fields import choices, figure_field, filler_field, year_field, year_in_range
from indicators.models.kantor import PerangkatDaerah
from indicators.models.rencana import Indikator
from indicators.triwulan import LAST_QUARTER, long_name, short_name
from indicators.workflow import LOCKED, StatusTriwulan
from sakip.labelled import Labelled


class Triwulan(models.Model):
    """A quarter of an office. It exists when it was opened; approving it locks everything below.

    `dibuka_pada` says since when it is reopened or its approval suspended; blank otherwise.
    """

    opd = models.ForeignKey(
        PerangkatDaerah, verbose_name="perangkat daerah", on_delete=models.PROTECT, related_name="triwulan"
    )
    tahun = year_field("tahun")
    triwulan = models.PositiveSmallIntegerField("triwulan")
    status = models.CharField(
        "status", max_length=15, choices=choices(StatusTriwulan), default=StatusTriwulan.TERBUKA.value
    )
    versi = models.PositiveIntegerField("versi", default=1, editable=False)
    disahkan_pada = models.DateTimeField("disahkan pada", null=True, blank=True, editable=False)
    disahkan_oleh = models.CharField("disahkan oleh", max_length=200, blank=True, editable=False)
    dibuka_pada = models.DateTimeField("dibuka kembali pada", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "triwulan"
        verbose_name_plural = "triwulan"
        ordering = ["opd", "-tahun", "-triwulan"]
        constraints = [
            models.UniqueConstraint(fields=["opd", "tahun", "triwulan"], name="triwulan_once_per_opd"),
            models.CheckConstraint(condition=Q(triwulan__range=(1, LAST_QUARTER)), name="triwulan_in_range"),
            year_in_range("triwulan_year_in_range"),
            models.CheckConstraint(
                condition=Q(status=StatusTriwulan.DISAHKAN.value, disahkan_pada__isnull=False)
                | (~Q(status=StatusTriwulan.DISAHKAN.value) & Q(disahkan_pada__isnull=True)),
                name="triwulan_approved_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{long_name(self.triwulan)} Tahun {self.tahun}"

    @property
    def label(self) -> str:
        return f"{short_name(self.triwulan)} {self.tahun}"

    @property
    def locked(self) -> bool:
        """Whether its numbers are locked: approved, or waiting to be approved again."""
        return self.status in LOCKED

    @property
    def why_locked(self) -> str:
        """The beginning of a sentence that says why nothing of a locked quarter is changed."""
        suspended = self.status == StatusTriwulan.DITANGGUHKAN
        return f"Pengesahan {self} ditangguhkan" if suspended else f"{self} sudah disahkan"


class JadwalPengisian(models.Model):
    """When a quarter opens, is due and closes, in the office's own days."""

    triwulan = models.OneToOneField(Triwulan, verbose_name="triwulan", on_delete=models.CASCADE, related_name="jadwal")
    mulai = models.DateField("dibuka")
    tenggat = models.DateField("tenggat")
    tutup = models.DateField("ditutup", null=True, blank=True, help_text="Kosongkan bila tidak ditutup otomatis.")

    class Meta:
        verbose_name = "jadwal pengisian"
        verbose_name_plural = "jadwal pengisian"
        ordering = ["triwulan"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tenggat__gte=F("mulai")) & (Q(tutup__isnull=True) | Q(tutup__gte=F("tenggat"))),
                name="jadwal_in_order",
                violation_error_message="Tanggal harus berurutan: dibuka, tenggat, ditutup.",
            )
        ]

    def __str__(self) -> str:
        return f"Jadwal {self.triwulan}"


class Realisasi(models.Model):
    """What was achieved by an indicator in a quarter. No row and `belum_diisi` mean the same: blank, which is not 0."""

    indikator = models.ForeignKey(
        Indikator, verbose_name="indikator", on_delete=models.PROTECT, related_name="realisasi"
    )
    triwulan = models.ForeignKey(Triwulan, verbose_name="triwulan", on_delete=models.PROTECT, related_name="realisasi")

    status = models.CharField(
        "status isian", max_length=20, choices=choices(EntryStatus), default=EntryStatus.BELUM_DIISI.value
    )
    nilai = figure_field("realisasi")
    predikat = models.CharField("predikat", max_length=20, blank=True)
    alasan = models.CharField("alasan tidak tersedia", max_length=500, blank=True)

    kendala = models.TextField("kendala", max_length=2000, blank=True)
    faktor_pendorong = models.TextField("faktor pendorong", max_length=2000, blank=True)
    faktor_penghambat = models.TextField("faktor penghambat", max_length=2000, blank=True)
    tindak_lanjut = models.TextField("tindak lanjut", max_length=2000, blank=True)
    catatan = models.TextField("catatan", max_length=2000, blank=True)

    versi = models.PositiveIntegerField("versi", default=1, editable=False)
    diubah_oleh = models.CharField("diubah oleh", max_length=200, editable=False)
    diubah_pada = models.DateTimeField("diubah pada", editable=False)
    # Who made the last change of the value: he neither checks, validates nor approves it. Texts do not count.
    pengisi = filler_field()

    class Meta:
        verbose_name = "realisasi"
        verbose_name_plural = "realisasi"
        ordering = ["triwulan", "indikator"]
        constraints = [
            models.UniqueConstraint(fields=["indikator", "triwulan"], name="realisasi_once_per_quarter"),
            models.CheckConstraint(
                condition=Q(status=EntryStatus.BELUM_DIISI.value, nilai__isnull=True, predikat="", alasan="")
                | (Q(status=EntryStatus.TERISI.value, alasan="") & (Q(nilai__isnull=False) ^ ~Q(predikat="")))
                | (Q(status=EntryStatus.TIDAK_TERSEDIA.value, nilai__isnull=True, predikat="") & ~Q(alasan="")),
                name="realisasi_value_fits_status",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indikator}, {self.triwulan}"


class FileKind(Labelled):
    """What `sakip.files` accepts."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", "JPG"
    PNG = "png", "PNG"
    WEBP = "webp", "WEBP"
    HEIC = "heic", "HEIC"
    XLSX = "xlsx", "XLSX"
    DOCX = "docx", "DOCX"


EVIDENCE_FOLDER = "bukti"


def evidence_path(instance: "BuktiDukung", filename: str) -> str:
    """A random name outside the web root; the user's own name is only a column."""
    name = uuid4().hex
    return str(PurePath(EVIDENCE_FOLDER, name[:2], f"{name}.{instance.jenis}"))


class BuktiDukung(models.Model):
    """An evidence file of a realisasi; replaced by a successor or withdrawn with a reason, never overwritten."""

    realisasi = models.ForeignKey(Realisasi, verbose_name="realisasi", on_delete=models.PROTECT, related_name="bukti")
    berkas = models.FileField("berkas", upload_to=evidence_path)
    nama_asli = models.CharField("nama berkas", max_length=255)
    jenis = models.CharField("jenis", max_length=5, choices=choices(FileKind))
    ukuran = models.PositiveIntegerField("ukuran (byte)")
    sha256 = models.CharField("SHA-256", max_length=64)
    diunggah_oleh = models.CharField("diunggah oleh", max_length=200)
    diunggah_pada = models.DateTimeField("diunggah pada")
    menggantikan = models.OneToOneField(
        "self",
        verbose_name="menggantikan",
        on_delete=models.PROTECT,
        related_name="pengganti",
        null=True,
        blank=True,
    )
    alasan = models.CharField("alasan diganti atau ditarik", max_length=300, blank=True)
    ditarik_pada = models.DateTimeField("ditarik pada", null=True, blank=True)

    class Meta:
        verbose_name = "bukti dukung"
        verbose_name_plural = "bukti dukung"
        ordering = ["realisasi", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ditarik_pada__isnull=True) | ~Q(alasan=""), name="bukti_withdrawn_has_reason"
            )
        ]

    def __str__(self) -> str:
        return self.nama_asli
