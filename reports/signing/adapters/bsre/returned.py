"""Compare the file that came back with the one that was sent, and ask whose signature was added.

A service signs by appending to the file, or by writing it anew; either way an intact signature over the whole file says
nothing about whether that file is ours. So everything that a reader shows or runs is compared, page by page: content,
fonts, pictures, size, links and fields, and what the document does when it is opened. Only the fields of signatures may
have been added.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from reports.signing.adapters.bsre.errors import AnswerUnusable, DocumentChanged, SignedByAnother
from reports.signing.holder import holder_of

if TYPE_CHECKING:
    import pikepdf
    from cryptography import x509

    from reports.signing.requests import Credentials

# Where a page is in the document, and what a signature may touch.
_PAGE_AROUND = frozenset({"/Parent", "/Annots", "/StructParents", "/Tabs", "/LastModified", "/PieceInfo", "/Metadata"})
_AROUND = frozenset({"/P", "/Parent", "/StructParent", "/StructParents", "/SD", "/Metadata"})
# Of a signature's field, what is seen: its value leads through the whole document.
_SEEN_OF_SIGNATURE = ("/T", "/Rect", "/F", "/AP")
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_PACKING = frozenset({"/Length", "/Filter", "/DecodeParms"})
# What a reader does with the document beside showing its pages.
_DONE_ON_OPENING = ("/OpenAction", "/AA", "/Names", "/AF", "/OCProperties", "/Collection")
_DIGITS = re.compile(r"\d{16}")


def check_content(sent: bytes, returned: bytes) -> None:
    """Raise DocumentChanged unless `returned` shows and does what `sent` does, AnswerUnusable when it is no PDF."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(sent)) as ours, pikepdf.open(io.BytesIO(returned)) as theirs:
            same = _same(ours, theirs)
    except (pikepdf.PdfError, ValueError, RecursionError):
        raise AnswerUnusable from None
    if not same:
        raise DocumentChanged


def check_signer(certificate: x509.Certificate, *, name: str, nip: str, credentials: Credentials) -> None:
    """Raise SignedByAnother unless the certificate bears the NIK that was typed, or is this official's by NIP or name
    (`holder`)."""
    numbers = [number for part in certificate.subject for number in _DIGITS.findall(str(part.value))]
    if credentials.reveal_account() in numbers:
        return
    holder = holder_of(certificate)
    if not holder.is_person(name, nip):
        raise SignedByAnother.called(holder.name, expected=name)


def _same(ours: pikepdf.Pdf, theirs: pikepdf.Pdf) -> bool:
    if len(ours.pages) != len(theirs.pages):
        return False
    left, right = _Prints(), _Prints()
    pages = zip(ours.pages, theirs.pages, strict=True)
    return left.opening(ours) == right.opening(theirs) and all(
        left.page(mine) == right.page(other) and _annotations_kept(left.annotations(mine), right.annotations(other))
        for mine, other in pages
    )


def _annotations_kept(ours: Counter[tuple[bytes, bool]], theirs: Counter[tuple[bytes, bool]]) -> bool:
    added = theirs - ours
    return not ours - theirs and all(is_signature for _digest, is_signature in added)


class _Prints:
    """Fingerprints of a document's objects; what pages share is read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}

    def opening(self, pdf: pikepdf.Pdf) -> list[bytes]:
        done = [self._print(pdf.Root.get(key)) for key in _DONE_ON_OPENING]
        form = pdf.Root.get("/AcroForm")
        scripted = [] if form is None else [form.get("/XFA"), form.get("/NeedAppearances")]
        return [*done, *(self._print(value) for value in scripted if value is not None)]

    def page(self, page: pikepdf.Page) -> list[bytes]:
        """Return the prints of what a page shows; its content counts as one stream however it is cut."""
        own = {key: value for key, value in page.obj.items() if key not in _PAGE_AROUND | {"/Contents", *_INHERITED}}
        inherited = [self._print(_inherited(page.obj, key)) for key in _INHERITED]
        drawn = hashlib.sha256(_content(page)).digest()
        return [drawn, *inherited, *(key.encode() + self._print(own[key]) for key in sorted(own))]

    def annotations(self, page: pikepdf.Page) -> Counter[tuple[bytes, bool]]:
        return Counter(self._annotation(each) for each in page.obj.get("/Annots", ()))

    def _annotation(self, annotation: pikepdf.Object) -> tuple[bytes, bool]:
        if not _is_signature(annotation):
            return self._print(annotation), False
        return _digest(*(self._print(annotation.get(key)) for key in _SEEN_OF_SIGNATURE)), True

    def _print(self, value: Any) -> bytes:
        import pikepdf

        if not isinstance(value, pikepdf.Object) or not value.is_indirect:
            return self._of(value)
        if value.objgen not in self._known:
            # An object that leads back to itself: where it stands is told by the way there.
            self._known[value.objgen] = b"cycle"
            self._known[value.objgen] = self._of(value)
        return self._known[value.objgen]

    def _of(self, value: Any) -> bytes:
        import pikepdf

        if isinstance(value, pikepdf.Stream):
            told = {key: each for key, each in value.items() if key not in _PACKING}
            return _digest(b"stream", self._of_items(told), _decoded(value))
        if isinstance(value, pikepdf.Dictionary):
            if value.get("/Type") == pikepdf.Name.Page:
                return b"page"  # a link's aim; pages are compared by themselves
            return _digest(b"dictionary", self._of_items(dict(value.items())))
        if isinstance(value, pikepdf.Array):
            return _digest(b"array", *(self._print(each) for each in value))
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            value = Decimal(value).normalize()  # "10" and "10.0" are one place
        return _digest(str(type(value)).encode(), str(value).encode(errors="surrogatepass"))

    def _of_items(self, items: dict[str, Any]) -> bytes:
        return _digest(*(key.encode() + self._print(items[key]) for key in sorted(items) if key not in _AROUND))


def _content(page: pikepdf.Page) -> bytes:
    import pikepdf

    contents = page.obj.get("/Contents", ())
    streams = contents if isinstance(contents, pikepdf.Array) else [contents] if contents else []
    return b"\n".join(stream.read_bytes() for stream in streams)


def _inherited(page: pikepdf.Object, key: str) -> Any:
    node: Any = page
    while key not in node and "/Parent" in node:
        node = node["/Parent"]
    return node.get(key)


def _is_signature(annotation: pikepdf.Object) -> bool:
    holder = annotation if "/FT" in annotation else annotation.get("/Parent")
    return annotation.get("/Subtype") == "/Widget" and holder is not None and holder.get("/FT") == "/Sig"


def _decoded(stream: pikepdf.Stream) -> bytes:
    import pikepdf

    try:
        return stream.read_bytes()
    except pikepdf.PdfError:  # a picture's own packing (JPEG), which qpdf leaves as it is
        return stream.read_raw_bytes()


def _digest(*parts: bytes) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()
