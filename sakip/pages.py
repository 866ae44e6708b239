"""What every page of ours shares: the frame of a view inside the admin."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from sakip.admin_site import SakipAdminSite
from sakip.answers import answers_refusals, sentence_of
from sakip.owners import AskFirst
from sakip.refusals import Correctable

View = Callable[..., HttpResponse]
R = TypeVar("R")
_REFUSED = "_refused"


def site() -> SakipAdminSite:
    return cast(SakipAdminSite, admin.site)


def page(view: View) -> View:
    """Frame a view inside the admin: signed in, never cached, asking first where the address leaves open whose, with
    the installation's pages for "not you" and "not there"."""

    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except AskFirst:
            return site().ask_first(request)

    return login_required(never_cache(answers_refusals(framed)))


def change_url(row: models.Model) -> str:
    """Return the address of the page on which a row is changed."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def office_name(request: HttpRequest) -> str:
    """Return what acts and messages call the office whose page this is."""
    return site().branding(request).sebutan


def report_success(request: HttpRequest, sentence: str) -> None:
    """Say on the next page what was done, and for which office."""
    messages.success(request, _of_office(request, sentence))


def report_refusal(request: HttpRequest, sentence: str) -> None:
    """Say on the next page what was not done, and for which office."""
    setattr(request, _REFUSED, True)
    messages.error(request, _of_office(request, sentence))


def was_refused(request: HttpRequest) -> bool:
    """Say whether the next page will tell of a refusal."""
    return bool(getattr(request, _REFUSED, False))


def report_warning(request: HttpRequest, sentence: str) -> None:
    """Say on the next page what was done besides and wants a look, and for which office."""
    messages.warning(request, _of_office(request, sentence))


def report_info(request: HttpRequest, sentence: str) -> None:
    """Say on the next page that there was nothing to do, and for which office."""
    messages.info(request, _of_office(request, sentence))


def attempt(request: HttpRequest, act: Callable[[], R]) -> R | None:
    """Do an act that has no form to come back to: its result, or None when it was refused with a sentence, which is
    then a message."""
    try:
        return act()
    except Correctable as refusal:
        report_refusal(request, sentence_of(refusal))
        return None


def redirect_after(
    request: HttpRequest, address: str, act: Callable[[], R], done: str | Callable[[R], str]
) -> HttpResponseRedirect:
    """Do `act` and go to `address` with a message: what was done, or why not."""
    try:
        result = act()
    except Correctable as refusal:
        report_refusal(request, sentence_of(refusal))
    else:
        report_success(request, done if isinstance(done, str) else done(result))
    return HttpResponseRedirect(address)


def _of_office(request: HttpRequest, sentence: str) -> str:
    name = office_name(request)
    return f"{name}: {sentence}" if name else sentence


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, title: str, status: int = 200
) -> HttpResponse:
    """Render a page of the admin with its frame: header, menu, title. Whose it is stands in `sakip.owners`."""
    return render(request, template, {**site().each_context(request), "title": title, **(context or {})}, status=status)
