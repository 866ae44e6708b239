"""The two protocols of the Esign Client Service behind one interface: what is sent where, and where answers stand.

Known from public client code, not from a specification: a field that is called otherwise is one line here. The
signature is always asked to be invisible (see `specimen`). The secrets stand last in a body, so that a request that
breaks off does not hold them whole.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from reports.signing.adapters.bsre.answers import json_in
from reports.signing.adapters.bsre.errors import AnswerUnusable
from reports.signing.adapters.bsre.wire import Answer, Request, Sealed

if TYPE_CHECKING:
    from reports.signing.requests import Credentials

IN_FORCE = "ISSUE"
_WORD = re.compile(r"[A-Z][A-Z_ ]{0,39}")
_LONGEST_WORDS = 300
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class CertificateStatus:
    """What the service says of an official's certificate: its own word ("ISSUE", "EXPIRED"), "" when it says none."""

    word: str

    @property
    def in_force(self) -> bool:
        return self.word == IN_FORCE


@dataclass(frozen=True, slots=True)
class ServiceVerdict:
    """The service's opinion of a signed file, in its own words; `signatures` is None where it counts none."""

    summary: str
    notes: str
    signatures: int | None


class EsignProtocol(Protocol):
    """How one version of the service is asked, and its answers read. Reading raises AnswerUnusable."""

    def sign(self, pdf: bytes, credentials: Credentials, *, reason: str, location: str) -> Request: ...

    def signed_file(self, answer: Answer) -> bytes: ...

    def download(self, number: str) -> Request | None:
        """Return how a signed file is asked for again; None where the service keeps none."""

    def status(self, credentials: Credentials) -> Request: ...

    def verify(self, pdf: bytes) -> Request: ...

    def verdict(self, answer: Answer) -> ServiceVerdict: ...


class MultipartV1:
    """Version 1: forms with files, the signed PDF as the body of the answer, its number in a header."""

    def sign(self, pdf: bytes, credentials: Credentials, *, reason: str, location: str) -> Request:
        return _form(
            "/api/sign/pdf",
            file=("file", pdf),
            fields={
                "tampilan": Sealed(b"invisible"),
                "reason": Sealed(reason.encode()),
                "location": Sealed(location.encode()),
                "nik": Sealed(credentials.reveal_account().encode()),
                # Any text that a form can send: a lone surrogate must not become an error that shows it.
                "passphrase": Sealed(credentials.reveal_passphrase().encode(errors="surrogatepass")),
            },
        )

    def signed_file(self, answer: Answer) -> bytes:
        return _pdf(answer.body)

    def download(self, number: str) -> Request | None:
        return Request("GET", f"/api/sign/download/{number}")

    def status(self, credentials: Credentials) -> Request:
        return Request("GET", f"/api/user/status/{credentials.reveal_account()}")

    def verify(self, pdf: bytes) -> Request:
        return _form("/api/sign/verify", file=("signed_file", pdf), fields={})

    def verdict(self, answer: Answer) -> ServiceVerdict:
        return _verdict(answer, summary="summary", notes="notes", signatures="jumlah_signature")


class JsonV2:
    """Version 2: JSON both ways, files in base64; the service gives no number."""

    def sign(self, pdf: bytes, credentials: Credentials, *, reason: str, location: str) -> Request:
        # Sealed where it is written: a dictionary bound to a name would show in a report of an error.
        body = Sealed(
            json.dumps(
                {
                    "file": [_base64(pdf)],
                    "signatureProperties": [{"tampilan": "INVISIBLE", "reason": reason, "location": location}],
                    "nik": credentials.reveal_account(),
                    "passphrase": credentials.reveal_passphrase(),
                }
            ).encode("ascii")
        )
        return Request("POST", "/api/v2/sign/pdf", body, _JSON)

    def signed_file(self, answer: Answer) -> bytes:
        files = json_in(answer).get("file")
        if not isinstance(files, list) or len(files) != 1 or not isinstance(files[0], str):
            raise AnswerUnusable
        try:
            return _pdf(base64.b64decode(files[0], validate=True))
        except ValueError:
            raise AnswerUnusable from None

    def download(self, number: str) -> Request | None:
        return None

    def status(self, credentials: Credentials) -> Request:
        body = Sealed(json.dumps({"nik": credentials.reveal_account()}).encode("ascii"))
        return Request("POST", "/api/v2/user/check/status", body, _JSON)

    def verify(self, pdf: bytes) -> Request:
        body = Sealed(json.dumps({"file": _base64(pdf)}).encode("ascii"))
        return Request("POST", "/api/v2/verify/pdf", body, _JSON)

    def verdict(self, answer: Answer) -> ServiceVerdict:
        return _verdict(answer, summary="conclusion", notes="description", signatures="signatureCount")


PROTOCOLS: dict[int, EsignProtocol] = {1: MultipartV1(), 2: JsonV2()}


def status_in(answer: Answer) -> CertificateStatus:
    """Return the status word of an answer of either version; a word of another shape counts as none."""
    word = json_in(answer).get("status")
    return CertificateStatus(word if isinstance(word, str) and _WORD.fullmatch(word) else "")


def _pdf(body: bytes) -> bytes:
    if not body.startswith(b"%PDF-") or b"%%EOF" not in body[-1024:]:
        raise AnswerUnusable
    return body


def _form(path: str, *, file: tuple[str, bytes], fields: dict[str, Sealed]) -> Request:
    """Return a multipart form (RFC 7578): the file, then the fields in their order."""
    boundary = secrets.token_hex(16)
    name, pdf = file
    pieces: list[bytes] = [
        _head(boundary, f'{name}"; filename="dokumen.pdf', "application/pdf"),
        Sealed(pdf),
    ]
    for field, value in fields.items():
        pieces += [b"\r\n" + _head(boundary, field, "text/plain; charset=utf-8"), value]
    pieces.append(f"\r\n--{boundary}--\r\n".encode())
    return Request("POST", path, Sealed(b"".join(pieces)), f"multipart/form-data; boundary={boundary}")


def _head(boundary: str, name: str, content_type: str) -> bytes:
    return (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\nContent-Type: {content_type}\r\n\r\n'
    ).encode()


def _base64(pdf: bytes) -> str:
    return base64.b64encode(pdf).decode("ascii")


def _verdict(answer: Answer, *, summary: str, notes: str, signatures: str) -> ServiceVerdict:
    said = json_in(answer)
    if not said:
        raise AnswerUnusable
    count = said.get(signatures)
    return ServiceVerdict(
        summary=str(said.get(summary) or "")[:_LONGEST_WORDS],
        notes=str(said.get(notes) or "")[:_LONGEST_WORDS],
        signatures=count if isinstance(count, int) else None,
    )
