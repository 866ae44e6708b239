"""Pictures of stored files: made apart, upright, on white, without what a stranger wrote into them, within limits."""

import io
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import IO

import pillow_heif
import pytest
from PIL import Image, ImageCms

from sakip import pictures
from sakip.limits import Limits
from sakip.pictures import NotDrawn, count_pages, draw_page, draw_photo
from sakip.refusals import Busy
from tests.files import PDF

RED, GREEN = (200, 30, 30), (30, 160, 60)


def halves(mode: str = "RGB") -> Image.Image:
    """Return a picture whose left half is red and whose right half is green."""
    picture = Image.new(mode, (80, 40), RED)
    picture.paste(GREEN, (40, 0, 80, 40))
    return picture


def written(picture: Image.Image, kind: str, **options: object) -> IO[bytes]:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream


def close(found: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 25 for one, other in zip(found, colour, strict=True))


@pytest.mark.parametrize(("kind", "decoder"), [("jpg", "JPEG"), ("png", "PNG"), ("webp", "WEBP"), ("heic", "HEIF")])
def test_a_photo_of_each_kind_becomes_a_jpeg(kind: str, decoder: str) -> None:
    if decoder == "HEIF":
        stream: IO[bytes] = io.BytesIO()
        pillow_heif.from_pillow(halves()).save(stream)
    else:
        stream = written(halves(), decoder)
    with Image.open(io.BytesIO(draw_photo(stream, kind, longest=40))) as drawn:
        assert (drawn.format, drawn.size) == ("JPEG", (40, 20))
        assert close(drawn.getpixel((5, 10)), RED)
        assert close(drawn.getpixel((35, 10)), GREEN)


def test_a_photo_stands_upright_and_tells_no_place() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Kamera rahasia"
    drawn_bytes = draw_photo(written(halves(), "JPEG", exif=exif), "jpg")
    with Image.open(io.BytesIO(drawn_bytes)) as drawn:
        assert drawn.size == (40, 80)
        assert close(drawn.getpixel((20, 10)), RED)
        assert dict(drawn.getexif()) == {}
    assert b"rahasia" not in drawn_bytes


@pytest.mark.parametrize(("kind", "decoder"), [("jpg", "JPEG"), ("png", "PNG"), ("webp", "WEBP")])
def test_nothing_that_a_photo_says_of_itself_reaches_a_browser(kind: str, decoder: str) -> None:
    said = {"icc_profile": b"rahasia" * 100, "xmp": b"rahasia"}
    if decoder == "JPEG":
        said["comment"] = b"<script>rahasia</script>"
    drawn = draw_photo(written(halves(), decoder, **said), kind)
    assert b"rahasia" not in drawn
    with Image.open(io.BytesIO(drawn)) as picture:
        assert close(picture.getpixel((5, 10)), RED)


def test_a_photo_of_other_colours_is_shown_in_the_common_ones() -> None:
    """A profile that swaps red and blue is applied, and left behind."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    drawn = draw_photo(written(halves(), "PNG", icc_profile=swapped), "png")
    with Image.open(io.BytesIO(drawn)) as picture:
        red, _, blue = picture.getpixel((5, 10))  # type: ignore[misc]  # three parts of a colour
        assert blue > red
        assert "icc_profile" not in picture.info


def test_what_is_transparent_is_white() -> None:
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    with Image.open(io.BytesIO(draw_photo(written(clear, "PNG"), "png"))) as drawn:
        assert close(drawn.getpixel((10, 10)), (255, 255, 255))


def bomb(side: int) -> IO[bytes]:
    """Return a PNG of few bytes that claims to be as large as that."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 100_000)
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b""))


@pytest.mark.parametrize("side", [12_000, 60_000])
def test_a_bomb_is_not_drawn(side: int) -> None:
    with pytest.raises(NotDrawn):
        draw_photo(bomb(side), "png")


def test_only_the_decoder_of_its_kind_is_tried() -> None:
    with pytest.raises(NotDrawn):
        draw_photo(written(halves(), "GIF"), "jpg")


def test_what_takes_too_long_or_too_much_is_not_drawn() -> None:
    for limits in (Limits(1, 0.001, 2**30), Limits(5, 5, 2**20)):
        with pytest.raises(NotDrawn):
            draw_photo(written(halves(), "PNG"), "png", limits=limits)


def test_pages_are_counted_and_drawn(tmp_path: Path) -> None:
    file = tmp_path / "bukti.pdf"
    file.write_bytes(PDF)
    with file.open("rb") as stream:
        assert count_pages(stream) == 1
        with Image.open(io.BytesIO(draw_page(stream, 1, longest=280))) as drawn:
            assert (drawn.format, max(drawn.size)) == ("JPEG", 280)
        with pytest.raises(NotDrawn):
            draw_page(stream, 2)


def test_a_pdf_that_is_none_has_no_pages() -> None:
    with pytest.raises(NotDrawn):
        count_pages(io.BytesIO(b"%PDF-1.4 rusak %%EOF"))


def test_who_waits_too_long_is_told() -> None:
    with pictures._one_at_a_time, pytest.raises(Busy, match="Coba lagi"):
        draw_photo(written(halves(), "PNG"), "png", patience=0.01)
    assert draw_photo(written(halves(), "PNG"), "png")


def test_one_draws_and_one_waits_and_all_others_are_told_at_once() -> None:
    """However many pages are slow, two threads of a process are all that they take."""
    with ThreadPoolExecutor(8) as browsers:
        with pictures._one_at_a_time:
            asked = [browsers.submit(draw_photo, written(halves(), "PNG"), "png", patience=60) for _ in range(8)]
            ended = as_completed(asked, timeout=60)
            told = [next(ended) for _ in range(7)]
            assert [type(one.exception()) for one in told] == [Busy] * 7
        assert next(ended).result().startswith(b"\xff\xd8")


def test_pages_are_not_counted_while_many_are_drawn() -> None:
    with pictures._one_at_a_time, pictures._waiting, pytest.raises(Busy):
        count_pages(io.BytesIO(PDF))
