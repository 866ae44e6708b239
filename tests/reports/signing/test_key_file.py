"""Opening a PKCS#12 file: what it may hold, and that no passphrase ends more than its own request."""

import base64
import subprocess
from pathlib import Path

import pytest
from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

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
from reports.signing.key_file import LARGEST_FILE, open_key_file
from reports.signing.requests import LONGEST_PASSPHRASE, Credentials
from tests.reports.signing.certificates import PASSPHRASE
from tests.reports.signing.leaf import Leaf, make_leaf, make_root, pkcs12_of

ENCRYPTED = serialization.BestAvailableEncryption(PASSPHRASE.encode())


@pytest.fixture(scope="module")
def leaf() -> Leaf:
    return make_leaf()


@pytest.fixture(scope="module")
def data(leaf: Leaf) -> bytes:
    return pkcs12_of(leaf)


def opening(data: bytes, passphrase: str = PASSPHRASE) -> type[SigningError] | None:
    """Return why the file does not open, or None."""
    try:
        open_key_file(data, Credentials(passphrase=passphrase))
    except SigningError as error:
        refused = error
    else:
        return None
    assert str(refused).count(".") >= 2, str(refused)
    return type(refused)


def test_open_key_file_returns_the_key_its_certificate_and_its_issuers() -> None:
    root = make_root()
    leaf = make_leaf(issuer=root)
    opened = open_key_file(pkcs12_of(leaf, [root]), Credentials(passphrase=PASSPHRASE))
    assert (opened.certificate, list(opened.others)) == (leaf.certificate, [root.certificate])
    assert opened.key.public_key() == leaf.key.public_key()
    assert repr(opened).startswith("<"), "no repr that prints the key"


def test_a_key_in_the_clear_is_refused_whatever_is_typed(leaf: Leaf) -> None:
    clear = pkcs12_of(leaf, passphrase=None)
    assert [opening(clear, typed) for typed in ("", PASSPHRASE)] == [KeyUnprotected, KeyUnprotected]


def test_a_key_in_the_clear_below_a_passphrase_is_refused(leaf: Leaf, tmp_path: Path) -> None:
    """OpenSSL protects such a file's integrity with the passphrase, and its key with nothing."""
    pem = leaf.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem += leaf.certificate.public_bytes(serialization.Encoding.PEM)
    made = subprocess.run(
        ["openssl", "pkcs12", "-export", "-passout", "pass:abc", "-keypbe", "NONE", "-certpbe", "NONE"],
        input=pem,
        capture_output=True,
        check=True,
    ).stdout
    assert opening(made, "abc") is KeyUnprotected


def test_a_file_of_the_old_kind_opens(leaf: Leaf) -> None:
    old = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
        .build(b"abc")
    )
    assert opening(pkcs12.serialize_key_and_certificates(b"uji", leaf.key, leaf.certificate, None, old), "abc") is None


def test_a_file_without_a_key_or_certificate_is_refused(leaf: Leaf) -> None:
    without_key = pkcs12.serialize_key_and_certificates(b"uji", None, leaf.certificate, None, ENCRYPTED)
    without_certificate = pkcs12.serialize_key_and_certificates(b"uji", leaf.key, None, None, ENCRYPTED)
    assert opening(without_key) is KeyMissing
    assert opening(without_certificate) is CertificateMissing


def test_a_file_with_several_keys_is_refused(leaf: Leaf, data: bytes) -> None:
    assert opening(_changed(data, lambda bags: bags + bags)) is SeveralKeys


def test_a_file_that_takes_too_long_is_refused(data: bytes) -> None:
    def slow(bags: list[asn1_pkcs12.SafeBag]) -> list[asn1_pkcs12.SafeBag]:
        algorithm = bags[0]["bag_value"]["encryption_algorithm"]
        algorithm["parameters"]["key_derivation_func"]["parameters"]["iteration_count"] = 2_000_000_000
        return bags

    assert opening(_changed(data, slow)) is KeyTooSlow


def _changed(data: bytes, change) -> bytes:  # type: ignore[no-untyped-def]  # from bags to bags
    """Return the file with the bags of its keys changed; what is looked at first comes before its seal."""
    file = asn1_pkcs12.Pfx.load(data, strict=True)
    contents = file.authenticated_safe
    for content in contents:
        if content["content_type"].native != "data":
            continue
        bags = list(asn1_pkcs12.SafeContents.load(content["content"].native))
        if bags[0]["bag_id"].native == "pkcs8_shrouded_key_bag":
            content["content"] = asn1_pkcs12.SafeContents(change(bags)).dump(force=True)
    file["auth_safe"]["content"] = contents.dump(force=True)
    return bytes(file.dump(force=True))


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "longer", "huge", "PEM", "certificate", "nested"])
def test_what_is_no_such_file_is_refused(leaf: Leaf, data: bytes, damage: str) -> None:
    contents = {
        "empty": b"",
        "text": b"halo",
        "cut": data[:-200],
        "longer": data + b"\0",
        "huge": data + b"0" * LARGEST_FILE,
        "PEM": b"-----BEGIN PKCS12-----\n" + base64.b64encode(data),
        "certificate": leaf.certificate.public_bytes(serialization.Encoding.DER),
        "nested": b"\x30\x80" * 50_000,
    }
    assert opening(contents[damage]) is CertificateUnreadable


def test_every_cut_and_every_changed_byte_is_a_sentence(data: bytes) -> None:
    for place in range(0, len(data), 37):
        opening(data[:place])
        opening(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("salah", WrongPassphrase),
        ("", WrongPassphrase),
        (PASSPHRASE + "\0", PassphraseUnusable),
        ("\0", PassphraseUnusable),
        ("\ud800", PassphraseUnusable),
        (PASSPHRASE + "\udfff", PassphraseUnusable),
        ("x" * (LONGEST_PASSPHRASE + 1), PassphraseUnusable),
        ("x" * 1_000_000, PassphraseUnusable),
        ("x" * LONGEST_PASSPHRASE, WrongPassphrase),
        ("\x01\x7f\x85\u2028", WrongPassphrase),
        ("😀", WrongPassphrase),
    ],
)
def test_any_passphrase_is_answered(
    data: bytes, typed: str, expected: type[SigningError], capfd: pytest.CaptureFixture[str]
) -> None:
    assert opening(data, typed) is expected
    assert capfd.readouterr().err == ""  # the library prints what it panics over


def test_a_panic_of_the_library_is_a_sentence(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    class Panic(BaseException):
        pass

    def panic(*args: object) -> None:
        raise Panic("PASSPHRASE")

    monkeypatch.setattr(pkcs12, "load_key_and_certificates", panic)
    with pytest.raises(CertificateUnreadable) as caught:
        open_key_file(data, Credentials(passphrase=PASSPHRASE))
    assert caught.value.__context__ is caught.value.__cause__ is None


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_the_word_to_stop_is_heard(data: bytes, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]) -> None:
    def stopped(*args: object) -> None:
        raise stop

    monkeypatch.setattr(pkcs12, "load_key_and_certificates", stopped)
    with pytest.raises(stop):
        open_key_file(data, Credentials(passphrase=PASSPHRASE))
