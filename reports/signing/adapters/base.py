"""What every way of signing offers, and the registry that finds one by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from reports.signing.errors import UnknownSigner
from reports.signing.requests import Credentials, SignRequest


class SigningSession(Protocol):
    """A signer whose credentials were accepted; lives for one signature."""

    @property
    def is_demo(self) -> bool:
        """Whether the certificate declares itself a demo."""

    @property
    def document_number(self) -> str:
        """The number under which a service keeps the signed file, after `sign`; "" where there is none."""

    def sign(self, pdf: bytes, *, request: SignRequest, now: datetime) -> bytes:
        """Return the signed PDF, visible stamp included."""


class Signer(Protocol):
    """One configured way of signing. Holds settings, never a passphrase.

    A local key opens its file here; a remote service may keep the credentials in the
    session until its one request. `account_label` is what the form asks for beside the
    passphrase ("NIK"), or None when the key itself names the signer; `proof_label` is what
    the form calls the passphrase. `certifies` says whether the closing signature forbids
    every later change; a service decides that by itself. `issuer` is who issues the certificates of all
    its signers, or None when each signer's own certificate says it.
    """

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def account_label(self) -> str | None: ...

    @property
    def account_hint(self) -> str: ...

    @property
    def proof_label(self) -> str: ...

    @property
    def certifies(self) -> bool: ...

    @property
    def issuer(self) -> str | None: ...

    @property
    def timeout_seconds(self) -> float: ...

    def open(self, credentials: Credentials, *, now: datetime) -> SigningSession:
        """Raise a SigningError, or return a session that can sign once."""


SignerFactory = Callable[..., Signer]

_factories: dict[str, SignerFactory] = {}


def register_signer(name: str, factory: SignerFactory) -> None:
    """Make a way of signing available under `name`; a name is given once."""
    if name in _factories:
        raise ValueError(f"A signer named {name!r} is registered already.")
    _factories[name] = factory


def get_signer(name: str, **options: object) -> Signer:
    """Return the signer `name` made with the installation's `options`; UnknownSigner if none."""
    try:
        factory = _factories[name]
    except KeyError:
        raise UnknownSigner from None
    return factory(**options)
