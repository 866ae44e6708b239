"""A flat sheet as read: its parts, and the rows that stand for indicators and nodes."""

from dataclasses import dataclass, field
from typing import Any

from indicators.capaian import Konsolidasi
from indicators.capaian.target_triwulan import TargetStyle
from indicators.exchange.cells import ChoiceCell
from indicators.exchange.layout import FileTitles
from indicators.exchange.perjanjian import KOLOM_CARA
from indicators.exchange.texts import is_blank
from indicators.exchange.workbook.structure import BookFinding
from indicators.tingkat import Tingkat

_CARA = ChoiceCell(TargetStyle)
_KONSOLIDASI = ChoiceCell(Konsolidasi)


@dataclass
class FlatRow:
    """An indicator of a flat sheet, or a node without one: cells and addresses by our names, targets by quarter."""

    lembar: str
    nomor: int
    sel: dict[str, Any]
    alamat: dict[str, str]
    target: dict[int, Any] = field(default_factory=dict)
    alamat_target: dict[int, str] = field(default_factory=dict)
    # The lowest level that the row itself names, before names from above were filled in.
    ditulis: Tingkat | None = None
    # The quarter targets are amounts of each month, added up.
    dijumlahkan: bool = False

    @property
    def tingkat(self) -> Tingkat | None:
        """The level of the lowest node that the row names, None for none."""
        named = [level for level in Tingkat if not is_blank(self.sel.get(level))]
        return named[-1] if named else None

    @property
    def per_triwulan(self) -> bool:
        """Whether the row says that its targets are written for each quarter alone."""
        return self._style == TargetStyle.PER_TRIWULAN

    @property
    def year_to_date(self) -> bool:
        """Whether the row says that its targets are written year to date."""
        return self._style == TargetStyle.SEJAK_AWAL_TAHUN

    @property
    def _style(self) -> str:
        return _CARA.known.get(self.text_of(KOLOM_CARA).casefold(), "")

    @property
    def konsolidasi(self) -> str:
        """The konsolidasi that the row says; blank where it says none that is known."""
        return _KONSOLIDASI.known.get(self.text_of("Konsolidasi").casefold(), "")

    def text_of(self, name: str) -> str:
        value = self.sel.get(name)
        return "" if value is None else " ".join(str(value).split())


@dataclass
class FlatSheet:
    """A flat sheet as read. One that `completes` has no path: its rows add to those of other sheets by level and code.

    `ditolak`: the one sentence about a form that cannot be taken; such a sheet has no rows.
    """

    nama: str
    kolom: dict[int, str]
    # The year of the targets, where a heading says it; what the titles say stands in `atas`.
    tahun: int | None = None
    baris: list[FlatRow] = field(default_factory=list)
    temuan: list[BookFinding] = field(default_factory=list)
    atas: FileTitles = field(default_factory=FileTitles)
    ditolak: str = ""

    @property
    def completes(self) -> bool:
        return "tingkat" in self.kolom.values()
