"""One submission as those who check it read it: its rows, what changed, what is odd, its history. Constant queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from indicators.models import (
    BarisDikembalikan,
    Pengajuan,
    PeristiwaPengajuan,
    PerjanjianKinerja,
    Putusan,
    VersiPengajuan,
)
from indicators.permissions import Kewenangan
from indicators.rules.realisasi import Oddity, find_oddities
from indicators.selectors.pengajuan import AllowedActs, WaitingActs, acts_for, list_unit_rows
from indicators.selectors.quarter_sheet import SheetRow, pk_of
from indicators.selectors.summary import describe_turn, facts_of
from indicators.selectors.version_content import VersionRow, read_version
from indicators.triwulan import quarters_before, short_name
from indicators.workflow import EDITABLE, StatusPengajuan

COMPARED_TEXTS: tuple[
    tuple[Literal["alasan", "kendala", "faktor_pendorong", "faktor_penghambat", "tindak_lanjut", "catatan"], str], ...
] = (
    ("alasan", "Alasan tidak tersedia"),
    ("kendala", "Kendala"),
    ("faktor_pendorong", "Faktor pendorong"),
    ("faktor_penghambat", "Faktor penghambat"),
    ("tindak_lanjut", "Tindak lanjut"),
    ("catatan", "Catatan"),
)


@dataclass(frozen=True)
class RowChange:
    """What changed in a row since the version before; empty texts stand for "nothing"."""

    kolom: str
    lama: str
    baru: str


@dataclass
class ReviewRow:
    """A row under review. `lalu` holds (quarter, printed realisasi) of the earlier quarters."""

    baris: SheetRow
    lalu: list[tuple[str, str]]
    kejanggalan: list[Oddity]
    dikembalikan: BarisDikembalikan | None = None
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


@dataclass(frozen=True)
class ReviewGroup:
    """Rows that stand under the same Program, Kegiatan and Sub Kegiatan."""

    jalur: tuple[str, ...]
    sasaran: str
    baris: list[ReviewRow]


@dataclass(frozen=True)
class Review:
    pengajuan: Pengajuan
    wewenang: AllowedActs
    menunggu: str
    kelompok: list[ReviewGroup]
    riwayat: list[PeristiwaPengajuan]
    versi: list[VersiPengajuan]
    dasar_perbandingan: int | None

    @property
    def baris(self) -> list[ReviewRow]:
        return [row for group in self.kelompok for row in group.baris]

    @property
    def pk(self) -> PerjanjianKinerja | None:
        return pk_of([row.baris for row in self.baris])

    @property
    def tw(self) -> str:
        return short_name(self.pengajuan.triwulan.triwulan)

    @property
    def earlier_quarters(self) -> list[str]:
        return [short_name(quarter) for quarter in quarters_before(self.pengajuan.triwulan.triwulan)]

    @property
    def may_choose(self) -> bool:
        """Whether rows may be marked: to return or to reopen them."""
        return self.wewenang.kembalikan or self.wewenang.buka_kembali

    @property
    def filled_count(self) -> int:
        return sum(bool(row.realisasi) for row in self.baris)

    @property
    def oddity_count(self) -> int:
        return sum(len(row.kejanggalan) for row in self.baris)

    @property
    def changed_count(self) -> int:
        return sum(bool(row.perubahan) for row in self.baris)


def review_of(kewenangan: Kewenangan, pengajuan: Pengajuan) -> Review:
    """Return all that the page of a submission shows to the holder of `kewenangan`."""
    antrean = WaitingActs([pengajuan])
    versions = list(pengajuan.daftar_versi.order_by("-nomor"))
    base = _version_to_compare(pengajuan, versions)
    old = {} if base is None else {item["indikator_id"]: item for item in read_version(base)}
    returned = {item.indikator_id: item for item in pengajuan.baris_dikembalikan.all()}
    rows = [
        ReviewRow(
            row,
            [(short_name(earlier.triwulan), earlier.realisasi_teks) for earlier in row.sebelumnya],
            find_oddities(facts_of(row)) if row.kini.realisasi_teks else [],
            returned.get(row.indikator.pk),
            _changes(old.get(row.indikator.pk), row) if base is not None else [],
        )
        for row in list_unit_rows(pengajuan)
    ]
    return Review(
        pengajuan,
        acts_for(kewenangan, pengajuan, antrean),
        describe_turn(pengajuan, antrean),
        group_rows(rows),
        list(pengajuan.peristiwa.order_by("pk")),
        versions,
        None if base is None else base.nomor,
    )


def group_rows(rows: Sequence[ReviewRow]) -> list[ReviewGroup]:
    def place(row: ReviewRow) -> tuple[str, ...]:
        jalur = row.baris.jalur
        names = (jalur.program, jalur.kegiatan, jalur.sub_kegiatan)
        return tuple(name for name in names if name) or tuple(name for name in (jalur.sasaran or jalur.tujuan,) if name)

    return [
        ReviewGroup(path, members[0].baris.jalur.sasaran_kinerja, members)
        for path, found in groupby(rows, key=place)
        if (members := list(found))
    ]


def _version_to_compare(pengajuan: Pengajuan, versions: Sequence[VersiPengajuan]) -> VersiPengajuan | None:
    """While the unit corrects: the version it got back. Once handed in again: the version before this one."""
    editable = StatusPengajuan(pengajuan.status) in EDITABLE
    wanted = pengajuan.nomor_versi if editable else pengajuan.nomor_versi - 1
    return next((version for version in versions if version.nomor == wanted), None)


def _changes(old: VersionRow | None, row: SheetRow) -> list[RowChange]:
    if old is None:
        return [RowChange("Baris", "", "baru")]
    item = row.kini.realisasi
    pairs = [("Realisasi", old["realisasi"], row.kini.realisasi_teks)]
    pairs += [(label, old[name], "" if item is None else str(getattr(item, name))) for name, label in COMPARED_TEXTS]
    files = ", ".join(file["nama"] for file in old["bukti"])
    pairs.append(("Bukti dukung", files, ", ".join(file.nama_asli for file in row.bukti)))
    return [RowChange(label, was, now) for label, was, now in pairs if was != now]


def list_verdicts(version: VersiPengajuan) -> list[Putusan]:
    """Return what was decided about a version, in order."""
    return list(version.putusan.select_related("indikator").order_by("pk"))
