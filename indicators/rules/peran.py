"""Roles with power take two people: which need the second one, who he may be, and for how long a proposal waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from indicators.permissions import GUARDED_ROLES, Peran
from indicators.rules.kelengkapan import Halangan

# A proposal that nobody answered in this time is nobody's word any more. For as long after an account got its password
# from somebody else, that person may be sitting at it: the two are no two people.
WAITS = timedelta(days=14)


def is_guarded(peran: str) -> bool:
    return Peran(peran) in GUARDED_ROLES


def is_longer(last: date | None, before: date | None) -> bool:
    """Say whether a term ends later than it did; None: no end."""
    return (last or date.max) > (before or date.max)


@dataclass(frozen=True)
class GivenPassword:
    """A password that an account got from somebody else: with a reset, or when it was made."""

    pengguna_id: int
    oleh_id: int
    pada: datetime


def who_may_sit_at(user_id: int, given: Iterable[GivenPassword], since: datetime) -> set[int]:
    """Return the accounts whose owners may be sitting at an account: its own, who gave it its password since then, and
    so on from each of these."""
    found, waiting, known = {user_id}, [user_id], [row for row in given if row.pada > since]
    while waiting:
        current = waiting.pop()
        new = {row.oleh_id for row in known if row.pengguna_id == current} - found
        found |= new
        waiting += new
    return found


def deciders(peran: Peran) -> tuple[Peran, ...]:
    """Return the roles whose holders grant this one."""
    return tuple(role for role in GUARDED_ROLES if role != peran)


def deciders_in_words(peran: Peran) -> str:
    words = [role.label if role != Peran.ADMINISTRATOR else "administrator lain" for role in deciders(peran)]
    return " atau ".join(words)


@dataclass(frozen=True)
class DecisionFacts:
    """Who is about to grant a role: the roles that he holds in its office today, and what makes him no second person.

    `satu_tangan`: one and the same person may be sitting at his account and at that of the proposer, or who gets it is.
    """

    peran: Peran
    dipegang: frozenset[Peran]
    pengusul: bool = False
    penerima: bool = False
    satu_tangan: bool = False


def find_in_decision(facts: DecisionFacts) -> Halangan | None:
    """Return why somebody may not be the second person for a proposal, None when he may."""
    if facts.pengusul:
        return Halangan("pengusul", "Usulan Anda sendiri harus disetujui orang lain. Anda dapat membatalkannya.")
    if facts.penerima:
        return Halangan("penerima", "Peran untuk Anda sendiri harus disetujui orang lain.")
    if not facts.dipegang & set(deciders(facts.peran)):
        return Halangan(
            "bukan_pemutus",
            f"Peran {facts.peran.label} harus disetujui oleh {deciders_in_words(facts.peran)} kantor ini.",
        )
    if facts.satu_tangan:
        return Halangan(
            "satu_tangan",
            f"Kata sandi akun Anda atau akun pengusulnya dibuat atau diatur ulang orang lain dalam {WAITS.days} hari "
            "sebelum usulan ini atau sesudahnya, sehingga keduanya dapat dipakai satu orang. Usulan ini harus "
            "disetujui orang lain. Bila tidak ada, pengelola server mengisinya dengan perintah grant_role.",
        )
    return None
