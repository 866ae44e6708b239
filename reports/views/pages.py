"""The page of one report, and its progress for the page's script."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from indicators.permissions import Izin
from indicators.selectors.reporting import (
    DoubtfulDeed,
    PerangkatDaerah,
    QuarterFacts,
    list_doubtful_deeds,
    list_doubtful_of_quarter,
    may,
)
from indicators.services.access import refusal
from reports.composition import blocks_to_text
from reports.composition.differences import list_differences
from reports.jobs import JobKind
from reports.models import Dokumen, Laporan, SigningMethod, StatusDokumen
from reports.officials import expiry_warning, find_official
from reports.rendering import fill_blocks
from reports.selectors import (
    find_laporan,
    get_current,
    get_latest_job,
    get_predecessor,
    is_open,
    list_corrections,
    list_documents,
)
from reports.services.kedaluwarsa import Kedaluwarsa, why_outdated
from reports.services.narrative_figures import SectionReview, review_narrative
from reports.services.scan import MOST_COVERS
from reports.services.signature import demo_note, signer_of
from reports.services.verify_address import verify_url
from reports.signing.errors import SigningError
from reports.turns import SigningTurn, awaits, list_signatures, list_turns
from reports.views.sertifikat import own_url
from reports.views.support import find_office, find_quarter, user_of
from sakip.answers import answers_in_json, status_of
from sakip.dates import write_in_figures
from sakip.jobs.workers import explain_wait
from sakip.owners import with_owner
from sakip.pages import page, render_page
from sakip.posted import scan_limit
from sakip.refusals import Correctable, NotNow, NotValid
from sakip.sign_in.middleware import asked_by_script


@page
@require_safe
def open_report(request: HttpRequest, jenis: str, tahun: int, triwulan: int) -> HttpResponse:
    """One report: its state, what is to be done next, its wording, its documents."""
    opd = find_office(request)
    find_quarter(opd, jenis, tahun, triwulan)
    return show_report(request, opd, jenis, tahun, triwulan)


@page
@asked_by_script
@require_safe
@answers_in_json
def show_progress(request: HttpRequest, jenis: str, tahun: int, triwulan: int) -> JsonResponse:
    """Say how far the latest rendering is; the page's script asks this every second."""
    opd = find_office(request)
    if not may(user_of(request), Izin.SUSUN_LAPORAN, opd):
        raise refusal(Izin.SUSUN_LAPORAN)
    find_quarter(opd, jenis, tahun, triwulan)
    job = get_latest_job(find_laporan(opd, jenis, tahun, triwulan))
    if job is None:
        return JsonResponse({"aktif": False, "status": "", "kemajuan": 0, "pesan": "Belum ada yang disusun."})
    told = explain_wait(job) or job.message
    return JsonResponse({"aktif": job.active, "status": job.status, "kemajuan": job.progress, "pesan": told})


def show_report(
    request: HttpRequest,
    opd: PerangkatDaerah,
    jenis: str,
    tahun: int,
    triwulan: int,
    *,
    typed: Mapping[str, str] | None = None,
    refused: Correctable | None = None,
) -> HttpResponse:
    """Render the page of a report; `typed` and `refused` bring back a form that was refused."""
    user = user_of(request)
    quarter = find_quarter(opd, jenis, tahun, triwulan)
    report = find_laporan(opd, jenis, tahun, triwulan)
    writes = may(user, Izin.SUSUN_LAPORAN, opd)
    current = get_current(report)
    signs = current is not None and awaits(user, current)
    documents = list_documents(report, issued_only=not writes, besides=current if signs else None)
    context: dict[str, Any] = {
        "opd": opd,
        "laporan": report,
        "quarter": quarter,
        "penyusun": writes,
        **_documents(documents, opd),
        "berakhiran_opd": with_owner("", opd),
        "galat": refused.fields if isinstance(refused, NotValid) else {},
    }
    if current is not None and (writes or signs):
        context |= _signing_context(request, current, why_outdated(current))
    if writes:
        context |= _writer_context(request, report, quarter, typed or {}, current, context.get("kedaluwarsa"))
        context["pratinjau"] = next((row for row in documents if row.status == StatusDokumen.DRAF), None)
    return render_page(request, "reports/laporan.html", context, title=report.judul, status=status_of(refused))


def _documents(rows: list[Dokumen], opd: PerangkatDaerah) -> dict[str, Any]:
    """Return the documents with what of each was corrected or is in doubt, and by what the latest differs from the one
    before."""
    doubtful = list_doubtful_deeds(opd.pk, Dokumen, [row.pk for row in rows])
    corrections = list_corrections([row for row in rows if row.status != StatusDokumen.DRAF])
    latest = next((row for row in rows if row.nomor_urut is not None), None)
    predecessor = None if latest is None else get_predecessor(latest)
    return {
        "dokumen": [
            {
                "dokumen": row,
                "warna": _COLOURS[row.status],
                "verifikasi": verify_url(row) if row.status != StatusDokumen.DRAF else "",
                "diragukan": doubtful.get(row.pk, ()),
                "koreksi": () if row.status == StatusDokumen.DIGANTIKAN else corrections.get(row.pk, ()),
            }
            for row in rows
        ],
        "pendahulu": predecessor,
        "perbedaan": []
        if latest is None or predecessor is None
        else list_differences(predecessor.snapshot, latest.snapshot, latest.laporan.paper.differences),
    }


_COLOURS = {
    StatusDokumen.DRAF.value: "neutral",
    StatusDokumen.FINAL.value: "info",
    StatusDokumen.DITANDATANGANI.value: "good",
    StatusDokumen.DIGANTIKAN.value: "warn",
}


def _signing_context(request: HttpRequest, current: Dokumen, outdated: Kedaluwarsa) -> dict[str, Any]:
    """Return who signs the document in which order, and the form for whose turn it is."""
    user, opd = user_of(request), current.laporan.opd
    turn, order = _signing_order(current)
    ready = turn is not None and not outdated and not current.laporan.revisi_dibuka
    own = ready and turn is not None and turn.is_of(user, opd)
    return {
        "kini": current,
        "diragukan": _in_doubt(current) if own else [],
        "kedaluwarsa": outdated,
        "giliran": turn,
        "urutan_ttd": order,
        "ada_paraf": turn is not None and turn.urutan > 1,
        "dapat_ttd": own,
        "bukan_nip": not user.nip and may(user, Izin.TANDA_TANGANI, opd),
        "dapat_pindai": ready and may(user, Izin.TANDA_TANGANI, opd),
        "batas_pindaian": scan_limit(),
        "batas_sampul": MOST_COVERS,
        **(_signer_context(request, opd) if own else {}),
    }


def _in_doubt(current: Dokumen) -> list[DoubtfulDeed]:
    """Return what whoever signs a document has to ask about first: decisions that are in doubt, on which it rests."""
    report = current.laporan
    own = list_doubtful_deeds(report.opd_id, Dokumen, [current.pk])
    return [*list_doubtful_of_quarter(report.opd_id, report.tahun, report.triwulan), *own.get(current.pk, ())]


def _signing_order(current: Dokumen) -> tuple[SigningTurn | None, list[dict[str, Any]]]:
    """Return whose turn it is (None where none is awaited), and every signature in its order."""
    turns, done = list_turns(current.snapshot), list(list_signatures(current))
    if current.cara_ttd == SigningMethod.PINDAIAN:
        return None, []
    turn = turns[len(done)] if len(done) < len(turns) else None
    order = [
        {
            "peran": item.peran.label,
            "pejabat": item.official,
            "pada": done[item.urutan - 1].ditandatangani_pada if item.urutan <= len(done) else None,
            "giliran": item == turn,
        }
        for item in turns
    ]
    return turn, order


def _writer_context(
    request: HttpRequest,
    report: Laporan,
    quarter: QuarterFacts,
    typed: Mapping[str, str],
    current: Dokumen | None,
    outdated: Kedaluwarsa | None,
) -> dict[str, Any]:
    job = get_latest_job(report)
    editable = is_open(report, current, outdated=bool(outdated))
    finalising = job is not None and job.active and job.kind == JobKind.FINAL
    signs = may(user_of(request), Izin.TANDA_TANGANI, report.opd)
    return {
        "pekerjaan": job,
        "pesan_pekerjaan": "" if job is None else explain_wait(job) or job.message,
        "disusun": "" if job is None else JobKind(job.kind).label,
        "terbuka": editable and not finalising,
        "dapat_final": editable and quarter.disahkan and (job is None or not job.active),
        "dapat_revisi": current is not None and not editable and (signs or current.status == StatusDokumen.FINAL),
        "isian": _form(report, typed) if editable and not finalising else None,
    }


def _signer_context(request: HttpRequest, opd: PerangkatDaerah) -> dict[str, Any]:
    """Return what the form of the signature says; of one who cannot sign why, and where he mends it."""
    user = user_of(request)
    try:
        signer, certificate = signer_of(user, opd)
    except (SigningError, NotNow) as error:
        own = find_official(user, opd) is not None
        return {"penandatangan_galat": str(error), "url_sertifikat": own_url(opd) if own else ""}
    return {
        "label_akun": signer.account_label,
        "petunjuk_akun": signer.account_hint,
        "label_sandi": signer.proof_label,
        "label_sertifikat": signer.label,
        "petunjuk_demo": demo_note(certificate),
        "peringatan_sertifikat": "" if certificate is None else expiry_warning(certificate),
        "url_sertifikat": own_url(opd),
    }


def _form(report: Laporan, typed: Mapping[str, str]) -> dict[str, Any] | None:
    """Return what the form shows: what was typed and refused, else what is stored, else the default."""
    paper = report.paper
    facts = paper.gather(report.opd, report.tahun, report.triwulan)
    if facts is None:
        return None
    snapshot = paper.compose(facts, nomor=report.nomor, tempat=report.tempat, tanggal=report.tanggal)
    named, figures = paper.word(snapshot)
    reviews = review_narrative(report, figures)
    sections = []
    for name, heading in paper.sections.items():
        own = report.narasi.get(name)
        stored = blocks_to_text(own if own is not None else named[name])
        sections.append(
            {
                "nama": name,
                "judul": heading,
                "diubah": own is not None,
                "teks": typed.get(name, stored),
                "bawaan": blocks_to_text(fill_blocks(named[name], figures)),
                "periksa": _review(reviews.get(name)),
            }
        )
    return {
        "versi": report.versi,
        "nomor": typed.get("nomor", report.nomor),
        "tempat": typed.get("tempat", snapshot["tempat"]),
        "tanggal": typed.get("tanggal", write_in_figures(date.fromisoformat(snapshot["tanggal"]))),
        "bagian": sections,
        "penanda": [(f"{{{name}}}", value or "belum ada") for name, value in figures.items()],
    }


def _review(review: SectionReview | None) -> dict[str, Any] | None:
    """Return what the form says of a section whose figures differ from the data; None where there is nothing."""
    if review is None or not review.outdated:
        return None
    seen = review.diperiksa
    return {
        "angka": review.outdated,
        "sidik": review.sidik,
        "oleh": "" if seen is None else seen["oleh"],
        "pada": None if seen is None else datetime.fromisoformat(seen["pada"]),
    }
