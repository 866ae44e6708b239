"""The sheets of a yearly agreement: who signs with whom, and which rows stand in each sheet."""

from django.db import models
from django.db.models import Q

from indicators.models.fields import choices
from indicators.models.kantor import UnitKerja, validate_nip
from indicators.models.perjanjian import ButirPK, PerjanjianKinerja
from indicators.penjenjangan import JenjangPK

DATA_PIHAK = ("nama", "jabatan", "nip", "pangkat")


class LembarPK(models.Model):
    """A sheet of a PK. The parties are text copies: who moves to another post later stays in this sheet.

    Blank data of a party is still to be filled in. `*_sendiri` marks a party that was entered by hand: arranging the
    sheets anew leaves it alone.
    """

    pk_induk = models.ForeignKey(
        PerjanjianKinerja, verbose_name="perjanjian kinerja", on_delete=models.CASCADE, related_name="lembar"
    )
    jenjang = models.CharField("jenjang", max_length=20, choices=choices(JenjangPK))
    unit = models.ForeignKey(
        UnitKerja, verbose_name="unit pihak pertama", on_delete=models.PROTECT, related_name="lembar_pk"
    )
    nama_unit = models.CharField("nama unit", max_length=200)
    nama_unit_kedua = models.CharField("nama unit pihak kedua", max_length=200)
    nomor = models.CharField("nomor", max_length=100, blank=True)
    tanggal = models.DateField("tanggal", null=True, blank=True)

    pertama_nama = models.CharField("nama pihak pertama", max_length=150, blank=True)
    pertama_jabatan = models.CharField("jabatan pihak pertama", max_length=200, blank=True)
    pertama_nip = models.CharField("NIP pihak pertama", max_length=18, blank=True, validators=[validate_nip])
    pertama_pangkat = models.CharField("pangkat pihak pertama", max_length=100, blank=True)
    pertama_sendiri = models.BooleanField("pihak pertama diisi sendiri", default=False)
    kedua_nama = models.CharField("nama pihak kedua", max_length=150, blank=True)
    kedua_jabatan = models.CharField("jabatan pihak kedua", max_length=200, blank=True)
    kedua_nip = models.CharField("NIP pihak kedua", max_length=18, blank=True, validators=[validate_nip])
    kedua_pangkat = models.CharField("pangkat pihak kedua", max_length=100, blank=True)
    kedua_sendiri = models.BooleanField("pihak kedua diisi sendiri", default=False)

    class Meta:
        verbose_name = "lembar perjanjian kinerja"
        verbose_name_plural = "lembar perjanjian kinerja"
        ordering = ["pk_induk", "unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["pk_induk", "unit"], name="lembar_once_per_unit"),
            models.UniqueConstraint(
                fields=["pk_induk"],
                condition=Q(jenjang=JenjangPK.BUPATI_KADIS.value),
                name="lembar_one_with_the_head_of_government",
            ),
        ]

    def __str__(self) -> str:
        return f"Lembar {self.nama_unit}, PK {self.pk_induk.label}"

    def set_party(self, pihak: str, data: dict[str, str]) -> None:
        for name in DATA_PIHAK:
            setattr(self, f"{pihak}_{name}", data[name])


class ButirLembar(models.Model):
    """In which sheet a row of the PK stands."""

    lembar = models.ForeignKey(LembarPK, verbose_name="lembar", on_delete=models.CASCADE, related_name="isi")
    butir = models.OneToOneField(ButirPK, verbose_name="butir", on_delete=models.CASCADE, related_name="lembar")

    class Meta:
        verbose_name = "butir dalam lembar"
        verbose_name_plural = "butir dalam lembar"
        ordering = ["lembar", "butir"]

    def __str__(self) -> str:
        return f"{self.butir}, {self.lembar}"
