"""Addresses that break in every way that a request can."""

from typing import NoReturn

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse, UnreadablePostError
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from sakip.urls import handler400, handler500

__all__ = ["handler400", "handler500"]


KINDS: dict[str, type[Exception]] = {
    "galat": ValueError,
    "unggah": UnreadablePostError,
    "curiga": SuspiciousOperation,
    "buruk": BadRequest,
    "tolak": PermissionDenied,
}


@csrf_exempt
def break_with(request: HttpRequest, kind: str) -> NoReturn:
    """Raise what is asked for, with whatever was sent in its text."""
    said = " ".join([*map(str, request.POST.values()), *request.COOKIES.values(), request.GET.get("q", "")])
    raise KINDS[kind](said)


@csrf_exempt
def read_form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{len(request.POST)} {len(request.FILES)}")


def stream(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse([b"a", b"b"])


urlpatterns = [
    path("rusak/<slug:kind>/", break_with),
    path("isian/", read_form),
    path("aliran/", stream),
    path("", include("sakip.urls")),
]
