"""Who handed in when, and who is late: for the unit's own pages and for the board."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from indicators.models import Pengajuan
from indicators.rules.tenggat import Keterlambatan, find_lateness
from indicators.selectors.kewenangan import today_in
from indicators.selectors.pengajuan import list_kept_versions

HandIns = dict[int, list[tuple[datetime, str]]]


def list_hand_ins(submissions: Iterable[Pengajuan]) -> HandIns:
    """Return when and by whom each submission was handed in, the first time first; what the unit took back does not
    count. One query."""
    found: defaultdict[int, list[tuple[datetime, str]]] = defaultdict(list)
    versions = list_kept_versions().filter(pengajuan__in=[row.pk for row in submissions])
    for pk, when, who in versions.values_list("pengajuan_id", "diajukan_pada", "diajukan_oleh"):
        found[pk].append((when, who))
    return found


def lateness_of(pengajuan: Pengajuan, handed_in: HandIns) -> Keterlambatan | None:
    """Return how a submission missed its due date; a quarter that is approved is past blaming."""
    tenggat = due_date(pengajuan)
    if tenggat is None:
        return None
    opd = pengajuan.unit.opd
    first = handed_in.get(pengajuan.pk)
    day = first[0][0].astimezone(ZoneInfo(opd.zona_waktu)).date() if first else None
    return find_lateness(tenggat, handed_in=day, today=today_in(opd))


def due_date(pengajuan: Pengajuan) -> date | None:
    jadwal = getattr(pengajuan.triwulan, "jadwal", None)
    return None if jadwal is None or pengajuan.triwulan.locked else jadwal.tenggat


def list_lateness(submissions: Sequence[Pengajuan]) -> dict[int, Keterlambatan]:
    """Return how each submission missed its due date. One query where any due date has passed, else none."""
    past = [row for row in submissions if (due := due_date(row)) is not None and due < today_in(row.unit.opd)]
    handed_in = list_hand_ins(past) if past else {}
    return {row.pk: found for row in past if (found := lateness_of(row, handed_in)) is not None}
