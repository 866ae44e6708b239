"""What another one continues: its predecessor, so that last year and the Renstra stay comparable."""

from collections.abc import Mapping, Sequence

from indicators.models import Indikator, PerangkatDaerah
from sakip.refusals import refuse


def check_predecessors(daftar: Sequence[Indikator], opd: PerangkatDaerah) -> None:
    """An indicator continues one of its own office, never one that continues it. Raises NotValid."""
    named = [row for row in daftar if row.menggantikan_id is not None]
    if not named:
        return
    before: dict[int, int | None] = dict(Indikator.objects.filter(opd=opd).values_list("pk", "menggantikan_id"))
    before |= {row.pk: row.menggantikan_id for row in daftar if not row._state.adding}
    for row in named:
        if row.menggantikan_id not in before:
            raise refuse("menggantikan", "Pilih indikator lama dari perangkat daerah yang sama.")
        if goes_round(before, row.pk, row.menggantikan_id):
            raise refuse("menggantikan", "Indikator tidak dapat menggantikan dirinya sendiri atau penggantinya.")


def goes_round(before: Mapping[int, int | None], pk: int | None, old: int | None) -> bool:
    """Say whether the line of predecessors that begins with `old` comes back to `pk` or to itself."""
    seen, current = {pk}, old
    while current is not None:
        if current in seen:
            return True
        seen.add(current)
        current = before.get(current)
    return False
