"""Who does which kind of job, and what is done again and again. Each app registers its own in `ready()`, with what
people call it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from sakip.jobs.models import Job

# Does the work of a leased job; see `sakip.jobs.runner.perform` for what it may call and raise.
Handler = Callable[[Job], None]
# Says in which office each of some jobs works, by both their numbers; one that is missing is no office's.
OfficeFinder = Callable[[Sequence[Job]], Mapping[int, int]]
# Is told the kind of a job that a worker let go of, what became of it and how many seconds it took.
Observer = Callable[[str, str, float], None]

_handlers: dict[str, Handler] = {}
# What is done again and again, and how long after the last time; None: every night.
_repeated: dict[str, timedelta | None] = {}
_labels: dict[str, str] = {}
_offices: dict[str, OfficeFinder] = {}
_observers: list[Observer] = []


def register(kind: str, handler: Handler, *, label: str = "", offices: OfficeFinder | None = None) -> None:
    """Let `handler` do the jobs of that kind, which people call `label`; `offices` finds whose they are. Raises
    ValueError when another already does."""
    if _handlers.get(kind, handler) is not handler:
        raise ValueError(f"two handlers for jobs of the kind {kind!r}")
    _handlers[kind] = handler
    _labels[kind] = label or kind
    if offices is not None:
        _offices[kind] = offices


def register_daily(name: str, act: Callable[[], object], *, label: str = "") -> None:
    """Let a worker call `act` once a day, in the night or as soon as one runs again (`sakip.jobs.schedule`).

    It must do no harm when called twice: one that broke off is called again.
    """
    _repeat(name, act, None, label)


def register_every(name: str, seconds: int, act: Callable[[], object], *, label: str = "") -> None:
    """Let a worker call `act` every so many seconds, never two at a time; what was missed is not made up for.

    It must do no harm when called twice. Raises ValueError for less than a second.
    """
    if seconds < 1:
        raise ValueError(f"{name!r} every {seconds} seconds")
    _repeat(name, act, timedelta(seconds=seconds), label)


def _repeat(name: str, act: Callable[[], object], every: timedelta | None, label: str) -> None:
    def handler(job: Job) -> None:
        act()

    register(name, handler, label=label)
    _repeated[name] = every


def handler_of(kind: str) -> Handler:
    """Return who does that kind. Raises KeyError."""
    return _handlers[kind]


def label_of(kind: str) -> str:
    """Return what people call that kind; of one that this process does not know, its own name."""
    return _labels.get(kind, kind)


def offices_of(jobs: Sequence[Job]) -> dict[int, int]:
    """Return in which office each job works; one that is missing is the installation's."""
    found: dict[int, int] = {}
    for kind, finder in _offices.items():
        if of_kind := [job for job in jobs if job.kind == kind]:
            found |= finder(of_kind)
    return found


def observe(observer: Observer) -> None:
    """Tell `observer` of each job that this process lets go of, once."""
    if observer not in _observers:
        _observers.append(observer)


def tell_observers(kind: str, outcome: str, seconds: float) -> None:
    for observer in _observers:
        observer(kind, outcome, seconds)


def list_kinds() -> list[str]:
    return sorted(_handlers)


def is_frequent(kind: str) -> bool:
    """Say whether jobs of that kind are done every few seconds or minutes."""
    return _repeated.get(kind) is not None


def list_daily() -> list[str]:
    return sorted(name for name, every in _repeated.items() if every is None)


def list_repeated() -> dict[str, timedelta | None]:
    """Return what is done again and again, with its interval; None: every night."""
    return dict(_repeated)
