"""One submission as those who check it read it: its rows, what changed, what is odd, its history. Constant queries."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from indicators.models import Pengajuan, PeristiwaPengajuan, PerjanjianKinerja, Putusan, Triwulan, VersiPengajuan
from indicators.permissions import Kewenangan
from indicators.selectors.atur_ulang import Doubts, load_doubts
from indicators.selectors.kewajaran import Temuan, find_in_rows
from indicators.selectors.pengajuan import AllowedActs, WaitingActs, acts_for, list_typists, list_unit_rows
from indicators.selectors.pengisian import size_text
from indicators.selectors.quarter_sheet import SheetRow, list_rows, pk_of
from indicators.selectors.reporting import get_last_year, print_with_unit
from indicators.selectors.returned_rows import RowChange, handed_in_rows, is_whole, list_changes, list_returned
from indicators.selectors.sheet_part import SheetPart, Wanted, choose_part, mark_row
from indicators.selectors.summary import describe_turn
from indicators.selectors.version_content import VersionReturn, describe_return
from indicators.triwulan import quarters_before, short_name
from indicators.workflow import EDITABLE, IN_REVIEW, PengajuanAct, StatusPengajuan
from sakip.labelled import Labelled


class ReviewFilter(Labelled):
    """Which rows of a submission are shown."""

    ALL = "semua", "Semua"
    ODD = "temuan", "Ada temuan"
    CHANGED = "berubah", "Berubah atau dijawab"
    WITHOUT_BUKTI = "tanpa_bukti", "Tanpa bukti"
    RETURNED = "dikembalikan", "Dikembalikan"


@dataclass
class ReviewRow:
    """A row under review. `lalu` holds (quarter, printed realisasi) of the earlier
    quarters, `tahun_lalu` that of the same quarter of last year. `pengembalian` is what was asked of it and answered,
    unless the whole was returned for one reason."""

    baris: SheetRow
    lalu: list[tuple[str, str]]
    tahun_lalu: str
    kejanggalan: list[Temuan]
    pengembalian: VersionReturn | None = None
    perubahan: list[RowChange] = field(default_factory=list)

    @property
    def target(self) -> str:
        return self.baris.kini.target_teks

    @property
    def realisasi(self) -> str:
        return self.baris.kini.realisasi_teks

    @property
    def hasil(self) -> object:
        return self.baris.kini.hasil

    @property
    def isi(self) -> object:
        return self.baris.kini.realisasi

    @property
    def bukti(self) -> list[tuple[int, str, str]]:
        """The files by number, with name and what is said beside it."""
        files = self.baris.bukti
        return [(file.pk, file.nama_asli, f"{file.jenis.upper()}, {size_text(file.ukuran)}") for file in files]

    @property
    def saringan(self) -> list[ReviewFilter]:
        """The filters that show the row."""
        return [item for item, shows in FILTERS.items() if shows(self)]


FILTERS: Mapping[ReviewFilter, Callable[[ReviewRow], bool]] = {
    ReviewFilter.ODD: lambda row: bool(row.kejanggalan),
    ReviewFilter.CHANGED: lambda row: bool(row.perubahan or row.pengembalian),
    ReviewFilter.WITHOUT_BUKTI: lambda row: not row.baris.bukti,
    ReviewFilter.RETURNED: lambda row: row.pengembalian is not None,
}


@dataclass(frozen=True)
class ReviewFinding:
    """A finding in the list above the rows: `nomor` is the number of its row."""

    nomor: int
    indikator_id: int
    indikator: str
    temuan: Temuan


@dataclass(frozen=True)
class ReviewGroup:
    """Rows that stand under the same Kegiatan; `jalur` are the names above them, of which the last `baru` are new
    beside the group before."""

    jalur: tuple[str, ...]
    sasaran: str
    baris: list[ReviewRow]
    baru: int = 1

    @property
    def judul(self) -> tuple[str, ...]:
        return self.jalur[-self.baru :]


@dataclass(frozen=True)
class Review:
    """`pengembalian` is the one reason with which the whole was returned before, with the unit's answer."""

    pengajuan: Pengajuan
    wewenang: AllowedActs
    menunggu: str
    kelompok: list[ReviewGroup]
    riwayat: list[PeristiwaPengajuan]
    keraguan: Doubts
    versi: list[VersiPengajuan]
    dasar_perbandingan: int | None
    pengembalian: VersionReturn | None
    ada_tahun_lalu: bool

    @property
    def peristiwa(self) -> list[tuple[PeristiwaPengajuan, str]]:
        """The history, each event with what has to be written beside it while its actor's account is in doubt."""
        return [(event, self.keraguan.mark(event.pelaku_id, event.pada)) for event in self.riwayat]

    @property
    def ditarik(self) -> set[int]:
        """The versions that the unit took back before anybody had checked them."""
        return _withdrawn(self.riwayat)

    @property
    def baris(self) -> list[ReviewRow]:
        return [row for group in self.kelompok for row in group.baris]

    def part(self, wanted: Wanted) -> SheetPart:
        """Return which rows a page shows: all, unless they are too many for one."""
        marks = [mark_row(row.baris, frozenset(row.saringan)) for row in self.baris]
        return choose_part(marks, wanted, filters=FILTERS)

    @property
    def pk(self) -> PerjanjianKinerja | None:
        return pk_of([row.baris for row in self.baris])

    @property
    def tw(self) -> str:
        return short_name(self.pengajuan.triwulan.triwulan)

    @property
    def last_year(self) -> str:
        return f"{self.tw} {self.pengajuan.triwulan.tahun - 1}" if self.ada_tahun_lalu else ""

    @property
    def earlier_quarters(self) -> list[str]:
        return [short_name(quarter) for quarter in quarters_before(self.pengajuan.triwulan.triwulan)]

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return 8 + len(self.earlier_quarters) + self.ada_tahun_lalu + self.may_choose

    @property
    def may_choose(self) -> bool:
        """Whether rows may be marked: to return or to reopen them."""
        return self.wewenang.kembalikan or self.wewenang.buka_kembali

    @property
    def pengisi(self) -> list[tuple[str, int]]:
        """Who changed rows last, each with how many."""
        return list_typists([row.baris for row in self.baris])

    @property
    def filled_count(self) -> int:
        return sum(bool(row.realisasi) for row in self.baris)

    @property
    def odd_rows(self) -> list[ReviewRow]:
        return [row for row in self.baris if row.kejanggalan]

    @property
    def oddity_count(self) -> int:
        return sum(len(row.kejanggalan) for row in self.baris)

    @property
    def temuan(self) -> list[ReviewFinding]:
        """All that is odd, in the order of the rows, each with what the unit wrote about it."""
        return [
            ReviewFinding(row.baris.nomor, row.baris.indikator.pk, row.baris.indikator.nama, found)
            for row in self.baris
            for found in row.kejanggalan
        ]

    @property
    def changed_count(self) -> int:
        return sum(bool(row.perubahan) for row in self.baris)

    @property
    def filters(self) -> list[tuple[ReviewFilter, int]]:
        """The filters that find something, with the number of rows; none where there is nothing to choose from."""
        rows = self.baris
        found = [(item, sum(shows(row) for row in rows)) for item, shows in FILTERS.items()]
        useful = [(item, count) for item, count in found if count]
        return [(ReviewFilter.ALL, len(rows)), *useful] if useful else []

    @property
    def first_filter(self) -> ReviewFilter:
        """What a checker is shown first: of what comes back to him, only what changed or was answered."""
        comes_back = StatusPengajuan(self.pengajuan.status) in IN_REVIEW and self.dasar_perbandingan is not None
        changed = comes_back and any(map(FILTERS[ReviewFilter.CHANGED], self.baris))
        return ReviewFilter.CHANGED if changed else ReviewFilter.ALL


def review_of(kewenangan: Kewenangan, pengajuan: Pengajuan) -> Review:
    """Return all that the page of a submission shows to the holder of `kewenangan`."""
    antrean = WaitingActs([pengajuan])
    versions = list(pengajuan.daftar_versi.order_by("-nomor"))
    events = list(pengajuan.peristiwa.order_by("pk"))
    base = _version_to_compare(pengajuan, versions, _withdrawn(events))
    sheet = list_unit_rows(pengajuan)
    asked = _asked(pengajuan, versions)
    whole = _asked_of_all(asked, handed_in_rows(base).keys() & {row.indikator.pk for row in sheet})
    temuan = find_in_rows(pengajuan.triwulan, sheet)
    rows = _review_rows(sheet, base, {} if whole else asked, temuan, last := _last_year(pengajuan, sheet))
    return Review(
        pengajuan,
        acts_for(kewenangan, pengajuan, antrean),
        describe_turn(pengajuan, antrean),
        group_rows(rows),
        events,
        load_doubts({event.pelaku_id for event in events}),
        versions,
        None if base is None else base.nomor,
        whole,
        bool(last),
    )


def count_oddities(submissions: Sequence[Pengajuan]) -> dict[int, int]:
    """Return how many matters want a look in each submission: as many as its page shows. The queries of one sheet and
    of its findings for each quarter."""
    found = dict.fromkeys((row.pk for row in submissions), 0)
    by_quarter: defaultdict[Triwulan, dict[int, int]] = defaultdict(dict)
    for pengajuan in submissions:
        by_quarter[pengajuan.triwulan][pengajuan.unit_id] = pengajuan.pk
    for quarter, units in by_quarter.items():
        rows = list_rows(quarter.opd, quarter.tahun, quarter.triwulan, unit_ids=list(units), with_bukti=True)
        temuan = find_in_rows(quarter, rows)
        for row in rows:
            found[units[row.unit.pk]] += len(temuan[row.indikator.pk])
    return found


def _review_rows(
    sheet: Sequence[SheetRow],
    base: VersiPengajuan | None,
    asked: Mapping[int, VersionReturn],
    temuan: Mapping[int, list[Temuan]],
    last_year: Mapping[int, str],
) -> list[ReviewRow]:
    old = handed_in_rows(base)
    return [
        ReviewRow(
            row,
            [(short_name(earlier.triwulan), earlier.realisasi_teks) for earlier in row.sebelumnya],
            last_year.get(row.indikator.pk, ""),
            temuan[row.indikator.pk],
            asked.get(row.indikator.pk),
            list_changes(old.get(row.indikator.pk), row, temuan[row.indikator.pk]) if base is not None else [],
        )
        for row in sheet
    ]


def _last_year(pengajuan: Pengajuan, sheet: Sequence[SheetRow]) -> dict[int, str]:
    """Return what was entered in the same quarter of last year, by indicator; nothing where that is not approved."""
    quarter = pengajuan.triwulan
    found = get_last_year(quarter.opd, quarter.tahun, [row.indikator.pk for row in sheet], quarter.triwulan)
    rows = {row.indikator.pk: row for row in sheet}
    return {pk: print_with_unit(rows[pk], earlier, earlier.kini.realisasi_teks) for pk, earlier in found.items()}


def _asked(pengajuan: Pengajuan, versions: Sequence[VersiPengajuan]) -> dict[int, VersionReturn]:
    """Return what was asked of rows and answered: as it stands while the unit corrects, else as it was handed in."""
    if StatusPengajuan(pengajuan.status) in EDITABLE:
        return {pk: describe_return(row) for pk, row in list_returned(pengajuan).items()}
    current = next((version for version in versions if version.nomor == pengajuan.nomor_versi), None)
    return {pk: row["pengembalian"] for pk, row in handed_in_rows(current).items() if "pengembalian" in row}


def _asked_of_all(asked: Mapping[int, VersionReturn], before: Collection[int]) -> VersionReturn | None:
    """Return the one reason with which the whole was returned; `before` are the rows that were there to return."""
    whole = is_whole({pk: item["alasan"] for pk, item in asked.items()}, before)
    return next(iter(asked.values())) if whole else None


def group_rows(rows: Sequence[ReviewRow]) -> list[ReviewGroup]:
    def place(row: ReviewRow) -> tuple[str, ...]:
        jalur = row.baris.jalur
        names = tuple(name for name in (jalur.program, jalur.kegiatan) if name)
        return names or tuple(name for name in (jalur.sasaran or jalur.tujuan,) if name)

    groups: list[ReviewGroup] = []
    above: tuple[str, ...] = ()
    for path, found in groupby(rows, key=place):
        members = list(found)
        known = len(path) > 1 and above[:1] == path[:1]
        groups.append(ReviewGroup(path, members[0].baris.jalur.sasaran_kinerja, members, 1 if known else len(path)))
        above = path
    return groups


def _withdrawn(events: Sequence[PeristiwaPengajuan]) -> set[int]:
    return {event.nomor_versi for event in events if event.tindakan == PengajuanAct.TARIK}


def _version_to_compare(
    pengajuan: Pengajuan, versions: Sequence[VersiPengajuan], withdrawn: Collection[int]
) -> VersiPengajuan | None:
    """While the unit corrects: the version it got back. Once handed in again: the version before this one. What the
    unit took back nobody has judged: it is passed over."""
    editable = StatusPengajuan(pengajuan.status) in EDITABLE
    latest = pengajuan.nomor_versi if editable else pengajuan.nomor_versi - 1
    return next((version for version in versions if version.nomor <= latest and version.nomor not in withdrawn), None)


def list_verdicts(version: VersiPengajuan) -> list[Putusan]:
    """Return what was decided about a version, in order."""
    return list(version.putusan.select_related("indikator").order_by("pk"))
