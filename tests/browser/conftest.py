"""Debian's Chromium for pytest-playwright, and Django beside the event loop of Playwright."""

import os
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import connections
from playwright.sync_api import Page, Playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.sheet import Sheet
from tests.cast import Cast, Office
from tests.conftest import CLEAR_STAGE

# Without the windows and the pages of its own that the whole browser keeps for each of them: half of its time.
CHROMIUM = "/usr/bin/chromium-headless-shell"
SWITCHES = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# Playwright keeps an event loop in this thread until the session ends, and Django takes the loop for asynchronous
# code that must not touch the database. Nothing here is asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    # Chromium's own sandbox refuses to run as root, which CI is.
    switches = [*SWITCHES, "--no-sandbox"] if os.geteuid() == 0 else SWITCHES
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": switches}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "id-ID",
        "timezone_id": "Asia/Jakarta",
        "viewport": {"width": 1366, "height": 900},
    }


@pytest.fixture(scope="session", autouse=True)
def _leaves_no_connection(playwright: Playwright, pytestconfig: pytest.Config) -> Iterator[None]:
    """Close the connection that this thread has while Playwright's loop runs: once it ended, only a look for garbage
    would, and PostgreSQL drops no database that somebody is still connected to. Shared rows of the last test stand in
    its transaction."""
    yield
    if (clear := pytestconfig.stash.get(CLEAR_STAGE, None)) is not None:
        clear()
    connections.close_all()


@pytest.fixture(autouse=True)
def _answered(transactional_db: None) -> Iterator[None]:
    """Empty the database only when the server is done: a page that closes may leave it a save on its way, and the rows
    that this locks are the ones to be deleted."""
    here = threading.current_thread()  # whose own requests need not end: the test client's
    busy: set[threading.Thread] = set()

    def begin(**_: Any) -> None:
        busy.add(threading.current_thread())

    def end(**_: Any) -> None:
        busy.discard(threading.current_thread())  # not there when it began before this test

    request_started.connect(begin)
    request_finished.connect(end)
    yield
    latest = time.monotonic() + 30
    while busy - {here} and time.monotonic() < latest:
        time.sleep(0.02)
    request_started.disconnect(begin)
    request_finished.disconnect(end)
    assert busy <= {here}


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    yield found
    # Chromium itself notes every answer above 399; what is left is ours.
    assert [text for text in found if "Failed to load resource" not in text] == []


@pytest.fixture
def sheet(page: Page, live_server: LiveServer, office: Office, cast: Cast, complaints: list[str]) -> Sheet:
    return Sheet(page, live_server, office, cast.staf, office.bidang)


@pytest.fixture
def subbag_sheet(page: Page, live_server: LiveServer, office: Office, cast: Cast, complaints: list[str]) -> Sheet:
    return Sheet(page, live_server, office, cast.staf_umum, office.subbag)
