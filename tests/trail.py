"""What the trail tells, short enough to write down by hand."""

from collections.abc import Iterable

from indicators.models import Jejak


def told(rows: Iterable[Jejak]) -> list[str]:
    """Return act and kind of each row, as "tambah program"; sorted."""
    return sorted(f"{row.tindakan} {row.objek_jenis.rpartition('.')[2]}" for row in rows)
