"""Who holds what, written by hand: a change of the grants must be meant."""

import pytest

from indicators.permissions import GRANTS, Assignment, Izin, Kewenangan, Peran

# Columns: staf, kepala_unit, sekretaris, kepala_dinas, perencana, pembaca, administrator.
MATRIX = """
lihat_unit             x x x x x . .
isi_realisasi          x x . . . . .
ajukan                 x x . . . . .
periksa                . x . . . . .
lihat_semua_unit       . . x x x . .
validasi               . . x . . . .
buka_kembali_unit      . . x . . . .
sahkan                 . . . x . . .
buka_kembali_triwulan  . . . x . . .
kelola_jadwal          . . x . . . .
kelola_kewajaran       . . x . . . .
lihat_tervalidasi      x x x x x x .
lihat_rencana          . . x x x . .
kelola_rencana         . . . . x . .
tetapkan_pk            . . . . x . .
susun_laporan          . . x x x . .
tanda_tangani          . . . x . . .
lihat_jejak            . . x x . . x
kelola_pengguna        . . . . . . x
kelola_kantor          . . . . . . x
putuskan_peran         . . x x . . x
"""
ROWS = [line.split() for line in MATRIX.strip().splitlines()]


def test_the_matrix_names_every_permission_and_role() -> None:
    assert [row[0] for row in ROWS] == [izin.value for izin in Izin]
    assert all(len(row) == 1 + len(Peran) for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_grants(row: list[str]) -> None:
    assert {peran.value for peran in Peran if Izin(row[0]) in GRANTS[peran]} == {
        peran.value for peran, mark in zip(Peran, row[1:], strict=True) if mark == "x"
    }


def holder(*tugas: Assignment) -> Kewenangan:
    return Kewenangan(user_id=1, nama="Uji", tugas=tugas)


BIDANG, SEKSI, LAIN = "000001/000002/", "000001/000002/000003/", "000001/000004/"


@pytest.mark.parametrize(
    ("peran", "izin", "path", "expected"),
    [
        (Peran.STAF, Izin.ISI_REALISASI, BIDANG, True),
        (Peran.STAF, Izin.LIHAT_UNIT, SEKSI, False),
        (Peran.STAF, Izin.ISI_REALISASI, LAIN, False),
        (Peran.KEPALA_UNIT, Izin.LIHAT_UNIT, SEKSI, True),
        (Peran.KEPALA_UNIT, Izin.PERIKSA, SEKSI, True),
        (Peran.KEPALA_UNIT, Izin.ISI_REALISASI, BIDANG, True),
        (Peran.KEPALA_UNIT, Izin.ISI_REALISASI, SEKSI, False),
        (Peran.KEPALA_UNIT, Izin.AJUKAN, SEKSI, False),
        (Peran.KEPALA_UNIT, Izin.PERIKSA, LAIN, False),
        (Peran.KEPALA_UNIT, Izin.LIHAT_UNIT, "000001/0000022/", False),
        (Peran.SEKRETARIS, Izin.LIHAT_UNIT, LAIN, True),
        (Peran.SEKRETARIS, Izin.PERIKSA, LAIN, False),
        (Peran.KEPALA_DINAS, Izin.LIHAT_UNIT, LAIN, True),
        (Peran.PEMBACA, Izin.LIHAT_UNIT, BIDANG, False),
        (Peran.ADMINISTRATOR, Izin.LIHAT_UNIT, BIDANG, False),
    ],
)
def test_may_at_a_unit(peran: Peran, izin: Izin, path: str, expected: bool) -> None:
    assert holder(Assignment(peran, 7, 2, BIDANG)).may(izin, opd_id=7, unit_path=path) is expected


@pytest.mark.parametrize("peran", list(Peran))
def test_no_role_reaches_into_another_office(peran: Peran) -> None:
    kewenangan = holder(Assignment(peran, 7, 2, BIDANG))
    assert not any(kewenangan.may(izin, opd_id=8, unit_path=BIDANG) for izin in Izin)
    assert not any(kewenangan.may(izin, opd_id=8) for izin in Izin)


def test_without_an_assignment_nothing() -> None:
    assert not any(holder().may_anywhere(izin) for izin in Izin)


def test_heads_only_the_unit_itself() -> None:
    kewenangan = holder(Assignment(Peran.KEPALA_UNIT, 7, 2, BIDANG), Assignment(Peran.STAF, 7, 3, SEKSI))
    assert (kewenangan.heads(2), kewenangan.heads(3)) == (True, False)
