"""A body that broke off is no body: a client that goes away in the middle of an upload leaves no half file behind."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from sakip.digits import number_in

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


class Stream(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...
    def readline(self, size: int = -1, /) -> bytes: ...


class WholeBody:
    """Reads on until the announced length. Raises ConnectionError where the client sent less, which Django tells its
    readers as an UnreadablePostError; the bare stream only ends."""

    def __init__(self, stream: Stream, length: int) -> None:
        self._stream = stream
        self._left = length

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(size)
        return self._taken(data, ended=size < 0 or len(data) < size)

    def readline(self, size: int = -1, /) -> bytes:
        data = self._stream.readline(size)
        return self._taken(data, ended=not data.endswith(b"\n") and (size < 0 or len(data) < size))

    def _taken(self, data: bytes, *, ended: bool) -> bytes:
        """A read that gets less than it asked for has met the end."""
        self._left -= len(data)
        if ended and self._left > 0:
            raise ConnectionError(f"the client went away {self._left} bytes before the end of its body")
        return data


def whole_bodies(application: Application) -> Application:
    """Serve an application whose requests have whole bodies."""

    def serve(environ: Environ, start_response: Any) -> Iterable[bytes]:
        length = number_in(str(environ.get("CONTENT_LENGTH") or "0")) or 0
        environ["wsgi.input"] = WholeBody(environ["wsgi.input"], length)
        return application(environ, start_response)

    return serve
