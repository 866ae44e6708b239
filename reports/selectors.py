"""Reads of the documents, always scoped to an office that the caller has already found for the user."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from indicators.permissions import Izin
from indicators.selectors.reporting import (
    Basis,
    Correction,
    Pengguna,
    PerangkatDaerah,
    PresentState,
    QuarterFacts,
    list_offices,
    list_offices_as_official,
    may,
    read_basis,
)
from reports.jobs import JobKind, key_of
from reports.models import Dokumen, Laporan, SigningMethod, StatusDokumen
from reports.papers.paper import Paper
from reports.papers.registry import PAPERS
from reports.turns import SigningTurn, awaits, list_turns, next_turn
from sakip.jobs.models import ACTIVE, Job
from sakip.labelled import Labelled

# How long before its newest time-stamp ends a document is prolonged; each night is one more attempt.
RENEWED_BEFORE = timedelta(days=60)
# After the end nothing can be prolonged any more; for so long it is still said.
LAPSED_TOLD = timedelta(days=30)
KINI = (StatusDokumen.FINAL.value, StatusDokumen.DITANDATANGANI.value)


def find_laporan(opd: PerangkatDaerah, jenis: str, tahun: int, triwulan: int) -> Laporan:
    """Return the working report of a paper and period; one that nobody has touched yet is returned unsaved."""
    found = (
        Laporan.objects.filter(opd=opd, jenis=jenis, tahun=tahun, triwulan=triwulan)
        .select_related("opd__pemda")
        .first()
    )
    return found or Laporan(opd=opd, jenis=jenis, tahun=tahun, triwulan=triwulan, versi=0)


def get_current(laporan: Laporan) -> Dokumen | None:
    """Return the latest document that is final or signed and not superseded."""
    if laporan._state.adding:
        return None
    rows = laporan.dokumen.filter(status__in=KINI).select_related("laporan__opd__pemda")
    return rows.order_by("-nomor_urut").first()


def get_latest_job(laporan: Laporan) -> Job | None:
    """Return the rendering that was asked for last, whatever became of it."""
    if laporan._state.adding:
        return None
    return Job.objects.filter(key=key_of(laporan)).order_by("-pk").first()


def is_being_made_final(laporan: Laporan) -> bool:
    job = get_latest_job(laporan)
    return job is not None and job.active and job.kind == JobKind.FINAL


def is_open(laporan: Laporan, current: Dokumen | None, *, outdated: bool) -> bool:
    """Say whether the report may be edited and made final: nothing final stands, or what stands is to be succeeded.

    A document that is out of date opens its report by itself.
    """
    return current is None or laporan.revisi_dibuka or outdated


def list_corrections(documents: Sequence[Dokumen]) -> dict[int, tuple[Correction, ...]]:
    """Return by document what it prints and what was corrected since it was composed; documents without corrections
    are not in it. The same number of queries for any number of documents of an office."""
    by_office: defaultdict[int, dict[int, Basis]] = defaultdict(dict)
    for row in documents:
        if (dasar := read_basis(row.dasar)) is not None:
            by_office[row.laporan.opd_id][row.pk] = dasar
    found: dict[int, tuple[Correction, ...]] = {}
    for opd_id, kept in by_office.items():
        kini = PresentState(opd_id, {dasar["tahun"] for dasar in kept.values()})
        found |= {pk: tuple(koreksi) for pk, dasar in kept.items() if (koreksi := kini.corrections(dasar))}
    return found


def list_touched(opd_id: int, tahun: int, triwulan: int) -> list[Dokumen]:
    """Return the final and signed documents that rest on a quarter: its own and later ones of the year, and those of
    the next year that print its figures beside their own: one query."""
    rows = Dokumen.objects.filter(laporan__opd_id=opd_id, status__in=KINI, laporan__tahun__in=(tahun, tahun + 1))
    rows = rows.filter(laporan__triwulan__gte=triwulan).defer("snapshot").select_related("laporan__opd")
    found = rows.order_by("laporan__tahun", "laporan__triwulan", "nomor_urut")
    return [row for row in found if row.laporan.tahun == tahun or _prints_last_year(row)]


def _prints_last_year(dokumen: Dokumen) -> bool:
    dasar = read_basis(dokumen.dasar)
    return dasar is not None and dasar["lalu"] is not None


def get_predecessor(dokumen: Dokumen) -> Dokumen | None:
    """Return the document that this one follows: the last issued one before it, else the last final one."""
    if dokumen.nomor_urut is None:
        return None
    earlier = Dokumen.objects.filter(laporan=dokumen.laporan_id, nomor_urut__lt=dokumen.nomor_urut)
    ordered = earlier.order_by("-nomor_urut")
    return ordered.exclude(cara_ttd="").first() or ordered.first()


def get_electronic(laporan: Laporan) -> Dokumen | None:
    """Return the report's document in force when it bears an electronic signature."""
    signed = laporan.dokumen.filter(status=StatusDokumen.DITANDATANGANI.value, cara_ttd=SigningMethod.TTE.value)
    return signed.defer("snapshot").select_related("laporan__opd").first()


def list_documents(laporan: Laporan, *, issued_only: bool, besides: Dokumen | None = None) -> list[Dokumen]:
    """Return the documents of a report, the latest first; readers see only what was issued, and `besides` the one that
    they are to sign. What is still being composed, or failed, is no document yet: its job tells of it."""
    if laporan._state.adding:
        return []
    rows = laporan.dokumen.select_related("laporan__opd", "digantikan_oleh__laporan").defer("snapshot").order_by("-pk")
    rows = rows.prefetch_related("daftar_tanda_tangan", "daftar_perpanjangan")
    own = None if besides is None else besides.pk
    return list(rows.filter(~Q(cara_ttd="") | Q(pk=own)) if issued_only else rows.exclude(berkas=""))


def find_document(user: Pengguna, pk: int) -> Dokumen | None:
    """Return a document that the user may see: his office's; an unissued one only for those who write reports or whose
    signature it wants."""
    rows = Dokumen.objects.filter(pk=pk).select_related("laporan__opd__pemda")
    row = rows.prefetch_related("daftar_perpanjangan").first()
    if row is None or row.laporan.opd not in list_offices(user):
        return None
    if not row.terbit and not may(user, Izin.SUSUN_LAPORAN, row.laporan.opd) and not awaits(user, row):
        return None
    return row


def list_waiting(user: Pengguna) -> list[tuple[Dokumen, SigningTurn]]:
    """Return the documents whose next signature is this user's, without their snapshots, the oldest first; one of which
    something was corrected is to be composed again instead. One query for who is no official, and the same few for any
    number of documents of an office."""
    offices = [opd.pk for opd in list_offices_as_official(user)]
    if not offices:
        return []
    rows = Dokumen.objects.filter(laporan__opd__in=offices, status=StatusDokumen.FINAL.value)
    rows = rows.defer("snapshot").select_related("laporan__opd__pemda").order_by("difinalkan_pada", "pk")
    found = []
    rows = rows.annotate(
        done=Count("daftar_tanda_tangan"), pemaraf=F("snapshot__pemaraf"), penandatangan=F("snapshot__penandatangan")
    )
    for row in rows:
        # Whom the document names, without the rest of its snapshot.
        turns = list_turns({"pemaraf": row.pemaraf or [], "penandatangan": row.penandatangan})
        if row.done < len(turns) and turns[row.done].is_of(user, row.laporan.opd):
            found.append((row, turns[row.done]))
    corrected = list_corrections([row for row, _ in found])
    return [(row, turn) for row, turn in found if row.pk not in corrected]


def _public() -> QuerySet[Dokumen]:
    """Return the documents that may be verified: drafts do not exist for the public."""
    rows: QuerySet[Dokumen] = Dokumen.objects.exclude(status=StatusDokumen.DRAF.value)
    rows = rows.select_related("laporan__opd__pemda", "digantikan_oleh__laporan")
    return rows.prefetch_related("daftar_tanda_tangan", "daftar_perpanjangan")


def find_by_token(token: str) -> Dokumen | None:
    """Return the document of a public token."""
    return _public().filter(token=token).first()


def find_by_file(sha256: str) -> Dokumen | None:
    """Return the document that a file belongs to: as it was issued, before it was signed, after a paraf, or with its
    proof renewed."""
    return (
        _public()
        .filter(
            Q(sha256=sha256)
            | Q(sha256_ttd=sha256)
            | Q(daftar_tanda_tangan__sha256=sha256)
            | Q(daftar_perpanjangan__sha256=sha256)
        )
        .order_by("-pk")
        .first()
    )


def list_by_number(opd_id: int, nomor: str) -> list[Dokumen]:
    """Return the issued documents of an office with a number, the latest first; none of an office that does not publish
    them. The same query for every office and number, so that nothing can be told from how long it took."""
    rows = _public().exclude(cara_ttd="").filter(laporan__opd__dokumen_terbuka=True, laporan__opd=opd_id)
    return list(rows.filter(snapshot__nomor=nomor).order_by("-pk"))


def list_due_renewals() -> QuerySet[Dokumen]:
    """Return the signed documents whose newest time-stamp has a certificate that ends soon, the most urgent first; its
    end stands in `cap_waktu_sampai`. Nobody vouches for demo certificates, so nothing of them is prolonged."""
    now = timezone.now()
    rows = Dokumen.objects.filter(cara_ttd=SigningMethod.TTE.value)
    rows = rows.exclude(daftar_tanda_tangan__demo=True).annotate(
        cap_waktu_sampai=Coalesce(
            Max("daftar_perpanjangan__berlaku_sampai"), Max("daftar_tanda_tangan__cap_waktu_sampai")
        )
    )
    due = rows.filter(cap_waktu_sampai__range=(now - LAPSED_TOLD, now + RENEWED_BEFORE))
    ordered = due.order_by("cap_waktu_sampai", "pk").select_related("laporan__opd")
    return ordered.defer("snapshot").prefetch_related("daftar_perpanjangan")


def find_due_renewal(pk: int) -> Dokumen | None:
    """Return a document that is still due for renewal."""
    return list_due_renewals().filter(pk=pk).first()


@dataclass(frozen=True)
class LaporanSummary:
    """A line of the list: a period, its report's state, the document that counts and what of it was corrected."""

    quarter: QuarterFacts
    laporan: Laporan
    dokumen: Dokumen | None
    koreksi: tuple[Correction, ...]
    pekerjaan: Job | None


def list_reports(opd: PerangkatDaerah, *, issued_only: bool) -> list[tuple[Paper[Any], list[LaporanSummary]]]:
    """Return the reports of an office by paper, one for each period that was opened, begun or not: the same number of
    queries for any number of periods."""
    reports = {(row.jenis, row.tahun, row.triwulan): row for row in Laporan.objects.filter(opd=opd)}
    current: dict[int, Dokumen] = {}
    documents = Dokumen.objects.filter(laporan__opd=opd, status__in=KINI).defer("snapshot").select_related("laporan")
    for row in documents.order_by("nomor_urut"):
        if row.terbit or not issued_only:
            current[row.laporan_id] = row
    jobs = {} if issued_only else _active_jobs(reports.values())
    corrections = list_corrections(list(current.values()))

    def summary(jenis: str, quarter: QuarterFacts) -> LaporanSummary:
        key = (jenis, quarter.tahun, quarter.triwulan)
        laporan = reports.get(key) or Laporan(opd=opd, jenis=jenis, tahun=quarter.tahun, triwulan=quarter.triwulan)
        dokumen = current.get(laporan.pk)
        koreksi = () if dokumen is None else corrections.get(dokumen.pk, ())
        return LaporanSummary(quarter, laporan, dokumen, koreksi, jobs.get(laporan.pk))

    return [
        (paper, [summary(paper.key, quarter) for quarter in paper.periods.listed(opd)]) for paper in PAPERS.values()
    ]


class NextStep(Labelled):
    """What a report of an approved quarter waits for."""

    SUSUN = "susun", "Difinalkan"
    SUSUN_KEMBALI = "susun_kembali", "Difinalkan sekali lagi"
    TUNGGU = "tunggu", "Sedang disusun"
    TANDA_TANGANI = "tanda_tangani", "Ditandatangani"
    TERBIT = "terbit", "Terbit"


@dataclass(frozen=True)
class ReportStep:
    """A report of a quarter, its document that counts, and the step that comes next.

    `giliran` is who signs next, `milik_sendiri` whether that is who asks.
    """

    laporan: Laporan
    dokumen: Dokumen | None
    langkah: NextStep
    giliran: SigningTurn | None = None
    milik_sendiri: bool = False


def list_steps(user: Pengguna, opd: PerangkatDaerah, tahun: int, triwulan: int) -> list[ReportStep]:
    """Return what the reports of an approved quarter wait for, by paper: the same few queries for each paper."""
    return [
        _step(user, find_laporan(opd, paper.key, tahun, triwulan))
        for paper in PAPERS.values()
        if paper.periods.find(opd.pk, tahun, triwulan) is not None
    ]


def _step(user: Pengguna, laporan: Laporan) -> ReportStep:
    if is_being_made_final(laporan):
        return ReportStep(laporan, None, NextStep.TUNGGU)
    current = get_current(laporan)
    if current is None or laporan.revisi_dibuka:
        return ReportStep(laporan, current, NextStep.SUSUN)
    if list_corrections([current]):
        return ReportStep(laporan, current, NextStep.SUSUN_KEMBALI)
    if current.terbit:
        return ReportStep(laporan, current, NextStep.TERBIT)
    turn = next_turn(current)
    own = turn is not None and turn.is_of(user, laporan.opd)
    return ReportStep(laporan, current, NextStep.TANDA_TANGANI, turn, own)


def _active_jobs(reports: Iterable[Laporan]) -> dict[int, Job]:
    keys = {key_of(laporan): laporan.pk for laporan in reports}
    return {keys[row.key]: row for row in Job.objects.filter(key__in=keys, status__in=ACTIVE)}


def list_issued(opd_ids: Collection[int], tahun: int, nomor: int) -> dict[int, list[Dokumen]]:
    """Return the issued documents in force of a period, by office: one query."""
    rows = Dokumen.objects.filter(
        laporan__opd__in=opd_ids,
        laporan__tahun=tahun,
        laporan__triwulan=nomor,
        status=StatusDokumen.DITANDATANGANI.value,
    )
    found: defaultdict[int, list[Dokumen]] = defaultdict(list)
    for row in rows.defer("snapshot").select_related("laporan__opd__pemda").order_by("laporan__jenis", "nomor_urut"):
        found[row.laporan.opd_id].append(row)
    return found


def reload_quarter(laporan: Laporan, *, lock: bool = False) -> QuarterFacts | None:
    """Return the approval that the report waits for."""
    return laporan.paper.periods.find(laporan.opd_id, laporan.tahun, laporan.triwulan, lock=lock)
