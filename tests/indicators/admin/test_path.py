"""The way above a page of the admin leads through the lists of the page's own office."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Pengguna
from tests.pair import build_pair

# Which address a link names does not depend on the database.
pytestmark = pytest.mark.one_database

LINK = re.compile(r'<a href="([^"]+)">')


def links_above(page: str) -> list[str]:
    above = re.search(r'<div class="breadcrumbs">(.*?)</div>', page, re.DOTALL)
    return LINK.findall(above[1]) if above else []


def test_every_list_above_a_page_is_of_its_office(db: None, client_of: Callable[[Pengguna], Client]) -> None:
    pair = build_pair()
    office = pair.beta
    client, code = client_of(pair.cast.perencana), office.opd.full_code
    pages = [
        reverse(f"admin:indicators_kegiatan_{act}", args=[office.kegiatan.pk])
        for act in ("change", "delete", "history")
    ]
    pages += [
        f"{reverse(f'admin:indicators_kegiatan_{act}')}?opd={code}" for act in ("changelist", "add", "import", "export")
    ]
    own = reverse("admin:indicators_kegiatan_change", args=[office.kegiatan.pk])
    for url in pages:
        links = links_above(client.get(url).content.decode())
        assert len(links) >= 2, url
        assert [link for link in links if f"?opd={code}" not in link and link != own] == [], url


def test_main_button_of_a_stock_form_names_its_office(db: None, client_of: Callable[[Pengguna], Client]) -> None:
    pair = build_pair()
    client = client_of(pair.cast.perencana)
    named = set()
    for office in pair.offices:
        page = client.get(reverse("admin:indicators_kegiatan_change", args=[office.kegiatan.pk])).content.decode()
        named |= set(re.findall(r'value="Simpan ke ([^"]+)"', page))
    assert named == {office.opd.nama for office in pair.offices}
