"""Judging uploaded files by their content: an allow-list of our own, because sniffing libraries were fooled.

The header must stand at offset 0 (an HTML page with a PDF inside is no PDF), pictures must satisfy Pillow, office
documents must be archives with the members of their kind and without macros. Names and declared types are ignored.

A file that is stored goes with the row that refers to it (`kept_with_its_row`).
"""

import errno
import hashlib
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, Any
from xml.parsers.expat import ExpatError

from PIL import Image

if TYPE_CHECKING:  # the process that reads uploads does without Django
    from django.core.files.storage import Storage

PDF, JPEG, PNG, XLSX, DOCX = "pdf", "jpg", "png", "xlsx", "docx"
MEDIA_TYPES = {
    PDF: "application/pdf",
    JPEG: "image/jpeg",
    PNG: "image/png",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# Endings that say the same as the kind.
_ENDINGS = {PDF: {"pdf"}, JPEG: {"jpg", "jpeg", "jpe"}, PNG: {"png"}, XLSX: {"xlsx"}, DOCX: {"docx"}}
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
_ALLOWED = "Unggah berkas PDF, JPG, PNG, XLSX, atau DOCX."


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
    """Return the kind of the file: "pdf", "jpg", "png", "xlsx" or "docx". Raises RefusedFile. Rewinds the file."""
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    try:
        if head.startswith((b"%PDF-1.", b"%PDF-2.")):
            return _checked_pdf(file)
        if head.startswith(b"\xff\xd8\xff"):
            return _checked_picture(file, "JPEG", JPEG)
        if head == b"\x89PNG\r\n\x1a\n":
            return _checked_picture(file, "PNG", PNG)
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
        raise RefusedFile("Gambar ini rusak atau terlalu besar. Simpan ulang, lalu unggah kembali.") from None
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
    if not dot or ending.lower() not in _ENDINGS[kind]:
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


@contextmanager
def kept_with_its_row(storage: "Storage", name: str) -> Iterator[None]:
    """Take a stored file away again when what is to refer to it fails: first the file, then the row."""
    try:
        yield
    except BaseException:
        storage.delete(name)
        raise
