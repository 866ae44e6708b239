"""The sheets of a PK: who signs with whom, arranged by the rule and corrected by hand while the PK is a draft."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.audit_words import describe_changes
from indicators.models import LembarPK, PerjanjianKinerja
from indicators.models.lembar_pk import DATA_PIHAK
from indicators.permissions import Izin
from indicators.selectors.lembar_pk import find_lembar, is_stale, show_lembar
from indicators.services.concurrency import seal
from indicators.services.lembar_pk import arrange_lembar, save_lembar
from indicators.views.perjanjian import may_keep, pk_or_404, require_keeper
from indicators.views.support import acting_user, require_anywhere
from sakip.answers import INVALID, mark_fields, status_of
from sakip.date_fields import DateField
from sakip.owners import belongs_to
from sakip.pages import page, redirect_after, render_page, report_success
from sakip.refusals import ChangedMeanwhile, Correctable

LABELS = {"nama": "Nama dengan gelar", "jabatan": "Jabatan", "nip": "NIP", "pangkat": "Pangkat"}
PARTIES = {"pertama": "Pihak pertama", "kedua": "Pihak kedua"}
FIELDS = ("nomor", "tanggal", *(f"{pihak}_{data}" for pihak in PARTIES for data in DATA_PIHAK))


class LembarForm(forms.Form):
    """Number, date and the two parties of a sheet."""

    use_required_attribute = False

    def __init__(self, lembar: LembarPK, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={name: getattr(lembar, name) for name in FIELDS})
        self.fields["nomor"] = forms.CharField(label="Nomor", max_length=100, required=False)
        self.fields["tanggal"] = DateField(label="Tanggal", required=False)
        for pihak in PARTIES:
            for name, label in LABELS.items():
                column = LembarPK._meta.get_field(f"{pihak}_{name}")
                longest = column.max_length  # type: ignore[union-attr]  # a text column, no relation
                self.fields[f"{pihak}_{name}"] = forms.CharField(label=label, max_length=longest, required=False)
            if getattr(lembar, f"{pihak}_sendiri"):
                self.fields[f"{pihak}_otomatis"] = forms.BooleanField(
                    label="Ambil lagi dari data pejabat", required=False
                )

    @property
    def umum(self) -> list[forms.BoundField]:
        return [self["nomor"], self["tanggal"]]

    @property
    def pihak(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The parties with their fields, in the order of the sheet."""
        return [
            (label, [self[name] for name in self.fields if name.startswith(f"{pihak}_")])
            for pihak, label in PARTIES.items()
        ]


@page
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Every sheet with its parties and its rows."""
    agreement = pk_or_404(request, pk)
    sheets, without = show_lembar(agreement)
    context = {
        "pk": agreement,
        "lembar": sheets,
        "tanpa_lembar": without,
        "usang": not agreement.frozen and is_stale(agreement),
        "dapat_ubah": may_keep(request, agreement) and not agreement.frozen,
    }
    return render_page(
        request, "indicators/perjanjian/lembar.html", context, title=f"Lembar perjanjian {agreement.label}"
    )


@page
@require_POST
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = pk_or_404(request, pk)
    require_keeper(request, agreement)
    return redirect_after(
        request,
        _sheets_url(agreement),
        lambda: arrange_lembar(by=acting_user(request), pk=agreement),
        lambda sheets: (
            f"{agreement.label}: {len(sheets)} lembar perjanjian tersusun. Lengkapi pihak yang masih kosong."
        ),
    )


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a sheet by hand."""
    lembar = _lembar_or_404(request, pk)
    require_keeper(request, lembar.pk_induk)
    if lembar.pk_induk.frozen:
        messages.info(request, f"{lembar.pk_induk} sudah ditetapkan, jadi lembarnya hanya dapat dilihat.")
        return HttpResponseRedirect(_sheets_url(lembar.pk_induk))
    if request.method != "POST":
        return _render_edit(request, lembar, LembarForm(lembar))
    form = LembarForm(lembar, request.POST)
    if not form.is_valid():
        return _render_edit(request, lembar, form, status=INVALID)
    data = form.cleaned_data
    for name in FIELDS:
        setattr(lembar, name, data[name])
    automatic = [pihak for pihak in PARTIES if data.get(f"{pihak}_otomatis")]
    try:
        save_lembar(by=acting_user(request), lembar=lembar, otomatis=automatic, dilihat=request.POST.get("dilihat", ""))
    except Correctable as error:
        mark_fields(form, error)
        return _render_edit(request, lembar, form, error=error, status=status_of(error))
    report_success(request, f"{lembar} disimpan.")
    return HttpResponseRedirect(_sheets_url(lembar.pk_induk))


def _lembar_or_404(request: HttpRequest, pk: int) -> LembarPK:
    require_anywhere(request, Izin.LIHAT_RENCANA)
    found = find_lembar(acting_user(request), pk)
    if found is None:
        raise Http404("Lembar perjanjian ini tidak ditemukan.")
    belongs_to(request, found.pk_induk.opd)
    return found


def _sheets_url(pk: PerjanjianKinerja) -> str:
    return reverse("indicators:lembar_pk", args=[pk.pk])


def _render_edit(
    request: HttpRequest, lembar: LembarPK, form: LembarForm, *, error: Correctable | None = None, status: int = 200
) -> HttpResponse:
    told = error if isinstance(error, ChangedMeanwhile) else None
    seen = None if told else request.POST.get("dilihat")
    context = {
        "lembar": lembar,
        "pk": lembar.pk_induk,
        "form": form,
        "galat": error,
        "perubahan": [] if told is None else describe_changes(told.current.get("perubahan", ())),
        "dilihat": seen or seal([_lembar_or_404(request, lembar.pk)]),
    }
    title = f"Lembar {lembar.nama_unit}"
    return render_page(request, "indicators/perjanjian/edit_lembar.html", context, title=title, status=status)
