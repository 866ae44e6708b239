"""A program that has rendered ends without a word, and its font folders are gone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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
