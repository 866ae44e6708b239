"""System checks: wrong combinations of settings, each with an id and a hint."""

from importlib.util import find_spec
from shutil import which
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def check_secret_key(**kwargs: Any) -> list[CheckMessage]:
    if settings.SECRET_KEY == settings.INSECURE_SECRET_KEY:
        return [
            Error(
                "SECRET_KEY is not set.",
                hint="Run bin/setup, which generates one into var/secrets.env, or set SECRET_KEY.",
                id="sakip.E001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_public_base_url(**kwargs: Any) -> list[CheckMessage]:
    if not settings.HTTPS:
        return [
            Warning(
                "PUBLIC_BASE_URL is not https.",
                hint="The QR code of signed documents points there: set it to the public https address.",
                id="sakip.W001",
            )
        ]
    return []


@register()
def check_weasyprint(**kwargs: Any) -> list[CheckMessage]:
    """WeasyPrint needs Pango from the system; everything but rendering runs without it."""
    from ctypes.util import find_library

    if find_spec("weasyprint") is None or find_library("pango-1.0") is None:
        return [
            Warning(
                "WeasyPrint or Pango is missing: reports cannot be rendered.",
                hint="Run bin/setup, or apt-get install libpangoft2-1.0-0 libharfbuzz-subset0.",
                id="sakip.W002",
            )
        ]
    return []


@register()
def check_pdftoppm(**kwargs: Any) -> list[CheckMessage]:
    """Scans are shown page by page before they are kept; everything else runs without Poppler."""
    if which("pdftoppm") is None:
        return [
            Warning(
                "pdftoppm is missing: scans of signed documents cannot be taken in.",
                hint="Run bin/setup, or apt-get install poppler-utils.",
                id="sakip.W003",
            )
        ]
    return []


@register(Tags.database)
def check_one_language(**kwargs: Any) -> list[CheckMessage]:
    if "django.middleware.locale.LocaleMiddleware" in settings.MIDDLEWARE or settings.LANGUAGE_CODE != "id":
        return [
            Error(
                "The application speaks Indonesian only.",
                hint="Remove LocaleMiddleware and keep LANGUAGE_CODE 'id': under English '1,5' would be read as 15.",
                id="sakip.E002",
            )
        ]
    return []
