"""Opening, approving and reopening a quarter of an office."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from indicators.models import (
    JadwalPengisian,
    Jejak,
    Pengajuan,
    Pengguna,
    PerangkatDaerah,
    PeristiwaPengajuan,
    Triwulan,
)
from indicators.permissions import Izin
from indicators.selectors.lembar import get_pk_in_force
from indicators.selectors.pengajuan import Antrean, owner_unit_ids
from indicators.services.akses import require
from indicators.services.errors import ChangedMeanwhile, NotNow, NotValid
from indicators.services.jejak import make_jejak, pelaku_text, record, state_of, write
from indicators.services.pengajuan import clean_reason, log_event
from indicators.workflow import StatusPengajuan, StatusTriwulan, Tindakan

KEPALA_DINAS_TAHAP = "Kepala Dinas"


@write
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
    if triwulan not in range(1, 5) or tahun not in range(2000, 2101):
        message = "Pilih triwulan 1 sampai 4 dan tahun antara 2000 dan 2100."
        raise NotValid(message, {"triwulan": message})
    _check_dates(mulai, tenggat, tutup)
    lock_plan(opd)
    if get_pk_in_force(opd.pk, tahun, triwulan) is None:
        raise NotNow(f"Belum ada perjanjian kinerja {tahun} yang ditetapkan. Tetapkan lebih dahulu.")
    quarter = Triwulan(opd=opd, tahun=tahun, triwulan=triwulan)
    try:
        with transaction.atomic():
            quarter.save(force_insert=True)
    except IntegrityError:
        raise NotNow(f"{quarter} sudah dibuka. Ubah jadwalnya bila perlu.") from None
    JadwalPengisian.objects.create(triwulan=quarter, mulai=mulai, tenggat=tenggat, tutup=tutup)
    ensure_pengajuan(quarter)
    record(
        by=by,
        tindakan="buka_triwulan",
        objek=quarter,
        opd=opd,
        sesudah={"mulai": mulai, "tenggat": tenggat, "tutup": tutup},
    )
    return quarter


def lock_plan(opd: PerangkatDaerah) -> None:
    """Let opening a quarter and fixing a PK of one office come one by one: each makes the submissions that the other
    asks for, and both would overlook those of a quarter and a PK that begin at the same moment."""
    PerangkatDaerah.objects.select_for_update(of=("self",), no_key=True).get(pk=opd.pk)


def ensure_pengajuan(quarter: Triwulan) -> None:
    """Create the submissions that the PK in force asks for and that are not there yet."""
    Pengajuan.objects.bulk_create(
        [Pengajuan(triwulan=quarter, unit_id=unit_id) for unit_id in sorted(owner_unit_ids(quarter))],
        ignore_conflicts=True,
    )


@write
def reschedule(
    *, by: Pengguna | None, quarter: Triwulan, versi: int, mulai: date, tenggat: date, tutup: date | None = None
) -> JadwalPengisian:
    """Change the schedule of a quarter that is not approved. Counts as a change of the quarter.

    Raises NotAllowed, NotNow (approved), NotValid (dates out of order), ChangedMeanwhile.
    """
    require(by, Izin.KELOLA_JADWAL, opd=quarter.opd)
    _check_dates(mulai, tenggat, tutup)
    current = _lock(quarter, versi)
    if current.status == StatusTriwulan.DISAHKAN:
        raise NotNow(f"{current} sudah disahkan, jadi jadwalnya tidak dapat diubah.")
    _move(current, StatusTriwulan(current.status), sources=(StatusTriwulan(current.status),))
    jadwal = JadwalPengisian.objects.filter(triwulan=current).first() or JadwalPengisian(triwulan=current)
    before = state_of(jadwal) if jadwal.pk else None
    jadwal.mulai, jadwal.tenggat, jadwal.tutup = mulai, tenggat, tutup
    jadwal.save()
    record(by=by, tindakan="ubah_jadwal", objek=jadwal, opd=quarter.opd, sebelum=before, sesudah=state_of(jadwal))
    return jadwal


def _check_dates(mulai: date, tenggat: date, tutup: date | None) -> None:
    if tenggat < mulai or (tutup is not None and tutup < tenggat):
        message = "Tanggal harus berurutan: dibuka, tenggat, lalu ditutup."
        raise NotValid(message, {"tenggat": message})


@write
def approve(*, by: Pengguna, quarter: Triwulan, versi: int) -> Triwulan:
    """Approve the whole quarter as Kepala Dinas; every unit that owns rows must be validated. Locks the quarter.

    Raises NotAllowed, NotNow (units are not validated yet: named; or he submitted one himself), ChangedMeanwhile.
    """
    require(by, Izin.SAHKAN, opd=quarter.opd)
    current = _lock(quarter, versi)
    if current.status == StatusTriwulan.DISAHKAN:
        raise NotNow(f"{current} sudah disahkan.")
    owners = owner_unit_ids(current)
    submissions = _lock_submissions(current, owners)
    waiting = [row.unit.nama for row in submissions if row.status != StatusPengajuan.DIVALIDASI]
    if waiting or len(submissions) < len(owners) or not submissions:
        names = "; ".join(waiting) or "unit yang belum mempunyai pengajuan"
        raise NotNow(f"Belum dapat disahkan. Belum divalidasi: {names}.")
    antrean = Antrean(submissions)
    if any(antrean.submitter_id(row) == by.pk for row in submissions):
        raise NotNow("Data yang Anda ajukan sendiri tidak dapat Anda sahkan. Minta unitnya mengajukan sendiri.")
    now = timezone.now()
    _move(
        current,
        StatusTriwulan.DISAHKAN,
        sources=(StatusTriwulan.TERBUKA, StatusTriwulan.DIBUKA_KEMBALI),
        disahkan_pada=now,
        disahkan_oleh=pelaku_text(by),
    )
    _move_submissions(by, submissions, Tindakan.SAHKAN, StatusPengajuan.DIVALIDASI, StatusPengajuan.DISAHKAN)
    record(by=by, tindakan="sahkan_triwulan", objek=current, opd=current.opd, sesudah={"status": current.status})
    return current


@write
def reopen_quarter(*, by: Pengguna, quarter: Triwulan, versi: int, alasan: str) -> Triwulan:
    """Open an approved quarter again as Kepala Dinas, with a reason; its submissions stand as validated again.

    Issued documents stay what they are; a new one supersedes them. Raises NotAllowed, NotNow, NotValid,
    ChangedMeanwhile.
    """
    require(by, Izin.BUKA_KEMBALI_TRIWULAN, opd=quarter.opd)
    reason = clean_reason(alasan, required=True)
    current = _lock(quarter, versi)
    if current.status != StatusTriwulan.DISAHKAN:
        raise NotNow(f"{current} belum disahkan, jadi tidak perlu dibuka kembali.")
    submissions = [row for row in _lock_submissions(current, None) if row.status == StatusPengajuan.DISAHKAN]
    _move(
        current,
        StatusTriwulan.DIBUKA_KEMBALI,
        sources=(StatusTriwulan.DISAHKAN,),
        disahkan_pada=None,
        disahkan_oleh="",
    )
    _move_submissions(
        by, submissions, Tindakan.BUKA_PENGESAHAN, StatusPengajuan.DISAHKAN, StatusPengajuan.DIVALIDASI, alasan=reason
    )
    record(
        by=by,
        tindakan="buka_kembali_triwulan",
        objek=current,
        opd=current.opd,
        sesudah={"status": current.status},
        alasan=reason,
    )
    return current


def _lock(quarter: Triwulan, versi: int) -> Triwulan:
    # no_key: who saves a row holds its submission and refers to the quarter; a full lock here would wait crosswise.
    locked = Triwulan.objects.select_for_update(of=("self",), no_key=True).select_related("opd")
    current = locked.get(pk=quarter.pk)
    if current.versi != versi:
        raise ChangedMeanwhile(
            f"{current} baru saja diubah orang lain; statusnya sekarang {StatusTriwulan(current.status).label}. "
            "Muat ulang halaman, lalu periksa kembali.",
            current={"status": current.status, "versi": current.versi},
        )
    return current


def _lock_submissions(current: Triwulan, unit_ids: set[int] | None) -> list[Pengajuan]:
    rows = Pengajuan.objects.select_for_update(of=("self",)).select_related("unit__opd").filter(triwulan=current)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    return list(rows.order_by("pk"))


def _move(current: Triwulan, target: StatusTriwulan, *, sources: tuple[StatusTriwulan, ...], **changes: object) -> None:
    moved = Triwulan.objects.filter(
        pk=current.pk, versi=current.versi, status__in=[status.value for status in sources]
    ).update(status=target.value, versi=F("versi") + 1, **changes)
    if moved != 1:
        raise ChangedMeanwhile(f"{current} baru saja diubah orang lain. Muat ulang halaman.")
    current.refresh_from_db(fields=["status", "versi", *changes])


def _move_submissions(
    by: Pengguna,
    submissions: list[Pengajuan],
    tindakan: Tindakan,
    source: StatusPengajuan,
    target: StatusPengajuan,
    *,
    alasan: str = "",
) -> None:
    moved = Pengajuan.objects.filter(pk__in=[row.pk for row in submissions], status=source.value).update(
        status=target.value, versi=F("versi") + 1
    )
    if moved != len(submissions):
        raise ChangedMeanwhile("Pengajuan salah satu unit baru saja berubah. Muat ulang halaman.")
    events: list[PeristiwaPengajuan] = []
    audit: list[Jejak] = []
    for row in submissions:
        row.status = target.value
        events.append(log_event(by, row, tindakan, source.value, tahap=KEPALA_DINAS_TAHAP, alasan=alasan))
        audit.append(
            make_jejak(
                by=by,
                tindakan=tindakan.value,
                objek=row,
                opd=row.unit.opd,
                unit=row.unit.nama,
                sebelum={"status": source.value},
                sesudah={"status": target.value},
                alasan=alasan,
            )
        )
    PeristiwaPengajuan.objects.bulk_create(events)
    Jejak.objects.bulk_create(audit)
