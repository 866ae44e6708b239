"""Entering realisasi: one bulk write of which a single row is the smallest case."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils import timezone

from indicators.capaian import BukanAngka, JenisNilai, StatusIsi, read_number
from indicators.models import (
    BarisDikembalikan,
    ButirPK,
    Jejak,
    Pengajuan,
    Pengguna,
    Realisasi,
    TingkatPredikat,
    Triwulan,
    UnitKerja,
)
from indicators.permissions import Izin
from indicators.selectors.kewenangan import today_in
from indicators.selectors.lembar import get_pk_in_force
from indicators.services.akses import require
from indicators.services.errors import ChangedMeanwhile, NotFound, NotNow, NotValid, ServiceError
from indicators.services.jejak import make_jejak, pelaku_text, plain, write
from indicators.workflow import EDITABLE, StatusPengajuan, StatusTriwulan

TEXT_FIELDS = ("kendala", "faktor_pendorong", "faktor_penghambat", "tindak_lanjut", "catatan")
VALUE_FIELDS = ("status", "nilai", "predikat", "alasan")
AUDITED_FIELDS = (*VALUE_FIELDS, *TEXT_FIELDS)
TEXT_LIMIT = 2000


class PilihanBaca(StrEnum):
    """Which reading of an ambiguous "1.234" its writer chose."""

    RIBUAN = "ribuan"
    DESIMAL = "desimal"


@dataclass(frozen=True)
class IsianBaris:
    """What was typed into one row. Fields that are None were not touched and stay as they are.

    `versi` is the version that the typist saw; 0 when there was no row yet. `realisasi` is the typed text.
    """

    indikator_id: int
    versi: int
    realisasi: str | None = None
    pilihan_baca: PilihanBaca | None = None
    tidak_tersedia: bool | None = None
    alasan: str | None = None
    teks: dict[str, str] = field(default_factory=dict)


class PerluDiperiksa(ServiceError):
    """The typed number reads two ways; both readings are offered, nothing was saved."""

    def __init__(self, teks: str, ribuan: Decimal, desimal: Decimal) -> None:
        super().__init__(f"Angka {teks} dapat dibaca dua cara. Pilih salah satu bacaan di bawah ini.")
        self.ribuan = ribuan
        self.desimal = desimal


@dataclass
class HasilBaris:
    """What became of one row: the saved row, or the refusal that the row shows."""

    indikator_id: int
    realisasi: Realisasi | None = None
    galat: ServiceError | None = None


@write
def save_rows(*, by: Pengguna, triwulan: Triwulan, unit: UnitKerja, isian: Sequence[IsianBaris]) -> list[HasilBaris]:
    """Save rows of one unit's quarter; each row succeeds or is refused on its own.

    Refuses as a whole with NotAllowed (not his unit), NotNow (quarter closed, approved, already submitted). Per row the
    result carries NotValid, PerluDiperiksa, ChangedMeanwhile, NotNow (a returned submission opens only returned rows)
    or NotFound (not a row of this unit). Constant number of queries. The unit's Pengajuan row is the lock: submitting
    and saving never overlap.
    """
    require(by, Izin.ISI_REALISASI, opd=unit.opd, unit=unit)
    pengajuan = lock_open_pengajuan(triwulan, unit)
    open_rows = _open_rows(pengajuan)
    butir = _butir_by_indikator(triwulan, unit)
    existing = {
        row.indikator_id: row
        for row in Realisasi.objects.filter(triwulan=triwulan, indikator_id__in=[row.indikator_id for row in isian])
    }
    letters = _letters(butir.values())
    saver = _Saver(by, triwulan, unit)
    results = []
    for row in isian:
        try:
            if row.indikator_id not in butir:
                raise NotFound("Indikator ini tidak termasuk data unit Anda pada triwulan ini. Muat ulang halaman.")
            if open_rows is not None and row.indikator_id not in open_rows:
                raise NotNow("Baris ini tidak dikembalikan, jadi tidak dapat diubah. Ubah hanya baris yang ditandai.")
            saved = saver.apply(row, butir[row.indikator_id], existing.get(row.indikator_id), letters)
            results.append(HasilBaris(row.indikator_id, realisasi=saved))
        except ServiceError as refusal:
            results.append(HasilBaris(row.indikator_id, realisasi=existing.get(row.indikator_id), galat=refusal))
    saver.flush()
    return results


def save_row(*, by: Pengguna, triwulan: Triwulan, unit: UnitKerja, isian: IsianBaris) -> Realisasi:
    """Save one row; raise its refusal. See `save_rows`."""
    (result,) = save_rows(by=by, triwulan=triwulan, unit=unit, isian=[isian])
    if result.galat is not None or result.realisasi is None:
        raise result.galat or NotFound("Baris ini tidak ditemukan. Muat ulang halaman.")
    return result.realisasi


def lock_open_pengajuan(triwulan: Triwulan, unit: UnitKerja) -> Pengajuan:
    """Lock the unit's submission for a change of its data; raise NotNow when nothing may be changed."""
    pengajuan = (
        Pengajuan.objects.select_for_update(of=("self",))
        .select_related("triwulan__opd", "triwulan__jadwal")
        .filter(triwulan=triwulan, unit=unit)
        .first()
    )
    if pengajuan is None:
        raise NotNow(f"Unit ini tidak mempunyai indikator pada {triwulan}. Hubungi perencana bila ini keliru.")
    check_open(pengajuan, today_in(pengajuan.triwulan.opd))
    return pengajuan


def check_open(pengajuan: Pengajuan, today: date) -> None:
    """Raise NotNow when the submission's data may not be changed on that day, saying why and what to do."""
    quarter = pengajuan.triwulan
    if quarter.status == StatusTriwulan.DISAHKAN:
        raise NotNow(f"{quarter} sudah disahkan. Minta Kepala Dinas membuka kembali bila ada yang harus diperbaiki.")
    if StatusPengajuan(pengajuan.status) not in EDITABLE:
        raise NotNow(
            "Data unit ini sudah diajukan, jadi tidak dapat diubah. Minta pemeriksa mengembalikannya bila perlu."
        )
    jadwal = getattr(quarter, "jadwal", None)
    if jadwal is None:
        return
    if today < jadwal.mulai:
        raise NotNow(f"Pengisian {quarter} baru dibuka pada {jadwal.mulai:%d-%m-%Y}.")
    if jadwal.tutup is not None and today > jadwal.tutup and pengajuan.status != StatusPengajuan.DIKEMBALIKAN:
        raise NotNow(f"Pengisian {quarter} sudah ditutup pada {jadwal.tutup:%d-%m-%Y}. Hubungi Sekretaris.")


def _open_rows(pengajuan: Pengajuan) -> set[int] | None:
    """Return the rows that a return opened, or None when all rows are open."""
    if pengajuan.status != StatusPengajuan.DIKEMBALIKAN:
        return None
    return set(BarisDikembalikan.objects.filter(pengajuan=pengajuan).values_list("indikator_id", flat=True))


def _butir_by_indikator(triwulan: Triwulan, unit: UnitKerja) -> dict[int, ButirPK]:
    pk = get_pk_in_force(triwulan.opd_id, triwulan.tahun, triwulan.triwulan)
    if pk is None:
        return {}
    rows = ButirPK.objects.filter(pk_induk=pk, unit=unit).select_related("indikator")
    return {row.indikator_id: row for row in rows}


def _letters(rows: Any) -> dict[int, set[str]]:
    skala_ids = {row.skala_id for row in rows if row.skala_id is not None}
    letters: dict[int, set[str]] = {}
    if skala_ids:
        for skala_id, huruf in TingkatPredikat.objects.filter(skala_id__in=skala_ids).values_list("skala_id", "huruf"):
            letters.setdefault(skala_id, set()).add(huruf)
    return letters


class _Saver:
    """Collects the changes of one call and writes them with their audit rows in three statements."""

    def __init__(self, by: Pengguna, triwulan: Triwulan, unit: UnitKerja) -> None:
        self.by, self.triwulan, self.unit = by, triwulan, unit
        self.now = timezone.now()
        self.new: list[Realisasi] = []
        self.changed: list[Realisasi] = []
        self.jejak: list[Jejak] = []

    def apply(
        self, isian: IsianBaris, butir: ButirPK, row: Realisasi | None, letters: dict[int, set[str]]
    ) -> Realisasi:
        if isian.versi != (row.versi if row is not None else 0):
            raise ChangedMeanwhile(
                f"Baris ini baru saja diubah oleh {row.diubah_oleh if row else 'pengguna lain'}. "
                "Periksa nilai terbaru, lalu isi kembali bila perlu.",
                current=None if row is None else plain(state_of_row(row)),
            )
        values = {**state_of_row(row), **parse_isian(isian, butir, letters)}
        before = state_of_row(row)
        if row is not None and values == before:
            return row
        fresh = row is None
        if row is None:
            row = Realisasi(indikator=butir.indikator, triwulan=self.triwulan, versi=0)
        for name, value in values.items():
            setattr(row, name, value)
        row.versi += 1
        row.diubah_oleh = pelaku_text(self.by)
        row.diubah_pada = self.now
        (self.new if fresh else self.changed).append(row)
        self.jejak.append(
            make_jejak(
                by=self.by,
                tindakan="isi_realisasi",
                objek=row,
                objek_id=str(butir.indikator_id),
                opd=self.unit.opd,
                unit=self.unit.nama,
                sebelum=None if fresh else before,
                sesudah=values,
            )
        )
        return row

    def flush(self) -> None:
        Realisasi.objects.bulk_create(self.new, batch_size=500)
        Realisasi.objects.bulk_update(
            self.changed, [*AUDITED_FIELDS, "versi", "diubah_oleh", "diubah_pada"], batch_size=200
        )
        Jejak.objects.bulk_create(self.jejak, batch_size=500)


def state_of_row(row: Realisasi | None) -> dict[str, Any]:
    """Return the audited values of a row; the blank values when there is none."""
    return {name: getattr(row or Realisasi(), name) for name in AUDITED_FIELDS}


def parse_isian(isian: IsianBaris, butir: ButirPK, letters: dict[int, set[str]]) -> dict[str, Any]:
    """Return the columns that the typed row sets. Raises NotValid or PerluDiperiksa."""
    values: dict[str, Any] = {}
    for name, text in isian.teks.items():
        if name not in TEXT_FIELDS:
            raise NotValid("Kolom yang dikirim tidak dikenal. Muat ulang halaman.", {name: "Kolom tidak dikenal."})
        if len(text) > TEXT_LIMIT:
            message = f"Uraian terlalu panjang ({len(text)} huruf). Ringkas menjadi paling banyak {TEXT_LIMIT} huruf."
            raise NotValid(message, {name: message})
        values[name] = text.strip()
    if isian.tidak_tersedia:
        alasan = (isian.alasan or "").strip()
        if not alasan:
            message = "Tuliskan alasan mengapa realisasi tidak tersedia."
            raise NotValid(message, {"alasan": message})
        if len(alasan) > 500:
            message = "Alasan terlalu panjang. Ringkas menjadi paling banyak 500 huruf."
            raise NotValid(message, {"alasan": message})
        return values | {"status": StatusIsi.TIDAK_TERSEDIA.value, "nilai": None, "predikat": "", "alasan": alasan}
    if isian.realisasi is not None:
        values |= _parse_realisasi(isian.realisasi, isian.pilihan_baca, butir, letters)
    elif isian.tidak_tersedia is False:
        values |= {"status": StatusIsi.BELUM_DIISI.value, "nilai": None, "predikat": "", "alasan": ""}
    return values


def _parse_realisasi(
    text: str, pilihan: PilihanBaca | None, butir: ButirPK, letters: dict[int, set[str]]
) -> dict[str, Any]:
    empty = {"status": StatusIsi.BELUM_DIISI.value, "nilai": None, "predikat": "", "alasan": ""}
    if butir.jenis_nilai == JenisNilai.PREDIKAT:
        letter = text.strip()
        if not letter:
            return empty
        known = letters.get(butir.skala_id or 0, set())
        match = next((huruf for huruf in known if huruf.casefold() == letter.casefold()), None)
        if match is None:
            message = f"Predikat {letter} tidak dikenal. Pilih salah satu: {', '.join(sorted(known))}."
            raise NotValid(message, {"realisasi": message})
        return empty | {"status": StatusIsi.TERISI.value, "predikat": match}
    try:
        bacaan = read_number(text, jenis=JenisNilai(butir.jenis_nilai), satuan=butir.satuan)
    except BukanAngka as wrong:
        raise NotValid(str(wrong), {"realisasi": str(wrong)}) from None
    if bacaan.kosong:
        return empty
    nilai = bacaan.nilai
    if bacaan.pilihan is not None:
        desimal, ribuan = sorted(bacaan.pilihan, key=abs)
        if pilihan is None:
            raise PerluDiperiksa(text.strip(), ribuan=ribuan, desimal=desimal)
        nilai = ribuan if pilihan == PilihanBaca.RIBUAN else desimal
    return empty | {"status": StatusIsi.TERISI.value, "nilai": nilai}
