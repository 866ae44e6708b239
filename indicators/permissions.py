"""Roles, permission codes and the question "may he?"; pure, no database.

A role is code, not a row: what a Sekretaris may do is the same in every office. `Kewenangan` is what one user holds
today; selectors build it from his Penugasan, and services ask it before every write. `is_superuser` counts for nothing.
"""

from dataclasses import dataclass
from enum import StrEnum

from sakip.labelled import Labelled


class Peran(Labelled):
    STAF = "staf", "Staf pengisi data"
    KEPALA_UNIT = "kepala_unit", "Kepala unit"
    SEKRETARIS = "sekretaris", "Sekretaris"
    KEPALA_DINAS = "kepala_dinas", "Kepala Dinas"
    PERENCANA = "perencana", "Perencana"
    PEMBACA = "pembaca", "Pembaca"
    ADMINISTRATOR = "administrator", "Administrator"


class Izin(StrEnum):
    """What may be done. Unit permissions are asked with the unit's path, office permissions without."""

    LIHAT_UNIT = "lihat_unit"  # a unit's drafts and figures
    ISI_REALISASI = "isi_realisasi"
    AJUKAN = "ajukan"
    PERIKSA = "periksa"
    LIHAT_SEMUA_UNIT = "lihat_semua_unit"  # drafts of every unit, completeness board
    VALIDASI = "validasi"
    BUKA_KEMBALI_UNIT = "buka_kembali_unit"
    SAHKAN = "sahkan"
    BUKA_KEMBALI_TRIWULAN = "buka_kembali_triwulan"
    KELOLA_JADWAL = "kelola_jadwal"
    KELOLA_KEWAJARAN = "kelola_kewajaran"  # what the plausibility rules do: who validates by them sets them
    LIHAT_TERVALIDASI = "lihat_tervalidasi"  # validated figures and issued documents
    LIHAT_RENCANA = "lihat_rencana"
    KELOLA_RENCANA = "kelola_rencana"
    TETAPKAN_PK = "tetapkan_pk"
    SUSUN_LAPORAN = "susun_laporan"  # narrative, number, place, date, preview, final
    TANDA_TANGANI = "tanda_tangani"
    LIHAT_JEJAK = "lihat_jejak"
    KELOLA_PENGGUNA = "kelola_pengguna"
    KELOLA_KANTOR = "kelola_kantor"  # office, units, officials, settings
    PUTUSKAN_PERAN = "putuskan_peran"  # be the second person who grants a role of `GUARDED_ROLES`


UNIT_IZIN = frozenset({Izin.LIHAT_UNIT, Izin.ISI_REALISASI, Izin.AJUKAN, Izin.PERIKSA})

GRANTS: dict[Peran, frozenset[Izin]] = {
    Peran.STAF: frozenset({Izin.LIHAT_UNIT, Izin.ISI_REALISASI, Izin.AJUKAN, Izin.LIHAT_TERVALIDASI}),
    Peran.KEPALA_UNIT: frozenset(
        {Izin.LIHAT_UNIT, Izin.ISI_REALISASI, Izin.AJUKAN, Izin.PERIKSA, Izin.LIHAT_TERVALIDASI}
    ),
    Peran.SEKRETARIS: frozenset(
        {
            Izin.LIHAT_UNIT,
            Izin.LIHAT_SEMUA_UNIT,
            Izin.VALIDASI,
            Izin.BUKA_KEMBALI_UNIT,
            Izin.KELOLA_JADWAL,
            Izin.KELOLA_KEWAJARAN,
            Izin.LIHAT_TERVALIDASI,
            Izin.LIHAT_RENCANA,
            Izin.SUSUN_LAPORAN,
            Izin.LIHAT_JEJAK,
            Izin.PUTUSKAN_PERAN,
        }
    ),
    Peran.KEPALA_DINAS: frozenset(
        {
            Izin.LIHAT_UNIT,
            Izin.LIHAT_SEMUA_UNIT,
            Izin.SAHKAN,
            Izin.BUKA_KEMBALI_TRIWULAN,
            Izin.LIHAT_TERVALIDASI,
            Izin.LIHAT_RENCANA,
            Izin.SUSUN_LAPORAN,
            Izin.TANDA_TANGANI,
            Izin.LIHAT_JEJAK,
            Izin.PUTUSKAN_PERAN,
        }
    ),
    Peran.PERENCANA: frozenset(
        {
            Izin.LIHAT_RENCANA,
            Izin.KELOLA_RENCANA,
            Izin.TETAPKAN_PK,
            Izin.LIHAT_UNIT,
            Izin.LIHAT_SEMUA_UNIT,
            Izin.LIHAT_TERVALIDASI,
            Izin.SUSUN_LAPORAN,
        }
    ),
    Peran.PEMBACA: frozenset({Izin.LIHAT_TERVALIDASI}),
    Peran.ADMINISTRATOR: frozenset({Izin.KELOLA_PENGGUNA, Izin.KELOLA_KANTOR, Izin.LIHAT_JEJAK, Izin.PUTUSKAN_PERAN}),
}

# Roles that nobody gives alone once their office is founded, see `rules.peran`.
GUARDED_ROLES = (Peran.SEKRETARIS, Peran.KEPALA_DINAS, Peran.ADMINISTRATOR)
# An office is founded from the day on which each of these has begun once, held still or not.
FOUNDING_ROLES = (Peran.SEKRETARIS, Peran.KEPALA_DINAS)

# Roles whose unit permissions reach below their own unit, and those that reach the whole office.
SUBTREE_ROLES = frozenset({Peran.KEPALA_UNIT})
OFFICE_ROLES = frozenset(Peran) - {Peran.STAF, Peran.KEPALA_UNIT}
# A head sees and checks below his unit, but enters and hands in only for his own.
OWN_UNIT_ONLY = frozenset({Izin.ISI_REALISASI, Izin.AJUKAN})


@dataclass(frozen=True)
class Assignment:
    """One assignment in force: a role in a unit of an office."""

    peran: Peran
    opd_id: int
    unit_id: int
    unit_path: str


@dataclass(frozen=True)
class Kewenangan:
    """What one user holds today."""

    user_id: int | None
    nama: str
    tugas: tuple[Assignment, ...] = ()

    def may(self, izin: Izin, *, opd_id: int, unit_path: str | None = None) -> bool:
        """Say whether `izin` is held in the office, for a unit permission: at the unit with that path.

        A unit permission asked without a path is true when it is held at any unit of the office.
        """
        return any(self._grants(tugas, izin, unit_path) for tugas in self.tugas if tugas.opd_id == opd_id)

    @staticmethod
    def _grants(tugas: Assignment, izin: Izin, unit_path: str | None) -> bool:
        if izin not in GRANTS[tugas.peran]:
            return False
        if izin not in UNIT_IZIN or unit_path is None or tugas.peran in OFFICE_ROLES:
            return True
        if tugas.peran in SUBTREE_ROLES and izin not in OWN_UNIT_ONLY:
            return unit_path.startswith(tugas.unit_path)
        return unit_path == tugas.unit_path

    def may_anywhere(self, izin: Izin) -> bool:
        return any(izin in GRANTS[tugas.peran] for tugas in self.tugas)

    def opd_ids(self, izin: Izin | None = None) -> frozenset[int]:
        return frozenset(tugas.opd_id for tugas in self.tugas if izin is None or izin in GRANTS[tugas.peran])

    def units_of(self, izin: Izin) -> tuple[Assignment, ...]:
        return tuple(tugas for tugas in self.tugas if izin in GRANTS[tugas.peran])

    def heads(self, unit_id: int) -> bool:
        return any(tugas.peran == Peran.KEPALA_UNIT and tugas.unit_id == unit_id for tugas in self.tugas)

    def peran(self) -> frozenset[Peran]:
        return frozenset(tugas.peran for tugas in self.tugas)

    def peran_in(self, opd_id: int) -> frozenset[Peran]:
        return frozenset(tugas.peran for tugas in self.tugas if tugas.opd_id == opd_id)
