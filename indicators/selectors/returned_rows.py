"""Rows that a return opened: what was asked, what the unit changed since or answers, and what still lacks both.

A return of the whole opens every row with one reason. It asks for one answer, or one row that changed, not for as many
as there are rows.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from indicators.capaian import write_exact
from indicators.models import BarisDikembalikan, Pengajuan, VersiPengajuan
from indicators.rules.kelengkapan import Halangan, ReturnedFacts, return_unanswered
from indicators.selectors.kelengkapan import Shortfall
from indicators.selectors.quarter_sheet import SheetRow
from indicators.selectors.version_content import VersionReturn, VersionRow, describe_return, exact_value, read_version
from indicators.workflow import StatusPengajuan

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


@dataclass(frozen=True)
class ReturnedRows:
    """What a return opened, by indicator; `umum` is its one reason when it returned the whole. `kurang` are the rows
    that are neither changed nor answered, `halangan` says so of the hand-in."""

    baris: dict[int, BarisDikembalikan]
    umum: BarisDikembalikan | None = None
    kurang: Sequence[Shortfall] = ()
    halangan: Halangan | None = None

    def described(self) -> dict[int, VersionReturn]:
        """Return what a version keeps of them, by indicator."""
        return {pk: describe_return(row) for pk, row in self.baris.items()}


def list_returned(pengajuan: Pengajuan) -> dict[int, BarisDikembalikan]:
    """Return the rows that a return opened, by indicator, while the unit corrects them."""
    if pengajuan.status != StatusPengajuan.DIKEMBALIKAN:
        return {}
    return {row.indikator_id: row for row in BarisDikembalikan.objects.filter(pengajuan=pengajuan)}


def common_reason(returned: Collection[BarisDikembalikan], total: int) -> BarisDikembalikan | None:
    """Return the one reason of a return of the whole: said once above the table, not on every row."""
    return next(iter(returned)) if is_whole([row.alasan for row in returned], total) else None


def is_whole(reasons: Sequence[str], total: int) -> bool:
    """Say whether these are the reasons of a return of all of so many rows at once."""
    return len(reasons) == total >= 2 and len(set(reasons)) == 1


def get_returned(pengajuan: Pengajuan, rows: Sequence[SheetRow]) -> ReturnedRows:
    """Return what was returned of a submission, held against its rows, fetched with their evidence."""
    returned = list_returned(pengajuan)
    if not returned:
        return ReturnedRows({})
    old = handed_in_rows(pengajuan.daftar_versi.filter(nomor=pengajuan.nomor_versi).first())
    opened = [row for row in rows if row.indikator.pk in returned]
    facts = {
        row.indikator.pk: ReturnedFacts(
            berubah=bool(list_changes(old.get(row.indikator.pk), row)),
            dijawab=bool(returned[row.indikator.pk].jawaban),
        )
        for row in opened
    }
    umum = common_reason(returned.values(), len(rows))
    if umum is not None:
        whole = ReturnedFacts(
            seluruhnya=True,
            berubah=any(fact.berubah for fact in facts.values()),
            dijawab=any(fact.dijawab for fact in facts.values()),
        )
        return ReturnedRows(returned, umum, halangan=return_unanswered(whole))
    found = [(row, return_unanswered(facts[row.indikator.pk])) for row in opened]
    missing = [Shortfall(row.indikator.pk, row.nomor, row.indikator.nama, item.kalimat) for row, item in found if item]
    return ReturnedRows(returned, None, missing, next((item for _, item in found if item), None))


def handed_in_rows(version: VersiPengajuan | None) -> dict[int, VersionRow]:
    """Return the rows of a version by indicator; none for no version."""
    return {} if version is None else {item["indikator_id"]: item for item in read_version(version)}


def list_changes(old: VersionRow | None, row: SheetRow) -> list[RowChange]:
    """Return in what a row differs from what a version holds of it."""
    if old is None:
        return [RowChange("Baris", "", "baru")]
    item = row.kini.realisasi
    pairs = [("Realisasi", old["realisasi"], row.kini.realisasi_teks)]
    pairs += [(label, old[name], "" if item is None else str(getattr(item, name))) for name, label in COMPARED_TEXTS]
    changes = [RowChange(label, was, now) for label, was, now in pairs if was != now]
    if not changes and old["nilai"] != exact_value(item):
        # Beyond the four decimals that are printed.
        changes.append(RowChange("Realisasi", _in_full(old["nilai"]), _in_full(exact_value(item))))
    return changes + _file_changes(old, row)


def _in_full(digits: str | None) -> str:
    return "" if digits is None else write_exact(Decimal(digits))


def _file_changes(old: VersionRow, row: SheetRow) -> list[RowChange]:
    """Return what became of the evidence; a file that bears the same name is another one when its content is."""
    was = [(file["nama"], file["sha256"]) for file in old["bukti"]]
    now = [(file.nama_asli, file.sha256) for file in row.bukti]
    if was == now:
        return []
    names = [", ".join(name for name, _ in files) for files in (was, now)]
    return [RowChange("Bukti dukung", names[0], names[1] if names[0] != names[1] else f"{names[1]} (isi berkas lain)")]
