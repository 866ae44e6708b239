"""What the reports bring to the frame of the admin: entries in the menu, what waits for a signature, and the pages of
their settings."""

from collections import Counter

from django.http import HttpRequest
from django.urls import reverse

from indicators.permissions import Izin
from indicators.selectors.reporting import Pengguna, list_offices_with, report_office_ids
from reports.models import Dokumen
from reports.officials import count_unconfirmed, list_certificate_offices, list_confirming_offices
from reports.selectors import list_waiting
from reports.turns import SigningTurn
from reports.views.support import url_of
from sakip.admin_site import MenuItem, Task, ToolItem
from sakip.owners import owner_of, with_owner
from sakip.pages import site


def menu(request: HttpRequest) -> list[MenuItem]:
    """Return the entries for those who may read or write reports in any office, with how many wait for their signature,
    for who signs them, and for who looks after the certificates of those who do."""
    items = []
    if offices := report_office_ids(request.user):
        waiting = Counter(dokumen.laporan.opd_id for dokumen, _ in _waiting(request))
        items.append(MenuItem("Laporan", reverse("reports:list"), 50, {pk: waiting[pk] for pk in sorted(offices)}))
    if isinstance(request.user, Pengguna):
        items += _certificates(request.user)
    return items


def _certificates(user: Pengguna) -> list[MenuItem]:
    items = []
    # Nobody without a NIP is an official, so that most pages need not ask.
    if user.nip and (own := list_certificate_offices(user)):
        items.append(MenuItem("Sertifikat", reverse("reports:sertifikat"), 55, {opd.pk: 0 for opd in own}))
    if offices := list_confirming_offices(user):
        waiting = count_unconfirmed(offices)
        items.append(MenuItem("Sertifikat Pejabat", reverse("reports:sertifikat_pejabat"), 56, waiting))
    return items


def tasks(request: HttpRequest) -> list[Task]:
    """Return the documents whose next signature is the user's own."""
    return [_task(dokumen, turn) for dokumen, turn in _waiting(request)]


def _task(dokumen: Dokumen, turn: SigningTurn) -> Task:
    laporan = dokumen.laporan
    return Task(
        f"Menunggu {turn.peran.label.lower()} Anda: {dokumen}",
        url_of(laporan),
        f"{laporan.opd.nama}, {laporan.opd.keterangan}",
    )


def _waiting(request: HttpRequest) -> list[tuple[Dokumen, SigningTurn]]:
    """Return what waits for the user's signature; remembered for the request."""
    remembered: list[tuple[Dokumen, SigningTurn]] | None = getattr(request, "_menunggu_ttd", None)
    if remembered is not None:
        return remembered
    found = list_waiting(request.user) if isinstance(request.user, Pengguna) else []
    request._menunggu_ttd = found  # type: ignore[attr-defined]  # a per-request memory
    return found


def tools(request: HttpRequest) -> list[ToolItem]:
    """Return the setting of the parafs for the administrators of an office: of the page's, or of any."""
    offices = list_offices_with(request.user, Izin.KELOLA_KANTOR) if isinstance(request.user, Pengguna) else []
    owner = owner_of(request)
    if not offices or (owner is not None and owner.pk not in {opd.pk for opd in offices}):
        return []
    url = reverse("reports:pemaraf")
    told = "Siapa yang memaraf laporan sebelum Kepala Dinas menandatangani, dan urutannya."
    return [ToolItem("Paraf laporan", url if owner is None else with_owner(url, owner), told)]


def register_menu() -> None:
    frame = site()
    if menu not in frame.menu_providers:
        frame.menu_providers.append(menu)
        frame.task_providers.append(tasks)
        frame.tool_providers.append(tools)
