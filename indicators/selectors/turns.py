"""What waits for a user, one after the other: submissions to check or to validate, quarters to approve."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from indicators.models import Pengajuan, Pengguna, Triwulan
from indicators.selectors.pengajuan import list_waiting
from indicators.selectors.summary import list_ready_quarters

# A quarter comes after its units: no path of a unit begins with it.
AFTER_ALL_UNITS = "~"


@dataclass(frozen=True)
class Stop:
    """What waits for the user: a submission, or, without one, the quarter itself."""

    triwulan: Triwulan
    pengajuan: Pengajuan | None = None

    @property
    def nama(self) -> str:
        return str(self.pengajuan) if self.pengajuan is not None else f"Pengesahan {self.triwulan}"


def list_stops(user: Pengguna) -> list[Stop]:
    """Return what waits for the user in all of his offices: the oldest deadline first, then in the order of the tree.

    What he typed or handed in himself is left out: somebody else decides on it.
    """
    submissions = [
        Stop(turn.pengajuan.triwulan, turn.pengajuan) for turn in list_waiting(user) if not turn.milik_sendiri
    ]
    return sorted([*submissions, *map(Stop, list_ready_quarters(user))], key=_place)


def others_from(stops: Sequence[Stop], pengajuan: Pengajuan) -> list[Stop]:
    """Return what else waits, beginning with what comes after this submission; at the end it begins anew, so that what
    was passed over comes again."""
    here = _place(Stop(pengajuan.triwulan, pengajuan))
    others = [stop for stop in stops if stop.pengajuan is None or stop.pengajuan.pk != pengajuan.pk]
    return [stop for stop in others if _place(stop) > here] + [stop for stop in others if _place(stop) <= here]


def _place(stop: Stop) -> tuple[Any, ...]:
    quarter = stop.triwulan
    jadwal = getattr(quarter, "jadwal", None)
    due = date.max if jadwal is None else jadwal.tenggat
    path = AFTER_ALL_UNITS if stop.pengajuan is None else stop.pengajuan.unit.path
    return due, quarter.tahun, quarter.triwulan, quarter.opd_id, path
