"""The way of a submission as data: states, transitions, who may. Pure; `services.pengajuan` performs it."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from indicators.permissions import Izin


class StatusPengajuan(StrEnum):
    """Where a unit's submission stands. DIAJUKAN and DIPERIKSA wait for the head of the station's unit, or, when
    the station is empty, for the Sekretaris."""

    DRAF = "draf"
    DIAJUKAN = "diajukan"
    DIPERIKSA = "diperiksa"
    DIVALIDASI = "divalidasi"
    DISAHKAN = "disahkan"
    DIKEMBALIKAN = "dikembalikan"

    @property
    def label(self) -> str:
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    StatusPengajuan.DRAF: "Draf",
    StatusPengajuan.DIAJUKAN: "Diajukan",
    StatusPengajuan.DIPERIKSA: "Diperiksa",
    StatusPengajuan.DIVALIDASI: "Divalidasi",
    StatusPengajuan.DISAHKAN: "Disahkan",
    StatusPengajuan.DIKEMBALIKAN: "Dikembalikan",
}


class StatusTriwulan(StrEnum):
    TERBUKA = "terbuka"
    DISAHKAN = "disahkan"
    DIBUKA_KEMBALI = "dibuka_kembali"

    @property
    def label(self) -> str:
        return {"terbuka": "Terbuka", "disahkan": "Disahkan", "dibuka_kembali": "Dibuka kembali"}[self.value]


class Tindakan(StrEnum):
    """What is done to a submission; the value stands in the events and the audit rows."""

    AJUKAN = "ajukan"
    PERIKSA = "periksa"
    VALIDASI = "validasi"
    SAHKAN = "sahkan"
    KEMBALIKAN = "kembalikan"
    BUKA_KEMBALI = "buka_kembali"
    BUKA_PENGESAHAN = "buka_pengesahan"

    @property
    def label(self) -> str:
        return {
            "ajukan": "Diajukan",
            "periksa": "Diperiksa",
            "validasi": "Divalidasi",
            "sahkan": "Disahkan",
            "kembalikan": "Dikembalikan",
            "buka_kembali": "Dibuka kembali",
            "buka_pengesahan": "Pengesahan dibuka kembali",
        }[self.value]


@dataclass(frozen=True)
class Transition:
    """One row of the table. `izin` is any-of; `reason` tells that a reason is required."""

    tindakan: Tindakan
    sources: frozenset[StatusPengajuan]
    target: StatusPengajuan
    izin: tuple[Izin, ...]
    reason: bool = False


S = StatusPengajuan
EDITABLE = frozenset({S.DRAF, S.DIKEMBALIKAN})
IN_REVIEW = frozenset({S.DIAJUKAN, S.DIPERIKSA})

TRANSITIONS: dict[Tindakan, Transition] = {
    row.tindakan: row
    for row in (
        Transition(Tindakan.AJUKAN, EDITABLE, S.DIAJUKAN, (Izin.AJUKAN,)),
        Transition(Tindakan.PERIKSA, IN_REVIEW, S.DIPERIKSA, (Izin.PERIKSA,)),
        Transition(Tindakan.VALIDASI, IN_REVIEW, S.DIVALIDASI, (Izin.VALIDASI,)),
        Transition(Tindakan.SAHKAN, frozenset({S.DIVALIDASI}), S.DISAHKAN, (Izin.SAHKAN,)),
        Transition(Tindakan.KEMBALIKAN, IN_REVIEW, S.DIKEMBALIKAN, (Izin.PERIKSA, Izin.VALIDASI), reason=True),
        Transition(
            Tindakan.BUKA_KEMBALI, frozenset({S.DIVALIDASI}), S.DIKEMBALIKAN, (Izin.BUKA_KEMBALI_UNIT,), reason=True
        ),
        Transition(
            Tindakan.BUKA_PENGESAHAN, frozenset({S.DISAHKAN}), S.DIVALIDASI, (Izin.BUKA_KEMBALI_TRIWULAN,), reason=True
        ),
    )
}


def stations(
    path_ids: Sequence[int],
    heads: Mapping[int, AbstractSet[int]],
    *,
    submitter_id: int | None,
    start: int | None = None,
) -> list[int]:
    """Return the units whose heads still have to check, nearest first; empty: the Sekretaris comes next.

    `path_ids` are the ids from the root down to the submitting unit; the root itself never checks. `heads` are the
    accounts that head each unit today. `start` is the station where the submission stands (None: not handed in yet).
    A unit without a head, or whose only head is who handed it in, is passed by: nobody checks his own data, and no
    data waits for nobody. A station that a change of the tree took off the path means that all have to check again.
    """
    upwards = list(reversed(path_ids[1:]))
    if start in upwards:
        upwards = upwards[upwards.index(start) :]
    return [unit_id for unit_id in upwards if heads.get(unit_id, frozenset()) - {submitter_id}]
