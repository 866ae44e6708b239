"""What may be typed into a row of realisasi: reading it into columns, or saying what is wrong or unclear about it."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from indicators.capaian import ChosenReading, EntryStatus, NotANumber, ReadingChoice, TwoReadings, ValueKind, read_cell
from indicators.models import ButirPK
from indicators.rules.kelengkapan import EntryFacts, reason_missing
from sakip.refusals import NotValid, ReadsTwoWays, refuse

TEXT_FIELDS = ("kendala", "faktor_pendorong", "faktor_penghambat", "tindak_lanjut", "catatan")
VALUE_FIELDS = ("status", "nilai", "predikat", "alasan")
AUDITED_FIELDS = (*VALUE_FIELDS, *TEXT_FIELDS)
TEXT_LIMIT = 2000
ALASAN_LIMIT = 500


@dataclass(frozen=True)
class RowEntry:
    """What was typed into one row. Fields that are None were not touched and stay as they are.

    `versi` is the version that the typist saw; 0 when there was no row yet. `realisasi` is the typed text,
    or the figure of a spreadsheet's cell, which is never ambiguous.
    """

    indikator_id: int
    versi: int
    realisasi: str | Decimal | None = None
    pilihan_baca: ReadingChoice | None = None
    tidak_tersedia: bool | None = None
    alasan: str | None = None
    teks: dict[str, str] = field(default_factory=dict)


class NeedsChecking(ReadsTwoWays):
    """A typed number reads two ways, so nothing was saved of it; `pertanyaan` asks by field.

    `fields` may hold more: what is wrong with others of the same row.
    """

    def __init__(self, pertanyaan: Mapping[str, TwoReadings], fields: Mapping[str, str] | None = None) -> None:
        sentences = {**{name: question.pilih for name, question in pertanyaan.items()}, **(fields or {})}
        super().__init__(next(iter((fields or sentences).values())), sentences)
        self.pertanyaan = dict(pertanyaan)


def parse_entry(isian: RowEntry) -> dict[str, Any]:
    """Return the columns that the row's texts and "tidak tersedia" set. Raises NotValid."""
    values: dict[str, Any] = {}
    for name, text in isian.teks.items():
        if name not in TEXT_FIELDS:
            raise NotValid("Kolom yang dikirim tidak dikenal. Muat ulang halaman.", {name: "Kolom tidak dikenal."})
        values[name] = clean_text(name, text, TEXT_LIMIT, "Uraian")
    if isian.tidak_tersedia:
        alasan = clean_text("alasan", isian.alasan or "", ALASAN_LIMIT, "Alasan")
        if missing := reason_missing(EntryFacts(status=EntryStatus.TIDAK_TERSEDIA, alasan=alasan)):
            raise refuse(missing.bidang, missing.kalimat)
        return values | {"status": EntryStatus.TIDAK_TERSEDIA.value, "nilai": None, "predikat": "", "alasan": alasan}
    if isian.tidak_tersedia is False and isian.realisasi is None:
        values |= BLANK
    return values


BLANK: dict[str, Any] = {"status": EntryStatus.BELUM_DIISI.value, "nilai": None, "predikat": "", "alasan": ""}


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
    return BLANK | {"status": EntryStatus.TERISI.value, "predikat": match}


def read_figure(
    text: str | Decimal, butir: ButirPK, pilihan: ReadingChoice | None
) -> tuple[dict[str, Any], ChosenReading | None]:
    """Return the columns that a typed figure sets, and the question that it answered by `pilihan`.

    Raises NotValid, PerluDiperiksa.
    """
    nilai, chosen = read_typed(
        text, "realisasi", jenis=ValueKind(butir.jenis_nilai), satuan=butir.satuan, pilihan=pilihan
    )
    return BLANK if nilai is None else BLANK | {"status": EntryStatus.TERISI.value, "nilai": nilai}, chosen


def read_typed(
    text: str | Decimal, name: str, *, jenis: ValueKind, satuan: str = "", pilihan: ReadingChoice | None = None
) -> tuple[Decimal | None, ChosenReading | None]:
    """Return the figure typed into the field `name`, None for a blank one, and the question that `pilihan` answered.

    Raises NotValid; PerluDiperiksa when it reads two ways and nothing says which one is meant.
    """
    try:
        bacaan = read_cell(text, jenis=jenis, satuan=satuan)
    except NotANumber as wrong:
        raise refuse(name, str(wrong)) from None
    if bacaan.ambiguous is None:
        return bacaan.nilai, None
    if pilihan is None:
        raise NeedsChecking({name: bacaan.ambiguous})
    chosen = ChosenReading(bacaan.ambiguous, pilihan)
    return chosen.diambil.nilai, chosen
