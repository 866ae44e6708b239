"""Forbidden acts that a page refused before any service was asked: they stand in the trail too."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from indicators.acts import Act
from indicators.models import Pengguna, PerangkatDaerah
from indicators.selectors.kewenangan import list_own_offices
from indicators.services.jejak import record
from sakip.admin_site import SakipAdminSite
from sakip.owners import asked_code, matching, owner_of
from sakip.refusals import NotAllowed

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def record_denial(request: HttpRequest, denial: PermissionDenied) -> None:
    """Write the audit row of a refusal; one that a service gave has its row already."""
    user = request.user
    if isinstance(denial.__cause__, NotAllowed) or not isinstance(user, Pengguna):
        return
    match = request.resolver_match
    for opd in _concerned(request, user):
        record(
            by=user,
            tindakan=Act.BUKA_HALAMAN if request.method in SAFE_METHODS else Act.KIRIM_ISIAN,
            objek=request.path,
            opd=opd,
            sesudah={"alamat": request.path[:300], "halaman": match.view_name if match else ""},
            alasan=str(denial),
            ditolak=True,
        )


def _concerned(request: HttpRequest, user: Pengguna) -> Sequence[PerangkatDaerah | None]:
    """Return the office whose object the page shows, or the one named in the address. A page of no office concerns
    every office of the user: each reads its own trail."""
    owner, offices = owner_of(request), list_own_offices(user)
    if isinstance(owner, PerangkatDaerah):
        return [owner]
    return matching(offices, asked_code(request)) or offices or [None]


def register(site: SakipAdminSite) -> None:
    if record_denial not in site.denial_recorders:
        site.denial_recorders.append(record_denial)
