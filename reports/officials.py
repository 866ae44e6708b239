"""Officials and their certificates: who may register one in an office, which there are, whether one is his. Reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from indicators.permissions import Izin
from indicators.selectors.reporting import (
    PejabatFacts,
    Pengguna,
    PerangkatDaerah,
    list_accounts_of_officials,
    list_offices_of_official,
    list_offices_with,
    list_officials,
    today_in,
)
from reports.models import Pemaraf, Sertifikat
from reports.signing.holder import holder_of
from sakip.dates import write_date

if TYPE_CHECKING:
    from cryptography import x509

# Days before its end at which the owner of a certificate is warned, once each.
WARNED_AT = (60, 30, 7)


@dataclass(frozen=True)
class OfficialCertificate:
    """An official, the accounts with his NIP, and the certificates that they have in use."""

    pejabat: PejabatFacts
    akun: Sequence[Pengguna]
    sertifikat: Sequence[Sertifikat]


def _paraf_units() -> QuerySet[Pemaraf, Any]:
    """Return the units whose officials put their paraf on any paper; each belongs to one office."""
    return Pemaraf.objects.values("unit_id")


def list_signing_officials(opd: PerangkatDaerah) -> list[PejabatFacts]:
    """Return who signs an office's reports today, and who puts his paraf on them before."""
    return list_officials(opd, _paraf_units())


def find_official(user: Pengguna, opd: PerangkatDaerah) -> PejabatFacts | None:
    """Return the signing official that a user is in an office, by his NIP."""
    if not user.nip:
        return None
    return next((official for official in list_signing_officials(opd) if official.nip == user.nip), None)


def list_certificate_offices(user: Pengguna) -> list[PerangkatDaerah]:
    """Return the offices in which the user is a signing official, or registered a certificate before: one query."""
    former = PerangkatDaerah.objects.filter(sertifikat__pemilik=user).select_related("pemda")
    found = (list_offices_of_official(user.nip, _paraf_units()) | former).distinct()
    return list(found.order_by("pemda__nama", "nama", "pk"))


def list_confirming_offices(user: Pengguna) -> list[PerangkatDaerah]:
    """Return the offices whose officials' certificates the user looks after."""
    return list_offices_with(user, Izin.KELOLA_KANTOR)


def list_certificates(user: Pengguna, opd: PerangkatDaerah) -> QuerySet[Sertifikat]:
    """Return what a user ever registered in an office, the latest first; without the files."""
    return Sertifikat.objects.filter(pemilik=user, opd=opd).defer("berkas").order_by("-pk")


def list_official_certificates(opd: PerangkatDaerah) -> list[OfficialCertificate]:
    """Return the officials who sign with the certificates that they have in use: the same number of queries for any."""
    officials = list_signing_officials(opd)
    accounts = list_accounts_of_officials([official.nip for official in officials])
    in_use = (
        Sertifikat.objects.filter(opd=opd, berakhir_pada__isnull=True).defer("berkas").select_related("pemilik", "opd")
    )
    return [
        OfficialCertificate(
            official, accounts.get(official.nip, ()), [row for row in in_use if row.pemilik.nip == official.nip]
        )
        for official in officials
    ]


def find_registered(user: Pengguna, pk: int) -> Sertifikat | None:
    """Return a certificate in use that is the user's own, or of an office whose certificates he looks after."""
    row = Sertifikat.objects.select_related("pemilik", "opd__pemda").filter(pk=pk, berakhir_pada__isnull=True).first()
    if row is None or (row.pemilik_id != user.pk and row.opd not in list_confirming_offices(user)):
        return None
    return row


def count_unconfirmed(offices: Sequence[PerangkatDaerah]) -> dict[int, int]:
    """Return by office how many certificates in use bear another name that nobody has confirmed."""
    found = dict.fromkeys((opd.pk for opd in offices), 0)
    rows = Sertifikat.objects.filter(
        opd_id__in=found, berakhir_pada__isnull=True, nama_cocok=False, dikonfirmasi_pada__isnull=True
    )
    for opd_id in rows.values_list("opd_id", flat=True):
        found[opd_id] += 1
    return found


def public_certificate(row: Sertifikat) -> "x509.Certificate":
    from cryptography import x509

    return x509.load_der_x509_certificate(bytes(row.publik))


def issuers_of(row: Sertifikat) -> "list[x509.Certificate]":
    """Return the issuers' certificates that came with it."""
    from cryptography import x509

    return x509.load_pem_x509_certificates(bytes(row.rantai)) if row.rantai else []


def is_his(row: Sertifikat, nama: str, nip: str) -> bool:
    """Say whether a certificate is this official's: registered by him, and in his name or with his NIP."""
    return row.nip == nip and holder_of(public_certificate(row)).is_person(nama, nip)


def days_left(row: Sertifikat) -> int:
    """Return how many days a certificate is still valid, by the calendar of its office; negative after its end."""
    return (_last_day(row) - today_in(row.opd)).days


def _last_day(row: Sertifikat) -> date:
    return row.berlaku_sampai.astimezone(ZoneInfo(row.opd.zona_waktu)).date()


def expiry_warning(row: Sertifikat) -> str:
    """Return the sentence that says when a certificate ends, where that is near; else nothing."""
    days = days_left(row)
    until = write_date(_last_day(row))
    if days > max(WARNED_AT):
        return ""
    if days < 0:
        return f"Sertifikat berakhir pada {until}. Minta sertifikat baru dari penerbitnya, lalu daftarkan."
    when = "hari ini" if days == 0 else f"dalam {days} hari, pada {until}"
    return f"Sertifikat berakhir {when}. Minta sertifikat baru dari penerbitnya, lalu daftarkan sebelum berakhir."
