"""HTTP as signing uses it: no redirect is followed, no answer grows without bounds, TLS certificates are checked."""

from __future__ import annotations

import ssl

import aiohttp
from aiohttp.client_middlewares import ClientHandlerType
from pyhanko_certvalidator.fetchers.aiohttp_fetchers.util import LazySession

LARGEST_TOKEN = 64 * 1024  # bytes; time-stamp tokens stay under 10 kB
LARGEST_REVOCATION_LIST = 8 * 1024 * 1024


class UnwantedAnswer(aiohttp.ClientError):
    """The answer leads elsewhere or is larger than any honest one."""


class _Bounded(aiohttp.ClientResponse):
    largest = LARGEST_REVOCATION_LIST

    async def read(self) -> bytes:
        content = bytearray()
        async for chunk in self.content.iter_any():
            content += chunk
            if len(content) > self.largest:
                self.close()
                raise UnwantedAnswer(f"an answer of more than {self.largest} bytes")
        return bytes(content)


class _BoundedToken(_Bounded):
    largest = LARGEST_TOKEN


async def _refuse_redirect(request: aiohttp.ClientRequest, handler: ClientHandlerType) -> aiohttp.ClientResponse:
    """Credentials and questions go to the address that was set, and nowhere else."""
    response = await handler(request)
    if 300 <= response.status < 400:
        response.close()
        raise UnwantedAnswer(f"a redirect ({response.status})")
    return response


class BoundedSession(LazySession):
    """A session that is opened when it is first asked for, in the event loop that asks."""

    def __init__(self, *, authority_file: str = "", tokens: bool = False) -> None:
        super().__init__()
        self._authority_file = authority_file
        self._response_class = _BoundedToken if tokens else _Bounded

    def get_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            context = ssl.create_default_context()
            if self._authority_file:
                context.load_verify_locations(self._authority_file)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(ssl=context),
                response_class=self._response_class,
                auto_decompress=False,
                middlewares=(_refuse_redirect,),
            )
        return self._session
