"""The papers: each lies in a folder of its own, and has one line here."""

from collections.abc import Callable, Mapping
from typing import Any

from reports.papers.lpk.paper import LPK
from reports.papers.paper import Paper
from reports.rendering import RenderedReport, RenderError
from reports.rendering.apart import render_apart
from reports.rendering.render import Design, Progress, render_pdf
from sakip.limits import Limits

# By key, in the order in which they are listed.
PAPERS: dict[str, Paper[Any]] = {paper.key: paper for paper in (LPK,)}
# What an address or a command means that names no paper.
UNNAMED = LPK


def get_paper(key: str) -> Paper[Any]:
    """Return a paper by its key. Raises KeyError."""
    return PAPERS[key]


def render_report(
    snapshot: Mapping[str, Any], *, template_version: str | None = None, progress: Progress | None = None
) -> RenderedReport:
    """Render a stored snapshot by the paper that it is of (`reports.rendering.render.render_pdf`).

    ``template_version`` None: the one that new documents take. Raises RenderError.
    """
    design = _design_of(snapshot)
    return render_pdf(
        snapshot, design, template_version=template_version or design.templates.current, progress=progress
    )


def render_report_apart(
    snapshot: Mapping[str, Any],
    *,
    template_version: str,
    limits: Limits,
    progress: Progress,
    watch: Callable[[], None],
) -> RenderedReport:
    """Render a stored snapshot in a process of its own (`reports.rendering.apart.render_apart`)."""
    return render_apart(
        snapshot,
        _design_of(snapshot),
        template_version=template_version,
        limits=limits,
        progress=progress,
        watch=watch,
    )


def _design_of(snapshot: Mapping[str, Any]) -> Design[Any]:
    paper = PAPERS.get(snapshot.get("jenis", ""))
    if paper is None:
        raise RenderError("Jenis data laporan ini tidak dikenal. Buat ulang data laporan dari aplikasi.")
    return paper.design
