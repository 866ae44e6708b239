"""Who does which kind of job, and what is done every day. Each app registers its own in `ready()`."""

from collections.abc import Callable

from sakip.jobs.models import Job

# Does the work of a leased job; see `sakip.jobs.runner.perform` for what it may call and raise.
Handler = Callable[[Job], None]

_handlers: dict[str, Handler] = {}
_daily: set[str] = set()


def register(kind: str, handler: Handler) -> None:
    """Let `handler` do the jobs of that kind. Raises ValueError when another already does."""
    if _handlers.get(kind, handler) is not handler:
        raise ValueError(f"two handlers for jobs of the kind {kind!r}")
    _handlers[kind] = handler


def register_daily(name: str, act: Callable[[], object]) -> None:
    """Let a worker call `act` once a day, in the night or as soon as one runs again (`sakip.jobs.schedule`).

    It must do no harm when called twice: one that broke off is called again.
    """

    def handler(job: Job) -> None:
        act()

    register(name, handler)
    _daily.add(name)


def handler_of(kind: str) -> Handler:
    """Return who does that kind. Raises KeyError."""
    return _handlers[kind]


def list_kinds() -> list[str]:
    return sorted(_handlers)


def list_daily() -> list[str]:
    return sorted(_daily)
