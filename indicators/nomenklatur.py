"""Codes of the official nomenclature as offices write them, and the same codes in one spelling.

urusan.bidang.program[.kewenangan.kegiatan[.sub kegiatan]], for example 2.16.01.2.01.0001. The last part has two digits
in the nomenclature up to 2023 (Permendagri 90/2019 and its updates) and four from 2024 on (Kepmendagri
900.1.15.5-1317/2023). A code is optional everywhere: blank text is for the caller.

| typed | read |
|---|---|
| "2.16.01" "2.16.01.2.01" "2.16.01.2.01.01" "2.16.01.2.01.0001" | as it stands |
| " 2.16.01. " "2 16 01" "2.16.1.2.1" | 2.16.01 and 2.16.01.2.01: only the sub kegiatan has no fixed width |
| "21601" "21601201" "2160120101" "216012010001" | without dots: 5, 8, 10 or 12 digits can only be one thing |
| "2.16.01.2.01.1" | refused: 01 and 0001 are different codes |
| "X.XX.01" "2.16" "2.16.01.2" "2.16.01.2.01.001" "2-16-01" | refused with an example |
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from indicators.tingkat import NOMENKLATUR, Tingkat
from sakip.labelled import Labelled

TAHUN_EMPAT_ANGKA = 2024


class NomenklaturVersion(Labelled):
    """How many digits the last part of a sub kegiatan's code has."""

    DUA = "2-digit", "2 angka (sampai 2023)"
    EMPAT = "4-digit", "4 angka (mulai 2024)"

    @property
    def digits(self) -> int:
        return 2 if self is NomenklaturVersion.DUA else 4


class WrongCode(ValueError):
    """The text is no code. `str()` is a full Indonesian sentence with an example."""


@dataclass(frozen=True)
class NomenklaturCode:
    """A code that was read; `str()` is its one spelling."""

    bagian: tuple[str, ...]

    def __str__(self) -> str:
        return ".".join(self.bagian)

    @property
    def tingkat(self) -> Tingkat:
        return _LEVEL_OF_LENGTH[len(self.bagian)]

    @property
    def versi(self) -> NomenklaturVersion | None:
        """The nomenclature that the code itself shows; None above the sub kegiatan, where both look the same."""
        if self.tingkat is not Tingkat.SUB_KEGIATAN:
            return None
        return (
            NomenklaturVersion.DUA
            if len(self.bagian[-1]) == NomenklaturVersion.DUA.digits
            else NomenklaturVersion.EMPAT
        )

    @property
    def induk(self) -> str:
        """The code of the node above: of the kegiatan for a sub kegiatan, of the program for a kegiatan, else blank."""
        length = {Tingkat.SUB_KEGIATAN: 5, Tingkat.KEGIATAN: 3}.get(self.tingkat, 0)
        return ".".join(self.bagian[:length])


_WIDTHS = (1, 2, 2, 1, 2)
_LEVEL_OF_LENGTH = {3: Tingkat.PROGRAM, 5: Tingkat.KEGIATAN, 6: Tingkat.SUB_KEGIATAN}
# Digits of a code without dots, and where its parts end.
_WIDTHS_OF_DIGITS: dict[int, tuple[int, ...]] = {
    5: _WIDTHS[:3],
    8: _WIDTHS,
    10: (*_WIDTHS, NomenklaturVersion.DUA.digits),
    12: (*_WIDTHS, NomenklaturVersion.EMPAT.digits),
}
# Longer entries are no codes; keeps the pattern below cheap.
_MAX_TEXT = 40
_SPACES = "\\s\u00a0\u202f\u2007\u2009"
_SEPARATOR = re.compile(rf"[{_SPACES}]*\.[{_SPACES}]*|[{_SPACES}]+")
_DIGITS = re.compile(r"[0-9]+")
_PLACEHOLDER = re.compile(r"(?<![A-Za-z])[Xx]{1,2}(?![A-Za-z])")
_ZERO = re.compile(r"0+")


def version_of_year(tahun: int) -> NomenklaturVersion:
    """Return the nomenclature in force in a year."""
    return NomenklaturVersion.EMPAT if tahun >= TAHUN_EMPAT_ANGKA else NomenklaturVersion.DUA


def example_of(tingkat: Tingkat, versi: NomenklaturVersion | None = None) -> str:
    """Return a code of the level, for a sentence or a placeholder."""
    if tingkat is Tingkat.PROGRAM:
        return "2.16.01"
    if tingkat is Tingkat.KEGIATAN:
        return "2.16.01.2.01"
    return "2.16.01.2.01.01" if versi is NomenklaturVersion.DUA else "2.16.01.2.01.0001"


def read_code(text: str, *, tingkat: Tingkat | None = None, versi: NomenklaturVersion | None = None) -> NomenklaturCode:
    """Read a code with or without dots. With `tingkat` and `versi` it must be of that level and nomenclature.

    Raises KodeSalah.
    """
    parts = _split(text.strip(), tingkat, versi)
    if len(parts) not in _LEVEL_OF_LENGTH:
        raise WrongCode(_wrong_length(len(parts), tingkat, versi))
    padded = [part.zfill(width) for part, width in zip(parts, _WIDTHS, strict=False)]
    for part, width, name in zip(padded, _WIDTHS, _PART_NAMES, strict=False):
        if len(part) != width or _ZERO.fullmatch(part):
            raise WrongCode(
                f"Bagian {name} pada kode ini bukan {width} angka: {part}. "
                f"Tulis seperti {example_of(tingkat or Tingkat.PROGRAM, versi)}."
            )
    kode = NomenklaturCode((*padded, *(_last_part(part, versi) for part in parts[len(_WIDTHS) :])))
    if tingkat is not None and kode.tingkat is not tingkat:
        raise WrongCode(
            f"{kode} adalah kode {kode.tingkat.label.lower()}, bukan kode {tingkat.label.lower()}. "
            f"Tulis seperti {example_of(tingkat, versi)}."
        )
    return kode


@lru_cache(maxsize=4096)  # an import compares the same few codes row after row
def spell_code(text: str) -> str:
    """Return a code in its one spelling, to compare two; text that is no code comes back as it stands."""
    try:
        return str(read_code(text))
    except WrongCode:
        return text


def without_zeros(text: str) -> str:
    """Return a code without the zeros in front of its last part: 01 and 0001 are one number, widened."""
    head, _, last = text.rpartition(".")
    return f"{head}.{last.lstrip('0')}"


_PART_NAMES = (
    "urusan",
    "bidang urusan",
    Tingkat.PROGRAM.label.lower(),
    "kewenangan",
    Tingkat.KEGIATAN.label.lower(),
)


def _split(text: str, tingkat: Tingkat | None, versi: NomenklaturVersion | None) -> list[str]:
    """Return the digits of each part. Raises KodeSalah."""
    example = example_of(tingkat or Tingkat.SUB_KEGIATAN, versi)
    if _PLACEHOLDER.search(text) and len(text) <= _MAX_TEXT:
        raise WrongCode(f"Ganti X dan XX dengan kode urusan dan bidang urusan kantor Anda, misalnya {example}.")
    if len(text) <= _MAX_TEXT and _DIGITS.fullmatch(text):
        widths = _WIDTHS_OF_DIGITS.get(len(text))
        if widths is None:
            raise WrongCode(
                f"Kode tanpa titik terdiri atas 5 angka (program), 8 (kegiatan), 10 atau 12 (sub kegiatan), "
                f"bukan {len(text)}. Tulis dengan titik, misalnya {example}."
            )
        ends = [sum(widths[: index + 1]) for index in range(len(widths))]
        return [text[end - width : end] for end, width in zip(ends, widths, strict=True)]
    parts = _SEPARATOR.split(text.removesuffix("."))
    if len(text) > _MAX_TEXT or not all(_DIGITS.fullmatch(part) for part in parts):
        raise WrongCode(f"Kode hanya memuat angka yang dipisahkan titik, misalnya {example}.")
    return parts


def _wrong_length(length: int, tingkat: Tingkat | None, versi: NomenklaturVersion | None) -> str:
    if tingkat is not None:
        example = example_of(tingkat, versi)
        return f"Kode {tingkat.label.lower()} ini terdiri atas {length} bagian. Tulis seperti {example}."
    examples = ", ".join(f"{example_of(level, versi)} ({level.label.lower()})" for level in NOMENKLATUR)
    return f"Kode ini terdiri atas {length} bagian. Tulis seperti {examples}."


def _last_part(part: str, versi: NomenklaturVersion | None) -> str:
    """Check the part of the sub kegiatan, which alone differs between the nomenclatures. Raises KodeSalah."""
    wanted = (versi,) if versi is not None else tuple(NomenklaturVersion)
    if len(part) in {item.digits for item in wanted} and not _ZERO.fullmatch(part):
        return part
    if versi is None:
        raise WrongCode(
            f"Bagian terakhir kode sub kegiatan terdiri atas 2 atau 4 angka, bukan {part}. "
            f"Tulis seperti {example_of(Tingkat.SUB_KEGIATAN, NomenklaturVersion.DUA)} (sampai 2023) "
            f"atau {example_of(Tingkat.SUB_KEGIATAN)} (mulai 2024)."
        )
    since = "sampai 2023" if versi is NomenklaturVersion.DUA else "mulai 2024"
    raise WrongCode(
        f"Bagian terakhir kode sub kegiatan {since} terdiri atas {versi.digits} angka, bukan {part}. "
        f"Tulis seperti {example_of(Tingkat.SUB_KEGIATAN, versi)}, atau pilih versi nomenklatur yang lain."
    )


def check_below(kode: NomenklaturCode, kode_induk: str) -> None:
    """Check that a code begins with its parent's code, where that is a code. Raises KodeSalah."""
    if not kode_induk or kode.tingkat is Tingkat.PROGRAM:
        return
    try:
        parent = str(read_code(kode_induk))
    except WrongCode:
        return  # an old entry that was never checked says nothing about what lies below it
    if kode.induk != parent:
        raise WrongCode(
            f"Kode ini harus diawali kode induknya, {parent}: misalnya {parent}.{_example_below(kode)}. "
            "Perbaiki kodenya, atau pilih induk yang benar."
        )


def _example_below(kode: NomenklaturCode) -> str:
    return ".".join(kode.bagian[3 if kode.tingkat is Tingkat.KEGIATAN else 5 :])


def propose_four_digits(text: str) -> str:
    """Return the four-digit code that a two-digit one most likely became, blank for any other text.

    Only a proposal: the ministry renumbered some sub kegiatan, so a person compares it with the official list.
    """
    try:
        kode = read_code(text, tingkat=Tingkat.SUB_KEGIATAN, versi=NomenklaturVersion.DUA)
    except WrongCode:
        return ""
    return ".".join((*kode.bagian[:-1], kode.bagian[-1].zfill(NomenklaturVersion.EMPAT.digits)))
