"""How many lines a text takes in a column: asked from the engine that will print it.

The layout engine's own line breaker (Pango behind WeasyPrint) is used, so a prediction
agrees with the printed page to the line. Widths and heights are CSS px (96 per inch).
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

PX_PER_MM = 96 / 25.4
PX_PER_PT = 96 / 72
# The printed column is never narrower than the measured one minus rounding.
SAFETY = 0.5


class TextMeasurer:
    """Measures plain text in one font at one size; remembers what it measured."""

    def __init__(
        self,
        font_config: "FontConfiguration",
        family: str,
        size_px: float,
        *,
        bold: bool = False,
    ) -> None:
        from weasyprint.css import InitialStyle

        self.size_px = size_px
        self._lines: dict[tuple[str, float], int] = {}
        self._widths: dict[str, float] = {}
        self._style = InitialStyle(font_config)
        self._style.update(
            {
                "font_family": (family,),
                "font_size": size_px,
                "lang": "id",
                "overflow_wrap": "anywhere",
                "hyphens": "manual",
                "font_weight": 700 if bold else 400,
            }
        )

    def lines(self, text: str, width: float) -> int:
        """Return the number of lines of ``text`` in a column of ``width`` px."""
        if not text:
            return 0
        key = (text, width)
        if key not in self._lines:
            self._lines[key] = len(self.break_points(text, width))
        return self._lines[key]

    def break_points(self, text: str, width: float) -> list[int]:
        """Return, for each line, the index in ``text`` where the next one starts."""
        from weasyprint.text.line_break import split_first_line

        room = max(width - SAFETY, self.size_px)
        encoded = text.encode()
        ends: list[int] = []
        start = 0
        while start < len(encoded):
            rest = encoded[start:].decode()
            resume = split_first_line(rest, self._style, None, room, 0)[2]
            start = len(encoded) if not resume else start + resume
            ends.append(len(encoded[:start].decode()))
        return ends

    def width(self, text: str) -> float:
        """Return the width in px of ``text`` on one line."""
        from weasyprint.text.line_break import split_first_line

        if text not in self._widths:
            first_line = split_first_line(text, self._style, None, None, 0)
            self._widths[text] = first_line[3]
        return self._widths[text]


class TypeCase:
    """The measurers of one font, made as they are asked for and kept."""

    def __init__(self, font_config: "FontConfiguration", family: str) -> None:
        self._fonts = font_config
        self._family = family
        self._measurers: dict[tuple[float, bool], TextMeasurer] = {}

    def at(self, pt: float, *, bold: bool = False) -> TextMeasurer:
        """Return the measurer of a size in points."""
        if (pt, bold) not in self._measurers:
            self._measurers[pt, bold] = TextMeasurer(self._fonts, self._family, pt * PX_PER_PT, bold=bold)
        return self._measurers[pt, bold]
