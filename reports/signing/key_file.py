"""Open a PKCS#12 file (.p12, .pfx) with its passphrase: one key, its certificate, and those of its issuers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reports.signing.errors import (
    CertificateMissing,
    CertificateUnreadable,
    KeyMissing,
    KeyTooSlow,
    KeyUnprotected,
    PassphraseUnusable,
    SeveralKeys,
    SigningError,
    WrongPassphrase,
)

if TYPE_CHECKING:
    from asn1crypto.pkcs12 import Pfx
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12PrivateKeyTypes

    from reports.signing.requests import Credentials

LARGEST_FILE = 256 * 1024  # bytes; real ones stay under 20 kB
# Programs stretch a passphrase over 2,000 to 600,000 rounds; a million takes about a second.
MOST_ROUNDS = 1_000_000


@dataclass(frozen=True, slots=True, repr=False)
class OpenedFile:
    """A key of any kind, its certificate, and the other certificates of the file in their order."""

    key: PKCS12PrivateKeyTypes
    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]


def open_key_file(data: bytes, credentials: Credentials) -> OpenedFile:
    """Return what the file holds; `services.sertifikat` asks `fitness` whether it may sign.

    Raises CertificateUnreadable, KeyMissing, SeveralKeys, CertificateMissing, KeyUnprotected (a key in the clear must
    not lie in the database), KeyTooSlow, WrongPassphrase.
    """
    _check_structure(data)
    if not credentials.reveal_passphrase():
        raise WrongPassphrase
    if not credentials.is_usable:
        raise PassphraseUnusable
    key, certificate, others = _decrypt(data, credentials)
    if key is None:
        raise KeyMissing
    if certificate is None:
        raise CertificateMissing
    return OpenedFile(key, certificate, tuple(others))


def _decrypt(data: bytes, credentials: Credentials) -> Any:
    """Return what the library finds: key, certificate, other certificates.

    Its own code, written in Rust, panics on some input (a passphrase with NUL, before that was looked for), and a
    panic is a BaseException: it would end the web worker. So this one call catches everything but the word to stop.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import pkcs12

    failure: SigningError
    try:
        return pkcs12.load_key_and_certificates(data, credentials.reveal_passphrase().encode())
    except (KeyboardInterrupt, SystemExit):
        raise
    except UnsupportedAlgorithm:
        failure = CertificateUnreadable()
    except ValueError as error:
        # A wrong passphrase and damaged contents are answered alike.
        failure = CertificateMissing() if "do not match" in str(error) else WrongPassphrase()
    except BaseException:  # noqa: BLE001 - see above: the library panics
        failure = CertificateUnreadable()
    # Raised outside the handlers: "from None" would keep the library's error as the context, and its text may hold
    # what it was given.
    raise failure


def _check_structure(data: bytes) -> None:
    """Look at what can be seen without the passphrase."""
    if len(data) > LARGEST_FILE:
        raise CertificateUnreadable
    failure: SigningError | None = None
    try:
        bags, rounds = _outline(data)
    except Exception:  # noqa: BLE001 - a hostile file may break the parser in any way
        failure = CertificateUnreadable()
    if failure is not None:
        raise failure
    if "key_bag" in bags:
        raise KeyUnprotected
    if bags.count("pkcs8_shrouded_key_bag") > 1:
        raise SeveralKeys
    if max(rounds, default=0) > MOST_ROUNDS:
        raise KeyTooSlow


def _outline(data: bytes) -> tuple[list[str], list[int]]:
    """Return the kinds of what lies in the file outside of its encrypted parts, and over how many rounds the
    passphrase is stretched for each of its parts. Raises ValueError, and whatever the parser raises."""
    from asn1crypto.pkcs12 import Pfx

    file = Pfx.load(data, strict=True)
    if file["version"].native != "v3":
        raise ValueError("no PKCS#12 file")
    bags: list[str] = []
    rounds = [int(file["mac_data"]["iterations"].native)] if file["mac_data"].native else []
    for kind, algorithm in _parts(file):
        bags += [kind] if kind else []
        rounds += [] if algorithm is None else [int(algorithm.kdf_iterations)]
    return bags, rounds


def _parts(file: Pfx) -> Iterator[tuple[str, Any]]:
    """Return each bag's kind, blank for an encrypted part, with the algorithm by which it is encrypted, if it is."""
    from asn1crypto.pkcs12 import SafeContents

    for content in file.authenticated_safe:
        if content["content_type"].native != "data":
            yield "", content["content"]["encrypted_content_info"]["content_encryption_algorithm"]
            continue
        for bag in SafeContents.load(content["content"].native):
            kind = bag["bag_id"].native
            shrouded = kind == "pkcs8_shrouded_key_bag"
            yield kind, bag["bag_value"]["encryption_algorithm"] if shrouded else None
