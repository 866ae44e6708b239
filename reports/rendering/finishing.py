"""Last touches on the PDF that the layout engine cannot make.

- The form fields in the signature block become empty signature fields.
- Page labels: viewers number the pages as they are printed.
- Table headers: the engine maps cells to headers wrongly where several rowspans meet,
  so the mapping is dropped and every heading says that it heads its column.
- The file identifier is derived from the content: same snapshot, same bytes.
"""

import io
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from reports.rendering.errors import RenderError
from reports.rendering.field_names import SIGNATURE_FIELD, paraf_field

# Print, and locked against moving.
_WIDGET_FLAGS = 4 | 128
_NO_ROOM = "Ruang tanda tangan pada laporan tidak terbentuk."


@dataclass(frozen=True)
class SignatureField:
    """Where the signature goes: page from 0, rectangle in PDF points (x1 y1 x2 y2)."""

    name: str
    page: int
    rect: tuple[float, float, float, float]

    @property
    def width(self) -> float:
        return self.rect[2] - self.rect[0]

    @property
    def height(self) -> float:
        return self.rect[3] - self.rect[1]


def _empty_appearance(pdf: pikepdf.Pdf, width: float, height: float) -> pikepdf.Object:
    stream = pdf.make_stream(b"")
    stream.Type = Name.XObject
    stream.Subtype = Name.Form
    stream.BBox = Array([0, 0, width, height])
    return pdf.make_indirect(stream)


def _make_signature_fields(pdf: pikepdf.Pdf) -> tuple[SignatureField, ...]:
    """Turn the form fields of the signature block into empty /Sig fields, the closing one last.

    The page has checkboxes there: a text field would embed its whole font.
    """
    if Name.AcroForm not in pdf.Root:
        return ()
    widgets = list(pdf.Root.AcroForm.get(Name.Fields, Array()))
    names = [str(widget.get(Name.T)) for widget in widgets]
    if names != [*(paraf_field(number) for number in range(1, len(names))), SIGNATURE_FIELD]:
        raise RenderError(_NO_ROOM)
    found = tuple(_make_field(pdf, widget, name) for widget, name in zip(widgets, names, strict=True))
    if len(widgets) > 1:
        _prepare_for_several(pdf, widgets)
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array(widgets), SigFlags=1))
    return found


def _prepare_for_several(pdf: pikepdf.Pdf, widgets: list[pikepdf.Object]) -> None:
    """Let a field be signed after another, and the last signature close the document (ADR 27).

    The last field's lock forbids every change, of any field and of anything else. A tag that holds a widget names it
    without a list around it: pyHanko, which judges what was changed after a signature, knows it there only.
    """
    widgets[-1].Lock = pdf.make_indirect(Dictionary(Type=Name.SigFieldLock, Action=Name.All, P=1))
    tags = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    for widget in widgets:
        element = tags[int(widget.StructParent)]
        element.K = element.K[0]


def _make_field(pdf: pikepdf.Pdf, widget: pikepdf.Object, name: str) -> SignatureField:
    for key in (Name.AS, Name.DA, Name.DV, Name.Ff, Name.MK, Name.Opt, Name.V):
        if key in widget:
            del widget[key]
    x1, y1, x2, y2 = (float(value) for value in widget.Rect)
    rect = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    widget.FT = Name.Sig
    widget.F = _WIDGET_FLAGS
    widget.Rect = Array([round(value, 3) for value in rect])
    widget.AP = Dictionary(N=_empty_appearance(pdf, rect[2] - rect[0], rect[3] - rect[1]))
    for index, page in enumerate(pdf.pages):
        annotations = page.obj.get(Name.Annots, Array())
        if any(item.objgen == widget.objgen for item in annotations):
            return SignatureField(name, index, rect)
    raise RenderError(_NO_ROOM)


def _fix_table_headers(element: Any) -> None:
    """Walk the tag tree and let column headings say what they are."""
    stack = [element]
    while stack:
        current = stack.pop()
        if not isinstance(current, Dictionary):
            continue
        tag = current.get(Name.S)
        attributes = current.get(Name.A)
        if tag in (Name.TD, Name.TH) and isinstance(attributes, Dictionary):
            if Name.Headers in attributes:
                del attributes[Name.Headers]
            if tag == Name.TH:
                attributes.Scope = Name.Column
        kids = current.get(Name.K)
        if isinstance(kids, Array):
            stack.extend(kids)
        elif isinstance(kids, Dictionary):
            stack.append(kids)


def _label_pages(pdf: pikepdf.Pdf, first_body_page: int) -> None:
    """Let viewers show the printed numbers: roman up to the body, then arabic."""
    roman, arabic = Dictionary(S=Name.r), Dictionary(S=Name.D)
    front = [0, roman] if first_body_page else []
    pdf.Root.PageLabels = Dictionary(Nums=Array([*front, first_body_page, arabic]))


def finish_pdf(pdf_bytes: bytes, *, first_body_page: int) -> tuple[bytes, tuple[SignatureField, ...]]:
    """Return the finished file and its signature fields, in the order of signing (none in a draft)."""
    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        _label_pages(pdf, first_body_page)
        signatures = _make_signature_fields(pdf)
        if Name.StructTreeRoot in pdf.Root:
            _fix_table_headers(pdf.Root.StructTreeRoot)
        output = io.BytesIO()
        pdf.save(
            output,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            fix_metadata_version=False,
        )
    return output.getvalue(), signatures
