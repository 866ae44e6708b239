"""Headings of several rows: "Target" over "Triwulan I" over "Januari", "TW II" over "Target" and "Realisasi".

A group's heading stands in its first cell; what stands below it belongs to it. Only what surely is a target becomes
one: "Anggaran" over "TW I" is money, "Jadwal Pelaksanaan" over "TW I" is nothing that is imported.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from indicators.exchange.texts import is_blank

# Rows of headings below the first one.
MAX_BELOW = 2
_MONEY = re.compile(r"\b(?:anggaran|pagu|keuangan|belanja|dana|biaya|serapan|rka|dpa|rak|apbd|rp)\b")
_DONE = re.compile(r"\b(?:realisasi|capaian|tingkat|progres)\b")
_AIMED = re.compile(r"\b(?:target|kinerja|triwulan|tw|bulan|bulanan|tahun|tahunan|rencana aksi|volume|vol)\b")
_OTHER = re.compile(r"\b(?:jadwal|waktu|pelaksanaan|fisik|bobot|lokasi|prakiraan|perkiraan)\b")
# Headings that only say which part of the group above stands here.
_SAME = re.compile(r"\(?(?:k|kinerja|volume|vol|t|target)\.?\)?")
_RESULT = re.compile(r"\(?(?:r|realisasi|capaian|%|persen|% capaian)\.?\)?")
_RUPIAH = re.compile(r"\(?(?:rp|rupiah|keuangan|anggaran)\.?\)?(?: ?\(rp\.?\))?")
_YEAR = re.compile(r"(?:tahun )?(20[0-9]{2})")
_YEARLY = re.compile(r"(?:setahun|tahunan|satu tahun|1 tahun|akhir tahun|total|jumlah)")
_FIGURED = re.compile(r"(t[1-4]|b[0-9]{1,2}|tahun|target|renstra_20[0-9]{2})")


def is_part(text: str) -> bool:
    """Say whether a text heads a part of a group: "K", "Rp", "T", "%", "Fisik (%)", "2025"."""
    parts = (_SAME, _RESULT, _RUPIAH, _YEAR, _YEARLY)
    return any(part.fullmatch(text) for part in parts) or re.match(r"(?:fisik|bobot)\b", text) is not None


def stack(rows: Sequence[Sequence[Any]]) -> list[tuple[str, ...]]:
    """Return the headings above each column from the top down; a group reaches as far as something stands below it."""
    width = max(len(row) for row in rows)
    columns: list[tuple[str, ...]] = []
    open_groups: list[str] = [""] * len(rows)
    for index in range(width):
        texts = ["" if index >= len(row) or is_blank(row[index]) else _text(row[index]) for row in rows]
        lowest = max((level for level, text in enumerate(texts) if text), default=-1)
        for level, text in enumerate(texts):
            if text:
                # A new heading ends the groups below it.
                open_groups[level:] = [text, *[""] * (len(rows) - level - 1)]
        columns.append(tuple(text for text in open_groups[: lowest + 1] if text))
        if lowest < len(rows) - 1:
            open_groups = [""] * len(rows)
    return columns


def _text(value: Any) -> str:
    return " ".join(str(value).split())


def meaning_of(texts: Sequence[str], column_of: Callable[[Any], str], key_of: Callable[[Any], str]) -> str:
    """Return what a column of these headings, from the top down, means by our names; blank: unknown.

    `column_of` reads one heading, `key_of` returns it as it is compared.
    """
    if len(texts) == 1:
        return column_of(texts[0])
    *above, last = [key_of(text) for text in texts]
    over, name = " ".join(above), column_of(texts[-1])
    if _DONE.search(over) or _RESULT.fullmatch(last) or name == "realisasi":
        return "realisasi"
    if _MONEY.search(over) or _RUPIAH.fullmatch(last) or name == "uang":
        return "uang"
    if year := _YEAR.fullmatch(last):
        return f"renstra_{year[1]}" if _AIMED.search(over) and not _OTHER.search(over) else ""
    if _YEARLY.fullmatch(last):
        return "tahun" if _AIMED.search(over) and not _OTHER.search(over) else ""
    own = next((found for text in reversed(texts[:-1]) if _FIGURED.fullmatch(found := column_of(text))), "")
    if _OTHER.search(over) and (_SAME.fullmatch(last) or _FIGURED.fullmatch(name)):
        return ""
    if _SAME.fullmatch(last):
        return own or ("target" if _AIMED.search(over) else name)
    if not _FIGURED.fullmatch(name):
        return name if not own and not _OTHER.search(last) else ""
    if not own and not _AIMED.search(over):
        return ""
    # "2 Target" over "TW I": the lowest one says which; "TW I" over "Target" the one above it.
    return own if name == "target" and own else name
