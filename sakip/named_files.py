"""System checks of the files and folders that settings name: what is missing stops the start, with what to do."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography import x509
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.files.storage import FileSystemStorage, default_storage

# The settings that name a file of certificates, and what is in it.
CERTIFICATES = {
    "SIGNING_TRUST_ROOTS": "the certificates of the issuers that are trusted",
    "SIGNING_TSA_AUTHORITIES": "the authorities of the time-stamp service's TLS certificate",
    "BSRE_CA_FILE": "the certificates that the service's TLS is checked against",
    "FILES_S3_CA_FILE": "the authorities of the store's TLS certificate",
}


@register(Tags.security)
def check_certificate_files(**kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"{name} {fault}",
            hint=f"Name a PEM file with {meaning}, which the account of the server may read, or none.",
            id="sakip.E030",
        )
        for name, meaning in CERTIFICATES.items()
        if (fault := _fault_of_certificates(name))
    ]


def _fault_of_certificates(name: str) -> str:
    """Return what is wrong with the file of certificates that a setting names; blank for nothing, or for no file."""
    if not getattr(settings, name):
        return ""
    path = Path(getattr(settings, name))
    try:
        content = path.read_bytes()
    except OSError as error:
        return f"cannot be read ({path}: {error.strerror})."
    try:
        _read_certificates(content, bare=name == "SIGNING_TRUST_ROOTS")
    except ValueError:
        return f"names a file without a certificate that can be read ({path})."
    return ""


def _read_certificates(content: bytes, *, bare: bool) -> None:
    """Read them as those who use the file do: OpenSSL takes PEM alone, our own reader a `bare` certificate too."""
    if bare and b"-----BEGIN CERTIFICATE-----" not in content:
        x509.load_der_x509_certificate(content)
    else:
        x509.load_pem_x509_certificates(content)


@register(Tags.files)
def check_folders(**kwargs: Any) -> list[CheckMessage]:
    """Where generated things and files live. In production it is there beforehand: what is missing is a disk that is
    not mounted, and what would be made in its place nobody finds again."""
    return [
        Error(
            f"{name} {fault}",
            hint=f"Mount or make it for the account of the server: install -d -m 700 -o ACCOUNT {path}",
            id="sakip.E031",
        )
        for name, path in _folders()
        if (fault := _fault_of_folder(path, may_be_missing=not settings.PRODUCTION))
    ]


def _folders() -> Iterator[tuple[str, Path]]:
    yield "VAR_DIR", Path(settings.VAR_DIR)
    if isinstance(default_storage, FileSystemStorage):
        yield "MEDIA_ROOT", Path(settings.MEDIA_ROOT)


def _fault_of_folder(path: Path, *, may_be_missing: bool) -> str:
    if os.path.isdir(path):
        usable = os.access(path, os.R_OK | os.W_OK | os.X_OK)
        return "" if usable else f"cannot be read and written by this account ({path})."
    if os.path.lexists(path):
        return f"is no folder, or lies in one that is closed to this account ({path})."
    return "" if may_be_missing else f"is not there ({path})."


@register(Tags.files)
def check_published_media(**kwargs: Any) -> list[CheckMessage]:
    """Static files are given to anybody who asks."""
    media = Path(settings.MEDIA_ROOT).resolve()
    published = [
        Path(settings.STATIC_ROOT).resolve(),
        *(Path(folder).resolve() for folder in settings.STATICFILES_DIRS),
    ]
    if not any(media.is_relative_to(folder) or folder.is_relative_to(media) for folder in published):
        return []
    return [
        Error(
            f"MEDIA_ROOT ({media}) and the static files, which anybody may read, lie within each other.",
            hint="Give MEDIA_ROOT a folder of its own.",
            id="sakip.E032",
        )
    ]


@register(Tags.files)
def check_backup_folder(**kwargs: Any) -> list[CheckMessage]:
    """A backup disk that is away stops no office from working; it has to be known all the same."""
    if not settings.BACKUP_DIR:
        return []
    path = Path(settings.BACKUP_DIR)
    fault = _fault_of_folder(path, may_be_missing=False)
    if not fault and path.resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
        fault = f"lies within MEDIA_ROOT, which is backed up itself ({path})."
    if not fault:
        return []
    return [
        Warning(
            f"BACKUP_DIR {fault} No backup is made there.",
            hint="Mount or make it for the worker's account, best on another disk: install -d -m 700 -o ACCOUNT FOLDER",
            id="sakip.W030",
        )
    ]
