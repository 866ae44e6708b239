"""How often an address has asked the public page within a window of time."""

from django.db import models


class HitunganAkses(models.Model):
    """One counter: a keyed hash of the address, never the address itself; a worker deletes old windows once a day.

    A table of our own instead of a cache: the count is exact over all server processes on both databases and needs
    no further service and no set-up step (`docs/adr`).
    """

    kunci = models.CharField("kunci", max_length=64)
    jendela = models.BigIntegerField("jendela waktu", db_index=True)
    jumlah = models.PositiveIntegerField("jumlah", default=0)

    class Meta:
        verbose_name = "hitungan akses"
        verbose_name_plural = "hitungan akses"
        constraints = [models.UniqueConstraint(fields=["kunci", "jendela"], name="hitungan_once_per_window")]

    def __str__(self) -> str:
        return f"{self.jendela}: {self.jumlah}"
