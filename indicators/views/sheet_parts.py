"""The address of a part of a sheet: which step, filter and search it names, and where the others are."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from indicators.models import Pengajuan
from indicators.selectors.sheet_part import SheetFilter, SheetPart, Step, Wanted
from indicators.workflow import StatusPengajuan
from sakip.digits import key_in, number_in
from sakip.labelled import Labelled

STEP, FILTER, SEARCH, ROW = "langkah", "saring", "cari", "baris"
LONGEST = 100
# Offered also where they find nothing: an entry page says that nothing is left to do.
ALWAYS_OFFERED = {SheetFilter.BELUM, SheetFilter.CERMATI}


def sheet_url(pengajuan: Pengajuan) -> str:
    """Return where the unit goes on: at its sheet, of what came back to the rows that were returned."""
    page = reverse("indicators:pengisian_sheet", args=[pengajuan.triwulan_id, pengajuan.unit_id])
    returned = pengajuan.status == StatusPengajuan.DIKEMBALIKAN
    return f"{page}?{urlencode({FILTER: SheetFilter.DIKEMBALIKAN.value})}" if returned else page


def wanted_in(request: HttpRequest) -> Wanted:
    """Return what the address asks for; what it names and there is none of is not asked for."""
    return read_wanted(request.GET, SheetFilter)


def read_wanted(data: QueryDict, filters: type[Labelled]) -> Wanted:
    """Return what an address or a form asks for, of these filters."""
    saring = data.get(FILTER, "")
    return Wanted(
        langkah=number_in(data.get(STEP, ""), least=1) or 1,
        saring=filters(saring) if saring in list(filters) else None,
        cari=" ".join(data.get(SEARCH, "")[:LONGEST].split()),
        baris=key_in(data.get(ROW, "")),
    )


@dataclass(frozen=True)
class FilterLink:
    """A filter as the page offers it; `kode` is "" for all rows."""

    kode: str
    label: str
    jumlah: int
    alamat: str
    dipilih: bool


@dataclass(frozen=True)
class StepLink:
    """A step as the page offers it."""

    langkah: Step
    alamat: str
    kini: bool


class PartLinks:
    """Where the filters and steps of a page lead, each with what else the address asks.

    `halaman` is the page without that, "" for the one on which the links stand; `semua` the word for all rows, where
    the page shows something else to who asks for nothing.
    """

    def __init__(self, part: SheetPart, *, halaman: str = "", semua: str = "") -> None:
        self._wanted, self._part, self.halaman, self._semua = part.diminta, part, halaman, semua

    @property
    def saring_kini(self) -> str:
        """The chosen filter as an address says it."""
        return self._word(self._wanted.saring)

    @property
    def semua(self) -> str:
        return self._to({FILTER: self._semua})

    @property
    def saringan(self) -> list[FilterLink]:
        """All rows, and every filter that finds something or is chosen."""
        part, chosen = self._part, self._wanted.saring
        links = [FilterLink("", "Semua", part.semua, self._address(None, 1), chosen is None)]
        return links + [
            FilterLink(name.value, name.label, number, self._address(name, 1), name is chosen)
            for name, number in part.jumlah.items()
            if number or name is chosen or name in ALWAYS_OFFERED
        ]

    @property
    def langkah(self) -> list[StepLink]:
        return [self._link(step) for step in self._part.langkah]

    @property
    def sebelum(self) -> StepLink | None:
        return None if self._part.sebelum is None else self._link(self._part.sebelum)

    @property
    def sesudah(self) -> StepLink | None:
        return None if self._part.sesudah is None else self._link(self._part.sesudah)

    def _link(self, step: Step) -> StepLink:
        now = self._part.kini
        return StepLink(step, self._address(self._wanted.saring, step.nomor), now is not None and now == step)

    def _word(self, saring: Labelled | None) -> str:
        return self._semua if saring is None else saring.value

    def _address(self, saring: Labelled | None, langkah: int) -> str:
        return self._to(
            {
                FILTER: self._word(saring),
                SEARCH: self._wanted.cari,
                STEP: "" if langkah == 1 else str(langkah),
            }
        )

    def _to(self, asked: dict[str, str]) -> str:
        return f"{self.halaman}?{urlencode({name: text for name, text in asked.items() if text})}"
