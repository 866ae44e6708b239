"""Snapshot in, PDF out: what lays every paper out. It knows none of them; each brings its design."""

import atexit
import gc
import logging
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from reports.rendering.assets import TemplateFolder, Templates
from reports.rendering.chapters import AS_THEY_COME, ChapterPlan, follow, sparse_chapters
from reports.rendering.errors import RenderError
from reports.rendering.fetcher import ASSET_BASE, build_fetcher, inline_assets
from reports.rendering.finishing import SignatureField, finish_pdf
from reports.rendering.fonts import open_fonts, unpacked_files
from reports.rendering.geometry import Geometry
from reports.rendering.measuring import TypeCase
from reports.rendering.signature_block import signing_data
from reports.rendering.stylesheet import build_css
from reports.snapshot import Kantor, Snapshot

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.document import Document
    from weasyprint.text.fonts import FontConfiguration

logger = logging.getLogger(__name__)

PDF_VARIANT = "pdf/a-3a"
# The share of a page that the cutting may fill, first try and after an overflow.
SHARES = (1.0, 0.95, 0.88, 0.78)

Progress = Callable[[int, str], None]
S = TypeVar("S", bound=Snapshot)


class Content(Protocol):
    """What a paper prints of one snapshot, in one size of paper and type."""

    def cut(self, share: float) -> list[dict[str, Any]]:
        """Return the tables that the paper cuts into pages itself, each with `id` and `halaman`; a page fills at most
        ``share`` of its sheet. A page is marked by the anchors `<name>-awal` and `<name>-akhir`."""

    def data(self, tables: list[dict[str, Any]]) -> dict[str, Any]:
        """Return what `laporan.html` is filled with. Without ``tables`` nothing may point at them: they are left out
        to see where the chapters end."""


@dataclass(frozen=True)
class Design(Generic[S]):
    """How a paper is printed.

    ``prepare`` checks and cleans a stored snapshot (RenderError), ``content`` says what is printed of it.
    ``chapters`` are anchors in their order, each with an anchor `<chapter>-akhir` at its end; the first begins the
    pages with arabic numbers. A paper without chapters has no others. The module of ``content`` holds the design as
    `DESIGN` and knows no database: a process apart finds it there (`reports.rendering.apart`).
    """

    templates: Templates
    chapters: tuple[str, ...]
    prepare: Callable[[Mapping[str, Any]], S]
    content: Callable[[S, TemplateFolder, Geometry, TypeCase], Content]


@dataclass(frozen=True)
class RenderedReport:
    """A finished paper.

    ``signature_fields`` says where the empty signature fields are, in the order of signing; a draft has none.
    ``table_pages`` is the number of pages that each table takes which the paper cut itself.
    """

    pdf: bytes
    pages: int
    signature_fields: tuple[SignatureField, ...]
    template_version: str
    table_pages: dict[str, int]


@dataclass(frozen=True)
class _Style:
    css: "CSS"
    fonts: "FontConfiguration"
    unpacked: tuple[Path, ...]


@lru_cache(maxsize=8)
def _style(geometry: Geometry, folder: TemplateFolder, draf: bool) -> _Style:
    """Load fonts and style sheet once per paper and font; a warm worker keeps them."""
    from weasyprint import CSS

    fonts = open_fonts()
    text = build_css(geometry, folder, draf=draf)
    css = CSS(string=text, url_fetcher=build_fetcher(folder.pictures), font_config=fonts)
    return _Style(css, fonts, unpacked_files(fonts))


def _usable_style(geometry: Geometry, folder: TemplateFolder, draf: bool) -> _Style:
    """Return a style whose fonts are there. Raises MissingFont."""
    style = _style(geometry, folder, draf)
    if all(path.exists() for path in style.unpacked):
        return style
    _style.cache_clear()
    return _style(geometry, folder, draf)


# What the engine loaded has to be let go while its libraries are there: later it would fall into them.
atexit.register(_style.cache_clear)


def _logo(opd: Kantor) -> dict[str, str]:
    logo = opd["logo"]
    if logo is None:
        return {"src": f"{ASSET_BASE}gambar/lambang.svg", "alt": "Tanda pengganti logo"}
    return {"src": f"data:{logo['media_type']};base64,{logo['base64']}", "alt": f"Logo {opd['pemda']}"}


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Layout makes a million objects and no garbage worth looking for meanwhile."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
            gc.collect()


class _Rendering(Generic[S]):
    """One run: the parts that do not change when pages have to be cut again."""

    def __init__(self, snapshot: Mapping[str, Any], design: Design[S], template_version: str) -> None:
        self.folder = design.templates.at(template_version)
        self.chapters = design.chapters
        prepared = design.prepare(snapshot)
        self.opd = prepared["opd"]
        self.signing = signing_data(prepared)
        self.draf = prepared["draf"]
        self.geometry = Geometry(self.opd["kertas"], self.opd["huruf"])
        self.style = _usable_style(self.geometry, self.folder, self.draf)
        self.content = design.content(
            prepared, self.folder, self.geometry, TypeCase(self.style.fonts, self.geometry.family)
        )

    def html(
        self, share: float, *, chapters: ChapterPlan = AS_THEY_COME, self_contained: bool = False
    ) -> tuple[str, dict[str, int]]:
        """Return the document and the number of pages planned for each table."""
        return self._fill(self.content.cut(share), chapters, self_contained=self_contained)

    def chapters_only(self, chapters: ChapterPlan) -> str:
        """Return the document without the tables that are cut, to see where the chapters end."""
        return self._fill([], chapters)[0]

    def _fill(
        self, tables: list[dict[str, Any]], chapters: ChapterPlan, *, self_contained: bool = False
    ) -> tuple[str, dict[str, int]]:
        logo = _logo(self.opd)
        data = {**self.content.data(tables), **self.signing, "bab": chapters, "logo": logo}
        if self_contained:
            css = build_css(self.geometry, self.folder, draf=self.draf)
            data["css"] = inline_assets(css, self.folder.pictures)
            logo["src"] = inline_assets(logo["src"], self.folder.pictures)
        text = keep_last_words(self.folder.fill("laporan.html", data))
        return text, {table["id"]: len(table["halaman"]) for table in tables}

    def sparse(self, document: "Document") -> frozenset[str]:
        """Return the chapters that leave their last page nearly empty."""
        return sparse_chapters(document, self.geometry, self.chapters)

    def first_body_page(self, document: "Document") -> int:
        if not self.chapters:
            return 0
        return next(number for number, page in enumerate(document.pages) if self.chapters[0] in page.anchors)

    def layout(self, html: str) -> "Document":
        from weasyprint import HTML

        document = HTML(
            string=html,
            base_url=ASSET_BASE,
            url_fetcher=build_fetcher(self.folder.pictures),
        )
        return document.render(
            font_config=self.style.fonts,
            stylesheets=[self.style.css],
            pdf_variant=PDF_VARIANT,
            pdf_forms=True,
        )


def keep_last_words(html: str) -> str:
    """Keep the "dan" that ends an item of a list on the line of the word before it."""
    return re.sub(r"; (dan|atau)(?=\s*</li>)", ";\u00a0\\1", html)


def overflowing_tables(document: "Document") -> list[str]:
    """Return the planned table pages that ran over the end of their sheet."""
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        for anchor in page.anchors:
            if anchor.endswith("-awal"):
                starts.setdefault(anchor.removesuffix("-awal"), number)
            elif anchor.endswith("-akhir"):
                ends[anchor.removesuffix("-akhir")] = number
    return sorted(name for name, page in starts.items() if ends.get(name) != page)


def _report(progress: Progress | None, percent: int, message: str) -> None:
    if progress is not None:
        progress(percent, message)


def _lay_out(run: _Rendering[Any], progress: Progress | None) -> tuple["Document", dict[str, int]]:
    """Lay the paper out; cut its tables again when a page turned out too full."""
    chapters: ChapterPlan | None = None
    for attempt, share in enumerate(SHARES):
        _report(progress, 10 + attempt, "Membagi ulang halaman lampiran" if attempt else "Menyusun halaman lampiran")
        html, plan = run.html(share, chapters=chapters or AS_THEY_COME)
        _report(progress, 20 + attempt, "Menata halaman laporan")
        document = run.layout(html)
        if chapters is None:
            chapters = _plan_chapters(run, run.sparse(document))
            if chapters != AS_THEY_COME:
                html, plan = run.html(share, chapters=chapters)
                document = run.layout(html)
        full = overflowing_tables(document)
        if not full:
            return document, plan
        logger.warning("Table pages overflowed and are cut again: %s", full)
    raise RenderError("Tabel lampiran tidak dapat dibagi ke dalam halaman. Periksa teks indikator yang sangat panjang.")


def _plan_chapters(run: _Rendering[Any], sparse: frozenset[str]) -> ChapterPlan:
    """Return how chapters that leave a page nearly empty are set: closer, or else followed on that page."""
    if not sparse:
        return AS_THEY_COME
    closer = ChapterPlan(closer=sparse)
    left = run.sparse(run.layout(run.chapters_only(closer)))
    return ChapterPlan(closer=sparse - left, following=follow(left, run.chapters))


def _write(document: "Document") -> bytes:
    with warnings.catch_warnings():
        # The engine leaves its colour profile to the reference counter to close.
        warnings.simplefilter("ignore", ResourceWarning)
        pdf: bytes = document.write_pdf(pdf_variant=PDF_VARIANT, pdf_forms=True)
    return pdf


def render_pdf(
    snapshot: Mapping[str, Any],
    design: Design[Any],
    *,
    template_version: str,
    progress: Progress | None = None,
) -> RenderedReport:
    """Render a snapshot to PDF/A-3a bytes.

    The same snapshot and template version give the same bytes. ``progress`` is called
    with a percentage and a sentence for the user.

    Raises:
        RenderError: the snapshot cannot be rendered, or its texts reached for
            something outside the report.
    """
    from weasyprint.urls import FatalURLFetchingError

    _report(progress, 5, "Membaca data laporan")
    with _without_garbage_collection():
        try:
            run = _Rendering(snapshot, design, template_version)
            document, plan = _lay_out(run, progress)
            _report(progress, 70, "Menulis berkas PDF")
            raw = _write(document)
        except FatalURLFetchingError as error:
            raise RenderError("Laporan memuat rujukan ke luar dokumen dan tidak dicetak.") from error
        pages = len(document.pages)
        first_body_page = run.first_body_page(document)
    _report(progress, 90, "Menyiapkan ruang tanda tangan")
    pdf, signatures = finish_pdf(raw, first_body_page=first_body_page)
    _report(progress, 100, "Laporan selesai")
    return RenderedReport(pdf, pages, signatures, template_version, plan)


def render_html(
    snapshot: Mapping[str, Any],
    design: Design[Any],
    *,
    template_version: str,
    self_contained: bool = False,
) -> str:
    """Return the HTML that ``render_pdf`` lays out.

    ``self_contained`` puts style sheet, fonts and pictures into it, so that a browser
    can print it.

    Raises:
        RenderError: as ``render_pdf``.
    """
    return _Rendering(snapshot, design, template_version).html(SHARES[0], self_contained=self_contained)[0]
