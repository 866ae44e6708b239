"""Forbidden acts that a page refused before any service was asked: they stand in the trail too."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from indicators.models import Pengguna
from indicators.selectors.kewenangan import list_opd
from indicators.services.errors import NotAllowed
from indicators.services.jejak import record
from sakip.admin_site import SakipAdminSite


def record_denial(request: HttpRequest, denial: PermissionDenied) -> None:
    """Write the audit row of a refusal; one that a service gave has its row already."""
    user = request.user
    if isinstance(denial.__cause__, NotAllowed) or not isinstance(user, Pengguna):
        return
    match = request.resolver_match
    record(
        by=user,
        tindakan=f"{(request.method or '').lower()} {match.view_name if match else ''}"[:60],
        objek="halaman",
        objek_id="",
        opd=list_opd(user).first(),
        sesudah={"alamat": request.path[:300]},
        alasan=str(denial),
        ditolak=True,
    )


def register(site: SakipAdminSite) -> None:
    if record_denial not in site.denial_recorders:
        site.denial_recorders.append(record_denial)
