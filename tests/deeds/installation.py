"""What is done with the whole installation: it changes no row of any office."""

from sakip.keeping.registry import Deed as DeedOfKeeping
from sakip.keeping.registry import record
from tests.crowd import Life
from tests.deeds.deed import Deed, deed


def _keep(it: Life) -> None:
    for done in DeedOfKeeping:
        record(done, baris=1)


DEEDS: dict[str, Deed] = {
    "back up, restore and move": deed(_keep, "CADANGKAN PULIHKAN PINDAHKAN_BASIS_DATA PINDAHKAN_BERKAS"),
}
