"""Certificates of officials with any fault that one wishes for, and the files that hold them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import algos
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID, ObjectIdentifier

from tests.reports.signing.certificates import PASSPHRASE

USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@dataclass(frozen=True)
class Leaf:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Any


def make_leaf(
    *,
    name: str = "Budi Santoso",
    key: Any = None,
    issuer: Leaf | None = None,
    usages: Sequence[str] | None = ("digital_signature", "content_commitment"),
    purposes: Sequence[str] = (),
    ca: bool | None = False,
    days: tuple[int, int] = (-1, 365),
    hash_with: hashes.HashAlgorithm | None = hashes.SHA256(),  # noqa: B008 - a value
    attributes: Sequence[x509.NameAttribute[Any]] = (),
    other_names: Sequence[x509.GeneralName] = (),
) -> Leaf:
    """Return a certificate, self-signed without `issuer`; `usages` and `ca` None: the extension is left out."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name), *attributes])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
    )
    if usages is not None:
        builder = builder.add_extension(x509.KeyUsage(**{one: one in usages for one in USAGES}), critical=True)
    if purposes:
        named = x509.ExtendedKeyUsage([ObjectIdentifier(purpose) for purpose in purposes])
        builder = builder.add_extension(named, critical=False)
    if ca is not None:
        builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    if other_names:
        builder = builder.add_extension(x509.SubjectAlternativeName(other_names), critical=False)
    return Leaf(builder.sign(key if issuer is None else issuer.key, hash_with), key)


def make_root(name: str = "Akar Uji", issuer: Leaf | None = None, days: tuple[int, int] = (-3650, 3650)) -> Leaf:
    return make_leaf(name=name, issuer=issuer, ca=True, usages=("key_cert_sign", "crl_sign"), days=days)


def signed_over(leaf: Leaf, weak: str) -> Leaf:
    """Return the certificate as issued over a weak hash ("sha1", "md5"), which the library refuses to do."""
    signer = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    parsed = asn1_x509.Certificate.load(leaf.certificate.public_bytes(serialization.Encoding.DER))
    algorithm = algos.SignedDigestAlgorithm({"algorithm": f"{weak}_rsa"})
    tbs = parsed["tbs_certificate"]
    tbs["signature"] = algorithm
    hasher = {"sha1": hashes.SHA1, "md5": hashes.MD5}[weak]()
    signature = signer.sign(tbs.dump(force=True), padding.PKCS1v15(), hasher)
    made = asn1_x509.Certificate(
        {"tbs_certificate": tbs, "signature_algorithm": algorithm, "signature_value": signature}
    )
    return Leaf(x509.load_der_x509_certificate(made.dump(force=True)), leaf.key)


def pkcs12_of(leaf: Leaf, issuers: Sequence[Leaf] = (), passphrase: str | None = PASSPHRASE) -> bytes:
    """Return the file that holds a certificate and its key; `passphrase` None: in the clear."""
    encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase is not None:
        encryption = serialization.BestAvailableEncryption(passphrase.encode())
    others = [issuer.certificate for issuer in issuers]
    return pkcs12.serialize_key_and_certificates(b"uji", leaf.key, leaf.certificate, others, encryption)
