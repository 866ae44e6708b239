"""Middleware of the installation."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


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
