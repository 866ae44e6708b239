"""Opening, approving and reopening a quarter of an office. Approvals are a chain: a quarter's figures rest on the
quarters before it."""

from datetime import date, datetime
from typing import Any

from django.db.models import F, Max
from django.utils import timezone

from indicators.acts import Act
from indicators.models import (
    JadwalPengisian,
    Pengajuan,
    Pengesahan,
    Pengguna,
    PerangkatDaerah,
    PeristiwaPengajuan,
    Triwulan,
)
from indicators.permissions import Izin
from indicators.selectors.pengajuan import owner_unit_ids
from indicators.selectors.pengesahan import chain_of, find_what_stops, hash_entries, hash_seen
from indicators.selectors.pengesahan_content import PengesahanFigures, describe_figures, keep_figures
from indicators.selectors.pk_triwulan import get_pk_in_force
from indicators.selectors.quarter_sheet import list_rows
from indicators.services.access import require
from indicators.services.jejak import actor_text, lost_race, move_rows, record, state_of, write
from indicators.services.locks import lock_plan, lock_quarters
from indicators.services.pengajuan import REASON_LIMIT, clean_reason, lock_all, move_all, open_for
from indicators.triwulan import QUARTERS
from indicators.workflow import PengajuanAct, StatusPengajuan, StatusTriwulan
from sakip.refusals import ChangedMeanwhile, NotNow, NotValid


@write(Act.BUKA_TRIWULAN, Triwulan)
def open_quarter(
    *,
    by: Pengguna | None,
    opd: PerangkatDaerah,
    tahun: int,
    triwulan: int,
    mulai: date,
    tenggat: date,
    tutup: date | None = None,
) -> Triwulan:
    """Open a quarter for entry: its schedule and one submission for every unit that owns rows of the PK in force.

    Raises NotAllowed, NotNow (no PK ditetapkan in force, already open), NotValid (dates out of order).
    """
    require(by, Izin.KELOLA_JADWAL, opd=opd)
    if triwulan not in QUARTERS or tahun not in range(2000, 2101):
        message = "Pilih triwulan 1 sampai 4 dan tahun antara 2000 dan 2100."
        raise NotValid(message, {"triwulan": message})
    _check_dates(mulai, tenggat, tutup)
    # Opening a quarter and fixing a PK each make the submissions that the other asks for.
    lock_plan(opd)
    if get_pk_in_force(opd.pk, tahun, triwulan) is None:
        raise NotNow(f"Belum ada perjanjian kinerja {tahun} yang ditetapkan. Tetapkan lebih dahulu.")
    quarter = Triwulan(opd=opd, tahun=tahun, triwulan=triwulan)
    _refuse_before_approved(quarter)
    with lost_race(NotNow(f"{quarter} sudah dibuka. Ubah jadwalnya bila perlu.")):
        quarter.save(force_insert=True)
    JadwalPengisian.objects.create(triwulan=quarter, mulai=mulai, tenggat=tenggat, tutup=tutup)
    open_for(quarter)
    record(
        by=by,
        tindakan=Act.BUKA_TRIWULAN,
        objek=quarter,
        opd=opd,
        sesudah={"mulai": mulai, "tenggat": tenggat, "tutup": tutup},
    )
    return quarter


def _refuse_before_approved(quarter: Triwulan) -> None:
    """Raise NotNow when a later quarter of the year is approved: its figures would rest on one that nobody approved."""
    if later := chain_of(quarter, lock_quarters(quarter.opd, quarter.tahun)).bergantung:
        raise NotNow(
            f"{later[0]} sudah disahkan, jadi {quarter} tidak dapat dibuka lagi di depannya. "
            f"Minta Kepala Dinas membuka kembali {later[0].label} lebih dahulu."
        )


@write(Act.UBAH_JADWAL, JadwalPengisian)
def reschedule(
    *, by: Pengguna | None, quarter: Triwulan, versi: int, mulai: date, tenggat: date, tutup: date | None = None
) -> JadwalPengisian:
    """Change the schedule of a quarter that is not approved. Counts as a change of the quarter.

    Raises NotAllowed, NotNow (approved), NotValid (dates out of order), ChangedMeanwhile.
    """
    require(by, Izin.KELOLA_JADWAL, opd=quarter.opd)
    _check_dates(mulai, tenggat, tutup)
    current, _ = _lock(quarter, versi)
    if current.locked:
        raise NotNow(f"{current.why_locked}, jadi jadwalnya tidak dapat diubah.")
    _move(current, StatusTriwulan(current.status), sources=(StatusTriwulan(current.status),))
    jadwal = JadwalPengisian.objects.filter(triwulan=current).first() or JadwalPengisian(triwulan=current)
    before = state_of(jadwal) if jadwal.pk else None
    jadwal.mulai, jadwal.tenggat, jadwal.tutup = mulai, tenggat, tutup
    jadwal.save()
    record(by=by, tindakan=Act.UBAH_JADWAL, objek=jadwal, opd=quarter.opd, sebelum=before, sesudah=state_of(jadwal))
    return jadwal


def _check_dates(mulai: date, tenggat: date, tutup: date | None) -> None:
    if tenggat < mulai or (tutup is not None and tutup < tenggat):
        message = "Tanggal harus berurutan: dibuka, tenggat, lalu ditutup."
        raise NotValid(message, {"tenggat": message})


@write(Act.SAHKAN_TRIWULAN, "quarter")
def approve(*, by: Pengguna, quarter: Triwulan, versi: int, dilihat: str | None = None) -> Triwulan:
    """Approve the whole quarter as Kepala Dinas; every unit that owns rows must be validated. Locks the quarter and
    keeps what was approved.

    A suspended quarter is approved again by the same act. `dilihat` is the hash of what the page showed
    (`selectors.pengesahan`); None: a command, which shows nothing. Raises NotAllowed, NotNow (an earlier quarter of the
    year, or units, have to come first: named; or he typed or handed in numbers of it himself), ChangedMeanwhile.
    """
    require(by, Izin.SAHKAN, opd=quarter.opd)
    current, year = _lock(quarter, versi)
    if current.status == StatusTriwulan.DISAHKAN:
        raise NotNow(f"{current} sudah disahkan.")
    owners = owner_unit_ids(current)
    submissions = lock_all([current], unit_ids=owners)
    if blocked := find_what_stops(by.pk, current, chain_of(current, year), submissions, len(owners)):
        raise NotNow(blocked.kalimat)
    rows = list_rows(current.opd, current.tahun, current.triwulan)
    figures, sidik = describe_figures(current, rows), hash_entries(current, rows)
    if dilihat is not None and dilihat != hash_seen(figures, sidik):
        raise ChangedMeanwhile(f"Angka {current} berubah sejak halaman ini dibuka. Periksa kembali, lalu sahkan.")
    now = timezone.now()
    _move(
        current,
        StatusTriwulan.DISAHKAN,
        sources=(StatusTriwulan.TERBUKA, StatusTriwulan.DIBUKA_KEMBALI, StatusTriwulan.DITANGGUHKAN),
        disahkan_pada=now,
        disahkan_oleh=actor_text(by),
        dibuka_pada=None,
    )
    move_all(by=by, submissions=submissions, tindakan=PengajuanAct.SAHKAN, keterangan=_also_validated(by, submissions))
    kept = _keep(by, current, figures, sidik, now)
    record(
        by=by,
        tindakan=Act.SAHKAN_TRIWULAN,
        objek=current,
        opd=current.opd,
        sesudah={"status": current.status, "pengesahan": kept.nomor, "sidik": kept.sidik},
    )
    return current


def _also_validated(by: Pengguna, submissions: list[Pengajuan]) -> dict[int, str]:
    """Return by submission what the record says when the same person validated the version that he approves."""
    events = PeristiwaPengajuan.objects.filter(
        pengajuan__in=submissions,
        tindakan=PengajuanAct.VALIDASI.value,
        nomor_versi=F("pengajuan__nomor_versi"),
        pelaku=by,
    )
    return dict.fromkeys(
        events.values_list("pengajuan_id", flat=True), "Yang mengesahkan juga yang memvalidasi data ini."
    )


def _keep(by: Pengguna, current: Triwulan, figures: PengesahanFigures, sidik: str, now: datetime) -> Pengesahan:
    """Keep what was approved: immutable, for those who approve again and for the documents made of it."""
    last = current.pengesahan.aggregate(last=Max("nomor"))["last"] or 0
    return Pengesahan.objects.create(
        triwulan=current,
        nomor=last + 1,
        sidik=sidik,
        isi=keep_figures(figures),
        disahkan_oleh=actor_text(by),
        disahkan_pada=now,
    )


@write(Act.BUKA_KEMBALI_TRIWULAN, "quarter")
def reopen_quarter(
    *, by: Pengguna, quarter: Triwulan, versi: int, alasan: str, bergantung: str | None = None
) -> Triwulan:
    """Open an approved or suspended quarter again as Kepala Dinas, with a reason; its submissions stand as validated.

    The approvals of the later quarters of the year are suspended: their numbers stay locked, their units' validations
    stay. `bergantung` are the later quarters that the page named (`ApprovalChain.dilihat`); None: a command. Issued
    documents stay what they are, marked as out of date once figures changed; later years are marked, never suspended.
    Raises NotAllowed, NotNow, NotValid, ChangedMeanwhile.
    """
    require(by, Izin.BUKA_KEMBALI_TRIWULAN, opd=quarter.opd)
    reason = clean_reason(alasan, required=True)
    current, year = _lock(quarter, versi)
    if not current.locked:
        raise NotNow(f"{current} belum disahkan, jadi tidak perlu dibuka kembali.")
    chain = chain_of(current, year)
    if bergantung is not None and bergantung != chain.dilihat:
        raise ChangedMeanwhile(
            "Triwulan sesudahnya baru saja disahkan atau dibuka. Periksa kembali akibatnya, lalu buka kembali."
        )
    was, now = current.status, timezone.now()
    _move(
        current,
        StatusTriwulan.DIBUKA_KEMBALI,
        sources=(StatusTriwulan.DISAHKAN, StatusTriwulan.DITANGGUHKAN),
        disahkan_pada=None,
        disahkan_oleh="",
        dibuka_pada=now,
    )
    submissions = [row for row in lock_all([current]) if row.status == StatusPengajuan.DISAHKAN]
    move_all(by=by, submissions=submissions, tindakan=PengajuanAct.BUKA_PENGESAHAN, alasan=reason)
    for later in chain.bergantung:
        _suspend(by, later, current, reason, now)
    record(
        by=by,
        tindakan=Act.BUKA_KEMBALI_TRIWULAN,
        objek=current,
        opd=current.opd,
        sebelum={"status": was},
        sesudah={"status": current.status, "ditangguhkan": [row.label for row in chain.bergantung]},
        alasan=reason,
    )
    return current


def _suspend(by: Pengguna, later: Triwulan, because_of: Triwulan, reason: str, now: datetime) -> None:
    """Suspend the approval of a later quarter whose figures rest on the one that was opened again."""
    alasan = f"{because_of.label} dibuka kembali: {reason}"[:REASON_LIMIT]
    submissions = [row for row in lock_all([later]) if row.status == StatusPengajuan.DISAHKAN]
    _move(
        later,
        StatusTriwulan.DITANGGUHKAN,
        sources=(StatusTriwulan.DISAHKAN,),
        disahkan_pada=None,
        disahkan_oleh="",
        dibuka_pada=now,
    )
    move_all(by=by, submissions=submissions, tindakan=PengajuanAct.TANGGUHKAN, alasan=alasan)
    record(
        by=by,
        tindakan=Act.TANGGUHKAN_TRIWULAN,
        objek=later,
        opd=later.opd,
        sebelum={"status": StatusTriwulan.DISAHKAN.value},
        sesudah={"status": later.status},
        alasan=alasan,
    )


def _lock(quarter: Triwulan, versi: int) -> tuple[Triwulan, list[Triwulan]]:
    """Return the quarter as the user saw it, with the quarters of its year, all locked in their order: approving one
    and reopening an earlier one never overlap."""
    year = lock_quarters(quarter.opd, quarter.tahun)
    current = next(row for row in year if row.pk == quarter.pk)
    if current.versi != versi:
        raise ChangedMeanwhile(
            f"{current} baru saja diubah orang lain; statusnya sekarang {StatusTriwulan(current.status).label}. "
            "Muat ulang halaman, lalu periksa kembali.",
            current={"status": current.status, "versi": current.versi},
        )
    return current, year


def _move(current: Triwulan, target: StatusTriwulan, *, sources: tuple[StatusTriwulan, ...], **changes: Any) -> None:
    seen = Triwulan.objects.filter(pk=current.pk, versi=current.versi, status__in=[status.value for status in sources])
    late = ChangedMeanwhile(f"{current} baru saja diubah orang lain. Muat ulang halaman.")
    move_rows(seen, late, status=target.value, **changes)
    current.refresh_from_db(fields=["status", "versi", *changes])
