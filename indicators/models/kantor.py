"""The office: regional government, agency, units, officials."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.text import slugify

from indicators.models.fields import choices
from sakip.labelled import Labelled

validate_nip = RegexValidator(r"^\d{18}$", "NIP terdiri atas 18 angka tanpa spasi, misalnya 197007241996031003.")
validate_kode = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$", "Kode hanya memuat huruf, angka, titik, dan tanda hubung."
)


class Jenjang(Labelled):
    ESELON_II = "eselon_ii", "Eselon II"
    ESELON_III = "eselon_iii", "Eselon III"
    ESELON_IV = "eselon_iv", "Eselon IV/Fungsional"
    PELAKSANA = "pelaksana", "Pelaksana"
    TIM = "tim", "Tim lintas unit"


class PemdaKind(Labelled):
    KABUPATEN = "Kabupaten", "Kabupaten"
    KOTA = "Kota", "Kota"
    PROVINSI = "Provinsi", "Provinsi"


class PaperSize(Labelled):
    A4 = "A4", "A4 (210 x 297 mm)"
    F4 = "F4", "F4 (215 x 330 mm)"


class Typeface(Labelled):
    ARIAL = "arial", "Serupa Arial"
    BOOKMAN = "bookman", "Serupa Bookman"


class TimeZone(Labelled):
    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"


class Pemda(models.Model):
    jenis = models.CharField("jenis", max_length=10, choices=choices(PemdaKind), default=PemdaKind.KABUPATEN.value)
    nama = models.CharField("nama", max_length=100, help_text="Tanpa kata Kabupaten atau Kota: Lampung Barat.")
    kode = models.CharField("kode", max_length=20, unique=True, validators=[validate_kode])
    ibu_kota = models.CharField("ibu kota", max_length=100, help_text="Dicetak sebagai tempat penandatanganan.")

    class Meta:
        verbose_name = "pemerintah daerah"
        verbose_name_plural = "pemerintah daerah"
        ordering = ["nama"]
        constraints = [models.UniqueConstraint(fields=["jenis", "nama"], name="pemda_once_per_name")]

    def __str__(self) -> str:
        return f"{self.jenis} {self.nama}"

    @property
    def kepala_daerah(self) -> str:
        """The addressee of the report, for example "Bupati Lampung Barat"."""
        sebutan = {"Kabupaten": "Bupati", "Kota": "Wali Kota", "Provinsi": "Gubernur"}[self.jenis]
        return f"{sebutan} {self.nama}"


LOGO_FOLDER = "logo"


class PerangkatDaerah(models.Model):
    """An agency (OPD). One installation holds many; one never sees another's drafts."""

    pemda = models.ForeignKey(Pemda, verbose_name="pemerintah daerah", on_delete=models.PROTECT, related_name="opd")
    kode = models.CharField("kode", max_length=30, validators=[validate_kode])
    nama = models.CharField("nama", max_length=200)
    singkatan = models.CharField("singkatan", max_length=30, blank=True)
    alamat = models.CharField("alamat", max_length=300, blank=True)
    telepon = models.CharField("telepon", max_length=50, blank=True)
    surel = models.EmailField("surel", blank=True)
    situs = models.URLField("situs web", blank=True)

    logo = models.ImageField(
        "logo", upload_to=f"{LOGO_FOLDER}/", blank=True, help_text="PNG atau JPEG, paling besar 1 MB."
    )
    kertas = models.CharField("kertas laporan", max_length=2, choices=choices(PaperSize), default=PaperSize.A4.value)
    huruf = models.CharField("huruf laporan", max_length=10, choices=choices(Typeface), default=Typeface.ARIAL.value)
    zona_waktu = models.CharField("zona waktu", max_length=30, choices=choices(TimeZone), default=TimeZone.WIB.value)
    teks_kaki_tte = models.CharField(
        "catatan kaki tanda tangan elektronik",
        max_length=300,
        blank=True,
        help_text="Kosongkan untuk memakai kalimat baku dengan nama penerbit sertifikat.",
    )
    dokumen_terbuka = models.BooleanField(
        "dokumen terbit dapat dicari umum",
        default=False,
        help_text="Centang agar siapa pun dapat memeriksa dokumen yang sudah ditandatangani dengan nomor laporannya.",
    )

    class Meta:
        verbose_name = "perangkat daerah"
        verbose_name_plural = "perangkat daerah"
        ordering = ["pemda__nama", "kode"]
        constraints = [
            models.UniqueConstraint(
                fields=["pemda", "kode"],
                name="opd_code_once_per_pemda",
                violation_error_message="Kode perangkat daerah ini sudah dipakai.",
            )
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def full_code(self) -> str:
        """The code that no other office of the installation has: two Pemda may use the same ones for their offices."""
        return f"{self.pemda.kode}/{self.kode}"

    @property
    def keterangan(self) -> str:
        """What tells it from an office of the same name: its Pemda."""
        return str(self.pemda)

    @property
    def nama_berkas(self) -> str:
        """The office in the name of a file: "diskominfo-lampung-barat"."""
        return slugify(f"{self.singkatan or self.kode} {self.pemda.nama}")


class UnitKerja(models.Model):
    """A unit of an office. `path` is the ids from the root, zero-padded, each ended by "/": scoping is a prefix."""

    opd = models.ForeignKey(
        PerangkatDaerah, verbose_name="perangkat daerah", on_delete=models.PROTECT, related_name="units"
    )
    induk = models.ForeignKey(
        "self", verbose_name="unit atasan", on_delete=models.PROTECT, related_name="bawahan", null=True, blank=True
    )
    kode = models.CharField("kode", max_length=30, validators=[validate_kode])
    nama = models.CharField("nama", max_length=200)
    singkatan = models.CharField("singkatan", max_length=50, blank=True)
    jenjang = models.CharField("jenjang", max_length=20, choices=choices(Jenjang))
    urutan = models.PositiveSmallIntegerField("urutan", default=0)
    berlaku_dari = models.DateField("berlaku dari", null=True, blank=True)
    berlaku_sampai = models.DateField("berlaku sampai", null=True, blank=True)
    # Serves every scoped list: the prefix search "this unit and all below it".
    path = models.CharField("jalur", max_length=255, unique=True, editable=False)

    class Meta:
        verbose_name = "unit kerja"
        verbose_name_plural = "unit kerja"
        ordering = ["opd", "path"]
        constraints = [
            models.UniqueConstraint(
                fields=["opd", "kode"],
                name="unit_code_once_per_opd",
                violation_error_message="Kode unit ini sudah dipakai di perangkat daerah yang sama.",
            ),
            models.UniqueConstraint(
                fields=["opd"],
                condition=Q(induk__isnull=True),
                name="unit_one_root_per_opd",
                violation_error_message="Perangkat daerah sudah mempunyai unit puncak: pilih unit atasan.",
            ),
            models.CheckConstraint(
                condition=Q(berlaku_sampai__isnull=True)
                | Q(berlaku_dari__isnull=True)
                | Q(berlaku_sampai__gte=F("berlaku_dari")),
                name="unit_ends_after_start",
                violation_error_message="Tanggal akhir tidak boleh sebelum tanggal mulai.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def tingkat(self) -> int:
        """Depth below the root, which is 0."""
        return self.path.count("/") - 1

    def path_ids(self) -> list[int]:
        """Ids from the root down to this unit."""
        return [int(part) for part in self.path.split("/") if part]


class Pejabat(models.Model):
    """An official: who signs, with name, rank and NIP, and for which term."""

    opd = models.ForeignKey(
        PerangkatDaerah, verbose_name="perangkat daerah", on_delete=models.PROTECT, related_name="pejabat"
    )
    unit = models.ForeignKey(UnitKerja, verbose_name="unit kerja", on_delete=models.PROTECT, related_name="pejabat")
    nama = models.CharField("nama dengan gelar", max_length=150)
    nip = models.CharField("NIP", max_length=18, validators=[validate_nip])
    pangkat = models.CharField("pangkat", max_length=100)
    jabatan = models.CharField("jabatan", max_length=200)
    penanda_tangan = models.BooleanField(
        "menandatangani laporan", default=False, help_text="Centang untuk Kepala Dinas atau pelaksana tugasnya."
    )
    mulai = models.DateField("menjabat mulai")
    sampai = models.DateField("menjabat sampai", null=True, blank=True)

    class Meta:
        verbose_name = "pejabat"
        verbose_name_plural = "pejabat"
        ordering = ["opd", "unit__path", "-mulai"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sampai__isnull=True) | Q(sampai__gte=F("mulai")),
                name="pejabat_ends_after_start",
                violation_error_message="Tanggal akhir tidak boleh sebelum tanggal mulai.",
            ),
            models.UniqueConstraint(fields=["opd", "nip", "jabatan", "mulai"], name="pejabat_once_per_term"),
        ]

    def __str__(self) -> str:
        return f"{self.nama}, {self.jabatan}"
