"""The certificates of officials, and the wrong passphrases that were typed for them."""

from django.db import models
from django.db.models import Q


class Sertifikat(models.Model):
    """The certificate that an official registered for himself in one office.

    `berkas` is his PKCS#12 file as it came, encrypted with a passphrase that is kept nowhere; it is emptied when the
    certificate is withdrawn or replaced. Everything else is public and stays, since documents were signed with it. A
    certificate in another name is used once an administrator has confirmed it with a reason.
    """

    opd = models.ForeignKey(
        "indicators.PerangkatDaerah",
        verbose_name="perangkat daerah",
        on_delete=models.PROTECT,
        related_name="sertifikat",
    )
    pemilik = models.ForeignKey(
        "indicators.Pengguna", verbose_name="pemilik", on_delete=models.PROTECT, related_name="sertifikat"
    )
    nip = models.CharField("NIP pemilik", max_length=18)
    berkas = models.BinaryField("berkas PKCS#12", default=bytes)
    publik = models.BinaryField("sertifikat publik (DER)")
    # Without them nobody could ask, before the passphrase is typed, whether the chain to a trusted root still holds.
    rantai = models.BinaryField("sertifikat penerbit yang menyertai (PEM)", default=bytes)
    nama = models.CharField("nama pada sertifikat", max_length=200)
    subjek = models.CharField("subjek", max_length=500)
    penerbit = models.CharField("penerbit", max_length=200)
    penerbit_lengkap = models.CharField("nama lengkap penerbit", max_length=500)
    seri = models.CharField("nomor seri", max_length=64)
    sidik_jari = models.CharField("sidik jari (SHA-256)", max_length=64)
    berlaku_sejak = models.DateTimeField("berlaku sejak")
    berlaku_sampai = models.DateTimeField("berlaku sampai")
    demo = models.BooleanField("sertifikat demo", default=False)

    nama_cocok = models.BooleanField("nama atau NIP cocok dengan pemilik")
    alasan_konfirmasi = models.CharField("alasan konfirmasi", max_length=500, blank=True)
    dikonfirmasi_oleh = models.CharField("dikonfirmasi oleh", max_length=200, blank=True)
    dikonfirmasi_pada = models.DateTimeField("dikonfirmasi pada", null=True, blank=True)
    dicatat_pada = models.DateTimeField("dicatat pada")
    berakhir_pada = models.DateTimeField("ditarik atau diganti pada", null=True, blank=True)
    # The fewest days before its end at which its owner was warned by mail.
    diperingatkan = models.PositiveSmallIntegerField("peringatan terakhir (hari)", null=True, blank=True)
    versi = models.PositiveIntegerField("versi", default=1)

    class Meta:
        verbose_name = "sertifikat"
        verbose_name_plural = "sertifikat"
        ordering = ["opd", "pemilik", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["opd", "pemilik"], condition=Q(berakhir_pada__isnull=True), name="sertifikat_one_in_use"
            ),
            models.CheckConstraint(
                condition=Q(dikonfirmasi_pada__isnull=True, alasan_konfirmasi="", dikonfirmasi_oleh="")
                | (Q(dikonfirmasi_pada__isnull=False) & ~Q(alasan_konfirmasi="") & ~Q(dikonfirmasi_oleh="")),
                name="sertifikat_confirmation_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nama} ({self.penerbit})"
