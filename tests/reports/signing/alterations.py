"""What people do to a signed document: each takes the bytes and returns the bytes that somebody would hand in."""

from __future__ import annotations

import asyncio
import hashlib
import io
import re
from collections.abc import Callable

import pikepdf
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.reports.signing.forgery import Identity, beside

Alteration = Callable[[bytes], bytes]


def room(pdf: bytes) -> tuple[int, int]:
    """Return where the last signature itself stands: the only bytes that its hash does not cover."""
    match = list(re.finditer(rb"/ByteRange \[(\d+) (\d+) (\d+)", pdf))[-1]
    return int(match[2]), int(match[3])


def _flip(pdf: bytes, position: int) -> bytes:
    return pdf[:position] + bytes([pdf[position] ^ 1]) + pdf[position + 1 :]


def flip_in_body(pdf: bytes) -> bytes:
    return _flip(pdf, pdf.index(b"stream") + 40)


def flip_behind_signature(pdf: bytes) -> bytes:
    return _flip(pdf, room(pdf)[1] + 3)


def flip_in_signature_value(pdf: bytes) -> bytes:
    """Change the last byte of the CMS, which is the signature's own number."""
    start, end = room(pdf)
    used = len(pdf[start + 1 : end - 1].rstrip(b"0"))
    position = start + used
    return pdf[:position] + (b"1" if pdf[position : position + 1] != b"1" else b"2") + pdf[position + 1 :]


def change_padding(pdf: bytes) -> bytes:
    _start, end = room(pdf)
    return pdf[: end - 5] + b"1" + pdf[end - 4 :]


def append_comment(pdf: bytes) -> bytes:
    return pdf + b"\n% ditambahkan\n"


def append_zero(pdf: bytes) -> bytes:
    return pdf + b"\0"


def append_newline(pdf: bytes) -> bytes:
    return pdf + b"\n"


def truncate(pdf: bytes) -> bytes:
    return pdf[:-300]


def halve(pdf: bytes) -> bytes:
    return pdf[: len(pdf) // 2]


def back_to_before(pdf: bytes) -> bytes:
    """Cut the last revision off, and with it its signature."""
    ends = [match.end() for match in re.finditer(rb"%%EOF\r?\n?", pdf)]
    return pdf[: ends[-2]]


def lock(pdf: bytes) -> bytes:
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(output, encryption=pikepdf.Encryption(owner="a", user="b"))
    return output.getvalue()


def strip_signatures(pdf: bytes) -> bytes:
    """Write the file anew without its form, as a printer driver would."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        del document.Root.AcroForm
        for page in document.pages:
            page.Annots = document.make_indirect(pikepdf.Array())
        document.save(output)
    return output.getvalue()


def write_anew(pdf: bytes) -> bytes:
    """Open and save: the signatures stay, every offset moves."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(output)
    return output.getvalue()


# --- Updates that leave the signed bytes alone ----------------------------------------------------------------------


def _update(pdf: bytes, work: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    work(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _first_page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    page = writer.root["/Pages"]["/Kids"][0]
    assert isinstance(page, generic.DictionaryObject)
    return page


def replace_content(pdf: bytes) -> bytes:
    """Give the first page other contents, as an editor would that saves changes."""

    def work(writer: IncrementalPdfFileWriter) -> None:
        page = _first_page(writer)
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 m 9 9 l S"))
        writer.update_container(page)

    return _update(pdf, work)


def shadow_hide(pdf: bytes) -> bytes:
    """Cover a part of the page by an annotation: what was signed lies below it."""

    def work(writer: IncrementalPdfFileWriter) -> None:
        page = _first_page(writer)
        look = generic.StreamObject(stream_data=b"1 g 0 0 400 400 re f")
        look["/Type"], look["/Subtype"] = generic.NameObject("/XObject"), generic.NameObject("/Form")
        box = generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 400, 400)])
        look["/BBox"] = box
        note = generic.DictionaryObject(
            {
                generic.NameObject("/Type"): generic.NameObject("/Annot"),
                generic.NameObject("/Subtype"): generic.NameObject("/Stamp"),
                generic.NameObject("/Rect"): box,
                generic.NameObject("/AP"): generic.DictionaryObject(
                    {generic.NameObject("/N"): writer.add_object(look)}
                ),
            }
        )
        page["/Annots"] = generic.ArrayObject([*page.get("/Annots", []), writer.add_object(note)])
        writer.update_container(page)

    return _update(pdf, work)


def shadow_replace(pdf: bytes) -> bytes:
    """Exchange a font's table of characters: the text stays, other words are read."""

    def work(writer: IncrementalPdfFileWriter) -> None:
        fonts = _first_page(writer)["/Resources"]["/Font"]
        font = fonts[next(iter(fonts))]
        font["/ToUnicode"] = writer.add_object(generic.StreamObject(stream_data=b"% lain"))
        writer.update_container(font)

    return _update(pdf, work)


def shadow_hide_and_replace(pdf: bytes) -> bytes:
    """Point the document at other pages that an update brings: the signed ones are still in the file."""

    def work(writer: IncrementalPdfFileWriter) -> None:
        contents = writer.add_object(generic.StreamObject(stream_data=b"0 0 m 9 9 l S"))
        page = generic.DictionaryObject(
            {
                generic.NameObject("/Type"): generic.NameObject("/Page"),
                generic.NameObject("/MediaBox"): generic.ArrayObject(
                    [generic.NumberObject(n) for n in (0, 0, 595, 842)]
                ),
                generic.NameObject("/Contents"): contents,
            }
        )
        kids = generic.ArrayObject([writer.add_object(page)])
        pages = generic.DictionaryObject(
            {
                generic.NameObject("/Type"): generic.NameObject("/Pages"),
                generic.NameObject("/Count"): generic.NumberObject(1),
                generic.NameObject("/Kids"): kids,
            }
        )
        writer.root["/Pages"] = writer.add_object(pages)
        writer.update_root()

    return _update(pdf, work)


def add_script(pdf: bytes) -> bytes:
    def work(writer: IncrementalPdfFileWriter) -> None:
        writer.root["/OpenAction"] = generic.DictionaryObject(
            {
                generic.NameObject("/S"): generic.NameObject("/JavaScript"),
                generic.NameObject("/JS"): generic.TextStringObject("app.alert('x')"),
            }
        )
        writer.update_root()

    return _update(pdf, work)


def fill_field(pdf: bytes) -> bytes:
    """Write into the text field of `forgery.with_text_field`."""

    def work(writer: IncrementalPdfFileWriter) -> None:
        for reference in writer.root["/AcroForm"]["/Fields"]:
            field = reference.get_object()
            if field["/T"] == "Catatan":
                field["/V"] = generic.TextStringObject("lain")
                writer.update_container(field)

    return _update(pdf, work)


# --- Signatures that a stranger moves or makes ----------------------------------------------------------------------


def paste_signature_of(other: bytes) -> Alteration:
    """Put the signature of another document into this one's room."""

    def alter(pdf: bytes) -> bytes:
        start, end = room(pdf)
        taken = other[slice(*room(other))].strip(b"<>").rstrip(b"0")
        taken += b"0" * (len(taken) % 2)
        return pdf[: start + 1] + taken.ljust(end - start - 2, b"0") + pdf[end - 1 :]

    return alter


def sign_over_a_closed_document(identity: Identity) -> Alteration:
    """Add a signature where the last one forbids every change; pyHanko's own signer refuses to, its parts do not."""

    def alter(pdf: bytes) -> bytes:
        steps = PdfCMSEmbedder().write_cms("Asing", writer=IncrementalPdfFileWriter(io.BytesIO(pdf)))
        next(steps)
        steps.send(SigObjSetup(SignatureObject(bytes_reserved=16_384)))
        prepared, output = steps.send(SigIOSetup("sha256"))
        prepared.fill_with_cms(output, _cms(identity, prepared.document_digest))
        return bytes(output.getvalue())

    return alter


def sign_around_a_hole(identity: Identity, *, behind: int = 40, before: int = 0) -> Alteration:
    """Sign anew with a byte range that leaves out more than the signature: bytes behind it, or the first ones."""

    def alter(pdf: bytes) -> bytes:
        match = list(re.finditer(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\] *", pdf))[-1]
        _zero, length, after, rest = (int(value) for value in match.groups())
        numbers = f"{before} {length - before} {after + behind} {rest - behind}".encode()
        old = match[0]
        pdf = pdf[: match.start()] + (b"/ByteRange [" + numbers + b"]").ljust(len(old)) + pdf[match.end() :]
        digest = hashlib.sha256(pdf[before:length] + pdf[after + behind :]).digest()
        written = _cms(identity, digest).hex().encode()
        return pdf[: length + 1] + written.ljust(after - length - 2, b"0") + pdf[after - 1 :]

    return alter


def _cms(identity: Identity, digest: bytes) -> bytes:
    store = SimpleCertificateStore()
    store.register_multiple([asn1_x509.Certificate.load(row.public_bytes(Encoding.DER)) for row in identity.between])
    signer = signers.SimpleSigner(signing_cert=identity.asn1, signing_key=identity.private, cert_registry=store)
    signed = beside(lambda: asyncio.run(signer.async_sign(digest, digest_algorithm="sha256", use_pades=True)))
    return bytes(signed.dump())
