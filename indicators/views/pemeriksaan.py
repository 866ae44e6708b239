"""The unit head's list, and the page of a submission where heads and the Sekretaris decide."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from indicators.models import Pengajuan, Pengguna
from indicators.permissions import Izin
from indicators.selectors.kewenangan import get_kewenangan
from indicators.selectors.pemeriksaan import list_for_head
from indicators.selectors.pengajuan import find_pengajuan, find_version
from indicators.selectors.review import list_verdicts, review_of
from indicators.selectors.version_content import read_version
from indicators.services import pengajuan as services
from indicators.views.support import acting_user, shown_offices
from sakip.answers import status_of
from sakip.digits import key_in, version_in
from sakip.owners import belongs_to, with_owner
from sakip.pages import page, render_page, report_success
from sakip.refusals import Correctable, NotValid

Act = Callable[[Pengguna, Pengajuan, int], Pengajuan]


@page
@require_safe
def list_checks(request: HttpRequest) -> HttpResponse:
    """What waits for the head, and what of his units is elsewhere on its way."""
    offices = shown_offices(request, Izin.PERIKSA)
    return render_page(
        request,
        "indicators/pemeriksaan/list.html",
        {"daftar": list_for_head(acting_user(request), offices), "beberapa_kantor": len(offices) > 1},
        title="Pemeriksaan",
    )


@page
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return _render(request, _find(request, pk))


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

    return _perform(request, pk, act, "Data {apa} sudah diperiksa dan diteruskan.")


@page
@require_POST
def validate(request: HttpRequest, pk: int) -> HttpResponse:
    def act(by: Pengguna, pengajuan: Pengajuan, versi: int) -> Pengajuan:
        _refuse_slip(request, pengajuan, Izin.VALIDASI, Izin.SAHKAN)
        return services.validate(by=by, pengajuan=pengajuan, versi=versi)

    return _perform(request, pk, act, "Data {apa} sudah divalidasi.")


@page
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    def act(by: Pengguna, pengajuan: Pengajuan, versi: int) -> Pengajuan:
        return services.send_back(by=by, pengajuan=pengajuan, versi=versi, **_reasons(request))

    return _perform(request, pk, act, "Data {apa} sudah dikembalikan. Unitnya membaca alasan Anda pada baris.")


@page
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    def act(by: Pengguna, pengajuan: Pengajuan, versi: int) -> Pengajuan:
        return services.reopen(by=by, pengajuan=pengajuan, versi=versi, **_reasons(request))

    return _perform(request, pk, act, "Data {apa} sudah dibuka kembali untuk perbaikan.")


def _find(request: HttpRequest, pk: int) -> Pengajuan:
    pengajuan = find_pengajuan(acting_user(request), pk)
    if pengajuan is None:
        raise Http404("Pengajuan ini tidak ditemukan.")
    belongs_to(request, pengajuan.unit.opd)
    return pengajuan


def _perform(request: HttpRequest, pk: int, act: Act, done: str) -> HttpResponse:
    """Perform one act; a refusal comes back on the page with what was typed."""
    pengajuan = _find(request, pk)
    try:
        act(acting_user(request), pengajuan, version_in(request.POST.get("versi", "")))
    except Correctable as error:
        return _render(request, _find(request, pk), error=error)
    report_success(request, done.format(apa=pengajuan))
    return HttpResponseRedirect(_back(request, pengajuan))


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


def _marked_rows(request: HttpRequest) -> list[int]:
    found = (key_in(text) for text in request.POST.getlist("baris"))
    return [key for key in found if key is not None]


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
    whole = request.POST.get("alasan", "")
    rows = {pk: request.POST.get(f"alasan_{pk}", "").strip() or whole for pk in _marked_rows(request)}
    return {"alasan": whole, "alasan_baris": rows}


def _render(request: HttpRequest, pengajuan: Pengajuan, *, error: Correctable | None = None) -> HttpResponse:
    kewenangan = get_kewenangan(acting_user(request))
    tinjauan = review_of(kewenangan, pengajuan)
    typed = {pk: request.POST.get(f"alasan_{pk}", "") for pk in (row.baris.indikator.pk for row in tinjauan.baris)}
    return render_page(
        request,
        "indicators/pemeriksaan/pengajuan.html",
        {
            "tinjauan": tinjauan,
            "pengajuan": pengajuan,
            "wewenang": tinjauan.wewenang,
            "galat": error,
            "alasan": request.POST.get("alasan", ""),
            "baris_ditandai": set(_marked_rows(request)),
            "alasan_baris": {pk: text for pk, text in typed.items() if text},
            "alamat_kembali": _back(request, pengajuan),
            "menu_aktif": _menu_entry(request, pengajuan),
        },
        title=f"{pengajuan.unit}, {pengajuan.triwulan}",
        status=status_of(error),
    )
