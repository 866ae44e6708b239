#!/usr/bin/env python
"""Which tests notice a query that forgets one of its conditions: rows of another office, year, quarter or agreement.

    .venv/bin/python benchmarks/dropped_conditions.py [--only FILE[:LINE] ...] [--map FILE] [--tests PATH ...]
        [--seconds 60]

Every condition by which a query tells rows apart is left out, one at a time, and the tests that ask that query are run,
cheap ones first, until one fails. The first run finds out which tests reach which condition (on SQLite, half an hour of
two processors); `--map` keeps that in a file, in which only tests of new or changed files are run anew: throw it away
when helpers of the tests changed. The project and its tests are loaded once, from a copy of the source with a switch
at each condition; each condition is dropped in a forked process, which has a database to itself.

A test that hangs has noticed too. One that fails without anything dropped has not. Some conditions may be dropped
without changing anything but the work of the database: they stand in `_equivalents.py` with the reason, and both shares
are printed, with and without them.
"""

import argparse
import hashlib
import json
import os
import select
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from functools import cached_property
from math import inf
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import pytest  # noqa: E402 - the path is set just above
from _conditions import Condition, Conditions, find_conditions  # noqa: E402
from _equivalents import EQUIVALENT  # noqa: E402
from _forks import Child, Tell  # noqa: E402

AT_ONCE = 2
# Tests of so many seconds are asked for every condition before more are asked for those that nobody noticed.
ROUNDS = (2, 8, 30)
# Folders whose tests start programs and browsers: what is dropped in this process is not in theirs.
ELSEWHERE = ("tests/bin", "tests/browser", "tests/operation")
# A test hangs when it takes so many seconds, and so many times as long as it took.
PATIENCE, TIMES = 30, 20


@dataclass
class Seen:
    """What a test did while nothing was dropped: conditions by key, without those of the fixtures that it shares."""

    passed: bool
    seconds: float
    reached: list[str]


@dataclass
class Map:
    """`tests` by node id, `files` with the digest of each file of tests."""

    tests: dict[str, Seen] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path | None) -> "Map":
        if path is None or not path.is_file():
            return cls()
        kept = json.loads(path.read_text(encoding="utf-8"))
        return cls({name: Seen(**seen) for name, seen in kept["tests"].items()}, kept["files"])

    def write(self, path: Path | None) -> None:
        if path is not None:
            path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    def forget_changed(self, files: dict[str, str]) -> None:
        same = {name for name, digest in files.items() if self.files.get(name) == digest}
        self.tests = {
            name: seen for name, seen in self.tests.items() if file_of(name) in same or file_of(name) not in files
        }
        self.files |= files

    def tests_of(self, condition: Condition, noticed: Mapping[str, int]) -> list[str]:
        """Return the tests that reach a condition and pass, cheap ones first: those named after its module count as a
        tenth, and those whose function has noticed others as so many times cheaper."""
        word = Path(condition.file).stem

        def price(name: str) -> float:
            own = 10 if word in Path(file_of(name)).stem else 1
            return self.tests[name].seconds / own / (1 + noticed.get(function_of(name), 0))

        return sorted((name for name in self.reaching.get(condition.key, []) if self.tests[name].passed), key=price)

    @cached_property
    def reaching(self) -> dict[str, list[str]]:
        """Tests by condition, once all are known."""
        found: dict[str, list[str]] = {}
        for name, seen in self.tests.items():
            for key in seen.reached:
                found.setdefault(key, []).append(name)
        return found


def file_of(name: str) -> str:
    return name.partition("::")[0]


def function_of(name: str) -> str:
    return name.partition("[")[0]


@dataclass
class Outcome:
    """`noticed` says how; `seconds` are those of the tests that were to be asked."""

    condition: Condition
    asked: set[str] = field(default_factory=set)
    seconds: float = 0
    noticed: str = ""
    test: str | None = None

    def take(self, child: Child) -> None:
        passed = sum(said["passed"] for said in child.told)
        if passed < len(child.tests):
            self.test = child.tests[passed]
            self.noticed = "by" if len(child.told) > passed else "by its end or a wait without end in"

    def __str__(self) -> str:
        if self.test is not None:
            return f"noticed      {self.condition}  {self.noticed} {self.test}"
        return f"NOT NOTICED  {self.condition}  by any of {len(self.asked)} tests"


def _leave_memory(file: Path) -> None:
    """Go on in a file: tests with threads and programs of their own reach no other."""
    from django.db import connection

    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
    connection.connection.close()
    connection.connection = None
    connection.settings_dict["NAME"] = str(file)


class Tries:
    """Plugin of pytest's that takes the place of its loop over the tests."""

    def __init__(self, conditions: Conditions, options: argparse.Namespace, folder: Path) -> None:
        self.conditions, self.options, self.folder = conditions, options, folder
        self.reports: list[pytest.TestReport] = []
        self.map = Map.read(options.map)
        self.survived = 0
        self.stage: Any = None
        self.blocker: Any = None

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Iterator[Any]:
        """Keep hold of what makes the shared fixtures, and of what lets this process reach the database."""
        value = yield
        if fixturedef.argname == "shared_stage":
            self.stage = value
        elif fixturedef.argname == "django_db_blocker":
            self.blocker = value
        return value

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.reports.append(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Interrupted("not all tests could be collected")
        self.items = {item.nodeid: item for item in session.items}
        self._make_database(session.items)
        self._learn()
        chosen = [condition for condition in self.conditions.found if _is_chosen(condition, self.options.only)]
        outcomes = self._drop_all(chosen)
        self._distrust(outcomes)
        self.survived = summarize(outcomes, whole=not self.options.only)
        return True

    def _make_database(self, items: Sequence[pytest.Item]) -> None:
        """Run a first test, which leaves the fixtures of the session behind, the database among them: in memory, where
        each child has a copy with all that stands in it."""
        from django.db import connection

        from tests.division import reaches_database
        from tests.shared import is_transactional, names_for

        first = min(items, key=lambda item: (not reaches_database(item), is_transactional(item), bool(names_for(item))))
        connection.settings_dict["TEST"]["NAME"] = None
        first.config.hook.pytest_runtest_protocol(item=first, nextitem=_other(items, first))
        self._stand_on(())
        if any(report.failed for report in self.reports):
            raise SystemExit(f"{first.nodeid} fails by itself.")

    def _learn(self) -> None:
        files = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in map(file_of, self.items)}
        self.map.forget_changed(files)
        unknown = [name for name in self.items if name not in self.map.tests]
        if not unknown:
            return
        print(f"{len(unknown)} of {len(self.items)} tests are run with nothing dropped.", flush=True)
        for child in self._run(self._child(share, learning=True) for share in _divide(unknown)):
            self.map.tests |= {said["test"]: Seen(**said["seen"]) for said in child.told}
            self.map.write(self.options.map)
            if len(child.told) < len(child.tests):
                raise SystemExit(f"It ends in {child.tests[len(child.told)]}.")
        failed = [name for name in self.items if name in self.map.tests and not self.map.tests[name].passed]
        print(f"{len(failed)} fail or are skipped and notice nothing:", *failed, sep="\n    ", flush=True)

    def _child(self, names: Sequence[str], *, dropped: int | None = None, learning: bool = False) -> Child:
        def work(tell: Tell) -> None:
            if not self.stage.levels:
                with self.blocker.unblock():
                    _leave_memory(Path(os.environ["VAR_DIR"]) / "uji.sqlite3")
            self.conditions.dropped = dropped
            for said in self._run_here(names, learning=learning):
                tell(said)
                if not (learning or said["passed"]):
                    return

        known = self.map.tests
        limits = {name: PATIENCE + TIMES * known[name].seconds if name in known else 900 for name in names}
        return Child(work, limits, self.folder)

    def _run_here(self, names: Sequence[str], *, learning: bool) -> Iterator[dict[str, Any]]:
        """Run tests in this process, which is a child."""
        items = [self.items[name] for name in names]
        first = items[0]
        first.config._tmp_path_factory._basetemp = Path(os.environ["VAR_DIR"]).parent  # type: ignore[attr-defined]
        first.session._setupstate.teardown_exact(first)
        for item, following in zip(items, [*items[1:], _other(self.items.values(), items[-1])], strict=True):
            if learning:
                self._stand_on(_levels(item))
            self.conditions.reached.clear()
            self.reports.clear()
            begin = time.perf_counter()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if learning:
                passed = all(report.passed for report in self.reports)
                reached = [self.conditions.found[number].key for number in sorted(self.conditions.reached)]
                yield {"test": item.nodeid, "seen": asdict(Seen(passed, time.perf_counter() - begin, reached))}
            else:
                yield {"test": item.nodeid, "passed": not any(report.failed for report in self.reports)}

    def _stand_on(self, levels: Sequence[str]) -> None:
        with self.blocker.unblock():
            self.stage.set(list(levels))

    def _run(self, children: Iterator[Child]) -> Iterator[Child]:
        """Have a few children at work at once; yield each when it has ended."""
        working: dict[int, Child] = {}
        try:
            while True:
                while len(working) < AT_ONCE and (child := next(children, None)) is not None:
                    working[child.reading] = child
                if not working:
                    return
                said, _, _ = select.select(working, (), (), 1)
                for child in list(working.values()):
                    if (child.reading in said and not child.listen()) or child.hangs():
                        del working[child.reading]
                        child.end()
                        yield child
        finally:
            for child in working.values():
                child.end()

    def _drop_all(self, chosen: list[Condition]) -> list[Outcome]:
        """Drop each condition before the cheapest tests that reach it, and what nobody noticed before more of them."""
        outcomes = {number: Outcome(found) for number, found in enumerate(self.conditions.found) if found in chosen}
        noticed: Counter[str] = Counter()
        for seconds in [*(each for each in ROUNDS if each < self.options.seconds), self.options.seconds]:
            for levels, asked in self._plan(outcomes, seconds, noticed).items():
                self._stand_on(levels)
                for child in self._run(self._dropping(outcomes, asked)):
                    outcome = child.about
                    outcome.take(child)
                    if outcome.test is not None:
                        print(outcome, flush=True)
                        noticed[function_of(outcome.test)] += 1
        print(*(outcome for outcome in outcomes.values() if outcome.test is None), sep="\n", flush=True)
        return list(outcomes.values())

    def _plan(
        self, outcomes: Mapping[int, Outcome], seconds: float, noticed: Mapping[str, int]
    ) -> dict[tuple[str, ...], dict[int, list[str]]]:
        """Return the tests to be asked for each condition that nobody has noticed, together those that share fixtures,
        which are then made once."""
        plan: dict[tuple[str, ...], dict[int, list[str]]] = {}
        for number, outcome in outcomes.items():
            if outcome.test is not None:
                continue
            for name in self.map.tests_of(outcome.condition, noticed):
                own = self.map.tests[name].seconds
                if name not in self.items or name in outcome.asked or outcome.seconds + own > seconds:
                    continue
                outcome.asked.add(name)
                outcome.seconds += own
                plan.setdefault(_levels(self.items[name]), {}).setdefault(number, []).append(name)
        return plan

    def _dropping(self, outcomes: Mapping[int, Outcome], asked: Mapping[int, list[str]]) -> Iterator[Child]:
        for number, tests in asked.items():
            if outcomes[number].test is None:
                child = self._child(tests, dropped=number)
                child.about = outcomes[number]
                yield child

    def _distrust(self, outcomes: list[Outcome]) -> None:
        """Take back what was noticed by tests that fail by themselves too."""
        names = sorted({outcome.test for outcome in outcomes if outcome.test is not None}, key=list(self.items).index)
        alone = (self._child([name]) for name in names)
        good = {said["test"] for child in self._run(alone) for said in child.told if said["passed"]}
        for outcome in outcomes:
            if outcome.test is not None and outcome.test not in good:
                print(f"{outcome.test} fails by itself too.")
                outcome.test = None


def _other(items: Iterable[pytest.Item], item: pytest.Item) -> pytest.Item:
    """Return a test to come next, so that this one is taken down and the session is not."""
    return next(other for other in items if other is not item)


def _divide(names: list[str]) -> list[list[str]]:
    """Divide tests into halves of about the same number, file by file."""
    files: dict[str, list[str]] = {}
    for name in names:
        files.setdefault(file_of(name), []).append(name)
    halves: list[list[str]] = [[] for _ in range(AT_ONCE)]
    for tests in files.values():
        min(halves, key=len).extend(tests)
    return [half for half in halves if half]


def _levels(item: pytest.Item) -> tuple[str, ...]:
    """Return the shared fixtures that stand when a test begins."""
    from tests.shared import is_transactional, names_for

    return () if is_transactional(item) else tuple(names_for(item))


def _is_chosen(condition: Condition, only: list[str]) -> bool:
    return not only or any(place in (condition.file, f"{condition.file}:{condition.line}") for place in only)


def summarize(outcomes: list[Outcome], *, whole: bool) -> int:
    """Print the shares; return how many dropped conditions nobody noticed that somebody could have."""
    equivalent = [outcome for outcome in outcomes if outcome.condition.key in EQUIVALENT]
    unnoticed = [outcome for outcome in outcomes if outcome.test is None]
    survivors = [outcome for outcome in unnoticed if outcome not in equivalent]
    noticed = len(outcomes) - len(unnoticed)
    print("\nChange nothing but the work of the database:")
    for outcome in equivalent:
        print(f"  {outcome.condition}: {EQUIVALENT[outcome.condition.key]}")
        if outcome.test is not None:
            print(f"    but {outcome.test} notices it: take it from the list")
    print("\nNot noticed:", *(f"  {outcome.condition}  [{outcome.condition.key}]" for outcome in survivors), sep="\n")
    print(f"\n{_share(noticed, len(outcomes))} noticed", end="; ")
    print(f"{_share(noticed, noticed + len(survivors))} without the equivalent ones")
    gone = set(EQUIVALENT) - {outcome.condition.key for outcome in outcomes}
    if whole and gone:
        print("\nIn _equivalents.py and no longer in the source:", *sorted(gone), sep="\n  ")
    return len(survivors)


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.1%})" if whole else "0 of 0"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="FILE[:LINE]", help="drop the conditions of these alone"
    )
    parser.add_argument("--map", type=Path, help="file that keeps which tests reach which condition")
    parser.add_argument(
        "--seconds", type=float, default=inf, help="ask tests of so many seconds for each condition, not all"
    )
    parser.add_argument("--tests", nargs="+", default=["tests"], metavar="PATH", help="have these alone notice")
    options = parser.parse_args()
    beside = Path("/dev/shm")  # noqa: S108 - a folder in memory, if there is one
    folder = Path(tempfile.mkdtemp(prefix="syarat-", dir=beside if os.access(beside, os.W_OK) else None))
    os.environ |= {"SAKIP_ENV_FILE": "", "VAR_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/sakip.sqlite3"}
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(folder / "hypothesis")
    os.chdir(ROOT)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    conditions = find_conditions()
    conditions.install()
    tries = Tries(conditions, options, folder)
    ignored = [f"--ignore={place}" for place in ELSEWHERE]
    plain = ["-q", "--capture=no", "-p", "no:cacheprovider", "--create-db", f"--basetemp={folder / 'basis'}"]
    try:
        status = pytest.main([*plain, *ignored, *options.tests], plugins=[tries])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    raise SystemExit(status or bool(tries.survived))


if __name__ == "__main__":
    main()
