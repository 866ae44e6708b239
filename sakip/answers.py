"""From refusal to answer: the one table of what a refusal is over HTTP, on pages and in JSON alike.

- 403 not you; the page says who may.
- 404 not there, or not for you to know: the same answer, or the difference would tell.
- 409 not now, or changed meanwhile: what was asked for is well formed, the state of things is against it. Asked again
  later, or after a look at what stands now, it may be done.
  A stored file that is not what its row says is also 409: it can be asked for again once it was restored.
- 422 not valid: the request could be read and its content is wrong. Whoever found it, a service, a form of Django's or
  the judge of an uploaded file, the page comes back with everything that was typed.
- 400 unreadable: no page of ours sends such a request, so there is nothing that a user could mend.
- 413 and 429 are about the request's size and number, before anybody reads it.
- 503 and 507 are the server's own outages (`sakip.outages`): its database or its store of files cannot be used, its
  disk is full. 503 is also what it has too much of to do (`Busy`): it says when to ask again.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sakip.files import RefusedFile
from sakip.posted import UnreadableRequest
from sakip.refusals import (
    Busy,
    ChangedMeanwhile,
    Damaged,
    NotAllowed,
    NotFound,
    NotNow,
    NotValid,
    ReadsTwoWays,
    ServiceError,
)

R = TypeVar("R", bound=HttpResponse)

_KINDS: tuple[tuple[type[Exception], int, str], ...] = (
    (NotAllowed, HTTPStatus.FORBIDDEN, "dilarang"),
    (NotFound, HTTPStatus.NOT_FOUND, "hilang"),
    (ChangedMeanwhile, HTTPStatus.CONFLICT, "berubah"),
    (NotNow, HTTPStatus.CONFLICT, "terkunci"),
    (Busy, HTTPStatus.SERVICE_UNAVAILABLE, "sibuk"),
    (ReadsTwoWays, HTTPStatus.UNPROCESSABLE_ENTITY, "periksa"),
    (NotValid, HTTPStatus.UNPROCESSABLE_ENTITY, "salah"),
    (RefusedFile, HTTPStatus.UNPROCESSABLE_ENTITY, "salah"),
    (UnreadableRequest, HTTPStatus.BAD_REQUEST, "salah"),
)

# Statuses of answers that no service gave: above all of a form that Django found invalid, and of a page that is locked.
INVALID = int(HTTPStatus.UNPROCESSABLE_ENTITY)
LOCKED = int(HTTPStatus.CONFLICT)
MALFORMED = int(HTTPStatus.BAD_REQUEST)
FORBIDDEN = int(HTTPStatus.FORBIDDEN)
UNKNOWN = int(HTTPStatus.NOT_FOUND)
WRONG_METHOD = int(HTTPStatus.METHOD_NOT_ALLOWED)
OVERSIZED = int(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
TOO_OFTEN = int(HTTPStatus.TOO_MANY_REQUESTS)
BROKEN = int(HTTPStatus.INTERNAL_SERVER_ERROR)
UNAVAILABLE = int(HTTPStatus.SERVICE_UNAVAILABLE)
NO_ROOM_LEFT = int(HTTPStatus.INSUFFICIENT_STORAGE)


def _answer_to(refusal: Exception) -> tuple[int, str]:
    return next((int(status), jenis) for kind, status, jenis in _KINDS if isinstance(refusal, kind))


def status_of(refusal: Exception | None) -> int:
    """Return the HTTP status of a refusal; 200 when there is none."""
    return int(HTTPStatus.OK) if refusal is None else _answer_to(refusal)[0]


# --- pages ------------------------------------------------------------------------------------------------------------


def answers_refusals(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Turn "not you", "not there" and "damaged" into the installation's pages. What the user may correct is a sentence
    on the page that he came from: only its view can show it."""

    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except NotFound as refusal:
            raise Http404(str(refusal)) from refusal
        except Damaged as refusal:
            return render(request, "damaged.html", {"kalimat": str(refusal)}, status=LOCKED)

    return framed


def denied_again(refusal: NotAllowed) -> PermissionDenied:
    """Return the refusal for the page, to be raised `from None`, without the service's as its cause: a transaction, or
    the end of a trial, took the service's audit row back with it, so that the one of the page has to stand."""
    return PermissionDenied(str(refusal))


def busy_picture_response(refusal: Busy) -> HttpResponse:
    """Answer in the place of a picture that is not made yet: `static/js/pictures/` asks again."""
    return _retried(HttpResponse(str(refusal), status=UNAVAILABLE, content_type="text/plain; charset=utf-8"), refusal)


def _retried(response: R, refusal: Busy) -> R:
    response["Retry-After"] = str(refusal.seconds)
    return response


def sentence_of(refusal: ServiceError) -> str:
    """Return a refusal as one text, where there are no fields to show it at."""
    if isinstance(refusal, NotValid) and refusal.fields:
        return " ".join(dict.fromkeys(refusal.fields.values()))
    return str(refusal)


def mark_fields(form: forms.BaseForm, refusal: ServiceError) -> None:
    """Put a refusal at the form's fields that it names."""
    if isinstance(refusal, NotValid):
        for name, sentence in refusal.fields.items():
            if name in form.fields:
                form.add_error(name, sentence)


# --- JSON -------------------------------------------------------------------------------------------------------------


def answers_in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Turn every refusal into data: the page's script shows it."""

    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (ServiceError, UnreadableRequest) as refusal:
            return refusal_response(refusal)

    return framed


def saved_data() -> dict[str, Any]:
    """Return what stands in the place of a refusal when it was done."""
    return {"kode": int(HTTPStatus.OK), "jenis": "tersimpan", "pesan": ""}


def refusal_data(refusal: Exception) -> dict[str, Any]:
    """Return a refusal as plain data: `kode` (the HTTP status), `jenis`, `pesan`, `galat` per field."""
    kode, jenis = _answer_to(refusal)
    data: dict[str, Any] = {"kode": kode, "jenis": jenis, "pesan": str(refusal)}
    if isinstance(refusal, NotValid):
        data["galat"] = refusal.fields
    return data


def refusal_response(refusal: Exception, **extra: Any) -> JsonResponse:
    data = refusal_data(refusal)
    response = JsonResponse({**data, **extra}, status=data["kode"])
    return _retried(response, refusal) if isinstance(refusal, Busy) else response


def oversized_response(sentence: str) -> JsonResponse:
    """Answer a body that nobody read."""
    return JsonResponse({"kode": OVERSIZED, "jenis": "salah", "pesan": sentence}, status=OVERSIZED)
