"""Stored files that were found missing or changed, and are not whole yet."""

from collections.abc import Collection

from django.db.models import Count

from indicators.models import DamagedFile


def count_damaged_files(opd_ids: Collection[int]) -> dict[int, int]:
    """Return how many files of each of these offices are damaged, without those where none is: one query."""
    rows = DamagedFile.objects.filter(opd_id__in=opd_ids, selesai_pada__isnull=True).order_by()
    return dict(rows.values_list("opd_id").annotate(jumlah=Count("pk")))
