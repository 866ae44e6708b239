"""What an uploaded measurement sheet would do, as the service judges it; then the same for good."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from indicators.capaian import EntryStatus, NotANumber, read_cell, write_exact
from indicators.exchange.causes import cells_by_cause
from indicators.exchange.quarter_reading import FileRow, SheetFinding, SheetReading, read_quarter_sheet, shown
from indicators.exchange.quarter_sheet import (
    KOLOM_ALASAN,
    KOLOM_SATUAN,
    KOLOM_TARGET_TAHUN,
    KOLOM_TEKS,
    columns_of,
    realisasi_columns,
    target_columns,
)
from indicators.exchange.tables import UploadedTable, read_sheet
from indicators.exchange.texts import tidy
from indicators.exchange.trial.check import check
from indicators.models import Pengajuan, Pengguna
from indicators.selectors.digest import digest
from indicators.selectors.kewajaran import Temuan, find_in_some
from indicators.selectors.quarter_sheet import SheetRow, list_rows
from indicators.selectors.remeasure import measure_again
from indicators.services.realisasi import RowAnswer, judge_rows, save_all_rows
from indicators.services.realisasi_entry import NeedsChecking
from indicators.triwulan import QUARTERS
from sakip.refusals import ChangedMeanwhile, NotValid, ServiceError

BARU, BERUBAH = "baru", "berubah"


@dataclass(frozen=True)
class SheetPreviewRow:
    """A row that would be written: what changes, as (column, before, after), and the capaian that comes of it."""

    nomor: int
    indikator: str
    keadaan: str
    perubahan: list[tuple[str, str, str]]
    capaian: str
    kalimat: str


@dataclass
class SheetPreview:
    """What the file would do. `dilihat` stands for what was shown: it comes back with the confirmation."""

    baris: list[SheetPreviewRow] = field(default_factory=list)
    galat: list[SheetFinding] = field(default_factory=list)
    peringatan: list[SheetFinding] = field(default_factory=list)
    tetap: int = 0
    # Whether the file differs in what it cannot change: then it is not the same as what is stored.
    beda: bool = False
    dilihat: str = ""

    @property
    def baru(self) -> int:
        return sum(row.keadaan == BARU for row in self.baris)

    @property
    def berubah(self) -> int:
        return sum(row.keadaan == BERUBAH for row in self.baris)

    @property
    def may_save(self) -> bool:
        return bool(self.baris) and not self.galat


@check(writes=False)
def check_sheet(*, by: Pengguna, pengajuan: Pengajuan, data: bytes) -> SheetPreview:
    """Read an uploaded sheet and say what it would do, as `preview_sheet`."""
    return preview_sheet(by=by, pengajuan=pengajuan, sheet=read_sheet(data))


def preview_sheet(*, by: Pengguna, pengajuan: Pengajuan, sheet: UploadedTable) -> SheetPreview:
    """Judge the file: every refusal and every warning with its cell, and what would change. Reads only.

    Raises RefusedFile (the file as a whole), NotAllowed, NotNow. Constant number of queries.
    """
    read = read_quarter_sheet(sheet, pengajuan)
    changing = [row for row in read.baris if row.isian is not None]
    before = _sheet_by_indikator(pengajuan)
    _note_mismatches(read, before)
    results = judge_rows(by=by, triwulan=pengajuan.triwulan, unit=pengajuan.unit, isian=read.isian)
    after = _sheet_after(pengajuan, before, results)
    temuan = find_in_some(pengajuan.triwulan, [after[row.indikator_id] for row in results])
    found = SheetPreview(tetap=len(read.baris) - len(changing), dilihat=_seen(read))
    found.beda = read.beda
    for row, result in zip(changing, results, strict=True):
        if result.galat is not None:
            _note_refusal(read, row, result.galat)
            continue
        old, new = before[result.indikator_id], after[result.indikator_id]
        changes = _changes(old, new)
        if not changes:
            found.tetap += 1
            continue
        found.baris.append(_shown_row(row, new, changes))
        _note_oddities(read, row, old, new, temuan[result.indikator_id])
    read.temuan.sort(key=lambda item: (item.nomor, read.kolom.index(item.kolom) if item.kolom in read.kolom else -1))
    said = cells_by_cause(read.temuan, lambda item: item.sebab)
    found.galat = [item for item in said if item.galat]
    found.peringatan = [item for item in said if not item.galat]
    return found


def save_sheet(*, by: Pengguna, pengajuan: Pengajuan, sheet: UploadedTable, dilihat: str | None = None) -> int:
    """Write the file's rows, all or none, and return how many changed; `dilihat` None: nothing was shown before.

    Raises what `preview_sheet` does, and NotValid, ChangedMeanwhile or RowsRefused when the file no longer fits.
    """
    read = read_quarter_sheet(sheet, pengajuan)
    if any(item.galat for item in read.temuan):
        raise NotValid("Berkas ini masih memuat kesalahan. Perbaiki sel yang ditandai, lalu unggah kembali.")
    if dilihat is not None and dilihat != _seen(read):
        raise ChangedMeanwhile("Isian baru saja diubah orang lain. Periksa kembali pratinjaunya, lalu simpan.")
    versions = {row.kunci.indikator_id: row.kunci.versi for row in read.baris}
    results = save_all_rows(by=by, triwulan=pengajuan.triwulan, unit=pengajuan.unit, isian=read.isian)
    return sum(_version_after(result) != versions[result.indikator_id] for result in results)


def _version_after(result: RowAnswer) -> int:
    return 0 if result.realisasi is None else result.realisasi.versi


def _sheet_by_indikator(pengajuan: Pengajuan) -> dict[int, SheetRow]:
    quarter = pengajuan.triwulan
    rows = list_rows(quarter.opd, quarter.tahun, quarter.triwulan, unit_ids=[pengajuan.unit_id])
    return {row.indikator.pk: row for row in rows}


def _sheet_after(
    pengajuan: Pengajuan, before: Mapping[int, SheetRow], results: Sequence[RowAnswer]
) -> dict[int, SheetRow]:
    """Return the rows that the file may change, as they would stand."""
    quarter = pengajuan.triwulan
    entered = {
        result.indikator_id: result.realisasi
        for result in results
        if result.galat is None and result.realisasi is not None
    }
    rows = [before[pk] for pk in entered]
    again = measure_again(quarter.opd, quarter.tahun, quarter.triwulan, rows, entered)
    return {**before, **{row.indikator.pk: row for row in again}}


def _seen(read: SheetReading) -> str:
    """Return what stands for the state in which the rows were found."""
    facts = [[row.kunci.butir_id, row.kunci.versi] for row in read.baris]
    return digest([read.pengajuan.pk, read.pengajuan.versi, facts])


def _note_mismatches(read: SheetReading, before: Mapping[int, SheetRow]) -> None:
    """Say which targets, units of measure and earlier quarters differ in the file; they are not taken over."""
    quarter = read.pengajuan.triwulan
    only_read = {
        KOLOM_SATUAN,
        KOLOM_TARGET_TAHUN,
        *(target_columns(q) for q in QUARTERS),
        *(realisasi_columns(q) for q in QUARTERS if q != quarter.triwulan),
    }
    columns = [item for item in columns_of(quarter) if item.judul in only_read and item.judul in read.kolom]
    for row in read.baris:
        own = before[row.kunci.indikator_id]
        for column in columns:
            there, expected = row.sel.get(column.judul), column.nilai(own)
            if there is not None and not _same(there, expected):
                sentence = f"Di aplikasi: {shown(expected)}. Kolom ini tidak diubah lewat berkas."
                read.beda = True
                read.note(row.nomor, column.judul, there, sentence, galat=False)


def _same(there: Any, expected: Any) -> bool:
    if isinstance(expected, Decimal):
        try:
            return expected in _readings(there)
        except NotANumber:
            return False
    return tidy(str(there)) == tidy(str(expected or ""))


def _readings(there: Any) -> list[Decimal | None]:
    found = read_cell(there)
    return [found.nilai] if found.ambiguous is None else [reading.nilai for reading in found.ambiguous.bacaan]


def _note_refusal(read: SheetReading, row: FileRow, refusal: ServiceError) -> None:
    """Put a service's refusal at the cell that it is about."""
    column = realisasi_columns(read.pengajuan.triwulan.triwulan)
    by_field = {"realisasi": column, "alasan": KOLOM_ALASAN, **KOLOM_TEKS}
    if isinstance(refusal, NeedsChecking):
        read.note(row.nomor, column, row.sel.get(column), refusal.pertanyaan["realisasi"].tulis_ulang)
        return
    if isinstance(refusal, NotValid) and refusal.fields:
        for name, sentence in refusal.fields.items():
            at = by_field.get(name, column)
            read.note(row.nomor, at, row.sel.get(at), sentence)
        return
    sentence = str(refusal)
    if isinstance(refusal, ChangedMeanwhile):
        sentence = f"{_newer(row)} Unduh lembar terbaru, lalu isi di sana."
    read.note(row.nomor, column, row.sel.get(column), sentence)


def _newer(row: FileRow) -> str:
    """Say who changed the row since the file was made, and to what."""
    item = row.kunci.kini
    if item is None:
        return "Baris ini belum pernah diisi di aplikasi, tetapi berkas ini memuat versinya."
    value = {EntryStatus.BELUM_DIISI: "kosong", EntryStatus.TIDAK_TERSEDIA: "n/a"}.get(EntryStatus(item.status))
    return (
        f"Setelah berkas ini diunduh, baris ini diubah oleh {item.diubah_oleh}. "
        f"Nilainya sekarang: {value or item.predikat or shown(item.nilai)}."
    )


def _changes(old: SheetRow, new: SheetRow) -> list[tuple[str, str, str]]:
    before, after = old.kini.realisasi, new.kini.realisasi
    pairs = [(realisasi_columns(new.kini.triwulan), *_realisasi_texts(old, new))]
    for name, column in {"alasan": KOLOM_ALASAN, **KOLOM_TEKS}.items():
        pairs.append((column, getattr(before, name, ""), getattr(after, name, "")))
    return [(column, was, now) for column, was, now in pairs if was != now]


def _realisasi_texts(old: SheetRow, new: SheetRow) -> tuple[str, str]:
    """Return a realisasi before and after, in full where print shows no difference."""
    was, now = (row.kini.realisasi.nilai if row.kini.realisasi else None for row in (old, new))
    if was is None or now is None or was == now or old.kini.realisasi_teks != new.kini.realisasi_teks:
        return old.kini.realisasi_teks, new.kini.realisasi_teks
    return write_exact(was), write_exact(now)


def _shown_row(row: FileRow, new: SheetRow, changes: list[tuple[str, str, str]]) -> SheetPreviewRow:
    hasil = new.kini.hasil.capaian
    return SheetPreviewRow(
        row.nomor,
        row.kunci.indikator,
        BARU if row.kunci.kini is None else BERUBAH,
        changes,
        f"{hasil.teks} %" if hasil.dihitung else hasil.teks,
        hasil.kalimat,
    )


def _note_oddities(read: SheetReading, row: FileRow, old: SheetRow, new: SheetRow, temuan: Sequence[Temuan]) -> None:
    """Warn of what the entry page would, and of a value that is emptied."""
    column = realisasi_columns(new.kini.triwulan)
    was, now = old.kini.realisasi_teks, new.kini.realisasi_teks
    if was and not now:
        read.note(row.nomor, column, None, f"Realisasi {was} akan dikosongkan. Tulis 0 bila memang nol.", galat=False)
    for found in temuan:
        read.note(row.nomor, column, row.sel.get(column), found.untuk_pengisi, galat=False)
