"""What a condition is, and the worst of many. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sakip.labelled import Labelled


class State(Labelled):
    """How something is, from well to broken."""

    GOOD = "baik", "Baik"
    ATTENTION = "perhatian", "Perlu perhatian"
    BROKEN = "rusak", "Rusak"

    @property
    def rank(self) -> int:
        return list(State).index(self)


class Group(Labelled):
    """Where a condition stands on the page."""

    SERVER = "server", "Server"
    WORK = "pekerjaan", "Pekerjaan dan surel"
    KEPT = "simpanan", "Cadangan dan jejak"
    CERTIFICATES = "sertifikat", "Sertifikat"


@dataclass(frozen=True)
class Gauge:
    """A number of a condition as monitoring programs know it: `disk_free_bytes`, labelled with what lies there."""

    name: str
    value: int
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Condition:
    """How one thing is: `kalimat` says it, `saran` what to do. `key` is its name for monitoring programs."""

    key: str
    nama: str
    state: State
    kalimat: str
    saran: str = ""
    gauges: Sequence[Gauge] = field(default=())


def gauges(**values: int) -> tuple[Gauge, ...]:
    return tuple(Gauge(name, value) for name, value in values.items())


def in_need(conditions: Iterable[Condition]) -> list[Condition]:
    """Return what somebody has to look after, the worst first."""
    found = [condition for condition in conditions if condition.state is not State.GOOD]
    return sorted(found, key=lambda condition: -condition.state.rank)


def summarise(conditions: Iterable[Condition]) -> str:
    """Return all in one line."""
    number = len(in_need(conditions))
    return f"{number} hal perlu ditangani." if number else "Semua baik."
