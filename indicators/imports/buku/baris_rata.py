"""A flat sheet as read: its parts, and the rows that stand for indicators and nodes."""

from dataclasses import dataclass, field
from typing import Any

from indicators.capaian import Konsolidasi
from indicators.capaian.target_triwulan import CaraTarget
from indicators.imports.bentuk import JudulBerkas
from indicators.imports.buku.susunan import Temuan
from indicators.imports.perjanjian import KOLOM_CARA
from indicators.imports.sel import Pilihan
from indicators.imports.teks import is_blank
from indicators.tingkat import Tingkat

_CARA = Pilihan(CaraTarget)
_KONSOLIDASI = Pilihan(Konsolidasi)


@dataclass
class BarisRata:
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
        return self._cara == CaraTarget.PER_TRIWULAN

    @property
    def sejak_awal_tahun(self) -> bool:
        """Whether the row says that its targets are written year to date."""
        return self._cara == CaraTarget.SEJAK_AWAL_TAHUN

    @property
    def _cara(self) -> str:
        return _CARA.known.get(self.teks(KOLOM_CARA).casefold(), "")

    @property
    def konsolidasi(self) -> str:
        """The konsolidasi that the row says; blank where it says none that is known."""
        return _KONSOLIDASI.known.get(self.teks("Konsolidasi").casefold(), "")

    def teks(self, name: str) -> str:
        value = self.sel.get(name)
        return "" if value is None else " ".join(str(value).split())


@dataclass
class LembarRata:
    """A flat sheet as read. `pelengkap`: it has no path, its rows complete those of other sheets by level and code.

    `ditolak`: the one sentence about a form that cannot be taken; such a sheet has no rows.
    """

    nama: str
    kolom: dict[int, str]
    # The year of the targets, where a heading says it; what the titles say stands in `atas`.
    tahun: int | None = None
    baris: list[BarisRata] = field(default_factory=list)
    temuan: list[Temuan] = field(default_factory=list)
    atas: JudulBerkas = field(default_factory=JudulBerkas)
    ditolak: str = ""

    @property
    def pelengkap(self) -> bool:
        return "tingkat" in self.kolom.values()
