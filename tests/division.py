"""What the runs of bin/test, side by side, divide among them.

Tests that say something about their database run once on each; the runs on the same database divide them while they
run, and then all runs divide those that run once, file by file: a run that is ready for another file notes its name in
the folder of all, and leaves alone what another one noted first. So all end at about the same time, whatever a test
costs; long files come first. What is long stands in `seconds.json`, which `benchmarks/test_seconds.py` writes from what
the runs of the last bin/test left in that folder.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import pytest

from tests.shared import is_transactional

Place = Literal["sqlite", "postgresql", "both", "either"]

# Test functions of which a single test takes long, and the seconds of all their tests.
LONG: dict[str, float] = json.loads(Path(__file__).with_name("seconds.json").read_text(encoding="utf-8"))

# A test that asks for one of these, or for a fixture that does, reaches the database.
DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_reset_sequences", "live_server", "django_db_setup"})


def place_of(item: pytest.Item) -> Place:
    """Say on which database a test runs: those marked one_database on that which the mark names or else on either of
    them, pure ones on either, all others on both."""
    once = item.get_closest_marker("one_database")
    if once is not None:
        return once.args[0] if once.args else "either"
    return "both" if reaches_database(item) else "either"


def reaches_database(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not DATABASE_FIXTURES.isdisjoint(names)


def files_of(items: Iterable[pytest.Item]) -> dict[str, list[pytest.Item]]:
    """Return the tests by file, or by folder where they share a fixture of that folder: long ones first."""
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(_shared_folder(item) or item.nodeid.partition("::")[0], []).append(item)
    return dict(sorted(files.items(), key=lambda file: (-_known_seconds(file[1]), -len(file[1]))))


def _known_seconds(items: Iterable[pytest.Item]) -> float:
    return sum(LONG.get(name, 0) for name in set(map(function_of, items)))


def function_of(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def _shared_folder(item: pytest.Item) -> str:
    definitions = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]  # the only place that knows scopes
    return next((found[-1].baseid for found in definitions.values() if found[-1].scope == "package"), "")


class Division:
    """Plugin of a run beside others. `vendor` is its database; `alone` says that no run has another one, so that all
    tests run once; `quick` that then what is long, has real transactions or is about PostgreSQL is left out."""

    def __init__(self, folder: Path, vendor: str, *, alone: bool = False, quick: bool = False) -> None:
        self.folder, self.vendor, self.alone, self.quick = folder, vendor, alone or quick, quick
        self.open: dict[str, list[pytest.Item]] = {}
        self.elsewhere: list[pytest.Item] = []
        self.begun = 0
        self.seconds: dict[str, float] = defaultdict(float)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Iterator[None]:
        yield  # to what chooses among the tests, as `-k`
        self.divide(items)

    def divide(self, items: list[pytest.Item]) -> None:
        """Leave the first tests that this run takes; those of its own database stand open before all others."""
        places = {item: self.place_in_this_run(item) for item in items}
        own = files_of(item for item in items if places[item] in (self.vendor, "both"))
        once = files_of(item for item in items if places[item] == "either")
        self.open = {f"{self.vendor} {name}": found for name, found in own.items()} | once
        self.elsewhere = [item for item in items if places[item] not in (self.vendor, "both", "either")]
        items.clear()
        self._take_what_is_next(items)

    def place_in_this_run(self, item: pytest.Item) -> Place | Literal["left out"]:
        place = place_of(item)
        if self.quick and (is_transactional(item) or place == "postgresql" or function_of(item) in LONG):
            return "left out"
        return "either" if self.alone else place

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> None:
        self.begin_test(item.session.items)
        item.session.testscollected = len(item.session.items) + sum(map(len, self.open.values()))  # for the per cent

    def begin_test(self, items: list[pytest.Item]) -> None:
        self.begun += 1
        self._take_what_is_next(items)

    def _take_what_is_next(self, items: list[pytest.Item]) -> None:
        """Add files that no other run has taken, until two tests wait: pytest looks at the next one but one."""
        while self.open and len(items) - self.begun < 2:
            name = next(iter(self.open))
            found = self.open.pop(name)
            try:
                (self.folder / quote(name, safe="")).touch(exist_ok=False)
            except FileExistsError:
                self.elsewhere += found
            else:
                items += found

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if self.begun > 1:  # the first one makes the database
            self.seconds[report.nodeid] += report.duration

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        (self.folder / f"{os.getpid()}.json").write_text(json.dumps(self.seconds), encoding="utf-8")
        session.config.hook.pytest_deselected(items=self.elsewhere)
        # Nothing left is no mistake of whoever chose the tests: they all run elsewhere.
        if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and self.elsewhere:
            session.exitstatus = pytest.ExitCode.OK
