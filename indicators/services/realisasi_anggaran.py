"""Entering what was spent and built: the unit's rows of a quarter in one write, under the lock of its submission."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from indicators.acts import Act
from indicators.capaian import TwoReadings, ValueKind, write_number
from indicators.models import Pengajuan, Pengguna, RealisasiAnggaran, Triwulan, UnitKerja
from indicators.permissions import Izin
from indicators.selectors.anggaran import AnggaranRow, list_unit_anggaran
from indicators.selectors.hand_in import get_hand_in
from indicators.services.access import require
from indicators.services.jejak import actor_text, plain, write
from indicators.services.realisasi import lock_open_pengajuan
from indicators.services.realisasi_entry import TEXT_LIMIT, NeedsChecking, clean_text, read_typed
from indicators.services.saving import write_rows
from indicators.services.target_entry import check_figure
from indicators.workflow import StatusPengajuan
from sakip.refusals import ChangedMeanwhile, NotFound, NotNow, NotValid, ServiceError, refuse

FIGURES = {"keuangan": ValueKind.RUPIAH, "fisik": ValueKind.PERSEN}
FIELDS = (*FIGURES, "catatan")


@dataclass(frozen=True)
class MoneyEntry:
    """What was typed into one row; a field that is missing in `teks` was not touched.

    `versi` is the version that the typist saw; 0 when there was no row yet.
    """

    anggaran_id: int
    versi: int
    teks: Mapping[str, str]


@dataclass
class MoneyAnswer:
    """What became of one row: the saved row, or the refusal that the row shows."""

    anggaran_id: int
    realisasi: RealisasiAnggaran | None = None
    galat: ServiceError | None = None


@write(Act.ISI_ANGGARAN, RealisasiAnggaran)
def save_money_rows(
    *, by: Pengguna, triwulan: Triwulan, unit: UnitKerja, isian: Sequence[MoneyEntry]
) -> list[MoneyAnswer]:
    """Save rows of the money that the unit enters; each row succeeds or is refused on its own.

    Refuses as a whole with NotAllowed (not his unit) and NotNow (quarter closed, approved, already submitted). Per row
    the result carries NotValid or NeedsChecking, ChangedMeanwhile (with the newer figures in its sentence), NotNow
    (a returned submission opens only what was returned) or NotFound. Constant number of queries.
    """
    require(by, Izin.ISI_REALISASI, opd=unit.opd, unit=unit)
    pengajuan = lock_open_pengajuan(triwulan, unit)
    rows = {row.anggaran.pk: row for row in list_unit_anggaran(pengajuan.triwulan, unit)}
    open_nodes = open_node_ids(pengajuan)
    changes: list[_Change] = []
    results = []
    for typed in isian:
        result = MoneyAnswer(typed.anggaran_id)
        try:
            row = _find(rows, typed.anggaran_id, open_nodes)
            result.realisasi = row.realisasi
            change = _read(typed, row, pengajuan.triwulan, by)
            if change is not None:
                changes.append(change)
                result.realisasi = change.row
        except ServiceError as refused:
            result.galat = refused
        results.append(result)
    changed: list[RealisasiAnggaran] = [change.row for change in changes]
    write_rows(
        by=by,
        opd=unit.opd,
        rows=changed,
        before={id(change.row): change.sebelum for change in changes if change.sebelum is not None},
        state=state_of_money,
        columns=[*FIELDS, "versi", "diubah_oleh", "diubah_pada", "pengisi"],
        tindakan=Act.ISI_ANGGARAN,
        unit=lambda _: unit.nama,
    )
    return results


def open_node_ids(pengajuan: Pengajuan) -> set[int] | None:
    """Return the sub kegiatan whose money is open after a return, with their rows, or None when all are open."""
    if pengajuan.status != StatusPengajuan.DIKEMBALIKAN:
        return None
    now = get_hand_in(pengajuan)
    subs = {row.indikator.pk: row.indikator.sub_kegiatan_id for row in now.baris}
    return {sub for pk in now.terbuka if (sub := subs[pk]) is not None}


@dataclass(frozen=True)
class _Change:
    row: RealisasiAnggaran
    sebelum: dict[str, Any] | None


def _find(rows: Mapping[int, AnggaranRow], anggaran_id: int, open_nodes: set[int] | None) -> AnggaranRow:
    row = rows.get(anggaran_id)
    if row is None:
        raise NotFound("Sub kegiatan ini tidak termasuk anggaran unit Anda pada triwulan ini. Muat ulang halaman.")
    if open_nodes is not None and row.anggaran.sub_kegiatan_id not in open_nodes:
        raise NotNow("Baris ini tidak dikembalikan, jadi tidak dapat diubah. Ubah hanya baris yang ditandai.")
    return row


def _read(typed: MoneyEntry, found: AnggaranRow, triwulan: Triwulan, by: Pengguna) -> _Change | None:
    """Return the changed row, or None when nothing changes. Raises NotValid, ChangedMeanwhile."""
    stored = found.realisasi
    before = state_of_money(stored)
    values = {**before, **_parse(typed, before)}
    if values == before:
        return None
    if typed.versi != (0 if stored is None else stored.versi):
        raise _changed_meanwhile(stored, before)
    row = stored or RealisasiAnggaran(anggaran=found.anggaran, triwulan=triwulan, versi=0)
    for name, value in values.items():
        setattr(row, name, value)
    row.versi += 1
    if any(values[name] != before[name] for name in FIGURES):
        row.pengisi = by
    row.diubah_oleh, row.diubah_pada = actor_text(by)[:200], timezone.now()
    return _Change(row, None if stored is None else before)


def state_of_money(row: RealisasiAnggaran | None) -> dict[str, Any]:
    """Return the audited values of a row; the blank values when there is none."""
    return {name: getattr(row or RealisasiAnggaran(), name) for name in FIELDS}


def _changed_meanwhile(stored: RealisasiAnggaran | None, before: dict[str, Any]) -> ChangedMeanwhile:
    keuangan, fisik = (
        "kosong" if before[name] is None else write_number(before[name], jenis=jenis) for name, jenis in FIGURES.items()
    )
    percent = "" if before["fisik"] is None else " %"
    catatan = f", catatan “{before['catatan']}”" if before["catatan"] else ""
    return ChangedMeanwhile(
        f"Baris ini baru saja diubah oleh {stored.diubah_oleh if stored else 'pengguna lain'}: "
        f"keuangan {keuangan}, fisik {fisik}{percent}{catatan}. Simpan sekali lagi bila isian Anda yang benar.",
        current=plain(before),
    )


def _parse(typed: MoneyEntry, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that the texts set. Raises NotValid with a sentence per wrong field."""
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    unsure: dict[str, TwoReadings] = {}
    for name, text in typed.teks.items():
        try:
            if name == "catatan":
                values[name] = clean_text(name, text, TEXT_LIMIT, "Catatan")
            elif name not in FIGURES:
                raise NotValid("Kolom yang dikirim tidak dikenal. Muat ulang halaman.", {name: "Kolom tidak dikenal."})
            elif text.strip() != print_money(before[name]):
                figure = read_money(name, text)
                values[name] = None if figure is None else _checked(name, figure)
        except NotValid as refusal:
            unsure |= refusal.pertanyaan if isinstance(refusal, NeedsChecking) else {}
            wrong |= refusal.fields
    if unsure:
        raise NeedsChecking(unsure, wrong)
    if wrong:
        raise NotValid(next(iter(wrong.values())), wrong)
    return values


def print_money(value: Decimal | None) -> str:
    """Return a figure as its input shows it; an input that still says this was not touched."""
    return "" if value is None else write_number(value)


def read_money(name: str, text: str) -> Decimal | None:
    """Read what was typed into a figure. Raises NotValid; NeedsChecking when it reads two ways."""
    return read_typed(text, name, jenis=FIGURES[name])[0]


def _checked(name: str, nilai: Decimal) -> Decimal:
    if nilai < 0:
        raise refuse(name, "Realisasi tidak boleh kurang dari 0. Hapus tanda minusnya.")
    if name == "fisik" and nilai > 100:
        raise refuse(name, "Realisasi fisik paling tinggi 100 persen. Tulis misalnya 62,5.")
    return check_figure(nilai, name)
