"""The visible specimen of a signature: a QR beside what it is and when, as a one-page PDF.

The document prints the signer's office above the field and his name, rank and NIP below it, also where it is signed
on paper; the office's sentence about the certificate stands at the foot of every page. The stamp repeats none of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from reports.rendering.fetcher import build_fetcher
from reports.rendering.fonts import open_fonts
from reports.signing.errors import StampDoesNotFit
from sakip.dates import write_date

if TYPE_CHECKING:
    from weasyprint import Document

    from reports.signing.requests import SignRequest, StampStyle

QR_ERROR_CORRECTION = "M"
QR_QUIET_ZONE = 4  # modules, as ISO/IEC 18004 asks
# Phones read modules of 0.3 mm from paper printed by an office printer; smaller ones fail.
MINIMUM_MODULE_POINTS = 0.85
LARGEST_TEXT = 10.0
SMALLEST_TEXT = 7.0
_TEXT_STEP = 0.5
_LONGEST_ADDRESS = 300
_FONT_FAMILY = re.compile(r"[\w \-,'\"]+")
_PX_PER_POINT = 96 / 72

_ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA",
          "Asia/Jayapura": "WIT"}  # fmt: skip

_CSS = """
@page { size: %(width).3fpt %(page_height).3fpt; margin: 0 }
html, body { margin: 0; padding: 0 }
body { font-family: %(family)s; font-size: %(text).2fpt; line-height: 1.22; color: #111;
       width: %(width).3fpt; position: relative; font-kerning: normal }
.bingkai { position: absolute; left: .4pt; top: .4pt; box-sizing: border-box;
           width: %(frame_width).3fpt; height: %(frame_height).3fpt;
           border: .8pt solid #33415c; border-radius: 2.5pt }
.pita { position: absolute; left: .8pt; top: .8pt; width: %(band_width).3fpt;
        height: %(band).3fpt; line-height: %(band).3fpt; background: #a31621; color: #fff;
        font-size: %(band_text).2fpt; text-align: center; white-space: nowrap;
        overflow: hidden; border-radius: 1.7pt 1.7pt 0 0 }
.pita b { letter-spacing: .14em; margin-right: .4em }
.demo .bingkai { border-color: #a31621 }
svg { position: absolute; left: %(qr_left).3fpt; top: %(qr_top).3fpt }
.teks { margin-left: %(text_left).3fpt; width: %(text_width).3fpt; padding-top: %(text_top).3fpt;
        overflow-wrap: anywhere }
p { margin: 0 }
.judul { font-weight: bold }
.waktu, .petunjuk { margin-top: .4em }
"""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Places of the parts in points; `text` is the size of the ordinary text."""

    width: float
    height: float
    band: float
    qr_side: float
    text: float

    @property
    def inner_height(self) -> float:
        return self.height - self.band

    @property
    def text_left(self) -> float:
        return self.qr_side + 2.5

    @property
    def text_width(self) -> float:
        return self.width - self.text_left - 4


def render_stamp(request: SignRequest, *, width: float, height: float, signed_at: datetime, is_demo: bool) -> bytes:
    """Return a one-page PDF of `width` x `height` points: QR, date and hour.

    Text shrinks from LARGEST_TEXT to SMALLEST_TEXT until it fits. Raises StampDoesNotFit when
    the box is too small for readable text or for a QR that a phone reads from paper.
    """
    if len(request.verify_url) > _LONGEST_ADDRESS:
        raise StampDoesNotFit
    band = max(10.0, height * 0.125) if is_demo else 0.0
    # The QR's own quiet zone is the margin; more than 45 % of the width would starve the text.
    qr_side = min(height - band - 2.4, width * 0.45)
    modules, svg = _qr(request.verify_url, qr_side)
    if qr_side / modules < MINIMUM_MODULE_POINTS:
        raise StampDoesNotFit
    body = _body(svg, indonesian_moment(signed_at, request.time_zone), is_demo=is_demo)
    size = LARGEST_TEXT
    while size >= SMALLEST_TEXT:
        layout = _Layout(width=width, height=height, band=band, qr_side=qr_side, text=size)
        used = _text_height(body, layout, request.style)
        if used is not None and used <= layout.inner_height - 4:
            top = band + (layout.inner_height - used) / 2
            document = _render(body, layout, request.style, text_top=top, page_height=height)
            return document.write_pdf() or b""
        size -= _TEXT_STEP
    raise StampDoesNotFit


def indonesian_moment(moment: datetime, time_zone: str) -> str:
    """Return "31 Desember 2023 pukul 14.05 WIB" for an aware moment, in the office's zone."""
    local = moment.astimezone(ZoneInfo(time_zone))
    zone = _ZONES.get(time_zone, f"{local:%z}")
    return f"{write_date(local.date())} pukul {local:%H.%M} {zone}"


def _qr(address: str, side: float) -> tuple[int, str]:
    """Return the number of modules along a side, quiet zone included, and the drawing."""
    import segno

    code = segno.make(address, error=QR_ERROR_CORRECTION, micro=False, boost_error=False)
    modules = int(code.symbol_size(border=QR_QUIET_ZONE)[0])
    drawing = code.svg_inline(
        border=QR_QUIET_ZONE, dark="#000", light=None, omitsize=True, svgclass=None, lineclass=None
    )
    return modules, drawing.replace("<svg ", f'<svg width="{side:.3f}pt" height="{side:.3f}pt" ', 1)


def _body(svg: str, moment: str, *, is_demo: bool) -> str:
    # Hour and zone stay together: "WIB" alone on a line says nothing.
    day, pukul, hour = moment.partition("pukul")
    when = day + (pukul + hour).replace(" ", "\N{NO-BREAK SPACE}")
    lines = (
        ("judul", "Ditandatangani secara elektronik"),
        ("waktu", when),
        ("petunjuk", "Pindai kode QR untuk memeriksa keaslian dokumen."),
    )
    text = "".join(f'<p class="{kind}">{escape(line)}</p>' for kind, line in lines)
    band = "<div class=pita><b>DEMO</b> TIDAK BERLAKU SEBAGAI TTE</div>" if is_demo else ""
    return (
        f'<body class="{"demo" if is_demo else ""}"><div class=bingkai></div>{band}{svg}'
        f"<div class=teks>{text}<div id=akhir></div></div></body>"
    )


def _text_height(body: str, layout: _Layout, style: StampStyle) -> float | None:
    """Return the height of the text in points, or None when it fills many times the box."""
    document = _render(body, layout, style, text_top=0, page_height=layout.height * 8)
    end = document.pages[0].anchors.get("akhir")
    # Anchors are rectangles in CSS pixels from the top of the page.
    return None if end is None else float(end[1]) / _PX_PER_POINT


def _render(body: str, layout: _Layout, style: StampStyle, *, text_top: float, page_height: float) -> Document:
    from weasyprint import CSS, HTML

    fetcher = build_fetcher()
    fonts = open_fonts()
    css = style.font_css + _CSS % _measures(layout, style, text_top, page_height)
    sheet = CSS(string=css, font_config=fonts, url_fetcher=fetcher)
    source = f'<!DOCTYPE html><html lang="id"><head><title>TTE</title></head>{body}</html>'
    html = HTML(string=source, url_fetcher=fetcher)
    return html.render(stylesheets=[sheet], font_config=fonts)


def _measures(layout: _Layout, style: StampStyle, text_top: float, page_height: float) -> dict[str, float | str]:
    if not _FONT_FAMILY.fullmatch(style.font_family):
        raise ValueError("A font family holds letters, digits, spaces, hyphens, commas and quotes.")
    return {
        "family": style.font_family,
        "text": layout.text,
        "width": layout.width,
        "page_height": page_height,
        "frame_width": layout.width - 0.8,
        "frame_height": layout.height - 0.8,
        "band": layout.band,
        "band_width": layout.width - 1.6,
        "band_text": min(layout.band * 0.72, layout.width / 24),
        "qr_left": 1.2,
        "qr_top": layout.band + (layout.inner_height - layout.qr_side) / 2,
        "text_left": layout.text_left,
        "text_width": layout.text_width,
        "text_top": text_top,
    }
