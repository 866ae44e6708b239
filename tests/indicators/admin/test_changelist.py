"""A list of the admin that is asked for what cannot be says so, stays with its office and shows its rows."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from indicators.admin.changelist import LONGEST_SEARCH, UNKNOWN_FILTER
from indicators.models import Pengguna
from tests.cast import Cast, Office
from tests.pair import build_pair

pytestmark = pytest.mark.one_database

HUGE = "9" * 25


@pytest.fixture
def planner(cast: Cast, client_of: Callable[[Pengguna], Client]) -> Client:
    return client_of(cast.perencana)


@pytest.mark.parametrize("act", ["changelist", "export"])
@pytest.mark.parametrize(
    "query", ["unknown=1", "periode=x", f"periode={HUGE}", f"id__in=1,{HUGE}", "kode__id__exact=1"]
)
def test_filter_that_cannot_be_is_left_out_and_said(planner: Client, office: Office, act: str, query: str) -> None:
    page = planner.get(f"{reverse(f'admin:indicators_tujuan_{act}')}?{query}")

    assert page.status_code == 200
    assert UNKNOWN_FILTER in page.content.decode()
    if act == "changelist":
        assert [row.pk for row in page.context["cl"].result_list] == [office.sasaran.tujuan_id]


def test_filter_that_fits_is_used_without_a_word(planner: Client, office: Office) -> None:
    for periode, found in ((office.renstra.pk, [office.sasaran.tujuan_id]), (office.renstra.pk + 1, [])):
        page = planner.get(reverse("admin:indicators_tujuan_changelist"), {"periode": str(periode)})
        assert UNKNOWN_FILTER not in page.content.decode()
        assert [row.pk for row in page.context["cl"].result_list] == found


def test_rows_left_unfiltered_are_those_of_the_office_alone(db: None, client_of: Callable[[Pengguna], Client]) -> None:
    pair = build_pair()
    client, code = client_of(pair.cast.perencana), pair.beta.opd.full_code
    page = client.get(reverse("admin:indicators_tujuan_changelist"), {"opd": code, "unknown": "1"})
    assert [row.pk for row in page.context["cl"].result_list] == [pair.beta.sasaran.tujuan_id]
    assert "unknown" not in page.context["cl"].get_query_string()


def test_search_longer_than_any_text_finds_nothing(planner: Client, office: Office) -> None:
    url, name = reverse("admin:indicators_tujuan_changelist"), office.sasaran.tujuan.nama
    for text, found in (
        (name, 1),
        (f"{name} " * (LONGEST_SEARCH // len(name)), 1),
        ("a" * 70_000, 0),
        ("a " * 2_000, 0),
    ):
        page = planner.get(url, {"q": text})
        assert (page.status_code, len(page.context["cl"].result_list)) == (200, found)


@pytest.mark.parametrize("query", ["nama__regex=(a%2B)%2B$", "nama__iregex=a"])
def test_patterns_are_no_filters(planner: Client, office: Office, query: str) -> None:
    assert planner.get(f"{reverse('admin:indicators_tujuan_changelist')}?{query}").status_code == 400


def test_passwords_are_not_guessed_by_a_filter(cast: Cast, client_of: Callable[[Pengguna], Client]) -> None:
    page = client_of(cast.administrator).get(
        reverse("admin:indicators_pengguna_changelist"), {"password__startswith": "md5"}
    )
    assert page.status_code == 400
