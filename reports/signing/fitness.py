"""Whether a certificate may sign documents: every reason against it, each with its sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from reports.signing.certificates import SIGNING_USAGES
from reports.signing.deadline import DeadlineExceeded, run_with_deadline
from reports.signing.errors import (
    CertificateForOtherUse,
    CertificateNotForSigning,
    CertificateOfAuthority,
    CertificateOutsideValidity,
    CertificateSignedWeakly,
    CertificateUnreadable,
    ChainBroken,
    KeyKindRefused,
    KeyTooWeak,
    SigningError,
    SigningTimeout,
)
from reports.signing.inspection import parse_trust_roots

if TYPE_CHECKING:
    from asn1crypto import x509 as asn1_x509
    from cryptography import x509

LEAST_RSA_BITS = 2048
LEAST_CURVE_BITS = 256
# A path of a few certificates takes milliseconds; a file full of them must not hold a request.
CHAIN_SECONDS = 10.0
WEAK_HASHES = ("md2", "md5", "sha1")


def refuse_unfit(
    certificate: x509.Certificate,
    issuers: Sequence[x509.Certificate],
    *,
    now: datetime,
    trust_roots: Sequence[bytes],
) -> None:
    """Raise a SigningError (CertificateRefused, CertificateUnreadable) when the certificate may not sign now.

    `issuers` came with it. `trust_roots`: those of the installation in DER or PEM; without any, every issuer will do.
    """
    failure: SigningError | None = None
    try:
        _check_kind(certificate)
        _check_usages(certificate)
        _check_key(certificate)
        _check_hashes(certificate, issuers)
        _check_dates(certificate, now)
    except (ValueError, NotImplementedError):  # extensions or keys that are no such thing
        failure = CertificateUnreadable()
    if failure is not None:
        raise failure
    if trust_roots:
        _check_chain(certificate, issuers, parse_trust_roots(trust_roots), now)


def _check_kind(certificate: x509.Certificate) -> None:
    """Refuse what may issue certificates, by its constraints or by the usage of its key."""
    from cryptography import x509

    try:
        authority = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        authority = False
    usage = _key_usage(certificate)
    if authority or (usage is not None and usage.key_cert_sign):
        raise CertificateOfAuthority


def _key_usage(certificate: x509.Certificate) -> x509.KeyUsage | None:
    """Return the usages of the key; None: no restriction is stated (RFC 5280, 4.2.1.3)."""
    from cryptography import x509

    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None


def _check_usages(certificate: x509.Certificate) -> None:
    from cryptography import x509

    usage = _key_usage(certificate)
    if usage is not None and not (usage.digital_signature or usage.content_commitment):
        raise CertificateNotForSigning
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not any(purpose.dotted_string in SIGNING_USAGES for purpose in purposes):
        raise CertificateForOtherUse


def _check_key(certificate: x509.Certificate) -> None:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    try:
        key = certificate.public_key()
    except UnsupportedAlgorithm:
        raise KeyKindRefused from None
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size < LEAST_RSA_BITS:
            raise KeyTooWeak.because("RSA", key.key_size, LEAST_RSA_BITS)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        if key.curve.key_size < LEAST_CURVE_BITS:
            raise KeyTooWeak.because("ECDSA", key.curve.key_size, LEAST_CURVE_BITS)
    else:
        raise KeyKindRefused


def _check_hashes(certificate: x509.Certificate, issuers: Iterable[x509.Certificate]) -> None:
    """Refuse what was issued over a weak hash. The signature that a root puts on itself proves nothing anyway."""
    given = [issuer for issuer in issuers if issuer.subject != issuer.issuer]
    if any(_is_signed_weakly(each) for each in (certificate, *given)):
        raise CertificateSignedWeakly


def _is_signed_weakly(certificate: x509.Certificate) -> bool:
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        algorithm = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:  # MD2, and what nobody has heard of
        return True
    return algorithm is not None and algorithm.name in WEAK_HASHES


def _check_dates(certificate: x509.Certificate, now: datetime) -> None:
    if now > certificate.not_valid_after_utc:
        raise CertificateOutsideValidity.expired(certificate.not_valid_after_utc)
    if now < certificate.not_valid_before_utc:
        raise CertificateOutsideValidity.not_yet(certificate.not_valid_before_utc)


def _check_chain(
    certificate: x509.Certificate,
    issuers: Sequence[x509.Certificate],
    roots: Sequence[asn1_x509.Certificate],
    now: datetime,
) -> None:
    """Refuse a certificate without a path to one of the roots; nothing is fetched."""
    from pyhanko_certvalidator import CertificateValidator, ValidationContext
    from pyhanko_certvalidator.errors import PathError, ValidationError

    between = [_convert(issuer) for issuer in issuers]
    context = ValidationContext(
        trust_roots=list(roots), other_certs=between, allow_fetching=False, revocation_mode="soft-fail", moment=now
    )
    validator = CertificateValidator(_convert(certificate), intermediate_certs=between, validation_context=context)
    failure: SigningError | None = None
    try:
        # In a thread of its own: the caller's may run an event loop already.
        run_with_deadline(lambda: asyncio.run(validator.async_validate_path()), seconds=CHAIN_SECONDS)
    except DeadlineExceeded:
        failure = SigningTimeout()
    except (PathError, ValidationError, ValueError):
        failure = ChainBroken()
    if failure is not None:
        raise failure


def _convert(certificate: x509.Certificate) -> asn1_x509.Certificate:
    from asn1crypto import x509 as asn1_x509
    from cryptography.hazmat.primitives.serialization import Encoding

    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
