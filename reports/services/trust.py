"""The certificates that the installation trusts, read from the file that the settings name."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

_BEGIN = b"-----BEGIN CERTIFICATE-----"


def trust_roots() -> tuple[bytes, ...]:
    """Return the certificates of SIGNING_TRUST_ROOTS: a PEM file with one or several, or one in DER."""
    return _read(str(settings.SIGNING_TRUST_ROOTS))


@lru_cache(maxsize=4)
def _read(name: str) -> tuple[bytes, ...]:
    if not name:
        return ()
    content = Path(name).read_bytes()
    if _BEGIN not in content:
        return (content,)
    return tuple(_BEGIN + part for part in content.split(_BEGIN)[1:])
