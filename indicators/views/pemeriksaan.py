"""The unit head's list, and the page of a submission where heads and the Sekretaris decide."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.models import Pengajuan, Pengguna
from indicators.permissions import Izin
from indicators.selectors.kewenangan import get_kewenangan
from indicators.selectors.pelaksana_harian import list_deputising, list_own_stations
from indicators.selectors.pemeriksaan import list_for_head
from indicators.selectors.penarikan import is_withdrawn
from indicators.selectors.pengajuan import find_pengajuan, find_version
from indicators.selectors.review import Review, ReviewFilter, ReviewRow, group_rows, list_verdicts, review_of
from indicators.selectors.sheet_part import Wanted
from indicators.selectors.turns import Stop, list_stops, others_from
from indicators.selectors.version_content import read_version
from indicators.services import pengajuan as services
from indicators.views.return_marks import ReturnMarks, forget_marks, keep_marks, kept_marks, posted_marks
from indicators.views.seen_versions import remember_look, was_seen, why_not_together
from indicators.views.sheet_parts import PartLinks, read_wanted
from indicators.views.support import acting_user, shown_offices
from sakip.answers import status_of
from sakip.digits import version_in
from sakip.owners import belongs_to, with_owner
from sakip.pages import page, render_page, report_info, report_success
from sakip.refusals import Correctable, NotValid

Act = Callable[[Pengguna, Pengajuan, int], Pengajuan]


@page
@require_safe
def list_checks(request: HttpRequest) -> HttpResponse:
    """What waits for the head, and what of his units is elsewhere on its way."""
    offices = shown_offices(request, Izin.PERIKSA)
    user = acting_user(request)
    daftar = list_for_head(user, offices)
    mewakili = list_deputising(user, offices)
    mine = {row.pengajuan.pk: row.pengajuan for row in daftar.menunggu if not row.milik_sendiri}
    bersama = why_not_together(request, mine)
    return render_page(
        request,
        "indicators/pemeriksaan/list.html",
        {
            "daftar": daftar,
            "mewakili": mewakili,
            # A deputy who heads nothing himself names nobody.
            "menunjuk": not mewakili or bool(list_own_stations(user, offices)),
            "bersama": bersama,
            "dapat_ditandai": None in bersama.values(),
            "pertama": next(iter(mine), None),
            "opd": offices[0] if len(offices) == 1 else None,
            "beberapa_kantor": len(offices) > 1,
        },
        title="Pemeriksaan",
    )


@page
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a submission; of a long one the step in the address. A form sent here changes nothing: what is
    marked in it goes along to that step."""
    pengajuan = _find(request, pk)
    if request.method != "POST":
        return _render(request, pengajuan)
    keep_marks(request, pengajuan)
    return HttpResponseRedirect(request.get_full_path())


@page
@require_safe
def show_version(request: HttpRequest, pk: int, nomor: int) -> HttpResponse:
    """A handed-in version, exactly as it was; nothing can be done here."""
    pengajuan = _find(request, pk)
    version = find_version(pengajuan, nomor)
    if version is None:
        raise Http404("Versi ini tidak ditemukan.")
    return render_page(
        request,
        "indicators/pemeriksaan/version.html",
        {
            "pengajuan": pengajuan,
            "versi": version,
            "ditarik": is_withdrawn(version),
            "baris_versi": read_version(version),
            "putusan": list_verdicts(version),
            "menu_aktif": _menu_entry(request, pengajuan),
        },
        title=f"{pengajuan.unit}, versi {nomor}",
    )


@page
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    def act(by: Pengguna, pengajuan: Pengajuan, versi: int) -> Pengajuan:
        _refuse_slip(request, pengajuan, Izin.PERIKSA)
        return services.check(by=by, pengajuan=pengajuan, versi=versi)

    return _perform(request, pk, act, "Data {apa} sudah diperiksa dan diteruskan.", _next)


@page
@require_POST
def validate(request: HttpRequest, pk: int) -> HttpResponse:
    def act(by: Pengguna, pengajuan: Pengajuan, versi: int) -> Pengajuan:
        _refuse_slip(request, pengajuan, Izin.VALIDASI, Izin.SAHKAN)
        return services.validate(by=by, pengajuan=pengajuan, versi=versi)

    return _perform(request, pk, act, "Data {apa} sudah divalidasi.", _next)


@page
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    def act(by: Pengguna, pengajuan: Pengajuan, versi: int) -> Pengajuan:
        return services.send_back(by=by, pengajuan=pengajuan, versi=versi, **_reasons(request))

    done = "Data {apa} sudah dikembalikan. Unitnya membaca alasan Anda di halaman pengisiannya."
    return _perform(request, pk, act, done, _next)


@page
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    def act(by: Pengguna, pengajuan: Pengajuan, versi: int) -> Pengajuan:
        return services.reopen(by=by, pengajuan=pengajuan, versi=versi, **_reasons(request))

    return _perform(request, pk, act, "Data {apa} sudah dibuka kembali untuk perbaikan.", _back)


def _find(request: HttpRequest, pk: int) -> Pengajuan:
    pengajuan = find_pengajuan(acting_user(request), pk)
    if pengajuan is None:
        raise Http404("Pengajuan ini tidak ditemukan.")
    belongs_to(request, pengajuan.unit.opd)
    return pengajuan


def _perform(
    request: HttpRequest, pk: int, act: Act, done: str, then: Callable[[HttpRequest, Pengajuan], str]
) -> HttpResponse:
    """Perform one act and go on to `then`; a refusal comes back on the page with what was typed."""
    pengajuan = _find(request, pk)
    try:
        act(acting_user(request), pengajuan, version_in(request.POST.get("versi", "")))
    except Correctable as error:
        return _render(request, _find(request, pk), error=error)
    forget_marks(request)
    report_success(request, done.format(apa=pengajuan))
    return HttpResponseRedirect(then(request, pengajuan))


def _next(request: HttpRequest, pengajuan: Pengajuan) -> str:
    """Return the page of what waits for the user next, and say what it is; at the end the list."""
    others = others_from(list_stops(acting_user(request)), pengajuan)
    if not others:
        report_info(request, "Tidak ada lagi data yang menunggu Anda.")
        return _back(request, pengajuan)
    return stop_url(others[0])


def stop_url(stop: Stop) -> str:
    if stop.pengajuan is not None:
        return reverse("indicators:pengajuan", args=[stop.pengajuan.pk])
    quarter = stop.triwulan
    return with_owner(reverse("indicators:pengesahan_triwulan", args=[quarter.tahun, quarter.triwulan]), quarter.opd)


def _back(request: HttpRequest, pengajuan: Pengajuan) -> str:
    """Return the list that the user works through."""
    kewenangan = get_kewenangan(acting_user(request))
    if kewenangan.may(Izin.LIHAT_SEMUA_UNIT, opd_id=pengajuan.unit.opd_id):
        return board_url(pengajuan)
    if kewenangan.may(Izin.PERIKSA, opd_id=pengajuan.unit.opd_id):
        return with_owner(reverse("indicators:pemeriksaan"), pengajuan.unit.opd)
    return ""


def _menu_entry(request: HttpRequest, pengajuan: Pengajuan) -> str:
    """Return the menu entry that a submission stands under for this user."""
    kewenangan = get_kewenangan(acting_user(request))
    if kewenangan.may(Izin.LIHAT_SEMUA_UNIT, opd_id=pengajuan.unit.opd_id):
        return reverse("indicators:validasi")
    return reverse("indicators:pemeriksaan") if kewenangan.may(Izin.PERIKSA, opd_id=pengajuan.unit.opd_id) else ""


def board_url(pengajuan: Pengajuan) -> str:
    quarter = pengajuan.triwulan
    path = reverse("indicators:validasi_triwulan", args=[quarter.tahun, quarter.triwulan])
    return with_owner(path, quarter.opd)


def _refuse_slip(request: HttpRequest, pengajuan: Pengajuan, *izin: Izin) -> None:
    """Rows marked for return beside "pass it up" is a slip: passing up would drop the reasons.

    Who may not pass it up anyway hears that from the service.
    """
    kewenangan = get_kewenangan(acting_user(request))
    unit = pengajuan.unit
    if not any(kewenangan.may(item, opd_id=unit.opd_id, unit_path=unit.path) for item in izin):
        return
    if request.POST.getlist("baris") or request.POST.get("alasan", "").strip():
        raise NotValid(
            "Anda sudah menandai baris atau menulis alasan pengembalian. Tekan Kembalikan, "
            "atau hapus tanda dan alasannya bila data ini akan diteruskan."
        )


def _reasons(request: HttpRequest) -> dict[str, Any]:
    """Return the reasons as typed; a marked row without its own reason takes the general one."""
    marks = posted_marks(request)
    own = dict(marks.alasan_baris)
    rows = {pk: own.get(pk, "").strip() or marks.alasan for pk in marks.baris}
    return {"alasan": marks.alasan, "alasan_baris": rows}


def _chosen_filter(request: HttpRequest, tinjauan: Review) -> ReviewFilter:
    """Return which rows are shown first: as the address or the refused form says, if that finds any."""
    wanted = request.POST.get("saring") or request.GET.get("saring", "")
    return next((item for item, _ in tinjauan.filters if item == wanted), tinjauan.first_filter)


def _wanted(request: HttpRequest, saring: ReviewFilter, *, refused: bool) -> Wanted:
    """Return which rows are asked for. A refused form says it in its fields, where `baris` are the marked rows."""
    asked = read_wanted(request.POST if refused else request.GET, ReviewFilter)
    row = None if refused else asked.baris
    return Wanted(asked.langkah, None if saring is ReviewFilter.ALL else saring, asked.cari, row)


def _open_rows(rows: Sequence[ReviewRow], saring: ReviewFilter) -> set[int]:
    """Return the rows whose texts are open at once: of what comes back, what changed and what was answered."""
    if saring is not ReviewFilter.CHANGED:
        return set()
    return {row.baris.indikator.pk for row in rows if saring in row.saringan}


def _rows_context(request: HttpRequest, tinjauan: Review, marks: ReturnMarks, *, refused: bool) -> dict[str, Any]:
    """Return what the page says of the rows it shows, and of what is marked on the steps that it does not show."""
    saring = _chosen_filter(request, tinjauan)
    part = tinjauan.part(_wanted(request, saring, refused=refused))
    if part.bertahap and part.diminta.saring is None:
        saring = ReviewFilter.ALL
    rows = tinjauan.baris
    shown = [rows[at] for at in part.baris]
    here = {row.baris.indikator.pk for row in shown}
    asked_for = {part.diminta.baris} & here
    page = reverse("indicators:pengajuan", args=[tinjauan.pengajuan.pk])
    return {
        "kelompok": group_rows(shown),
        "bagian": part,
        "tautan": PartLinks(part, halaman=page, semua=ReviewFilter.ALL.value),
        "saring": saring,
        "baris_tampil": here,
        "baris_terbuka": asked_for | marks.baris | _open_rows(shown, saring),
        "baris_lain": [row for row in rows if row.baris.indikator.pk in marks.rows - here],
    }


def _render(request: HttpRequest, pengajuan: Pengajuan, *, error: Correctable | None = None) -> HttpResponse:
    kewenangan = get_kewenangan(acting_user(request))
    tinjauan = review_of(kewenangan, pengajuan)
    marks = kept_marks(request, pengajuan) if error is None else posted_marks(request)
    remember_look(request, pengajuan, tinjauan.oddity_count)
    others = others_from(list_stops(acting_user(request)), pengajuan)
    unseen = [stop for stop in others if stop.pengajuan is None or not was_seen(request, stop.pengajuan)]
    return render_page(
        request,
        "indicators/pemeriksaan/pengajuan.html",
        {
            "tinjauan": tinjauan,
            "pengajuan": pengajuan,
            "wewenang": tinjauan.wewenang,
            "galat": error,
            **_rows_context(request, tinjauan, marks, refused=error is not None),
            "alasan": marks.alasan,
            "baris_ditandai": marks.baris,
            "alasan_baris": dict(marks.alasan_baris),
            "alamat_kembali": _back(request, pengajuan),
            "berikutnya": unseen[0] if unseen else None,
            "alamat_berikutnya": stop_url(unseen[0]) if unseen else "",
            "belum_dibuka": len(unseen),
            "menunggu_lain": len(others),
            "menu_aktif": _menu_entry(request, pengajuan),
        },
        title=f"{pengajuan.unit}, {pengajuan.triwulan}",
        status=status_of(error),
    )
