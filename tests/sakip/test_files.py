"""Uploaded files are judged by what they hold, never by what they are called."""

import errno
import random
import zlib
from io import BytesIO
from tempfile import TemporaryFile
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pillow_heif
import pytest
from PIL import Image

from indicators.models.realisasi import FileKind
from sakip.files import (
    ACCEPTED,
    ACCEPTED_ENDINGS,
    ACCEPTED_NAMES,
    RefusedFile,
    check_size,
    lacks_memory,
    numbered_name,
    safe_name,
    sha256_of,
    sniff,
)
from sakip.refusals import Busy

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>'


def picture(kind: str) -> bytes:
    stream = BytesIO()
    Image.new("RGB", (4, 4), "white").save(stream, kind)
    return stream.getvalue()


def archive(*members: tuple[str, bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as target:
        for name, content in members:
            target.writestr(name, content)
    return stream.getvalue()


def with_directory_of(size: int) -> bytes:
    """Return a workbook whose directory holds so many bytes that no program reads."""
    stream = BytesIO()
    with ZipFile(stream, "w") as target:
        target.writestr("[Content_Types].xml", TYPES)
        target.writestr("xl/workbook.xml", b"<workbook/>")
        for number in range(size // 60_000 + 1):
            member = ZipInfo(f"{number}.xml")
            member.extra = b"\x99\x99\0\0" * 15_000
            target.writestr(member, b"")
    return stream.getvalue()


def photo() -> bytes:
    """Return a photo as an iPhone writes it."""
    stream = BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "white")).save(stream)
    return stream.getvalue()


HEIC = photo()
XLSX = archive(("[Content_Types].xml", TYPES), ("xl/workbook.xml", b"<workbook/>"))
DOCX = archive(("[Content_Types].xml", TYPES), ("word/document.xml", b"<document/>"))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (picture("JPEG"), "jpg"),
        (picture("PNG"), "png"),
        (picture("WEBP"), "webp"),
        (HEIC, "heic"),
        (XLSX, "xlsx"),
        (DOCX, "docx"),
    ],
)
def test_sniff_knows_every_kind_and_rewinds(content: bytes, kind: str) -> None:
    file = BytesIO(content)
    file.seek(3)
    assert sniff(file) == kind
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>%PDF-1.4 %%EOF", "tidak diterima"),
        (b"\n" + PDF, "tidak diterima"),
        (b"%PDF-1.4 cut short", "tidak utuh"),
        (b"MZ\x90\x00 program", "tidak diterima"),
        (b"GIF89a", "tidak diterima"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "tidak diterima"),
        (picture("PNG")[:40], "rusak"),
        (b"\xff\xd8\xff\xe0 no picture", "rusak"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office lama"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "Hapus kata sandinya"),
        (archive(("readme.txt", b"x")), "tidak diterima"),
        (archive(("[Content_Types].xml", TYPES), ("xl/workbook.xml", b""), ("xl/vbaProject.bin", b"")), "makro"),
        (archive(("[Content_Types].xml", b"macroEnabled.main+xml"), ("word/document.xml", b"")), "makro"),
        (archive(("[Content_Types].xml", TYPES), ("xl/workbook.xml", b""), ("word/document.xml", b"")), "diterima"),
        (b"PK\x03\x04 no archive", "rusak"),
        (b"<script>" + XLSX, "tidak diterima"),
        # What stands behind a picture, and what only calls itself one.
        (picture("WEBP") + b"<script>alert(1)</script>", "rusak"),
        (picture("WEBP")[:-4], "rusak"),
        (b"RIFF" + (len(XLSX) + 4).to_bytes(4, "little") + b"WEBP" + XLSX, "rusak"),
        (b"RIFF\x04\0\0\0WEBP", "rusak"),
        (b"RIFF\x04\0\0\0WAVE", "tidak diterima"),
        (HEIC + b"PK\x03\x04", "rusak"),
        (HEIC + XLSX, "rusak"),
        (HEIC[:-9], "rusak"),
        (HEIC[: HEIC.index(b"mdat") + 8] + b"\xff" * (len(HEIC) - HEIC.index(b"mdat") - 8), "rusak"),
        (b"\0\0\0\x18ftypheic\0\0\0\0heicmif1", "rusak"),
        (b"\0\0\0\x18ftypavif\0\0\0\0avifmif1", "tidak diterima"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "tidak diterima"),
        (b"\xff\xff\xff\xffftypheic", "tidak diterima"),
        (b"\0\0\0\x08ftypheic", "tidak diterima"),
        (b"<html>" + HEIC, "tidak diterima"),
        (b"\0\0\0\0ftypheic" + b"x" * 300, "tidak diterima"),
        (b"\0\0\0\3ftypheic" + b"x" * 300, "tidak diterima"),
        # A box that says it is longer than any file, and more boxes than a photo has.
        (HEIC + b"\0\0\0\1free" + b"\xff" * 8, "rusak"),
        (HEIC + b"\0\0\0\x08free" * 100, "rusak"),
    ],
)
def test_sniff_refuses_with_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(RefusedFile, match=words):
        sniff(BytesIO(content))
    # What is larger lies on the disk, where a negative length is an error.
    with TemporaryFile() as file:
        file.write(content)
        with pytest.raises(RefusedFile, match=words):
            sniff(file)


@pytest.mark.parametrize("kind", ["HEIF", "WEBP"])
def test_a_photo_on_the_disk_is_read_whole_after_it_was_judged(kind: str) -> None:
    """The process that decodes it shares the file's place: what was read next began where that had ended."""
    pillow_heif.register_heif_opener()
    noise = Image.frombytes("RGB", (800, 600), random.Random(7).randbytes(800 * 600 * 3))
    stream = BytesIO()
    noise.save(stream, kind, quality=90)
    with TemporaryFile() as file:
        file.write(stream.getvalue())
        file.seek(0)
        sniff(file)
        assert sha256_of(file) == sha256_of(stream)
        assert file.read() == stream.getvalue()


def test_what_is_accepted_is_one_list() -> None:
    assert {kind.value for kind in FileKind} == set(ACCEPTED)
    assert [kind.label for kind in FileKind] == list(ACCEPTED_NAMES)
    assert ACCEPTED_ENDINGS == ".pdf,.jpg,.jpeg,.jpe,.png,.webp,.heic,.heif,.xlsx,.docx"
    with pytest.raises(RefusedFile, match="Unggah berkas PDF, JPG, PNG, WEBP, HEIC, XLSX, atau DOCX"):
        sniff(BytesIO(b"MZ"))


def test_a_server_with_too_much_to_do_calls_no_photo_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*args: object, **options: object) -> bytes:
        raise Busy("Banyak gambar.", seconds=1)

    monkeypatch.setattr("sakip.files.draw_photo", busy)
    with pytest.raises(Busy):
        sniff(BytesIO(HEIC))


def test_sniff_refuses_an_archive_with_a_member_twice() -> None:
    stream = BytesIO()
    with ZipFile(stream, "w") as target:
        target.writestr("[Content_Types].xml", TYPES)
        target.writestr("xl/workbook.xml", b"one")
        with pytest.warns(UserWarning, match="Duplicate name"):
            target.writestr("xl/workbook.xml", b"two")
    with pytest.raises(RefusedFile, match="rusak"):
        sniff(stream)


def test_check_size_refuses_empty_and_too_large() -> None:
    with pytest.raises(RefusedFile, match="kosong"):
        check_size(0, 10)
    with pytest.raises(RefusedFile, match="lebih besar dari 10 MB"):
        check_size(10 * 1024 * 1024 + 1, 10 * 1024 * 1024)
    check_size(10 * 1024 * 1024, 10 * 1024 * 1024)


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Laporan akhir.PDF", "pdf", "Laporan akhir.PDF"),
        ("foto.jpeg", "jpg", "foto.jpeg"),
        ("laporan.pdf.exe", "pdf", "laporan.pdf.exe.pdf"),
        ("../../etc/passwd", "pdf", "passwd.pdf"),
        ("C:\\data\\nilai.xlsx", "xlsx", "nilai.xlsx"),
        ("a\u202egnp.\x00exe.png", "png", "agnp.exe.png"),
        ("", "pdf", "berkas.pdf"),
        ("x" * 300 + ".pdf", "pdf", "x" * 196 + ".pdf"),
    ],
)
def test_safe_name_ends_in_what_the_file_is(name: str, kind: str, expected: str) -> None:
    assert safe_name(name, kind) == expected


def test_numbered_name_counts_like_a_file_manager() -> None:
    assert numbered_name("scan.pdf", set()) == "scan.pdf"
    assert numbered_name("Scan.pdf", {"scan.pdf"}) == "Scan (2).pdf"
    assert numbered_name("scan.pdf", {"scan.pdf", "scan (2).pdf"}) == "scan (3).pdf"


def test_sha256_of_the_whole_file() -> None:
    assert sha256_of(BytesIO(b"abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_directory_that_keeps_the_reader_busy_is_refused() -> None:
    assert sniff(BytesIO(with_directory_of(60_000))) == "xlsx"
    with pytest.raises(RefusedFile, match="rusak"):
        sniff(BytesIO(with_directory_of(600_000)))


@pytest.mark.parametrize(("compression", "accepted"), [(ZIP_DEFLATED, True), (ZIP_BZIP2, False)])
def test_members_are_compressed_as_office_programs_do_it(compression: int, accepted: bool) -> None:
    stream = BytesIO(XLSX)
    with ZipFile(stream, "a") as target:
        target.writestr("xl/theme.xml", b"<x/>", compress_type=compression)
    if accepted:
        assert sniff(stream) == "xlsx"
    else:
        with pytest.raises(RefusedFile, match="rusak"):
            sniff(stream)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (zlib.error("Error -4 while preparing to decompress data"), True),
        (zlib.error("Error -3 while decompressing data: invalid block type"), False),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), True),
        (OSError(errno.EIO, "Input/output error"), False),
        (ValueError("code"), False),
    ],
)
def test_a_lack_of_memory_is_told_from_a_broken_file(error: Exception, expected: bool) -> None:
    assert lacks_memory(error) is expected
