"""System checks: wrong combinations of settings, each with an id and a hint."""

import ipaddress
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any
from urllib.parse import urlsplit

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


@register()
def check_bsre(**kwargs: Any) -> list[CheckMessage]:
    """The Esign Client Service gets NIK and passphrase of officials: where it is must be plain."""
    if settings.SIGNER != "bsre":
        return []
    found: list[CheckMessage] = []
    if not _is_safe_address(settings.BSRE_URL):
        found.append(
            Error(
                "BSRE_URL is missing, or would send passphrases over a public network in the clear.",
                hint="Write the service's address, without account: https://..., or http:// and a private IP address.",
                id="sakip.E003",
            )
        )
    if not (settings.BSRE_USER and settings.BSRE_PASSWORD):
        found.append(
            Error(
                "SIGNER is bsre, but the installation's account at the service is not set.",
                hint="Set BSRE_USER and BSRE_PASSWORD to what the keeper of the Esign Client Service gave out.",
                id="sakip.E004",
            )
        )
    if settings.BSRE_VERSION not in (1, 2):
        found.append(
            Error(
                "BSRE_VERSION names a protocol that there is none of.",
                hint="Write 1 (multipart) or 2 (JSON); the keeper of the Esign Client Service knows which.",
                id="sakip.E005",
            )
        )
    if settings.BSRE_CA_FILE and not Path(settings.BSRE_CA_FILE).is_file():
        found.append(
            Error(
                "BSRE_CA_FILE does not exist.",
                hint="Name a PEM file with the certificates that the service's TLS is checked against, or none.",
                id="sakip.E006",
            )
        )
    return found


def _is_safe_address(url: str) -> bool:
    """Tell whether `url` names a server, and what is sent there stays unreadable to strangers on the way."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    if not host or parts.username or parts.password or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_private(host))


def _is_private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:  # a name: who answers to it may change
        return host == "localhost"


@register(Tags.security)
def check_time_stamp_service(**kwargs: Any) -> list[CheckMessage]:
    """The address may be asked, carries no credentials and does not send them in the clear."""
    address = settings.SIGNING_TSA_URL
    if not address:
        return []
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        return [
            Error(
                "SIGNING_TSA_URL is no address of a time-stamp service.",
                hint="Write https://host/path; account and password go into SIGNING_TSA_USER and SIGNING_TSA_PASSWORD.",
                id="sakip.E010",
            )
        ]
    if parts.scheme == "http" and (settings.SIGNING_TSA_USER or settings.SIGNING_TSA_PASSWORD):
        return [
            Error(
                "The password of the time-stamp service would be sent unencrypted.",
                hint="Use the service's https address in SIGNING_TSA_URL.",
                id="sakip.E011",
            )
        ]
    return []


@register()
def check_time_stamp_account(**kwargs: Any) -> list[CheckMessage]:
    if bool(settings.SIGNING_TSA_USER) != bool(settings.SIGNING_TSA_PASSWORD) or ":" in settings.SIGNING_TSA_USER:
        return [
            Error(
                "SIGNING_TSA_USER and SIGNING_TSA_PASSWORD do not make an account.",
                hint="Set both or neither; an account holds no colon.",
                id="sakip.E012",
            )
        ]
    return []


@register()
def check_long_term(**kwargs: Any) -> list[CheckMessage]:
    """Stored validation data prove something at a proven time, about certificates below trusted roots."""
    if settings.SIGNING_LONG_TERM and not (settings.SIGNING_TSA_URL and settings.SIGNING_TRUST_ROOTS):
        return [
            Error(
                "SIGNING_LONG_TERM needs a time-stamp service and trusted roots.",
                hint="Set SIGNING_TSA_URL and SIGNING_TRUST_ROOTS as well, or leave SIGNING_LONG_TERM off.",
                id="sakip.E013",
            )
        ]
    if settings.SIGNING_TSA_URL and not settings.SIGNING_LONG_TERM:
        return [
            Warning(
                "Signatures get time-stamps that nobody renews.",
                hint="Set SIGNING_LONG_TERM=1 to keep them provable after the time-stamp's certificate has ended.",
                id="sakip.W010",
            )
        ]
    return []


@register()
def check_time_stamp_authorities(**kwargs: Any) -> list[CheckMessage]:
    name = settings.SIGNING_TSA_AUTHORITIES
    if name and not Path(name).is_file():
        return [
            Error(
                "The file of SIGNING_TSA_AUTHORITIES is missing.",
                hint="Name a PEM file with the authorities of the time-stamp service's TLS certificate.",
                id="sakip.E014",
            )
        ]
    return []


@register()
def check_time_stamp_fits(**kwargs: Any) -> list[CheckMessage]:
    if settings.SIGNING_TSA_URL and settings.SIGNING_TSA_TIMEOUT_SECONDS >= settings.SIGNING_TIMEOUT_SECONDS:
        return [
            Error(
                "A slow time-stamp service would use up the whole time of a signature.",
                hint="Set SIGNING_TSA_TIMEOUT_SECONDS below SIGNING_TIMEOUT_SECONDS.",
                id="sakip.E015",
            )
        ]
    return []
