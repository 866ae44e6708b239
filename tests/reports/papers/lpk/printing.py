"""What tests ask of a Laporan Pengukuran Kinerja without laying it out: its HTML, its own wording."""

from collections.abc import Mapping
from typing import Any

from reports.papers.lpk.paper import LPK
from reports.papers.lpk.rendering.prepared import prepare
from reports.papers.lpk.rendering.templates import TEMPLATES
from reports.papers.lpk.rendering.wording import default_narrative
from reports.rendering import render

VERSION = "v1"


def render_html(snapshot: Mapping[str, Any], *, self_contained: bool = False) -> str:
    return render.render_html(snapshot, LPK.design, template_version=VERSION, self_contained=self_contained)


def default_words(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """Return the program's own wording with its figures filled in, by section."""
    return dict(default_narrative(prepare(snapshot), TEMPLATES.at(VERSION)))
