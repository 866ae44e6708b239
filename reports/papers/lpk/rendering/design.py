"""How the report is printed: its chapters, its Lampiran, and what its template is filled with."""

from typing import Any

from reports.papers.lpk.rendering.context import build_context
from reports.papers.lpk.rendering.lampiran_pages import LampiranBuilder
from reports.papers.lpk.rendering.prepared import prepare
from reports.papers.lpk.rendering.tables import set_tables
from reports.papers.lpk.rendering.templates import TEMPLATES
from reports.papers.lpk.schema import SnapshotLpk
from reports.rendering.assets import TemplateFolder
from reports.rendering.geometry import Geometry
from reports.rendering.measuring import TypeCase
from reports.rendering.render import Design


class ReportContent:
    """One report in one size of paper and type (`reports.rendering.render.Content`)."""

    def __init__(self, snapshot: SnapshotLpk, folder: TemplateFolder, geometry: Geometry, types: TypeCase) -> None:
        self._snapshot = snapshot
        self._folder = folder
        self._geometry = geometry
        self._types = types
        self._lampiran = LampiranBuilder(snapshot, geometry, types)

    def cut(self, share: float) -> list[dict[str, Any]]:
        return self._lampiran.build(share)

    def data(self, tables: list[dict[str, Any]]) -> dict[str, Any]:
        context = build_context(self._snapshot, self._folder)
        set_tables(context, self._geometry, self._types)
        left_out: dict[str, Any] = {} if tables else {"daftar_isi": [], "daftar_tabel": []}
        return {**context, **left_out, "lampiran": tables}


DESIGN = Design[SnapshotLpk](
    templates=TEMPLATES,
    chapters=("bab-1", "bab-2", "bab-3", "bab-4", "bab-5"),
    prepare=prepare,
    content=ReportContent,
)
