"""Reading what a page's script sends, and how much anybody may send; what is not of our own making is unreadable."""

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, RawPostDataException

from sakip.digits import LARGEST_NUMBER, number_in
from sakip.files import FORM_BYTES

UNREADABLE = "Permintaan ini tidak dapat dibaca. Muat ulang halaman, lalu ulangi."
TOO_LARGE = "Permintaan ini terlalu besar. Kirim lebih sedikit baris sekaligus."


class UnreadableRequest(ValueError):
    """The request is not what our own page sends; `str()` is a full Indonesian sentence."""


def upload_limit() -> int:
    """Return how many MB an uploaded file may have."""
    return int(settings.MAX_UPLOAD_BYTES) // (1024 * 1024)


def scan_limit() -> int:
    """Return how many MB the scan of a document may have."""
    return int(settings.MAX_SCAN_BYTES) // (1024 * 1024)


def uploaded_file(request: HttpRequest, name: str) -> UploadedFile | None:
    """Return the file of a form's field, None where none was chosen."""
    found = request.FILES.get(name)
    return found if isinstance(found, UploadedFile) else None


def is_oversized(request: HttpRequest, *, most: int | None = None) -> bool:
    """Say whether the body is larger than a form with one upload (of `most` bytes) may be, by its header alone: nothing
    is read. A header that says no number might say any."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return number_in(length, most=(most or settings.MAX_UPLOAD_BYTES) + FORM_BYTES) is None


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
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_NUMBER:
        raise UnreadableRequest(UNREADABLE)
    return value
