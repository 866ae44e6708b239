"""One line for each request, and the id by which it is found again. Queries are in no line: they may hold what people
search for, and tokens in paths are left out."""

import logging
import re
from collections.abc import Iterator
from time import perf_counter
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import LazyObject, empty

from sakip.answers import BROKEN, MALFORMED
from sakip.digits import number_in
from sakip.logs.context import LogContext, doing, new_id
from sakip.logs.hiding import SECRET_NAME, without_tokens
from sakip.logs.lines import told
from sakip.network import client_address, is_from_proxy
from sakip.owners import owner_of

logger = logging.getLogger("sakip.request")

HEADER = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
# What is asked for all the time and says nothing when it goes well.
_QUIET = ("/static/", "/sehat/", "/metrik/")
_LONGEST_PATH = 300


class RequestLogMiddleware:
    """Gives a request its id and writes its line; the first of all, so that its time is the whole of it."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        context = LogContext(_id_of(request), lambda: _in_words(request), lambda: _secrets_of(request))
        with doing(context):
            response: HttpResponse = self.get_response(request)
            _write(request, response, perf_counter() - began)
        response[HEADER] = context.id
        return response


def _id_of(request: HttpRequest) -> str:
    """Return the id that the proxy in front gave, or a new one: others' words are not ours to repeat."""
    given = request.headers.get(HEADER, "")
    return given if is_from_proxy(request) and _ID.fullmatch(given) else new_id()


def _write(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    status = response.status_code
    if status < MALFORMED and request.path.startswith(_QUIET) and not settings.LOG_EVERYTHING:
        return
    level = logging.WARNING if status >= BROKEN else logging.INFO
    if not logger.isEnabledFor(level):
        return
    fields = _fields(request, response, seconds)
    logger.log(
        level,
        "%s %s %s %sms %sB %s",
        fields["method"],
        fields["path"],
        status,
        fields["ms"],
        fields["bytes"],
        told({name: fields[name] for name in ("user", "office", "address")}),
        extra={"fields": fields},
    )


def _fields(request: HttpRequest, response: HttpResponse, seconds: float) -> dict[str, Any]:
    user, office = _known_user(request), owner_of(request)
    return {
        "method": request.method,
        "path": path_of(request),
        "status": response.status_code,
        "ms": round(seconds * 1000),
        "bytes": _size_of(response),
        "user": None if user is None else f"{user.pk}:{user.get_username()}",
        "office": None if office is None else f"{office.pk}:{office.kode}",  # the whole code may cost a query
        "address": client_address(request),
    }


def path_of(request: HttpRequest) -> str:
    """Return the path as an address has it, without spaces and tokens: nobody else's words stand in a line."""
    return without_tokens(quote(request.path, safe="/-._~:@+,;=")[:_LONGEST_PATH])


def _size_of(response: HttpResponse) -> int | None:
    """Return how many bytes the body has; None for one that is still being made."""
    if not response.streaming:
        return len(response.content)
    return number_in(str(response.get("Content-Length", "")))


def _known_user(request: HttpRequest) -> Any:
    """Return who is signed in, where that is known already: a line costs no query."""
    user = getattr(request, "user", None)
    if isinstance(user, LazyObject) and user.__dict__.get("_wrapped") is empty:
        return None
    return user if user is not None and user.is_authenticated else None


def _in_words(request: HttpRequest) -> str:
    match = request.resolver_match
    return f"{request.method} {path_of(request)} ({match.view_name if match else 'tanpa halaman'})"


def _secrets_of(request: HttpRequest) -> Iterator[str]:
    """Yield what the request carries that no line may show: cookies, and fields with names of secrets, where a form
    was read already."""
    yield from request.COOKIES.values()
    yield request.META.get("HTTP_AUTHORIZATION", "")
    read: QueryDict | None = getattr(request, "_post", None)
    for name, values in () if read is None else read.lists():
        if SECRET_NAME.search(name):
            yield from map(str, values)
