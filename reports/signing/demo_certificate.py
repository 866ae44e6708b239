"""A self-made certificate for trying the signature, which says on its face that it is a demo."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

DEMO_MARK = "SERTIFIKAT DEMO - TIDAK BERLAKU SEBAGAI TTE"
_KEY_BITS = 3072
_VALID_DAYS = 730
_NAME_LIMIT = 64  # upper bound of CN and O in X.520


def create_demo_pkcs12(*, common_name: str, organisation: str, passphrase: str) -> bytes:
    """Return a PKCS#12 file with a fresh RSA key and a self-signed demo certificate.

    Subject and issuer carry DEMO_MARK and a common name that starts with "DEMO". Raises
    ValueError for an empty passphrase: the file holds a private key.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import pkcs12

    if not passphrase:
        raise ValueError("Kata sandi sertifikat demo wajib diisi.")
    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    name = _demo_name(common_name, organisation)
    certificate = _self_sign(key, name)
    encryption = serialization.BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(b"demo", key, certificate, None, encryption)


def is_demo(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate declares itself a demo, in its subject or in its issuer."""
    from cryptography.x509.oid import NameOID

    return any(
        attribute.value == DEMO_MARK
        for name in (certificate.subject, certificate.issuer)
        for attribute in name.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    )


def _demo_name(common_name: str, organisation: str) -> x509.Name:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, f"DEMO {organisation}"[:_NAME_LIMIT]),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, DEMO_MARK),
            x509.NameAttribute(NameOID.COMMON_NAME, f"DEMO {common_name}"[:_NAME_LIMIT]),
        ]
    )


def _self_sign(key: RSAPrivateKey, name: x509.Name) -> x509.Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    # Backdated a little, so that a client whose clock runs behind accepts a fresh certificate.
    start = datetime.now(UTC) - timedelta(minutes=5)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,  # "non repudiation" in older texts
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    public_key = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=_VALID_DAYS))
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .sign(key, hashes.SHA256())
    )
