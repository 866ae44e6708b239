"""No address of the site breaks, whatever stands in it: junk, numbers and texts that no database holds.

What an address may ask for is written by hand: a page that reads more fails `test_every_parameter_is_tried`.
"""

import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from sakip.jobs.workers import LifeSign
from tests.cast import Cast, Office
from tests.test_permission_matrix import (
    FOR_ALL,
    PAGES,
    POLICIES,
    PUBLIC,
    ROLES,
    Objects,
    admin_addresses,
    build_objects,
)

# SQLite is the one that refuses large numbers and long patterns; what PostgreSQL refuses is told in test_middleware.
pytestmark = pytest.mark.one_database("sqlite")

HUGE = "9" * 25
VALUES = ("x", HUGE, "²")
# What pages of ours and stock pages read from the query.
OWN = (
    "opd",
    "nomor",
    "unit",
    "aturan",
    "renstra",
    "tahun",
    "dengan",
    "bentuk",
    "pk",
    "asli",
    "tanda",
    "besar",
    "p",
    "next",
    "sesi",
    "sidik",
    "baris",
    "langkah",
    "saring",
    "cari",
    "periode",
    "bagian",
    "buka",
    "state",
    "hal",
    "_changelist_filters",
)
STOCK = ("app_label", "model_name", "field_name", "term", "page", "_popup", "_to_field")
LIST = ("q", "p", "o", "e", "all", "_facets")
ANSWERS = {200, 302, 400, 403, 404, 405}
# Acts of the admin that are asked by POST alone.
POSTED: tuple[str, ...] = ("sandi", "faktor", "aktif", "kunci", "copy", "fix", "process_import")
LISTS = ("changelist", "export")
# Pages for all whose address has parts, and how many.
PARTS = {"admin:view_on_site": 2, "sign_in:end": 1, "verifikasi:dokumen": 1, "verifikasi:logo": 1}


def test_every_parameter_is_tried() -> None:
    read: set[str] = set()
    for app in ("indicators", "reports", "sakip"):
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            read |= set(re.findall(r"""\.GET(?:\.get\(|\.getlist\(|\[)"(\w+)\"""", path.read_text(encoding="utf-8")))
    assert read
    assert read - set(OWN) == set()


@pytest.fixture
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


class Walker:
    """Asks as one of the cast and keeps what is answered wrongly."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.clients: dict[str, Client] = {}
        self.wrong: list[str] = []
        self.asked = 0

    def judge(self, least: int) -> None:
        """A walk that went nowhere finds nothing."""
        assert self.asked >= least
        assert self.wrong == []

    def ask(self, role: str, address: str, query: dict[str, str]) -> None:
        if role not in self.clients:
            self.clients[role] = Client(raise_request_exception=False)
            if role:
                self.clients[role].force_login(getattr(self.cast, role), settings.AUTHENTICATION_BACKENDS[-1])
        response: Any = self.clients[role].get(f"{address}?{urlencode(query)}")
        self.asked += 1
        if response.status_code not in ANSWERS:
            self.wrong.append(f"{response.status_code}: {address}?{urlencode(query)[:120]}")
        if response.streaming:
            for close in response._resource_closers:
                close()


def names_of(model: str, act: str) -> tuple[str, ...]:
    """Return what a page of a model may be asked for: filters of a list, first values of a new object's form."""
    page = next(page for of, page in admin.site._registry.items() if of._meta.model_name == model)
    fields = tuple(field.name for field in page.model._meta.concrete_fields)
    if act == "add":
        return fields
    if act not in LISTS:
        return ("_popup", "_to_field", "p")
    filters = [
        entry if isinstance(entry, str) else entry[0] for entry in page.list_filter if isinstance(entry, str | tuple)
    ]
    # Of a field that the list does not offer the first word is refused already: tests/indicators/admin/test_lookups.py.
    shown = {str(page.model._meta.pk.name), page.date_hierarchy, *page.list_display}
    columns = [name for name in fields if name in shown and not page.model._meta.get_field(name).is_relation]
    return (*columns, *filters, *(f"{name}__id__exact" for name in filters), *(f"{name}__isnull" for name in filters))


@pytest.fixture
def walker(cast: Cast, quiet: None) -> Walker:
    return Walker(cast)


@pytest.fixture
def things(office: Office, cast: Cast) -> Objects:
    return build_objects(office, cast)


def pages_of_models(*acts: str) -> Iterator[tuple[str, str, str, str]]:
    """Return address name, model, act and a role that may do it."""
    for name, model, act in admin_addresses():
        if (act in acts) if acts else (act not in POSTED + LISTS):
            yield name, model, act, POLICIES[model]["perbuatan"] or POLICIES[model]["lihat"][0]


def test_pages_of_ours_answer_whatever_they_are_asked(things: Objects, walker: Walker) -> None:
    for name, (_, letters) in PAGES.items():
        role = next((role for role, letter in zip(ROLES, letters, strict=True) if letter == "b"), "staf")
        address = reverse(name, args=things.arguments.get(name, []))
        for value in VALUES:
            walker.ask(role, address, {"opd": value})
            walker.ask(role, address, dict.fromkeys(OWN[1:], value))
    walker.judge(250)


SHEET = ("saring", "cari", "langkah", "baris")
# Where an address narrows what a page shows: another word in it that is no plan's, or no year's, would end it sooner.
NARROWED: dict[str, tuple[str, tuple[str, ...]]] = {
    "indicators:pengisian_sheet": ("staf", SHEET),
    "indicators:pengajuan": ("kepala", SHEET),
    "indicators:pengisian_live": ("staf", ("sidik", "baris")),
    "indicators:validasi": ("sekretaris", ("saring",)),
    "indicators:plan_tree": ("perencana", ("cari", "buka", "bagian")),
    "indicators:plan_health": ("perencana", ("aturan", "hal", "unit")),
    "reports:list": ("pembaca", ("periode",)),
}


def test_pages_answer_whatever_they_are_narrowed_to(things: Objects, walker: Walker) -> None:
    for name, (role, keys) in NARROWED.items():
        address = reverse(name, args=things.arguments.get(name, []))
        for value in (*VALUES, "", "0", "\0", "<b>'\"", "a " * 2_000):
            for key in keys:
                walker.ask(role, address, {key: value})
        walker.ask(role, address, dict.fromkeys(keys, "1"))
    walker.judge(150)


def test_pages_for_all_answer_whatever_they_are_asked(things: Objects, walker: Walker) -> None:
    LifeSign().give()  # without a worker the server is not ready, and says so
    for value in (*VALUES, "", "a" * 70_000):
        for name in FOR_ALL | PUBLIC:
            if name not in PARTS:
                for role in ("perencana", ""):
                    address = reverse(name, args=things.arguments.get(name, []))
                    walker.ask(role, address, dict.fromkeys((*OWN, *STOCK), value))
        for name, length in PARTS.items():
            walker.ask("perencana", reverse(name, args=[value[:100] or "x"] * length), {})
        for key in ("app_label", "model_name", "field_name", "term", "page"):
            asked = {"app_label": "indicators", "model_name": "dukungan", "field_name": "didukung", "term": "a"}
            walker.ask("perencana", reverse("admin:autocomplete"), {**asked, key: value})
    walker.judge(80)


def test_lists_answer_whatever_they_are_filtered_by(things: Objects, walker: Walker) -> None:
    for name, model, act, role in pages_of_models(*LISTS):
        for value in VALUES:
            walker.ask(role, reverse(name), dict.fromkeys(names_of(model, act), value))
        # An export has its rows from the list's own query.
        keys = names_of(model, act) if act == "changelist" else ()
        for key in (*LIST, *keys, "id__in", "unknown", "nama__regex", "password__startswith"):
            walker.ask(role, reverse(name), {key: HUGE})
        for text in ("a" * 70_000, "a " * 2_000):
            walker.ask(role, reverse(name), {"q": text})
    for year in ("9999", "1", "0", "x"):
        walker.ask("sekretaris", reverse("admin:indicators_jejak_changelist"), {"waktu__year": year})
    walker.judge(300)


def test_forms_of_models_answer_whatever_they_begin_with(things: Objects, walker: Walker) -> None:
    for name, model, act, role in pages_of_models():
        with_object = act not in ("add", "import")
        address = reverse(name, args=[things.rows[model]] * with_object)
        for value in (*VALUES, "_00", "1_2F"):
            walker.ask(role, address, dict.fromkeys(names_of(model, act), value))
            if with_object:
                walker.ask(role, reverse(name, args=[value]), {"_to_field": ""})
    walker.judge(250)
