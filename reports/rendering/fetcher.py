"""The only door through which WeasyPrint reaches bytes outside the HTML.

WeasyPrint's own fetcher opens http and file addresses that stand in user text. Ours
knows two schemes: ``sakip:`` for the fonts and pictures that ship with the project,
and ``data:image/`` for the office's logo, limited in size. Everything else stops the
rendering (an ordinary exception would only be logged, and the report would be printed
without the picture).
"""

import base64
import binascii
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from reports.rendering.assets import FONT_DIRECTORY

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

SCHEME = "sakip"
ASSET_BASE = f"{SCHEME}:"
MAX_DATA_URL = 4 * 1024 * 1024
MEDIA_TYPES = {
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".svg": "image/svg+xml",
}
IMAGE_TYPES = ("image/png", "image/jpeg")


def asset_path(name: str, pictures: Path | None = None) -> Path | None:
    """Return the file behind ``sakip:<name>``, or None when there is none.

    ``fonts/...`` lives in the project's fonts, ``gambar/...`` among the ``pictures`` of a paper's templates.
    """
    roots = {"fonts": FONT_DIRECTORY, "gambar": pictures}
    folder, _, rest = name.partition("/")
    root = roots.get(folder)
    if root is None or not rest:
        return None
    path = (root / rest).resolve()
    if not path.is_relative_to(root.resolve()) or path.suffix not in MEDIA_TYPES:
        return None
    return path if path.is_file() else None


@lru_cache(maxsize=32)
def _read(path: Path) -> bytes:
    return path.read_bytes()


def inline_assets(text: str, pictures: Path) -> str:
    """Replace every ``sakip:`` address in our own text by the data it stands for."""

    def data_url(match: re.Match[str]) -> str:
        path = asset_path(match[1], pictures)
        if path is None:
            return match[0]
        encoded = base64.b64encode(_read(path)).decode("ascii")
        return f"data:{MEDIA_TYPES[path.suffix]};base64,{encoded}"

    return re.sub(rf"{ASSET_BASE}([\w./-]+)", data_url, text)


def decode_data_image(url: str) -> tuple[str, bytes] | None:
    """Return media type and bytes of an allowed ``data:image/...;base64,`` address."""
    if len(url) > MAX_DATA_URL:
        return None
    header, comma, payload = url.partition(",")
    media_type = header.removeprefix("data:").removesuffix(";base64")
    if not comma or header != f"data:{media_type};base64":
        return None
    if media_type not in IMAGE_TYPES:
        return None
    try:
        return media_type, base64.b64decode(payload, validate=True)
    except binascii.Error:
        return None


def build_fetcher(pictures: Path | None = None) -> "URLFetcher":
    """Return a WeasyPrint fetcher that serves our fonts, a paper's pictures and nothing else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class AssetFetcher(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url.startswith(ASSET_BASE):
                path = asset_path(url.removeprefix(ASSET_BASE), pictures)
                if path is not None:
                    media_type = MEDIA_TYPES[path.suffix]
                    return URLFetcherResponse(url, _read(path), {"Content-Type": media_type})
            elif url.startswith("data:"):
                decoded = decode_data_image(url)
                if decoded is not None:
                    media_type, body = decoded
                    return URLFetcherResponse(url, body, {"Content-Type": media_type})
            raise FatalURLFetchingError(f"Alamat tidak diizinkan: {url[:80]}")

    # An empty tuple allows no protocol, None would allow all of them.
    return AssetFetcher(allowed_protocols=(), allow_redirects=False)
