"""How high figures stand in a picture of them."""

from collections.abc import Sequence
from fractions import Fraction

from indicators.capaian.exact import Angka, as_fraction, difference, ratio, round_half_up


def heights_of(figures: Sequence[Angka | None]) -> list[int | None]:
    """Return where each figure stands between the least of them, or zero, and the greatest: in thousandths, None for
    none. With nothing but zeros all stand on the ground."""
    known = [Fraction(0), *(as_fraction(figure) for figure in figures if figure is not None)]
    low, span = min(known), difference(max(known), min(known))
    return [
        None if figure is None else round_half_up(ratio(difference(figure, low), span), 3) if span else 0
        for figure in figures
    ]
