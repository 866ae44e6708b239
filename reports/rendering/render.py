"""Snapshot in, PDF out: the renderer of the Laporan Pengukuran Kinerja."""

import gc
import logging
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reports.papers.lpk.rendering.context import build_context
from reports.papers.lpk.rendering.lampiran_pages import LampiranBuilder
from reports.papers.lpk.rendering.tables import set_tables
from reports.rendering.assets import render_template, template_directory
from reports.rendering.chapters import AS_THEY_COME, ChapterPlan, follow, sparse_chapters
from reports.rendering.errors import RenderError
from reports.rendering.fetcher import ASSET_BASE, build_fetcher, inline_assets
from reports.rendering.finishing import SignatureField, finish_pdf
from reports.rendering.fonts import open_fonts
from reports.rendering.geometry import Geometry
from reports.rendering.measuring import TypeCase
from reports.rendering.snapshot import prepare_snapshot
from reports.rendering.stylesheet import build_css

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.document import Document
    from weasyprint.text.fonts import FontConfiguration

logger = logging.getLogger(__name__)

PDF_VARIANT = "pdf/a-3a"
FIRST_CHAPTER = "bab-1"
# The share of a page that the cutting may fill, first try and after an overflow.
SHARES = (1.0, 0.95, 0.88, 0.78)

Progress = Callable[[int, str], None]


@dataclass(frozen=True)
class RenderedReport:
    """A finished report.

    ``signature_field`` says where the empty signature field is; a draft has none.
    ``table_pages`` is the number of pages that each table of the Lampiran takes.
    """

    pdf: bytes
    pages: int
    signature_field: SignatureField | None
    template_version: str
    table_pages: dict[str, int]


@dataclass(frozen=True)
class _Style:
    css: "CSS"
    fonts: "FontConfiguration"


@lru_cache(maxsize=8)
def _style(geometry: Geometry, template_version: str, draf: bool) -> _Style:
    """Load fonts and style sheet once per paper and font; a warm worker keeps them."""
    from weasyprint import CSS

    fonts = open_fonts()
    text = build_css(geometry, template_version=template_version, draf=draf)
    css = CSS(string=text, url_fetcher=build_fetcher(template_version), font_config=fonts)
    return _Style(css, fonts)


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


class _Rendering:
    """One run: the parts that do not change when pages have to be cut again."""

    def __init__(self, snapshot: dict[str, Any], template_version: str) -> None:
        template_directory(template_version)
        self.version = template_version
        self.snapshot = prepare_snapshot(snapshot)
        opd = self.snapshot["opd"]
        self.draf = bool(self.snapshot["draf"])
        self.geometry = Geometry(opd["kertas"], opd["huruf"])
        self.style = _style(self.geometry, template_version, self.draf)
        self.types = TypeCase(self.style.fonts, self.geometry.family)
        self.lampiran = LampiranBuilder(self.snapshot, self.geometry, self.types)

    def html(
        self, share: float, *, chapters: ChapterPlan = AS_THEY_COME, self_contained: bool = False
    ) -> tuple[str, dict[str, int]]:
        """Return the document and the number of pages planned for each table."""
        return self._fill(self.lampiran.build(share), chapters, self_contained=self_contained)

    def chapters_only(self, chapters: ChapterPlan) -> str:
        """Return the document without its Lampiran, to see where the chapters end."""
        return self._fill([], chapters)[0]

    def _fill(
        self, tables: list[dict[str, Any]], chapters: ChapterPlan, *, self_contained: bool = False
    ) -> tuple[str, dict[str, int]]:
        context = build_context(self.snapshot, template_version=self.version)
        context["bab"] = chapters
        if not tables:
            # Nothing may point at pages that are not laid out.
            context.update(daftar_isi=[], daftar_tabel=[])
        set_tables(context, self.geometry, self.types)
        context["lampiran"] = tables
        if self_contained:
            css = build_css(self.geometry, template_version=self.version, draf=self.draf)
            context["css"] = inline_assets(css, self.version)
            context["logo"]["src"] = inline_assets(context["logo"]["src"], self.version)
        text = keep_last_words(render_template(self.version, "laporan.html", context))
        return text, {table["id"]: len(table["halaman"]) for table in tables}

    def layout(self, html: str) -> "Document":
        from weasyprint import HTML

        document = HTML(
            string=html,
            base_url=ASSET_BASE,
            url_fetcher=build_fetcher(self.version),
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


def _lay_out(run: _Rendering, progress: Progress | None) -> tuple["Document", dict[str, int]]:
    """Lay the report out; cut the Lampiran again when a page turned out too full."""
    chapters: ChapterPlan | None = None
    for attempt, share in enumerate(SHARES):
        _report(progress, 10 + attempt, "Membagi ulang halaman lampiran" if attempt else "Menyusun halaman lampiran")
        html, plan = run.html(share, chapters=chapters or AS_THEY_COME)
        _report(progress, 20 + attempt, "Menata halaman laporan")
        document = run.layout(html)
        if chapters is None:
            chapters = _plan_chapters(run, sparse_chapters(document, run.geometry))
            if chapters != AS_THEY_COME:
                html, plan = run.html(share, chapters=chapters)
                document = run.layout(html)
        full = overflowing_tables(document)
        if not full:
            return document, plan
        logger.warning("Lampiran pages overflowed and are cut again: %s", full)
    raise RenderError("Tabel lampiran tidak dapat dibagi ke dalam halaman. Periksa teks indikator yang sangat panjang.")


def _plan_chapters(run: _Rendering, sparse: frozenset[str]) -> ChapterPlan:
    """Return how chapters that leave a page nearly empty are set: closer, or else followed on that page."""
    if not sparse:
        return AS_THEY_COME
    closer = ChapterPlan(closer=sparse)
    left = sparse_chapters(run.layout(run.chapters_only(closer)), run.geometry)
    return ChapterPlan(closer=sparse - left, following=follow(left))


def _write(document: "Document") -> bytes:
    with warnings.catch_warnings():
        # The engine leaves its colour profile to the reference counter to close.
        warnings.simplefilter("ignore", ResourceWarning)
        pdf: bytes = document.write_pdf(pdf_variant=PDF_VARIANT, pdf_forms=True)
    return pdf


def render_report(
    snapshot: dict[str, Any],
    *,
    template_version: str = "v1",
    progress: Progress | None = None,
) -> RenderedReport:
    """Render a snapshot (schema 1) to PDF/A-3a bytes.

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
            run = _Rendering(snapshot, template_version)
            document, plan = _lay_out(run, progress)
            _report(progress, 70, "Menulis berkas PDF")
            raw = _write(document)
        except FatalURLFetchingError as error:
            raise RenderError("Laporan memuat rujukan ke luar dokumen dan tidak dicetak.") from error
        pages = len(document.pages)
        first_body_page = next(number for number, page in enumerate(document.pages) if FIRST_CHAPTER in page.anchors)
    _report(progress, 90, "Menyiapkan ruang tanda tangan")
    pdf, signature = finish_pdf(raw, first_body_page=first_body_page)
    _report(progress, 100, "Laporan selesai")
    return RenderedReport(pdf, pages, signature, template_version, plan)


def render_html(
    snapshot: dict[str, Any],
    *,
    template_version: str = "v1",
    self_contained: bool = False,
) -> str:
    """Return the HTML that ``render_report`` lays out.

    ``self_contained`` puts style sheet, fonts and pictures into it, so that a browser
    can print it.

    Raises:
        RenderError: as ``render_report``.
    """
    return _Rendering(snapshot, template_version).html(SHARES[0], self_contained=self_contained)[0]
