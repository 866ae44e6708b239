"""The head's page for his deputies: who stands in for him, until when, and the form that names one."""

from collections.abc import Sequence

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from indicators.models import Pengguna, Penugasan, PerangkatDaerah
from indicators.permissions import Izin
from indicators.rules.pelaksana_harian import LONGEST_TERM
from indicators.selectors.kewenangan import today_in
from indicators.selectors.pelaksana_harian import (
    find_deputy,
    list_candidates,
    list_deputies,
    list_deputising,
    list_own_stations,
)
from indicators.services import pelaksana_harian as services
from indicators.views.support import acting_user, shown_offices
from sakip.answers import INVALID, mark_fields, status_of
from sakip.date_fields import DateField
from sakip.owners import belongs_to, with_owner
from sakip.pages import page, redirect_after, render_page, report_success
from sakip.refusals import Correctable

CHOOSE = "Pilih dari daftar."


class DeputyForm(forms.Form):
    """The unit, whose deputy, and the term."""

    use_required_attribute = False

    unit = forms.TypedChoiceField(
        label="Unit Anda", coerce=int, error_messages={"required": CHOOSE, "invalid_choice": CHOOSE}
    )
    pengguna = forms.TypedChoiceField(
        label="Pelaksana harian",
        coerce=int,
        error_messages={"required": "Pilih orangnya.", "invalid_choice": "Pilih orang dari daftar."},
    )
    mulai = DateField(label="Mulai")
    sampai = DateField(label="Sampai", help_text=f"Hari terakhirnya, paling lama {LONGEST_TERM} hari.")

    def __init__(self, stations: Sequence[Penugasan], people: Sequence[Pengguna], *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as Django takes them
        self.stations = {row.unit_id: row for row in stations}
        self.people = {user.pk: user for user in people}
        self.fields["unit"].choices = [(pk, str(row.unit)) for pk, row in self.stations.items()]  # type: ignore[attr-defined]
        names = [(pk, f"{user} ({user.username})") for pk, user in self.people.items()]
        self.fields["pengguna"].choices = [("", "Pilih orangnya"), *names]  # type: ignore[attr-defined]


@page
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Who stands in for the user, and for whom he does; POST names a deputy."""
    user, offices = acting_user(request), shown_offices(request, Izin.PERIKSA)
    stations, people = list_own_stations(user, offices), list_candidates(offices, user)
    if request.method != "POST":
        today = today_in(stations[0].unit.opd if stations else None)
        return _render(request, offices, DeputyForm(stations, people, initial={"mulai": today, "sampai": today}))
    form = DeputyForm(stations, people, request.POST)
    if not form.is_valid():
        return _render(request, offices, form, status=INVALID)
    facts = form.cleaned_data
    unit, deputy = form.stations[facts["unit"]].unit, form.people[facts["pengguna"]]
    try:
        services.name_deputy(by=user, unit=unit, pengguna=deputy, mulai=facts["mulai"], sampai=facts["sampai"])
    except Correctable as error:
        mark_fields(form, error)
        return _render(request, offices, form, error=error, status=status_of(error))
    belongs_to(request, unit.opd)
    report_success(request, f"{deputy} sudah ditunjuk sebagai Plh. Kepala {unit}.")
    return HttpResponseRedirect(_url(unit.opd))


@page
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    user = acting_user(request)
    row = find_deputy(user, pk)
    if row is None:
        raise Http404("Penunjukan ini tidak ditemukan.")
    belongs_to(request, row.unit.opd)
    return redirect_after(request, _url(row.unit.opd), lambda: services.end_deputy(by=user, penugasan=row), _ended)


def _ended(row: Penugasan) -> str:
    today = today_in(row.unit.opd)
    if row.mulai > today:
        return f"Penunjukan {row.pengguna} dibatalkan sebelum berlaku."
    if row.mulai == today:
        return f"Tugas {row.pengguna} sebagai pelaksana harian berakhir malam ini."
    return f"Tugas {row.pengguna} sebagai pelaksana harian sudah diakhiri."


def _url(opd: PerangkatDaerah) -> str:
    return with_owner(reverse("indicators:pelaksana_harian"), opd)


def _render(
    request: HttpRequest,
    offices: Sequence[PerangkatDaerah],
    form: DeputyForm,
    *,
    error: Correctable | None = None,
    status: int = 200,
) -> HttpResponse:
    deputies = list_deputies([row.unit for row in form.stations.values()])
    return render_page(
        request,
        "indicators/pemeriksaan/pelaksana_harian.html",
        {
            "form": form,
            "plh": deputies,
            "mewakili": list_deputising(acting_user(request), offices),
            "belum_berlaku": {row.pk for row in deputies if row.mulai > today_in(row.unit.opd)},
            "beberapa_kantor": len(offices) > 1,
            "galat": error,
            "menu_aktif": reverse("indicators:pemeriksaan"),
        },
        title="Pelaksana harian",
        status=status,
    )
