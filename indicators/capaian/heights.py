"""How high figures stand in a picture of them."""

from collections.abc import Sequence

from indicators.capaian.exact import Angka, as_fraction

FULL = 1000


def heights_of(figures: Sequence[Angka | None]) -> list[int | None]:
    """Return where each figure stands between the least of them, or zero, and the greatest: in thousandths, None for
    none. With nothing but zeros all stand on the ground."""
    exact = [None if figure is None else as_fraction(figure) for figure in figures]
    # Brought to one denominator, so that the rest is done with integers: every row of a sheet has such a picture.
    common = 1
    for denominator in {figure.denominator for figure in exact if figure is not None}:
        common *= denominator
    whole = [None if figure is None else figure.numerator * (common // figure.denominator) for figure in exact]
    known = [0, *(figure for figure in whole if figure is not None)]
    low, span = min(known), max(known) - min(known)
    # Halves upwards: no height is below zero.
    return [
        None if figure is None else (2 * (figure - low) * FULL + span) // (2 * span) if span else 0 for figure in whole
    ]
