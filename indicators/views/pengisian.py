"""The staff's page: entering a unit's quarter, row by row, and handing it in."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from indicators.capaian import ReadingChoice
from indicators.models import Pengajuan
from indicators.permissions import Izin
from indicators.rules.kelengkapan import PengajuanFacts, findings_unexplained, nothing_to_hand_in
from indicators.selectors.anggaran import count_missing_money, unit_keeps_money
from indicators.selectors.hand_in import get_hand_in
from indicators.selectors.kewajaran import for_typist, list_findings
from indicators.selectors.kewenangan import get_kewenangan, list_offices_with, today_in
from indicators.selectors.lateness import list_lateness
from indicators.selectors.live_rows import standing_mark
from indicators.selectors.penarikan import may_withdraw
from indicators.selectors.pengajuan import list_typists
from indicators.selectors.pengisian import (
    contents_of,
    get_page,
    get_pengisian,
    is_quarter_open,
    list_pengisian,
    list_row_findings,
    waiting_sentence,
)
from indicators.selectors.seen import seen_submission
from indicators.services import kewajaran
from indicators.services.access import refusal
from indicators.services.pengajuan import submit
from indicators.services.realisasi import NOT_THERE, RowAnswer, check_open, save_typed
from indicators.services.realisasi_entry import NeedsChecking, RowEntry
from indicators.triwulan import short_name
from indicators.views.badges import badge_of_predicate, badge_of_status
from indicators.views.course import draw_course
from indicators.views.sheet_parts import PartLinks, sheet_url, wanted_in
from indicators.views.support import acting_user, shown_offices
from indicators.workflow import EDITABLE, StatusPengajuan
from sakip.answers import answers_in_json, refusal_data, saved_data, status_of
from sakip.owners import belongs_to
from sakip.pages import page, render_page, report_success
from sakip.posted import UNREADABLE, UnreadableRequest, optional_text, read_json, text_of, upload_limit, whole_number
from sakip.refusals import Correctable, NotNow

# A pasted column is cut by the page into calls of at most so many rows.
MAX_ROWS = 200
SESSION_KEY = "cara_baca"
EXACT_FIGURE = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


def pengisian_or_404(request: HttpRequest, triwulan_pk: int, unit_pk: int) -> Pengajuan:
    """Return the submission in the user's scope; another unit's page does not exist for him."""
    pengajuan = get_pengisian(acting_user(request), triwulan_pk, unit_pk)
    if pengajuan is None:
        raise Http404(NOT_THERE)
    belongs_to(request, pengajuan.unit.opd)
    return pengajuan


def require_page(request: HttpRequest, izin: Izin, pengajuan: Pengajuan) -> None:
    kewenangan = get_kewenangan(acting_user(request))
    if not kewenangan.may(izin, opd_id=pengajuan.unit.opd_id, unit_path=pengajuan.unit.path):
        raise PermissionDenied(str(refusal(izin)))


def locked_sentence(pengajuan: Pengajuan) -> str:
    """Return why nothing may be changed now, or ""."""
    if StatusPengajuan(pengajuan.status) not in EDITABLE:
        return waiting_sentence(pengajuan)
    try:
        check_open(pengajuan, today_in(pengajuan.unit.opd))
    except NotNow as locked:
        return str(locked)
    return ""


@page
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The user's units and quarters; with a single open one, straight to its page."""
    offices = shown_offices(request, Izin.ISI_REALISASI)
    rows = list_pengisian(acting_user(request), offices)
    open_rows = [row for row in rows if is_quarter_open(row)]
    if len(open_rows) == 1:
        return redirect(sheet_url(open_rows[0]))
    late = list_lateness(open_rows)
    return render_page(
        request,
        "indicators/pengisian/index.html",
        {
            "beberapa_kantor": len(offices) > 1,
            "terbuka": [
                {**_entry(row), "keterlambatan": late.get(row.pk), "alamat": sheet_url(row)} for row in open_rows
            ],
            "selesai": [_entry(row) for row in rows if not is_quarter_open(row)],
        },
        title="Pengisian Realisasi",
    )


def _entry(pengajuan: Pengajuan) -> dict[str, Any]:
    status = StatusPengajuan(pengajuan.status)
    return {
        "pengajuan": pengajuan,
        "jadwal": getattr(pengajuan.triwulan, "jadwal", None),
        "status": status.label,
        "kelas": badge_of_status(status),
    }


@page
@require_GET
def show_sheet(request: HttpRequest, triwulan_pk: int, unit_pk: int) -> HttpResponse:
    """The rows of the unit's quarter: all of them, or a step of a long sheet."""
    pengajuan = pengisian_or_404(request, triwulan_pk, unit_pk)
    require_page(request, Izin.ISI_REALISASI, pengajuan)
    locked = locked_sentence(pengajuan)
    own = list_offices_with(acting_user(request), Izin.ISI_REALISASI)
    halaman = get_page(pengajuan, terkunci=bool(locked), diminta=wanted_in(request))
    others = [row for row in list_pengisian(acting_user(request), own) if row.pk != pengajuan.pk]
    return render_page(
        request,
        "indicators/pengisian/sheet.html",
        {
            **_entry(pengajuan),
            "halaman": halaman,
            "tautan": PartLinks(halaman.bagian),
            "terkunci": locked,
            "dapat_ditarik": may_withdraw(get_kewenangan(acting_user(request)), pengajuan),
            "keterlambatan": list_lateness([pengajuan]).get(pengajuan.pk),
            "keadaan": standing_mark(pengajuan, locked),
            "lainnya": others[:12],
            "beberapa_kantor": len(own) > 1,
            "tw": short_name(pengajuan.triwulan.triwulan),
            "batas_berkas": settings.MAX_UPLOAD_BYTES,
            "ada_anggaran": unit_keeps_money(pengajuan.triwulan, pengajuan.unit),
            "batas_mb": upload_limit(),
        },
        title="Pengisian Realisasi",
    )


@page
@require_POST
@answers_in_json
def save(request: HttpRequest, triwulan_pk: int, unit_pk: int) -> HttpResponse:
    """Save rows: `{"baris": [...]}`. One row answers with its own status, several with 207 and a status per row."""
    try:
        isian = _read_rows(read_json(request))
    except UnreadableRequest:
        # What is not for him to know is not there, whatever he sends.
        pengisian_or_404(request, triwulan_pk, unit_pk)
        raise
    column = f"{triwulan_pk}:{unit_pk}"
    saved = save_typed(
        by=acting_user(request),
        triwulan=triwulan_pk,
        unit=unit_pk,
        isian=isian,
        pilihan_satuan=_remembered(request, column),
    )
    belongs_to(request, saved.pengajuan.unit.opd)
    _remember(request, column, isian, saved.hasil)
    now = contents_of(saved.pengajuan.triwulan, saved.baris.measure())
    answers = [_answer(result, now.get(result.indikator_id)) for result in saved.hasil]
    return JsonResponse({"baris": answers}, status=answers[0]["kode"] if len(answers) == 1 else 207)


def _read_rows(data: dict[str, Any]) -> list[RowEntry]:
    rows = data.get("baris")
    if not isinstance(rows, list) or not 1 <= len(rows) <= MAX_ROWS:
        raise UnreadableRequest(UNREADABLE)
    return [_read_row(row) for row in rows]


def _read_row(row: Any) -> RowEntry:
    if not isinstance(row, dict):
        raise UnreadableRequest(UNREADABLE)
    exact = _exact_figure(row.get("persis"))
    teks, tersedia, pilihan = row.get("teks", {}), row.get("tidak_tersedia"), row.get("pilihan")
    if not isinstance(teks, dict) or not (tersedia is None or isinstance(tersedia, bool)):
        raise UnreadableRequest(UNREADABLE)
    if pilihan is not None and pilihan not in [choice.value for choice in ReadingChoice]:
        raise UnreadableRequest(UNREADABLE)
    return RowEntry(
        indikator_id=whole_number(row.get("id")),
        versi=whole_number(row.get("versi")),
        realisasi=optional_text(row.get("realisasi")) if exact is None else exact,
        pilihan_baca=None if pilihan is None else ReadingChoice(pilihan),
        tidak_tersedia=tersedia,
        alasan=optional_text(row.get("alasan")),
        teks={text_of(name): text_of(value) for name, value in teks.items()},
    )


def _exact_figure(value: Any) -> Decimal | None:
    """Return a figure that an undo puts back: as the page got it in `persis`, never ambiguous, never rounded."""
    text = optional_text(value)
    if text is None:
        return None
    if not EXACT_FIGURE.fullmatch(text):
        raise UnreadableRequest(UNREADABLE)
    return Decimal(text)


def _remembered(request: HttpRequest, column: str) -> dict[str, ReadingChoice]:
    """Return how the typist reads ambiguous numbers in this column, by unit of measure."""
    stored = request.session.get(SESSION_KEY, {}).get(column, {})
    return {satuan: ReadingChoice(choice) for satuan, choice in stored.items()}


def _remember(request: HttpRequest, column: str, isian: Sequence[RowEntry], results: Sequence[RowAnswer]) -> None:
    """Keep what the typist chose just now; a number read by an earlier choice changes nothing."""
    chosen = {
        result.bacaan.pertanyaan.satuan: result.bacaan.pilihan.value
        for row, result in zip(isian, results, strict=True)
        if row.pilihan_baca is not None and result.bacaan is not None
    }
    if chosen:
        columns = request.session.get(SESSION_KEY, {})
        columns.setdefault(column, {}).update(chosen)
        request.session[SESSION_KEY] = columns


def as_shown(now: dict[str, Any]) -> dict[str, Any]:
    """Return what stands in a row as its script shows it: with the badge's colour, the year's course as a picture."""
    return {**now, "kelas": badge_of_predicate(now["predikat"]), "jalan": draw_course(now["jalan"])}


def _answer(result: RowAnswer, now: dict[str, Any] | None) -> dict[str, Any]:
    shown = None if now is None else as_shown(now)
    answer: dict[str, Any] = {"id": result.indikator_id, "kini": shown}
    answer |= saved_data() if result.galat is None else refusal_data(result.galat)
    if isinstance(result.galat, NeedsChecking):
        question = result.galat.pertanyaan["realisasi"]
        answer |= {"satuan": question.satuan, "pilihan": [reading.as_data() for reading in question.bacaan]}
    if result.bacaan is not None:
        answer["dibaca"] = {"teks": result.bacaan.diambil.teks, "lain": result.bacaan.lain.as_data()}
    return answer


@page
@require_POST
@answers_in_json
def explain(request: HttpRequest, triwulan_pk: int, unit_pk: int, indikator_pk: int) -> HttpResponse:
    """Keep an explanation of a finding: `{"aturan": ..., "perihal": ..., "teks": ...}`; answers with the row's findings
    as they stand now."""
    pengajuan = pengisian_or_404(request, triwulan_pk, unit_pk)
    data = read_json(request)
    kewajaran.explain(
        by=acting_user(request),
        pengajuan=pengajuan,
        indikator_id=indikator_pk,
        aturan=text_of(data.get("aturan")),
        perihal=text_of(data.get("perihal")),
        teks=text_of(data.get("teks")),
    )
    return JsonResponse(saved_data() | {"temuan": list_row_findings(pengajuan, indikator_pk)})


@page
@require_http_methods(["GET", "POST"])
def hand_in(request: HttpRequest, triwulan_pk: int, unit_pk: int) -> HttpResponse:
    """What is still missing, or the question whether to hand in; POST hands in."""
    pengajuan = pengisian_or_404(request, triwulan_pk, unit_pk)
    if request.method == "GET":
        require_page(request, Izin.AJUKAN, pengajuan)
        return _submit_page(request, pengajuan)
    try:
        submit(by=acting_user(request), pengajuan=pengajuan, dilihat=request.POST.get("dilihat", ""))
    except Correctable as refused:
        pengajuan = pengisian_or_404(request, triwulan_pk, unit_pk)
        return _submit_page(request, pengajuan, galat=refused)
    report_success(request, f"{pengajuan} sudah diajukan. Terima kasih.")
    return HttpResponseRedirect(reverse("indicators:pengisian_sheet", args=(triwulan_pk, unit_pk)))


def _submit_page(request: HttpRequest, pengajuan: Pengajuan, *, galat: Correctable | None = None) -> HttpResponse:
    now = get_hand_in(pengajuan)
    rows, returned = now.baris, now.dikembalikan
    # A stable sort: the rows of one sentence stay in the order of the page.
    missing = sorted(now.kurang, key=lambda item: item.kalimat)
    shown = [item for item in list_findings(rows, now.temuan) if for_typist([item.temuan])]
    return render_page(
        request,
        "indicators/pengisian/submit.html",
        {
            **_entry(pengajuan),
            "kurang": missing,
            "tertahan": findings_unexplained(PengajuanFacts(len(rows), len(missing), len(now.tertahan))),
            "temuan": shown,
            "semua_dijelaskan": all(item.temuan.penjelasan for item in shown),
            "dikembalikan": returned,
            "jumlah": len(rows),
            "tanpa_baris": nothing_to_hand_in(PengajuanFacts(len(rows))),
            "dilihat": seen_submission(pengajuan, rows, returned.baris),
            "anggaran_kosong": count_missing_money(pengajuan.triwulan, pengajuan.unit),
            "tanpa_bukti": sum(not row.bukti for row in rows),
            "tidak_tersedia": sum(row.kini.realisasi_teks == "n/a" for row in rows),
            "pengisi": list_typists(rows),
            "terkunci": locked_sentence(pengajuan),
            "galat": "" if galat is None else str(galat),
        },
        title="Ajukan data triwulan",
        status=status_of(galat),
    )
