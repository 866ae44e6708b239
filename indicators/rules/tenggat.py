"""How late a unit hands in, and in which words it is told."""

from dataclasses import dataclass
from datetime import date

from sakip.dates import write_date

# Longer than a quarter, the number of days tells nobody anything; the date that was missed does.
COUNTED_DAYS = 92


@dataclass(frozen=True)
class Keterlambatan:
    """A due date that was missed by `hari` days: until the data was handed in, or until today while it is not."""

    tenggat: date
    hari: int
    diajukan: bool

    @property
    def kalimat(self) -> str:
        """For the unit itself: "Tenggat lewat 12 hari"."""
        return f"{'Diajukan terlambat' if self.diajukan else 'Tenggat lewat'}{self._lama}"

    @property
    def singkat(self) -> str:
        """For a list of units: "lewat 12 hari"."""
        return f"{'terlambat' if self.diajukan else 'lewat'}{self._lama}"

    @property
    def menyebut_tenggat(self) -> bool:
        """Whether the words name the date that was missed instead of the days."""
        return self.hari > COUNTED_DAYS

    @property
    def _lama(self) -> str:
        if not self.menyebut_tenggat:
            return f" {self.hari} hari"
        # What was handed in is late no longer: "sejak" would say that it still is.
        return f"{', tenggat' if self.diajukan else ' sejak'} {write_date(self.tenggat)}"


def find_lateness(tenggat: date | None, *, handed_in: date | None, today: date) -> Keterlambatan | None:
    """Return how a due date was missed; None: it was met, is still to come, or there is none."""
    if tenggat is None:
        return None
    late = ((handed_in or today) - tenggat).days
    return Keterlambatan(tenggat, late, handed_in is not None) if late > 0 else None
