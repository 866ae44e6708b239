"""Which half of bin/test runs a test: those that say nothing about a database are in one, all others in both."""

import pytest
from django.test import Client

from tests.cast import Office
from tests.conftest import runs_in


def halves_of(request: pytest.FixtureRequest) -> list[str]:
    return [half for half in ("sqlite", "postgresql") if runs_in(half, request.node)]


def test_a_pure_test_runs_once(request: pytest.FixtureRequest) -> None:
    assert halves_of(request) == ["sqlite"]


@pytest.mark.one_database("sqlite")
def test_a_marked_test_runs_once(db: None, request: pytest.FixtureRequest) -> None:
    assert halves_of(request) == ["sqlite"]


@pytest.mark.one_database("postgresql")
def test_a_marked_test_without_a_database_is_in_a_half_too(request: pytest.FixtureRequest) -> None:
    assert halves_of(request) == ["postgresql"]


def test_a_test_with_a_database_runs_on_both(db: None, request: pytest.FixtureRequest) -> None:
    assert halves_of(request) == ["sqlite", "postgresql"]


def test_a_test_whose_fixture_has_a_database_runs_on_both(office: Office, request: pytest.FixtureRequest) -> None:
    assert halves_of(request) == ["sqlite", "postgresql"]


@pytest.mark.django_db
def test_a_test_marked_for_the_database_runs_on_both(client: Client, request: pytest.FixtureRequest) -> None:
    assert halves_of(request) == ["sqlite", "postgresql"]


@pytest.mark.django_db(transaction=True)
def test_a_test_with_real_transactions_runs_on_both(request: pytest.FixtureRequest) -> None:
    assert halves_of(request) == ["sqlite", "postgresql"]
