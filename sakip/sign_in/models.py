"""Sessions that know whose they are and when they were used, counts of wrong attempts, and second factors."""

from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from sakip.origin import fingerprint
from sakip.sign_in.slowing import LIMITS, Kind, Limit


class Session(AbstractBaseSession):
    """Django's session with whose it is, from where it began, and when its owner last used it."""

    # The account's number: none until somebody signs in. No key, because this app knows no accounts.
    account_id = models.BigIntegerField("nomor akun", null=True, blank=True)
    started_at = models.DateTimeField("dimulai pada")
    seen_at = models.DateTimeField("terakhir dipakai")
    address = models.CharField("alamat jaringan", max_length=45, blank=True)
    browser = models.CharField("peramban", max_length=60, blank=True)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "sesi"
        verbose_name_plural = "sesi"
        indexes = [
            # Serves who lists and ends the sessions of one account.
            models.Index(fields=["account_id"], name="session_by_account"),
        ]

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store

    @property
    def tag(self) -> str:
        """Return what names the session to people, as the trail does: from it nobody comes to the key, which opens
        it."""
        return fingerprint(self.session_key)


class Attempt(models.Model):
    """How many attempts of a kind were wrong of late. `key` is a keyed hash: what was typed, and from which address,
    is not kept."""

    kind = models.CharField("jenis", max_length=20, choices=[(kind.value, kind.label) for kind in Kind])
    key = models.CharField("kunci", max_length=64, unique=True)
    account_id = models.BigIntegerField("nomor akun", null=True, blank=True)
    wrong = models.PositiveIntegerField("salah", default=0)
    at = models.DateTimeField("terakhir")

    class Meta:
        verbose_name = "percobaan"
        verbose_name_plural = "percobaan"
        indexes = [
            # Serves who shows which accounts are locked, and unlocks one.
            models.Index(fields=["account_id", "at"], name="attempt_by_account"),
            # Serves the night, which forgets what is old.
            models.Index(fields=["kind", "at"], name="attempt_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{Kind(self.kind).label}: {self.wrong}"

    @property
    def limit(self) -> Limit:
        return LIMITS[Kind(self.kind)]


class SecondFactor(models.Model):
    """An app on the owner's phone that shows codes (TOTP). `secret` is sealed, see `sakip.sign_in.sealing`; `tag`
    tells one from the one before it; `last_step` is the time step of the last code that was taken."""

    account_id = models.BigIntegerField("nomor akun", primary_key=True)
    secret = models.CharField("rahasia", max_length=300)
    tag = models.CharField("tanda", max_length=16)
    last_step = models.BigIntegerField("langkah terakhir", default=0)
    set_up_at = models.DateTimeField("dipasang pada")

    class Meta:
        verbose_name = "verifikasi dua langkah"
        verbose_name_plural = "verifikasi dua langkah"

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} akun {self.account_id}"


class RecoveryCode(models.Model):
    """A code that stands in for the phone once. Only its hash is kept; it needs no key to be checked."""

    factor = models.ForeignKey(
        SecondFactor, verbose_name="verifikasi dua langkah", on_delete=models.CASCADE, related_name="daftar_kode"
    )
    hashed = models.CharField("hash", max_length=64)
    used_at = models.DateTimeField("dipakai pada", null=True, blank=True)

    class Meta:
        verbose_name = "kode pemulihan"
        verbose_name_plural = "kode pemulihan"
        constraints = [models.UniqueConstraint(fields=["factor", "hashed"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} akun {self.factor_id}"
