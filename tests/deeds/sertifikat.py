"""The certificates of officials."""

from django.core.files.base import ContentFile

from reports.models import Sertifikat
from reports.services.sertifikat import confirm, register, withdraw
from tests.crowd import Life
from tests.deeds.deed import Deed, deed
from tests.reports import steps


def _in_use(it: Life) -> Sertifikat:
    return Sertifikat.objects.get(opd=it.office.opd, berakhir_pada__isnull=True)


def _register(it: Life, name: str) -> None:
    file = ContentFile(steps.certificate(name), "sertifikat.p12")
    register(by=it.cast.kadis, opd=it.office.opd, berkas=file, passphrase=steps.PASSPHRASE)


def _withdraw_and_register(it: Life) -> None:
    row = _in_use(it)
    withdraw(by=it.cast.kadis, sertifikat=row, versi=row.versi)
    _register(it, "Kepala Contoh Beta")


def _replace_and_confirm(it: Life) -> None:
    _register(it, "Orang Lain")
    row = _in_use(it)
    confirm(by=it.cast.administrator, sertifikat=row, versi=row.versi, alasan="Ganti nama sejak menikah.")


DEEDS: dict[str, Deed] = {
    "withdraw a certificate and register one": deed(
        _withdraw_and_register, "TARIK_SERTIFIKAT DAFTARKAN_SERTIFIKAT", "Sertifikat Attempt"
    ),
    "replace a certificate by one in another name": deed(
        _replace_and_confirm, "GANTI_SERTIFIKAT KONFIRMASI_SERTIFIKAT", "Sertifikat Attempt"
    ),
}
