"""Whose page it is: whoever finds the object of a page says so here; header, title, menu and chooser only read it.

What an office's page tells, it tells in the office's time; `sakip.middleware.ZoneMiddleware` ends that with the answer.

An owner is an office. Its address is `?opd=` with the office's whole code, which no other office has; the office's own
code does where it names just one of those that the reader may choose from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar, cast
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone

PARAMETER = "opd"
# Where Django's admin keeps the filters of the list from which a form was opened.
KEPT_FILTERS = "_changelist_filters"
# Longer than any whole code.
LONGEST = 60


class Owner(Protocol):
    """What the frame asks of an office."""

    @property
    def pk(self) -> int: ...
    @property
    def kode(self) -> str: ...
    @property
    def nama(self) -> str: ...
    @property
    def full_code(self) -> str: ...
    @property
    def keterangan(self) -> str: ...
    @property
    def zona_waktu(self) -> str: ...


O = TypeVar("O", bound=Owner)  # noqa: E741  # the owner that goes in comes out


@dataclass(frozen=True)
class Belonging:
    """Whose page it is: one office's, or, with `owner` None, a list over all of `choices`.

    `choices` are the offices for which the page may be opened, `switch` the address that does it. `whole`: the page
    also shows all of them together. `asks`: it shows nothing yet, because none was named.
    """

    owner: Owner | None
    choices: Sequence[Owner] = ()
    switch: str = ""
    whole: bool = False
    asks: bool = False


class AskFirst(Exception):
    """Several offices are possible and none was named: the page asks instead of taking one silently."""


def belongs_to(request: HttpRequest, owner: Owner) -> None:
    """Say that the page shows an object of this office."""
    found = belonging_of(request)
    if found is None or found.owner is None or found.owner.pk != owner.pk:
        _remember(request, Belonging(owner))


def belonging_of(request: HttpRequest) -> Belonging | None:
    """Return what was said of the page; None: it shows no object of any office."""
    return cast("Belonging | None", getattr(request, "_sakip_belonging", None))


def owner_of(request: HttpRequest) -> Owner | None:
    """Return the office whose object the page shows, if it shows one's."""
    found = belonging_of(request)
    return None if found is None else found.owner


def mark_missing(request: HttpRequest) -> None:
    """Say that the object of the page is not there for its reader, whatever the page then answers."""
    request._sakip_missing = True  # type: ignore[attr-defined]  # a per-request memory


def is_missing(request: HttpRequest) -> bool:
    return bool(getattr(request, "_sakip_missing", False))


def _remember(request: HttpRequest, belonging: Belonging) -> None:
    request._sakip_belonging = belonging  # type: ignore[attr-defined]  # a per-request memory
    timezone.activate(settings.TIME_ZONE if belonging.owner is None else belonging.owner.zona_waktu)


def asked_code(request: HttpRequest) -> str:
    """Return the code that the address names; a form of the admin carries it among the filters of its list."""
    kept = dict(parse_qsl(request.GET.get(KEPT_FILTERS, "")))
    return request.GET.get(PARAMETER, kept.get(PARAMETER, ""))[:LONGEST]


def matching(offices: Sequence[O], code: str) -> list[O]:
    """Return the offices that a code names: the one with this whole code, or all with this code of their own."""
    whole = [office for office in offices if office.full_code == code]
    return whole or [office for office in offices if office.kode == code]


def choose(request: HttpRequest, offices: Sequence[O], *, switch: str = "", whole: bool = False) -> O:
    """Return the office that the page is about: the one named in the address, or the only one that is possible.

    Raises Http404 for an office that is none of `offices`, AskFirst when several are possible.
    """
    code = asked_code(request)
    found = matching(offices, code) if code else list(offices)
    if not found:
        raise Http404("Perangkat daerah ini tidak ditemukan.")
    if len(found) > 1:
        _remember(request, Belonging(None, found, request.path, asks=True))
        raise AskFirst
    _remember(request, Belonging(found[0], offices, switch or request.path, whole))
    return found[0]


def narrow(request: HttpRequest, offices: Sequence[O]) -> Sequence[O]:
    """Return the offices that a list shows: the one named in the address, or all of them, each named in its rows."""
    if asked_code(request) or len(offices) == 1:
        return [choose(request, offices, whole=True)]
    _remember(request, Belonging(None, offices, request.path, whole=True))
    return offices


def with_owner(address: str, owner: Owner) -> str:
    """Return an address that names the office."""
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode({PARAMETER: owner.full_code}, safe='/')}"
