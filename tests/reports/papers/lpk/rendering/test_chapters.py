"""No chapter ends with a few lines on a page of their own."""

from typing import Any

import pytest

from reports.papers.lpk.paper import LPK
from reports.rendering import render
from reports.rendering.chapters import ChapterPlan, follow, sparse_chapters
from reports.rendering.geometry import Geometry
from reports.rendering.measuring import PX_PER_MM
from reports.rendering.render import _plan_chapters, _Rendering

CHAPTERS = LPK.design.chapters


class Page:
    def __init__(self, **anchors: float) -> None:
        self.anchors = {name.replace("_", "-"): (0.0, mm * PX_PER_MM, 1.0, 1.0) for name, mm in anchors.items()}


class Laid:
    def __init__(self, *pages: Page) -> None:
        self.pages = pages


@pytest.mark.parametrize(("end", "sparse"), [(60, {"bab-1"}), (130, set())])
def test_a_last_page_filled_to_a_third_is_nearly_empty(end: float, sparse: set[str]) -> None:
    laid: Any = Laid(Page(bab_1=25), Page(bab_1_akhir=end), Page(bab_2=25, bab_2_akhir=250))
    assert sparse_chapters(laid, Geometry("A4", "arial"), CHAPTERS) == sparse


def test_a_page_that_the_next_chapter_shares_is_not_empty() -> None:
    laid: Any = Laid(Page(bab_1=25), Page(bab_1_akhir=60, bab_2=70, bab_2_akhir=250))
    assert sparse_chapters(laid, Geometry("A4", "arial"), CHAPTERS) == frozenset()


def test_the_chapter_behind_follows() -> None:
    assert follow(frozenset({"bab-1", "bab-4"}), CHAPTERS) == {"bab-2", "bab-5"}


LONG_NAME = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana"


def test_a_chapter_is_set_closer_where_that_helps(snapshot: dict[str, Any]) -> None:
    """A long name of the office pushes the end of Bab I onto a third page."""
    snapshot["opd"]["nama"] = LONG_NAME
    run = _Rendering(snapshot, LPK.design, "v1")
    sparse = run.sparse(run.layout(run.chapters_only(ChapterPlan())))
    assert sparse == {"bab-1"}
    plan = _plan_chapters(run, sparse)
    assert plan == ChapterPlan(closer=frozenset({"bab-1"}))
    assert run.sparse(run.layout(run.chapters_only(plan))) == frozenset()


def test_the_next_chapter_follows_on_the_page_where_closer_lines_do_not_help(
    snapshot: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot["opd"]["nama"] = LONG_NAME
    run = _Rendering(snapshot, LPK.design, "v1")
    monkeypatch.setattr(render, "sparse_chapters", lambda *_: frozenset({"bab-1"}))
    plan = _plan_chapters(run, frozenset({"bab-1"}))
    assert plan == ChapterPlan(following=frozenset({"bab-2"}))
    pages = run.layout(run.chapters_only(plan)).pages
    assert any({"bab-1-akhir", "bab-2"} <= set(page.anchors) for page in pages)
