"""Certificates for tests: a small authority of its own, leaves with chosen dates and usages."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

PASSPHRASE = "kunci-Rahasia-7Ω-jangan-bocor"


@dataclass(frozen=True)
class Authority:
    """A root certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def make_authority() -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Otoritas Uji")
    start = datetime.now(UTC) - timedelta(days=3650)
    certificate = (
        _builder(name, name, key.public_key(), start, start + timedelta(days=7300))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signing=False), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Authority(certificate, key)


def make_pkcs12(
    authority: Authority,
    *,
    start_days: int = -1,
    end_days: int = 365,
    name: str = "Budi Santoso",
    serial_number: str = "",
) -> bytes:
    """Return a .p12 of an official, valid from `start_days` to `end_days` counted from today; `serial_number` is the
    attribute of his name by which some authorities give a NIK."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    builder = _builder(
        _name(name, serial_number),
        authority.certificate.subject,
        key.public_key(),
        now + timedelta(days=start_days),
        now + timedelta(days=end_days),
    )
    certificate = builder.add_extension(_usage(signing=True), critical=True).sign(authority.key, hashes.SHA256())
    encryption = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    return pkcs12.serialize_key_and_certificates(b"uji", key, certificate, [authority.certificate], encryption)


def _name(common_name: str, serial_number: str = "") -> x509.Name:
    number = [x509.NameAttribute(NameOID.SERIAL_NUMBER, serial_number)] if serial_number else []
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name), *number])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )


def _usage(*, signing: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signing,
        content_commitment=signing,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signing,
        crl_sign=not signing,
        encipher_only=False,
        decipher_only=False,
    )
