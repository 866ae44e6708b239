"""Which run of bin/test has a test: those that say nothing about a database are in one, others once on each."""

import json
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest
from django.test import Client

from tests.cast import Office
from tests.division import LONG, Division, files_of, function_of, place_of
from tests.shared import is_transactional


def test_a_pure_test_runs_once(request: pytest.FixtureRequest) -> None:
    assert place_of(request.node) == "either"


@pytest.mark.one_database
def test_a_marked_test_runs_once(db: None, request: pytest.FixtureRequest) -> None:
    assert place_of(request.node) == "either"


@pytest.mark.one_database("sqlite")
def test_a_test_about_one_database_runs_there(db: None, request: pytest.FixtureRequest) -> None:
    assert place_of(request.node) == "sqlite"


@pytest.mark.one_database("postgresql")
def test_a_test_without_a_database_runs_where_its_mark_says(request: pytest.FixtureRequest) -> None:
    assert place_of(request.node) == "postgresql"


def test_a_test_with_a_database_runs_on_both(db: None, request: pytest.FixtureRequest) -> None:
    assert place_of(request.node) == "both"


def test_a_test_whose_fixture_has_a_database_runs_on_both(office: Office, request: pytest.FixtureRequest) -> None:
    assert place_of(request.node) == "both"


@pytest.mark.django_db
def test_a_test_marked_for_the_database_runs_on_both(client: Client, request: pytest.FixtureRequest) -> None:
    assert place_of(request.node) == "both"


@pytest.mark.django_db(transaction=True)
def test_a_test_with_real_transactions_runs_on_both(request: pytest.FixtureRequest) -> None:
    assert place_of(request.node) == "both"
    assert Division(Path(), "sqlite", quick=True).place_in_this_run(request.node) == "left out"


# --- runs side by side ------------------------------------------------------------------------------------------------


def run_beside(items: list[pytest.Item], *divisions: Division) -> list[Counter[str]]:
    """Return what each run ran when the first one is three times as fast as the others."""
    chosen = [list(items) for _ in divisions]
    for division, own in zip(divisions, chosen, strict=True):
        division.divide(own)
    ran: list[Counter[str]] = [Counter() for _ in divisions]
    while any(ran[i].total() < len(own) for i, own in enumerate(chosen)):
        for i, division in enumerate(divisions):
            for item in chosen[i][ran[i].total() :][: 1 if i else 3]:
                division.begin_test(chosen[i])
                ran[i][item.nodeid] += 1
    return ran


@pytest.fixture
def collected(request: pytest.FixtureRequest) -> list[pytest.Item]:
    """Return tests of this run: those of this file at least."""
    return list(request.session.items)


def test_runs_have_each_test_once_or_once_on_each_database(collected: list[pytest.Item], tmp_path: Path) -> None:
    vendors = ["sqlite", "postgresql", "sqlite", "postgresql", "sqlite"]
    ran = run_beside(collected, *(Division(tmp_path, vendor) for vendor in vendors))
    sqlite, postgresql = (sum(ran[i::2], Counter()) for i in range(2))

    for item in collected:
        times = (sqlite[item.nodeid], postgresql[item.nodeid])
        expected = {"sqlite": [(1, 0)], "postgresql": [(0, 1)], "both": [(1, 1)], "either": [(1, 0), (0, 1)]}
        assert times in expected[place_of(item)], item.nodeid


def test_runs_that_are_alone_with_their_database_have_each_test_once(
    collected: list[pytest.Item], tmp_path: Path
) -> None:
    first, second = run_beside(collected, *(Division(tmp_path, "sqlite", alone=True) for _ in range(2)))

    assert first + second == Counter(item.nodeid for item in collected)


def test_quick_runs_each_test_once_but_for_those_that_it_leaves_out(
    collected: list[pytest.Item], tmp_path: Path
) -> None:
    first, second = run_beside(collected, *(Division(tmp_path, "sqlite", quick=True) for _ in range(2)))

    left_out = {
        item.nodeid
        for item in collected
        if is_transactional(item) or place_of(item) == "postgresql" or function_of(item) in LONG
    }
    assert first + second == Counter(item.nodeid for item in collected if item.nodeid not in left_out)


def test_what_the_other_run_took_is_left_alone(collected: list[pytest.Item], tmp_path: Path) -> None:
    alone = Division(tmp_path, "sqlite", quick=True)
    taken = list(collected)
    alone.divide(taken)
    while alone.open:
        alone.begin_test(taken)
    late = Division(tmp_path, "sqlite", quick=True)
    left = list(collected)

    late.divide(left)

    assert left == []
    assert set(late.elsewhere) == set(collected)


def test_quick_leaves_out_what_is_long(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = Division(Path(), "sqlite", quick=True)
    assert quick.place_in_this_run(request.node) == "either"
    monkeypatch.setitem(LONG, function_of(request.node), 1.5)
    assert quick.place_in_this_run(request.node) == "left out"


@pytest.mark.one_database
@pytest.mark.parametrize("number", [1, 2])
def test_long_files_come_first(
    collected: list[pytest.Item], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    own = request.node.nodeid.partition("::")[0]
    assert function_of(request.node) == f"{own}::test_long_files_come_first"
    monkeypatch.setitem(LONG, function_of(request.node), 10_000)
    assert next(iter(files_of(collected))) == own


def test_what_each_test_took_is_noted_but_for_the_first(tmp_path: Path) -> None:
    """The first one makes the database."""
    division = Division(tmp_path, "sqlite")
    for name in ("a", "b", "b"):
        if division.begun < 2:
            division.begin_test([])
        division.pytest_runtest_logreport(SimpleNamespace(nodeid=name, duration=0.5))  # type: ignore[arg-type]
    division.pytest_sessionfinish(mock.MagicMock(), 0)
    (noted,) = tmp_path.glob("*.json")
    assert json.loads(noted.read_text()) == {"b": 1.0}


def test_the_files_of_what_is_long_are_there() -> None:
    files = {name.partition("::")[0] for name in LONG}
    assert [name for name in sorted(files) if not (Path(__file__).parent.parent / name).is_file()] == []


def test_a_next_test_waits_while_there_are_any(collected: list[pytest.Item], tmp_path: Path) -> None:
    """pytest takes down everything after a test that seems to be the last one."""
    division = Division(tmp_path, "sqlite")
    own = list(collected)
    division.divide(own)
    for begun in range(len(own)):
        assert len(own) >= begun + 2 or not division.open
        division.begin_test(own)
