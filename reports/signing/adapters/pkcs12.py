"""Sign with a certificate and key of one's own, kept in a PKCS#12 file (.p12, .pfx)."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from reports.signing.certificates import describe
from reports.signing.demo_certificate import is_demo
from reports.signing.errors import (
    CertificateNotForSigning,
    CertificateOutsideValidity,
    CertificateUnreadable,
    DocumentUnreadable,
    SigningError,
    WrongPassphrase,
)
from reports.signing.fields import SignatureBox, find_signature_box
from reports.signing.footer import write_footer
from reports.signing.requests import Credentials, SignRequest
from reports.signing.stamp import render_stamp

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from pyhanko.sign.signers import PdfSigner, SimpleSigner
    from pyhanko.stamp import StaticStampStyle

    SigningKey = RSAPrivateKey | EllipticCurvePrivateKey

_LARGEST_FILE = 1_000_000  # bytes; real ones stay under 20 kB


@dataclass(frozen=True, slots=True)
class Pkcs12Signer:
    """Configuration of the adapter: where the file is, how long a signature may take.

    `source` is the path of the file or a function that returns its bytes.
    """

    source: Path | Callable[[], bytes]
    timeout_seconds: float = 30.0
    name: str = "pkcs12"
    label: str = "Sertifikat di server (PKCS#12)"
    account_label: str | None = None
    issuer: str | None = None

    def open(self, credentials: Credentials, *, now: datetime) -> Pkcs12Session:
        """Open the file with the passphrase and check that its certificate may sign now."""
        key, certificate, others = _load(self._read(), credentials)
        _check_validity(certificate, now)
        _check_usage(certificate)
        return Pkcs12Session(key=key, certificate=certificate, others=others)

    def _read(self) -> bytes:
        try:
            if not isinstance(self.source, Path):
                return self.source()
            with self.source.open("rb") as stream:
                return stream.read(_LARGEST_FILE + 1)
        except OSError:
            # The path stays out of the chain: it is an administrator's matter.
            raise CertificateUnreadable from None


@dataclass(frozen=True, slots=True, repr=False)
class Pkcs12Session:
    """An opened key; dropped after one signature."""

    key: SigningKey
    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]

    @property
    def is_demo(self) -> bool:
        return is_demo(self.certificate)

    def sign(self, pdf: bytes, *, request: SignRequest, now: datetime) -> bytes:
        """Return `pdf` with a PAdES B-B signature: the first one certifies the document and writes its foot, the
        closing one allows no change (ADR 27)."""
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.sign.general import SigningError as PyHankoSigningError

        box = find_signature_box(pdf, field_name=request.field_name, placement=request.placement)
        certificate = describe(self.certificate)
        stamp = render_stamp(request, certificate, width=box.width, height=box.height, signed_at=now)
        signer = _pdf_signer(self, request, box=box, stamp=stamp, now=now)
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
        return output.getvalue()


def _load(data: bytes, credentials: Credentials) -> tuple[SigningKey, x509.Certificate, tuple[x509.Certificate, ...]]:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import pkcs12

    if len(data) > _LARGEST_FILE or not _looks_like_pkcs12(data):
        raise CertificateUnreadable
    failure: SigningError
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(
            data, credentials.reveal_passphrase().encode() or None
        )
    except UnsupportedAlgorithm:
        failure = CertificateUnreadable()
    except ValueError:
        # The library answers a wrong passphrase and damaged contents alike.
        failure = WrongPassphrase()
    else:
        if isinstance(key, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)) and certificate is not None:
            return key, certificate, tuple(others)
        failure = CertificateUnreadable()
    # Raised outside the handlers: "from None" would keep the library's error as the context,
    # and a UnicodeEncodeError there carries the passphrase.
    raise failure


def _looks_like_pkcs12(data: bytes) -> bool:
    from asn1crypto.pkcs12 import Pfx

    try:
        return bool(Pfx.load(data, strict=True)["version"].native == "v3")
    except ValueError:
        return False


def _check_validity(certificate: x509.Certificate, now: datetime) -> None:
    if now > certificate.not_valid_after_utc:
        raise CertificateOutsideValidity.expired(certificate.not_valid_after_utc.date())
    if now < certificate.not_valid_before_utc:
        raise CertificateOutsideValidity.not_yet(certificate.not_valid_before_utc.date())


def _check_usage(certificate: x509.Certificate) -> None:
    from cryptography import x509

    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:  # no restriction stated: RFC 5280, 4.2.1.3
        return
    except ValueError:
        raise CertificateUnreadable from None
    # Validators of PDF signatures ask for non repudiation.
    if not usage.content_commitment:
        raise CertificateNotForSigning


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
    )


def _cms_signer(session: Pkcs12Session) -> SimpleSigner:
    from asn1crypto import keys
    from asn1crypto import x509 as asn1_x509
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    def convert(certificate: x509.Certificate) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))

    store = SimpleCertificateStore()
    store.register_multiple([convert(other) for other in session.others])
    return SimpleSigner(
        signing_cert=convert(session.certificate),
        signing_key=keys.PrivateKeyInfo.load(
            session.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        ),
        cert_registry=store,
    )


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
