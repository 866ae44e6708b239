"""The entries of the reports and of the certificates in the menu of the admin."""

from django.http import HttpRequest
from django.urls import reverse

from indicators.selectors.reporting import Pengguna, report_office_ids
from reports.officials import count_unconfirmed, list_certificate_offices, list_confirming_offices
from sakip.admin_site import MenuItem
from sakip.pages import site


def menu(request: HttpRequest) -> list[MenuItem]:
    """Return the entries for those who may read or write reports in any office, who sign them, and who look after the
    certificates of those who do."""
    items = []
    if offices := report_office_ids(request.user):
        items.append(MenuItem("Laporan", reverse("reports:list"), 50, dict.fromkeys(offices, 0)))
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
        items.append(MenuItem("Sertifikat pejabat", reverse("reports:sertifikat_pejabat"), 56, waiting))
    return items


def register_menu() -> None:
    providers = site().menu_providers
    if menu not in providers:
        providers.append(menu)
