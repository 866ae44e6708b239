"""A workshop for files to judge: certificates of every kind, signatures over a document, and what people do to them.

It signs with pyHanko alone, not with the product, so that it can make what the product refuses to.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
    enumerate_sig_fields,
)
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from reports.signing.deadline import run_with_deadline

T = TypeVar("T")
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
DAY = dt.timedelta(days=1)
CRL_ADDRESS = "http://crl.example/uji.crl"
ELLIPTIC = 256
OCSP_ADDRESS = "http://ocsp.example/"


@cache
def key_of(name: str, bits: int) -> Any:
    """Return the key that belongs to a name, made once: RSA, or elliptic where it has as few bits as those have."""
    return ec.generate_private_key(ec.SECP256R1()) if bits == ELLIPTIC else rsa.generate_private_key(65537, bits)


@dataclass(frozen=True)
class Identity:
    """A certificate, its key, and the certificates between it and its root."""

    certificate: x509.Certificate
    key: Any
    between: tuple[x509.Certificate, ...] = ()

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.der)

    @property
    def private(self) -> keys.PrivateKeyInfo:
        return keys.PrivateKeyInfo.load(self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


@dataclass(frozen=True)
class Wanted:
    """What a certificate shall be; an official's, valid for a year around today, unless something else is said."""

    name: str = "Budi Santoso"
    since: float = -30  # days from now
    until: float = 335
    digital_signature: bool = True
    non_repudiation: bool = True
    no_usage: bool = False
    authority: bool = False
    purposes: tuple[x509.ObjectIdentifier, ...] = ()
    bits: int = 2048
    unit: str = ""
    between: tuple[x509.Certificate, ...] = field(default=())


def issue(wanted: Wanted, issuer: Identity | None = None) -> Identity:
    """Return a new certificate; without an issuer one that signed itself."""
    key = key_of(wanted.name, wanted.bits)
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, wanted.name)]
    if wanted.unit:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, wanted.unit))
    subject = x509.Name(parts)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + wanted.since * DAY)
        .not_valid_after(NOW + wanted.until * DAY)
        .add_extension(x509.BasicConstraints(ca=wanted.authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if not wanted.no_usage:
        builder = builder.add_extension(_usage(wanted), critical=True)
    if wanted.purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(wanted.purposes), critical=True)
    if issuer:
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.certificate.public_key())
        builder = builder.add_extension(above, critical=False)
        builder = builder.add_extension(_revocation_addresses()[0], critical=False)
        builder = builder.add_extension(_revocation_addresses()[1], critical=False)
    return Identity(builder.sign((issuer or Identity(None, key)).key, hashes.SHA256()), key, wanted.between)  # type: ignore[arg-type]  # a certificate that signs itself has none yet


def _usage(wanted: Wanted) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=wanted.digital_signature,
        content_commitment=wanted.non_repudiation,
        key_encipherment=not (wanted.digital_signature or wanted.non_repudiation or wanted.authority),
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=wanted.authority,
        crl_sign=wanted.authority,
        encipher_only=False,
        decipher_only=False,
    )


def _revocation_addresses() -> tuple[x509.CRLDistributionPoints, x509.AuthorityInformationAccess]:
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(CRL_ADDRESS)], None, None, None)
    access = x509.AccessDescription(
        x509.AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(OCSP_ADDRESS)
    )
    return x509.CRLDistributionPoints([point]), x509.AuthorityInformationAccess([access])


@dataclass(frozen=True)
class House:
    """The authority that everything trusted hangs from, one between, and a time-stamp service."""

    root: Identity
    issuing: Identity
    tsa: Identity

    def person(self, **wanted: Any) -> Identity:
        return issue(Wanted(**{"between": (self.issuing.certificate,)} | wanted), self.issuing)

    @property
    def roots(self) -> list[bytes]:
        return [self.root.der]


@cache
def house(name: str = "Otoritas Uji") -> House:
    root = issue(Wanted(name, since=-3650, until=3650, authority=True, digital_signature=False, non_repudiation=False))
    middle = Wanted(f"{name} Antara", since=-3000, until=3000, authority=True, digital_signature=False)
    issuing = issue(middle, root)
    only = (ExtendedKeyUsageOID.TIME_STAMPING,)
    stamping = Wanted(f"{name} Cap Waktu", since=-2500, until=2500, purposes=only)
    return House(root, issuing, issue(stamping, root))


# --- What an authority says about a certificate ---------------------------------------------------------------------


def crl(issuer: Identity, *, revoked: x509.Certificate | None = None, when: float = -5, said: float = -1) -> bytes:
    """Return a CRL of `said` days from now, which may revoke a certificate `when`."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(NOW + said * DAY)
        .next_update(NOW + (said + 30) * DAY)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.certificate.public_key()), critical=False
        )
        .add_extension(x509.CRLNumber(1), critical=False)
    )
    if revoked is not None:
        entry = x509.RevokedCertificateBuilder().serial_number(revoked.serial_number).revocation_date(NOW + when * DAY)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def ocsp_answer(issuer: Identity, certificate: x509.Certificate, *, revoked: float | None = None) -> bytes:
    """Return the issuer's own answer of yesterday, good or revoked so many days from now."""
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=certificate,
        issuer=issuer.certificate,
        algorithm=hashes.SHA256(),
        cert_status=ocsp.OCSPCertStatus.GOOD if revoked is None else ocsp.OCSPCertStatus.REVOKED,
        this_update=NOW - DAY,
        next_update=NOW + 30 * DAY,
        revocation_time=None if revoked is None else NOW + revoked * DAY,
        revocation_reason=None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, issuer.certificate)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


# --- Signing --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class How:
    """How a signature is made; as the product closes a document, unless something else is said."""

    field_name: str = "TandaTangan"
    certify: bool = True
    permission: MDPPerm = MDPPerm.NO_CHANGES
    claimed: float = 0  # days from now that the signature dictionary says
    stamper: DummyTimeStamper | None = None
    box: tuple[int, int, int, int] = (300, 100, 540, 185)


CLOSE = How()
PARAF = How(field_name="Paraf1", permission=MDPPerm.FILL_FORMS, box=(60, 100, 280, 185))
LAST = How(certify=False)


def with_places(pdf: bytes) -> bytes:
    """Return `pdf` with an empty place for a paraf and one for the signature, which closes the document."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    append_signature_field(writer, SigFieldSpec(PARAF.field_name, on_page=0, box=PARAF.box))
    everything = FieldMDPSpec(FieldMDPAction.ALL)
    last = SigFieldSpec(
        LAST.field_name,
        on_page=0,
        box=LAST.box,
        field_mdp_spec=everything,
        doc_mdp_update_value=MDPPerm.NO_CHANGES,
    )
    append_signature_field(writer, last)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def with_text_field(pdf: bytes) -> bytes:
    """Return `pdf` with a field to write in, and the empty places for signatures."""
    writer = IncrementalPdfFileWriter(io.BytesIO(with_places(pdf)))
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    form = writer.root["/AcroForm"]
    numbers = generic.ArrayObject([generic.NumberObject(n) for n in (60, 300, 280, 320)])
    words = {"/FT": generic.NameObject("/Tx"), "/T": generic.TextStringObject("Catatan"), "/Rect": numbers}
    words |= {"/Type": generic.NameObject("/Annot"), "/Subtype": generic.NameObject("/Widget"), "/P": page}
    widget = writer.add_object(generic.DictionaryObject({generic.NameObject(k): v for k, v in words.items()}))
    form["/Fields"].append(widget)
    writer.update_container(form["/Fields"])
    writer.register_annotation(page, widget)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def sign(pdf: bytes, identity: Identity, how: How = CLOSE) -> bytes:
    """Return `pdf` with one more signature."""
    output = io.BytesIO()
    store = SimpleCertificateStore()
    store.register_multiple([asn1_x509.Certificate.load(row.public_bytes(Encoding.DER)) for row in identity.between])
    signer = signers.SimpleSigner(signing_cert=identity.asn1, signing_key=identity.private, cert_registry=store)
    metadata = signers.PdfSignatureMetadata(
        field_name=how.field_name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=how.certify,
        docmdp_permissions=how.permission,
        signer_key_usage=set(),
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    there = {name for name, _value, _reference in enumerate_sig_fields(writer)}
    spec = None if how.field_name in there else SigFieldSpec(how.field_name, on_page=0, box=how.box)
    maker = _At(metadata, signer=signer, timestamper=how.stamper, new_field_spec=spec, claimed=how.claimed)
    beside(lambda: maker.sign_pdf(writer, output=output))
    return output.getvalue()


def beside(work: Callable[[], T]) -> T:
    """Do it in a thread of its own: pyHanko starts an event loop, and in a browser's test this one has another."""
    return run_with_deadline(work, seconds=60)


class _At(signers.PdfSigner):
    """Writes the moment into the dictionary that the forger wants there."""

    def __init__(self, *args: Any, claimed: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._claimed = claimed

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = NOW + self._claimed * DAY
        return session


def stamper(owner: Identity, *, days: float = 0) -> DummyTimeStamper:
    """Return a time-stamp service whose clock says so many days from now."""
    return DummyTimeStamper(owner.asn1, owner.private, fixed_dt=NOW + days * DAY)


def add_validation_data(
    pdf: bytes,
    *,
    certificates: Sequence[x509.Certificate] = (),
    crls: Sequence[bytes] = (),
    ocsps: Sequence[bytes] = (),
) -> bytes:
    """Return `pdf` with an update that holds nothing but a DSS."""
    from asn1crypto import crl as asn1_crl
    from asn1crypto import ocsp as asn1_ocsp

    output = io.BytesIO(pdf)
    DocumentSecurityStore.add_dss(
        output,
        sig_contents=None,
        certs=[asn1_x509.Certificate.load(row.public_bytes(Encoding.DER)) for row in certificates],
        crls=[asn1_crl.CertificateList.load(row) for row in crls],
        ocsps=[asn1_ocsp.OCSPResponse.load(row) for row in ocsps],
    )
    return output.getvalue()


def add_document_timestamp(pdf: bytes, service: DummyTimeStamper) -> bytes:
    """Return `pdf` with a time-stamp over the whole file so far."""
    output = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    beside(lambda: PdfTimeStamper(service).timestamp_pdf(writer, "sha256", output=output))
    return output.getvalue()
