"""Where the report template and its fonts live, and the template engine over them.

The engine is our own, not the one of the settings: the same snapshot must give the same
report whatever an installation has configured (localisation would print 2.023 for a
year, a context processor could add anything).
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine

from reports.rendering.errors import RenderError

PROJECT_DIRECTORY = Path(__file__).resolve().parents[2]
FONT_DIRECTORY = PROJECT_DIRECTORY / "static" / "fonts"
TEMPLATE_ROOT = PROJECT_DIRECTORY / "reports" / "papers" / "lpk" / "templates"
TEMPLATE_VERSIONS = ("v1",)


def template_directory(template_version: str) -> Path:
    """Return the folder of a template version.

    Raises:
        RenderError: the version does not exist.
    """
    if template_version not in TEMPLATE_VERSIONS:
        raise RenderError(
            f"Versi templat laporan “{template_version}” tidak dikenal. "
            f"Pilih salah satu: {', '.join(TEMPLATE_VERSIONS)}."
        )
    return TEMPLATE_ROOT / template_version


@lru_cache(maxsize=4)
def _engine(template_version: str) -> Engine:
    return Engine(
        dirs=[str(template_directory(template_version))],
        autoescape=True,
        string_if_invalid="",
    )


def render_template(template_version: str, name: str, data: dict[str, Any], *, autoescape: bool = True) -> str:
    """Fill a file of the report template with data; markup in data is escaped.

    ``autoescape=False`` is for the plain-text wording, which is escaped when it is
    placed into the page, and for the style sheet, which gets no user text.
    """
    context = Context(data, autoescape=autoescape, use_l10n=False, use_tz=False)
    return _engine(template_version).get_template(name).render(context)
