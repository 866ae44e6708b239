"""Conditions of certificates: those of the officials who sign, and those that the settings name. Nothing is asked over
the network: a certificate says itself until when it is in force."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from reports.models import Sertifikat
from reports.officials import WARNED_AT, days_left, expiry_warning
from sakip.condition.conditions import Condition, Gauge, Group, State, gauges
from sakip.condition.registry import Scope, register
from sakip.dates import write_date

# Settings that name a file of certificates, and what people call it.
FILES = {
    "SIGNING_TRUST_ROOTS": "Penerbit yang dipercaya",
    "SIGNING_TSA_AUTHORITIES": "Penerbit TLS layanan cap waktu",
    "BSRE_CA_FILE": "Penerbit TLS layanan BSrE",
    "FILES_S3_CA_FILE": "Penerbit TLS penyimpanan berkas",
}


def read_officials(scope: Scope) -> Iterator[Condition]:
    """Tell of each certificate in use that ends soon or has ended, and of all others together."""
    rows = Sertifikat.objects.filter(berakhir_pada__isnull=True).defer("berkas").select_related("pemilik", "opd__pemda")
    in_use = list((rows if scope is None else rows.filter(opd_id__in=scope)).order_by("berlaku_sampai"))
    soonest = gauges(certificate_days=days_left(in_use[0])) if in_use else ()
    ending = [row for row in in_use if expiry_warning(row)]
    if not ending:
        sentence = f"{len(in_use)} sertifikat pejabat terdaftar; tidak ada yang segera berakhir."
        yield Condition("certificates", "Sertifikat pejabat", State.GOOD, sentence, gauges=soonest)
    for number, row in enumerate(ending):
        sentence = f"{row.pemilik}, {row.opd}: {expiry_warning(row)}"
        told = () if number else soonest
        yield Condition("certificates", "Sertifikat pejabat", State.ATTENTION, sentence, gauges=told)


def read_files(scope: Scope) -> Iterator[Condition]:
    for setting, name in FILES.items():
        if path := getattr(settings, setting):
            yield _file(setting, name, Path(path))


def _file(setting: str, name: str, path: Path) -> Condition:
    key = setting.lower()
    try:
        until = _first_end(path)
    except (OSError, ValueError) as error:
        sentence = f"Berkas {setting} tidak dapat dibaca: {error}"
        return Condition(key, name, State.BROKEN, sentence, "Minta pengelola server memperbaiki berkas itu.")
    days = (until - timezone.now()).days
    told = (Gauge("certificate_file_days", days, (("setting", setting),)),)
    if days > max(WARNED_AT):
        return Condition(key, name, State.GOOD, f"Berlaku sampai {write_date(until)}.", gauges=told)
    ended = "sudah berakhir" if days < 0 else f"berakhir dalam {days} hari"
    advice = f"Minta pengelola server mengganti berkas {setting} dengan yang terbaru dari penerbitnya."
    sentence = f"Sebuah sertifikat di dalamnya {ended}, pada {write_date(until)}."
    return Condition(key, name, State.ATTENTION, sentence, advice, told)


def _first_end(path: Path) -> datetime:
    """Return when the first certificate of a PEM file ends. Raises OSError, ValueError (there is none in it)."""
    from cryptography import x509

    return min(found.not_valid_after_utc for found in x509.load_pem_x509_certificates(path.read_bytes()))


def register_conditions() -> None:
    register(Group.CERTIFICATES, read_officials)
    register(Group.CERTIFICATES, read_files)
