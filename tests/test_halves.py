"""Which tests the second database leaves out: only those that say nothing about a database."""

import pytest
from django.test import Client

from tests.cast import Office
from tests.conftest import reaches_database


def test_a_pure_test_runs_once(request: pytest.FixtureRequest) -> None:
    assert not reaches_database(request.node)


def test_a_test_with_a_database_runs_on_both(db: None, request: pytest.FixtureRequest) -> None:
    assert reaches_database(request.node)


def test_a_test_whose_fixture_has_a_database_runs_on_both(office: Office, request: pytest.FixtureRequest) -> None:
    assert reaches_database(request.node)


@pytest.mark.django_db
def test_a_test_marked_for_the_database_runs_on_both(client: Client, request: pytest.FixtureRequest) -> None:
    assert reaches_database(request.node)


@pytest.mark.django_db(transaction=True)
def test_a_test_with_real_transactions_runs_on_both(request: pytest.FixtureRequest) -> None:
    assert reaches_database(request.node)
