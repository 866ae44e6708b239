"""Numbers as people write them, read (DOMAIN 5); `writing` prints them.

Comma is the decimal mark, dot groups thousands. The reader takes what is certain, hands back both readings of
what is ambiguous, and refuses the rest with a sentence that shows an example:

| typed | read |
|---|---|
| "81,18" "81.18" "43773" "2.360.141.080" "1 234 567" | certain |
| "1.234,5" and "1,234.5" | certain: where both marks stand, the last one can only be the decimal mark |
| "1,234,567" | certain: a mark that repeats can only group thousands |
| "0,500" "0.500" | certain: thousands are not written with a zero head |
| "1.234" "12,500" "43.000" | ambiguous: one mark, exactly three digits after it, a nonzero head |
| "(5.000.000)" "12 (dua belas) dokumen" | certain: accountants' minus; words in brackets are read over |
| "1,23.5" "12." ",5" "2-3" "5 juta" "5 kwintal" "3OO" | refused, with what to type instead |

Only the ASCII digits are digits: other scripts, superscripts and fractions are refused, never translated
("5²" must not become 52). Nothing depends on locale or decimal context.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from indicators.capaian.exact import MAX_DECIMALS, MAX_DIGITS
from indicators.capaian.kinds import ValueKind
from indicators.capaian.two_readings import TwoReadings
from indicators.capaian.words import (
    PERCENT,
    RATIO,
    RUPIAH,
    SIZES,
    factor_of,
    printed_unit,
    sizes_in,
    spelled_number,
    unknown_in,
    words_of,
)

#: Longer entries, unit of measure aside, are not numbers; keeps the patterns below cheap.
MAX_TEXT = 120
# A cell with more decimals is refused before it is written out digit by digit.
_MAX_CELL_DECIMALS = 400

_SPACES = " \u00a0\u202f\u2007\u2009"
_INVISIBLE = "\u200b\u200e\u200f\u2060\ufeff"
_MINUS = "-\u2212\u2013\u2011"
_CONTOH = "misalnya 81,18 atau 2.360.141.080"

_BODY = re.compile(rf"(?P<sign>[{_MINUS}+]?)(?P<figure>[0-9](?:[0-9.,{_SPACES}]*[0-9])?)(?P<rest>.*)", re.DOTALL)
_RUPIAH_HEAD = re.compile(rf"(?P<sign>[{_MINUS}+]?)(?:rp\.?|idr)[{_SPACES}]*(?=[{_MINUS}+0-9])", re.IGNORECASE)
_RUPIAH_TAIL = re.compile(rf"^,[{_MINUS}]+")
_RATIO_HEAD = re.compile(rf"1[{_SPACES}]*:[{_SPACES}]*")
# "(5.000.000)" and "Rp (5.000.000,00)": the figure alone in brackets is negative.
_NEGATIVE = re.compile(
    rf"(?P<head>(?:rp\.?|idr)?[{_SPACES}]*)\([{_SPACES}]*(?P<inner>(?:(?:rp\.?|idr)[{_SPACES}]*)?[0-9][0-9.,{_SPACES}]*)\)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\(([^()\d]*)\)")
_UNIT = re.compile(r"[^\W\d_][^\d_()]*|%", re.DOTALL)
_TOUCHING = re.compile(r"[0-9][^\W\d_]|[^\W\d_][0-9]")
_SPACE_GROUPED = re.compile(rf"[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+(?![0-9])")


class NotANumber(ValueError):
    """The text is not a number that can be stored; `str()` is a full Indonesian sentence with an example."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: nothing (`kosong`), one value (`nilai`), or two of which somebody must choose (`ambigu`)."""

    nilai: Decimal | None = None
    ambiguous: TwoReadings | None = None
    kosong: bool = False


def read_number(text: str, *, jenis: ValueKind = ValueKind.JUMLAH, satuan: str = "") -> Reading:
    """Read one entry of an indicator of that kind and unit of measure.

    Words after the number are accepted when they are the row's own unit, in any usual spelling, or neutral ("2 dok");
    "5 juta" is refused with the figure to type when the unit of measure is not in juta, "5 orang" when it is ribu
    orang, "3 jam" when it is hari, "%" when it is orang. A ratio "1:17,9" is stored as 17,9, the second term; the
    first must be 1. A predicate's letters are read by `SkalaPredikat.skor`, not here. Raises BukanAngka.
    """
    cleaned = text.strip().strip(_INVISIBLE + _SPACES).strip()
    if not cleaned:
        return Reading(kosong=True)
    if len(cleaned) > MAX_TEXT + len(satuan):
        raise NotANumber(f"Isian ini terlalu panjang untuk sebuah angka. Tulis angka saja, {_CONTOH}.")
    bare, has_unit = _without_own_unit(cleaned, satuan, jenis)
    bare = _NEGATIVE.sub(lambda found: f"-{found['head']}{found['inner']}", bare, count=1) if "(" in bare else bare
    rupiah = _RUPIAH_HEAD.match(bare)
    ratio = _RATIO_HEAD.match(bare) if jenis == ValueKind.RASIO or words_of(satuan) & RATIO else None
    head = rupiah or ratio
    sign = rupiah["sign"] if rupiah else ""
    match = _BODY.fullmatch(bare[head.end() :] if head else bare)
    if match is None or (sign and match["sign"]):
        raise _refusal(cleaned, jenis)
    negative = (sign or match["sign"]) not in ("", "+")
    rest = _RUPIAH_TAIL.sub("", match["rest"])
    beside = _Beside(cleaned, _BRACKETS.sub(" ", rest).rstrip(), satuan, jenis, rupiah=bool(rupiah), has_unit=has_unit)
    beside.check_letters()
    values = [_limited(reading, negative, cleaned) for reading in _readings(match["figure"], cleaned)]
    beside.check_words(values)
    for said in _BRACKETS.findall(rest):
        values = beside.agree(values, said)
    if len(values) == 1:
        return Reading(nilai=values[0])
    indonesian, english = values
    return Reading(ambiguous=TwoReadings(text.strip(), indonesian, english, satuan))


def read_cell(value: object, *, jenis: ValueKind = ValueKind.JUMLAH, satuan: str = "") -> Reading:
    """Read a spreadsheet's cell: its text like `read_number`; its number as it is, never ambiguous.

    A spreadsheet keeps numbers as binary floats of 15 reliable digits; those 15 digits are read. Raises BukanAngka,
    also for dates, truth values and errors.
    """
    if value is None:
        return Reading(kosong=True)
    if isinstance(value, str):
        return read_number(value, jenis=jenis, satuan=satuan)
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise NotANumber(f"Sel ini bukan angka, melainkan tanggal, waktu, atau lainnya. Tulis angka saja, {_CONTOH}.")
    exact = Decimal(f"{value:.{MAX_DIGITS}g}") if isinstance(value, float) else Decimal(value)
    if not exact.is_finite() or exact.adjusted() >= MAX_DIGITS:
        raise NotANumber(
            "Nilai sel ini terlalu besar. Periksa angkanya; bila memang sebesar itu, pakai satuan juta atau miliar."
        )
    exponent = exact.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_MAX_CELL_DECIMALS:
        raise NotANumber(f"Sel ini mempunyai terlalu banyak angka di belakang koma. Bulatkan dahulu, {_CONTOH}.")
    plain = f"{exact.copy_abs():f}"
    return Reading(nilai=_limited(plain, exact.is_signed(), plain, decimals=MAX_DIGITS))


def _shown(cleaned: str) -> str:
    """The entry as a sentence quotes it."""
    return f"“{cleaned}”" if len(cleaned) <= 40 else f"“{cleaned[:40]}…”"


def _refusal(cleaned: str, jenis: ValueKind) -> NotANumber:
    """Why the text as a whole is not a number."""
    shown = _shown(cleaned)
    if jenis == ValueKind.PREDIKAT:
        return NotANumber(f"{shown} bukan skor predikat. Pilih predikat dari daftar, misalnya BB.")
    if jenis == ValueKind.DURASI and any(character in "0123456789" for character in cleaned):
        return NotANumber(
            f"{shown} tidak dapat dibaca sebagai satu lama waktu. Tulis dalam satu satuan, "
            "misalnya 1,5 untuk satu jam tiga puluh menit."
        )
    if ":" in cleaned:
        if jenis == ValueKind.RASIO:
            return NotANumber(
                f"{shown} bukan rasio yang dapat disimpan. Tulis dengan angka 1 di depan, misalnya 1:17,9."
            )
        return NotANumber(f"{shown} tampak seperti rasio atau jam. Tulis satu angka saja, {_CONTOH}.")
    if _TOUCHING.search(cleaned):
        return _touching(cleaned)
    if not any(character in "0123456789" for character in cleaned):
        if any(character.isnumeric() for character in cleaned):
            return NotANumber(f"{shown} memakai angka dari aksara lain. Tulis dengan angka 0-9, {_CONTOH}.")
        return NotANumber(
            f"{shown} bukan angka. Tulis angka saja, {_CONTOH}; kosongkan bila belum ada, tulis 0 bila memang nol."
        )
    return NotANumber(f"{shown} tidak dapat dibaca sebagai satu angka. Tulis angka saja, {_CONTOH}.")


def _touching(cleaned: str) -> NotANumber:
    return NotANumber(
        f"{_shown(cleaned)} memuat huruf yang menempel pada angka. Bila salah ketik, tulis angkanya saja; "
        "bila satuan, beri spasi di depannya, misalnya 2 dok."
    )


def _plain_unit(text: str) -> str:
    """A unit of measure for comparison: case, spacing and raised digits do not matter."""
    return " ".join(text.replace("²", "2").replace("³", "3").split()).casefold()


def _without_own_unit(cleaned: str, satuan: str, jenis: ValueKind) -> tuple[str, bool]:
    """The text without the indicator's own unit at its end (it may hold digits: "per 1.000 KH"), if it was there."""
    spaced = " ".join(cleaned.split())
    for unit in (" ".join(satuan.split()), printed_unit(satuan, jenis)):
        if words_of(unit) and len(spaced) > len(unit) and spaced[-len(unit) :].casefold() == unit.casefold():
            before = spaced[: -len(unit)]
            if before.endswith(" ") or (before[-1] in "0123456789" and unit[0] in "%/"):
                return before.rstrip(), True
    return cleaned, False


@dataclass(frozen=True)
class _Beside:
    """What stands beside the figure of an entry, judged by the row's unit of measure and kind of value."""

    cleaned: str
    rest: str
    satuan: str
    jenis: ValueKind
    rupiah: bool
    has_unit: bool

    @property
    def words(self) -> frozenset[str]:
        return words_of(self.rest) | (RUPIAH if self.rupiah else frozenset())

    @property
    def own(self) -> frozenset[str]:
        """The words that the row's own unit may be written with."""
        own = words_of(self.satuan)
        plain = self.jenis in (ValueKind.JUMLAH, ValueKind.RUPIAH)
        bare = not own and self.jenis not in (ValueKind.RUPIAH, ValueKind.DURASI, ValueKind.RASIO)
        if self.jenis == ValueKind.PERSEN or bare:
            own |= PERCENT
        if self.jenis == ValueKind.RUPIAH or (plain and not words_of(self.satuan)):
            own |= RUPIAH
        return own

    def check_letters(self) -> None:
        """Raise BukanAngka where a letter touches a digit, or where the rest is no unit at all."""
        unit = _plain_unit(self.rest)
        if self.rest[:1].isalpha() and not any(len(word) > 1 for word in sizes_in(self.words, self.own)):
            raise _touching(self.cleaned)
        foreign_digits = any(character.isnumeric() for character in unit)
        if unit and unit != _plain_unit(self.satuan) and (foreign_digits or not _UNIT.fullmatch(unit)):
            raise _refusal(self.cleaned, self.jenis)

    def check_words(self, values: list[Decimal]) -> None:
        """Raise BukanAngka for words that change the figure's size, or that nobody knows here."""
        if _plain_unit(self.rest) == _plain_unit(self.satuan) and not self.rupiah:
            return
        own, words = self.own, self.words
        sizes = sizes_in(words, own)
        size_missing = own & SIZES.keys() and words and not self.has_unit and not words & SIZES.keys()
        if sizes and not own & SIZES.keys():
            raise self._asked_size(sizes, values)
        money = self.rupiah and self.jenis not in (ValueKind.JUMLAH, ValueKind.RUPIAH)
        if sizes or size_missing or unknown_in(words, own) or money:
            raise self._other_unit()

    def agree(self, values: list[Decimal], said: str) -> list[Decimal]:
        """Return the readings that the words in brackets allow: they are read over, but may not contradict."""
        spelled = spelled_number(said)
        if spelled is None:
            if sizes := sizes_in(words_of(said), self.own):
                raise self._asked_size(sizes, values)
            return values
        agreeing = [value for value in values if abs(value) == spelled]
        if not agreeing:
            raise NotANumber(
                f"{_shown(self.cleaned)}: angka dan kata di dalam kurung berbeda. Tulis angkanya saja, {_CONTOH}."
            )
        return agreeing

    def _asked_size(self, sizes: frozenset[str], values: list[Decimal]) -> NotANumber:
        factor = factor_of(sizes)
        full = "" if factor is None else " atau ".join(_plain_figure(value * factor) for value in sorted(values))
        ask = f"Tulis angka lengkapnya: {full}." if full else "Tulis angka lengkapnya, misalnya 5.000.000."
        return NotANumber(f"{_shown(self.cleaned)} memakai kata besaran. {ask}")

    def _other_unit(self) -> NotANumber:
        name = " ".join(self.satuan.split())
        if not name:
            odd = " ".join(sorted(unknown_in(self.words, self.own))) or "satuan lain"
            return NotANumber(
                f"{_shown(self.cleaned)} memakai satuan lain ({odd}) yang tidak dikenal di sini. "
                f"Tulis angkanya saja, {_CONTOH}."
            )
        return NotANumber(
            f"{_shown(self.cleaned)} memakai satuan lain daripada {name}. Tulis angkanya dalam {name}, {_CONTOH}."
        )


def _plain_figure(value: Decimal) -> str:
    """A figure as a sentence asks for it: "1.500.000.000", "2.500,5"."""
    head, _, tail = f"{value:f}".partition(".")
    tail = tail.rstrip("0")
    return f"{int(head):,}".replace(",", ".") + (f",{tail}" if tail else "")


def _readings(figure: str, cleaned: str) -> list[str]:
    """The figure's one or two readings as plain digits with a dot, e.g. ["1234.5"]; see the module's table."""
    plain = _without_space_groups(figure)
    marks = [character for character in plain if character in ".,"]
    if any(character in _SPACES for character in plain) or ".." in plain or ",," in plain:
        raise _misgrouped(cleaned)
    if not marks:
        return [plain]
    kinds = set(marks)
    last = marks[-1]
    if len(kinds) == 2:
        other = "," if last == "." else "."
        if marks.count(last) > 1 or not _grouped(plain.rpartition(last)[0], other):
            raise _misgrouped(cleaned)
        return [plain.replace(other, "").replace(last, ".")]
    if len(marks) > 1:
        if not _grouped(plain, last):
            raise _misgrouped(cleaned)
        return [plain.replace(last, "")]
    head, _, tail = plain.partition(last)
    if len(tail) != 3 or not head.strip("0"):
        return [f"{head}.{tail}"]
    grouped, decimal = head + tail, f"{head}.{tail}"
    return [grouped, decimal] if last == "." else [decimal, grouped]


def _without_space_groups(figure: str) -> str:
    """ "1 234 567,5" as "1234567,5"; unchanged when the spaces do not group thousands."""
    match = _SPACE_GROUPED.match(figure)
    if match is None:
        return figure
    rest = figure[match.end() :]
    joined = "".join(character for character in match[0] if character not in _SPACES)
    return figure if any(character in _SPACES for character in rest) else joined + rest


def _grouped(whole: str, mark: str) -> bool:
    """Whether `whole` is well-formed thousands: one to three digits, then threes, no zero head."""
    head, *groups = whole.split(mark)
    return (
        1 <= len(head) <= 3 and bool(groups) and not head.startswith("0") and all(len(group) == 3 for group in groups)
    )


def _misgrouped(cleaned: str) -> NotANumber:
    return NotANumber(
        f"Tanda titik, koma, atau spasi pada {_shown(cleaned)} tidak dapat dipastikan artinya. "
        "Titik memisahkan ribuan dan koma desimal, misalnya 1.234.567,5."
    )


def _limited(reading: str, negative: bool, cleaned: str, *, decimals: int = MAX_DECIMALS) -> Decimal:
    """The reading without idle zeros, within what can be stored; what was typed has at most four decimals."""
    head, _, tail = reading.partition(".")
    head, tail = head.lstrip("0") or "0", tail.rstrip("0")
    if len(head) > MAX_DIGITS:
        raise NotANumber(
            f"{_shown(cleaned)} terlalu besar: paling banyak {MAX_DIGITS} angka. "
            "Periksa angkanya; bila memang sebesar itu, minta perencana memakai satuan juta atau miliar."
        )
    if len(tail) > decimals:
        raise NotANumber(
            f"{_shown(cleaned)} mempunyai lebih dari {decimals} angka di belakang koma. "
            "Bulatkan dahulu, misalnya 81,1825."
        )
    if tail and len((head + tail).lstrip("0")) > MAX_DIGITS:
        raise NotANumber(
            f"{_shown(cleaned)} mempunyai lebih dari {MAX_DIGITS} angka. Bulatkan dahulu angka di belakang komanya."
        )
    digits = f"{head}.{tail}" if tail else head
    return Decimal(f"-{digits}") if negative and digits != "0" else Decimal(digits)
