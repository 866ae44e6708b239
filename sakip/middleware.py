"""Middleware of the installation."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from sakip.answers import MALFORMED, OVERSIZED, WRONG_METHOD
from sakip.pages import site
from sakip.posted import is_oversized, upload_limit


class PasswordChangeMiddleware:
    """Sends a user whose password was given by someone else to change it before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and getattr(user, "wajib_ganti_sandi", False):
            change = reverse("admin:password_change")
            allowed = (change, reverse("admin:password_change_done"), reverse("admin:logout"))
            if request.path not in allowed and not request.path.startswith(("/static/", reverse("admin:jsi18n"))):
                return HttpResponseRedirect(change)
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
    """Has every forbidden act recorded, whichever page refused it; the app that keeps the trail decides how."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

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
