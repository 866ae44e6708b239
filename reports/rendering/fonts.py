"""Font configurations that leave nothing behind when the program ends.

WeasyPrint unpacks the fonts of a style sheet into a folder and removes it in ``__del__``.
A configuration that lives until the interpreter ends (a warm worker keeps its own, a cycle
or somebody's traceback may keep any) is finalised after the modules that ``__del__`` needs:
that prints a traceback as the program's last words and leaves the folder. So every
configuration is made here, and whatever is still open is closed while Python is whole.
"""

import atexit
import shutil
from typing import TYPE_CHECKING
from weakref import WeakSet

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

_open: "WeakSet[FontConfiguration]" = WeakSet()


def open_fonts() -> "FontConfiguration":
    """Return a new font configuration that is closed in time."""
    from weasyprint.text.fonts import FontConfiguration

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
