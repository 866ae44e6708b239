"""Checks a snapshot and makes its texts safe to print.

Everything in a snapshot may have been typed by somebody. Texts are stripped of control
characters and of superfluous white space; a text beyond every reasonable length stops
the rendering instead of keeping the engine busy for minutes.
"""

import base64
import binascii
import io
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from reports.rendering.errors import RenderError
from reports.snapshot import Schema

MAX_TEXT = 20_000
MAX_LOGO_BYTES = 2 * 1024 * 1024
MAX_LOGO_PIXELS = 25_000_000
LOGO_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}
PAPERS = ("A4", "F4")
FONTS = ("arial", "bookman")

_SPACE = re.compile(r"\s+")
# Marks that turn the direction of what follows: a figure could read backwards.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean_text(text: str) -> str:
    """Return one line of printable text in normal form C, white space collapsed."""
    printable = "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace() or unicodedata.category(character) not in ("Cc", "Cs", "Co", "Cn")
    )
    return unicodedata.normalize("NFC", _SPACE.sub(" ", _DIRECTION.sub("", printable))).strip()


def _clean(value: Any, path: str) -> Any:
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise RenderError(
                f"Teks pada {path} terlalu panjang ({len(value)} karakter). "
                f"Ringkas menjadi paling banyak {MAX_TEXT} karakter."
            )
        return clean_text(value)
    if isinstance(value, dict):
        return {key: _clean(item, f"{path}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item, f"{path}[{index}]") for index, item in enumerate(value)]
    return value


def _check_logo(logo: dict[str, Any]) -> dict[str, str]:
    """Return the logo as checked base64, or refuse it with a sentence."""
    from PIL import Image, UnidentifiedImageError

    media_type = str(logo.get("media_type", ""))
    encoded = re.sub(r"\s+", "", str(logo.get("base64", "")))
    advice = "Unggah kembali logo dalam format PNG atau JPEG (paling besar 2 MB)."
    expected = LOGO_FORMATS.get(media_type)
    if expected is None or len(encoded) > MAX_LOGO_BYTES * 4 // 3 + 4:
        raise RenderError(f"Logo tidak dapat dicetak. {advice}")
    try:
        raw = base64.b64decode(encoded, validate=True)
        with Image.open(io.BytesIO(raw), formats=[expected]) as picture:
            width, height = picture.size
            picture.verify()
    except (binascii.Error, UnidentifiedImageError, OSError, SyntaxError) as error:
        raise RenderError(f"Berkas logo rusak. {advice}") from error
    except Image.DecompressionBombError as error:
        raise RenderError(f"Ukuran gambar logo terlalu besar. {advice}") from error
    if width * height > MAX_LOGO_PIXELS:
        raise RenderError(f"Ukuran gambar logo terlalu besar. {advice}")
    return {"media_type": media_type, "base64": encoded}


def prepare_snapshot(snapshot: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    """Return a checked and cleaned copy; the caller's snapshot is left as it is.

    Raises:
        RenderError: another kind or schema, missing part, unknown paper or font, a text
            that is too long, or a logo that is not a sound PNG or JPEG.
    """
    if snapshot.get("skema") != schema.number or snapshot.get("jenis") != schema.jenis:
        raise RenderError(
            f"Data laporan ini bukan {schema.title} dengan skema {schema.number}. "
            "Buat ulang data laporan dari aplikasi."
        )
    missing = [name for name in schema.required if not snapshot.get(name)]
    if missing:
        raise RenderError(f"Data laporan tidak lengkap: {', '.join(missing)}. Buat ulang data laporan dari aplikasi.")
    opd = dict(snapshot["opd"])
    logo = opd.pop("logo", None)
    cleaned: dict[str, Any] = _clean({**snapshot, "opd": opd}, "laporan")
    cleaned["opd"]["logo"] = _check_logo(logo) if logo else None
    if opd.get("kertas") not in PAPERS:
        raise RenderError("Ukuran kertas tidak dikenal. Pilih A4 atau F4.")
    if opd.get("huruf") not in FONTS:
        raise RenderError("Jenis huruf tidak dikenal. Pilih arial atau bookman.")
    return cleaned
