"""Words beside a number (DOMAIN 5): which are units of measure, which change the number's size, which spell it out.

A word is compared in its full spelling: "dok" is dokumen, "jt" and "juta" are one word, and so are "milyar", "miliyar"
and "miliar". What stands in none of these lists is not known, and whoever reads a number asks about it.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from indicators.capaian.kinds import ValueKind

WORD = re.compile(r"[^\W\d_]+|%")

_SPELLINGS = {
    "dokumen": "dok doc",
    "laporan": "lap lpr",
    "orang": "org",
    "kegiatan": "keg",
    "buah": "bh",
    "paket": "pkt",
    "berkas": "bks",
    "poin": "point points pts",
    "indeks": "indek index",
    "ribu": "rb",
    "juta": "jt jta",
    "miliar": "milyar miliyar milliar milyard miliard mlr",
    "triliun": "trilyun triliyun trilliun",
    "%": "persen persentase prosen prosentase percent pct",
    "rupiah": "rp idr rupiahs",
    "rasio": "ratio",
    "detik": "dtk",
    "menit": "mnt",
    "bulan": "bln",
    "tahun": "thn th",
    "gram": "g gr",
    "kilogram": "kg kilo",
    "kuintal": "kwintal kw",
    "kilometer": "km",
    "hektare": "ha hektar",
}
_FULL = {short: full for full, shorts in _SPELLINGS.items() for short in shorts.split()}


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


PERCENT, RUPIAH, RATIO = frozenset({"%"}), frozenset({"rupiah"}), frozenset({"rasio"})
#: Words that say how large a number is, and by how much; "m", "k" and "b" have several meanings.
SIZES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}
_UNSURE_SIZES = _set_of(
    "k ratus puluh belas puluhan ratusan ribuan jutaan miliaran milyaran triliunan m mio mil mily b bn bio t tr "
    "hundred thousand million billion trillion lusin kodi gros"
)
#: The short neutral list: they stand beside a number in any row and never change its size.
NEUTRAL = _set_of(
    "dokumen laporan buah unit orang kegiatan paket layanan berkas jiwa kali item poin indeks nilai skor angka lembar "
    "eksemplar set titik lokasi"
)
_ONES = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"]
_TENS = {"belas": 10, "puluh": 10, "ratus": 100}
_LEADERS = {"seratus": "satu ratus", "seribu": "satu ribu", "sejuta": "satu juta", "semiliar": "satu miliar"}


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text in their full spelling, "%" among them."""
    return frozenset(_FULL.get(word, word) for word in WORD.findall(text.casefold()))


def sizes_in(words: Iterable[str], own: Iterable[str]) -> frozenset[str]:
    """Return the words that change a number's size and do not stand in the row's `own` unit of measure."""
    own = frozenset(own)
    short = frozenset({"m"}) if "meter" in own else frozenset()
    return frozenset(words) & (SIZES.keys() | _UNSURE_SIZES) - own - short


def unknown_in(words: Iterable[str], own: Iterable[str]) -> frozenset[str]:
    """Return the words that are neither neutral nor of the `own` unit; three letters may stand for one of its words."""
    own = frozenset(own)
    return frozenset(
        word
        for word in frozenset(words) - NEUTRAL - own
        if not any(other.startswith(word) for other in own if len(word) >= 3 or (word, other) == ("m", "meter"))
    )


def factor_of(words: Iterable[str]) -> int | None:
    """Return what a number is multiplied with when its one word of size is clear: "2,5 juta" is a million times 2,5."""
    found = [word for word in words if word in SIZES or word in _UNSURE_SIZES]
    return SIZES.get(found[0]) if len(found) == 1 else None


def spelled_number(text: str) -> Decimal | None:
    """Return the number that Indonesian words spell out ("dua belas", "lima juta"), None when they spell none."""
    words = " ".join(_LEADERS.get(word, word) for word in WORD.findall(text.casefold())).split()
    whole, comma, tail = " ".join(words).partition(" koma ")
    figure = _whole(whole.split())
    if figure is None or not comma:
        return figure
    digits = [word for word in tail.split() if word in _ONES[:10]]
    if not digits or len(digits) != len(tail.split()):
        return None
    return Decimal(f"{figure}.{''.join(str(_ONES.index(word)) for word in digits)}")


def _whole(words: list[str]) -> Decimal | None:
    if not words:
        return None
    total, group, last = 0, 0, 0
    for word in words:
        if word in _ONES:
            last = _ONES.index(word)
            group += last
        elif word == "belas" and 0 < last < 10:
            group += 10
        elif word in _TENS and word != "belas" and 0 < last < 10:
            group += last * (_TENS[word] - 1)
        elif group and _FULL.get(word, word) in SIZES:
            total, group = total + group * SIZES[_FULL.get(word, word)], 0
        else:
            return None
        last = last if word in _ONES else 0
    return Decimal(total + group)


def printed_unit(satuan: str, jenis: ValueKind) -> str:
    """What print appends: nothing for a unit without letters ("-") and for letters, for Rupiah only what "Rp" does not
    say."""
    if not satuan or jenis == ValueKind.PREDIKAT:
        return ""
    unit = " ".join(satuan.split())
    if jenis == ValueKind.RUPIAH:
        unit = " ".join(word for word in unit.split() if not words_of(word) & RUPIAH)
    return unit if words_of(unit) else ""
