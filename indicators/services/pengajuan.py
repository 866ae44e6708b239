"""The way of a submission: every transition through one conditional update, with version, verdicts, event, audit."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from indicators.acts import Act
from indicators.models import (
    Pengajuan,
    Pengguna,
    Triwulan,
    UnitKerja,
    VersiPengajuan,
)
from indicators.permissions import Izin, Kewenangan
from indicators.rules.kelengkapan import (
    PemeriksaanFacts,
    PengajuanFacts,
    checks_own_figures,
    findings_unexplained,
    nothing_to_hand_in,
    rows_incomplete,
    station_before,
)
from indicators.selectors.hand_in import get_hand_in
from indicators.selectors.kewenangan import load_kewenangan, today_in
from indicators.selectors.penarikan import list_rows_returned_last, status_before_hand_in
from indicators.selectors.pengajuan import (
    KEPALA_DINAS_TAHAP,
    SEKRETARIS_TAHAP,
    WaitingActs,
    list_unit_rows,
    own_account_ids,
    owner_unit_ids,
    review_facts,
    served_by,
)
from indicators.selectors.seen import seen_submission
from indicators.selectors.version_content import describe_version
from indicators.services.access import refusal, require
from indicators.services.jejak import actor_text, move_rows, write
from indicators.services.pengajuan_steps import PengajuanStep, facts_of, record_steps, record_verdict
from indicators.services.realisasi import check_calendar, lock_open_pengajuan
from indicators.services.returned_rows import forget_returned, keep_returned, open_again
from indicators.workflow import TRANSITIONS, PengajuanAct, StatusPengajuan
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotNow, NotValid

REASON_LIMIT = 1000
MOVED = "Pengajuan ini baru saja diubah orang lain. Muat ulang halaman, lalu periksa kembali."
BECAUSE_OF_SEKRETARIS = "Divalidasi Kepala Dinas karena Sekretaris sendiri yang mengisi atau mengajukan data ini."


@write(Act.AJUKAN, "pengajuan")
def submit(*, by: Pengguna, pengajuan: Pengajuan, dilihat: str | None = None) -> Pengajuan:
    """Hand in the unit's quarter: a numbered, immutable version of its rows, which then waits for the first station.

    `dilihat` is what the page showed (`selectors.seen`); None: a command, which shows nothing. A head who types or
    hands in for absent staff is not his own checker: the next station checks.

    Raises NotAllowed, NotNow (closed, already submitted), NotValid (rows are missing, returned ones are neither changed
    nor answered, or a finding that the office wants explained is not; `fields` by indicator id), ChangedMeanwhile.
    """
    require(by, Izin.AJUKAN, opd=pengajuan.unit.opd, unit=pengajuan.unit)
    current = lock_open_pengajuan(pengajuan.triwulan, pengajuan.unit)
    now = get_hand_in(current)
    rows, missing, holding, returned = now.baris, now.kurang, now.tertahan, now.dikembalikan
    facts = PengajuanFacts(len(rows), len(missing), len(holding))
    if blocked := nothing_to_hand_in(facts):
        raise NotNow(blocked.kalimat)
    if blocked := rows_incomplete(facts):
        raise NotValid(blocked.kalimat, {str(item.indikator_id): item.kalimat for item in missing})
    if blocked := findings_unexplained(facts):
        raise NotValid(blocked.kalimat, {str(item.indikator_id): item.temuan.untuk_pengisi for item in holding})
    if blocked := returned.halangan:
        raise NotValid(blocked.kalimat, {str(item.indikator_id): item.kalimat for item in returned.kurang})
    if dilihat is not None and dilihat != seen_submission(current, rows, returned.baris):
        changed = "Isian unit ini baru saja diubah orang lain. Periksa kembali isiannya, lalu ajukan."
        raise ChangedMeanwhile(changed, current=facts_of(current))
    antrean = WaitingActs([current])
    typists = own_account_ids(current)
    way = antrean.way(current, own={*typists, by.pk})
    target = way[0] if way else None
    before = facts_of(current)
    _move(current, PengajuanAct.AJUKAN, posisi=target, nomor_versi=current.nomor_versi + 1)
    VersiPengajuan.objects.create(
        pengajuan=current,
        nomor=current.nomor_versi,
        isi=describe_version(rows, now.temuan, returned.described()),
        pengisi=typists,
        pengaju=by,
        diajukan_oleh=actor_text(by),
        diajukan_pada=timezone.now(),
    )
    forget_returned(current)
    keterangan = antrean.passed_by(current, after=None, target=target)
    step = PengajuanStep(current, before, keterangan)
    record_steps(by=by, langkah=[step], tindakan=PengajuanAct.AJUKAN, tahap=current.unit.nama)
    return current


@write(Act.TARIK, "pengajuan")
def withdraw(*, by: Pengguna, pengajuan: Pengajuan, versi: int, alasan: str = "") -> Pengajuan:
    """Take back what was handed in, as long as nobody has checked it: it is again what it was before, a draft, or
    returned with the rows that were open and their reasons. The version stays, without a verdict; a reason is optional.

    Raises NotAllowed, NotNow (checked already, or entry is closed: it could not be handed in again), NotValid (the
    reason is too long), ChangedMeanwhile.
    """
    require(by, Izin.AJUKAN, opd=pengajuan.unit.opd, unit=pengajuan.unit)
    current = _lock(pengajuan, versi, PengajuanAct.TARIK)
    reason, before = clean_reason(alasan, required=False), facts_of(current)
    target = status_before_hand_in(current)
    check_calendar(current.triwulan, today_in(current.unit.opd), returned=target == StatusPengajuan.DIKEMBALIKAN)
    _move(current, PengajuanAct.TARIK, status=target.value, posisi=None)
    opened = list_rows_returned_last(current) if target == StatusPengajuan.DIKEMBALIKAN else []
    open_again(opened)
    step = PengajuanStep(current, before, f"{len(opened)} baris terbuka seperti sebelum diajukan." if opened else "")
    record_steps(by=by, langkah=[step], tindakan=PengajuanAct.TARIK, tahap=current.unit.nama, alasan=reason)
    return current


@write(Act.PERIKSA, "pengajuan")
def check(*, by: Pengguna, pengajuan: Pengajuan, versi: int) -> Pengajuan:
    """Pass a submission up as head of its station. One act serves every following station that he also holds; when
    the Sekretaris comes next and it is he, it validates.

    Raises NotAllowed (not the station's head, or he submitted it himself), NotNow, ChangedMeanwhile.
    """
    require(by, Izin.PERIKSA, opd=pengajuan.unit.opd, unit=pengajuan.unit)
    current = _lock(pengajuan, versi, PengajuanAct.PERIKSA)
    kewenangan = load_kewenangan(by)
    antrean = WaitingActs([current])
    left, facts = antrean.left(current), review_facts(kewenangan, current, antrean)
    if not left or not kewenangan.heads(left[0].pk):
        raise _not_your_turn(kewenangan, left, facts)
    _refuse_own(facts)
    served = served_by(kewenangan, left)
    if len(served) == len(left) and by.pk in antrean.validator_ids(current):
        return _finish_validation(by, current, antrean, served)
    target = left[len(served)] if len(served) < len(left) else None
    before, keterangan = facts_of(current), _together(antrean, current, served, served[1:], target)
    _move(current, PengajuanAct.PERIKSA, posisi=target)
    for unit in served:
        stage = antrean.stage_of(unit, by.pk)
        record_verdict(by=by, pengajuan=current, tindakan=PengajuanAct.PERIKSA, tahap=stage)
    step, stage = PengajuanStep(current, before, keterangan), antrean.stage_of(served[0], by.pk)
    record_steps(by=by, langkah=[step], tindakan=PengajuanAct.PERIKSA, tahap=stage)
    return current


@write(Act.VALIDASI, "pengajuan")
def validate(*, by: Pengguna, pengajuan: Pengajuan, versi: int) -> Pengajuan:
    """Validate a submission as Sekretaris, or as Kepala Dinas what every Sekretaris typed or handed in himself. When it
    still waits for him as head of the last stations, one act serves all of them and the record says so.

    Raises NotAllowed (not who validates it, or he typed or handed it in himself), NotNow (a head has not checked yet),
    ChangedMeanwhile.
    """
    if not load_kewenangan(by).may(Izin.SAHKAN, opd_id=pengajuan.unit.opd_id):
        require(by, Izin.VALIDASI, opd=pengajuan.unit.opd)
    current = _lock(pengajuan, versi, PengajuanAct.VALIDASI)
    kewenangan = load_kewenangan(by)
    antrean = WaitingActs([current])
    facts = review_facts(kewenangan, current, antrean)
    _refuse_own(facts)
    if blocked := station_before(facts, lalu="Validasi"):
        raise NotNow(blocked.kalimat)
    if by.pk not in antrean.validator_ids(current):
        raise refusal(Izin.VALIDASI)
    return _finish_validation(by, current, antrean, served_by(kewenangan, antrean.left(current)))


def _finish_validation(by: Pengguna, current: Pengajuan, antrean: WaitingActs, served: list[UnitKerja]) -> Pengajuan:
    before, keterangan = facts_of(current), _together(antrean, current, served, served, None)
    tahap = antrean.validator_stage(current)
    if tahap == KEPALA_DINAS_TAHAP:
        keterangan = f"{BECAUSE_OF_SEKRETARIS} {keterangan}".strip()
    _move(current, PengajuanAct.VALIDASI, posisi=None)
    for unit in served:
        stage = antrean.stage_of(unit, by.pk)
        record_verdict(by=by, pengajuan=current, tindakan=PengajuanAct.PERIKSA, tahap=stage)
    record_verdict(by=by, pengajuan=current, tindakan=PengajuanAct.VALIDASI, tahap=tahap)
    record_steps(
        by=by, langkah=[PengajuanStep(current, before, keterangan)], tindakan=PengajuanAct.VALIDASI, tahap=tahap
    )
    return current


@write(Act.KEMBALIKAN, "pengajuan")
def send_back(
    *, by: Pengguna, pengajuan: Pengajuan, versi: int, alasan: str = "", alasan_baris: Mapping[int, str] | None = None
) -> Pengajuan:
    """Return a submission with a reason: for the whole (every row opens) or for single rows (only they open).

    Whose turn it is may return it, his own submission too: that is his way out when nobody else could validate it. What
    is validated, the Kepala Dinas may return before he approves.

    Raises NotAllowed (not at this station), NotNow, NotValid (no reason, or rows that are not in it).
    """
    kewenangan = load_kewenangan(by)
    unit, opd_id = pengajuan.unit, pengajuan.unit.opd_id
    kepala_dinas = kewenangan.may(Izin.SAHKAN, opd_id=opd_id)
    if kepala_dinas and pengajuan.status == StatusPengajuan.DIVALIDASI:
        current = _lock(pengajuan, versi, PengajuanAct.TOLAK_PENGESAHAN)
        return _open_rows(by, current, PengajuanAct.TOLAK_PENGESAHAN, KEPALA_DINAS_TAHAP, alasan, alasan_baris or {})
    sekretaris = kewenangan.may(Izin.VALIDASI, opd_id=opd_id)
    checks = kewenangan.may(Izin.PERIKSA, opd_id=opd_id, unit_path=unit.path)
    if not sekretaris and not kepala_dinas and not checks:
        raise refusal(Izin.PERIKSA)
    current = _lock(pengajuan, versi, PengajuanAct.KEMBALIKAN)
    antrean = WaitingActs([current])
    left, facts = antrean.left(current), review_facts(kewenangan, current, antrean)
    if left and kewenangan.heads(left[0].pk):
        tahap = antrean.stage_of(left[0], by.pk)
    elif not left and (sekretaris or by.pk in antrean.validator_ids(current)):
        tahap = SEKRETARIS_TAHAP if sekretaris else KEPALA_DINAS_TAHAP
    elif sekretaris and (blocked := station_before(facts, lalu="Kembalikan")):
        raise NotNow(blocked.kalimat)
    else:
        raise _not_your_turn(kewenangan, left, facts)
    return _open_rows(by, current, PengajuanAct.KEMBALIKAN, tahap, alasan, alasan_baris or {})


def _not_your_turn(kewenangan: Kewenangan, left: list[UnitKerja], facts: PemeriksaanFacts) -> NotAllowed | NotNow:
    """A head whose station comes later has to wait; everyone else is not asked at all."""
    blocked = station_before(facts) if any(kewenangan.heads(unit.pk) for unit in left) else None
    return refusal(Izin.PERIKSA) if blocked is None else NotNow(blocked.kalimat)


@write(Act.BUKA_KEMBALI, "pengajuan")
def reopen(
    *, by: Pengguna, pengajuan: Pengajuan, versi: int, alasan: str = "", alasan_baris: Mapping[int, str] | None = None
) -> Pengajuan:
    """Open a validated submission again as Sekretaris, for the whole or for single rows, with a reason."""
    require(by, Izin.BUKA_KEMBALI_UNIT, opd=pengajuan.unit.opd)
    current = _lock(pengajuan, versi, PengajuanAct.BUKA_KEMBALI)
    return _open_rows(by, current, PengajuanAct.BUKA_KEMBALI, SEKRETARIS_TAHAP, alasan, alasan_baris or {})


def _open_rows(
    by: Pengguna, current: Pengajuan, tindakan: PengajuanAct, tahap: str, alasan: str, alasan_baris: Mapping[int, str]
) -> Pengajuan:
    whole = clean_reason(alasan, required=not alasan_baris)
    reasons = {pk: clean_reason(text, required=True) for pk, text in alasan_baris.items()}
    known = {row.indikator.pk for row in list_unit_rows(current, with_bukti=False)}
    if not set(reasons) <= known:
        raise NotValid("Baris yang dikembalikan tidak ada dalam pengajuan ini. Muat ulang halaman, lalu ulangi.")
    opened = reasons or dict.fromkeys(known, whole)
    before = facts_of(current)
    _move(current, tindakan, posisi=None)
    keep_returned(by, current, opened)
    if whole:
        record_verdict(by=by, pengajuan=current, tindakan=tindakan, tahap=tahap, alasan=whole)
    for pk, reason in reasons.items():
        record_verdict(by=by, pengajuan=current, tindakan=tindakan, tahap=tahap, alasan=reason, indikator_id=pk)
    step = PengajuanStep(current, before, f"{len(opened)} baris dibuka untuk perbaikan.")
    alasan = whole or "; ".join(reasons.values())[:REASON_LIMIT]
    record_steps(by=by, langkah=[step], tindakan=tindakan, tahap=tahap, alasan=alasan)
    return current


def clean_reason(text: str, *, required: bool) -> str:
    # A NUL is no letter, and PostgreSQL takes none.
    reason = text.replace("\x00", "").strip()
    if required and not reason:
        raise NotValid(
            "Tuliskan alasannya, agar unit tahu apa yang harus diperbaiki.", {"alasan": "Alasan wajib diisi."}
        )
    if len(reason) > REASON_LIMIT:
        message = f"Alasan terlalu panjang. Ringkas menjadi paling banyak {REASON_LIMIT} huruf."
        raise NotValid(message, {"alasan": message})
    return reason


def _lock(pengajuan: Pengajuan, versi: int, tindakan: PengajuanAct) -> Pengajuan:
    """Lock the submission as the user saw it; raise when it moved on or the transition does not start here."""
    current = (
        Pengajuan.objects.select_for_update(of=("self",))
        .select_related("triwulan__opd", "unit__opd", "posisi")
        .get(pk=pengajuan.pk)
    )
    if current.versi != versi:
        raise ChangedMeanwhile(
            f"Pengajuan ini baru saja berubah menjadi {StatusPengajuan(current.status).label}. Muat ulang halaman.",
            current=facts_of(current),
        )
    if StatusPengajuan(current.status) not in TRANSITIONS[tindakan].sources:
        raise NotNow(
            f"Tindakan ini tidak dapat dilakukan: status pengajuan adalah {StatusPengajuan(current.status).label}."
        )
    if current.triwulan.locked:
        raise NotNow(f"{current.triwulan} sudah disahkan. Minta Kepala Dinas membukanya kembali lebih dahulu.")
    return current


def open_for(quarter: Triwulan) -> None:
    """Create the submissions that the PK in force asks for and that are not there yet: a quarter was opened, or a PK
    ditetapkan, in that transaction."""
    Pengajuan.objects.bulk_create(
        [Pengajuan(triwulan=quarter, unit_id=unit_id) for unit_id in sorted(owner_unit_ids(quarter))],
        ignore_conflicts=True,
    )


def lock_all(quarters: Iterable[Triwulan], *, unit_ids: Collection[int] | None = None) -> list[Pengajuan]:
    """Return the submissions of the quarters, of all units or of these, locked in one order: who hands in or checks
    right now is found here, or finds what was done meanwhile."""
    rows = Pengajuan.objects.select_for_update(of=("self",)).select_related("unit__opd", "triwulan")
    rows = rows.filter(triwulan__in=list(quarters))
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    return list(rows.order_by("pk"))


def move_all(
    *,
    by: Pengguna,
    submissions: Sequence[Pengajuan],
    tindakan: PengajuanAct,
    alasan: str = "",
    keterangan: Mapping[int, str] | None = None,
) -> None:
    """Move locked submissions that follow their quarter, as the Kepala Dinas does by one act on it.

    `keterangan` is what the record says beside it, by submission. Raises ChangedMeanwhile.
    """
    (source,), target = TRANSITIONS[tindakan].sources, TRANSITIONS[tindakan].target
    seen = Pengajuan.objects.filter(pk__in=[row.pk for row in submissions], status=source.value)
    late = ChangedMeanwhile("Pengajuan salah satu unit baru saja berubah. Muat ulang halaman.")
    move_rows(seen, late, expected=len(submissions), status=target.value)
    steps = [PengajuanStep(row, facts_of(row), (keterangan or {}).get(row.pk, "")) for row in submissions]
    for row in submissions:
        row.status, row.versi = target.value, row.versi + 1
    record_steps(by=by, tindakan=tindakan, langkah=steps, tahap=KEPALA_DINAS_TAHAP, alasan=alasan)


def _move(current: Pengajuan, tindakan: PengajuanAct, **changes: Any) -> None:
    """Change the state by conditional update; exactly one row, or someone else was faster."""
    transition = TRANSITIONS[tindakan]
    seen = Pengajuan.objects.filter(
        pk=current.pk, versi=current.versi, status__in=[status.value for status in transition.sources]
    )
    move_rows(seen, ChangedMeanwhile(MOVED), **{"status": transition.target.value, **changes})
    current.refresh_from_db(fields={"status", "versi", *changes})


def _refuse_own(facts: PemeriksaanFacts) -> None:
    if blocked := checks_own_figures(facts):
        raise NotAllowed(blocked.kalimat)


def _together(
    antrean: WaitingActs, current: Pengajuan, served: list[UnitKerja], also: list[UnitKerja], target: UnitKerja | None
) -> str:
    """Say which stations one act served beside its own, and which were passed by on the way to `target`."""
    passed = (
        antrean.passed_by(current, after=current.posisi_id, target=target, served={unit.pk for unit in served})
        if current.posisi_id is not None
        else ""
    )
    names = ", ".join(unit.nama for unit in also)
    return " ".join(
        part for part in (f"Sekaligus sebagai pemeriksaan kepala {names}." if names else "", passed) if part
    )
