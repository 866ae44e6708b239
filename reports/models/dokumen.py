"""The documents: a frozen snapshot, its file, its signature, its successor."""

import secrets
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from reports.models.laporan import Laporan
from sakip.labelled import Labelled

if TYPE_CHECKING:
    from reports.models.tanda_tangan import Perpanjangan


class StatusDokumen(Labelled):
    DRAF = "draf", "Draf"
    FINAL = "final", "Final"
    DITANDATANGANI = "ditandatangani", "Ditandatangani"
    DIGANTIKAN = "digantikan", "Digantikan"


class SigningMethod(Labelled):
    BELUM = "", "Belum ditandatangani"
    TTE = "tte", "Tanda tangan elektronik"
    PINDAIAN = "pindaian", "Pindaian dokumen bertanda tangan basah"


FOLDER = "dokumen"


def new_token() -> str:
    """Return 256 random bits as text, for the address of the verification page."""
    return secrets.token_urlsafe(32)


def document_path(instance: "Dokumen", filename: str) -> str:
    """A random name outside the web root: nothing about the document can be guessed from it."""
    name = uuid4().hex
    return str(PurePath(FOLDER, name[:2], f"{name}.pdf"))


class Dokumen(models.Model):
    """A document of a report. Everything that its bytes depend on is frozen in `snapshot`; once it is final, the
    database itself refuses to change or delete it (`reports.triggers`). Its identity is the sha256 of its file."""

    laporan = models.ForeignKey(Laporan, verbose_name="laporan", on_delete=models.PROTECT, related_name="dokumen")
    nomor_urut = models.PositiveSmallIntegerField("terbitan ke", null=True, blank=True)
    status = models.CharField(
        "status",
        max_length=15,
        choices=[(status.value, status.label) for status in StatusDokumen],
        default=StatusDokumen.DRAF.value,
    )
    versi = models.PositiveIntegerField("versi", default=1)
    token = models.CharField("kode verifikasi", max_length=64, unique=True, default=new_token, editable=False)

    snapshot = models.JSONField("data laporan")
    skema = models.PositiveSmallIntegerField("skema data")
    template_version = models.CharField("versi templat", max_length=10)
    # What the document rests on (made and read by `indicators.selectors.basis`): what of it was corrected since makes
    # it out of date.
    dasar: "models.JSONField[Any, object]" = models.JSONField("dasar", default=dict)
    # The version of the approved quarter that the snapshot was taken of; null: the quarter was not approved.
    versi_triwulan = models.PositiveIntegerField("versi pengesahan", null=True, blank=True)
    dibuat_oleh = models.CharField("dibuat oleh", max_length=200)
    dibuat_pada = models.DateTimeField("dibuat pada")

    berkas = models.FileField("berkas", upload_to=document_path, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    ukuran = models.PositiveIntegerField("ukuran (byte)", null=True, blank=True)
    halaman = models.PositiveIntegerField("jumlah halaman", null=True, blank=True)
    difinalkan_oleh = models.CharField("difinalkan oleh", max_length=200, blank=True)
    difinalkan_pada = models.DateTimeField("difinalkan pada", null=True, blank=True)

    cara_ttd = models.CharField(
        "cara tanda tangan",
        max_length=10,
        blank=True,
        choices=[(cara.value, cara.label) for cara in SigningMethod if cara.value],
        default=SigningMethod.BELUM.value,
    )
    berkas_ttd = models.FileField("berkas bertanda tangan", upload_to=document_path, blank=True)
    sha256_ttd = models.CharField("SHA-256 berkas bertanda tangan", max_length=64, blank=True)
    ukuran_ttd = models.PositiveIntegerField("ukuran berkas bertanda tangan (byte)", null=True, blank=True)
    ditandatangani_oleh = models.CharField("ditandatangani oleh", max_length=200, blank=True)
    ditandatangani_pada = models.DateTimeField("ditandatangani pada", null=True, blank=True)
    dicatat_oleh = models.CharField("dicatat oleh", max_length=200, blank=True)
    # Of a scan: pages of a cover sheet before the document's own, and why it stands for an electronic signature.
    pindaian_sampul = models.PositiveSmallIntegerField("lembar sampul pada pindaian", default=0)
    pindaian_alasan = models.CharField("alasan memakai pindaian", max_length=500, blank=True)

    digantikan_oleh = models.ForeignKey(
        "self",
        verbose_name="digantikan oleh",
        on_delete=models.PROTECT,
        related_name="pendahulu",
        null=True,
        blank=True,
    )
    digantikan_pada = models.DateTimeField("digantikan pada", null=True, blank=True)

    class Meta:
        verbose_name = "dokumen"
        verbose_name_plural = "dokumen"
        ordering = ["laporan", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["laporan", "nomor_urut"], name="dokumen_once_per_number"),
            models.UniqueConstraint(
                fields=["laporan"], condition=Q(status=StatusDokumen.FINAL.value), name="dokumen_one_final"
            ),
            models.UniqueConstraint(
                fields=["laporan"], condition=Q(status=StatusDokumen.DITANDATANGANI.value), name="dokumen_one_signed"
            ),
            models.CheckConstraint(
                condition=Q(status=StatusDokumen.DRAF.value, nomor_urut__isnull=True, difinalkan_pada__isnull=True)
                | (
                    ~Q(status=StatusDokumen.DRAF.value)
                    & Q(nomor_urut__isnull=False, difinalkan_pada__isnull=False, versi_triwulan__isnull=False)
                    & ~Q(sha256="")
                    & ~Q(berkas="")
                    & ~Q(difinalkan_oleh="")
                ),
                name="dokumen_final_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(cara_ttd="", sha256_ttd="", berkas_ttd="", ditandatangani_pada__isnull=True)
                | (
                    Q(cara_ttd__in=[SigningMethod.TTE.value, SigningMethod.PINDAIAN.value])
                    & Q(ditandatangani_pada__isnull=False)
                    & ~Q(sha256_ttd="")
                    & ~Q(berkas_ttd="")
                    & ~Q(ditandatangani_oleh="")
                ),
                name="dokumen_signature_is_complete",
            ),
            models.CheckConstraint(
                condition=(Q(status=StatusDokumen.DITANDATANGANI.value) & ~Q(cara_ttd=""))
                | (Q(status__in=[StatusDokumen.DRAF.value, StatusDokumen.FINAL.value]) & Q(cara_ttd=""))
                | Q(status=StatusDokumen.DIGANTIKAN.value),
                name="dokumen_signed_has_signature",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=StatusDokumen.DIGANTIKAN.value,
                    digantikan_oleh__isnull=False,
                    digantikan_pada__isnull=False,
                )
                | (
                    ~Q(status=StatusDokumen.DIGANTIKAN.value)
                    & Q(digantikan_oleh__isnull=True, digantikan_pada__isnull=True)
                ),
                name="dokumen_superseded_names_successor",
            ),
            models.CheckConstraint(
                condition=Q(digantikan_oleh__isnull=True) | ~Q(digantikan_oleh=F("id")),
                name="dokumen_not_its_own_successor",
            ),
        ]

    def __str__(self) -> str:
        terbitan = "" if self.nomor_urut is None else f" (terbitan {self.nomor_urut})"
        return f"{self.laporan}{terbitan}"

    @property
    def is_signed(self) -> bool:
        """Whether a signed file exists; true also after a successor took over."""
        return bool(self.cara_ttd)

    @property
    def bersertifikat_demo(self) -> bool:
        """Whether one of its signatures was made with a demo certificate."""
        return any(row.demo for row in self.daftar_tanda_tangan.all())

    @property
    def terbit(self) -> bool:
        """Whether the document was issued: what readers from other offices may see."""
        return self.is_signed

    @property
    def perpanjangan_terakhir(self) -> "Perpanjangan | None":
        """The newest file with a further time-stamp; lists prefetch `daftar_perpanjangan`."""
        if self.cara_ttd != SigningMethod.TTE:
            return None
        return max(self.daftar_perpanjangan.all(), key=lambda row: row.pk, default=None)

    @property
    def main_file(self) -> models.fields.files.FieldFile:
        """The file that counts: the signed one once it exists, and of that the one prolonged last."""
        if renewed := self.perpanjangan_terakhir:
            return renewed.berkas
        return self.berkas_ttd if self.is_signed else self.berkas

    @property
    def main_sha256(self) -> str:
        if renewed := self.perpanjangan_terakhir:
            return renewed.sha256
        return self.sha256_ttd if self.is_signed else self.sha256

    def is_signed_file(self, sha256: str) -> bool:
        """Whether that is the hash of the signed file as it was signed, or as it was prolonged at any time."""
        return self.is_signed and sha256 in {self.sha256_ttd, *(row.sha256 for row in self.daftar_perpanjangan.all())}

    @property
    def nama_berkas(self) -> str:
        """The name under which the file that counts is downloaded. It says what the file is, which no successor
        changes."""
        signed = {SigningMethod.TTE.value: "bertanda-tangan", SigningMethod.PINDAIAN.value: "pindaian"}
        return self._file_name(signed[self.cara_ttd]) if self.is_signed else self.nama_berkas_asli

    @property
    def nama_berkas_asli(self) -> str:
        """The name under which the file before it was signed is downloaded."""
        return self._file_name("draf" if self.nomor_urut is None else "final")

    def _file_name(self, state: str) -> str:
        """Return kind, office, period, edition and state."""
        laporan = self.laporan
        paper = laporan.paper
        period = paper.periods.in_file_name(laporan.tahun, laporan.triwulan)
        edition = "" if self.nomor_urut is None else f"-terbitan-{self.nomor_urut}"
        return f"{paper.file_stem}-{laporan.opd.nama_berkas}-{period}{edition}-{state}.pdf"
