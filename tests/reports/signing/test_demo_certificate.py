"""The demo certificate says on its face what it is."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import pkcs12

from reports.signing.demo_certificate import create_demo_pkcs12, is_demo
from tests.reports.signing.certificates import PASSPHRASE, Authority


def load(data: bytes) -> x509.Certificate:
    certificate = pkcs12.load_key_and_certificates(data, PASSPHRASE.encode())[1]
    assert certificate is not None
    return certificate


def test_create_demo_pkcs12_says_demo_in_subject_and_issuer(demo_pkcs12: bytes) -> None:
    certificate = load(demo_pkcs12)
    for name in (certificate.subject.rfc4514_string(), certificate.issuer.rfc4514_string()):
        assert "CN=DEMO Kepala Dinas" in name
        assert "SERTIFIKAT DEMO - TIDAK BERLAKU SEBAGAI TTE" in name
    key = certificate.public_key()
    assert isinstance(key, RSAPublicKey)
    assert key.key_size == 3072
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign


def test_is_demo_tells_demo_and_real_apart(demo_pkcs12: bytes, authority: Authority) -> None:
    assert is_demo(load(demo_pkcs12))
    assert not is_demo(authority.certificate)


def test_create_demo_pkcs12_refuses_an_empty_passphrase() -> None:
    with pytest.raises(ValueError, match="Kata sandi"):
        create_demo_pkcs12(common_name="A", organisation="B", passphrase="")


def test_create_demo_pkcs12_takes_long_names() -> None:
    data = create_demo_pkcs12(common_name="A" * 90, organisation="B" * 90, passphrase=PASSPHRASE)
    assert is_demo(load(data))
