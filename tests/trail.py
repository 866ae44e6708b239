"""What the trail tells, short enough to write down by hand."""

from collections.abc import Iterable

from django.db.models import Sum

from indicators.models import Jejak, JejakBerulang


def told(rows: Iterable[Jejak]) -> list[str]:
    """Return act and kind of each row, as "tambah program"; sorted."""
    return sorted(f"{row.tindakan} {row.objek_jenis.rpartition('.')[2]}" for row in rows)


def count_refused() -> int:
    """Return how often something was refused: rows of the trail, and what is counted besides."""
    counted: int | None = JejakBerulang.objects.aggregate(Sum("jumlah"))["jumlah__sum"]
    return Jejak.objects.filter(ditolak=True).count() + (counted or 0)
