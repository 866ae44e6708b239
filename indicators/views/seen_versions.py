"""Which version of each submission a reader has opened: nobody passes together with others what he has not seen.

Kept in his session and not in a table: it guards against ticking blindly and proves nothing, so that it may end with
the session; a look costs no row, and reading a page writes nothing into the numbers' tables.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from indicators.models import Pengajuan
from indicators.rules.kelengkapan import Halangan, TogetherFacts, find_in_together
from indicators.workflow import IN_REVIEW, StatusPengajuan

SESSION_KEY = "versi_dilihat"
# Several quarters of the largest office; the oldest looks are forgotten first.
KEPT = 200


def remember_look(request: HttpRequest, pengajuan: Pengajuan, oddities: int) -> None:
    """Keep that the reader has the current version before him, with how much is odd in it."""
    if StatusPengajuan(pengajuan.status) not in IN_REVIEW:
        return
    known = _stored(request)
    key, look = str(pengajuan.pk), [pengajuan.nomor_versi, oddities]
    if known.get(key) == look:
        return
    known.pop(key, None)
    request.session[SESSION_KEY] = dict([*known.items(), (key, look)][-KEPT:])


def seen_versions(request: HttpRequest) -> dict[int, int]:
    """Return the number of the version that the reader has seen last, by submission."""
    return {int(pk): nomor for pk, (nomor, _) in _stored(request).items()}


def was_seen(request: HttpRequest, pengajuan: Pengajuan) -> bool:
    return seen_versions(request).get(pengajuan.pk) == pengajuan.nomor_versi


def why_not_together(request: HttpRequest, submissions: Mapping[int, Pengajuan]) -> dict[int, Halangan | None]:
    """Return of each submission what keeps the reader from passing it together with others, as far as he has looked."""
    known = _stored(request)
    return {pk: _why_not(known.get(str(pk)), row) for pk, row in submissions.items()}


def _why_not(look: list[int] | None, pengajuan: Pengajuan) -> Halangan | None:
    nomor, oddities = look or (0, 0)
    return find_in_together(TogetherFacts(dilihat=nomor == pengajuan.nomor_versi, janggal=oddities))


def _stored(request: HttpRequest) -> dict[str, Any]:
    found: dict[str, Any] = dict(request.session.get(SESSION_KEY, {}))
    return found
