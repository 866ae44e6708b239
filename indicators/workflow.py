"""The way of a submission as data: states, transitions, who may. Pure; `services.pengajuan` performs it."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from indicators.permissions import Izin
from sakip.labelled import Labelled


class StatusPengajuan(Labelled):
    """Where a unit's submission stands. DIAJUKAN and DIPERIKSA wait for the head of the station's unit, or, when
    the station is empty, for the Sekretaris."""

    DRAF = "draf", "Draf"
    DIAJUKAN = "diajukan", "Diajukan"
    DIPERIKSA = "diperiksa", "Diperiksa"
    DIVALIDASI = "divalidasi", "Divalidasi"
    DISAHKAN = "disahkan", "Disahkan"
    DIKEMBALIKAN = "dikembalikan", "Dikembalikan"


class StatusTriwulan(Labelled):
    """DITANGGUHKAN: an earlier quarter of the year was opened again; the numbers stay locked until it is approved
    once more."""

    TERBUKA = "terbuka", "Terbuka"
    DISAHKAN = "disahkan", "Disahkan"
    DIBUKA_KEMBALI = "dibuka_kembali", "Dibuka kembali"
    DITANGGUHKAN = "ditangguhkan", "Pengesahan ditangguhkan"


# The quarters whose numbers nobody changes; `indicators.triggers` holds the database to it.
LOCKED = frozenset({StatusTriwulan.DISAHKAN, StatusTriwulan.DITANGGUHKAN})


class PengajuanAct(Labelled):
    """What is done to a submission; the value stands in the events and the audit rows."""

    AJUKAN = "ajukan", "Diajukan"
    TARIK = "tarik", "Ditarik unit"
    PERIKSA = "periksa", "Diperiksa"
    VALIDASI = "validasi", "Divalidasi"
    SAHKAN = "sahkan", "Disahkan"
    KEMBALIKAN = "kembalikan", "Dikembalikan"
    BUKA_KEMBALI = "buka_kembali", "Dibuka kembali"
    BUKA_PENGESAHAN = "buka_pengesahan", "Pengesahan dibuka kembali"
    TANGGUHKAN = "tangguhkan", "Pengesahan ditangguhkan"
    TOLAK_PENGESAHAN = "tolak_pengesahan", "Dikembalikan Kepala Dinas"


@dataclass(frozen=True)
class Transition:
    """One row of the table. `izin` is any-of; `reason` tells that a reason is required. `back_to`: where it leads in
    place of `target` when that is what the submission was before."""

    tindakan: PengajuanAct
    sources: frozenset[StatusPengajuan]
    target: StatusPengajuan
    izin: tuple[Izin, ...]
    reason: bool = False
    back_to: StatusPengajuan | None = None


S = StatusPengajuan
EDITABLE = frozenset({S.DRAF, S.DIKEMBALIKAN})
IN_REVIEW = frozenset({S.DIAJUKAN, S.DIPERIKSA})

TRANSITIONS: dict[PengajuanAct, Transition] = {
    row.tindakan: row
    for row in (
        Transition(PengajuanAct.AJUKAN, EDITABLE, S.DIAJUKAN, (Izin.AJUKAN,)),
        # Only what nobody has checked; what a return had opened is returned again.
        Transition(PengajuanAct.TARIK, frozenset({S.DIAJUKAN}), S.DRAF, (Izin.AJUKAN,), back_to=S.DIKEMBALIKAN),
        Transition(PengajuanAct.PERIKSA, IN_REVIEW, S.DIPERIKSA, (Izin.PERIKSA,)),
        # The Kepala Dinas validates only what every Sekretaris typed or handed in himself (`validators`).
        Transition(PengajuanAct.VALIDASI, IN_REVIEW, S.DIVALIDASI, (Izin.VALIDASI, Izin.SAHKAN)),
        Transition(PengajuanAct.SAHKAN, frozenset({S.DIVALIDASI}), S.DISAHKAN, (Izin.SAHKAN,)),
        Transition(PengajuanAct.KEMBALIKAN, IN_REVIEW, S.DIKEMBALIKAN, (Izin.PERIKSA, Izin.VALIDASI), reason=True),
        Transition(
            PengajuanAct.BUKA_KEMBALI, frozenset({S.DIVALIDASI}), S.DIKEMBALIKAN, (Izin.BUKA_KEMBALI_UNIT,), reason=True
        ),
        Transition(
            PengajuanAct.TOLAK_PENGESAHAN, frozenset({S.DIVALIDASI}), S.DIKEMBALIKAN, (Izin.SAHKAN,), reason=True
        ),
        Transition(
            PengajuanAct.TANGGUHKAN, frozenset({S.DISAHKAN}), S.DIVALIDASI, (Izin.BUKA_KEMBALI_TRIWULAN,), reason=True
        ),
        Transition(
            PengajuanAct.BUKA_PENGESAHAN,
            frozenset({S.DISAHKAN}),
            S.DIVALIDASI,
            (Izin.BUKA_KEMBALI_TRIWULAN,),
            reason=True,
        ),
    )
}

# What opens rows to the unit again, with a reason for each.
RETURNS = frozenset(row.tindakan for row in TRANSITIONS.values() if row.target is S.DIKEMBALIKAN)


def stations(
    path_ids: Sequence[int],
    heads: Mapping[int, AbstractSet[int]],
    *,
    own: AbstractSet[int],
    start: int | None = None,
) -> list[int]:
    """Return the units whose heads still have to check, nearest first; empty: the Sekretaris comes next.

    `path_ids` are the ids from the root down to the submitting unit; the root itself never checks. `heads` are the
    accounts that head each unit today, `own` those whose numbers these are: who typed them and who handed them in.
    `start` is the station where the submission stands (None: not handed in yet). A unit without a head, or whose heads
    all typed or handed in, is passed by: nobody checks his own numbers, and no data waits for nobody. A station that a
    change of the tree took off the path means that all have to check again.
    """
    upwards = list(reversed(path_ids[1:]))
    if start in upwards:
        upwards = upwards[upwards.index(start) :]
    return [unit_id for unit_id in upwards if heads.get(unit_id, frozenset()) - own]


def validators(
    sekretaris: AbstractSet[int], kepala_dinas: AbstractSet[int], *, own: AbstractSet[int]
) -> frozenset[int]:
    """Return who may validate numbers that are `own` to those accounts: the Sekretaris; where he typed or handed in
    himself, the Kepala Dinas. Empty: somebody has to be appointed. No Sekretaris at all is no reason to skip one."""
    eligible = sekretaris - own
    if eligible or not sekretaris:
        return frozenset(eligible)
    return frozenset(kepala_dinas - own)
