"""The conditions as Prometheus reads them: their gauges, and how each of them stands. Pure."""

from collections.abc import Iterable, Iterator

from sakip.condition.conditions import Condition, Gauge


def list_gauges(conditions: Iterable[Condition]) -> Iterator[Gauge]:
    """Return what the conditions measure, after how each of them stands: 0 well, 1 wants a look, 2 broken; of several
    with one name the worst."""
    found = list(conditions)
    worst: dict[str, int] = {}
    for condition in found:
        worst[condition.key] = max(worst.get(condition.key, 0), condition.state.rank)
    for key, rank in worst.items():
        yield Gauge("condition", rank, (("name", key),))
    for condition in found:
        yield from condition.gauges
