"""Cascading: which lower indicator supports which higher one, in the tree and across units."""

from django.db import models
from django.db.models import F, Q

from indicators.models.rencana import Indikator


class Dukungan(models.Model):
    """That `pendukung`, the lower indicator, supports `didukung`, the higher one.

    The database keeps a pair unique and apart; that both are of one office, that the supported one stands higher (or
    belongs to another unit on the same level) and that nothing runs in a circle, the services keep.
    """

    pendukung = models.ForeignKey(
        Indikator, verbose_name="indikator pendukung", on_delete=models.PROTECT, related_name="mendukung"
    )
    didukung = models.ForeignKey(
        Indikator, verbose_name="indikator yang didukung", on_delete=models.PROTECT, related_name="pendukung"
    )
    menjumlah = models.BooleanField(
        "target dijumlahkan",
        default=False,
        help_text="Centang bila target indikator yang didukung adalah jumlah target pendukung yang dicentang.",
    )
    keterangan = models.CharField("keterangan", max_length=300, blank=True)

    class Meta:
        verbose_name = "dukungan antarindikator"
        verbose_name_plural = "dukungan antarindikator"
        ordering = ["didukung", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pendukung", "didukung"],
                name="dukungan_once_per_pair",
                violation_error_message="Dukungan antara kedua indikator ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=~Q(pendukung=F("didukung")),
                name="dukungan_not_of_itself",
                violation_error_message="Indikator tidak dapat mendukung dirinya sendiri.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pendukung} mendukung {self.didukung}"

    @property
    def cross_cutting(self) -> bool:
        """Whether the support comes from outside the supported indicator's unit and the units below it."""
        return not self.pendukung.unit.path.startswith(self.didukung.unit.path)
