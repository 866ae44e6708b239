"""Middleware of the installation."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse

from sakip.pages import site


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


class PageCompressionMiddleware(GZipMiddleware):
    """Compresses pages and data for slow lines; files go out as they are, with their length."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        page = response.get("Content-Type", "").startswith(("text/html", "application/json"))
        return super().process_response(request, response) if page and not response.streaming else response
