"""Sign with a certificate and key of one's own, kept in a PKCS#12 file (.p12, .pfx)."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from reports.signing.certificates import describe
from reports.signing.demo_certificate import is_demo
from reports.signing.errors import CertificateChanged, DocumentUnreadable, KeyKindRefused, SigningError
from reports.signing.fields import SignatureBox, find_signature_box
from reports.signing.fitness import refuse_unfit
from reports.signing.footer import write_footer
from reports.signing.key_file import open_key_file
from reports.signing.providers import NOBODY, Providers
from reports.signing.requests import Credentials, SignRequest
from reports.signing.stamp import render_stamp
from reports.signing.time_proof import add_evidence, time_stamper

if TYPE_CHECKING:
    from asn1crypto import x509 as asn1_x509
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from pyhanko.sign.signers import PdfSigner, SimpleSigner
    from pyhanko.stamp import StaticStampStyle

    from reports.signing.evidence import Evidence

    SigningKey = RSAPrivateKey | EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Pkcs12Signer:
    """Configuration of the adapter: what reads the file, what it must hold, how long a signature may take.

    `fingerprint`: the SHA-256 of the certificate that was registered; blank: any. `trust_roots`: in DER or PEM, see
    `fitness.refuse_unfit`.
    """

    source: Callable[[], bytes] = field(repr=False)
    fingerprint: str = ""
    trust_roots: tuple[bytes, ...] = ()
    timeout_seconds: float = 30.0
    providers: Providers = NOBODY
    name: str = "pkcs12"
    label: str = "Sertifikat Anda yang terdaftar"
    account_label: str | None = None
    account_hint: str = ""
    proof_label: str = "Kata sandi sertifikat"
    certifies: bool = True
    issuer: str | None = None

    def open(self, credentials: Credentials, *, now: datetime) -> Pkcs12Session:
        """Open the file with the passphrase and ask again whether its certificate may sign now."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec, rsa

        opened = open_key_file(self.source(), credentials)
        found = opened.certificate.fingerprint(hashes.SHA256()).hex()
        if self.fingerprint and self.fingerprint != found:
            raise CertificateChanged
        refuse_unfit(opened.certificate, opened.others, now=now, trust_roots=self.trust_roots)
        if not isinstance(opened.key, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)):
            raise KeyKindRefused
        return Pkcs12Session(
            key=opened.key, certificate=opened.certificate, others=opened.others, providers=self.providers
        )


@dataclass(frozen=True, slots=True, repr=False)
class Pkcs12Session:
    """An opened key; dropped after one signature."""

    key: SigningKey
    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    providers: Providers = NOBODY

    @property
    def is_demo(self) -> bool:
        return is_demo(self.certificate)

    @property
    def document_number(self) -> str:
        return ""

    def sign(self, pdf: bytes, *, request: SignRequest, now: datetime) -> bytes:
        """Return `pdf` with a PAdES signature, B-B, B-T or B-LT as the providers allow: the first one certifies the
        document and writes its foot, the closing one allows no change (ADR 27). Nobody vouches for a demo certificate,
        so nobody is asked about it: at most B-T."""
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.sign.general import SigningError as PyHankoSigningError

        box = find_signature_box(pdf, field_name=request.field_name, placement=request.placement)
        certificate = describe(self.certificate)
        stamp = render_stamp(request, certificate, width=box.width, height=box.height, signed_at=now)
        signer = _pdf_signer(self, request, box=box, stamp=stamp, now=now)
        evidence = self._evidence()
        output = io.BytesIO()
        try:
            writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
            if request.footer_text:
                write_footer(writer, request.footer_text, style=request.style)
            signer.sign_pdf(writer, existing_fields_only=box.exists, output=output)
        except PdfError as error:
            raise DocumentUnreadable from error
        except PyHankoSigningError as error:
            raise SigningError from error
        return output.getvalue() if evidence is None else add_evidence(output.getvalue(), evidence)

    def _evidence(self) -> Evidence | None:
        """Return what proves that the certificate holds now, or None where nobody is asked."""
        if self.is_demo or not self.providers.long_term:
            return None
        from reports.signing.evidence import Evidence

        evidence = Evidence(self.providers)
        asyncio.run(evidence.prove_signer(_as_asn1(self.certificate), map(_as_asn1, self.others)))
        return evidence


def _pdf_signer(
    session: Pkcs12Session, request: SignRequest, *, box: SignatureBox, stamp: bytes, now: datetime
) -> PdfSigner:
    from pyhanko.sign import signers
    from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter

    class PdfSignerAt(signers.PdfSigner):
        """Writes the moment that the stamp shows into the signature dictionary."""

        def init_signing_session(self, *args, **kwargs):  # type: ignore[no-untyped-def]  # pyHanko's own signature is untyped
            signing_session = super().init_signing_session(*args, **kwargs)
            signing_session.system_time = now.astimezone(ZoneInfo(request.time_zone))
            return signing_session

    metadata = signers.PdfSignatureMetadata(
        field_name=request.field_name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=box.earlier == 0,
        # The closing one of several takes the same word from the lock of its field.
        docmdp_permissions=MDPPerm.NO_CHANGES if request.closing else MDPPerm.FILL_FORMS,
        reason=request.reason or None,
        location=request.location or None,
        name=request.name,
    )
    new_field = None
    if request.placement is not None and not box.exists:
        new_field = SigFieldSpec(
            request.field_name,
            on_page=request.placement.page_index,
            box=request.placement.box,  # type: ignore[arg-type]  # typed as integers, written as reals
            readable_field_name="Tanda tangan elektronik",
        )
    return PdfSignerAt(
        metadata,
        signer=_cms_signer(session),
        stamp_style=_stamp_style(stamp),
        new_field_spec=new_field,
        timestamper=time_stamper(session.providers),
    )


def _cms_signer(session: Pkcs12Session) -> SimpleSigner:
    from asn1crypto import keys
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    store = SimpleCertificateStore()
    store.register_multiple([_as_asn1(other) for other in session.others])
    return SimpleSigner(
        signing_cert=_as_asn1(session.certificate),
        signing_key=keys.PrivateKeyInfo.load(
            session.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        ),
        cert_registry=store,
    )


def _as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """Return the certificate as pyHanko has it."""
    from asn1crypto import x509 as asn1_x509
    from cryptography.hazmat.primitives.serialization import Encoding

    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _stamp_style(stamp: bytes) -> StaticStampStyle:
    import binascii
    import uuid

    from pyhanko.pdf_utils.content import PdfContent
    from pyhanko.pdf_utils.layout import (
        AxisAlignment,
        BoxConstraints,
        Margins,
        SimpleBoxLayoutRule,
    )
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.stamp import StaticStampStyle

    class StampPage(PdfContent):
        """The first page of the stamp's bytes; pyHanko's own importer wants a file."""

        def render(self) -> bytes:
            page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(stamp)))
            name = "/Stamp" + binascii.hexlify(uuid.uuid4().bytes).decode("ascii")
            self.resources.xobject[name] = page
            left, bottom, right, top = page.get_object()["/BBox"]
            self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
            return name.encode("ascii") + b" Do"

    return StaticStampStyle(
        background=StampPage(),
        background_opacity=1.0,
        background_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MID,
            y_align=AxisAlignment.ALIGN_MID,
            margins=Margins.uniform(0),
        ),
        border_width=0,
    )
