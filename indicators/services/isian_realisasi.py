"""What may be typed into a row of realisasi: reading it into columns, or saying what is wrong or unclear about it."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from indicators.capaian import BacaanDipilih, BukanAngka, DuaBacaan, JenisNilai, PilihanBaca, StatusIsi, read_cell
from indicators.models import ButirPK
from indicators.rules.kelengkapan import FaktaIsian, reason_missing
from indicators.services.simpan import refuse
from sakip.refusals import NotValid, ReadsTwoWays

TEXT_FIELDS = ("kendala", "faktor_pendorong", "faktor_penghambat", "tindak_lanjut", "catatan")
VALUE_FIELDS = ("status", "nilai", "predikat", "alasan")
AUDITED_FIELDS = (*VALUE_FIELDS, *TEXT_FIELDS)
TEXT_LIMIT = 2000
ALASAN_LIMIT = 500


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


class PerluDiperiksa(ReadsTwoWays):
    """A typed number reads two ways, so nothing was saved of it; `pertanyaan` asks by field.

    `fields` may hold more: what is wrong with others of the same row.
    """

    def __init__(self, pertanyaan: Mapping[str, DuaBacaan], fields: Mapping[str, str] | None = None) -> None:
        sentences = {**{name: question.pilih for name, question in pertanyaan.items()}, **(fields or {})}
        super().__init__(next(iter((fields or sentences).values())), sentences)
        self.pertanyaan = dict(pertanyaan)


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
            raise refuse(missing.bidang, missing.kalimat)
        return values | {"status": StatusIsi.TIDAK_TERSEDIA.value, "nilai": None, "predikat": "", "alasan": alasan}
    if isian.tidak_tersedia is False and isian.realisasi is None:
        values |= BLANK
    return values


BLANK: dict[str, Any] = {"status": StatusIsi.BELUM_DIISI.value, "nilai": None, "predikat": "", "alasan": ""}


def clean_text(name: str, text: str, limit: int, what: str) -> str:
    """Return the text with plain line ends and without what no database column takes (NUL, lone surrogates)."""
    if text.isprintable() and len(text) <= limit:
        return text.strip()
    sound = text.encode("utf-8", "ignore").decode().replace("\r\n", "\n").replace("\r", "\n")
    cleaned = "".join(char for char in sound if char in "\n\t" or unicodedata.category(char) != "Cc").strip()
    if len(cleaned) > limit:
        raise refuse(
            name, f"{what} terlalu panjang ({len(cleaned)} huruf). Ringkas menjadi paling banyak {limit} huruf."
        )
    return cleaned


def read_predikat(text: str, known: Sequence[str]) -> dict[str, Any]:
    letter = "".join(text.split())
    if not letter:
        return BLANK
    match = next((huruf for huruf in known if "".join(huruf.split()).casefold() == letter.casefold()), None)
    if match is None:
        raise refuse(
            "realisasi", f"Predikat {letter[:40]} tidak ada dalam skala. Pilih salah satu: {', '.join(known)}."
        )
    return BLANK | {"status": StatusIsi.TERISI.value, "predikat": match}


def read_angka(
    text: str | Decimal, butir: ButirPK, pilihan: PilihanBaca | None
) -> tuple[dict[str, Any], BacaanDipilih | None]:
    """Return the columns that a typed figure sets, and the question that it answered by `pilihan`.

    Raises NotValid, PerluDiperiksa.
    """
    nilai, chosen = read_typed(
        text, "realisasi", jenis=JenisNilai(butir.jenis_nilai), satuan=butir.satuan, pilihan=pilihan
    )
    return BLANK if nilai is None else BLANK | {"status": StatusIsi.TERISI.value, "nilai": nilai}, chosen


def read_typed(
    text: str | Decimal, name: str, *, jenis: JenisNilai, satuan: str = "", pilihan: PilihanBaca | None = None
) -> tuple[Decimal | None, BacaanDipilih | None]:
    """Return the figure typed into the field `name`, None for a blank one, and the question that `pilihan` answered.

    Raises NotValid; PerluDiperiksa when it reads two ways and nothing says which one is meant.
    """
    try:
        bacaan = read_cell(text, jenis=jenis, satuan=satuan)
    except BukanAngka as wrong:
        raise refuse(name, str(wrong)) from None
    if bacaan.ambigu is None:
        return bacaan.nilai, None
    if pilihan is None:
        raise PerluDiperiksa({name: bacaan.ambigu})
    chosen = BacaanDipilih(bacaan.ambigu, pilihan)
    return chosen.diambil.nilai, chosen
