"""Rows that many tests begin with are made once for neighbouring tests, which each roll back to them.

`@shared` makes a fixture whose rows stand in a transaction around those of the tests. A stage holds one level for each
such fixture: a test that asks for `office` and `cast` finds both levels already there if its neighbour asked for them
too, works above a savepoint, and gets objects of its own, copied from those that the making returned. What the next
test does not ask for is rolled back before it starts; a test with real transactions finds nothing.
"""

import inspect
import pickle
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, overload

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import override_settings

from sakip.file_store import store

FAST_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

Make = TypeVar("Make", bound=Callable[..., Any])
_makers: dict[str, Callable[..., Any]] = {}


@overload
def shared(make: Make) -> Make: ...
@overload
def shared(*, beside: Sequence[str]) -> Callable[[Make], Make]: ...
def shared(make: Any = None, *, beside: Sequence[str] = ()) -> Any:
    """Make a fixture of a function whose arguments are other shared fixtures.

    What it returns must survive pickling. Files that it stores are stored again for every test. Nothing of a single
    test, as monkeypatching, reaches it; `beside` names further fixtures that whoever asks for this one gets too.
    """
    if make is None:
        return partial(shared, beside=beside)
    name = make.__name__
    _makers[name] = make
    needs = ["db", "shared_values", *beside, *_needs(make)]

    def fixture(**values: Any) -> Any:
        found = values["shared_values"]
        if name not in found:  # a test with real transactions has rows of its own
            found[name] = make(**{need: values[need] for need in _needs(make)})
        return found[name]

    fixture.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # pytest reads the needs there
        [inspect.Parameter(need, inspect.Parameter.KEYWORD_ONLY) for need in needs]
    )
    fixture.shared_name = name  # type: ignore[attr-defined]  # tells the fixture from one that replaces it in a module
    fixture.__doc__ = make.__doc__
    return pytest.fixture(name=name)(fixture)


def _needs(make: Callable[..., Any]) -> list[str]:
    return list(inspect.signature(make).parameters)


@dataclass(frozen=True)
class Level:
    """The transaction of one shared fixture; `values` and `files` (by stored name) include those of levels below."""

    name: str
    atomic: transaction.Atomic
    values: bytes
    files: dict[str, bytes]


def in_a_folder() -> dict[str, Any]:
    """Return the stores as they are, with files in a folder."""
    return {**settings.STORAGES, "default": {"BACKEND": "sakip.storage.SyncedStorage"}}


class Stage:
    """The levels that stand in the database now, lowest first."""

    def __init__(self) -> None:
        self.levels: list[Level] = []
        self.failure: Exception | None = None

    def set(self, names: list[str]) -> None:
        """Let exactly these levels stand, each built on those before it."""
        standing = [level.name for level in self.levels]
        same = next((i for i, pair in enumerate(zip(standing, names, strict=False)) if pair[0] != pair[1]), None)
        self._take_down(min(len(standing), len(names)) if same is None else same)
        for name in names[len(self.levels) :]:
            self._build(name)

    def values(self) -> dict[str, Any]:
        """Return copies of what was made, and store its files anew. Raises what the making raised."""
        if self.failure is not None:
            raise self.failure
        if not self.levels:
            return {}
        top = self.levels[-1]
        for name, content in top.files.items():
            if (folder := store().folder) is None:
                store().fill(name, ContentFile(content))
                continue
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        found: dict[str, Any] = pickle.loads(top.values)  # noqa: S301 - its own bytes
        return found

    def _build(self, name: str) -> None:
        make = _makers[name]
        atomic = transaction.atomic()
        atomic._from_testcase = True  # type: ignore[attr-defined]  # as Django's own tests: durable blocks may stand inside
        with tempfile.TemporaryDirectory() as folder:
            with override_settings(MEDIA_ROOT=Path(folder), STORAGES=in_a_folder(), PASSWORD_HASHERS=FAST_HASHERS):
                values = self.values()
                atomic.__enter__()
                try:
                    values[name] = make(**{need: values[need] for need in _needs(make)})
                    content = pickle.dumps(values)
                except BaseException:
                    _roll_back(atomic)
                    raise
            self.levels.append(Level(name, atomic, content, _read_files(Path(folder))))

    def _take_down(self, count: int) -> None:
        while len(self.levels) > count:
            _roll_back(self.levels.pop().atomic)


def _roll_back(atomic: transaction.Atomic) -> None:
    transaction.set_rollback(True)
    atomic.__exit__(None, None, None)


def _read_files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def names_for(item: pytest.Item) -> list[str]:
    """Return the shared fixtures that a test asks for, directly or not, each behind those it needs."""
    definitions = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]  # the only place that knows overrides
    asked = [name for name, found in definitions.items() if getattr(found[-1].func, "shared_name", "") == name]
    return [name for name in _makers if name in asked]


def is_transactional(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    names = getattr(item, "fixturenames", ())
    asked = marker is not None and bool(marker.kwargs.get("transaction") or marker.kwargs.get("reset_sequences"))
    return asked or not {"transactional_db", "live_server", "django_db_reset_sequences"}.isdisjoint(names)


def prepare(request: pytest.FixtureRequest, stage: Stage) -> None:
    """Set the stage for a test: nothing for one with real transactions, whose data others could see.

    A failure is kept for the fixture that hands the values out: pytest cannot report one from here.
    """
    stage.failure = None
    try:
        stage.set([] if is_transactional(request.node) else names_for(request.node))
    except Exception as error:  # noqa: BLE001 - raised again by `values`
        stage.failure = error
