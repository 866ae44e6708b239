"""Entering realisasi: one bulk write of which a single row is the smallest case."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from indicators.acts import Act
from indicators.capaian import ChosenReading, EntryStatus, ReadingChoice, ValueKind
from indicators.models import (
    ButirPK,
    Pengajuan,
    Pengguna,
    PerangkatDaerah,
    Realisasi,
    Triwulan,
    UnitKerja,
)
from indicators.permissions import Izin, Kewenangan
from indicators.selectors.entry_rows import EntryRows, load_entry_rows
from indicators.selectors.hand_in import open_among
from indicators.selectors.kewenangan import load_kewenangan, today_in
from indicators.selectors.pengajuan import seen_by
from indicators.selectors.row_values import print_realisasi
from indicators.services.access import refusal, require
from indicators.services.jejak import actor_text, plain, state_of, write
from indicators.services.realisasi_entry import (
    AUDITED_FIELDS,
    BLANK,
    TEXT_FIELDS,
    RowEntry,
    parse_entry,
    read_figure,
    read_predikat,
)
from indicators.services.saving import write_rows
from indicators.services.target_entry import Letters
from indicators.workflow import EDITABLE, StatusPengajuan
from sakip.dates import write_date
from sakip.refusals import ChangedMeanwhile, NotFound, NotNow, ServiceError

WRITTEN_FIELDS = (*AUDITED_FIELDS, "versi", "diubah_oleh", "diubah_pada", "pengisi")
NOT_THERE = "Halaman ini tidak ditemukan atau bukan untuk unit Anda."


@dataclass
class RowAnswer:
    """What became of one row: the saved row, or the refusal that the row shows."""

    indikator_id: int
    realisasi: Realisasi | None = None
    galat: ServiceError | None = None
    bacaan: ChosenReading | None = None


class RowsRefused(ServiceError):
    """Some rows were refused, so none was saved; `hasil` says of each row what became of it."""

    def __init__(self, hasil: Sequence[RowAnswer]) -> None:
        count = sum(row.galat is not None for row in hasil)
        super().__init__(
            f"{count} baris tidak dapat disimpan, jadi tidak ada yang disimpan. Periksa kembali berkasnya."
        )
        self.hasil = list(hasil)


@dataclass(frozen=True)
class SavedRows:
    """What became of each row of a call, and the rows as they stand after it."""

    pengajuan: Pengajuan
    hasil: list[RowAnswer]
    baris: EntryRows


@write(Act.ISI_REALISASI, Realisasi)
def save_typed(
    *,
    by: Pengguna,
    triwulan: int,
    unit: int,
    isian: Sequence[RowEntry],
    pilihan_satuan: Mapping[str, ReadingChoice],
) -> SavedRows:
    """Save what was typed on the page of a unit's quarter, both by their keys, as `save_rows` does.

    Everything is read once, inside the transaction: what the typist holds, the submission with its lock, the rows with
    what measures them. Raises NotFound also where the submission is not for him to know.
    """
    kewenangan = load_kewenangan(by)
    pengajuan = _lock_seen(kewenangan, triwulan, unit)
    if not kewenangan.may(Izin.ISI_REALISASI, opd_id=pengajuan.unit.opd_id, unit_path=pengajuan.unit.path):
        raise refusal(Izin.ISI_REALISASI, pengajuan.unit)
    check_open(pengajuan, today_in(pengajuan.unit.opd))
    wanted = {row.indikator_id for row in isian}
    baris = load_entry_rows(pengajuan.triwulan, unit, wanted, to_measure=True)
    results, saver = _apply_each(by, pengajuan, baris, isian, pilihan_satuan)
    saver.flush()
    return SavedRows(pengajuan, results, baris)


def _lock_seen(kewenangan: Kewenangan, triwulan: int, unit: int) -> Pengajuan:
    """Lock a submission that its reader may see, with its unit and its office. Raises NotFound."""
    rows = seen_by(kewenangan).select_for_update(of=("self",))
    rows = rows.select_related("triwulan__opd", "triwulan__jadwal", "unit")
    pengajuan = rows.filter(triwulan_id=triwulan, unit_id=unit).order_by().first()
    if pengajuan is None:
        raise NotFound(NOT_THERE)
    pengajuan.unit.opd = pengajuan.triwulan.opd
    return pengajuan


@write(Act.ISI_REALISASI, Realisasi)
def save_rows(
    *,
    by: Pengguna,
    triwulan: Triwulan,
    unit: UnitKerja,
    isian: Sequence[RowEntry],
    pilihan_satuan: Mapping[str, ReadingChoice] | None = None,
) -> list[RowAnswer]:
    """Save rows of one unit's quarter; each row succeeds or is refused on its own.

    Refuses as a whole with NotAllowed (not his unit), NotNow (quarter closed, approved, already submitted). Per row the
    result carries NotValid, NeedsChecking, ChangedMeanwhile, NotNow (closed after a return: `selectors.hand_in`) or
    NotFound (not a row of this unit). `pilihan_satuan` are the writer's earlier choices by unit of measure. Constant
    number of queries. The unit's Pengajuan row is the lock: submitting and saving never overlap.
    """
    results, saver = _apply_all(by, triwulan, unit, isian, pilihan_satuan or {})
    saver.flush()
    return results


def judge_rows(*, by: Pengguna, triwulan: Triwulan, unit: UnitKerja, isian: Sequence[RowEntry]) -> list[RowAnswer]:
    """Say what `save_rows` would do, and refuse what it refuses: takes no lock and writes nothing.

    The result of a row carries it as it would stand, unsaved.
    """
    return _apply_all(by, triwulan, unit, isian, {}, lock=False)[0]


@write(Act.ISI_REALISASI, Realisasi)
def save_all_rows(*, by: Pengguna, triwulan: Triwulan, unit: UnitKerja, isian: Sequence[RowEntry]) -> list[RowAnswer]:
    """Save rows as `save_rows` does, but all of them or none: raises RowsRefused when one is refused."""
    results, saver = _apply_all(by, triwulan, unit, isian, {})
    if any(result.galat is not None for result in results):
        raise RowsRefused(results)
    saver.flush()
    return results


def _apply_all(
    by: Pengguna,
    triwulan: Triwulan,
    unit: UnitKerja,
    isian: Sequence[RowEntry],
    pilihan_satuan: Mapping[str, ReadingChoice],
    *,
    lock: bool = True,
) -> tuple[list[RowAnswer], "_Saver"]:
    """Ask permission, take the lock and read every row; nothing is written before the saver is flushed."""
    require(by, Izin.ISI_REALISASI, opd=unit.opd, unit=unit)
    pengajuan = lock_open_pengajuan(triwulan, unit) if lock else _open_pengajuan(Pengajuan.objects, triwulan, unit)
    # The office is the one that permission was asked at, and the quarter what the caller prints.
    pengajuan.triwulan, pengajuan.unit = triwulan, unit
    baris = load_entry_rows(triwulan, unit.pk, {row.indikator_id for row in isian})
    return _apply_each(by, pengajuan, baris, isian, pilihan_satuan)


def _apply_each(
    by: Pengguna,
    pengajuan: Pengajuan,
    baris: EntryRows,
    isian: Sequence[RowEntry],
    pilihan_satuan: Mapping[str, ReadingChoice],
) -> tuple[list[RowAnswer], "_Saver"]:
    """Take over every row that can be, in `baris` too; nothing is written before the saver is flushed."""
    open_rows = open_among(pengajuan, [row.indikator_id for row in isian])
    butir, existing = baris.butir, baris.tersimpan
    letters = Letters(row.skala_id for row in butir.values())
    saver = _Saver(by, pengajuan.triwulan, pengajuan.unit, letters, pilihan_satuan)
    results = []
    for row in isian:
        result = RowAnswer(row.indikator_id)
        try:
            check_row_open(open_rows, row.indikator_id, known=row.indikator_id in butir)
            saver.apply(row, butir[row.indikator_id], existing.get(row.indikator_id), result)
            if result.realisasi is not None:
                existing[row.indikator_id] = result.realisasi
        except ServiceError as refused:
            result.realisasi, result.galat = existing.get(row.indikator_id), refused
        results.append(result)
    return results, saver


def lock_open_pengajuan(triwulan: Triwulan, unit: UnitKerja) -> Pengajuan:
    """Lock the unit's submission for a change of its data; raise NotNow when nothing may be changed."""
    return _open_pengajuan(Pengajuan.objects.select_for_update(of=("self",)), triwulan, unit)


def _open_pengajuan(rows: Any, triwulan: Triwulan, unit: UnitKerja) -> Pengajuan:
    pengajuan: Pengajuan | None = (
        rows.select_related("triwulan__opd", "triwulan__jadwal").filter(triwulan=triwulan, unit=unit).order_by().first()
    )
    if pengajuan is None:
        raise NotNow(f"Unit ini tidak mempunyai indikator pada {triwulan}. Hubungi perencana bila ini keliru.")
    check_open(pengajuan, today_in(pengajuan.triwulan.opd))
    return pengajuan


def check_open(pengajuan: Pengajuan, today: date) -> None:
    """Raise NotNow when the submission's data may not be changed on that day, saying why and what to do."""
    quarter = pengajuan.triwulan
    if quarter.locked:
        raise NotNow(f"{quarter} sudah disahkan. Minta Kepala Dinas membuka kembali bila ada yang harus diperbaiki.")
    if StatusPengajuan(pengajuan.status) not in EDITABLE:
        raise NotNow(
            "Data unit ini sudah diajukan, jadi tidak dapat diubah. Minta pemeriksa mengembalikannya bila perlu."
        )
    check_calendar(quarter, today, returned=pengajuan.status == StatusPengajuan.DIKEMBALIKAN)


def check_calendar(quarter: Triwulan, today: date, *, returned: bool) -> None:
    """Raise NotNow when the quarter's schedule keeps a unit from entering on that day; what was returned may be
    corrected after the closing day."""
    jadwal = getattr(quarter, "jadwal", None)
    if jadwal is None:
        return
    if today < jadwal.mulai:
        raise NotNow(f"Pengisian {quarter} baru dibuka pada {write_date(jadwal.mulai)}. Isi setelah itu.")
    if jadwal.tutup is not None and today > jadwal.tutup and not returned:
        raise NotNow(
            f"Pengisian {quarter} sudah ditutup pada {write_date(jadwal.tutup)}. "
            "Hubungi Sekretaris bila masih ada yang harus diisi."
        )


def check_row_open(open_rows: Collection[int], indikator_id: int, *, known: bool) -> None:
    """Raise NotFound when the row is not the unit's, NotNow when it is closed after a return."""
    if not known:
        raise NotFound("Indikator ini tidak termasuk data unit Anda pada triwulan ini. Muat ulang halaman.")
    if indikator_id not in open_rows:
        raise NotNow("Baris ini tidak dikembalikan, jadi tidak dapat diubah. Ubah hanya baris yang ditandai.")


class _Saver:
    """Collects the changes of one call, to be written at once."""

    def __init__(
        self,
        by: Pengguna,
        triwulan: Triwulan,
        unit: UnitKerja,
        huruf: Letters,
        pilihan_satuan: Mapping[str, ReadingChoice],
    ) -> None:
        self.by, self.triwulan, self.unit = by, triwulan, unit
        self.huruf, self.pilihan_satuan = huruf, pilihan_satuan
        self.now, self.pelaku = timezone.now(), actor_text(by)[:200]
        self.rows: dict[int, Realisasi] = {}
        self.before: dict[int, dict[str, Any]] = {}

    def apply(self, isian: RowEntry, butir: ButirPK, row: Realisasi | None, result: RowAnswer) -> None:
        """Take the typed row over into `result`, or raise its refusal and leave everything as it was."""
        before = state_of_row(row)
        _check_version(isian, row, before)
        values = {**before, **parse_entry(isian)}
        if isian.realisasi is not None and not isian.tidak_tersedia and not _as_printed(isian, butir, row):
            typed, result.bacaan = self._read(isian, butir)
            values |= typed
        result.realisasi = row
        if values == before:
            return
        row = row or Realisasi(indikator=butir.indikator, triwulan=self.triwulan, versi=0)
        for name, value in values.items():
            setattr(row, name, value)
        row.versi += 1
        if any(values[name] != before[name] for name in BLANK):
            row.pengisi = self.by
        row.diubah_oleh = self.pelaku
        row.diubah_pada = self.now
        result.realisasi = row
        # A row that is typed twice in one call is one change, from what stood there to what it ends as.
        self.rows[id(row)] = row
        if not row._state.adding:
            self.before.setdefault(id(row), before)

    def _read(self, isian: RowEntry, butir: ButirPK) -> tuple[dict[str, Any], ChosenReading | None]:
        text = isian.realisasi if isian.realisasi is not None else ""
        if butir.jenis_nilai == ValueKind.PREDIKAT:
            return read_predikat(str(text), self.huruf.of(butir)), None
        return read_figure(text, butir, isian.pilihan_baca or self.pilihan_satuan.get(butir.satuan))

    def flush(self) -> None:
        """Write what changed. The submission's lock keeps everyone else off these rows until then."""
        changed: list[Realisasi] = list(self.rows.values())
        write_rows(
            by=self.by,
            opd=self.unit.opd,
            rows=changed,
            before=self.before,
            state=state_of_row,
            columns=WRITTEN_FIELDS,
            upsert=True,
            tindakan=Act.ISI_REALISASI,
            unit=lambda _: self.unit.nama,
            waktu=self.now,
        )


def lock_row(*, triwulan: Triwulan, unit: UnitKerja, indikator_id: int) -> None:
    """Lock the unit's submission for a change at one row. Raises NotNow (nothing may be changed, or the row is closed
    after a return), NotFound (not a row of this unit)."""
    pengajuan = lock_open_pengajuan(triwulan, unit)
    known = load_entry_rows(triwulan, unit.pk, [indikator_id]).butir
    check_row_open(open_among(pengajuan, [indikator_id]), indikator_id, known=bool(known))


def ensure_row(*, by: Pengguna, triwulan: Triwulan, unit: UnitKerja, indikator_id: int, alasan: str) -> Realisasi:
    """Return a row that `lock_row` holds, made blank when there is none yet; `alasan` says what for, for the trail."""
    row = Realisasi.objects.filter(indikator_id=indikator_id, triwulan=triwulan).first()
    if row is not None:
        return row
    now = timezone.now()
    row = Realisasi(
        indikator_id=indikator_id, triwulan=triwulan, versi=1, diubah_oleh=actor_text(by)[:200], diubah_pada=now
    )
    write_rows(
        by=by,
        opd=unit.opd,
        rows=[row],
        before={},
        state=state_of_row,
        tindakan=Act.ISI_REALISASI,
        unit=lambda _: unit.nama,
        alasan=alasan,
        waktu=now,
    )
    return row


def blank_rows(*, by: Pengguna | None, opd: PerangkatDaerah, rows: Sequence[Realisasi], alasan: str) -> None:
    """Take the figures out of rows whose submissions the caller holds; their texts and evidence stay. `alasan` says
    why, for the trail."""
    now, oleh = timezone.now(), actor_text(by)[:200]
    before = {id(row): state_of(row) for row in rows}
    for row in rows:
        row.status, row.nilai, row.predikat, row.alasan = EntryStatus.BELUM_DIISI.value, None, "", ""
        row.versi, row.diubah_oleh, row.diubah_pada = row.versi + 1, oleh, now
    write_rows(
        by=by,
        opd=opd,
        rows=rows,
        before=before,
        columns=WRITTEN_FIELDS,
        tindakan=Act.KOSONGKAN_REALISASI,
        alasan=alasan,
        waktu=now,
    )


def state_of_row(row: Realisasi | None) -> dict[str, Any]:
    """Return the audited values of a row; the blank values when there is none."""
    if row is None:
        return {**BLANK, **dict.fromkeys(TEXT_FIELDS, "")}
    return {name: getattr(row, name) for name in AUDITED_FIELDS}


def _check_version(isian: RowEntry, row: Realisasi | None, before: dict[str, Any]) -> None:
    """Raise ChangedMeanwhile when the typist saw another version. A blank row says the same as no row."""
    seen = isian.versi == (0 if row is None else row.versi)
    if seen or (isian.versi == 0 and before == state_of_row(None)):
        return
    raise ChangedMeanwhile(
        f"Baris ini baru saja diubah oleh {row.diubah_oleh if row else 'pengguna lain'}. "
        "Pilih nilai terbaru atau simpan isian Anda.",
        current=None if row is None else plain(before),
    )


def _as_printed(isian: RowEntry, butir: ButirPK, row: Realisasi | None) -> bool:
    """Whether the text is just what the row prints now: 1.234 handed back is not a new, ambiguous number."""
    if isian.pilihan_baca is not None or row is None or row.status != EntryStatus.TERISI:
        return False
    text = isian.realisasi
    return isinstance(text, str) and text.strip() == print_realisasi(butir, row)
