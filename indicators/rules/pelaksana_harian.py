"""A head names a deputy (Plh.) for his own station: whom, and for how long."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from indicators.permissions import Peran
from indicators.rules.kelengkapan import Halangan

# A Plh. is for days; for longer an administrator gives the role.
LONGEST_TERM = 31
# Who of the office's accounts works with its numbers: not readers from outside, nor who only keeps accounts.
WORKING_ROLES = (Peran.STAF, Peran.KEPALA_UNIT, Peran.PERENCANA, Peran.SEKRETARIS)


@dataclass(frozen=True, kw_only=True)
class DeputyFacts:
    """A term that is about to be given. `bekerja`: the deputy works with the office's numbers today, `kepala`: he heads
    the unit himself. `bertumpuk` names the deputy whose term lies over it, "" for none; `akhir_tugas` is the last day
    of the head's own assignment."""

    hari_ini: date
    mulai: date
    sampai: date
    diri_sendiri: bool = False
    bekerja: bool = True
    kepala: bool = False
    bertumpuk: str = ""
    akhir_tugas: date | None = None


def deputy_is_no_other(fakta: DeputyFacts) -> Halangan | None:
    if not fakta.diri_sendiri:
        return None
    return Halangan("diri_sendiri", "Pilih orang lain sebagai pelaksana harian Anda.", "pengguna")


def deputy_from_outside(fakta: DeputyFacts) -> Halangan | None:
    if fakta.bekerja:
        return None
    return Halangan(
        "bukan_pegawai",
        "Pilih akun aktif di kantor ini yang bertugas sebagai staf, kepala unit, perencana, atau Sekretaris.",
        "pengguna",
    )


def deputy_heads_already(fakta: DeputyFacts) -> Halangan | None:
    if not fakta.kepala:
        return None
    return Halangan("sudah_kepala", "Orang ini sudah menjadi kepala unit itu. Pilih orang lain.", "pengguna")


def begins_in_the_past(fakta: DeputyFacts) -> Halangan | None:
    if fakta.mulai >= fakta.hari_ini:
        return None
    return Halangan("mundur", "Pelaksana harian tidak berlaku mundur. Mulai hari ini atau sesudahnya.", "mulai")


def ends_before_it_begins(fakta: DeputyFacts) -> Halangan | None:
    if fakta.sampai >= fakta.mulai:
        return None
    return Halangan("terbalik", "Tanggal akhir tidak boleh sebelum tanggal mulai.", "sampai")


def term_too_long(fakta: DeputyFacts) -> Halangan | None:
    if (fakta.sampai - fakta.mulai).days < LONGEST_TERM:
        return None
    return Halangan(
        "terlalu_lama",
        f"Pelaksana harian ditunjuk untuk paling lama {LONGEST_TERM} hari. Untuk lebih lama, minta administrator "
        "mencatat penugasan kepala unit.",
        "sampai",
    )


def outlasts_the_head(fakta: DeputyFacts) -> Halangan | None:
    if fakta.akhir_tugas is None or fakta.sampai <= fakta.akhir_tugas:
        return None
    return Halangan(
        "melewati_tugas", "Penugasan Anda sendiri berakhir sebelum tanggal itu. Pilih akhir lebih awal.", "sampai"
    )


def another_deputy_then(fakta: DeputyFacts) -> Halangan | None:
    if not fakta.bertumpuk:
        return None
    return Halangan(
        "bertumpuk",
        f"Pada tanggal itu {fakta.bertumpuk} sudah menjadi pelaksana harian. Akhiri dahulu, atau pilih tanggal lain.",
        "mulai",
    )


RULES: tuple[Callable[[DeputyFacts], Halangan | None], ...] = (
    deputy_is_no_other,
    deputy_from_outside,
    deputy_heads_already,
    begins_in_the_past,
    ends_before_it_begins,
    term_too_long,
    outlasts_the_head,
    another_deputy_then,
)


def find_in_deputy(fakta: DeputyFacts) -> Halangan | None:
    """Return why a term is not given, None when it may be."""
    return next((found for rule in RULES if (found := rule(fakta)) is not None), None)
