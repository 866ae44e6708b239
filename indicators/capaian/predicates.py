"""Words for figures: predicates of capaian, the SAKIP scale, and ordinal scales of predicate indicators."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from indicators.capaian.exact import Angka, InvalidValue, as_fraction, check_number, round_half_up
from indicators.capaian.values import MeasureSettings


def predicate_of_capaian(value: Angka, pengaturan: MeasureSettings | None = None) -> str:
    """The predicate of a capaian in per cent, by inclusive lower bounds on its 2-decimal half-up value (DOMAIN 4).

    90,995 prints as 91,00 and is therefore "Sangat Tinggi". Raises NilaiTidakSah.
    """
    settings = pengaturan or MeasureSettings()
    rounded = _as_printed(value, "Capaian")
    for bound, name in settings.ambang:
        if rounded >= Fraction(bound):
            return name
    return settings.predikat_terendah


#: Exclusive lower bounds of a SAKIP score, highest first; at most 30 is D.
AMBANG_SAKIP: tuple[tuple[int, str], ...] = ((90, "AA"), (80, "A"), (70, "BB"), (60, "B"), (50, "CC"), (30, "C"))


def predicate_of_sakip(score: Angka) -> str:
    """The letters of a SAKIP evaluation score (0-100): exclusive lower bounds on its 2-decimal value (DOMAIN 4).

    90,004 prints as 90,00 and is therefore A. Raises NilaiTidakSah.
    """
    rounded = _as_printed(score, "Nilai SAKIP")
    return next((letters for bound, letters in AMBANG_SAKIP if rounded > bound), "D")


def _as_printed(value: Angka, what: str) -> Fraction:
    """The figure with the two decimals that print shows: a word must not contradict the figure beside it."""
    return Fraction(round_half_up(as_fraction(value, what), 2), 100)


@dataclass(frozen=True, slots=True)
class PredicateScale:
    """An ordinal scale: letters are read and printed, scores are computed with and never printed.

    `nilai`: pairs of letters and score. Raises NilaiTidakSah when letters or scores repeat.
    """

    nilai: tuple[tuple[str, Decimal], ...]

    def __post_init__(self) -> None:
        letters = [_folded(text) for text, _ in self.nilai]
        scores = [score for _, score in self.nilai]
        for score in scores:
            check_number(score, "Skor predikat")
        if len(set(letters)) != len(letters) or len(set(scores)) != len(scores):
            raise InvalidValue("Setiap predikat dan setiap skor hanya boleh muncul sekali dalam skala.")

    def score_of(self, teks: str) -> Decimal | None:
        """The score of the letters, whatever their case and spacing; None when the scale has none such."""
        wanted = _folded(teks)
        return next((score for text, score in self.nilai if _folded(text) == wanted), None)

    def letter_of(self, skor: Angka) -> str | None:
        """The letters of exactly this score; None for a score between two steps."""
        exact = as_fraction(skor, "Skor predikat")
        return next((text for text, score in self.nilai if Fraction(score) == exact), None)


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
