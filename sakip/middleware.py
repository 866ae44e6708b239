"""Middleware of the installation."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from sakip.answers import MALFORMED, OVERSIZED, UNKNOWN, WRONG_METHOD
from sakip.network import client_address
from sakip.origin import coming_from
from sakip.outages import OUTDATED
from sakip.owners import is_missing
from sakip.pages import site
from sakip.posted import is_oversized, upload_limit
from sakip.schema.watch import is_outdated
from sakip.sign_in.roles import holds_one_of
from sakip.sign_in.signing_in import FACTOR_ASKED, begun_by_sso
from sakip.views import outage_response


class OriginMiddleware:
    """Says from where a request comes and in which session, for the rows of the trail that it leaves. A session of
    nobody is none: its key is what the client made up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def session_key() -> str | None:
            return request.session.session_key if SESSION_KEY in request.session else None

        with coming_from(client_address(request), session_key):
            return self.get_response(request)


def _parts_of_pages() -> tuple[str, ...]:
    """Return how the addresses begin of what every page of ours shows or runs."""
    return "/static/", reverse("admin:jsi18n"), f"{reverse('admin:index')}logo/"


def _must_change_password(request: HttpRequest) -> bool:
    """Say whether the user has a password that somebody else gave him and that he used: who came by single sign-on need
    not even know it."""
    user = request.user
    return user.is_authenticated and getattr(user, "wajib_ganti_sandi", False) and not begun_by_sso(request)


class PasswordChangeMiddleware:
    """Sends a user whose password was given by someone else to change it before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _must_change_password(request):
            change = reverse("admin:password_change")
            allowed = (change, reverse("admin:password_change_done"), reverse("admin:logout"))
            if request.path not in allowed and not request.path.startswith(_parts_of_pages()):
                return HttpResponseRedirect(change)
        return self.get_response(request)


# Where a session keeps the address of the page that its user answers first.
ANSWER_FIRST = "jawab_dahulu"


class AnswerFirstMiddleware:
    """Leads whoever has something to answer about his own account to that page before anything else; who signs him in
    puts its address into the session, and his answer takes it out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = request.session.get(ANSWER_FIRST) if request.user.is_authenticated else None
        if wanted and not _must_change_password(request):
            own = (wanted, reverse("admin:password_change"), reverse("admin:logout"), *_parts_of_pages())
            if not request.path.startswith(own):
                return HttpResponseRedirect(wanted)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Leads whoever holds a role that needs a second factor, and was asked for none at his sign-in, to setting one up;
    what comes before that, he does first. No query where no role needs one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_ROLES and self._lacks_one(request):
            wanted = reverse("sign_in:pair")
            own = (wanted, reverse("admin:password_change"), reverse("admin:logout"), *_parts_of_pages())
            if not request.path.startswith(own):
                return HttpResponseRedirect(wanted)
        return self.get_response(request)

    def _lacks_one(self, request: HttpRequest) -> bool:
        if not request.user.is_authenticated or request.session.get(FACTOR_ASKED):
            return False
        first = _must_change_password(request) or ANSWER_FIRST in request.session
        return not first and holds_one_of(request.user, settings.SECOND_FACTOR_ROLES)


class ZoneMiddleware:
    """Begins each answer in the installation's zone, whatever the one before left in force; whose page it is brings it
    into the office's (`sakip.owners`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(None):
            return self.get_response(request)


class NullCharacterMiddleware:
    """Refuses an address or a cookie with the character NUL before anything looks for it: no page of ours makes one,
    and PostgreSQL takes it in no text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = (text for name, texts in request.GET.lists() for text in (name, *texts))
        if any("\0" in text for text in (request.path, *query, *request.COOKIES.values())):
            return render(request, "400.html", status=MALFORMED)
        return self.get_response(request)


class SchemaMiddleware:
    """Answers nothing but that the application is being renewed, once a newer release has made of the database what
    this one does not survive. Whether the process lives can still be asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_outdated() and request.path != reverse("health"):
            return outage_response(request, OUTDATED)
        return self.get_response(request)


class NotStoredMiddleware:
    """Has no answer kept by a browser or a proxy that does not say itself how long: most show somebody's work, and the
    next one at this computer presses "back"."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class BodySizeMiddleware:
    """Refuses a body larger than an upload may be before anything reads it: looking for the token in a form reads and
    stores all of it, signed in or not. Views that are exempt from that look judge the size themselves, before it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if getattr(view, "csrf_exempt", False) or not is_oversized(request):
            return None
        return render(request, "413.html", {"batas_mb": upload_limit()}, status=OVERSIZED)


class DenialMiddleware:
    """Has every forbidden act recorded, whichever page refused it, and every address that was not there for its reader;
    the app that keeps the trail decides how."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == UNKNOWN or is_missing(request):
            for record in site().missing_recorders:
                record(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, PermissionDenied):
            for record in site().denial_recorders:
                record(request, exception)


class WrongMethodMiddleware:
    """Answers whoever opens the address of an act (an old tab, the address bar) with a page instead of a blank one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != WRONG_METHOD or request.method != "GET" or response.content:
            return response
        page = render(request, "405.html", status=WRONG_METHOD)
        page["Allow"] = response.get("Allow", "")
        return page


class PageCompressionMiddleware(GZipMiddleware):
    """Compresses pages and data for slow lines; files go out as they are, with their length."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        page = response.get("Content-Type", "").startswith(("text/html", "application/json"))
        return super().process_response(request, response) if page and not response.streaming else response
