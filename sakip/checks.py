"""System checks: wrong combinations of settings, each with an id and a hint."""

import ipaddress
from difflib import get_close_matches
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import OperationalError, connection

from sakip.addresses import parts_of_address
from sakip.file_store import store
from sakip.mail_settings import where_it_says
from sakip.runtime_role import find_excess

# How much of a name has to agree with another one to be its misspelling, from 0 to 1.
_NEARLY = 0.8


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


@register(Tags.security, deploy=True)
def check_proxies(**kwargs: Any) -> list[CheckMessage]:
    """This server speaks no https itself. Behind a proxy that nobody named all the world has the proxy's address."""
    if not settings.HTTPS or settings.TRUSTED_PROXIES:
        return []
    return [
        Warning(
            "TRUSTED_PROXIES is not set: everybody seems to come from the web server in front and by http. Five wrong "
            "passwords anywhere lock an account everywhere, and pages redirect to themselves.",
            hint="Name the web server's address as it is seen from here, such as 127.0.0.1, or unix: for a socket.",
            id="sakip.W007",
        )
    ]


@register()
def check_names_in_the_file(**kwargs: Any) -> list[CheckMessage]:
    """A variable of the installation's file that nobody reads, though it is nearly the name of one of ours."""
    from sakip.settings import env

    unknown = sorted(set(settings.ENV_FILE_NAMES) - set(env.known))
    nearly = [(name, close[0]) for name in unknown if (close := get_close_matches(name, env.known, 1, _NEARLY))]
    return [
        Warning(
            f"{settings.ENV_FILE} sets {name}, which nothing reads.",
            hint=f"Write {close}, if that is meant.",
            id="sakip.W008",
        )
        for name, close in nearly
    ]


@register(Tags.security, deploy=True)
def check_runtime_role(**kwargs: Any) -> list[CheckMessage]:
    """Whoever owns the tables switches their triggers off; the application need not."""
    if connection.vendor != "postgresql":
        return []
    try:
        excess = find_excess(connection)
    except OperationalError:  # a database that is away is told of by whoever needs it
        return []
    if excess:
        return [
            Warning(
                f"The application's user of PostgreSQL could pass by what the database refuses: {', '.join(excess)}.",
                hint="Run it as a role that owns nothing (README, Production), and only migrate as the owner.",
                id="sakip.W006",
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
    """Scans are shown page by page, and PDFs beside the numbers; everything else runs without Poppler."""
    if which("pdftoppm") is None:
        return [
            Warning(
                "pdftoppm is missing: scans of signed documents cannot be taken in, PDFs as evidence cannot be shown.",
                hint="Run bin/setup, or apt-get install poppler-utils.",
                id="sakip.W003",
            )
        ]
    return []


@register(Tags.security)
def check_private(**kwargs: Any) -> list[CheckMessage]:
    """Password hashes, sessions and documents are for the installation's account alone; an earlier version made them
    readable by every account of the machine."""
    folder = store().folder
    wanted = [] if folder is None else [folder]
    if settings.DATABASES["default"]["ENGINE"] == "sakip.sqlite3":
        wanted.append(Path(settings.DATABASES["default"]["NAME"]))
    open_to_others = [path for path in wanted if _is_open_to_others(path)]
    if not open_to_others:
        return []
    names = ", ".join(map(str, open_to_others))
    return [
        Warning(
            f"Other accounts of this machine may read {names}.",
            hint="Run bin/setup, or as the owner: chmod -R o-rwx on VAR_DIR and MEDIA_ROOT.",
            id="sakip.W004",
        )
    ]


def _is_open_to_others(path: Path) -> bool:
    """Say whether every other account may read or write there; in a closed folder nobody gets as far. A group, and
    whoever an access list names, is let in on purpose."""
    return path.exists() and bool(path.stat().st_mode & 0o007 and path.parent.stat().st_mode & 0o001)


@register(Tags.database)
def check_synced_database(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A PostgreSQL that acknowledges before it has written loses acknowledged saves when the power goes."""
    if "default" not in (databases or ()) or connection.vendor != "postgresql":
        return []
    loose = []
    with connection.cursor() as cursor:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"SHOW {name}")
            if cursor.fetchone() == ("off",):
                loose.append(name)
    if not loose:
        return []
    return [
        Warning(
            f"PostgreSQL runs with {', '.join(loose)} = off: a power cut loses saves that were acknowledged.",
            hint="Set them to on in postgresql.conf (only synchronous_commit can be set for one role).",
            id="sakip.W005",
        )
    ]


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
    return found


def _is_safe_address(url: str) -> bool:
    """Tell whether `url` names a server, and what is sent there stays unreadable to strangers on the way."""
    parts = parts_of_address(url)
    if parts is None or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_private(parts.hostname or ""))


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
    parts = parts_of_address(address)
    if parts is None or parts.scheme not in ("http", "https"):
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


@register()
def check_mail(**kwargs: Any) -> list[CheckMessage]:
    """Settings of mail that would never send one, or would show the password to others."""
    if not settings.EMAIL_HOST:
        return _unused_mail_settings()
    found: list[CheckMessage] = []
    if settings.EMAIL_SECURITY not in ("starttls", "tls", "none"):
        found.append(
            Error(
                "EMAIL_SECURITY names no way of encryption.",
                hint="Write starttls (usually port 587), tls (465) or none.",
                id="sakip.E020",
            )
        )
    if bool(settings.EMAIL_HOST_USER) != bool(settings.EMAIL_HOST_PASSWORD):
        found.append(
            Error(
                f"The account of the mail server lacks its user or its password: "
                f"{_mail_variables('EMAIL_USER', 'EMAIL_PASSWORD')}.",
                hint="Set both, or neither where the server takes mail without an account.",
                id="sakip.E021",
            )
        )
    if settings.EMAIL_SECURITY == "none" and settings.EMAIL_HOST_PASSWORD and not _is_private(settings.EMAIL_HOST):
        found.append(
            Error(
                "The password of the mail account would be sent unencrypted.",
                hint=f"Have it encrypt by starttls or tls: {_mail_variables('EMAIL_SECURITY')}.",
                id="sakip.E022",
            )
        )
    return [*found, *_check_sender(), *_check_mail_port()]


def _mail_variables(*single: str) -> str:
    return " and ".join(where_it_says(*single, by_address=settings.EMAIL_BY_ADDRESS))


def _unused_mail_settings() -> list[CheckMessage]:
    wanted = (settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD, settings.EMAIL_FROM, settings.ERROR_RECIPIENTS)
    if not any(wanted):
        return []
    return [
        Warning(
            "Mail is set up without a server: nothing is sent.",
            hint="Set EMAIL_URL, or EMAIL_HOST to the name of the mail server.",
            id="sakip.W020",
        )
    ]


def _check_sender() -> list[CheckMessage]:
    try:
        validate_email(parseaddr(settings.EMAIL_FROM)[1])
    except ValidationError:
        return [
            Error(
                "EMAIL_FROM is no address: mail servers refuse messages without a sender.",
                hint="Write an address that may send through the mail server, as SAKIP <sakip@example.go.id>.",
                id="sakip.E023",
            )
        ]
    return []


def _check_mail_port() -> list[CheckMessage]:
    if (settings.EMAIL_SECURITY, settings.EMAIL_PORT) not in (("starttls", 465), ("tls", 587), ("tls", 25)):
        return []
    return [
        Warning(
            f"The port of the mail server is usually the one of another encryption: {_mail_variables('EMAIL_PORT')}.",
            hint="587 goes with starttls (smtp:// of an address), 465 with tls (smtps://).",
            id="sakip.W021",
        )
    ]
