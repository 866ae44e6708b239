"""System checks of where files are stored; the store itself is asked with --deploy only."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from sakip.addresses import parts_of_address
from sakip.file_store import StoreAway, store

_OF_A_BUCKET = (
    "FILES_S3_ENDPOINT",
    "FILES_S3_ACCESS_KEY",
    "FILES_S3_SECRET_KEY",
    "FILES_S3_PREFIX",
    "FILES_S3_ENCRYPTION",
    "FILES_S3_CA_FILE",
)


@register()
def check_bucket(**kwargs: Any) -> list[CheckMessage]:
    """Settings of a bucket that could never be used, or belong to none."""
    if not settings.FILES_S3_BUCKET:
        return _unused()
    return [*_check_account(), *_check_address(), *_check_encryption()]


def _unused() -> list[CheckMessage]:
    given = [name for name in _OF_A_BUCKET if getattr(settings, name)]
    if not given:
        return []
    return [
        Warning(
            f"{', '.join(given)} without FILES_S3_BUCKET: files go to MEDIA_ROOT.",
            hint="Set FILES_S3_BUCKET to the name of the bucket, or take the others away.",
            id="sakip.W040",
        )
    ]


def _check_account() -> list[CheckMessage]:
    if settings.FILES_S3_ACCESS_KEY and settings.FILES_S3_SECRET_KEY:
        return []
    return [
        Error(
            "FILES_S3_BUCKET is set without the account that may use it.",
            hint="Set FILES_S3_ACCESS_KEY and FILES_S3_SECRET_KEY.",
            id="sakip.E040",
        )
    ]


def _check_address() -> list[CheckMessage]:
    if not settings.FILES_S3_ENDPOINT or _is_address(settings.FILES_S3_ENDPOINT):
        return []
    return [
        Error(
            "FILES_S3_ENDPOINT is no address of an object store.",
            hint="Write https://host or http://host:port, without bucket or account; blank for Amazon's own.",
            id="sakip.E041",
        )
    ]


def _is_address(url: str) -> bool:
    parts = parts_of_address(url)
    return parts is not None and parts.scheme in ("http", "https") and not (parts.query or parts.path.strip("/"))


def _check_encryption() -> list[CheckMessage]:
    if settings.FILES_S3_ENCRYPTION in ("", "AES256", "aws:kms"):
        return []
    return [
        Error(
            "FILES_S3_ENCRYPTION names no way in which a store encrypts.",
            hint="Write AES256 or aws:kms, or nothing: then the bucket's own setting counts.",
            id="sakip.E043",
        )
    ]


@register()
def check_accel(**kwargs: Any) -> list[CheckMessage]:
    """The web server in front sends files of the folder; those of a bucket it cannot."""
    if not (settings.FILES_ACCEL and settings.FILES_S3_BUCKET):
        return []
    return [
        Error(
            "FILES_ACCEL is set, but the files lie in a bucket.",
            hint="Take FILES_ACCEL away: files of a bucket are sent by the application.",
            id="sakip.E044",
        )
    ]


@register(Tags.security, deploy=True)
def check_store(**kwargs: Any) -> list[CheckMessage]:
    """Ask the store whether it is there, takes the account and holds this installation's files."""
    try:
        store().require()
    except StoreAway as away:
        return [
            Error(
                f"The store of files cannot be used. {away}",
                hint="Mend what it says, then try manage.py check_files.",
                id="sakip.E045",
            )
        ]
    except DatabaseError:  # what is the matter with it other checks say
        return []
    return []
