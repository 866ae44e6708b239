"""Where the demo office may be loaded: its accounts share a password that stands in a file, and it never goes away."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError

from indicators.demo.office import OPD_KODE, PEMDA_KODE, is_loaded, list_accounts
from indicators.demo.source import read_kantor
from indicators.models import Pengguna, PerangkatDaerah
from sakip.refusals import NotNow

IN_PRODUCTION = (
    "Instalasi ini bekerja dengan data sungguhan (PRODUCTION=1, atau PUBLIC_BASE_URL dengan https), jadi tidak "
    "menerima data contoh. Untuk mencoba kantor contoh, pakai instalasi lain tanpa pengaturan itu."
)
NOT_EMPTY = (
    "Basis data ini sudah berisi kantor atau akun lain, dan kantor contoh hanya dimuat ke instalasi kosong. Untuk "
    "menyalakan instalasi ini tanpa kantor contoh, jalankan bin/run --no-demo; untuk mencoba kantor contoh, arahkan "
    "VAR_DIR dan DATABASE_URL ke tempat lain yang kosong."
)


def refuse_in_production() -> None:
    """Raise NotNow where real people's data are."""
    if settings.PRODUCTION:
        raise NotNow(IN_PRODUCTION)


def refuse_beside_others() -> None:
    """Raise NotNow in production, and where offices or accounts are that are not the demo's; a demo office in which
    somebody tried out more stays one."""
    refuse_in_production()
    if is_loaded():
        strange = len(list_accounts()) < len(read_kantor()["akun"])  # an office of that name, with people of its own
    else:
        strange = Pengguna.objects.exists() or PerangkatDaerah.objects.exists()
    if strange:
        raise NotNow(NOT_EMPTY)


@register(Tags.security, deploy=True)
def check_demo_office(**kwargs: Any) -> list[CheckMessage]:
    """The demo office in production: whoever reads the file of its accounts, or guesses, signs in."""
    try:
        present = settings.PRODUCTION and is_loaded() and len(list_accounts()) == len(read_kantor()["akun"])
    except DatabaseError:  # a database that is away or without tables is told of by whoever needs it
        return []
    if not present:
        return []
    return [
        Warning(
            f"The demo office ({PEMDA_KODE}/{OPD_KODE}) is in this database, with accounts that share one password.",
            hint="Begin production with an empty database, or deactivate those accounts on the page Pengguna.",
            id="indicators.W001",
        )
    ]
