"""How wide the columns of a table are: one rule for every table of every report.

A column is at least as wide as its longest figure. Where the columns do not fit with every
word whole, the type gives way down to the smallest that can be read; then the words of the
texts may be broken; never a figure. Widths in CSS px; pure arithmetic.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reports.rendering.measuring import PX_PER_MM

# The smallest type of a table, in points.
SMALLEST_PT = 7.0
# Below these widths a text is given less room only when the figures leave nothing else.
TEXT_FLOORS_MM = (20.0, 16.0, 12.0, 9.0)
# A longer word is none of the language, and is broken.
LONGEST_WORD_MM = 40.0


@dataclass(frozen=True)
class Need:
    """What a column asks for: its longest figure, its longest word, the width that the form
    gives it (0: none), its share of what is left over (0: none), the columns it is as wide as."""

    figure: float
    word: float
    wish: float = 0.0
    share: float = 0.0
    twins: str = ""

    @property
    def least(self) -> float:
        return max(self.figure, min(self.word, LONGEST_WORD_MM * PX_PER_MM))


@dataclass(frozen=True)
class Fit:
    """Widths of the columns, and the size of type in points that they were measured at."""

    pt: float
    widths: list[float]


def _level_twins(needs: Sequence[Need]) -> list[Need]:
    """Return the needs with columns of one group asking for the same."""
    widest: dict[str, tuple[float, float, float]] = {}
    for need in needs:
        if need.twins:
            figure, word, wish = widest.get(need.twins, (0.0, 0.0, 0.0))
            widest[need.twins] = max(figure, need.figure), max(word, need.word), max(wish, need.wish)
    return [
        replace(need, figure=widest[need.twins][0], word=widest[need.twins][1], wish=widest[need.twins][2])
        if need.twins
        else need
        for need in needs
    ]


def fit_widths(needs: Sequence[Need], total: float) -> list[float] | None:
    """Return widths that add up to ``total`` and leave every word whole; None where there are none."""
    needs = _level_twins(needs)
    spare = total - sum(need.least for need in needs)
    if spare < 0:
        return None
    wanted = [max(need.wish - need.least, 0.0) for need in needs]
    given = min(1.0, spare / sum(wanted)) if any(wanted) else 0.0
    widths = [need.least + more * given for need, more in zip(needs, wanted, strict=True)]
    return _spread(needs, widths, total)


def _spread(needs: Sequence[Need], widths: list[float], total: float) -> list[float]:
    """Give what is left to the texts by their shares; a text that has more already keeps it."""
    shares = {index: need.share for index, need in enumerate(needs) if need.share}
    if not shares:
        return [width * total / sum(widths) for width in widths]
    room = total - sum(width for index, width in enumerate(widths) if index not in shares)
    while shares:
        weight = sum(shares.values())
        fixed = [index for index, share in shares.items() if widths[index] > room * share / weight]
        if not fixed:
            for index, share in shares.items():
                widths[index] = room * share / weight
            return widths
        for index in fixed:
            room -= widths[index]
            del shares[index]
    return widths


def squeeze_widths(needs: Sequence[Need], total: float) -> list[float] | None:
    """Return widths that keep the figures whole and break words; None where even the figures do not fit."""
    for floor in TEXT_FLOORS_MM:
        limit = floor * PX_PER_MM
        narrower = [replace(need, word=min(need.word, limit)) for need in needs]
        widths = fit_widths(narrower, total)
        if widths is not None:
            return widths
    return None


def fit_columns(
    needs_at: Callable[[float], Sequence[Need]], total: float, sizes: Sequence[float], *, break_words: bool = True
) -> Fit | None:
    """Return the largest of ``sizes`` at which the columns fit, and their widths.

    ``sizes`` fall; at the last one words may be broken, unless ``break_words`` is false. None: the figures
    are too wide for one table, whatever is done.
    """
    for pt in sizes:
        widths = fit_widths(needs_at(pt), total)
        if widths is not None:
            return Fit(pt, widths)
    if not break_words:
        return None
    widths = squeeze_widths(needs_at(sizes[-1]), total)
    return None if widths is None else Fit(sizes[-1], widths)


def type_sizes(largest: float) -> tuple[float, ...]:
    """Return the sizes of type that a table may take, in points, the largest first."""
    steps = int((largest - SMALLEST_PT) / 0.5)
    return tuple(largest - 0.5 * step for step in range(steps + 1))
