"""What handing in asks of a unit's quarter, and which rows are open to the unit: whatever is asked can be done.

After a return a row is open that came back, that handing in asks something of, or that is no longer as it was handed
in: a perubahan brought it, or it was mended because it was asked for, and may be mended once more. All others stay
closed.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from indicators.models import Pengajuan
from indicators.selectors.kelengkapan import Shortfall, list_missing
from indicators.selectors.kewajaran import Temuan, UnexplainedRow, find_in_rows, list_holding
from indicators.selectors.pengajuan import list_unit_rows
from indicators.selectors.quarter_sheet import SheetRow
from indicators.selectors.returned_rows import ReturnedRows, get_returned, list_returned
from indicators.workflow import StatusPengajuan


class HandIn:
    """A unit's rows, fetched with their evidence, with what is odd in them and what a return asked. Each of the rest is
    made where it is read."""

    def __init__(
        self,
        pengajuan: Pengajuan,
        baris: Sequence[SheetRow],
        temuan: Mapping[int, list[Temuan]],
        dikembalikan: ReturnedRows,
    ) -> None:
        self.pengajuan, self.baris, self.temuan, self.dikembalikan = pengajuan, baris, temuan, dikembalikan

    @cached_property
    def kurang(self) -> list[Shortfall]:
        """The rows that are not complete."""
        return list_missing(self.baris)

    @cached_property
    def tertahan(self) -> list[UnexplainedRow]:
        """The findings that the office wants mended or explained, and that are neither."""
        return list_holding(self.baris, self.temuan)

    @cached_property
    def terbuka(self) -> frozenset[int]:
        """The indicators whose rows are open to the unit while it may enter at all."""
        every = frozenset(row.indikator.pk for row in self.baris)
        if self.pengajuan.status != StatusPengajuan.DIKEMBALIKAN:
            return every
        asked = {row.indikator_id for row in self.kurang} | {found.indikator_id for found in self.tertahan}
        return every & (self.dikembalikan.baris.keys() | asked | self.dikembalikan.berubah)

    @property
    def ikut_terbuka(self) -> int:
        """How many rows are open besides those that a return opened."""
        returned = self.dikembalikan.baris
        return len(self.terbuka - returned.keys()) if returned else 0


def get_hand_in(pengajuan: Pengajuan) -> HandIn:
    """Return what handing in asks as things stand. Constant number of queries."""
    rows = list_unit_rows(pengajuan)
    temuan = find_in_rows(pengajuan.triwulan, rows)
    return HandIn(pengajuan, rows, temuan, get_returned(pengajuan, rows, temuan))


def open_among(pengajuan: Pengajuan, indikator_ids: Collection[int]) -> Collection[int]:
    """Return rows of the unit that are open, all of these that are among them. Of a returned submission one query, and
    those of its whole sheet only where a row is asked about that did not come back."""
    if pengajuan.status != StatusPengajuan.DIKEMBALIKAN:
        return indikator_ids
    returned = list_returned(pengajuan).keys()
    return returned if returned >= set(indikator_ids) else get_hand_in(pengajuan).terbuka
