"""Font configurations that leave nothing behind when the program ends.

WeasyPrint unpacks the fonts of a style sheet into a folder and removes it in ``__del__``.
A configuration that lives until the interpreter ends (a warm worker keeps its own, a cycle
or somebody's traceback may keep any) is finalised after the modules that ``__del__`` needs:
that prints a traceback as the program's last words and leaves the folder. So every
configuration is made here, and whatever is still open is closed while Python is whole.

For a font that it cannot read WeasyPrint takes another one of the machine and says nothing: the same document would
look different, and its lines break elsewhere. So no configuration is made while one of ours is missing or damaged.
"""

import atexit
import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

from reports.rendering.assets import FONT_DIRECTORY
from reports.rendering.errors import RenderError

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

# The fonts that ship with the project, and the SHA-256 of each.
FONTS = {
    "liberation-sans/LiberationSans-Bold.ttf": "ba0e0dc3f7aca5b0afbc31e800531ee43be3aa79ae35b2ef1f6470a9547765c4",
    "liberation-sans/LiberationSans-BoldItalic.ttf": "15c1068175252e4adee6d3721bf74064ffe437f679d9dbaeacd03fa7711a041b",
    "liberation-sans/LiberationSans-Italic.ttf": "01f559e5c501d3d5777647c6a92b3ff37a4523bcf4f3b6e97ae052af567618b1",
    "liberation-sans/LiberationSans-Regular.ttf": "8d91388f1d3604b3b8ae0e3ee2d140e50cd6122f9214514f4aca772540a4076d",
    "tex-gyre-bonum/texgyrebonum-bold.otf": "173710158270252ec1ddd5e69a07fc71853680c7188d67a84d794a465a4dff81",
    "tex-gyre-bonum/texgyrebonum-bolditalic.otf": "bd037941d21149ea0d650286537a3266fadfb03f91b4a5a78848ea5781befac9",
    "tex-gyre-bonum/texgyrebonum-italic.otf": "518836a0e5bd71f644ae131185be53b04fadb30ef7dbdc483deb5f69bd1fe47d",
    "tex-gyre-bonum/texgyrebonum-regular.otf": "8ad5a53ae61d710fe1773f4ecc7fdf6dde7df1df59faa4492a24def95077d6b3",
}
_open: "WeakSet[FontConfiguration]" = WeakSet()


class MissingFont(RenderError):
    """A font of ours is missing, unreadable or not what it was; the sentence names it."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"Huruf {name} tidak ada, tidak terbaca, atau rusak di server, jadi tidak ada yang dicetak dengan huruf "
            "lain. Minta pengelola server memulihkan folder static/fonts, lalu coba lagi."
        )


def find_missing_font() -> str | None:
    """Return the first font of ours that is not as it was shipped."""
    return next((name for name, sha256 in FONTS.items() if _sha256(name) != sha256), None)


def _sha256(name: str) -> str:
    try:
        return hashlib.sha256((FONT_DIRECTORY / name).read_bytes()).hexdigest()
    except OSError:
        return ""


def open_fonts() -> "FontConfiguration":
    """Return a new font configuration that is closed in time. Raises MissingFont."""
    from weasyprint.text.fonts import FontConfiguration

    if missing := find_missing_font():
        raise MissingFont(missing)
    fonts = FontConfiguration()
    _open.add(fonts)
    return fonts


@atexit.register
def close_fonts() -> None:
    """Remove the font folders that are left, and tell their owners that there is nothing to remove."""
    for fonts in list(_open):
        if fonts._folder:
            shutil.rmtree(fonts._folder, ignore_errors=True)
            fonts._folder = None


def unpacked_files(fonts: "FontConfiguration") -> tuple[Path, ...]:
    """Return the files that hold the fonts of style sheets. What tidies up temporary files takes those of a process
    that runs for long."""
    return () if fonts._folder is None else tuple(fonts._folder.iterdir())
