"""The entry of the reports in the menu of the admin."""

from django.http import HttpRequest
from django.urls import reverse

from indicators.selectors.reporting import may_read_reports
from sakip.admin_site import MenuItem
from sakip.pages import site


def menu(request: HttpRequest) -> list[MenuItem]:
    """Return the entry for those who may read or write reports in any office."""
    if not may_read_reports(request.user):
        return []
    return [MenuItem(label="Laporan", url=reverse("reports:daftar"), urutan=50)]


def register_menu() -> None:
    providers = site().menu_providers
    if menu not in providers:
        providers.append(menu)
