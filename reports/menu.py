"""The entry of the reports in the menu of the admin."""

from django.http import HttpRequest
from django.urls import reverse

from indicators.selectors.reporting import report_office_ids
from sakip.admin_site import MenuItem
from sakip.pages import site


def menu(request: HttpRequest) -> list[MenuItem]:
    """Return the entry for those who may read or write reports in any office."""
    offices = report_office_ids(request.user)
    if not offices:
        return []
    return [MenuItem("Laporan", reverse("reports:list"), 50, dict.fromkeys(offices, 0))]


def register_menu() -> None:
    providers = site().menu_providers
    if menu not in providers:
        providers.append(menu)
