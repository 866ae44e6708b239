"""The second person: granting, refusing and taking back a proposed role; and the command that fills a vacancy.

What two people gave is put in force in the same transaction, and both names stand in the trail (ADR 36).
"""

from datetime import date

from indicators.acts import Act
from indicators.models import Pengguna, Penugasan, StatusUsulan, UnitKerja, UsulanPeran
from indicators.permissions import GUARDED_ROLES, Izin, Peran
from indicators.selectors.kewenangan import list_holders_of
from indicators.selectors.peran import (
    has_second_person,
    is_activation,
    load_given_passwords,
    waiting_since,
    why_not,
)
from indicators.services.access import refusal, require
from indicators.services.jejak import actor_text, record, state_of, write
from indicators.services.locks import lock_accounts
from indicators.services.pemberitahuan import now_in_words, tell, tell_of_role, who
from indicators.services.pengguna import grant_activation, grant_assignment
from indicators.services.usulan_peran import DECIDED, describe, end, stop_asking
from sakip.refusals import NotAllowed, NotFound, NotNow, refuse

LONGEST_REASON = 300
NOT_YOURS = "Usulan dibatalkan oleh pengusulnya sendiri."
NO_LONGER = "Pengusulnya tidak lagi berwenang memberi peran kepada orang ini. Tolak usulan ini."
HELD = (
    "Peran {peran} masih dipegang {nama}, dan ada orang kedua yang dapat menyetujui gantinya: minta administrator "
    "mengusulkannya di halaman Penugasan."
)


@write(Act.SETUJUI_PERAN, "usulan")
def approve(*, by: Pengguna, usulan: UsulanPeran) -> UsulanPeran:
    """Grant a proposed role as the second person: it is in force with this. Raises NotAllowed, NotNow, NotValid,
    ChangedMeanwhile."""
    current = _lock(usulan)
    _require_second(by, current)
    account = current.pengguna
    switched = [f"Akun {account} ({account.username}) diaktifkan dengan ini."] if is_activation(current) else []
    try:
        penugasan = _put_in_force(by, current)
    except NotAllowed:
        raise NotNow(NO_LONGER) from None
    end(by=by, usulan=current, status=StatusUsulan.DISETUJUI, tindakan=Act.SETUJUI_PERAN, penugasan=penugasan)
    _tell_decided(by, current, "disetujui", *switched)
    return current


@write(Act.TOLAK_PERAN, "usulan")
def reject(*, by: Pengguna, usulan: UsulanPeran, alasan: str) -> UsulanPeran:
    """Refuse a proposed role, with a reason. Raises NotAllowed, NotNow, NotValid, ChangedMeanwhile."""
    current = _lock(usulan)
    _require_second(by, current)
    reason = _reason(alasan, "Tulis alasan menolak; pengusulnya membacanya.")
    end(by=by, usulan=current, status=StatusUsulan.DITOLAK, tindakan=Act.TOLAK_PERAN, alasan=reason)
    _tell_decided(by, current, "ditolak", f"Alasan: {reason}")
    return current


@write(Act.BATALKAN_USULAN_PERAN, "usulan")
def cancel(*, by: Pengguna, usulan: UsulanPeran) -> UsulanPeran:
    """Take an own proposal back. Raises NotAllowed, NotNow, ChangedMeanwhile."""
    current = _lock(usulan)
    if by.pk != current.diusulkan_oleh_id or not by.is_active:
        raise NotAllowed(NOT_YOURS)
    _refuse_decided(current)
    end(by=by, usulan=current, status=StatusUsulan.DIBATALKAN, tindakan=Act.BATALKAN_USULAN_PERAN)
    _tell_decided(by, current, "dibatalkan", "Usulan ini tidak perlu diputuskan lagi.")
    return current


@write(Act.ISI_PERAN_KOSONG, "pengguna")
def fill_vacancy(
    *,
    by: None,
    pengguna: Pengguna,
    unit: UnitKerja,
    peran: Peran,
    mulai: date,
    sampai: date | None = None,
    alasan: str,
) -> Penugasan:
    """Give a role with power that nobody holds today, or that no two people could give: by the server's keeper alone,
    with a reason; the holders of the other roles are told. Raises NotNow, NotValid."""
    if by is not None:
        raise refusal(Izin.PUTUSKAN_PERAN)
    reason, opd = _reason(alasan, "Tulis alasannya, misalnya nomor surat keputusannya."), unit.opd
    if peran not in GUARDED_ROLES:
        raise refuse("peran", f"Peran {peran.label} diberikan administrator sendiri di halaman Penugasan.")
    if not pengguna.is_active:
        raise refuse("pengguna", "Akun ini nonaktif, jadi tidak dapat diberi peran. Pilih akun lain.")
    lock_accounts()
    holders = list_holders_of([opd.pk], [peran])
    if holders and has_second_person(opd.pk, peran, pengguna.pk):
        raise NotNow(HELD.format(peran=peran.label, nama=holders[0]))
    row = Penugasan(pengguna=pengguna, unit=unit, peran=peran.value, mulai=mulai, sampai=sampai)
    grant_assignment(by=None, pengusul=None, penugasan=row)
    record(
        by=None, tindakan=Act.ISI_PERAN_KOSONG, objek=row, opd=opd, unit=unit.nama, sesudah=state_of(row), alasan=reason
    )
    tell_of_role(
        opd,
        peran,
        [pengguna],
        f"Peran {peran.label} diisi oleh pengelola server",
        f"{row} di {opd}, {opd.pemda}, diisi oleh {who(None)} pada {now_in_words(opd)}.",
        f"Alasan: {reason}",
    )
    return row


def _lock(usulan: UsulanPeran) -> UsulanPeran:
    """Return the stored proposal, locked with the accounts. Raises NotFound."""
    lock_accounts()
    rows = UsulanPeran.objects.select_for_update(of=("self",), no_key=True)
    current = (
        rows.select_related("pengguna", "unit__opd__pemda", "diusulkan_oleh", "diputuskan_oleh", "penugasan__pengguna")
        .filter(pk=usulan.pk)
        .first()
    )
    if current is None:
        raise NotFound("Usulan ini tidak ditemukan. Muat ulang halaman.")
    return current


def _refuse_decided(usulan: UsulanPeran) -> None:
    if usulan.status != StatusUsulan.MENUNGGU or usulan.diusulkan_pada <= waiting_since():
        raise NotNow(DECIDED)


def _require_second(by: Pengguna, usulan: UsulanPeran) -> None:
    kewenangan = require(by, Izin.PUTUSKAN_PERAN, opd=usulan.unit.opd)
    if kewenangan is None:
        raise refusal(Izin.PUTUSKAN_PERAN)
    if found := why_not(kewenangan, usulan, load_given_passwords(by, [usulan])):
        raise NotAllowed(found.kalimat)
    _refuse_decided(usulan)


def _put_in_force(by: Pengguna, usulan: UsulanPeran) -> Penugasan:
    stored = usulan.penugasan
    if stored is not None and is_activation(usulan):
        grant_activation(by=by, pengusul=usulan.diusulkan_oleh, penugasan=stored)
        return stored
    if stored is not None:
        stored.sampai, stored.unit = usulan.sampai, usulan.unit
        return grant_assignment(by=by, pengusul=usulan.diusulkan_oleh, penugasan=stored)
    row = Penugasan(
        pengguna=usulan.pengguna, unit=usulan.unit, peran=usulan.peran, mulai=usulan.mulai, sampai=usulan.sampai
    )
    return grant_assignment(by=by, pengusul=usulan.diusulkan_oleh, penugasan=row)


def _reason(alasan: str, missing: str) -> str:
    reason = " ".join(alasan.replace("\x00", " ").split())
    if not reason:
        raise refuse("alasan", missing)
    if len(reason) > LONGEST_REASON:
        raise refuse("alasan", f"Tulis alasan paling banyak {LONGEST_REASON} huruf.")
    return reason


def _tell_decided(by: Pengguna, usulan: UsulanPeran, done: str, *sentences: str) -> None:
    peran, opd = Peran(usulan.peran), usulan.unit.opd
    told = (
        f"Usulan peran {peran.label} {done}",
        f"{describe(usulan)} di {opd}, {opd.pemda}: diusulkan {actor_text(usulan.diusulkan_oleh)}, {done} "
        f"{actor_text(by)} pada {now_in_words(opd)}.",
        *sentences,
    )
    asked = stop_asking(usulan)
    if usulan.status == StatusUsulan.DISETUJUI:
        tell_of_role(opd, peran, [usulan.pengguna, usulan.diusulkan_oleh], *told)
    else:
        tell((user for user in (usulan.diusulkan_oleh, *asked) if user.pk != by.pk), *told)
