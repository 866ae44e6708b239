"""What may be typed into a row of realisasi: reading it into columns, or saying what is wrong or unclear about it."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from indicators.capaian import BukanAngka, JenisNilai, StatusIsi, read_cell
from indicators.models import ButirPK
from indicators.rules.kelengkapan import FaktaIsian, reason_missing
from indicators.services.errors import NotValid, ServiceError

TEXT_FIELDS = ("kendala", "faktor_pendorong", "faktor_penghambat", "tindak_lanjut", "catatan")
VALUE_FIELDS = ("status", "nilai", "predikat", "alasan")
AUDITED_FIELDS = (*VALUE_FIELDS, *TEXT_FIELDS)
TEXT_LIMIT = 2000
ALASAN_LIMIT = 500


class PilihanBaca(StrEnum):
    """How a writer uses dot and comma. It is the convention that is remembered, not "thousands" or "decimal": who
    groups with dots writes 12,500 for twelve and a half, and must not get twelve thousand."""

    INDONESIA = "indonesia"  # dot groups thousands, comma is the decimal mark
    INGGRIS = "inggris"  # comma groups thousands, dot is the decimal mark

    @property
    def lainnya(self) -> "PilihanBaca":
        return PilihanBaca.INGGRIS if self == PilihanBaca.INDONESIA else PilihanBaca.INDONESIA


@dataclass(frozen=True)
class IsianBaris:
    """What was typed into one row. Fields that are None were not touched and stay as they are.

    `versi` is the version that the typist saw; 0 when there was no row yet. `realisasi` is the typed text,
    or the figure of a spreadsheet's cell, which is never ambiguous.
    """

    indikator_id: int
    versi: int
    realisasi: str | Decimal | None = None
    pilihan_baca: PilihanBaca | None = None
    tidak_tersedia: bool | None = None
    alasan: str | None = None
    teks: dict[str, str] = field(default_factory=dict)


class PerluDiperiksa(ServiceError):
    """The typed number reads two ways; `bacaan` has both, nothing was saved."""

    def __init__(self, teks: str, satuan: str, bacaan: Mapping[PilihanBaca, Decimal]) -> None:
        super().__init__(f"Angka {teks} dapat dibaca dua cara. Pilih yang Anda maksud.")
        self.satuan = satuan
        self.bacaan = dict(bacaan)


@dataclass(frozen=True)
class BacaanDipilih:
    """An ambiguous number that was read by a choice; `lain` is the reading that was not taken."""

    satuan: str
    pilihan: PilihanBaca
    nilai: Decimal
    lain: Decimal


def parse_isian(isian: IsianBaris) -> dict[str, Any]:
    """Return the columns that the row's texts and "tidak tersedia" set. Raises NotValid."""
    values: dict[str, Any] = {}
    for name, text in isian.teks.items():
        if name not in TEXT_FIELDS:
            raise NotValid("Kolom yang dikirim tidak dikenal. Muat ulang halaman.", {name: "Kolom tidak dikenal."})
        values[name] = clean_text(name, text, TEXT_LIMIT, "Uraian")
    if isian.tidak_tersedia:
        alasan = clean_text("alasan", isian.alasan or "", ALASAN_LIMIT, "Alasan")
        if missing := reason_missing(FaktaIsian(status=StatusIsi.TIDAK_TERSEDIA, alasan=alasan)):
            raise _not_valid(missing.bidang, missing.kalimat)
        return values | {"status": StatusIsi.TIDAK_TERSEDIA.value, "nilai": None, "predikat": "", "alasan": alasan}
    if isian.tidak_tersedia is False and isian.realisasi is None:
        values |= BLANK
    return values


BLANK: dict[str, Any] = {"status": StatusIsi.BELUM_DIISI.value, "nilai": None, "predikat": "", "alasan": ""}


def _not_valid(field_name: str, message: str) -> NotValid:
    return NotValid(message, {field_name: message})


def clean_text(name: str, text: str, limit: int, what: str) -> str:
    """Return the text with plain line ends and without what no database column takes (NUL, lone surrogates)."""
    if text.isprintable() and len(text) <= limit:
        return text.strip()
    sound = text.encode("utf-8", "ignore").decode().replace("\r\n", "\n").replace("\r", "\n")
    cleaned = "".join(char for char in sound if char in "\n\t" or unicodedata.category(char) != "Cc").strip()
    if len(cleaned) > limit:
        raise _not_valid(
            name, f"{what} terlalu panjang ({len(cleaned)} huruf). Ringkas menjadi paling banyak {limit} huruf."
        )
    return cleaned


def read_predikat(text: str, known: Sequence[str]) -> dict[str, Any]:
    letter = "".join(text.split())
    if not letter:
        return BLANK
    match = next((huruf for huruf in known if "".join(huruf.split()).casefold() == letter.casefold()), None)
    if match is None:
        raise _not_valid(
            "realisasi", f"Predikat {letter[:40]} tidak ada dalam skala. Pilih salah satu: {', '.join(known)}."
        )
    return BLANK | {"status": StatusIsi.TERISI.value, "predikat": match}


def read_angka(
    text: str | Decimal, butir: ButirPK, pilihan: PilihanBaca | None
) -> tuple[dict[str, Any], BacaanDipilih | None]:
    try:
        bacaan = read_cell(text, jenis=JenisNilai(butir.jenis_nilai), satuan=butir.satuan)
    except BukanAngka as wrong:
        raise _not_valid("realisasi", str(wrong)) from None
    if bacaan.kosong:
        return BLANK, None
    if bacaan.pilihan is None:
        return BLANK | {"status": StatusIsi.TERISI.value, "nilai": bacaan.nilai}, None
    both = dict(zip((PilihanBaca.INDONESIA, PilihanBaca.INGGRIS), bacaan.pilihan, strict=True))
    if pilihan is None:
        raise PerluDiperiksa(str(text).strip(), butir.satuan, both)
    chosen = BacaanDipilih(butir.satuan, pilihan, both[pilihan], both[pilihan.lainnya])
    return BLANK | {"status": StatusIsi.TERISI.value, "nilai": both[pilihan]}, chosen
