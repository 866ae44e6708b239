"""An outlet of the log for each test."""

from collections.abc import Iterator

import pytest

from sakip.logs.hiding import known_secrets
from tests.sakip.logs.outlet import Outlet


@pytest.fixture
def text_log() -> Iterator[Outlet]:
    outlet = Outlet()
    with outlet.collecting("text"):
        yield outlet


@pytest.fixture
def json_log() -> Iterator[Outlet]:
    outlet = Outlet()
    with outlet.collecting("json"):
        yield outlet


@pytest.fixture
def _fresh_secrets() -> Iterator[None]:
    """Have the secrets of the settings looked for anew, before and after."""
    known_secrets.cache_clear()
    yield
    known_secrets.cache_clear()
