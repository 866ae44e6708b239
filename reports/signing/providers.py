"""Whom a signature asks besides its key: a time-stamp service for the time, issuers for whether certificates hold."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TimestampService:
    """A time-stamp service (RFC 3161) over HTTP. Account and password are sent when an account is given.

    `authority_file`: a PEM file of authorities that its TLS certificate may come from, beside the system's own.
    """

    address: str
    account: str = ""
    password: str = field(default="", repr=False)
    timeout_seconds: float = 10.0
    authority_file: str = ""


@dataclass(frozen=True, slots=True)
class Providers:
    """What an installation lets a signature ask. Nothing by default: PAdES B-B, without the network.

    With `timestamps` every signature carries a time-stamp (B-T). With `long_term` OCSP answers or CRLs are fetched
    too, from addresses that certificates below `trust_roots` (DER or PEM) name, and stored in the file (B-LT).
    """

    timestamps: TimestampService | None = None
    trust_roots: tuple[bytes, ...] = ()
    long_term: bool = False


NOBODY = Providers()
