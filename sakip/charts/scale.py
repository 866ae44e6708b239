"""From an exact figure to a coordinate: the only place where a chart rounds."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Figure = Fraction | Decimal | int


@dataclass(frozen=True)
class Scale:
    """Maps the figures from `low` to `high` onto the coordinates from `start` to `end`, whichever of the two is larger.

    Raises ValueError where `low` and `high` are the same: nothing could be told apart.
    """

    low: Fraction
    high: Fraction
    start: int
    end: int

    def __post_init__(self) -> None:
        if self.low == self.high:
            raise ValueError("A scale needs two different figures.")

    def place(self, value: Figure) -> int:
        """Return the coordinate of a figure, halves upwards."""
        share = (Fraction(value) - self.low) / (self.high - self.low)
        exact = self.start + share * (self.end - self.start)
        return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def spread(number: int, start: int, end: int) -> list[int]:
    """Return the coordinates of so many places at even distances; a single one stands in the middle."""
    if number == 1:
        return [(start + end) // 2]
    scale = Scale(Fraction(0), Fraction(max(number - 1, 1)), start, end)
    return [scale.place(at) for at in range(number)]
