"""Asking every registered check whether the installation is whole."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import DatabaseError, connection

from sakip.keeping.progress import Say
from sakip.keeping.refusals import KeepingRefused
from sakip.keeping.registry import Check, Flaw, list_checks

# More of one kind are only counted.
MOST_NAMED = 200
_TOLD_EVERY = 1_000


@dataclass
class Verified:
    """How many findings are wrong, and how many only to be looked at."""

    wrong: int = 0
    doubtful: int = 0


def verify(say: Say) -> Verified:
    """Ask all checks; `say` gets a line for each check and a sentence for each finding. Raises KeepingRefused where
    there is no installation at all."""
    if not connection.introspection.table_names():
        raise KeepingRefused(
            f"Basis data {connection.settings_dict['NAME']} kosong: belum ada instalasi di situ. Periksa DATABASE_URL "
            "dan VAR_DIR; untuk instalasi baru jalankan manage.py migrate atau manage.py restore."
        )
    total = Verified()
    for name, check in list_checks():
        _ask(name, check, say, total)
    return total


def _ask(name: str, check: Check, say: Say, total: Verified) -> None:
    examined, found = 0, Verified()
    for finding in _told(check):
        examined += 1
        if finding is not None:
            _tell(finding, say, found)
        if examined % _TOLD_EVERY == 0:
            say(f"  {name}: {examined} diperiksa ...")
    said = f"{found.wrong} bermasalah" if found.wrong else "tidak ada yang salah"
    more = f", {found.doubtful} perlu dilihat" if found.doubtful else ""
    say(f"{name}: {examined} diperiksa, {said}{more}")
    total.wrong += found.wrong
    total.doubtful += found.doubtful


def _told(check: Check) -> Iterator[Flaw | None]:
    """Give what a check says; one that the database or the disk breaks off says so."""
    try:
        yield from check()
    except (DatabaseError, OSError) as error:
        yield Flaw(
            f"Pemeriksaan ini terhenti: {error}. Periksa basis data dan cakramnya, lalu pulihkan cadangan terakhir "
            "yang utuh bila memang rusak."
        )


def _tell(finding: Flaw, say: Say, found: Verified) -> None:
    if finding.wrong:
        found.wrong += 1
    else:
        found.doubtful += 1
    told = found.wrong + found.doubtful
    if told <= MOST_NAMED:
        say(f"  {'SALAH' if finding.wrong else 'LIHAT'}: {finding.kalimat}")
    elif told == MOST_NAMED + 1:
        say("  Selebihnya hanya dihitung.")
