"""System checks of what the reports need from the installation."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from reports.rendering.fonts import find_missing_font


@register()
def check_fonts(**kwargs: Any) -> list[CheckMessage]:
    """Reports are rendered and signatures drawn with the fonts that ship with the project, and with no others."""
    missing = find_missing_font()
    if missing is None:
        return []
    return [
        Warning(
            f"The font {missing} is missing or damaged: nothing can be rendered or signed.",
            hint="Restore static/fonts from the repository (git checkout static/fonts).",
            id="reports.W001",
        )
    ]
