"""The pages of the trail: quick however long it is, and from a row to all of its account or its session."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indicators.models import Jejak
from indicators.selectors import jejak as selected
from indicators.selectors.jejak import newest_of
from tests.cast import Cast, Office
from tests.pair import Pair, build_pair

pytestmark = pytest.mark.one_database

LIST = reverse("admin:indicators_jejak_changelist")
NOW = datetime(2026, 3, 5, 3, 0, tzinfo=UTC)


def make_rows(opd_id: int, number: int, **facts: Any) -> list[Jejak]:
    """Make rows a day apart, the newest first."""
    made = {"pelaku": "Staf", "opd_nomor": opd_id, "tindakan": "isi_realisasi", "objek": "Dokumen", **facts}
    return Jejak.objects.bulk_create(Jejak(waktu=NOW - timedelta(days=day), **made) for day in range(number))


def shown(client: Client, **asked: str) -> list[int]:
    return [row.pk for row in client.get(LIST, asked).context["cl"].result_list]


@pytest.fixture
def reader(client: Client, cast: Cast) -> Client:
    client.force_login(cast.administrator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_list_is_of_the_newest_and_says_how_to_see_older_ones(
    reader: Client, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = make_rows(office.opd.pk, 12)
    monkeypatch.setattr(selected, "NEWEST", 5)
    monkeypatch.setattr(selected, "LEAST", 1)
    page = reader.get(LIST)
    # The row on the edge is shown: of one moment there may be several.
    assert [row.pk for row in page.context["cl"].result_list] == [row.pk for row in rows[:6]]
    assert "paling banyak 5 jejak terbaru" in page.content.decode()
    assert shown(reader, q="dokumen") == [row.pk for row in rows[:6]]
    assert shown(reader, masa="2026-02") == [row.pk for row in rows[5:11]]
    assert shown(reader, masa="2026", tindakan="isi_realisasi") == [row.pk for row in rows[:6]]
    assert shown(reader, masa="2025") == []


def test_nothing_is_left_out_of_a_short_trail(reader: Client, office: Office) -> None:
    rows = make_rows(office.opd.pk, 12)
    page = reader.get(LIST)
    assert [row.pk for row in page.context["cl"].result_list] == [row.pk for row in rows]
    assert "paling banyak" not in page.content.decode()


def test_months_are_offered_back_to_the_first_row(
    reader: Client, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_rows(office.opd.pk, 400)
    page = reader.get(LIST, {"masa": "2025-11"}).content.decode()
    for words in ("masa=2025", "masa=2025-01", "masa=2025-12", f"masa={timezone.localdate().year}"):
        assert words in page
    assert "masa=2024" not in page


def test_a_row_leads_to_all_of_its_account_and_its_session(reader: Client, office: Office, cast: Cast) -> None:
    old = make_rows(office.opd.pk, 2, pelaku="Budi (budi)", pelaku_nomor=cast.staf.pk, sesi="0123456789abcdef")
    new = make_rows(office.opd.pk, 1, pelaku="Budi Santoso (santoso)", pelaku_nomor=cast.staf.pk, sesi="f" * 16)
    make_rows(office.opd.pk, 1)
    page = reader.get(reverse("admin:indicators_jejak_change", args=[old[0].pk])).content.decode()
    assert f"akun nomor {cast.staf.pk}" in page
    assert f'href="{LIST}?pelaku_nomor={cast.staf.pk}"' in page
    assert f'href="{LIST}?sesi=0123456789abcdef"' in page
    assert set(shown(reader, pelaku_nomor=str(cast.staf.pk))) == {row.pk for row in (*old, *new)}
    assert shown(reader, sesi="0123456789abcdef") == [row.pk for row in old]


@pytest.mark.parametrize("asked", [{"pelaku_nomor": "x"}, {"sesi": "x"}, {"masa": "x"}, {"masa": "2026-13"}])
def test_what_cannot_be_asked_for_hides_nothing(reader: Client, office: Office, asked: dict[str, str]) -> None:
    rows = make_rows(office.opd.pk, 2)
    assert shown(reader, **asked) == [row.pk for row in rows]


def test_an_account_of_another_office_is_not_named(reader: Client, office: Office, cast: Cast) -> None:
    make_rows(office.opd.pk + 1000, 1, pelaku="Rahasia (rahasia)", pelaku_nomor=cast.asing.pk)
    page = reader.get(LIST, {"pelaku_nomor": str(cast.asing.pk)})
    assert list(page.context["cl"].result_list) == []
    assert "Rahasia" not in page.content.decode()


def test_a_count_says_how_often_and_until_when(reader: Client, office: Office) -> None:
    facts = {"jumlah": 149, "ditolak": True, "sesudah": {"sama_seperti": 7, "alamat": "/admin/jadwal/"}}
    (row,) = make_rows(office.opd.pk, 1, **facts)
    assert "Ditolak, 149 kali lagi sampai pukul 10.00" in reader.get(LIST).content.decode()
    page = reader.get(reverse("admin:indicators_jejak_change", args=[row.pk])).content.decode()
    assert "Sama seperti jejak nomor 7, 149 kali lagi." in page


def test_of_several_offices_each_has_its_share(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy office does not push a quiet one off the list."""
    pair: Pair = build_pair()
    busy = make_rows(pair.alfa.opd.pk, 20)
    quiet = make_rows(pair.beta.opd.pk, 2)
    monkeypatch.setattr(selected, "NEWEST", 6)
    monkeypatch.setattr(selected, "LEAST", 1)
    found = newest_of([pair.alfa.opd.pk, pair.beta.opd.pk])
    assert set(Jejak.objects.filter(found.where)) == {*busy[:4], *quiet}
    assert (found.banyak, found.terpotong, found.tiap_kantor) == (3, True, True)
    assert not Jejak.objects.filter(newest_of([]).where).exists()


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({}, "jejak_by_office"),
        ({"q": "dokumen"}, "jejak_by_office"),
        ({"pelaku_nomor": "7"}, "jejak_by_account"),
        ({"sesi": "f" * 16}, "jejak_by_session"),
    ],
)
def test_a_list_is_found_along_its_index(
    reader: Client, office: Office, asked: dict[str, str], index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_rows(office.opd.pk, 12)
    monkeypatch.setattr(selected, "NEWEST", 5)
    with CaptureQueriesContext(connection) as captured:
        reader.get(LIST, asked)
    listing = [query["sql"] for query in captured.captured_queries if "indicators_jejak" in query["sql"]]
    assert not [sql for sql in listing if "DISTINCT" in sql or "MIN(" in sql or "MAX(" in sql]
    if connection.vendor == "sqlite":  # PostgreSQL decides by how many rows there are
        for sql in (sql for sql in listing if "COUNT(*)" in sql):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                assert index in str(cursor.fetchall())
