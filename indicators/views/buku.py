"""The two pages of workbooks: the plan of a year for its planner, the beginning of an office for its administrator."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.imports.buku.impor import Files, Pilihan, check_plan, import_plan
from indicators.imports.buku.jalankan import HasilBuku
from indicators.imports.buku.kantor import AkunBaru, check_office, import_office
from indicators.imports.buku.unduhan import (
    flat_book,
    flat_template,
    office_book,
    office_template,
    plan_book,
    plan_template,
)
from indicators.imports.penyimpanan import MAX_AGE_SECONDS, BerkasSementara
from indicators.models import Pengguna, PerangkatDaerah, PeriodeRenstra, PerjanjianKinerja
from indicators.permissions import Izin
from indicators.selectors.kewenangan import today_in
from indicators.services.errors import NotAllowed, ServiceError
from indicators.views.formulir_buku import BukuForm, RencanaForm
from indicators.views.support import acting_user, chosen_opd
from sakip.files import MEDIA_TYPES, XLSX, RefusedFile
from sakip.owners import with_owner
from sakip.pages import page, render_page, report_info, report_refusal, report_success

# More rows than this help nobody and choke the browser.
SHOWN = 200
EXPIRED = "Pratinjau ini tidak berlaku lagi. Unggah kembali berkasnya."
SAVED = "Isi berkas ini sudah disimpan oleh klik sebelumnya. Tidak ada yang perlu diulangi."
PASSWORDS_MISSED = "Bila sandi akun baru belum dicatat, atur ulang di halaman penggunanya."
GONE = "Berkas yang diperiksa tadi sudah tidak tersimpan. Pilih berkasnya kembali."

# Files as they wait: the name under which each is stored, and its own.
Waiting = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Halaman:
    """A page of workbooks: its address, its permission, its form, and what checks and writes."""

    nama: str
    judul: str
    izin: Izin
    form: type[BukuForm]
    check: Callable[[Pengguna, PerangkatDaerah, Files, Pilihan], HasilBuku]
    write: Callable[[Pengguna, PerangkatDaerah, Files, Pilihan, str], tuple[HasilBuku, list[AkunBaru]]]

    def url(self, opd: PerangkatDaerah, act: str = "") -> str:
        return with_owner(reverse(f"indicators:{self.nama}{act}"), opd)


def _check_plan(by: Pengguna, opd: PerangkatDaerah, files: Files, pilihan: Pilihan) -> HasilBuku:
    return check_plan(by=by, opd=opd, files=files, pilihan=pilihan)


def _write_plan(
    by: Pengguna, opd: PerangkatDaerah, files: Files, pilihan: Pilihan, dilihat: str
) -> tuple[HasilBuku, list[AkunBaru]]:
    return import_plan(by=by, opd=opd, files=files, pilihan=pilihan, dilihat=dilihat), []


def _check_office(by: Pengguna, opd: PerangkatDaerah, files: Files, _: Pilihan) -> HasilBuku:
    return check_office(by=by, opd=opd, files=files)


def _write_office(
    by: Pengguna, opd: PerangkatDaerah, files: Files, _: Pilihan, dilihat: str
) -> tuple[HasilBuku, list[AkunBaru]]:
    return import_office(by=by, opd=opd, files=files, dilihat=dilihat)


RENCANA = Halaman("buku_rencana", "Buku kerja rencana", Izin.KELOLA_RENCANA, RencanaForm, _check_plan, _write_plan)
KANTOR = Halaman("buku_kantor", "Buku kerja kantor", Izin.KELOLA_KANTOR, BukuForm, _check_office, _write_office)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def rencana(request: HttpRequest) -> HttpResponse:
    """Download the plan or a template; upload a plan, which is only checked."""
    return _page(request, RENCANA)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def kantor(request: HttpRequest) -> HttpResponse:
    """Download the office or a template; upload an office, which is only checked."""
    return _page(request, KANTOR)


@page
@require_POST
def rencana_simpan(request: HttpRequest) -> HttpResponse:
    return _save(request, RENCANA)


@page
@require_POST
def kantor_simpan(request: HttpRequest) -> HttpResponse:
    return _save(request, KANTOR)


def _page(request: HttpRequest, halaman: Halaman) -> HttpResponse:
    opd = chosen_opd(request, halaman.izin)
    if request.method != "POST":
        return _render(request, halaman, opd, halaman.form(opd=opd))
    form = halaman.form(request.POST, request.FILES, opd=opd)
    files, waiting = _files_of_before(request, halaman, opd, form)
    valid = form.is_valid()
    picked = form.files_read()
    if picked:
        files, waiting = picked, ()
    if valid:
        return _preview(request, halaman, opd, files, form.pilihan(), form=form, waiting=waiting)
    # A wrong year must not cost the file, nor a broken file the one before it.
    kept = _kept(request, halaman, opd, files, waiting) if files else None
    return _render(request, halaman, opd, form, kept, status=400)


def _files_of_before(
    request: HttpRequest, halaman: Halaman, opd: PerangkatDaerah, form: BukuForm
) -> tuple[Files, Waiting]:
    """Return the files that an earlier check left waiting, with their places, and tell the form about them."""
    token = request.POST.get("tersimpan", "")
    if not token:
        return (), ()
    try:
        facts = _facts(request, halaman, opd, token)
        files = _read(facts)
    except (signing.BadSignature, RefusedFile):
        form.files_gone(GONE)
        return (), ()
    form.files_wait()
    return files, facts["berkas"]


def _preview(
    request: HttpRequest,
    halaman: Halaman,
    opd: PerangkatDaerah,
    files: Files,
    pilihan: Pilihan,
    *,
    form: BukuForm | None = None,
    galat: str = "",
    waiting: Waiting = (),
) -> HttpResponse:
    """Show what the files would change, with a token for exactly that; keep them while the page asks something."""
    form = form or halaman.form(opd=opd)
    try:
        result = halaman.check(acting_user(request), opd, files, pilihan)
        token = ""
        if not result.galat and _changes(result):
            token = _keep(request, halaman, opd, files, waiting, pilihan=pilihan, dilihat=result.digest())
    except RefusedFile as refusal:
        if form.is_bound:
            form.add_error("berkas", str(refusal))
            kept = _kept(request, halaman, opd, files, waiting) if waiting else None
            return _render(request, halaman, opd, form, kept, status=400)
        # After a confirmation nothing stands in the form.
        return _render(request, halaman, opd, form, {"galat": f"{galat} {refusal}"}, status=409)
    except NotAllowed as refusal:
        # Without the service's refusal as its cause: this one has to be recorded.
        raise PermissionDenied(str(refusal)) from None
    form.take_found(result)
    context = {
        "hasil": result,
        "token": token,
        "ada_perubahan": _changes(result),
        "nama_berkas": [name for name, _ in files],
        "galat": galat,
        **(_kept(request, halaman, opd, files, waiting) if result.jawaban else {}),
    }
    return _render(request, halaman, opd, form, context, status=409 if galat else 200)


def _salt(request: HttpRequest, halaman: Halaman) -> str:
    return f"{halaman.nama}:{acting_user(request).pk}"


def _changes(result: HasilBuku) -> bool:
    return result.jumlah["baru"] + result.jumlah["berubah"] > 0


def _keep(
    request: HttpRequest,
    halaman: Halaman,
    opd: PerangkatDaerah,
    files: Files,
    stored: Waiting,
    *,
    pilihan: Pilihan,
    dilihat: str,
) -> str:
    """Store the files, unless they wait already; return what names them and what was shown, signed for the user.

    Raises RefusedFile, and stores none, when there is no room for all.
    """
    names = list(stored)
    facts = {"opd": opd.pk, "berkas": names, "pilihan": asdict(pilihan), "dilihat": dilihat}
    for name, data in () if stored else files:
        waiting = BerkasSementara()
        try:
            waiting.save(data)
        except RefusedFile:
            _forget(facts)
            raise
        names.append((str(waiting.name), name))
    return signing.dumps(facts, salt=_salt(request, halaman), compress=True)


def _kept(
    request: HttpRequest, halaman: Halaman, opd: PerangkatDaerah, files: Files, waiting: Waiting
) -> dict[str, Any]:
    """Keep files that are to be checked again; return what the page says of them."""
    names = [name for name, _ in files]
    try:
        # Nothing was shown that could be confirmed: no digest is blank.
        token = _keep(request, halaman, opd, files, waiting, pilihan=Pilihan(), dilihat="")
    except RefusedFile as refusal:
        return {"galat": str(refusal), "nama_berkas": names}
    return {"tersimpan": token, "nama_berkas": names}


def _facts(request: HttpRequest, halaman: Halaman, opd: PerangkatDaerah, token: str) -> dict[str, Any]:
    """Return what a token says. Raises BadSignature: of another user, page or office, changed, or too old."""
    facts: dict[str, Any] = signing.loads(token, salt=_salt(request, halaman), max_age=MAX_AGE_SECONDS)
    if facts["opd"] != opd.pk:
        raise signing.BadSignature
    return facts


def _read(facts: Mapping[str, Any]) -> list[tuple[str, bytes]]:
    """Return the files that a token names. Raises RefusedFile: one is no longer stored."""
    return [(name, BerkasSementara(stored).read()) for stored, name in facts["berkas"]]


def _save(request: HttpRequest, halaman: Halaman) -> HttpResponse:
    opd = chosen_opd(request, halaman.izin)
    try:
        facts = _facts(request, halaman, opd, request.POST.get("token", ""))
    except signing.BadSignature:
        report_refusal(request, EXPIRED)
        return HttpResponseRedirect(halaman.url(opd))
    try:
        files = _read(facts)
    except RefusedFile:
        return _saved_before(request, halaman, opd)
    pilihan = Pilihan(**facts["pilihan"])
    try:
        result, accounts = halaman.write(acting_user(request), opd, files, pilihan, facts["dilihat"])
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except ServiceError as refusal:
        if not all(BerkasSementara(stored).exists() for stored, _ in facts["berkas"]):
            return _saved_before(request, halaman, opd)
        return _preview(request, halaman, opd, files, pilihan, galat=str(refusal))
    except RefusedFile as refusal:
        # Read for the preview and not now: the reading itself failed. The file waits on.
        report_refusal(request, str(refusal))
        return HttpResponseRedirect(halaman.url(opd))
    _forget(facts)
    counts = result.jumlah
    sentence = f"Impor selesai: {counts['baru']} baru, {counts['berubah']} berubah, {counts['tetap']} tidak berubah."
    if not accounts:
        report_success(request, sentence)
        return HttpResponseRedirect(halaman.url(opd))
    # The only answer that ever holds the passwords: no redirect, no cache, no copy.
    context = {"opd": opd, "akun": accounts, "kalimat": sentence, "url": halaman.url(opd)}
    return render_page(request, "indicators/buku/akun.html", context, title="Akun baru")


def _saved_before(request: HttpRequest, halaman: Halaman, opd: PerangkatDaerah) -> HttpResponse:
    """Answer the second of two clicks: files of a token that is still good are removed by their confirmation alone."""
    report_info(request, f"{SAVED} {PASSWORDS_MISSED}" if halaman is KANTOR else SAVED)
    return HttpResponseRedirect(halaman.url(opd))


def _forget(facts: Mapping[str, Any]) -> None:
    for stored, _ in facts["berkas"]:
        BerkasSementara(stored).remove()


def _render(
    request: HttpRequest,
    halaman: Halaman,
    opd: PerangkatDaerah,
    form: BukuForm,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    facts = {
        "opd": opd,
        "form": form,
        "url": halaman.url(opd),
        "url_simpan": halaman.url(opd, "_simpan"),
        "url_unduh": halaman.url(opd, "_unduh"),
        "daftar_pk": _agreements(opd) if halaman is RENCANA else [],
        "rencana": halaman is RENCANA,
        "irisan": f":{SHOWN}",
        "batas": SHOWN,
        **(context or {}),
    }
    return render_page(request, "indicators/buku/halaman.html", facts, title=halaman.judul, status=status)


def _agreements(opd: PerangkatDaerah) -> list[PerjanjianKinerja]:
    return list(PerjanjianKinerja.objects.filter(opd=opd).order_by("-tahun", "-perubahan"))


# --- downloads --------------------------------------------------------------------------------------------------------


@page
@require_safe
def rencana_unduh(request: HttpRequest) -> HttpResponse:
    """Send the plan (`bentuk` "tingkat" or "lampiran", with `pk`), or a template when no PK is named."""
    opd = chosen_opd(request, Izin.KELOLA_RENCANA)
    bentuk, number = request.GET.get("bentuk", "tingkat"), request.GET.get("pk", "")
    flat = bentuk == "lampiran"
    if not number:
        data = flat_template(opd=opd, periode=_period(opd, None)) if flat else plan_template(opd=opd)
        return _file(data, f"templat-{'lampiran-i' if flat else 'rencana'}-{opd.nama_berkas}")
    pk = next((row for row in _agreements(opd) if str(row.pk) == number), None)
    if pk is None:
        raise Http404("Perjanjian kinerja ini tidak ditemukan.")
    periode = _period(opd, pk.tahun)
    by = acting_user(request)
    if flat and periode is not None:
        data = flat_book(by=by, opd=opd, periode=periode, pk=pk)
    else:
        data = plan_book(by=by, opd=opd, periode=periode, pk=pk)
    return _file(data, f"{'lampiran-i' if flat else 'rencana'}-{opd.nama_berkas}-{pk.tahun}-{pk.perubahan}")


@page
@require_safe
def kantor_unduh(request: HttpRequest) -> HttpResponse:
    """Send the office as it stands, or the template of a new one (`bentuk` "templat")."""
    opd = chosen_opd(request, Izin.KELOLA_KANTOR)
    if request.GET.get("bentuk") == "templat":
        return _file(office_template(opd=opd), f"templat-kantor-{opd.nama_berkas}")
    return _file(office_book(by=acting_user(request), opd=opd), f"kantor-{opd.nama_berkas}")


def _period(opd: PerangkatDaerah, tahun: int | None) -> PeriodeRenstra | None:
    periods = PeriodeRenstra.objects.filter(opd=opd).order_by("-tahun_awal")
    return (periods if tahun is None else periods.filter(tahun_awal__lte=tahun, tahun_akhir__gte=tahun)).first()


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=MEDIA_TYPES[XLSX])
    response["Content-Disposition"] = f'attachment; filename="{name}-{today_in():%Y-%m-%d}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
