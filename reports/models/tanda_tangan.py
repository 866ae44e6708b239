"""The signatures of documents: who has to sign, who did, and what later keeps a signature provable."""

from django.db import models
from django.db.models import Q

from reports.models.dokumen import Dokumen, document_path
from sakip.dates import write_date
from sakip.labelled import Labelled


class SignatureRole(Labelled):
    PARAF = "paraf", "Paraf"
    TANDA_TANGAN = "tanda_tangan", "Tanda tangan"


class Pemaraf(models.Model):
    """A unit whose official puts his paraf on an office's documents of one paper before they are signed."""

    opd = models.ForeignKey(
        "indicators.PerangkatDaerah", verbose_name="perangkat daerah", on_delete=models.PROTECT, related_name="pemaraf"
    )
    jenis = models.CharField("jenis laporan", max_length=20)
    urutan = models.PositiveSmallIntegerField("urutan")
    unit = models.ForeignKey(
        "indicators.UnitKerja", verbose_name="unit kerja", on_delete=models.PROTECT, related_name="pemaraf"
    )

    class Meta:
        verbose_name = "pemaraf"
        verbose_name_plural = "pemaraf"
        ordering = ["opd", "jenis", "urutan"]
        constraints = [
            models.UniqueConstraint(fields=["opd", "jenis", "urutan"], name="pemaraf_once_per_order"),
            models.UniqueConstraint(fields=["opd", "jenis", "unit"], name="pemaraf_once_per_unit"),
        ]

    def __str__(self) -> str:
        return f"Paraf {self.urutan}: {self.unit}"


class TandaTangan(models.Model):
    """One electronic signature on a document, as the signed file tells of it; never changed (`reports.triggers`).

    `nama`, `jabatan` and `nip` are the official as printed, the rest his certificate. `berkas` is the file after this
    signature while others are awaited; after the closing one it is the document's own `berkas_ttd`, and blank here.
    """

    dokumen = models.ForeignKey(
        Dokumen, verbose_name="dokumen", on_delete=models.PROTECT, related_name="daftar_tanda_tangan"
    )
    urutan = models.PositiveSmallIntegerField("urutan")
    peran = models.CharField("peran", max_length=15, choices=[(role.value, role.label) for role in SignatureRole])
    cara = models.CharField("cara menandatangani", max_length=20)
    pengguna = models.ForeignKey(
        "indicators.Pengguna", verbose_name="pengguna", on_delete=models.PROTECT, null=True, related_name="+"
    )
    sertifikat = models.ForeignKey(
        "reports.Sertifikat", verbose_name="sertifikat", on_delete=models.PROTECT, null=True, related_name="+"
    )
    nama = models.CharField("nama penanda tangan", max_length=200)
    jabatan = models.CharField("jabatan", max_length=200)
    nip = models.CharField("NIP", max_length=18, blank=True)

    nama_sertifikat = models.CharField("nama pada sertifikat", max_length=200)
    subjek = models.CharField("subjek", max_length=500)
    penerbit = models.CharField("penerbit sertifikat", max_length=200)
    seri = models.CharField("nomor seri sertifikat", max_length=64)
    sidik_jari = models.CharField("sidik jari sertifikat (SHA-256)", max_length=64, blank=True)
    berlaku_sampai = models.DateTimeField("sertifikat berlaku sampai", null=True)
    demo = models.BooleanField("sertifikat demo", default=False)
    konfirmasi = models.CharField("konfirmasi nama lain", max_length=800, blank=True)

    ditandatangani_pada = models.DateTimeField("ditandatangani pada")
    tingkat = models.CharField("tingkat PAdES", max_length=5, default="B-B")
    cap_waktu_pada = models.DateTimeField("cap waktu", null=True)
    cap_waktu_penyedia = models.CharField("penyedia cap waktu", max_length=200, blank=True)
    cap_waktu_sampai = models.DateTimeField("sertifikat cap waktu berlaku sampai", null=True)
    nomor_layanan = models.CharField("nomor dokumen pada layanan", max_length=100, blank=True)

    berkas = models.FileField("berkas setelah tanda tangan", upload_to=document_path, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    ukuran = models.PositiveIntegerField("ukuran (byte)")

    class Meta:
        verbose_name = "tanda tangan"
        verbose_name_plural = "tanda tangan"
        ordering = ["dokumen", "urutan"]
        constraints = [
            models.UniqueConstraint(fields=["dokumen", "urutan"], name="tanda_tangan_once_per_order"),
            models.UniqueConstraint(
                fields=["dokumen"],
                condition=Q(peran=SignatureRole.TANDA_TANGAN.value),
                name="tanda_tangan_closed_once",
            ),
            models.CheckConstraint(
                condition=(Q(peran=SignatureRole.TANDA_TANGAN.value) & Q(berkas=""))
                | (Q(peran=SignatureRole.PARAF.value) & ~Q(berkas="")),
                name="tanda_tangan_keeps_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{SignatureRole(self.peran).label} {self.nama}"


class Perpanjangan(models.Model):
    """A later file of a signed document, with a newer time-stamp over all before it: never changed."""

    dokumen = models.ForeignKey(
        Dokumen, verbose_name="dokumen", on_delete=models.PROTECT, related_name="daftar_perpanjangan"
    )
    berkas = models.FileField("berkas", upload_to=document_path)
    sha256 = models.CharField("SHA-256", max_length=64)
    ukuran = models.PositiveIntegerField("ukuran (byte)")
    dibuat_pada = models.DateTimeField("dibuat pada")
    berlaku_sampai = models.DateTimeField("cap waktu berlaku sampai")

    class Meta:
        verbose_name = "perpanjangan bukti tanda tangan"
        verbose_name_plural = "perpanjangan bukti tanda tangan"
        ordering = ["dokumen", "pk"]

    def __str__(self) -> str:
        return f"{self.dokumen}, perpanjangan {write_date(self.dibuat_pada)}"
