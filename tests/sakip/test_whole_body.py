"""What a client began to send and did not end reaches no view."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import UnreadablePostError
from django.test import RequestFactory

from sakip.whole_body import whole_bodies

pytestmark = pytest.mark.one_database

FILE = (
    b'--x\r\nContent-Disposition: form-data; name="berkas"; filename="a.pdf"\r\n'
    b"Content-Type: application/pdf\r\n\r\n%PDF-1.4 setengah"
)
END = b"\r\n--x--\r\n"


def sent(body: bytes, *, announced: int) -> WSGIRequest:
    """Return the request as an application gets it behind the frame."""
    environ = RequestFactory()._base_environ(
        REQUEST_METHOD="POST", CONTENT_TYPE="multipart/form-data; boundary=x", CONTENT_LENGTH=str(announced)
    )
    environ["wsgi.input"] = BytesIO(body)
    seen: list[WSGIRequest] = []

    def application(given: dict[str, Any], _: Any) -> Iterable[bytes]:
        seen.append(WSGIRequest(given))
        return []

    whole_bodies(application)(environ, None)
    return seen[0]


def test_a_whole_body_is_read() -> None:
    whole = FILE + END
    assert sent(whole, announced=len(whole)).FILES["berkas"].size == len(b"%PDF-1.4 setengah")
    assert sent(b"", announced=0).body == b""
    assert sent(b"abc", announced=3).read() == b"abc"


def test_what_broke_off_is_unreadable() -> None:
    with pytest.raises(UnreadablePostError):
        _ = sent(FILE, announced=len(FILE) + 50_000).FILES
    with pytest.raises(UnreadablePostError):
        _ = sent(b"abc", announced=4).body
    with pytest.raises(UnreadablePostError):
        list(sent(b"abc", announced=4))


def test_a_length_that_is_no_number_promises_nothing() -> None:
    assert sent(b"", announced=-5).body == b""
