"""Accounts and what they are assigned to."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from indicators.models.fields import choices
from indicators.permissions import Peran


class Pengguna(AbstractUser):
    """An account. What it may do stands in its Penugasan; `is_superuser` gives no right over numbers."""

    nama = models.CharField("nama lengkap", max_length=150)
    nip = models.CharField("NIP", max_length=18, blank=True)
    wajib_ganti_sandi = models.BooleanField(
        "wajib mengganti kata sandi",
        default=False,
        help_text="Pengguna diminta membuat kata sandi sendiri saat masuk berikutnya.",
    )

    class Meta(AbstractUser.Meta):
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="pengguna_username_once_in_any_case",
                violation_error_message="Nama pengguna ini sudah dipakai. Pilih nama lain.",
            )
        ]

    def __str__(self) -> str:
        return self.nama or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class Penugasan(models.Model):
    """A user's role in a unit, from a day to a day. Office-wide roles hang on the root unit."""

    pengguna = models.ForeignKey(
        Pengguna, verbose_name="pengguna", on_delete=models.PROTECT, related_name="daftar_penugasan"
    )
    unit = models.ForeignKey(
        "indicators.UnitKerja", verbose_name="unit kerja", on_delete=models.PROTECT, related_name="daftar_penugasan"
    )
    peran = models.CharField("peran", max_length=20, choices=choices(Peran))
    mulai = models.DateField("berlaku mulai")
    sampai = models.DateField("berlaku sampai", null=True, blank=True, help_text="Kosongkan bila masih berlaku.")

    class Meta:
        verbose_name = "penugasan"
        verbose_name_plural = "penugasan"
        ordering = ["unit__path", "peran", "mulai"]
        constraints = [
            models.UniqueConstraint(
                fields=["pengguna", "unit", "peran", "mulai"],
                name="penugasan_once_per_start",
                violation_error_message="Penugasan ini sudah tercatat.",
            ),
            models.CheckConstraint(
                condition=Q(sampai__isnull=True) | Q(sampai__gte=F("mulai")),
                name="penugasan_ends_after_start",
                violation_error_message="Tanggal akhir tidak boleh sebelum tanggal mulai.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pengguna} - {Peran(self.peran).label}, {self.unit}"
