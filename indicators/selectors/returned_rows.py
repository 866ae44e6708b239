"""Rows that a return opened: what was asked, what the unit changed since or answers, and what still lacks both.

A return of the whole opens every row with one reason. It asks for one answer, or one row that changed, not for as many
as there are rows.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from indicators.capaian import write_exact
from indicators.models import BarisDikembalikan, Pengajuan, VersiPengajuan
from indicators.rules.kelengkapan import Halangan, ReturnedFacts, return_unanswered
from indicators.selectors.kelengkapan import Shortfall
from indicators.selectors.kewajaran import Temuan
from indicators.selectors.pengajuan import list_kept_versions
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
    """What a return opened, by indicator; `umum` is its one reason when it returned the whole. `berubah` are all rows
    that are not as they were handed in, `kurang` those that came back and are neither changed nor answered, `halangan`
    says so of the hand-in."""

    baris: dict[int, BarisDikembalikan]
    umum: BarisDikembalikan | None = None
    berubah: frozenset[int] = frozenset()
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


def common_reason(returned: Mapping[int, BarisDikembalikan], before: Collection[int]) -> BarisDikembalikan | None:
    """Return the one reason of a return of the whole: said once above the table, not on every row. `before` are the
    rows that were handed in and are still there."""
    whole = is_whole({pk: row.alasan for pk, row in returned.items()}, before)
    return next(iter(returned.values())) if whole else None


def is_whole(reasons: Mapping[int, str], before: Collection[int]) -> bool:
    """Say whether these are the reasons of a return of all rows at once: a row that a perubahan brought since was not
    there to be returned."""
    return len(reasons) >= 2 and reasons.keys() >= set(before) and len(set(reasons.values())) == 1


def list_rows_before(pengajuan: Pengajuan) -> dict[int, VersionRow]:
    """Return the rows of the version that a return was about, by indicator: what the unit took back nobody judged."""
    return handed_in_rows(list_kept_versions().filter(pengajuan=pengajuan).last())


def get_returned(
    pengajuan: Pengajuan, rows: Sequence[SheetRow], temuan: Mapping[int, Sequence[Temuan]]
) -> ReturnedRows:
    """Return what was returned of a submission, held against its rows, fetched with their evidence, and findings."""
    returned = list_returned(pengajuan)
    if not returned:
        return ReturnedRows({})
    old = list_rows_before(pengajuan)
    changed = frozenset(
        pk
        for row, pk in ((row, row.indikator.pk) for row in rows)
        if list_changes(old.get(pk), row, temuan.get(pk, ()))
    )
    umum = common_reason(returned, old.keys() & {row.indikator.pk for row in rows})
    if umum is not None:
        answered = any(row.jawaban for row in returned.values())
        whole = ReturnedFacts(seluruhnya=True, berubah=bool(changed), dijawab=answered)
        return ReturnedRows(returned, umum, changed, halangan=return_unanswered(whole))
    found = [
        (row, return_unanswered(_facts_of(row, returned, changed))) for row in rows if row.indikator.pk in returned
    ]
    missing = [Shortfall(row.indikator.pk, row.nomor, row.indikator.nama, item.kalimat) for row, item in found if item]
    return ReturnedRows(returned, None, changed, missing, next((item for _, item in found if item), None))


def _facts_of(row: SheetRow, returned: Mapping[int, BarisDikembalikan], changed: Collection[int]) -> ReturnedFacts:
    pk = row.indikator.pk
    return ReturnedFacts(berubah=pk in changed, dijawab=bool(returned[pk].jawaban))


def handed_in_rows(version: VersiPengajuan | None) -> dict[int, VersionRow]:
    """Return the rows of a version by indicator; none for no version."""
    return {} if version is None else {item["indikator_id"]: item for item in read_version(version)}


def list_changes(old: VersionRow | None, row: SheetRow, temuan: Sequence[Temuan]) -> list[RowChange]:
    """Return in what a row, with what was found at it, differs from what a version holds of it."""
    if old is None:
        return [RowChange("Baris", "", "baru")]
    item = row.kini.realisasi
    pairs = [("Realisasi", old["realisasi"], row.kini.realisasi_teks)]
    pairs += [(label, old[name], "" if item is None else str(getattr(item, name))) for name, label in COMPARED_TEXTS]
    changes = [RowChange(label, was, now) for label, was, now in pairs if was != now]
    if not changes and old["nilai"] != exact_value(item):
        # Beyond the four decimals that are printed.
        changes.append(RowChange("Realisasi", _in_full(old["nilai"]), _in_full(exact_value(item))))
    return changes + _file_changes(old, row) + _explanation_changes(old, temuan)


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


def _explanation_changes(old: VersionRow, temuan: Sequence[Temuan]) -> list[RowChange]:
    """Return what the unit explained since; an explanation that went with its finding is no change of its own."""
    was = {found["kode"]: found["penjelasan"] for found in old["temuan"]}
    return [
        RowChange(f"Penjelasan {found.label}", before, found.penjelasan)
        for found in temuan
        if found.penjelasan and found.penjelasan != (before := was.get(found.kode, ""))
    ]
