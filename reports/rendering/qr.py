"""The QR of a document: how it is drawn, and where in the room for the signature it stands.

The print carries it for whoever signs on paper; the stamp of an electronic signature covers it with its own, at the
same place.
"""

from dataclasses import dataclass

# The room for the signature beside which nothing else is printed: width and height.
ROOM_MM = (84, 28)
ERROR_CORRECTION = "M"
QUIET_ZONE = 4  # modules, as ISO/IEC 18004 asks
# Phones read modules of 0.3 mm from paper printed by an office printer; smaller ones fail.
MINIMUM_MODULE_POINTS = 0.85
POINTS_PER_MM = 72 / 25.4
_MARGIN = 1.2


@dataclass(frozen=True, slots=True)
class QrPlace:
    """Where the QR stands in a room, in points from its upper left corner; its quiet zone is the margin."""

    left: float
    top: float
    side: float


def place_qr(width: float, height: float) -> QrPlace:
    """Return the place at the left of a room; more than 45 % of its width would starve what stands beside it."""
    side = min(height - 2 * _MARGIN, width * 0.45)
    return QrPlace(_MARGIN, (height - side) / 2, side)


def draw_qr(address: str, side: float, *, title: str) -> tuple[int, str]:
    """Return the number of modules along a side, quiet zone included, and the drawing as SVG, `side` points wide."""
    import segno

    code = segno.make(address, error=ERROR_CORRECTION, micro=False, boost_error=False)
    modules = int(code.symbol_size(border=QUIET_ZONE)[0])
    drawing = code.svg_inline(
        border=QUIET_ZONE, dark="#000", light=None, omitsize=True, svgclass=None, lineclass=None, title=title
    )
    return modules, drawing.replace("<svg ", f'<svg width="{side:.3f}pt" height="{side:.3f}pt" ', 1)
