"""How far a long act is, in tenths."""

from collections.abc import Callable

Say = Callable[[str], None]


class Progress:
    """Says a line each time that another tenth is done."""

    def __init__(self, say: Say, what: str, total: int) -> None:
        self._say, self._what, self._total = say, what, total
        self._done = self._told = 0

    def add(self, amount: int) -> None:
        self.reach(self._done + amount, self._total)

    def reach(self, done: int, total: int) -> None:
        self._done = done
        tenth = 10 if total <= 0 else min(10, done * 10 // total)
        if tenth > self._told:
            self._told = tenth
            self._say(f"{self._what}: {tenth * 10} %")
