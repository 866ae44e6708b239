"""The visible specimen of a signature: whose certificate it was, by whom it was issued, and when, as a one-page PDF.

The document prints the signer's office above the field and his name, rank and NIP below it, also where it is signed
on paper; the stamp names the certificate's own subject, whoever that is. Beside it stands the QR of the document, at
the place where the print has it; a paraf is small and has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from reports.rendering.fetcher import build_fetcher
from reports.rendering.fonts import open_fonts
from reports.rendering.qr import MINIMUM_MODULE_POINTS, QrPlace, draw_qr, place_qr
from reports.signing.errors import StampDoesNotFit
from sakip.dates import write_date, write_time

if TYPE_CHECKING:
    from weasyprint import Document

    from reports.signing.requests import SignRequest, StampStyle

LARGEST_TEXT = 10.0
SMALLEST_TEXT = 7.0
SMALLEST_PARAF_TEXT = 5.0
_TEXT_STEP = 0.5
_LONGEST_ADDRESS = 300
# The upper bound of a common name in X.520; what is longer would push the rest out of the stamp.
_LONGEST_NAME = 64
_FONT_FAMILY = re.compile(r"[\w \-,'\"]+")
_PX_PER_POINT = 96 / 72
# Four bold capitals with their spacing are so many times as wide as their size.
_DEMO_WIDTH = 3.1

_ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA",
          "Asia/Jayapura": "WIT"}  # fmt: skip

_CSS = """
@page { size: %(width).3fpt %(page_height).3fpt; margin: 0 }
html, body { margin: 0; padding: 0 }
body { font-family: %(family)s; font-size: %(text).2fpt; line-height: 1.22; color: #111;
       width: %(width).3fpt; position: relative; font-kerning: normal }
.bingkai { position: absolute; left: .4pt; top: .4pt; box-sizing: border-box; background: #fff;
           width: %(frame_width).3fpt; height: %(frame_height).3fpt;
           border: .8pt solid #33415c; border-radius: 2.5pt }
.demo .bingkai { border-color: #a31621 }
.besar { position: absolute; left: %(text_left).3fpt; top: %(large_top).3fpt; width: %(text_width).3fpt;
         font-size: %(large).3fpt; line-height: 1; font-weight: bold; letter-spacing: .05em; color: #f3b6b6;
         text-align: center; white-space: nowrap }
.pita { position: absolute; left: %(band_left).3fpt; top: .8pt; width: %(band_width).3fpt;
        height: %(band).3fpt; line-height: %(band).3fpt; background: #a31621; color: #fff;
        font-size: %(band_text).2fpt; font-weight: bold; text-align: center; white-space: nowrap; overflow: hidden }
svg { position: absolute; left: %(qr_left).3fpt; top: %(qr_top).3fpt }
.teks { position: relative; margin-left: %(text_left).3fpt; width: %(text_width).3fpt;
        padding-top: %(text_top).3fpt; overflow-wrap: anywhere }
p { margin: 0 }
.nama { font-weight: bold }
.penerbit, .waktu { margin-top: .25em }
"""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Places of the parts in points; `text` is the size of the ordinary text, `qr` None on a paraf."""

    width: float
    height: float
    band: float
    qr: QrPlace | None
    text: float

    @property
    def inner_height(self) -> float:
        return self.height - self.band

    @property
    def text_left(self) -> float:
        return 4.0 if self.qr is None else self.qr.left + self.qr.side + 1.5

    @property
    def text_width(self) -> float:
        return self.width - self.text_left - 4

    @property
    def large(self) -> float:
        """The size of the word DEMO."""
        return min(self.text_width / _DEMO_WIDTH, self.inner_height * 0.9)


class Named(Protocol):
    """Whose certificate it is and who issued it, as a stamp says it: `CertificateFacts`, or a `StampedName`."""

    @property
    def name(self) -> str: ...

    @property
    def issuer(self) -> str: ...

    @property
    def is_demo(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class StampedName:
    """The signer and the issuer of his certificate where it is seen only after the stamp was drawn."""

    name: str
    issuer: str
    is_demo: bool = False


def render_stamp(
    request: SignRequest, certificate: Named, *, width: float, height: float, signed_at: datetime
) -> bytes:
    """Return a one-page PDF of `width` x `height` points: QR, the certificate's subject and issuer, date and hour.

    Text shrinks from LARGEST_TEXT to SMALLEST_TEXT until it fits. Raises StampDoesNotFit when the box is too small
    for readable text or for a QR that a phone reads from paper.
    """
    place, svg = _place_and_draw(request, width, height) if request.closing else (None, "")
    band = max(10.0 if request.closing else 8.0, height * 0.125) if certificate.is_demo else 0.0
    body = _body(svg, _lines(request, certificate, signed_at), is_demo=certificate.is_demo)
    size = LARGEST_TEXT
    while size >= (SMALLEST_TEXT if request.closing else SMALLEST_PARAF_TEXT):
        layout = _Layout(width=width, height=height, band=band, qr=place, text=size)
        used = _text_height(body, layout, request.style)
        if used is not None and used <= layout.inner_height - 4:
            top = band + (layout.inner_height - used) / 2
            document = _render(body, layout, request.style, text_top=top, page_height=height)
            return document.write_pdf() or b""
        size -= _TEXT_STEP
    raise StampDoesNotFit


def _place_and_draw(request: SignRequest, width: float, height: float) -> tuple[QrPlace, str]:
    if len(request.verify_url) > _LONGEST_ADDRESS:
        raise StampDoesNotFit
    place = place_qr(width, height)
    modules, svg = draw_qr(request.verify_url, place.side, title="")
    if place.side / modules < MINIMUM_MODULE_POINTS:
        raise StampDoesNotFit
    return place, svg


def indonesian_moment(moment: datetime, time_zone: str) -> str:
    """Return "31 Desember 2023 pukul 14.05 WIB" for an aware moment, in the office's zone."""
    local = moment.astimezone(ZoneInfo(time_zone))
    zone = _ZONES.get(time_zone, f"{local:%z}")
    return f"{write_date(local.date())} pukul {write_time(local.replace(tzinfo=None))} {zone}"


def _lines(request: SignRequest, certificate: Named, signed_at: datetime) -> tuple[tuple[str, str], ...]:
    # Hour and zone stay together: "WIB" alone on a line says nothing.
    day, pukul, hour = indonesian_moment(signed_at, request.time_zone).partition("pukul")
    return (
        ("judul", "Ditandatangani secara elektronik" if request.closing else "Paraf elektronik"),
        ("nama", _short(certificate.name)),
        ("penerbit", f"Penerbit: {_short(certificate.issuer)}"),
        ("waktu", day + (pukul + hour).replace(" ", "\N{NO-BREAK SPACE}")),
    )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def _body(svg: str, lines: tuple[tuple[str, str], ...], *, is_demo: bool) -> str:
    text = "".join(f'<p class="{kind}">{escape(line)}</p>' for kind, line in lines)
    demo = "<div class=besar>DEMO</div><div class=pita>TIDAK BERLAKU SEBAGAI TTE</div>" if is_demo else ""
    return (
        f'<body class="{"demo" if is_demo else ""}"><div class=bingkai></div>{demo}{svg}'
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
    band_left = 0.8 if layout.qr is None else layout.text_left
    return {
        "family": style.font_family,
        "text": layout.text,
        "width": layout.width,
        "page_height": page_height,
        "frame_width": layout.width - 0.8,
        "frame_height": layout.height - 0.8,
        "band": layout.band,
        "band_left": band_left,
        "band_width": layout.width - band_left - 0.8,
        "band_text": min(layout.band * 0.72, (layout.width - band_left) / 18),
        "large": layout.large,
        "large_top": layout.band + (layout.inner_height - layout.large) / 2,
        "qr_left": 0 if layout.qr is None else layout.qr.left,
        "qr_top": 0 if layout.qr is None else layout.qr.top,
        "text_left": layout.text_left,
        "text_width": layout.text_width,
        "text_top": text_top,
    }
