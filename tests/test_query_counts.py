"""The number of queries of every page is a committed baseline; a change of it is seen in the diff.

`UPDATE_QUERY_COUNTS=1 pytest tests/test_query_counts.py` writes the file anew.
"""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import ButirPK, Indikator, Pengguna
from indicators.triggers import TRIGGERS
from sakip.triggers import install, remove
from tests.cast import Cast, Office, make_butir
from tests.test_permission_matrix import PAGES, POLICIES, ROLES, Objects, admin_addresses, objects

# One baseline serves both databases: how often a page asks does not depend on which of them answers.
pytestmark = pytest.mark.one_database

BASELINE = Path(__file__).with_name("query_counts.json")
# Answers that are files: their own tests read them.
DOWNLOADS = ("indicators:bukti_download", "indicators:plan_workbook_download", "indicators:office_workbook_download")
# A question that only one of the two databases is asked: SQLite has no clock of its own.
ONLY_POSTGRESQL = "clock_timestamp()"
__all__ = ["objects"]


def count(user: Pengguna, url: str) -> int | None:
    """Return the queries of a page once caches are warm, or None when it is no page for the user."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    if client.get(url).status_code != 200:
        return None
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return sum(ONLY_POSTGRESQL not in query["sql"] for query in captured)


def all_pages(things: Objects, cast: Cast) -> dict[str, tuple[Pengguna, str]]:
    """Return for each GET page the first role of the table that may open it, and its address."""
    pages: dict[str, tuple[Pengguna, str]] = {}
    for name, (method, letters) in sorted(PAGES.items()):
        if method == "GET" and "b" in letters and name not in DOWNLOADS:
            role = ROLES[letters.index("b")]
            pages[f"{name} ({role})"] = (getattr(cast, role), reverse(name, args=things.arguments.get(name, [])))
    for name, model, act in admin_addresses():
        role = POLICIES[model]["perbuatan"] or POLICIES[model]["lihat"][0]
        with_object = act not in ("changelist", "add", "import", "process_import", "export")
        if act not in ("sandi", "aktif", "kunci", "copy", "fix", "process_import"):
            url = reverse(name, args=[things.rows[model]] if with_object else [])
            pages[f"{name} ({role})"] = (getattr(cast, role), url)
    return pages


def measure(things: Objects, cast: Cast) -> dict[str, int]:
    found = {name: count(user, url) for name, (user, url) in all_pages(things, cast).items()}
    return {name: number for name, number in found.items() if number is not None}


def test_every_page_keeps_its_number_of_queries(objects: Objects, cast: Cast) -> None:
    found = measure(objects, cast)
    if os.environ.get("UPDATE_QUERY_COUNTS") == "1":
        BASELINE.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    assert found == json.loads(BASELINE.read_text(encoding="utf-8"))


def test_more_rows_cost_no_more_queries(office: Office, objects: Objects, cast: Cast) -> None:
    """Twenty indicators more in the unit that is looked at: the same counts everywhere."""
    names = [name for name in all_pages(objects, cast) if not name.startswith("admin:")]
    names += [
        name for name in all_pages(objects, cast) if name.endswith(("_changelist (perencana)", "_export (perencana)"))
    ]
    pages = all_pages(objects, cast)
    before = {name: count(*pages[name]) for name in names}
    draft = ButirPK.objects.filter(pk_induk=office.pk).count()
    add_rows(office, 20)
    assert ButirPK.objects.filter(pk_induk=office.pk).count() == draft + 20
    assert {name: count(*pages[name]) for name in names} == before


def add_rows(office: Office, number: int) -> None:
    """List more indicators in the agreement that is ditetapkan already, which only a test may do."""
    remove(connection, TRIGGERS)
    for index in range(number):
        row = Indikator.objects.create(
            opd=office.opd, unit=office.bidang, sub_kegiatan=office.sub_kegiatan, nama=f"Indikator tambahan {index}"
        )
        make_butir(office.pk, row, ("1", "2", "3", "4"))
    install(connection, TRIGGERS)
