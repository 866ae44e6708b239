"""Where fonts and the templates of a paper live, and the template engine over them.

The engine is our own, not the one of the settings: the same snapshot must give the same
report whatever an installation has configured (localisation would print 2.023 for a
year, a context processor could add anything).
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine

from reports.rendering.errors import RenderError

PROJECT_DIRECTORY = Path(__file__).resolve().parents[2]
FONT_DIRECTORY = PROJECT_DIRECTORY / "static" / "fonts"


@lru_cache(maxsize=16)
def _engine(folder: Path) -> Engine:
    return Engine(dirs=[str(folder)], autoescape=True, string_if_invalid="")


@dataclass(frozen=True)
class TemplateFolder:
    """One version of a paper's templates: `laporan.html`, `laporan.css`, what they include, and pictures."""

    path: Path

    @property
    def pictures(self) -> Path:
        return self.path / "gambar"

    def fill(self, name: str, data: dict[str, Any], *, autoescape: bool = True) -> str:
        """Fill a file of the folder; markup in data is escaped.

        ``autoescape=False`` is for the plain-text wording, which is escaped when it is
        placed into the page, and for the style sheet, which gets no user text.
        """
        context = Context(data, autoescape=autoescape, use_l10n=False, use_tz=False)
        return _engine(self.path).get_template(name).render(context)


@dataclass(frozen=True)
class Templates:
    """The templates of a paper: a folder for each version. New documents take the last; an old one keeps its own."""

    root: Path
    versions: tuple[str, ...]

    @property
    def current(self) -> str:
        return self.versions[-1]

    def at(self, version: str) -> TemplateFolder:
        """Return the folder of a version.

        Raises:
            RenderError: the version does not exist.
        """
        if version not in self.versions:
            raise RenderError(
                f"Versi templat laporan “{version}” tidak dikenal. Pilih salah satu: {', '.join(self.versions)}."
            )
        return TemplateFolder(self.root / version)
