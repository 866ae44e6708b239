"""Counts every request, and how long its answer took."""

from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sakip.metrics import count_request


class CountingMiddleware:
    """Stands first, so that it counts what any other answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        response = self.get_response(request)
        seconds = perf_counter() - began
        count_request(view=view_of(request), method=request.method or "", status=response.status_code, seconds=seconds)
        return response


def view_of(request: HttpRequest) -> str:
    """Return the name of the address that was asked for: of a path that is no address of ours "none"."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "unnamed"
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"
