"""The way of a submission as data: states, transitions, who may. Pure; `services.pengajuan` performs it."""

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
