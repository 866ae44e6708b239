"""One request to the service and its answer: the only part that reaches the service.

Python's own HTTP client, because of what it does not do: it follows no redirect, reads no proxy from the environment,
keeps no connection or cookie, repeats nothing and logs nothing. It also lets us see how far a request got, which
decides whether anything can have been signed (ADR 24).

NIK, passphrase and the account of the installation stand in the frames of that library while it works. Therefore its
errors end here: only their kind goes on, as an error of our own that was raised outside of the handler.
"""

from __future__ import annotations

import enum
import http.client
import logging
import socket
import ssl
import threading
import time
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from reports.signing.adapters.bsre.errors import (
    AnswerTooLarge,
    OutcomeUnknown,
    ServiceNotTrusted,
    ServiceUnreachable,
)
from reports.signing.deadline import DeadlineExceeded, run_with_deadline

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 5.0
# A service that is just being restarted answers again after a moment; longer, the signer tries again himself.
RETRY_PAUSES = (0.5,)
_PIECE = 64 * 1024
_BUSY = (502, 503)


class Sealed(bytes):
    """Bytes that hold a secret: they never show in a log, an error page or a debugger's print."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Sealed(***)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class EsignService:
    """Where the service is and the installation's account there (HTTP Basic); seconds to wait for an answer.

    `ca_file` holds the certificates that its TLS is checked against; None means those of the system.
    """

    url: str
    user: str = field(repr=False)
    password: str = field(repr=False)
    answer_seconds: float = 60.0
    ca_file: Path | None = None

    def connection(self) -> http.client.HTTPConnection:
        """Return a connection that is not yet open. Raises OSError for an unreadable `ca_file`."""
        address = urlsplit(self.url)
        host, port = address.hostname or "", address.port
        if address.scheme != "https":
            return http.client.HTTPConnection(host, port, timeout=CONNECT_SECONDS)
        context = ssl.create_default_context(cafile=self.ca_file)
        return http.client.HTTPSConnection(host, port, timeout=CONNECT_SECONDS, context=context)

    def path_of(self, path: str) -> str:
        return urlsplit(self.url).path.rstrip("/") + path

    def authorization(self) -> str:
        return "Basic " + b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """A call of the service; the path may hold a NIK, the body a passphrase."""

    method: str
    path: str
    body: Sealed | None = None
    content_type: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What came back; `complete` is False where the connection ended inside the body."""

    status: int
    id_dokumen: str
    body: bytes
    complete: bool


class _Stage(enum.IntEnum):
    CONNECTING = 0
    SENDING = 1
    SENT = 2


class _Failure(enum.Enum):
    BROKEN = enum.auto()
    NOT_TRUSTED = enum.auto()
    TOO_LARGE = enum.auto()


def call(service: EsignService, request: Request, *, most_bytes: int, seconds: float | None = None) -> Answer:
    """Send `request` and return the answer, whatever its status.

    Repeated only where the service cannot have got all of the request: no connection came about, or it answered 502 or
    503 before it had the body. Raises ServiceUnreachable and ServiceNotTrusted (nothing was signed), OutcomeUnknown
    (all was sent, and no status line came back) and AnswerTooLarge.
    """
    exchange = _attempt(service, request, most_bytes, seconds)
    for pause in RETRY_PAUSES:
        if not exchange.may_be_repeated:
            break
        time.sleep(pause)
        exchange = _attempt(service, request, most_bytes, seconds)
    return exchange.result()


def _attempt(service: EsignService, request: Request, most_bytes: int, seconds: float | None) -> _Exchange:
    limit = service.answer_seconds if seconds is None else seconds
    exchange = _Exchange(service, request, most_bytes, limit)
    try:
        # Sockets limit the wait for the next byte only; a service that drips would hold the page for ever.
        run_with_deadline(exchange.run, seconds=limit)
    except DeadlineExceeded:
        exchange.abandon()
    return exchange


class _Exchange:
    """One connection, and how far it got."""

    def __init__(self, service: EsignService, request: Request, most_bytes: int, seconds: float) -> None:
        self._service = service
        self._request = request
        self._most_bytes = most_bytes
        self._seconds = seconds
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._abandoned = False
        self._stage = _Stage.CONNECTING
        self._failure: _Failure | None = None
        self._answer: Answer | None = None

    @property
    def may_be_repeated(self) -> bool:
        if self._answer is not None:
            return self._stage < _Stage.SENT and self._answer.status in _BUSY
        unreached = self._stage == _Stage.CONNECTING and not self._abandoned
        return unreached and self._failure is not _Failure.NOT_TRUSTED

    def result(self) -> Answer:
        if self._failure is _Failure.TOO_LARGE:
            raise AnswerTooLarge
        if self._answer is not None:
            return self._answer
        if self._failure is _Failure.NOT_TRUSTED:
            raise ServiceNotTrusted
        # Given up while sending: the last bytes may have left all the same.
        sent = self._stage == _Stage.SENT or (self._stage == _Stage.SENDING and self._abandoned)
        raise OutcomeUnknown if sent else ServiceUnreachable

    def abandon(self) -> None:
        """Cut the connection, so that the thread that still waits for it ends, and sends nothing any more."""
        with self._lock:
            self._abandoned = True
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:  # the other end was faster
                logger.debug("The connection was closed already.")

    def run(self) -> None:
        try:
            self._exchange()
        except Exception as error:  # noqa: BLE001 - the library's frames hold what was sent: only the kind goes on
            logger.warning("Esign Client Service: %s while %s", type(error).__name__, self._stage.name.lower())
            trusted = not isinstance(error, ssl.SSLCertVerificationError)
            self._failure = self._failure or (_Failure.BROKEN if trusted else _Failure.NOT_TRUSTED)

    def _exchange(self) -> None:
        connection = self._service.connection()
        try:
            connection.connect()
            self._socket = connection.sock
            self._socket.settimeout(self._seconds)
            if self._may_send():
                self._send(connection)
                self._read(connection.getresponse())
        finally:
            connection.close()

    def _may_send(self) -> bool:
        with self._lock:
            if not self._abandoned:
                self._stage = _Stage.SENDING
            return not self._abandoned

    def _send(self, connection: http.client.HTTPConnection) -> None:
        request = self._request
        headers = {"Authorization": self._service.authorization(), "Accept": "*/*", "Connection": "close"}
        if request.content_type:
            headers["Content-Type"] = request.content_type
        try:
            connection.request(request.method, self._service.path_of(request.path), request.body, headers)
        except (BrokenPipeError, ConnectionResetError):
            return  # the service closed before it had the body; what it answered first may still be read
        self._stage = _Stage.SENT

    def _read(self, response: http.client.HTTPResponse) -> None:
        # The status line alone decides much; a body that breaks off leaves the number to ask again by.
        self._answer = self._answered(response, b"", complete=False)
        pieces, size = [], 0
        while piece := response.read1(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > self._most_bytes:
                self._failure = _Failure.TOO_LARGE
                return
        self._answer = self._answered(response, b"".join(pieces), complete=not response.length)

    def _answered(self, response: http.client.HTTPResponse, body: bytes, *, complete: bool) -> Answer:
        return Answer(response.status, response.getheader("id_dokumen") or "", body, complete)
