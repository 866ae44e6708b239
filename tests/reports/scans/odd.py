"""Scans that are none: hostile and odd PDFs, each made here, with what has to be said of it."""

import io
import os
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from reports.scans.faults import Fault
from tests.reports.steps import scan_of

Change = Callable[[pikepdf.Pdf], Any]


def changed(change: Change, *, pages: int = 2, **options: Any) -> bytes:
    """Return a scan after a change of its objects."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan_of(pages))) as pdf:
        change(pdf)
        pdf.save(buffer, **options)
    return buffer.getvalue()


def unchanged(pdf: pikepdf.Pdf) -> None:
    """Only written anew."""


def padded(pages: int, size: int) -> bytes:
    """Return a scan that is larger by so many bytes."""
    return changed(lambda pdf: pdf.Root.__setitem__("/Lain", pdf.make_stream(os.urandom(size))), pages=pages)


def with_entry(key: str, value: Any) -> bytes:
    """Return a scan with an entry in its catalogue."""
    return changed(lambda pdf: pdf.Root.__setitem__(key, value))


def with_action(**action: Any) -> bytes:
    """Return a scan with a link on its first page."""
    return with_annotation(Subtype=Name.Link, A=Dictionary(**action))


def with_annotation(**facts: Any) -> bytes:
    def add(pdf: pikepdf.Pdf) -> None:
        box = Array([0, 0, 100, 100])
        pdf.pages[0].Annots = pdf.make_indirect(Array([Dictionary(Type=Name.Annot, Rect=box, **facts)]))

    return changed(add)


def with_attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["rahasia.exe"] = b"MZ"


def with_hidden_name(pdf: pikepdf.Pdf) -> None:
    """The action is in a tree of names, three objects away from the catalogue."""
    action = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=pdf.make_stream(b"app.alert(1)")))
    tree = pdf.make_indirect(Dictionary(Kids=Array([pdf.make_indirect(Dictionary(Names=Array(["a", action])))])))
    pdf.Root.Names = pdf.make_indirect(Dictionary(JavaScript=tree))


def unreferenced(pdf: pikepdf.Pdf) -> None:
    """Nothing refers to it yet: an appended revision would."""
    pdf.make_indirect(Dictionary(S=Name.Launch, F=String("calc.exe")))
    pdf.Root.Lain = pdf.make_indirect(Array([Dictionary(S=Name.Launch)]))


def with_form(pdf: pikepdf.Pdf) -> None:
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T="isian"))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def with_signature(pdf: pikepdf.Pdf) -> None:
    value = pdf.make_indirect(Dictionary(Type=Name.Sig, Contents=String("x"), ByteRange=Array([0, 1, 2, 3])))
    field = pdf.make_indirect(Dictionary(FT=Name.Sig, T="ttd", V=value))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)


def with_external_stream(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Contents["/F"] = String("/etc/passwd")


def with_reference(pdf: pikepdf.Pdf) -> None:
    """A picture that is taken from another PDF when it is shown."""
    form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    form["/Ref"] = Dictionary(F=String("lain.pdf"), Page=0)
    pdf.Root.Lain = form


def with_huge_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].MediaBox = Array([0, 0, 10_000_000, 10_000_000])


def with_inside_out_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].MediaBox = Array([0, 0, 0, 842])


def with_page_of_words(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].MediaBox = Array([0, 0, String("lebar"), 842])


def without_pages(pdf: pikepdf.Pdf) -> None:
    while len(pdf.pages):
        del pdf.pages[0]


def nested(pdf: pikepdf.Pdf) -> None:
    value = Array([])
    for _ in range(60):
        value = Array([value])
    pdf.Root.Lain = value


def many_objects(count: int) -> bytes:
    """Return a PDF of many objects, written by hand: it takes a while to make one otherwise."""
    body = b"".join(b"%d 0 obj 0 endobj\n" % number for number in range(4, count))
    return raw(body, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", size=count)


def raw(body: bytes, tree: bytes, *, size: int = 4) -> bytes:
    """Return a PDF from its page tree and other objects, with a table of where they lie."""
    head = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj" + tree + b"endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>endobj\n"
    content = head + page + body
    places = {}
    for line_start in _starts(content):
        number = content[line_start : line_start + 12].split(b" ", 1)[0]
        if number.isdigit():
            places[int(number)] = line_start
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % places.get(n, 0) for n in range(1, size))
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    return content + b"xref\n0 %d\n" % size + table + tail


def _starts(content: bytes) -> list[int]:
    starts, at = [], content.find(b"\n") + 1
    while at and at < len(content):
        starts.append(at)
        at = content.find(b"\n", at) + 1
    return starts


def deep_tree(depth: int) -> bytes:
    """Return a PDF whose pages hang `depth` levels deep."""
    levels = b"".join(b"%d 0 obj<</Type/Pages/Kids[%d 0 R]/Count 1>>endobj\n" % (n, n + 1) for n in range(4, 4 + depth))
    last = b"%d 0 obj<</Type/Page/MediaBox[0 0 595 842]>>endobj\n" % (4 + depth)
    return raw(levels + last, b"<</Type/Pages/Kids[4 0 R]/Count 1>>", size=5 + depth)


def circle() -> bytes:
    """Return a PDF whose page tree bites its tail."""
    return raw(b"", b"<</Type/Pages/Kids[2 0 R]/Count 1>>")


def object_bomb(megabytes: int) -> bytes:
    """Return a PDF whose object stream unpacks to so many megabytes."""
    packer = zlib.compressobj(1)
    packed = packer.compress(b"4 0 0 ") + b"".join(packer.compress(b" " * 2**20) for _ in range(megabytes))
    packed += packer.flush()
    head = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    tree = b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Lain 4 0 R>>endobj\n"
    stream = b"5 0 obj<</Type/ObjStm/N 1/First 4/Length %d/Filter/FlateDecode>>stream\n" % len(packed)
    content = head + tree + page
    places = [content.find(b"%d 0 obj" % n) for n in (1, 2, 3)]
    rows = [(0, 0, 65535), *((1, place, 0) for place in places), (2, 5, 0), (1, len(content), 0)]
    content += stream + packed + b"\nendstream endobj\n"
    rows.append((1, len(content), 0))
    table = b"".join(kind.to_bytes(1) + at.to_bytes(4) + index.to_bytes(2) for kind, at, index in rows)
    cross = b"6 0 obj<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(table)
    return content + cross + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % rows[-1][1]


def encrypted(*, user: str = "", owner: str = "rahasia") -> bytes:
    return changed(unchanged, encryption=pikepdf.Encryption(user=user, owner=owner))


RUSAK = Fault.RUSAK
# What is uploaded, and why it is refused.
ODD: dict[str, tuple[Callable[[], bytes], Fault]] = {
    "a web page": (lambda: b"<html><script>alert(1)</script>", Fault.BUKAN_PDF),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n", Fault.BUKAN_PDF),
    "a picture that begins later as a PDF": (lambda: b"GIF89a%PDF-1.7", Fault.BUKAN_PDF),
    "a PDF behind a web page": (lambda: b"<html>\n" + scan_of(2), Fault.BUKAN_PDF),
    "only the first line": (lambda: b"%PDF-1.7 tidak lengkap", RUSAK),
    "cut in the middle": (lambda: scan_of(2)[:-400], RUSAK),
    "without its table": (lambda: scan_of(2).replace(b"startxref", b"mulaixref"), RUSAK),
    "a password to open": (lambda: encrypted(user="buka"), Fault.TERKUNCI),
    "a password to change": (encrypted, Fault.TERKUNCI),
    "no pages": (lambda: changed(without_pages), Fault.TANPA_HALAMAN),
    "JavaScript in a tree of names": (lambda: changed(with_hidden_name), Fault.AKTIF),
    "JavaScript on opening": (lambda: with_entry("/OpenAction", Dictionary(S=Name.JavaScript, JS="x")), Fault.AKTIF),
    "JavaScript behind a link": (lambda: with_action(S=Name.JavaScript, JS="x"), Fault.AKTIF),
    "JavaScript under another spelling": (
        lambda: raw(b"4 0 obj<</S/Java#53cript>>endobj\n", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", size=5), Fault.AKTIF,
    ),
    "an action of the document": (lambda: with_entry("/AA", Dictionary(WC=Dictionary(S=Name.GoTo))), Fault.AKTIF),
    "an action of a page": (lambda: changed(lambda pdf: pdf.pages[0].__setattr__("AA", Dictionary())), Fault.AKTIF),
    "a program on opening": (lambda: with_entry("/OpenAction", Dictionary(S=Name.Launch)), Fault.AKTIF),
    "a named action on opening": (lambda: with_entry("/OpenAction", Dictionary(S=Name.Named)), Fault.AKTIF),
    "a program that nothing refers to": (lambda: changed(unreferenced), Fault.AKTIF),
    "a form that is sent": (lambda: with_action(S=Name.SubmitForm, F=String("https://a.id")), Fault.AKTIF),
    "data that are read in": (lambda: with_action(S=Name.ImportData), Fault.AKTIF),
    "what follows an action": (
        lambda: with_action(S=Name.URI, URI=String("https://a.id"), Next=Dictionary(S=Name.Launch)), Fault.AKTIF,
    ),
    "a link into another file": (lambda: with_action(S=Name.GoToR, F=String("\\\\server\\a.pdf")), Fault.BERKAS_LAIN),
    "a link to a file on the disk": (lambda: with_action(S=Name.URI, URI=String("file:///etc/x")), Fault.BERKAS_LAIN),
    "a link that runs": (lambda: with_action(S=Name.URI, URI=String("javascript:alert(1)")), Fault.BERKAS_LAIN),
    "a page's content elsewhere": (lambda: changed(with_external_stream), Fault.BERKAS_LAIN),
    "a page taken from elsewhere": (lambda: changed(with_reference), Fault.BERKAS_LAIN),
    "a file inside": (lambda: changed(with_attachment), Fault.LAMPIRAN),
    "a file on a page": (lambda: with_annotation(Subtype=Name.FileAttachment), Fault.LAMPIRAN),
    "a portfolio": (lambda: with_entry("/Collection", Dictionary()), Fault.LAMPIRAN),
    "rich media": (lambda: with_annotation(Subtype=Name.RichMedia), Fault.MEDIA),
    "a model": (lambda: with_annotation(Subtype=Name("/3D")), Fault.MEDIA),
    "a film": (lambda: with_annotation(Subtype=Name.Screen), Fault.MEDIA),
    "an electronic signature": (lambda: changed(with_signature), Fault.BERTANDA),
    "a form": (lambda: changed(with_form), Fault.FORMULIR),
    "a form of XML": (lambda: with_entry("/AcroForm", Dictionary(Fields=Array([]), XFA=String("x"))), Fault.FORMULIR),
    "a huge page": (lambda: changed(with_huge_page), Fault.UKURAN),
    "a page without width": (lambda: changed(with_inside_out_page), Fault.UKURAN),
    "a page of words": (lambda: changed(with_page_of_words), RUSAK),
    "nested values": (lambda: changed(nested), Fault.TERLALU_RUMIT),
    "very many objects": (lambda: many_objects(150_000), Fault.TERLALU_RUMIT),
    "very many pages": (lambda: changed(lambda pdf: pdf.pages.extend([pdf.pages[0]] * 2_500)), Fault.TERLALU_RUMIT),
    "a page tree of many levels": (lambda: deep_tree(300), RUSAK),
    "a page tree in a circle": (circle, RUSAK),
    "a bomb": (lambda: object_bomb(900), RUSAK),
}  # fmt: skip

# What is a scan all the same.
PLAIN: dict[str, Callable[[], bytes]] = {
    "pictures": lambda: scan_of(2),
    "packed objects": lambda: changed(unchanged, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "a place to begin": lambda: changed(
        lambda pdf: pdf.Root.__setitem__("/OpenAction", Array([pdf.pages[0].obj, Name.Fit]))
    ),
    "a link of recognised text": lambda: with_action(S=Name.URI, URI=String("https://sakip.contoh.go.id")),
    "a form without fields": lambda: with_entry("/AcroForm", Dictionary(Fields=Array([]))),
    "pages of a phone": lambda: changed(lambda pdf: pdf.pages[0].__setattr__("MediaBox", Array([0, 0, 4960, 7016]))),
    "bookmarks": lambda: with_entry("/Outlines", Dictionary(Count=0)),
}
