"""What a cell of a file shows: its value and its format together (DOMAIN 5), and cells that nobody may use."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from indicators.capaian import MAX_DIGITS, text_of_figure
from indicators.capaian.words import SIZES, words_of

MAX_CELL_TEXT = 5_000

GALAT, TANPA_HASIL, PANJANG, DISINGKAT, BERSYARAT = "galat", "tanpa hasil", "panjang", "disingkat", "bersyarat"
#: Why a cell cannot be used, after "Sel A1 " or "Sel A1 dan A2 "; what to do about it.
SEBAB = {
    GALAT: ("berisi galat", "Perbaiki rumusnya, lalu unggah kembali."),
    TANPA_HASIL: ("berisi rumus tanpa hasil", "Salin lalu tempel sebagai nilai, simpan, dan unggah kembali."),
    PANJANG: ("berisi teks yang terlalu panjang", f"Ringkas menjadi paling banyak {MAX_CELL_TEXT} huruf."),
    DISINGKAT: (
        "memakai format yang menyingkat angka menjadi ribuan atau jutaan",
        "Ubah format selnya menjadi Umum, periksa angkanya, lalu unggah kembali.",
    ),
    BERSYARAT: (
        "memakai format yang berbeda menurut besar angkanya",
        "Ubah format selnya menjadi Umum, periksa angkanya, lalu unggah kembali.",
    ),
}
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]', re.DOTALL)
# How XLSX writes signs that XML cannot hold: "_x000D_" is the line end of a text pasted from elsewhere.
_ESCAPED = re.compile(r"_x00(0[0-9A-F]|1[0-9A-F])_", re.IGNORECASE)
# A section of a format that holds for some figures only: "[<=1]0%;0".
_CONDITION = re.compile(r"\[[<>=]")
_PERCENT = "persen"


@dataclass(frozen=True, slots=True)
class UnusableCell:
    """A cell that holds nothing usable: an error, a formula that was never computed, a text beyond every column.

    It is passed over in a column that nobody reads, and named in one that is read.
    """

    isi: str
    sebab: str

    def __str__(self) -> str:
        return self.isi


def checked(value: Any) -> Any:
    """Return the value, or what stands for a text that no column of ours could hold."""
    if isinstance(value, str) and len(value) > MAX_CELL_TEXT:
        return UnusableCell(value[:60], PANJANG)
    return value


def unescaped(text: str) -> str:
    """Return a text of an XLSX with line ends and tabs instead of their codes; other control signs fall away."""

    def sign(found: re.Match[str]) -> str:
        letter = chr(int(found[1], 16))
        return letter if letter in "\t\n\r" else ""

    return _ESCAPED.sub(sign, text) if "_x" in text else text


def as_shown(value: Any, number_format: str | None) -> Any:
    """Return a number as its format shows it.

    0.9057 under 0,00% is the text "90,57%"; 81.18 under 0,00" %" stays 81.18; 2.5 under 0,0" juta" is "2,5 juta".
    """
    if isinstance(value, str):
        return checked(unescaped(value))
    if value is None or isinstance(value, bool) or not isinstance(value, int | float):
        return value
    kind, literal = _meaning(number_format or "", value < 0)
    if not kind and not literal:
        return value
    if kind in (DISINGKAT, BERSYARAT):
        return UnusableCell(str(value), kind) if value else value
    exact = Decimal(f"{value:.{MAX_DIGITS}g}")
    if kind == _PERCENT:
        return f"{text_of_figure(exact.scaleb(2))}%"
    return f"{text_of_figure(exact)} {literal}"


@lru_cache(maxsize=512)
def _meaning(number_format: str, negative: bool) -> tuple[str, str]:
    """Return what the format does to a figure, and the words of size that it puts beside it."""
    sections = [_without_literals(part) for part in _sections(number_format)]
    if _CONDITION.search(number_format) and len({_meaning_of(*section) for section in sections if section[0]}) > 1:
        return BERSYARAT, ""
    return _meaning_of(*(sections[1] if negative and len(sections) > 1 and sections[1][0] else sections[0]))


def _meaning_of(plain: str, literals: list[str]) -> tuple[str, str]:
    if "%" in plain:
        return _PERCENT, ""
    # A comma right behind the last place divides by a thousand.
    if re.search(r"[0#?],+(?![0#?,])", plain):
        return DISINGKAT, ""
    text = " ".join("".join(literals).split())
    return "", text if words_of(text) & SIZES.keys() else ""


def _without_literals(section: str) -> tuple[str, list[str]]:
    """Return the marks of a section of a format, and the texts that it only writes."""
    found = _LITERAL.finditer(section)
    return _LITERAL.sub("", section), [match[1] or match[2] or "" for match in found]


def _sections(number_format: str) -> list[str]:
    """Return the parts for positive, negative and other figures; a quoted text may hold a semicolon."""
    parts, quoted = [""], False
    for letter in number_format:
        quoted ^= letter == '"'
        if letter == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
    return parts
