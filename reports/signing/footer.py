"""The office's sentence about the certificates, at the foot of every page: written with the first signature, so that
no unsigned file claims one.

It is page furniture: marked as an artifact, outside the tags. Its room is what papers leave free between their own foot
and the edge of the sheet.
"""

from __future__ import annotations

import io
from html import escape
from typing import TYPE_CHECKING

from reports.rendering.fetcher import build_fetcher
from reports.rendering.fonts import open_fonts
from reports.rendering.qr import POINTS_PER_MM
from reports.signing.errors import FooterDoesNotFit

if TYPE_CHECKING:
    from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from weasyprint import Document

    from reports.signing.requests import StampStyle

# The strip, in points: above the edge of the sheet, high, and away from its sides.
_BOTTOM = 4.5 * POINTS_PER_MM
_HEIGHT = 6.5 * POINTS_PER_MM
_SIDE = 25 * POINTS_PER_MM
_LARGEST_TEXT = 7.0
_SMALLEST_TEXT = 4.5
_TEXT_STEP = 0.5
_PX_PER_POINT = 96 / 72
_NAME = "/KakiTTE"

_CSS = """
@page { size: %(width).3fpt %(page_height).3fpt; margin: 0 }
html, body { margin: 0; padding: 0 }
body { font: %(text).2fpt/1.25 %(family)s; color: #4a5663; text-align: center; overflow-wrap: anywhere }
"""


def write_footer(writer: IncrementalPdfFileWriter, text: str, *, style: StampStyle) -> None:
    """Write `text` on every page, as one drawing that all pages share. Raises FooterDoesNotFit."""
    from pyhanko.pdf_utils.generic import StreamObject
    from pyhanko.pdf_utils.reader import PdfFileReader

    pages = list_pages(writer.root["/Pages"])
    width = min(_width(page) for page in pages) - 2 * _SIDE
    drawing = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(_render_strip(text, width, style))))
    # A page leaves its coordinates turned: the foot is drawn in those of the sheet.
    before = writer.add_object(StreamObject(stream_data=b"q\n"))
    after: dict[float, IndirectObject] = {}
    for page in pages:
        left = (_width(page) - width) / 2
        if left not in after:
            after[left] = writer.add_object(StreamObject(stream_data=_command(left)))
        _wrap(writer, page, before, after[left])
        _offer(writer, page, drawing)


def list_pages(node: DictionaryObject) -> list[DictionaryObject]:
    """Return the pages below a node of the page tree, in their order."""
    if "/Kids" not in node:
        return [node]
    return [page for child in node["/Kids"] for page in list_pages(child.get_object())]


def _width(page: DictionaryObject) -> float:
    from pyhanko.pdf_utils.rw_common import find_inherited_value_in_tree

    left, _bottom, right, _top = find_inherited_value_in_tree(page, "/MediaBox", "/Parent")
    return abs(float(right) - float(left))


def _command(left: float) -> bytes:
    return (
        "\nQ /Artifact <</Type /Pagination /Subtype /Footer>> BDC q "
        f"1 0 0 1 {left:.3f} {_BOTTOM:.3f} cm {_NAME} Do Q EMC"
    ).encode("ascii")


def _wrap(
    writer: IncrementalPdfFileWriter, page: DictionaryObject, before: IndirectObject, after: IndirectObject
) -> None:
    from pyhanko.pdf_utils.generic import ArrayObject, IndirectObject, NameObject

    own = page.raw_get("/Contents")
    if isinstance(own, IndirectObject) and isinstance(own.get_object(), ArrayObject):
        own = own.get_object()
    streams = [own] if isinstance(own, IndirectObject) else list(own)
    page[NameObject("/Contents")] = ArrayObject([before, *streams, after])
    writer.update_container(page)


def _offer(writer: IncrementalPdfFileWriter, page: DictionaryObject, drawing: IndirectObject) -> None:
    """Put the drawing among the resources of a page, which may be those of other pages, too."""
    from pyhanko.pdf_utils.generic import DictionaryObject, NameObject
    from pyhanko.pdf_utils.rw_common import find_inherited_value_in_tree

    resources = find_inherited_value_in_tree(page, "/Resources", "/Parent")
    if "/XObject" not in resources:
        resources[NameObject("/XObject")] = DictionaryObject()
    drawings = resources["/XObject"]
    if _NAME not in drawings:
        drawings[NameObject(_NAME)] = drawing
        writer.update_container(drawings)


def _render_strip(text: str, width: float, style: StampStyle) -> bytes:
    """Return one page that holds the text, as large as it fits."""
    size = _LARGEST_TEXT
    while size >= _SMALLEST_TEXT:
        document = _render(text, style, width=width, page_height=_HEIGHT, size=size)
        if len(document.pages) == 1:
            return document.write_pdf() or b""
        size -= _TEXT_STEP
    raise FooterDoesNotFit


def _render(text: str, style: StampStyle, *, width: float, page_height: float, size: float) -> Document:
    from weasyprint import CSS, HTML

    fetcher, fonts = build_fetcher(), open_fonts()
    measures = {"width": width, "page_height": page_height, "text": size, "family": style.font_family}
    sheet = CSS(string=style.font_css + _CSS % measures, font_config=fonts, url_fetcher=fetcher)
    source = f'<!DOCTYPE html><html lang="id"><head><title>TTE</title></head><body>{escape(text)}</body></html>'
    return HTML(string=source, url_fetcher=fetcher).render(stylesheets=[sheet], font_config=fonts)
