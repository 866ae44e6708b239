"""The table of transitions and the stations, held against tables written by hand."""

import pytest

from indicators.permissions import Izin
from indicators.workflow import RETURNS, TRANSITIONS, PengajuanAct, StatusPengajuan, stations, validators


def test_the_table_of_transitions() -> None:
    found = {
        row.tindakan.value: (
            sorted(status.value for status in row.sources),
            row.target.value,
            [izin.value for izin in row.izin],
            row.reason,
        )
        for row in TRANSITIONS.values()
    }
    assert found == {
        "ajukan": (["dikembalikan", "draf"], "diajukan", ["ajukan"], False),
        "tarik": (["diajukan"], "draf", ["ajukan"], False),
        "periksa": (["diajukan", "diperiksa"], "diperiksa", ["periksa"], False),
        "validasi": (["diajukan", "diperiksa"], "divalidasi", ["validasi", "sahkan"], False),
        "sahkan": (["divalidasi"], "disahkan", ["sahkan"], False),
        "kembalikan": (["diajukan", "diperiksa"], "dikembalikan", ["periksa", "validasi"], True),
        "buka_kembali": (["divalidasi"], "dikembalikan", ["buka_kembali_unit"], True),
        "tolak_pengesahan": (["divalidasi"], "dikembalikan", ["sahkan"], True),
        "tangguhkan": (["disahkan"], "divalidasi", ["buka_kembali_triwulan"], True),
        "buka_pengesahan": (["disahkan"], "divalidasi", ["buka_kembali_triwulan"], True),
    }


def test_what_was_returned_is_taken_back_to_returned_and_nothing_else_leads_two_ways() -> None:
    found = {row.tindakan: row.back_to for row in TRANSITIONS.values() if row.back_to is not None}
    assert found == {PengajuanAct.TARIK: StatusPengajuan.DIKEMBALIKAN}
    assert {act.value for act in RETURNS} == {"kembalikan", "buka_kembali", "tolak_pengesahan"}


def test_every_act_and_state_has_a_label_and_a_row() -> None:
    assert set(TRANSITIONS) == set(PengajuanAct)
    assert all(tindakan.label for tindakan in PengajuanAct)
    assert all(status.label for status in StatusPengajuan)
    assert all(isinstance(izin, Izin) for row in TRANSITIONS.values() for izin in row.izin)


# Ids from the root: 1 Dinas, 2 Sekretariat, 3 Subbag, 4 Pelaksana.
PATH = [1, 2, 3, 4]
HEADS = {1: {100}, 2: {20}, 3: {30}, 4: {40}}


@pytest.mark.parametrize(
    ("path", "heads", "own", "start", "expected"),
    [
        (PATH, HEADS, {9}, None, [4, 3, 2]),  # every head up the tree, never the root
        (PATH, HEADS, {40}, None, [3, 2]),  # a head hands in: the next station checks
        (PATH, HEADS, {30}, None, [4, 2]),  # a head higher up handed in: his station is passed by
        (PATH, HEADS, {9, 40, 30}, None, [2]),  # two heads typed: neither station checks
        (PATH, {4: {40, 41}}, {40}, None, [4]),  # a second head beside the submitter checks
        (PATH, {2: {20}}, {9}, None, [2]),  # units without a head are passed by
        (PATH, {}, {9}, None, []),  # nobody: the Sekretaris
        (PATH, HEADS, {9}, 3, [3, 2]),  # from the station where it stands
        (PATH, {2: {20}}, {9}, 3, [2]),  # its station lost the head
        (PATH, HEADS, {9}, 77, [4, 3, 2]),  # its station left the path: all check again
        ([1], HEADS, {9}, None, []),  # the Dinas itself owns rows
    ],
)
def test_stations(
    path: list[int], heads: dict[int, set[int]], own: set[int], start: int | None, expected: list[int]
) -> None:
    assert stations(path, heads, own=own, start=start) == expected


@pytest.mark.parametrize(
    ("sekretaris", "kepala_dinas", "own", "expected"),
    [
        ({1}, {2}, {9}, {1}),  # the Sekretaris validates
        ({1}, {2}, {1}, {2}),  # he typed it: the Kepala Dinas
        ({1, 3}, {2}, {1}, {3}),  # another Sekretaris (Plh.) comes before the Kepala Dinas
        ({1}, {2}, {1, 2}, set()),  # both typed: somebody has to be appointed
        ({1}, {1}, {9}, {1}),  # one person holds both
        (set(), {2}, {9}, set()),  # an office without a Sekretaris appoints one
    ],
)
def test_validators(sekretaris: set[int], kepala_dinas: set[int], own: set[int], expected: set[int]) -> None:
    assert validators(sekretaris, kepala_dinas, own=own) == expected
