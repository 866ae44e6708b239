"""The two pages of workbooks: the plan of a year for its planner, the beginning of an office for its administrator."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.exchange.workbook.downloads import (
    flat_book,
    flat_template,
    office_book,
    office_template,
    plan_book,
    plan_template,
)
from indicators.exchange.workbook.importing import BookChoices, check_plan, import_plan
from indicators.exchange.workbook.kantor import NewPengguna, check_office, import_office
from indicators.exchange.workbook.runner import BookOutcome
from indicators.models import Pengguna, PerangkatDaerah
from indicators.permissions import Izin
from indicators.selectors.perjanjian import list_agreements
from indicators.selectors.renstra import get_renstra, list_periods
from indicators.views.support import acting_user, answer_gone, chosen_opd
from indicators.views.workbook_forms import BookForm, PlanBookForm
from sakip.answers import INVALID, denied_again, status_of
from sakip.files import MEDIA_TYPES, XLSX, RefusedFile
from sakip.owners import with_owner
from sakip.pages import page, render_page, report_refusal, report_success
from sakip.refusals import Busy, Correctable, NotAllowed
from sakip.waiting import Expired, Files, SavedBefore, Waiting, confirm, find_waiting, keep, salt_of

# More rows than this help nobody and choke the browser.
SHOWN = 200
PASSWORDS_MISSED = "Bila sandi akun baru belum dicatat, atur ulang di halaman penggunanya."
GONE = "Berkas yang diperiksa tadi sudah tidak tersimpan. Pilih berkasnya kembali."


@dataclass(frozen=True)
class BookPage:
    """A page of workbooks: its address, its permission, its form, and what checks and writes."""

    nama: str
    judul: str
    izin: Izin
    form: type[BookForm]
    check: Callable[[Pengguna, PerangkatDaerah, Files, BookChoices], BookOutcome]
    write: Callable[[Pengguna, PerangkatDaerah, Files, BookChoices, str], tuple[BookOutcome, list[NewPengguna]]]

    def url(self, opd: PerangkatDaerah, act: str = "") -> str:
        return with_owner(reverse(f"indicators:{self.nama}{act}"), opd)


def _check_plan(by: Pengguna, opd: PerangkatDaerah, files: Files, pilihan: BookChoices) -> BookOutcome:
    return check_plan(by=by, opd=opd, files=files, pilihan=pilihan)


def _write_plan(
    by: Pengguna, opd: PerangkatDaerah, files: Files, pilihan: BookChoices, dilihat: str
) -> tuple[BookOutcome, list[NewPengguna]]:
    return import_plan(by=by, opd=opd, files=files, pilihan=pilihan, dilihat=dilihat), []


def _check_office(by: Pengguna, opd: PerangkatDaerah, files: Files, _: BookChoices) -> BookOutcome:
    return check_office(by=by, opd=opd, files=files)


def _write_office(
    by: Pengguna, opd: PerangkatDaerah, files: Files, _: BookChoices, dilihat: str
) -> tuple[BookOutcome, list[NewPengguna]]:
    return import_office(by=by, opd=opd, files=files, dilihat=dilihat)


RENCANA = BookPage("plan_workbook", "Buku kerja rencana", Izin.KELOLA_RENCANA, PlanBookForm, _check_plan, _write_plan)
KANTOR = BookPage("office_workbook", "Buku kerja kantor", Izin.KELOLA_KANTOR, BookForm, _check_office, _write_office)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def show_plan(request: HttpRequest) -> HttpResponse:
    """Download the plan or a template; upload a plan, which is only checked."""
    return _page(request, RENCANA)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def show_office(request: HttpRequest) -> HttpResponse:
    """Download the office or a template; upload an office, which is only checked."""
    return _page(request, KANTOR)


@page
@require_POST
def save_plan(request: HttpRequest) -> HttpResponse:
    return _save(request, RENCANA)


@page
@require_POST
def save_office(request: HttpRequest) -> HttpResponse:
    return _save(request, KANTOR)


def _page(request: HttpRequest, halaman: BookPage) -> HttpResponse:
    opd = chosen_opd(request, halaman.izin)
    if request.method != "POST":
        return _render(request, halaman, opd, halaman.form(opd=opd))
    form = halaman.form(request.POST, request.FILES, opd=opd)
    files, waiting = _files_of_before(request, halaman, opd, form)
    valid = form.is_valid()
    picked = form.files_read()
    if picked:
        files, waiting = picked, None
    if valid:
        return _preview(request, halaman, opd, files, form.choices(), form=form, waiting=waiting)
    # A wrong year must not cost the file, nor a broken file the one before it.
    kept = _kept(request, halaman, opd, files, waiting) if files else None
    return _render(request, halaman, opd, form, kept, status=INVALID)


def _files_of_before(
    request: HttpRequest, halaman: BookPage, opd: PerangkatDaerah, form: BookForm
) -> tuple[Files, Waiting | None]:
    """Return the files that an earlier check left waiting, with their places, and tell the form about them."""
    token = request.POST.get("tersimpan", "")
    if not token:
        return (), None
    try:
        waiting = find_waiting(token, _salt(request, halaman, opd))
        files = waiting.read()
    except (Expired, SavedBefore):
        form.files_gone(GONE)
        return (), None
    form.files_wait()
    return files, waiting


def _preview(
    request: HttpRequest,
    halaman: BookPage,
    opd: PerangkatDaerah,
    files: Files,
    pilihan: BookChoices,
    *,
    form: BookForm | None = None,
    refused: Correctable | None = None,
    waiting: Waiting | None = None,
) -> HttpResponse:
    """Show what the files would change, with a token for exactly that; keep them while the page asks something.
    `refused` is what a confirmation was answered."""
    form = form or halaman.form(opd=opd)
    try:
        result = halaman.check(acting_user(request), opd, files, pilihan)
        token = ""
        if not result.galat and _changes(result):
            waiting = waiting or keep(files)
            token = waiting.token(_salt(request, halaman, opd), pilihan=asdict(pilihan), dilihat=result.digest())
    except (Busy, RefusedFile) as refusal:
        return _not_checked(request, halaman, opd, form, files, waiting, refusal, refused)
    except NotAllowed as refusal:
        raise denied_again(refusal) from None
    form.take_found(result)
    context = {
        "hasil": result,
        "token": token,
        "ada_perubahan": _changes(result),
        "nama_berkas": [name for name, _ in files],
        "galat": "" if refused is None else str(refused),
        **(_kept(request, halaman, opd, files, waiting) if result.jawaban else {}),
    }
    return _render(request, halaman, opd, form, context, status=status_of(refused))


def _not_checked(
    request: HttpRequest,
    halaman: BookPage,
    opd: PerangkatDaerah,
    form: BookForm,
    files: Files,
    waiting: Waiting | None,
    refusal: Busy | RefusedFile,
    refused: Correctable | None,
) -> HttpResponse:
    """Say what kept the files from being checked: at their field, or after a confirmation, when nothing stands in the
    form, above it."""
    if not form.is_bound:
        told = {"galat": f"{refused or ''} {refusal}".strip()}
        return _render(request, halaman, opd, form, told, status=status_of(refused or refusal))
    form.add_error("berkas", str(refusal))
    kept = None if waiting is None else _kept(request, halaman, opd, files, waiting)
    return _render(request, halaman, opd, form, kept, status=status_of(refusal))


def _salt(request: HttpRequest, halaman: BookPage, opd: PerangkatDaerah) -> str:
    return salt_of(halaman.nama, acting_user(request).pk, opd.pk)


def _changes(result: BookOutcome) -> bool:
    return result.jumlah["baru"] + result.jumlah["berubah"] > 0


def _kept(
    request: HttpRequest, halaman: BookPage, opd: PerangkatDaerah, files: Files, waiting: Waiting | None
) -> dict[str, Any]:
    """Keep files that are to be checked again; return what the page says of them."""
    names = [name for name, _ in files]
    try:
        waiting = waiting or keep(files)
    except RefusedFile as refusal:
        return {"galat": str(refusal), "nama_berkas": names}
    # Nothing was shown that could be confirmed: no digest is blank.
    token = waiting.token(_salt(request, halaman, opd), pilihan=asdict(BookChoices()), dilihat="")
    return {"tersimpan": token, "nama_berkas": names}


def _save(request: HttpRequest, halaman: BookPage) -> HttpResponse:
    opd = chosen_opd(request, halaman.izin)
    url = halaman.url(opd)
    try:
        waiting = find_waiting(request.POST.get("token", ""), _salt(request, halaman, opd))
        pilihan, seen = BookChoices(**waiting.facts["pilihan"]), waiting.facts["dilihat"]
        files = waiting.read()
        result, accounts = confirm(waiting, lambda: halaman.write(acting_user(request), opd, files, pilihan, seen))
    except (Expired, SavedBefore) as gone:
        besides = PASSWORDS_MISSED if halaman is KANTOR else ""
        return answer_gone(request, gone, upload=url, done=url, besides=besides)
    except NotAllowed as refusal:
        raise denied_again(refusal) from None
    except (Busy, RefusedFile) as refusal:
        # Read for the preview and not now: the reading itself failed. The file waits on.
        report_refusal(request, str(refusal))
        return HttpResponseRedirect(url)
    except Correctable as refusal:
        return _preview(request, halaman, opd, files, pilihan, refused=refusal, waiting=waiting)
    counts = result.jumlah
    sentence = f"Impor selesai: {counts['baru']} baru, {counts['berubah']} berubah, {counts['tetap']} tidak berubah."
    if result.menunggu:
        sentence += f" {result.menunggu} peran menunggu persetujuan orang kedua: lihat menu Usulan Peran."
    if not accounts:
        report_success(request, sentence)
        return HttpResponseRedirect(url)
    # The only answer that ever holds the passwords: no redirect, no cache, no copy.
    context = {"opd": opd, "akun": accounts, "kalimat": sentence, "url": url}
    return render_page(request, "indicators/workbook/pengguna.html", context, title="Akun baru")


def _render(
    request: HttpRequest,
    halaman: BookPage,
    opd: PerangkatDaerah,
    form: BookForm,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    facts = {
        "opd": opd,
        "form": form,
        "url": halaman.url(opd),
        "url_simpan": halaman.url(opd, "_save"),
        "url_unduh": halaman.url(opd, "_download"),
        "daftar_pk": list_agreements(opd) if halaman is RENCANA else [],
        "rencana": halaman is RENCANA,
        "irisan": f":{SHOWN}",
        "batas": SHOWN,
        **(context or {}),
    }
    return render_page(request, "indicators/workbook/page.html", facts, title=halaman.judul, status=status)


# --- downloads --------------------------------------------------------------------------------------------------------


@page
@require_safe
def download_plan(request: HttpRequest) -> HttpResponse:
    """Send the plan (`bentuk` "tingkat" or "lampiran", with `pk`), or a template when no PK is named."""
    opd = chosen_opd(request, Izin.KELOLA_RENCANA)
    bentuk, number = request.GET.get("bentuk", "tingkat"), request.GET.get("pk", "")
    flat = bentuk == "lampiran"
    if not number:
        data = flat_template(opd=opd, periode=next(iter(list_periods(opd)), None)) if flat else plan_template(opd=opd)
        return _file(data, f"templat-{'lampiran-i' if flat else 'rencana'}-{opd.nama_berkas}")
    pk = next((row for row in list_agreements(opd) if str(row.pk) == number), None)
    if pk is None:
        raise Http404("Perjanjian kinerja ini tidak ditemukan.")
    periode = get_renstra(list_periods(opd), pk.tahun, pk)
    by = acting_user(request)
    if flat and periode is not None:
        data = flat_book(by=by, opd=opd, periode=periode, pk=pk)
    else:
        data = plan_book(by=by, opd=opd, periode=periode, pk=pk)
    return _file(data, f"{'lampiran-i' if flat else 'rencana'}-{opd.nama_berkas}-{pk.tahun}-{pk.perubahan}")


@page
@require_safe
def download_office(request: HttpRequest) -> HttpResponse:
    """Send the office as it stands, or the template of a new one (`bentuk` "templat")."""
    opd = chosen_opd(request, Izin.KELOLA_KANTOR)
    if request.GET.get("bentuk") == "templat":
        return _file(office_template(opd=opd), f"templat-kantor-{opd.nama_berkas}")
    return _file(office_book(by=acting_user(request), opd=opd), f"kantor-{opd.nama_berkas}")


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=MEDIA_TYPES[XLSX])
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
