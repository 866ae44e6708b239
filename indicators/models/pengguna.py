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
    """A user's role in a unit, from a day to a day. Office-wide roles hang on the root unit. `mewakili`: the head of
    the unit who named the user his deputy (Plh.) for that term."""

    pengguna = models.ForeignKey(
        Pengguna, verbose_name="pengguna", on_delete=models.PROTECT, related_name="daftar_penugasan"
    )
    unit = models.ForeignKey(
        "indicators.UnitKerja", verbose_name="unit kerja", on_delete=models.PROTECT, related_name="daftar_penugasan"
    )
    peran = models.CharField("peran", max_length=20, choices=choices(Peran))
    mulai = models.DateField("berlaku mulai")
    sampai = models.DateField("berlaku sampai", null=True, blank=True, help_text="Kosongkan bila masih berlaku.")
    mewakili = models.ForeignKey(
        Pengguna,
        verbose_name="pelaksana harian dari",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

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
            models.CheckConstraint(
                condition=Q(mewakili__isnull=True)
                | (Q(peran=Peran.KEPALA_UNIT.value, sampai__isnull=False) & ~Q(pengguna=F("mewakili"))),
                name="penugasan_deputy_of_a_head_for_a_term",
                violation_error_message="Pelaksana harian adalah orang lain, untuk waktu yang ditentukan.",
            ),
        ]

    def __str__(self) -> str:
        deputy = "" if self.mewakili_id is None else "Plh. "
        return f"{self.pengguna} - {deputy}{Peran(self.peran).label}, {self.unit}"
