"""The layout engine reaches our own assets and nothing else."""

import base64

import pytest
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from reports.papers.lpk.paper import LPK
from reports.rendering.fetcher import MAX_DATA_URL, build_fetcher

PICTURES = LPK.design.templates.at("v1").pictures
PNG = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x.png",
        "https://example.org/x.png",
        "ftp://example.org/x.png",
        "file:///etc/passwd",
        "sakip:fonts/../../sakip/settings.py",
        "sakip:fonts/../../../../../etc/passwd",
        "sakip:gambar/../laporan.html",
        "sakip:fonts/README.md",
        "sakip:lain/x.svg",
        "sakip:",
        "data:text/html;base64,PGI+",
        "data:image/svg+xml;base64,PHN2Zy8+",
        "data:image/png,plain",
        "data:image/png;base64,%%%",
        "data:image/png;base64," + "A" * MAX_DATA_URL,
        "/etc/passwd",
    ],
)
def test_foreign_addresses_stop_the_rendering(url: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        build_fetcher(PICTURES)(url)


def test_our_fonts_and_pictures_are_served() -> None:
    fetch = build_fetcher(PICTURES)
    assert fetch("sakip:fonts/liberation-sans/LiberationSans-Regular.ttf").read()[:4] == b"\x00\x01\x00\x00"
    assert b"<svg" in fetch("sakip:gambar/lambang.svg").read()
    assert fetch(PNG).read() == base64.b64decode(PNG.partition(",")[2])


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="file:///etc/passwd">',
        "<style>p { background: url(file:///etc/passwd) }</style><p>x</p>",
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
    ],
)
def test_markup_that_reaches_outside_stops_the_rendering(markup: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        HTML(string=markup, base_url="sakip:", url_fetcher=build_fetcher(PICTURES)).write_pdf()
