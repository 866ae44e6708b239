"""Run a function with a limit on wall-clock time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class DeadlineExceeded(Exception):
    """The function did not finish in time; its late result is thrown away."""


def run_with_deadline(function: Callable[[], T], *, seconds: float) -> T:
    """Return what `function` returns or raise what it raises, or DeadlineExceeded.

    The function runs in a thread of its own, which also frees it from an event loop that
    the caller's thread may already run (pyHanko starts one). A thread cannot be killed: a
    late one ends by itself and nobody reads its result.
    """
    results: list[T] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            results.append(function())
        except BaseException as error:  # noqa: BLE001 - handed to the caller below, whatever it is
            failures.append(error)

    thread = threading.Thread(target=run, name="signing", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise DeadlineExceeded
    if failures:
        raise failures[0]
    return results[0]
