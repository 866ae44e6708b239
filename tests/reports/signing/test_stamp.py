"""The visible stamp on paper: its words, its QR and its escape from user text."""

import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import segno
from PIL import Image

from reports.signing.certificates import CertificateFacts
from reports.signing.errors import StampDoesNotFit
from reports.signing.requests import SignedPdf, SignRequest, StampStyle
from reports.signing.stamp import indonesian_moment, render_stamp

MakeRequest = Callable[..., SignRequest]
MOMENT = datetime(2023, 12, 31, 7, 5, tzinfo=UTC)
DPI = 600


def a_certificate(name: str = "Munandar", issuer: str = "BSrE", *, is_demo: bool = False) -> CertificateFacts:
    return CertificateFacts(name, f"CN={name}", issuer, f"CN={issuer}", "0A", "00", MOMENT, MOMENT, is_demo)


def stamp(request: SignRequest, *, width: float = 240, height: float = 85, **said: Any) -> bytes:
    return render_stamp(request, a_certificate(**said), width=width, height=height, signed_at=MOMENT)


def text_of(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "cap.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(said.split())


def raster(pdf: bytes, tmp_path: Path) -> Image.Image:
    path = tmp_path / "cap.pdf"
    path.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "-png", "-singlefile", path, tmp_path / "cap"], check=True)
    return Image.open(tmp_path / "cap.png").convert("L")


SAID = "Ditandatangani secara elektronik Munandar Penerbit: BSrE 31 Desember 2023 pukul 14.05 WIB"


def test_stamp_names_the_certificate_and_repeats_nothing_of_the_page(a_request: MakeRequest, tmp_path: Path) -> None:
    """Office, name, rank and NIP stand around the field; whose certificate it was only the stamp says."""
    assert text_of(stamp(a_request(footer_text="Sertifikat BSrE.")), tmp_path) == SAID


def test_a_confirmed_other_name_is_shown_as_it_is(a_request: MakeRequest, tmp_path: Path) -> None:
    text = text_of(stamp(a_request(name="Munandar, S.Sos."), name="Pelaksana Harian"), tmp_path)
    assert "Pelaksana Harian" in text
    assert "Munandar" not in text


def test_the_longest_names_fit(a_request: MakeRequest, tmp_path: Path) -> None:
    text = text_of(stamp(a_request(), name="N" * 200, issuer="Badan " * 40, is_demo=True), tmp_path)
    assert "\N{HORIZONTAL ELLIPSIS}" in text
    assert "WIB" in text
    paraf = a_request(closing=False)
    assert "WIB" in text_of(stamp(paraf, width=147, height=47, name="N" * 200, issuer="Badan " * 40), tmp_path)


def test_a_paraf_is_small_and_has_no_qr(a_request: MakeRequest, tmp_path: Path) -> None:
    text = text_of(stamp(a_request(closing=False, verify_url="x" * 999), width=147, height=47), tmp_path)
    assert text == "Paraf elektronik Munandar Penerbit: BSrE 31 Desember 2023 pukul 14.05 WIB"


def test_stamp_of_a_demo_says_so_in_large_letters(a_request: MakeRequest, tmp_path: Path) -> None:
    for request, size in ((a_request(), (240, 85)), (a_request(closing=False), (147, 47))):
        pdf = stamp(request, width=size[0], height=size[1], is_demo=True)
        assert "DEMO TIDAK BERLAKU SEBAGAI TTE" in text_of(pdf, tmp_path)
        assert max(sizes_of(pdf, tmp_path)) > size[1] * 0.4


def sizes_of(pdf: bytes, tmp_path: Path) -> list[float]:
    path = tmp_path / "cap.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(
        ["pdftohtml", "-xml", "-stdout", "-zoom", "3", path], capture_output=True, text=True, check=True
    )
    return [int(found) / 3 for found in re.findall(r'<fontspec id="\d+" size="(\d+)"', said.stdout)]


@pytest.mark.parametrize("is_demo", [False, True])
@pytest.mark.parametrize("size", [(212.6, 85), (200, 70), (300, 110)])
def test_no_text_of_the_stamp_is_smaller_than_seven_points(
    a_request: MakeRequest, tmp_path: Path, size: tuple[float, float], is_demo: bool
) -> None:
    sizes = sizes_of(stamp(a_request(), width=size[0], height=size[1], is_demo=is_demo), tmp_path)
    assert sizes
    assert min(sizes) >= 7


def test_the_stamp_stands_in_the_signed_document(signed: SignedPdf, tmp_path: Path) -> None:
    text = text_of(signed.pdf, tmp_path)
    assert "Capaian 81,18 persen." in text
    assert "Ditandatangani secara elektronik" in text
    assert "DEMO" in text


@pytest.mark.parametrize("is_demo", [False, True])
@pytest.mark.parametrize("size", [(240, 85), (200, 70), (300, 110)])
def test_the_printed_modules_are_those_of_the_qr(
    a_request: MakeRequest, tmp_path: Path, size: tuple[int, int], is_demo: bool
) -> None:
    """Rasterise at printer resolution, sample the centre of each module, compare with a fresh QR."""
    request = a_request()
    expected = segno.make(request.verify_url, error="m", micro=False, boost_error=False)
    assert expected.designator == "4-M"
    picture = raster(stamp(request, width=size[0], height=size[1], is_demo=is_demo), tmp_path)
    rows = [[bool(module) for module in row] for row in expected.matrix]
    assert read_modules(picture, len(rows)) == rows


def read_modules(picture: Image.Image, count: int) -> list[list[bool]]:
    """Find the symbol by its dark corner patterns, as a scanner does, and read `count` x `count` modules."""
    black = picture.point(lambda grey: 255 if grey < 60 else 0)
    # The text starts in the right half, the band and the frame are thinner than a finder pattern.
    left_part = black.crop((20, 0, int(picture.width * 0.45), picture.height))
    corner = finder_corner(left_part)
    left, top = corner[0] + 20, corner[1]
    run = dark_run(black, left, top)
    module = run / 7
    return [
        [black.getpixel((int(left + (x + 0.5) * module), int(top + (y + 0.5) * module))) == 255 for x in range(count)]
        for y in range(count)
    ]


def finder_corner(picture: Image.Image) -> tuple[int, int]:
    """The upper left pixel of the first row that starts with an unbroken dark run seven modules long."""
    for y in range(picture.height):
        for x in range(picture.width):
            if picture.getpixel((x, y)) == 255:
                run = dark_run(picture, x, y)
                if 40 < run < picture.width // 2 and dark_column(picture, x, y) == pytest.approx(run, abs=3):
                    return x, y
                break
    raise AssertionError("no finder pattern on the stamp")


def dark_run(picture: Image.Image, x: int, y: int) -> int:
    end = x
    while end < picture.width and picture.getpixel((end, y)) == 255:
        end += 1
    return end - x


def dark_column(picture: Image.Image, x: int, y: int) -> int:
    end = y
    while end < picture.height and picture.getpixel((x, end)) == 255:
        end += 1
    return end - y


def test_a_style_reaches_no_address_outside(a_request: MakeRequest) -> None:
    from weasyprint.urls import FatalURLFetchingError

    sneaky = StampStyle(font_css="body { background: url(file:///etc/passwd) }")
    with pytest.raises(FatalURLFetchingError):
        stamp(a_request(style=sneaky))
    with pytest.raises(ValueError, match="font family"):
        stamp(a_request(style=StampStyle(font_family="x; } body { color: red")))


@pytest.mark.parametrize(
    ("changes", "width", "height"),
    [
        ({}, 60, 30),
        ({}, 240, 30),
        ({}, 110, 55),
        ({"verify_url": "https://sakip.lampungbaratkab.go.id/v/" + "x" * 250}, 240, 60),
        ({"verify_url": "https://sakip.lampungbaratkab.go.id/v/" + "x" * 270}, 900, 900),
    ],
)
def test_a_stamp_that_nobody_could_read_is_refused(
    a_request: MakeRequest, changes: dict[str, str], width: float, height: float
) -> None:
    with pytest.raises(StampDoesNotFit):
        stamp(a_request(**changes), width=width, height=height)


def test_moments_are_written_in_the_zone_of_the_office() -> None:
    assert indonesian_moment(MOMENT, "Asia/Jakarta") == "31 Desember 2023 pukul 14.05 WIB"
    assert indonesian_moment(MOMENT, "Asia/Makassar") == "31 Desember 2023 pukul 15.05 WITA"
    late = datetime(2023, 12, 31, 16, 0, tzinfo=UTC)
    assert indonesian_moment(late, "Asia/Jayapura") == "1 Januari 2024 pukul 01.00 WIT"
