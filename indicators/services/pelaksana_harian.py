"""A head names a deputy for his own station, for a term, and ends it: without an administrator, in the trail."""

from datetime import date, timedelta

from indicators.acts import Act
from indicators.models import Pengguna, Penugasan, UnitKerja
from indicators.permissions import Peran
from indicators.rules.pelaksana_harian import find_in_deputy
from indicators.selectors.kewenangan import today_in
from indicators.selectors.pelaksana_harian import deputy_facts, find_own_station
from indicators.services.jejak import actor_text, record, state_of, write
from indicators.services.locks import lock_accounts
from indicators.services.pemberitahuan import tell_deputy_ended, tell_deputy_named
from indicators.services.pengguna import cancel_assignment, grant_assignment
from sakip.refusals import NotAllowed, NotFound, NotNow, refuse

NOT_THE_HEAD = "Pelaksana harian ditunjuk dan diakhiri oleh kepala unit itu sendiri."
GONE = "Penunjukan ini tidak ditemukan. Muat ulang halaman."
OVER = "Penunjukan ini sudah berakhir, atau berakhir hari ini juga. Tidak ada yang perlu diakhiri."


@write(Act.TUNJUK_PLH, "unit")
def name_deputy(*, by: Pengguna, unit: UnitKerja, pengguna: Pengguna, mulai: date, sampai: date) -> Penugasan:
    """Let somebody of the office head the unit beside `by`, from a day to a day; he is told by mail.

    Raises NotAllowed (not the unit's own head; a deputy names no deputy), NotValid (whom, or for how long).
    """
    lock_accounts()  # of two namings of one unit the second sees whether the terms overlap
    own = UnitKerja.objects.select_related("opd__pemda").get(pk=unit.pk)
    station = find_own_station(by, own) if by.is_active else None
    if station is None:
        raise NotAllowed(NOT_THE_HEAD)
    if blocked := find_in_deputy(deputy_facts(station, pengguna, mulai, sampai)):
        raise refuse(blocked.bidang, blocked.kalimat)
    row = Penugasan(pengguna=pengguna, unit=own, peran=Peran.KEPALA_UNIT.value, mulai=mulai, sampai=sampai, mewakili=by)
    grant_assignment(by=by, pengusul=None, penugasan=row)
    record(by=by, tindakan=Act.TUNJUK_PLH, objek=row, opd=own.opd, unit=own.nama, sesudah=_told(row))
    tell_deputy_named(row)
    return row


@write(Act.AKHIRI_PLH, "penugasan")
def end_deputy(*, by: Pengguna, penugasan: Penugasan) -> Penugasan:
    """End a deputy's term before its last day: at once, or at the end of today when it began today; one that has not
    begun is taken back; he is told by mail.

    Raises NotAllowed (not the unit's own head), NotNow (it is over), NotFound.
    """
    lock_accounts()
    rows = Penugasan.objects.select_related("unit__opd__pemda", "pengguna", "mewakili")
    stored = rows.filter(pk=penugasan.pk, mewakili__isnull=False).first()
    if stored is None:
        raise NotFound(GONE)
    if not by.is_active or find_own_station(by, stored.unit) is None:
        raise NotAllowed(NOT_THE_HEAD)
    today, before = today_in(stored.unit.opd), _told(stored)
    last = max(stored.mulai, today - timedelta(days=1))
    if stored.sampai is not None and stored.sampai <= last and stored.mulai <= today:
        raise NotNow(OVER)
    record(
        by=by,
        tindakan=Act.AKHIRI_PLH,
        objek=stored,
        opd=stored.unit.opd,
        unit=stored.unit.nama,
        sebelum=before,
        sesudah=None if stored.mulai > today else {**before, "sampai": last.isoformat()},
    )
    tell_deputy_ended(by, stored, None if stored.mulai > today else last)
    if stored.mulai > today:
        cancel_assignment(by=by, penugasan=stored)
        return stored
    stored.sampai = last
    return grant_assignment(by=by, pengusul=None, penugasan=stored)


def _told(row: Penugasan) -> dict[str, object]:
    """Return an assignment for the trail, with the name of whose place is taken."""
    return {**state_of(row), "mewakili": "" if row.mewakili is None else actor_text(row.mewakili)}
