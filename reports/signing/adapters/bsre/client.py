"""The calls of the Esign Client Service, whichever version it speaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reports.signing.adapters.bsre.answers import code_in, number_in, refuse
from reports.signing.adapters.bsre.errors import AnswerUnusable, OutcomeUnknown, ServiceRefused, ServiceSilent
from reports.signing.adapters.bsre.protocols import CertificateStatus, EsignProtocol, ServiceVerdict, status_in
from reports.signing.adapters.bsre.wire import Answer, EsignService, Request, call
from reports.signing.errors import SigningError

if TYPE_CHECKING:
    from reports.signing.requests import Credentials

# A signature adds some 30 kB, with validation data and a time-stamp up to a few hundred.
MOST_ADDED = 5_000_000
_MOST_WORDS = 1_000_000
DOWNLOAD_SECONDS = 15.0
DOWNLOADS = 2


@dataclass(frozen=True, slots=True)
class ServiceFile:
    """The signed file and the number under which the service keeps it, "" where it gives none."""

    pdf: bytes = field(repr=False)
    number: str


@dataclass(frozen=True, slots=True)
class EsignClient:
    """Every method raises a SigningError that says what happened."""

    service: EsignService
    protocol: EsignProtocol

    def sign(self, pdf: bytes, credentials: Credentials, *, reason: str, location: str) -> ServiceFile:
        """Have `pdf` signed by the service. NIK and passphrase are sent once (`wire.call` says when again).

        Where the answer breaks off, the file is asked for again by its number, without them.
        """
        request = self.protocol.sign(pdf, credentials, reason=reason, location=location)
        answer = call(self.service, request, most_bytes=_most_bytes(pdf))
        refuse(answer)
        number = number_in(answer)
        if answer.complete:
            file = self._file_in(answer)
            if file is not None:
                return ServiceFile(file, number)
        if number:
            return ServiceFile(self._download(number, _most_bytes(pdf)), number)
        if not answer.complete:
            raise OutcomeUnknown
        code = code_in(answer)
        raise AnswerUnusable if code is None else ServiceRefused.with_code(code)

    def _file_in(self, answer: Answer) -> bytes | None:
        try:
            return self.protocol.signed_file(answer)
        except AnswerUnusable:
            return None

    def _download(self, number: str, most_bytes: int) -> bytes:
        request = self.protocol.download(number)
        if request is None:
            raise OutcomeUnknown
        for _attempt in range(DOWNLOADS):
            try:
                answer = call(self.service, request, most_bytes=most_bytes, seconds=DOWNLOAD_SECONDS)
                refuse(answer)
            except SigningError:
                continue
            file = self._file_in(answer) if answer.complete else None
            if file is not None:
                return file
        raise OutcomeUnknown.with_number(number)

    def status(self, credentials: Credentials) -> CertificateStatus:
        """Return what the service says of the certificate of a NIK; OfficialUnknown when it knows nobody by it."""
        return status_in(self._ask(self.protocol.status(credentials)))

    def verify(self, pdf: bytes) -> ServiceVerdict:
        """Return the service's own opinion of a signed file: a second one beside ours, never instead of it."""
        return self.protocol.verdict(self._ask(self.protocol.verify(pdf)))

    def _ask(self, question: Request) -> Answer:
        try:
            answer = call(self.service, question, most_bytes=_MOST_WORDS)
        except OutcomeUnknown:
            raise ServiceSilent from None
        refuse(answer)
        if not answer.complete:
            raise ServiceSilent
        return answer


def _most_bytes(pdf: bytes) -> int:
    """Return the largest answer that is read: the signed file, in base64 (4 bytes for 3) inside JSON."""
    return (len(pdf) + MOST_ADDED) * 3 // 2
