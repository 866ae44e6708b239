"""The settings of an installation with its secrets, and the certificates that they name, for those who ask to keep them
too."""

import io
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from sakip import named_files
from sakip.keeping.archive import Source, source_of

SECRETS = "rahasia/secrets.env"
ENVIRONMENT = "rahasia/sakip.env"
CERTIFICATES = "sertifikat/"


def sources() -> Iterator[Source]:
    """Give the file of secrets, with the SECRET_KEY in force, that of the settings, and the certificates, each under
    its setting's name."""
    text = _secrets()
    yield Source(SECRETS, lambda: io.BytesIO(text.encode()))
    if settings.ENV_FILE:
        yield source_of(ENVIRONMENT, Path(settings.ENV_FILE))
    for name in named_files.CERTIFICATES:
        if path := getattr(settings, name):
            yield source_of(f"{CERTIFICATES}{name}.pem", Path(path))


def place_of_key() -> str:
    """Return the file that says SECRET_KEY."""
    path = settings.ENV_FILE if "SECRET_KEY" in settings.ENV_FILE_NAMES else settings.SECRETS_FILE
    return str(Path(path).resolve())


def _secrets() -> str:
    path = Path(settings.SECRETS_FILE)
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    kept = [line for line in lines if line.partition("=")[0].strip() != "SECRET_KEY"]
    return "\n".join([*kept, f"SECRET_KEY={settings.SECRET_KEY}", ""])
