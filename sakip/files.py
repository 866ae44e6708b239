"""Judging uploaded files by their content: an allow-list of our own, because sniffing libraries were fooled.

The header must stand at offset 0 (an HTML page with a PDF inside is no PDF), pictures must satisfy Pillow, those of
phones (WEBP, HEIC) are decoded to their end in a process apart and hold nothing beside the picture, office documents
must be archives with the members of their kind and without macros. Names and declared types are ignored.
"""

import errno
import hashlib
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any
from xml.parsers.expat import ExpatError

from PIL import Image

from sakip.pictures import PATIENCE_OF_UPLOADS, SMALL, NotDrawn, draw_photo

PDF, JPEG, PNG, WEBP, HEIC, XLSX, DOCX = "pdf", "jpg", "png", "webp", "heic", "xlsx", "docx"


@dataclass(frozen=True)
class AcceptedKind:
    """A kind of file that is accepted: as browsers call it, and the endings that say the same as the kind."""

    media_type: str
    endings: tuple[str, ...]


# The one list of what is accepted, in the order in which people read it.
ACCEPTED = {
    PDF: AcceptedKind("application/pdf", ("pdf",)),
    JPEG: AcceptedKind("image/jpeg", ("jpg", "jpeg", "jpe")),
    PNG: AcceptedKind("image/png", ("png",)),
    WEBP: AcceptedKind("image/webp", ("webp",)),
    HEIC: AcceptedKind("image/heic", ("heic", "heif")),
    XLSX: AcceptedKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)),
    DOCX: AcceptedKind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)),
}
MEDIA_TYPES = {kind: accepted.media_type for kind, accepted in ACCEPTED.items()}
# What a file field is told, and its reader.
ACCEPTED_ENDINGS = ",".join(f".{ending}" for accepted in ACCEPTED.values() for ending in accepted.endings)
ACCEPTED_NAMES = tuple(kind.upper() for kind in ACCEPTED)
PICTURES = frozenset({JPEG, PNG, WEBP, HEIC})
_MAIN_MEMBER = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX}
# The directory of an encrypted Office file names the stream that holds the real one.
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_CONTENT_TYPES = "[Content_Types].xml"
_MAX_MEMBERS = 5_000
# zipfile reads a whole directory as soon as it opens an archive: one of 10 MB takes seconds.
_MAX_DIRECTORY = 512 * 1024
_MAX_CONTENT_TYPES = 1024 * 1024
_EXPAT_NO_MEMORY = 1
# What a multipart form adds to its file.
FORM_BYTES = 64 * 1024
# Longest file name that is kept; the column holds a little more.
_NAME_LIMIT = 200
_ALLOWED = f"Unggah berkas {', '.join(ACCEPTED_NAMES[:-1])}, atau {ACCEPTED_NAMES[-1]}."
_BROKEN_PICTURE = "Gambar ini rusak atau terlalu besar. Simpan ulang, lalu unggah kembali."
# How a photo of a phone says what it is: by the brands of its first box. Films and AVIF bear others.
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis"})
_LARGEST_FIRST_BOX = 256
# Phones write three to five; a file of nothing but empty ones would be counted for seconds.
_MOST_BOXES = 64


class RefusedFile(ValueError):
    """The file is not accepted; `str()` is a full Indonesian sentence that says what to do."""


def lacks_memory(error: BaseException) -> bool:
    """Say whether what zlib, the XML parser or the system raised means that there is no memory left."""
    return (
        str(error).startswith("Error -4 ")
        or (isinstance(error, ExpatError | SyntaxError) and getattr(error, "code", None) == _EXPAT_NO_MEMORY)
        or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
    )


def check_size(size: int | None, limit: int) -> None:
    """Raise RefusedFile for an empty file or one above `limit` bytes."""
    if not size:
        raise RefusedFile("Berkas ini kosong. Periksa berkasnya, lalu unggah kembali.")
    if size > limit:
        raise RefusedFile(
            f"Berkas ini lebih besar dari {limit // (1024 * 1024)} MB. Kecilkan atau pecah menjadi beberapa berkas."
        )


def sniff(file: IO[bytes]) -> str:
    """Return the kind of the file, one of ACCEPTED. Raises RefusedFile, and Busy for a photo. Rewinds the file."""
    file.seek(0)
    head = file.read(12)
    file.seek(0)
    try:
        if head.startswith((b"%PDF-1.", b"%PDF-2.")):
            return _checked_pdf(file)
        if head.startswith(b"\xff\xd8\xff"):
            return _checked_picture(file, "JPEG", JPEG)
        if head.startswith(b"\x89PNG\r\n\x1a\n"):
            return _checked_picture(file, "PNG", PNG)
        if head[:4] == b"RIFF" and head[8:] == b"WEBP":
            return _decoded_picture(file, WEBP, is_whole=_is_all_riff)
        if head[4:8] == b"ftyp":
            return _checked_heic(file)
        if head.startswith(b"PK\x03\x04"):
            return _checked_archive(file)
    finally:
        file.seek(0)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused_container(file)
    raise RefusedFile(f"Jenis berkas ini tidak diterima. {_ALLOWED}")


def _refused_container(file: IO[bytes]) -> RefusedFile:
    """Tell a locked workbook or document from one of the old formats: both come in the same container."""
    content = file.read()
    file.seek(0)
    if _ENCRYPTED_STREAM in content:
        return RefusedFile(
            "Berkas ini dikunci kata sandi. Hapus kata sandinya di aplikasi asalnya, simpan, lalu unggah kembali."
        )
    return RefusedFile(
        "Berkas Office lama (XLS, DOC) tidak diterima. Simpan sebagai XLSX, DOCX, atau PDF, lalu unggah kembali."
    )


def _checked_pdf(file: IO[bytes]) -> str:
    file.seek(0, 2)
    file.seek(max(0, file.tell() - 2048))
    if b"%%EOF" not in file.read():
        raise RefusedFile("Berkas PDF ini tidak utuh. Buka dan simpan ulang, lalu unggah kembali.")
    return PDF


def _checked_picture(file: IO[bytes], decoder: str, kind: str) -> str:
    try:
        with Image.open(file, formats=[decoder]) as picture:
            picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise RefusedFile(_BROKEN_PICTURE) from None
    return kind


def _checked_heic(file: IO[bytes]) -> str:
    if not _brands(file) & _HEIC_BRANDS:
        raise RefusedFile(f"Jenis berkas ini tidak diterima. {_ALLOWED}")
    return _decoded_picture(file, HEIC, is_whole=_is_all_boxes)


def _brands(file: IO[bytes]) -> set[bytes]:
    """Return the brands in the first box of a file that is made of boxes: they say what the others hold."""
    file.seek(0)
    size = int.from_bytes(file.read(4), "big")
    # Of a box that is shorter than its own size nothing is read: a file on disk refuses a negative length.
    box = file.read(size - 4) if 4 <= size <= _LARGEST_FIRST_BOX else b""
    # Its name, the main brand, a version, the other brands.
    return {box[at : at + 4] for at in (4, *range(12, len(box), 4))}


def _is_all_boxes(file: IO[bytes]) -> bool:
    """Say whether the boxes of a HEIC are the whole file."""
    end, at = file.seek(0, 2), 0
    for _ in range(_MOST_BOXES):
        if at >= end:
            break
        file.seek(at)
        size, name = int.from_bytes(file.read(4), "big"), file.read(4)
        if size == 1:
            size = int.from_bytes(file.read(8), "big")
        if size < 8 or len(name) < 4:
            # 0: to the end of the file, which no phone writes.
            return False
        at += size
    return at == end


def _is_all_riff(file: IO[bytes]) -> bool:
    """Say whether the container of a WEBP is the whole file."""
    end = file.seek(0, 2)
    file.seek(4)
    return int.from_bytes(file.read(4), "little") + 8 == end


def _decoded_picture(file: IO[bytes], kind: str, *, is_whole: Callable[[IO[bytes]], bool]) -> str:
    """Judge a picture whose decoder is let at nothing in this process."""
    if not is_whole(file):
        raise RefusedFile(_BROKEN_PICTURE)
    try:
        draw_photo(file, kind, longest=SMALL, patience=PATIENCE_OF_UPLOADS)
    except NotDrawn:
        raise RefusedFile(_BROKEN_PICTURE) from None
    return kind


def open_archive(file: IO[bytes]) -> zipfile.ZipFile:
    """Open an archive that costs little to look into. Raises BadZipFile, also for one that no Office program writes."""
    # What zipfile itself goes by; a search of our own might find another one.
    end = zipfile._EndRecData(file)  # type: ignore[attr-defined]  # the only way to it before the directory is read
    if end and end[zipfile._ECD_SIZE] > _MAX_DIRECTORY:  # type: ignore[attr-defined]  # as above
        raise zipfile.BadZipFile("directory too large")
    file.seek(0)
    archive = zipfile.ZipFile(file)
    # Others unpack a chunk without bounds.
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in archive.infolist()):
        archive.close()
        raise zipfile.BadZipFile("compressed in another way")
    return archive


def _checked_archive(file: IO[bytes]) -> str:
    broken = RefusedFile("Berkas XLSX atau DOCX ini rusak. Buka dan simpan ulang, lalu unggah kembali.")
    try:
        with open_archive(file) as archive:
            names = archive.namelist()
            if len(names) > _MAX_MEMBERS or len(set(names)) != len(names):
                raise broken
            kinds = {kind for member, kind in _MAIN_MEMBER.items() if member in names}
            if len(kinds) != 1 or _CONTENT_TYPES not in names:
                raise RefusedFile(f"Jenis berkas ini tidak diterima. {_ALLOWED}")
            with archive.open(_CONTENT_TYPES) as member:
                declared = member.read(_MAX_CONTENT_TYPES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as wrong:
        if isinstance(wrong, RefusedFile):
            raise
        if lacks_memory(wrong):
            raise MemoryError from None
        raise broken from None
    lowered = [name.lower() for name in names]
    macros = any(name.endswith("vbaproject.bin") or "/activex/" in f"/{name}" for name in lowered)
    if macros or b"macroenabled" in declared.lower() or len(declared) > _MAX_CONTENT_TYPES:
        raise RefusedFile("Berkas ini memuat makro. Simpan sebagai XLSX atau DOCX tanpa makro, lalu unggah kembali.")
    return kinds.pop()


def sha256_of(file: IO[bytes] | Any) -> str:
    """Return the hash of the whole file as hexadecimal text. Rewinds the file."""
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(65_536):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def safe_name(name: str, kind: str) -> str:
    """Return the user's own file name without path, control or direction characters, ending in what it truly is."""
    plain = PurePath(name.replace("\\", "/")).name.encode("utf-8", "ignore").decode()
    plain = "".join(char for char in plain if unicodedata.category(char)[0] != "C")
    plain = " ".join(plain.split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot or ending.lower() not in ACCEPTED[kind].endings:
        stem, ending = plain, kind
    return f"{stem[: _NAME_LIMIT - len(ending) - 1].rstrip() or 'berkas'}.{ending}"


def numbered_name(name: str, taken: set[str]) -> str:
    """Return the name, or "name (2).pdf" when the same one stands beside it already."""
    stem, _, ending = name.rpartition(".")
    number, result = 1, name
    while result.casefold() in taken:
        number += 1
        result = f"{stem} ({number}).{ending}"
    return result
