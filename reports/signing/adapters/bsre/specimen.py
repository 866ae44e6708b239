"""The visible specimen of a signature that the service will make: drawn by us, before the file is sent.

The service could draw it (v1: tampilan "visible" with imageTTD, v2: "VISIBLE" with imageBase64), as a picture in a
field of its own. That field would stand outside of the tag tree (PDF/UA-1, 7.18), its QR would be pixels, its place
would be measured by the service, and our own empty field would stay below it, which readers show as a place still to
be signed. So the service is asked for an invisible signature, and our own field carries the stamp that a signature with
a local key shows: same place, same drawing, tagged, with its alternative text.

A signature field without a signature would still be offered for signing. Hence, before the first signature, every empty
signature field becomes a read-only button, which shows its appearance and does nothing. Those of later signers start
empty; giving one its appearance later is filling in a form, which earlier signatures allow, while drawing on the page
or changing a field's kind would break them. All is added behind the file's own bytes, which stay as they are.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from reports.signing.changes import SHOWS_ONLY, is_blank
from reports.signing.errors import DocumentAlreadySigned, DocumentUnreadable, SignatureFieldMissing
from reports.signing.fields import SignatureBox
from reports.signing.footer import write_footer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.reader import PdfFileReader

    from reports.signing.requests import SignRequest

_SIGNING_KEYS = ("/Lock", "/SV")


def find_specimen_box(pdf: bytes, *, field_name: str) -> SignatureBox:
    """Return the rectangle of the field that will carry the specimen.

    Raises DocumentUnreadable (no PDF, encrypted), SignatureFieldMissing and DocumentAlreadySigned (the field has its
    specimen, so its signer has signed).
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        if reader.encrypted:
            raise DocumentUnreadable
        field = _find(reader, field_name)
        x1, y1, x2, y2 = (float(edge) for edge in field["/Rect"])
    except (PdfError, KeyError, ValueError) as error:
        raise DocumentUnreadable from error
    if field.get("/FT") == "/Btn" and not is_blank(field):
        raise DocumentAlreadySigned
    earlier = len(reader.embedded_regular_signatures)
    return SignatureBox(width=abs(x2 - x1), height=abs(y2 - y1), exists=True, earlier=earlier)


def draw_specimen(pdf: bytes, request: SignRequest, *, stamp: bytes) -> bytes:
    """Return `pdf` followed by an update that shows `stamp` (a PDF of one page) in the field, and the foot of the pages
    where this signature writes it."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.reader import PdfFileReader

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    if not writer.prev.embedded_signatures:
        _close_fields(writer)
    for name, reference in _fields(writer.prev):
        if name == request.field_name:
            field = writer.get_object(reference.reference)
            _show(writer, field, writer.import_page_as_xobject(PdfFileReader(io.BytesIO(stamp))))
            writer.mark_update(reference.reference)
    if request.footer_text:
        write_footer(writer, request.footer_text, style=request.style)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _fields(reader: PdfFileReader) -> Iterator[tuple[str, IndirectObject]]:
    """Yield the fields that our reports have: signature fields and the buttons that they became."""
    from pyhanko.pdf_utils.generic import pdf_name

    for reference in _at(reader.root, "/AcroForm", "/Fields") or ():
        field = reference.get_object()
        if field.get("/FT") in (pdf_name("/Sig"), pdf_name("/Btn")) and "/V" not in field:
            yield str(field["/T"]), reference


def _find(reader: PdfFileReader, field_name: str) -> DictionaryObject:
    signed = bool(reader.embedded_signatures)
    for name, reference in _fields(reader):
        field: DictionaryObject = reference.get_object()
        # After a signature the kind of a field cannot change any more.
        if name == field_name and not (signed and field.get("/FT") == "/Sig"):
            return field
    raise SignatureFieldMissing


def _at(holder: DictionaryObject, *path: str) -> Any:
    """Return what stands at a path of keys, or None; pyHanko's `get` would return a reference as it is."""
    value: Any = holder
    for key in path:
        if value is None or key not in value:
            return None
        value = value[key]
    return value


def _close_fields(writer: IncrementalPdfFileWriter) -> None:
    from pyhanko.pdf_utils.generic import NumberObject, pdf_name

    for _name, reference in _fields(writer.prev):
        field = writer.get_object(reference.reference)
        for key in _SIGNING_KEYS:
            field.pop(key, None)
        field["/FT"] = pdf_name("/Btn")
        field["/Ff"] = NumberObject(SHOWS_ONLY)
        writer.mark_update(reference.reference)


def _show(writer: IncrementalPdfFileWriter, field: DictionaryObject, drawing: IndirectObject) -> None:
    from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name

    field["/AP"] = DictionaryObject({pdf_name("/N"): drawing})
