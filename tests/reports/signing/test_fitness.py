"""Which certificates may sign documents: a table of certificates of our own making, each with its answer."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from reports.signing.errors import (
    CertificateForOtherUse,
    CertificateNotForSigning,
    CertificateOfAuthority,
    CertificateOutsideValidity,
    CertificateSignedWeakly,
    ChainBroken,
    KeyKindRefused,
    KeyTooWeak,
    SigningError,
)
from reports.signing.fitness import refuse_unfit
from sakip.dates import write_date
from tests.reports.signing.leaf import Leaf, make_leaf, make_root, signed_over

# Extended key usages.
CLIENT, SERVER, EMAIL = "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.4"
TIME_STAMPING, CODE = "1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.3"
ANY, DOCUMENT = "2.5.29.37.0", "1.3.6.1.5.5.7.3.36"
ADOBE, MICROSOFT = "1.2.840.113583.1.1.5", "1.3.6.1.4.1.311.10.3.12"


def rsa_key(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def reason(certificate: Leaf, issuers: Sequence[Leaf] = (), roots: Sequence[Leaf] = ()) -> type[SigningError] | None:
    """Return why a certificate may not sign now; None: it may. Every reason is a sentence that says what to do."""
    try:
        refuse_unfit(
            certificate.certificate,
            [issuer.certificate for issuer in issuers],
            now=datetime.now(UTC),
            trust_roots=[root.certificate.public_bytes(Encoding.PEM) for root in roots],
        )
    except SigningError as error:
        refused = error
    else:
        return None
    assert str(refused).count(".") >= 2, str(refused)
    return type(refused)


Case = tuple[Callable[[], Leaf], type[SigningError] | None]
CASES: dict[str, Case] = {
    "an ordinary one": (make_leaf, None),
    "without any extension": (lambda: make_leaf(usages=None, ca=None), None),
    "digitalSignature alone": (lambda: make_leaf(usages=("digital_signature",)), None),
    "nonRepudiation alone": (lambda: make_leaf(usages=("content_commitment",)), None),
    "a CA": (lambda: make_leaf(ca=True), CertificateOfAuthority),
    "a CA that says so in no usage": (lambda: make_leaf(ca=True, usages=None), CertificateOfAuthority),
    "keyCertSign without CA": (
        lambda: make_leaf(usages=("digital_signature", "key_cert_sign")),
        CertificateOfAuthority,
    ),
    "for encryption": (lambda: make_leaf(usages=("key_encipherment",)), CertificateNotForSigning),
    "for agreement of keys": (lambda: make_leaf(usages=("key_agreement",)), CertificateNotForSigning),
    "for e-mail": (lambda: make_leaf(purposes=(EMAIL,)), None),
    "for any purpose": (lambda: make_leaf(purposes=(ANY,)), None),
    "for documents": (lambda: make_leaf(purposes=(DOCUMENT,)), None),
    "for Adobe's documents": (lambda: make_leaf(purposes=(ADOBE,)), None),
    "for Microsoft's documents": (lambda: make_leaf(purposes=(MICROSOFT,)), None),
    "for e-mail and clients": (lambda: make_leaf(purposes=(CLIENT, EMAIL)), None),
    "for clients": (lambda: make_leaf(purposes=(CLIENT,)), CertificateForOtherUse),
    "for servers and clients": (lambda: make_leaf(purposes=(SERVER, CLIENT)), CertificateForOtherUse),
    "for time-stamps": (lambda: make_leaf(purposes=(TIME_STAMPING,)), CertificateForOtherUse),
    "for programs": (lambda: make_leaf(purposes=(CODE,)), CertificateForOtherUse),
    "RSA of 2048 bits": (lambda: make_leaf(key=rsa_key(2048)), None),
    "RSA of 2047 bits": (lambda: make_leaf(key=rsa_key(2047)), KeyTooWeak),
    "RSA of 1024 bits": (lambda: make_leaf(key=rsa_key(1024)), KeyTooWeak),
    "P-384": (lambda: make_leaf(key=ec.generate_private_key(ec.SECP384R1())), None),
    "P-224": (lambda: make_leaf(key=ec.generate_private_key(ec.SECP224R1())), KeyTooWeak),
    "DSA": (lambda: make_leaf(key=dsa.generate_private_key(2048)), KeyKindRefused),
    "Ed25519": (lambda: make_leaf(key=ed25519.Ed25519PrivateKey.generate(), hash_with=None), KeyKindRefused),
    "issued over SHA-1": (lambda: signed_over(make_leaf(), "sha1"), CertificateSignedWeakly),
    "issued over MD5": (lambda: signed_over(make_leaf(), "md5"), CertificateSignedWeakly),
    "issued over SHA-512": (lambda: make_leaf(hash_with=hashes.SHA512()), None),
    "expired yesterday": (lambda: make_leaf(days=(-300, -1)), CertificateOutsideValidity),
    "valid from tomorrow": (lambda: make_leaf(days=(1, 300)), CertificateOutsideValidity),
    "its last day": (lambda: make_leaf(days=(-300, 1)), None),
}


@pytest.mark.parametrize("case", sorted(CASES))
def test_refuse_unfit_answers_each_certificate(case: str) -> None:
    make, expected = CASES[case]
    assert reason(make()) == expected


def test_a_chain_leads_to_a_trusted_root() -> None:
    root, stranger = make_root(), make_root("Akar Lain")
    between = make_root("Penerbit Uji", root)
    direct, below = make_leaf(issuer=root), make_leaf(issuer=between)
    assert reason(direct, roots=[root]) is None
    assert reason(below, [between], [root]) is None
    assert reason(below, [between, root], [stranger, root]) is None
    assert reason(below, [], [root]) is ChainBroken
    assert reason(below, [between], [stranger]) is ChainBroken
    assert reason(make_leaf(), roots=[root]) is ChainBroken
    assert reason(below, [between], []) is None


def test_a_chain_through_a_false_issuer_is_broken() -> None:
    root = make_root()
    same_name = make_root()
    pretender = make_leaf(name="Akar Uji", issuer=root)
    assert reason(make_leaf(issuer=same_name), [same_name], [root]) is ChainBroken
    assert reason(make_leaf(issuer=pretender), [pretender], [root]) is ChainBroken
    expired = make_root("Penerbit Lama", root, days=(-900, -1))
    assert reason(make_leaf(issuer=expired), [expired], [root]) is ChainBroken


def test_an_issuer_counts_over_a_weak_hash_unless_it_is_a_root() -> None:
    root = make_root()
    between = signed_over(make_root("Penerbit Uji", root), "sha1")
    weak_root = signed_over(make_root(), "sha1")
    assert reason(make_leaf(issuer=between), [between]) is CertificateSignedWeakly
    assert reason(make_leaf(issuer=weak_root), [weak_root]) is None
    assert reason(make_leaf(issuer=weak_root), [weak_root], [weak_root]) is None


@contextmanager
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refused(*args: object, **options: object) -> None:
        raise AssertionError("a certificate was checked over the network")

    with monkeypatch.context() as patch:
        patch.setattr("socket.socket.connect", refused)
        patch.setattr("socket.getaddrinfo", refused)
        yield


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_root()
    with no_network(monkeypatch):
        assert reason(make_leaf(issuer=root), roots=[root]) is None


def test_a_chain_is_asked_about_inside_an_event_loop_too() -> None:
    root = make_root()
    leaf = make_leaf(issuer=root)

    async def ask() -> type[SigningError] | None:
        return reason(leaf, roots=[root])

    if asyncio._get_running_loop() is None:  # a browser's test before this one leaves a loop running
        assert asyncio.run(ask()) is None
    assert reason(leaf, roots=[root]) is None


def test_the_sentences_name_figures_and_days() -> None:
    ended = datetime.now(UTC) - timedelta(days=1)
    for leaf, words in (
        (make_leaf(key=rsa_key(1024)), "RSA 1024 bit, paling sedikit 2048 bit"),
        (make_leaf(days=(-300, -1)), f"sudah habis pada {write_date(ended)}"),
    ):
        with pytest.raises(SigningError, match=words):
            refuse_unfit(leaf.certificate, (), now=datetime.now(UTC), trust_roots=())
