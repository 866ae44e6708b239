"""What may be tried apart: a function of plain arguments whose result is plain data."""

from collections.abc import Callable
from typing import Any, Generic, ParamSpec, TypeVar, cast, get_type_hints

P = ParamSpec("P")
R = TypeVar("R")


class TrialCheck(Generic[P, R]):
    """A function that says what an import would do; calling it runs it in a process of its own.

    All arguments are named: texts, numbers, bytes, dataclasses, objects of the database (fetched anew there). `writes`:
    it does what the import does, on a copy; `opd` among the arguments says whose plan the copy holds (none: nobody's).
    Otherwise the database itself lets it read only. Raises what the function raises of ServiceError and RefusedFile,
    RefusedFile also beyond the limits, and CheckFailed when it failed.
    """

    def __init__(self, function: Callable[P, R], *, writes: bool) -> None:
        self.function, self.writes = function, writes
        self.name = f"{function.__module__}:{function.__qualname__}"
        self.__doc__ = function.__doc__

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        # Here, because the one that starts processes knows what a check is.
        from indicators.exchange.trial import parent

        return cast(R, parent.run_apart(self, kwargs))

    @property
    def hints(self) -> dict[str, Any]:
        return get_type_hints(self.function)


def check(*, writes: bool) -> Callable[[Callable[P, R]], TrialCheck[P, R]]:
    """Make a function one that is tried apart: see Check."""

    def make(function: Callable[P, R]) -> TrialCheck[P, R]:
        return TrialCheck(function, writes=writes)

    return make
