"""What a unit head reads: the submissions of his unit and below, his turn first."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.models import Pengajuan, Pengguna, PerangkatDaerah, VersiPengajuan
from indicators.permissions import Izin
from indicators.selectors.kewenangan import get_kewenangan, list_units
from indicators.selectors.pengajuan import TURN_ORDER, WaitingActs, list_pengajuan, waits_for, with_rows
from indicators.selectors.summary import describe_turn
from indicators.workflow import IN_REVIEW, LOCKED, StatusPengajuan


@dataclass(frozen=True)
class CheckListRow:
    """One submission in the head's list. `milik_sendiri`: he typed or handed it in himself and may only return it."""

    pengajuan: Pengajuan
    giliran_saya: bool
    menunggu: str
    versi: VersiPengajuan | None
    milik_sendiri: bool = False


@dataclass(frozen=True)
class CheckList:
    menunggu: list[CheckListRow]
    lainnya: list[CheckListRow]


def list_for_head(user: Pengguna, offices: Sequence[PerangkatDaerah]) -> CheckList:
    """Return these offices' submissions of quarters that are not approved yet, the oldest first; constant queries."""
    kewenangan = get_kewenangan(user)
    rows = list(
        with_rows(list_pengajuan(user))
        .filter(unit__in=list_units(user, Izin.PERIKSA), unit__opd__in=offices)
        .exclude(triwulan__status__in=LOCKED)
        .order_by(*TURN_ORDER)
    )
    antrean = WaitingActs(rows)
    latest = {
        version.pengajuan_id: version
        for version in VersiPengajuan.objects.filter(pengajuan__in=[row.pk for row in rows])
        .defer("isi")
        .order_by("nomor")
    }
    found = [
        CheckListRow(
            row,
            StatusPengajuan(row.status) in IN_REVIEW and waits_for(kewenangan, row, antrean) and _heads(row, antrean),
            describe_turn(row, antrean),
            latest.get(row.pk),
            user.pk in antrean.own_ids(row),
        )
        for row in rows
    ]
    return CheckList([row for row in found if row.giliran_saya], [row for row in found if not row.giliran_saya])


def _heads(pengajuan: Pengajuan, antrean: WaitingActs) -> bool:
    """A head's turn only: what waits for the Sekretaris stands on his own board."""
    return bool(antrean.left(pengajuan))
