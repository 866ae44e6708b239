"""What keeps an administrator from acting as somebody else: names that stay taken, roles that two people give, resets
of a password that its owner answers."""

import unicodedata

from django.db import models
from django.db.models import Q

from indicators.models.fields import choices
from indicators.permissions import Peran
from sakip.dates import write_date
from sakip.labelled import Labelled


def fold_name(nama: str) -> str:
    """Return a user name as it is compared: in small letters, and one way of writing for what looks the same."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", nama).casefold())


class NamaPengguna(models.Model):
    """A user name that an account bears or bore, see `fold_name`: no other account gets it. Append-only."""

    nama = models.CharField("nama pengguna", max_length=150, primary_key=True)
    pengguna = models.ForeignKey(
        "indicators.Pengguna", verbose_name="pengguna", on_delete=models.PROTECT, related_name="daftar_nama"
    )

    class Meta:
        verbose_name = "nama pengguna"
        verbose_name_plural = "nama pengguna"

    def __str__(self) -> str:
        return self.nama


class StatusUsulan(Labelled):
    MENUNGGU = "menunggu", "Menunggu persetujuan"
    DISETUJUI = "disetujui", "Disetujui"
    DITOLAK = "ditolak", "Ditolak"
    DIBATALKAN = "dibatalkan", "Dibatalkan"


class UsulanPeran(models.Model):
    """A role with power that one proposes and another grants; approved, it becomes an assignment, or the longer term
    of the one that it names."""

    pengguna = models.ForeignKey(
        "indicators.Pengguna", verbose_name="pengguna", on_delete=models.PROTECT, related_name="daftar_usulan"
    )
    unit = models.ForeignKey(
        "indicators.UnitKerja", verbose_name="unit kerja", on_delete=models.PROTECT, related_name="+"
    )
    peran = models.CharField("peran", max_length=20, choices=choices(Peran))
    mulai = models.DateField("berlaku mulai")
    sampai = models.DateField("berlaku sampai", null=True, blank=True)
    penugasan = models.ForeignKey(
        "indicators.Penugasan",
        verbose_name="penugasan",
        on_delete=models.PROTECT,
        related_name="daftar_usulan",
        null=True,
        blank=True,
        help_text="Penugasan yang diperpanjang, atau yang dibuat setelah disetujui.",
    )
    status = models.CharField(
        "status", max_length=12, choices=choices(StatusUsulan), default=StatusUsulan.MENUNGGU.value
    )
    diusulkan_oleh = models.ForeignKey(
        "indicators.Pengguna", verbose_name="diusulkan oleh", on_delete=models.PROTECT, related_name="+"
    )
    diusulkan_pada = models.DateTimeField("diusulkan pada")
    diputuskan_oleh = models.ForeignKey(
        "indicators.Pengguna",
        verbose_name="diputuskan oleh",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    diputuskan_pada = models.DateTimeField("diputuskan pada", null=True, blank=True)
    alasan = models.CharField("alasan", max_length=300, blank=True)

    class Meta:
        verbose_name = "usulan peran"
        verbose_name_plural = "usulan peran"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pengguna", "unit", "peran"],
                condition=Q(status=StatusUsulan.MENUNGGU.value),
                name="usulan_one_waiting",
                violation_error_message="Usulan yang sama sedang menunggu persetujuan.",
            ),
            models.CheckConstraint(
                condition=Q(status=StatusUsulan.MENUNGGU.value, diputuskan_pada__isnull=True)
                | (~Q(status=StatusUsulan.MENUNGGU.value) & Q(diputuskan_pada__isnull=False)),
                name="usulan_decided_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pengguna} - {Peran(self.peran).label}, {self.unit}"


class JawabanAturUlang(Labelled):
    DIKONFIRMASI = "dikonfirmasi", "Dikonfirmasi pemilik"
    DISANGKAL = "disangkal", "Disangkal pemilik"


class ResetKind(Labelled):
    SANDI = "sandi", "Kata sandi"
    FAKTOR = "faktor", "Verifikasi dua langkah"


class AturUlangSandi(models.Model):
    """A password, or a second factor, that somebody else reset. Until the owner has answered, what his account decided
    since is marked."""

    pengguna = models.ForeignKey(
        "indicators.Pengguna", verbose_name="pengguna", on_delete=models.PROTECT, related_name="daftar_atur_ulang"
    )
    # None: a command on the server.
    oleh = models.ForeignKey(
        "indicators.Pengguna", verbose_name="oleh", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    pada = models.DateTimeField("pada")
    jenis = models.CharField(
        "yang diatur ulang",
        max_length=10,
        choices=choices(ResetKind),
        default=ResetKind.SANDI.value,
        # Processes of the release before it go on writing rows without this column.
        db_default=ResetKind.SANDI.value,
    )
    jawaban = models.CharField("jawaban", max_length=12, choices=choices(JawabanAturUlang), blank=True)
    dijawab_pada = models.DateTimeField("dijawab pada", null=True, blank=True)

    class Meta:
        verbose_name = "atur ulang kata sandi"
        verbose_name_plural = "atur ulang kata sandi"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(jawaban="", dijawab_pada__isnull=True) | (~Q(jawaban="") & Q(dijawab_pada__isnull=False)),
                name="atur_ulang_answer_has_time",
            )
        ]
        indexes = [
            # Serves every page that marks what waits for its owner.
            models.Index(fields=["pengguna"], condition=Q(jawaban=""), name="atur_ulang_unanswered"),
        ]

    def __str__(self) -> str:
        return f"{self.pengguna}, {write_date(self.pada)}"
