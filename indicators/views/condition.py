"""The page "Keadaan sistem": how the installation is, what went wrong, and what an administrator does about it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from indicators.models import Pengguna
from indicators.permissions import Izin
from indicators.selectors.condition import (
    SHOWN,
    find_job,
    find_unsent,
    list_active,
    list_failed,
    list_sent,
    list_unsent,
    scope_of,
)
from indicators.services import condition as services
from indicators.views.support import acting_user, require_anywhere, shown_offices
from sakip.condition.conditions import in_need, summarise
from sakip.condition.registry import read_groups
from sakip.digits import key_in
from sakip.pages import page, redirect_after, render_page
from sakip.refusals import NotNow

# A key that no row has.
NO_KEY = 0
GONE = "Ini sudah tidak ada di daftar. Muat ulang halaman, lalu periksa lagi."


@page
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Say in one line how the installation is, then what has to be looked after, then everything."""
    user = acting_user(request)
    scope = scope_of(user, shown_offices(request, Izin.KELOLA_KANTOR))
    groups = read_groups(scope)
    conditions = [condition for found in groups.values() for condition in found]
    context = {
        "ringkasan": summarise(conditions),
        "perlu": in_need(conditions),
        "kelompok": [(group.label, found) for group, found in groups.items() if found],
        "gagal": list_failed(scope)[:SHOWN],
        "berjalan": list_active(scope)[:SHOWN],
        "surel": list_unsent(scope)[:SHOWN],
        "terkirim": list_sent(scope),
        "beberapa_kantor": scope is None or len(scope) > 1,
        "sebagian": scope is not None,
    }
    return render_page(request, "indicators/condition/show.html", context, title="Keadaan sistem")


Act = Callable[[Pengguna, int], None]


def _retry(by: Pengguna, pk: int) -> None:
    job = find_job(by, pk)
    if job is None:
        raise NotNow(GONE)
    services.retry_job(by=by, job=job)


def _cancel(by: Pengguna, pk: int) -> None:
    job = find_job(by, pk)
    if job is None:
        raise NotNow(GONE)
    services.cancel_job(by=by, job=job)


def _send(by: Pengguna, pk: int) -> None:
    message = find_unsent(by, pk)
    if message is None:
        raise NotNow(GONE)
    services.send_again(by=by, message=message)


# What the buttons of the page do, and what is said when it is done.
ACTS: dict[str, tuple[Act, str]] = {
    "ulangi": (_retry, "Pekerjaan diantrekan kembali."),
    "batalkan": (_cancel, "Pekerjaan dibatalkan."),
    "kirim": (_send, "Surel diantrekan kembali."),
}


@page
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Do what a button of the page says to one job or mail."""
    user = acting_user(request)
    require_anywhere(request, Izin.KELOLA_KANTOR)
    do, done = ACTS.get(request.POST.get("perbuatan", ""), (_refuse, ""))
    number = key_in(request.POST.get("nomor", "")) or NO_KEY
    return redirect_after(request, reverse("indicators:condition"), lambda: do(user, number), done)


def _refuse(by: Pengguna, pk: int) -> None:
    raise NotNow(GONE)
