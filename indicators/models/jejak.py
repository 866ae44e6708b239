"""The audit trail: text copies only, append-only in the database itself (`indicators.triggers`)."""

from django.db import models

from sakip.dates import write_moment

# The key in the facts of a count under which it names the row that it continues, see `JejakBerulang`.
FIRST = "sama_seperti"


def kind_of(model: models.Model | type[models.Model]) -> str:
    """Return how the trail names the kind of an object: "indicators.sasaran", whatever people call it."""
    return model._meta.label_lower


class Jejak(models.Model):
    """Who did what, when, to what, from what to what, why; denied attempts and downloads too."""

    waktu = models.DateTimeField("waktu")
    pelaku = models.CharField("pelaku", max_length=200)
    # The account's number as a plain copy: names change. None for commands and for who is not signed in.
    pelaku_nomor = models.PositiveBigIntegerField("nomor pelaku", null=True, blank=True)
    # From where it came, and in which session: a fingerprint that opens none.
    alamat = models.CharField("alamat jaringan", max_length=45, blank=True)
    sesi = models.CharField("sesi", max_length=16, blank=True)
    opd = models.CharField("perangkat daerah", max_length=60, blank=True)
    # The office's number as a plain copy, to scope by: a code may repeat in another Pemda.
    opd_nomor = models.PositiveBigIntegerField("nomor perangkat daerah", null=True, blank=True)
    unit = models.CharField("unit kerja", max_length=200, blank=True)
    # The value of an `acts.Act`.
    tindakan = models.CharField("tindakan", max_length=60)
    # The label of the model; none for what no table holds.
    objek_jenis = models.CharField("jenis objek", max_length=60, blank=True)
    objek_id = models.CharField("nomor objek", max_length=60, blank=True)
    objek = models.CharField("objek", max_length=600, blank=True)
    sebelum = models.JSONField("sebelum", null=True, blank=True)
    sesudah = models.JSONField("sesudah", null=True, blank=True)
    alasan = models.CharField("alasan", max_length=1000, blank=True)
    ditolak = models.BooleanField("ditolak", default=False)
    # How often the same was done within moments, where only the first and the last are rows, see `JejakBerulang`.
    jumlah = models.PositiveIntegerField("jumlah", default=1)

    class Meta:
        verbose_name = "jejak"
        verbose_name_plural = "jejak"
        ordering = ["-waktu", "-pk"]
        indexes = [
            # Serves the history of one object.
            models.Index(fields=["objek_jenis", "objek_id"], name="jejak_by_object"),
            # Serve the trail's pages: an office's rows, and those of several, from the newest on.
            models.Index(fields=["opd_nomor", "-waktu", "-id"], name="jejak_by_office"),
            models.Index(fields=["-waktu", "-id"], name="jejak_by_time"),
            # Serve all that one account did, and all of one session.
            models.Index(fields=["pelaku_nomor", "-waktu", "-id"], name="jejak_by_account"),
            models.Index(fields=["sesi", "-waktu", "-id"], name="jejak_by_session"),
        ]

    def __str__(self) -> str:
        return f"{write_moment(self.waktu)}, {self.pelaku}: {self.objek}"


class JejakBerulang(models.Model):
    """The same refused again and again: counted here from the second time on, until a worker writes the count into the
    trail as one row."""

    # SHA-256 of who, what, why and from where.
    kunci = models.CharField("kunci", max_length=64, unique=True)
    # The first one, which stands in the trail already.
    pertama = models.ForeignKey(Jejak, verbose_name="jejak pertama", on_delete=models.PROTECT, related_name="+")
    jumlah = models.PositiveIntegerField("jumlah", default=0)
    terakhir = models.DateTimeField("terakhir")

    class Meta:
        verbose_name = "jejak berulang"
        verbose_name_plural = "jejak berulang"

    def __str__(self) -> str:
        return f"{self.pertama} ({self.jumlah})"


class MataRantai(models.Model):
    """A link of an office's chain: the hash of one row of the trail and of the link before it. Append-only.

    A worker makes the links in batches, so that no writer waits for another.
    """

    jejak = models.OneToOneField(
        Jejak, verbose_name="jejak", on_delete=models.PROTECT, primary_key=True, related_name="mata_rantai"
    )
    # The office's number; 0 for rows of no office.
    rantai = models.PositiveBigIntegerField("rantai")
    urutan = models.PositiveBigIntegerField("urutan")
    hash = models.CharField("hash", max_length=64)

    class Meta:
        verbose_name = "mata rantai"
        verbose_name_plural = "mata rantai"
        constraints = [models.UniqueConstraint(fields=["rantai", "urutan"], name="mata_rantai_once")]

    def __str__(self) -> str:
        return f"{self.rantai}/{self.urutan}"


class SegelJejak(models.Model):
    """How far an office's chain reached on a day; the same stands in the log and in a mail. Append-only."""

    rantai = models.PositiveBigIntegerField("rantai")
    hari = models.DateField("hari")
    jejak_terakhir = models.PositiveBigIntegerField("nomor jejak terakhir")
    jumlah = models.PositiveBigIntegerField("jumlah baris")
    hash = models.CharField("hash", max_length=64)
    dibuat_pada = models.DateTimeField("dibuat pada")

    class Meta:
        verbose_name = "segel jejak"
        verbose_name_plural = "segel jejak"
        ordering = ["rantai", "-hari"]
        constraints = [models.UniqueConstraint(fields=["rantai", "hari"], name="segel_once_per_day")]

    def __str__(self) -> str:
        return f"{self.rantai}, {self.hari}: {self.jumlah}"
