"""JSON answers to the entry page: a refusal becomes a status, a kind and its sentence, nothing else."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse, RawPostDataException

from indicators.services.errors import ChangedMeanwhile, NotAllowed, NotFound, NotNow, NotValid, ServiceError
from indicators.services.realisasi import PerluDiperiksa

UNREADABLE = "Permintaan ini tidak dapat dibaca. Muat ulang halaman, lalu ulangi."
TOO_LARGE = "Permintaan ini terlalu besar. Kirim lebih sedikit baris sekaligus."
_KINDS: tuple[tuple[type[ServiceError], int, str], ...] = (
    (NotAllowed, 403, "dilarang"),
    (NotFound, 404, "hilang"),
    (ChangedMeanwhile, 409, "berubah"),
    (NotNow, 409, "terkunci"),
    (PerluDiperiksa, 422, "periksa"),
    (NotValid, 422, "salah"),
)


class UnreadableRequest(ValueError):
    """The body is not what our own page sends."""


def refusal_data(error: ServiceError) -> dict[str, Any]:
    """Return a refusal as plain data: `kode` (the HTTP status), `jenis`, `pesan`, `galat` per field."""
    kode, jenis = next((kode, jenis) for kind, kode, jenis in _KINDS if isinstance(error, kind))
    data: dict[str, Any] = {"kode": kode, "jenis": jenis, "pesan": str(error)}
    if isinstance(error, NotValid):
        data["galat"] = error.fields
    return data


def refusal_response(error: ServiceError, **extra: Any) -> JsonResponse:
    data = refusal_data(error)
    return JsonResponse({**data, **extra}, status=data["kode"])


def sentence_response(status: int, jenis: str, pesan: str) -> JsonResponse:
    return JsonResponse({"kode": status, "jenis": jenis, "pesan": pesan}, status=status)


def read_json(request: HttpRequest) -> dict[str, Any]:
    """Return the body's object. Raises UnreadableRequest."""
    try:
        data = json.loads(request.body)
    except RequestDataTooBig:
        raise UnreadableRequest(TOO_LARGE) from None
    except (ValueError, RecursionError, RawPostDataException):
        # A form is read, and gone, by the look for its token.
        raise UnreadableRequest(UNREADABLE) from None
    if not isinstance(data, dict):
        raise UnreadableRequest(UNREADABLE)
    return data


def text_of(value: Any) -> str:
    """Return a JSON text without what no database takes (NUL, lone surrogates). Raises UnreadableRequest."""
    if not isinstance(value, str):
        raise UnreadableRequest(UNREADABLE)
    return value.encode("utf-8", "ignore").decode().replace("\x00", "")


def optional_text(value: Any) -> str | None:
    return None if value is None else text_of(value)


def whole_number(value: Any) -> int:
    """Return a key or a version. Raises UnreadableRequest."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise UnreadableRequest(UNREADABLE)
    return value
