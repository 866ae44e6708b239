"""A quarter by its key, for those who may see it."""

from indicators.models import Pengguna, Triwulan
from indicators.permissions import Izin
from indicators.selectors.kewenangan import get_kewenangan


def find_quarter(user: Pengguna, pk: int, izin: Izin) -> Triwulan | None:
    """Return a quarter, opened or not, of an office where the user holds the permission; else None."""
    offices = get_kewenangan(user).opd_ids(izin)
    return Triwulan.objects.select_related("opd__pemda", "jadwal").filter(pk=pk, opd_id__in=offices).first()
