"""Find the signature field of a PDF that is about to be signed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.signing.errors import DocumentAlreadySigned, DocumentUnreadable, SignatureFieldMissing

if TYPE_CHECKING:
    from pyhanko.pdf_utils.generic import DictionaryObject

    from reports.signing.requests import FieldPlacement


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """The rectangle that the stamp fills, in PDF points; `exists` when the PDF has the field; `earlier` is how many
    signatures the PDF holds already."""

    width: float
    height: float
    exists: bool
    earlier: int


def find_signature_box(pdf: bytes, *, field_name: str, placement: FieldPlacement | None) -> SignatureBox:
    """Return the box to sign in: the PDF's own empty field, else the given placement.

    Raises DocumentUnreadable (no PDF, encrypted), DocumentAlreadySigned (the field, or all that there are, hold a
    signature, or one that is there allows no other) and SignatureFieldMissing.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields
    from pyhanko.sign.general import SigningError as PyHankoSigningError

    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        if reader.encrypted:
            raise DocumentUnreadable
        fields = list(enumerate_sig_fields(reader))
        earlier = len(reader.embedded_regular_signatures)
        closed = any(signature.docmdp_level == MDPPerm.NO_CHANGES for signature in reader.embedded_regular_signatures)
        pages = int(reader.root["/Pages"]["/Count"])
    except (PdfError, PyHankoSigningError, KeyError, ValueError) as error:
        raise DocumentUnreadable from error
    empty = {name: reference for name, value, reference in fields if value is None}
    if closed or (earlier and field_name not in empty):
        raise DocumentAlreadySigned
    if field_name in empty:
        return _box_of(empty[field_name].get_object(), earlier)
    if placement is None or not 0 <= placement.page_index < pages:
        raise SignatureFieldMissing
    return SignatureBox(
        width=placement.right - placement.left,
        height=placement.top - placement.bottom,
        exists=False,
        earlier=0,
    )


def count_signatures(pdf: bytes) -> int:
    """Return how many signatures a PDF holds. Raises DocumentUnreadable."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError as PyHankoSigningError

    try:
        return len(PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures)
    except (PdfError, PyHankoSigningError, KeyError, ValueError) as error:
        raise DocumentUnreadable from error


def _box_of(field: DictionaryObject, earlier: int) -> SignatureBox:
    widget = field
    if "/Rect" not in field and "/Kids" in field:
        widget = field["/Kids"][0]
    if "/Rect" not in widget:
        raise SignatureFieldMissing
    x1, y1, x2, y2 = (float(edge) for edge in widget["/Rect"])
    return SignatureBox(width=abs(x2 - x1), height=abs(y2 - y1), exists=True, earlier=earlier)
