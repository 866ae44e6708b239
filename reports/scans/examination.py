"""What an uploaded scan is, found in a process of its own: nothing that runs, opens, hides or asks for anything.

A scan is pictures of paper, perhaps with recognised text and links to web addresses, which OCR programs add by
themselves. Everything else that a PDF can hold is refused. Pure of Django; `reports.scans.apart` starts it.
"""

import json
import os
import resource
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, BinaryIO

import pikepdf

from reports.scans.faults import Fault
from sakip.limits import begin_apart

# A scan of 60 pages with recognised text has some thousand objects.
MOST_OBJECTS = 100_000
MOST_PAGES = 2_000
# Nested further, values are made by hand.
DEEPEST = 40
# What Acrobat takes, in points; phones write one point for each dot of the camera.
LONGEST_SIDE = 14_400

_RUNS = {"/JS", "/JavaScript", "/AA"}
_RUNNING_ACTIONS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/Hide", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute", "/GoTo3DView", "/SetOCGState", "/Trans",
}  # fmt: skip
_OPENING_ACTIONS = {"/GoToR", "/GoToE", "/GoToDp", "/Thread"}
# Of a stream: its content, or the page that it shows, is in another file.
_ELSEWHERE = {"/F", "/Ref"}
_EMBEDS = {"/EmbeddedFiles", "/EF", "/RF", "/AF", "/Collection"}
_EMBEDDING_KINDS = {"/EmbeddedFile", "/FileAttachment"}
_MEDIA = {"/RichMedia", "/3D", "/Movie", "/Sound", "/Screen", "/U3D", "/PRC"}
_WEB = ("http://", "https://", "mailto:")


@dataclass(frozen=True)
class Examination:
    """What is wrong with the scan, "" for nothing, and its number of pages, 0 where nobody counted."""

    sebab: str
    halaman: int = 0


def examine(stream: BinaryIO) -> Examination:
    """Return what is wrong first, in the order in which a user would mend it."""
    if not stream.read(8).startswith((b"%PDF-1.", b"%PDF-2.")):
        return Examination(Fault.BUKAN_PDF)
    stream.seek(0)
    try:
        with pikepdf.open(stream, attempt_recovery=False, suppress_warnings=True) as pdf:
            return _judge(pdf)
    except pikepdf.PasswordError:
        return Examination(Fault.TERKUNCI)
    except (RecursionError, MemoryError):
        return Examination(Fault.TERLALU_RUMIT)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        # Whatever pikepdf raises on values of another type than the standard says.
        return Examination(Fault.RUSAK)


def _judge(pdf: pikepdf.Pdf) -> Examination:
    if pdf.is_encrypted:
        return Examination(Fault.TERKUNCI)
    if len(pdf.objects) > MOST_OBJECTS:
        return Examination(Fault.TERLALU_RUMIT)
    pages = len(pdf.pages)
    if pages == 0:
        return Examination(Fault.TANPA_HALAMAN)
    if pages > MOST_PAGES:
        return Examination(Fault.TERLALU_RUMIT)
    found = {fault for item in pdf.objects for fault in _faults_in(item)}
    found |= set(_opening(pdf.Root)) | set(_sizes(pdf))
    if pdf.get_warnings():
        # What had to be guessed, others guess in another way.
        found.add(Fault.RUSAK)
    return Examination(next((fault for fault in Fault if fault in found), ""), pages)


def _sizes(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    for page in pdf.pages:
        left, bottom, right, top = (Decimal(str(side)) for side in page.mediabox)
        if not (0 < right - left <= LONGEST_SIDE and 0 < top - bottom <= LONGEST_SIDE):
            yield Fault.UKURAN


def _opening(root: pikepdf.Object) -> Iterator[Fault]:
    """An action on opening; a place to begin reading, which office programs write into every file, is none."""
    action = root.get("/OpenAction")
    if isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) != "/GoTo":
        yield Fault.AKTIF


def _faults_in(item: Any, depth: int = 0) -> Iterator[Fault]:
    """Return what is refused in an object of the file and the values inside it; what it refers to is an object too."""
    if depth > DEEPEST:
        yield Fault.TERLALU_RUMIT
    elif isinstance(item, pikepdf.Array):
        for value in item.as_list():
            yield from _inside(value, depth)
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        facts = dict(item.items())
        yield from _faults_of(facts, is_stream=isinstance(item, pikepdf.Stream))
        for value in facts.values():
            yield from _inside(value, depth)


def _inside(value: Any, depth: int) -> Iterator[Fault]:
    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        yield from _faults_in(value, depth + 1)


def _faults_of(facts: dict[str, Any], *, is_stream: bool) -> Iterator[Fault]:
    keys = set(facts)
    action, kinds = _name(facts.get("/S")), {_name(facts.get(key)) for key in ("/Type", "/Subtype", "/FT")}
    if keys & _RUNS or action in _RUNNING_ACTIONS:
        yield Fault.AKTIF
    if action in _OPENING_ACTIONS or (is_stream and keys & _ELSEWHERE):
        yield Fault.BERKAS_LAIN
    if action == "/URI" and not str(facts.get("/URI", "")).strip().lower().startswith(_WEB):
        yield Fault.BERKAS_LAIN
    if keys & _EMBEDS or kinds & _EMBEDDING_KINDS:
        yield Fault.LAMPIRAN
    if kinds & _MEDIA or "/RichMediaContent" in keys:
        yield Fault.MEDIA
    if "/ByteRange" in keys or "/Sig" in kinds:
        yield Fault.BERTANDA
    if "/XFA" in keys or "/Widget" in kinds or _has_fields(facts):
        yield Fault.FORMULIR


def _name(value: Any) -> str:
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _has_fields(facts: dict[str, Any]) -> bool:
    fields = facts.get("/Fields")
    return isinstance(fields, pikepdf.Array) and len(fields) > 0


def _main() -> None:
    """Read the scan from standard input, an open file; write the finding as JSON."""
    begin_apart()
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # Pages are served first.
    os.nice(5)
    json.dump(asdict(examine(sys.stdin.buffer)), sys.stdout)


if __name__ == "__main__":
    _main()
