"""Keeps a chapter from ending with a few lines on a page of their own.

A chapter begins on a new page. Where the one before it leaves its last page nearly empty, its lines are set closer;
where that is not enough, the next chapter follows on the same page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from reports.rendering.geometry import Geometry
from reports.rendering.measuring import PX_PER_MM

if TYPE_CHECKING:
    from weasyprint.document import Document

# A last page that is filled less than this counts as nearly empty.
SPARSE = 0.35


@dataclass(frozen=True)
class ChapterPlan:
    """Which chapters are set closer, and which follow on the page where the one before them ends."""

    closer: frozenset[str] = frozenset()
    following: frozenset[str] = frozenset()


AS_THEY_COME = ChapterPlan()


def sparse_chapters(document: "Document", geometry: Geometry, chapters: Sequence[str]) -> frozenset[str]:
    """Return which of a paper's ``chapters`` leave their last page nearly empty; behind the last there is none."""
    found = set()
    for chapter, follower in pairwise(chapters):
        for page in document.pages:
            end = page.anchors.get(f"{chapter}-akhir")
            # A chapter that begins on this page as well shares it on purpose.
            if end is not None and follower not in page.anchors and _filled(float(end[1]), geometry) < SPARSE:
                found.add(chapter)
    return frozenset(found)


def _filled(bottom: float, geometry: Geometry) -> float:
    """Return the share of a page's height that ends at ``bottom`` (px from the top of the sheet)."""
    margin = geometry.margin_mm * PX_PER_MM
    return (bottom - margin) / (geometry.portrait_mm[1] * PX_PER_MM - 2 * margin)


def follow(those: frozenset[str], chapters: Sequence[str]) -> frozenset[str]:
    """Return the chapters behind those."""
    return frozenset(follower for chapter, follower in pairwise(chapters) if chapter in those)
