"""Codes of a second factor: those of an app (TOTP, RFC 6238) and those on paper. Pure."""

import base64
import hashlib
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.utils.crypto import constant_time_compare

from sakip.digits import is_digits
from sakip.sign_in.readable import make_readable_secret

# What every app understands: other lengths, steps and hashes are ignored by some of them.
DIGITS = 6
STEP_SECONDS = 30
SECRET_BYTES = 20
# How many steps a phone's clock may be behind or ahead.
DRIFT = 1
RECOVERY_CODES = 10


def make_secret() -> str:
    """Return a new secret as apps take it typed: 160 bits in base 32."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def step_of(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP_SECONDS


def code_at(secret: str, step: int) -> str:
    return _totp(secret).generate(step * STEP_SECONDS).decode()


def matching_step(secret: str, typed: str, now: datetime) -> int | None:
    """Return the time step whose code was typed, None for none of those around now."""
    present = step_of(now)
    found = None
    # All are compared, so that the time tells nothing.
    for step in range(present - DRIFT, present + DRIFT + 1):
        if constant_time_compare(code_at(secret, step), typed):
            found = step
    return found


def app_address(secret: str, *, account: str, issuer: str) -> str:
    """Return the address that an app reads from the picture."""
    return _totp(secret).get_provisioning_uri(account, issuer)


def _totp(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - what RFC 6238 and apps use


def fold(typed: str) -> str:
    """Return a typed code as it is compared: small letters, without the gaps that people type."""
    return "".join(letter for letter in typed.lower() if letter.isalnum())


def is_from_app(folded: str) -> bool:
    return len(folded) == DIGITS and is_digits(folded)


def make_recovery_codes() -> list[str]:
    return [make_readable_secret() for _ in range(RECOVERY_CODES)]


def hash_recovery_code(code: str) -> str:
    """Return what is kept of a recovery code. 79 random bits need no slow hash, and no key that may get lost."""
    return hashlib.sha256(fold(code).encode()).hexdigest()
