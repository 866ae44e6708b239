"""A program that has rendered ends without a word, and its font folders are gone; without one of our fonts it renders
nothing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reports.checks import check_fonts
from reports.papers.lpk.rendering.templates import TEMPLATES
from reports.rendering import fonts
from reports.rendering.errors import RenderError
from reports.rendering.fonts import FONT_DIRECTORY, FONTS, open_fonts
from reports.rendering.geometry import Geometry
from reports.rendering.render import _style, _usable_style

ROOT = Path(__file__).resolve().parents[3]

# Held by the module whose names `__del__` needs: they are gone when it runs.
HELD_TO_THE_END = """
import shutil
from weasyprint import CSS, HTML
from reports.rendering.fetcher import build_fetcher
from reports.rendering.fonts import open_fonts
fonts = open_fonts()
face = "@font-face { font-family: X; src: url(sakip:fonts/liberation-sans/LiberationSans-Regular.ttf) }"
CSS(string=face, font_config=fonts, url_fetcher=build_fetcher())
shutil.kept = fonts
print(fonts._folder)
"""
KEPT_BY_THE_RENDERER = """
import shutil
from reports.rendering.geometry import Geometry
from reports.papers.lpk.rendering.templates import TEMPLATES
from reports.rendering.render import _style
shutil.kept = _style(Geometry("A4", "arial"), TEMPLATES.at("v1"), False)
print(shutil.kept.fonts._folder)
"""


@pytest.mark.parametrize("program", [HELD_TO_THE_END, KEPT_BY_THE_RENDERER])
def test_font_folders_are_removed_without_a_traceback(program: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert ended.stderr == ""
    assert not Path(ended.stdout.strip()).exists()


def test_every_font_that_is_shipped_is_known() -> None:
    shipped = [path for path in FONT_DIRECTORY.rglob("*") if path.suffix in (".otf", ".ttf")]
    assert {str(path.relative_to(FONT_DIRECTORY)) for path in shipped} == set(FONTS)
    assert check_fonts() == []


BOLD = "liberation-sans/LiberationSans-Bold.ttf"


def remove(path: Path) -> None:
    path.unlink()


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def make_unreadable(path: Path) -> None:
    """As root reads everything: a folder in the font's place, which nobody can read as a file."""
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("harm", [remove, cut_short, make_unreadable])
def test_without_one_of_our_fonts_nothing_is_rendered_and_the_font_is_named(
    harm: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(FONT_DIRECTORY, tmp_path / "fonts")
    harm(tmp_path / "fonts" / BOLD)
    monkeypatch.setattr(fonts, "FONT_DIRECTORY", tmp_path / "fonts")
    with pytest.raises(RenderError, match=f"Huruf {BOLD} tidak ada, tidak terbaca, atau rusak"):
        open_fonts()
    (found,) = check_fonts()
    assert (found.id, BOLD in found.msg) == ("reports.W001", True)


def test_a_style_whose_unpacked_fonts_were_tidied_away_is_made_anew() -> None:
    asked = (Geometry("A4", "arial"), TEMPLATES.at("v1"), False)
    first = _usable_style(*asked)
    assert _usable_style(*asked) is first
    first.unpacked[0].unlink()
    assert _usable_style(*asked) is not first
    _style.cache_clear()
