"""Runs writes at the same moment, each in a thread with a connection of its own."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Barrier, Event, Thread
from typing import Any

from django.db import connection

from indicators.services.jejak import in_one_transaction
from sakip.refusals import ServiceError


@dataclass
class Outcome:
    """What became of one racer: what it returned, or what it raised."""

    value: Any = None
    error: BaseException | None = None


def race(acts: Sequence[Callable[[], Any]]) -> list[Outcome]:
    """Start all acts together and return what became of each, in order."""
    start = Barrier(len(acts))
    outcomes = [Outcome() for _ in acts]

    def run(act: Callable[[], Any], outcome: Outcome) -> None:
        with _reporting(outcome):
            start.wait(timeout=30)
            outcome.value = act()

    _run_all([Thread(target=run, args=pair) for pair in zip(acts, outcomes, strict=True)])
    return outcomes


@contextmanager
def _reporting(outcome: Outcome) -> Iterator[None]:
    """Let a racer's thread report what it raised, and leave no connection."""
    try:
        yield
    except BaseException as error:  # noqa: BLE001 - a racer reports whatever it raised; the test judges it
        outcome.error = error
    finally:
        connection.close()


def _run_all(threads: Sequence[Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "a racer hangs"


def one_winner(outcomes: Sequence[Outcome]) -> Outcome:
    """Return the only winner; every loser lost with a sentence of ours, never with a database error."""
    for outcome in outcomes:
        assert outcome.error is None or isinstance(outcome.error, ServiceError), repr(outcome.error)
        assert outcome.error is None or str(outcome.error).endswith("."), str(outcome.error)
    winners = [outcome for outcome in outcomes if outcome.error is None]
    assert len(winners) == 1, [repr(outcome) for outcome in outcomes]
    return winners[0]


def while_open(first: Callable[[], Any], second: Callable[[], Any], *, seconds: float = 1) -> list[Outcome]:
    """Do `second` while the transaction of `first`, done, stays open: until `second` is done too, or for so long if it
    has to wait. Return what became of both; of the first also what its end raised."""
    outcomes = [Outcome(), Outcome()]
    acted, finished = Event(), Event()

    def begin() -> None:
        with _reporting(outcomes[0]):
            try:
                with in_one_transaction():
                    outcomes[0].value = first()
                    acted.set()
                    finished.wait(seconds)
            finally:
                acted.set()

    def follow() -> None:
        with _reporting(outcomes[1]):
            acted.wait(timeout=30)
            try:
                outcomes[1].value = second()
            finally:
                finished.set()

    _run_all([Thread(target=begin), Thread(target=follow)])
    return outcomes
