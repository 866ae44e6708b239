"""Signing a real PDF with a real key, and everything that must stop it."""

import hashlib
import io
import logging
import pickle
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest

from reports.rendering.fonts import FONTS
from reports.signing.adapters import Signer, get_signer, sign
from reports.signing.adapters.base import SigningSession, register_signer
from reports.signing.errors import (
    AccountMissing,
    CertificateChanged,
    CertificateNotForSigning,
    CertificateOutsideValidity,
    CertificateUnreadable,
    DocumentAlreadySigned,
    DocumentUnreadable,
    PlaceholderAddress,
    SignatureFieldMissing,
    SignatureNotKept,
    SigningError,
    SigningTimeout,
    StampDoesNotFit,
    UnknownSigner,
    WrongPassphrase,
)
from reports.signing.requests import Credentials, FieldPlacement, SignedPdf, SignRequest
from tests.reports.signing.certificates import PASSPHRASE, Authority, make_pkcs12
from tests.reports.signing.leaf import make_leaf, pkcs12_of

MakeRequest = Callable[..., SignRequest]


def signer_of(data: bytes) -> Signer:
    return get_signer("pkcs12", source=lambda: data)


def with_empty_field(pdf: bytes, name: str) -> bytes:
    """The PDF with an unsigned signature field in its upper left corner, as the report has it."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        field = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T=name,
                F=4,
                Rect=[40, 650, 290, 740],
                P=page.obj,
            )
        )
        page.Annots = document.make_indirect(pikepdf.Array([field]))
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
        output = io.BytesIO()
        document.save(output)
    return output.getvalue()


def test_sign_returns_what_is_stored_beside_the_file(signed: SignedPdf, unsigned_pdf: bytes) -> None:
    assert signed.pdf.startswith(unsigned_pdf)
    assert signed.sha256 == hashlib.sha256(signed.pdf).hexdigest()
    assert signed.certificate.name == "DEMO Kepala Dinas"
    assert signed.certificate.issuer == "DEMO Kepala Dinas"
    assert int(signed.certificate.serial, 16) > 0
    assert signed.certificate.is_demo is True
    assert abs(datetime.now(UTC) - signed.signed_at) < timedelta(minutes=10)


def test_sign_names_the_authority_of_a_real_certificate(really_signed: SignedPdf) -> None:
    assert really_signed.certificate.name == "Budi Santoso"
    assert really_signed.certificate.issuer == "Otoritas Uji"
    assert really_signed.certificate.is_demo is False


def test_sign_writes_a_certifying_pades_signature_that_allows_no_change(signed: SignedPdf) -> None:
    with pikepdf.open(io.BytesIO(signed.pdf)) as document:
        value = document.Root.AcroForm.Fields[0].V
        assert value.SubFilter == "/ETSI.CAdES.detached"
        assert value.Reference[0].TransformMethod == "/DocMDP"
        assert value.Reference[0].TransformParams.P == 1
        assert str(value.Location) == "Liwa"
        assert document.Root.Perms.DocMDP == value


def test_sign_uses_the_empty_field_of_the_document(
    unsigned_pdf: bytes, demo_pkcs12: bytes, a_request: MakeRequest
) -> None:
    prepared = with_empty_field(unsigned_pdf, "TandaTangan")
    result = sign(prepared, signer=signer_of(demo_pkcs12), passphrase=PASSPHRASE, request=a_request(placement=None))
    with pikepdf.open(io.BytesIO(result.pdf)) as document:
        (field,) = document.Root.AcroForm.Fields.as_list()
        assert [int(edge) for edge in field.Rect.as_list()] == [40, 650, 290, 740]
        assert sorted(int(edge) for edge in field.AP.N.BBox.as_list()) == [0, 0, 90, 250]


def test_sign_refuses_a_second_signature(signed: SignedPdf, demo_pkcs12: bytes, a_request: MakeRequest) -> None:
    again = a_request(field_name="Kedua")
    with pytest.raises(DocumentAlreadySigned, match="sudah ditandatangani"):
        sign(signed.pdf, signer=signer_of(demo_pkcs12), passphrase=PASSPHRASE, request=again)


@pytest.mark.parametrize("placement", [None, FieldPlacement(7, 0, 0, 240, 85), FieldPlacement(-1, 0, 0, 240, 85)])
def test_sign_refuses_a_document_without_the_field(
    unsigned_pdf: bytes, demo_pkcs12: bytes, a_request: MakeRequest, placement: FieldPlacement | None
) -> None:
    with pytest.raises(SignatureFieldMissing, match="Tempat tanda tangan"):
        sign(
            unsigned_pdf,
            signer=signer_of(demo_pkcs12),
            passphrase=PASSPHRASE,
            request=a_request(placement=placement),
        )


def test_sign_refuses_broken_and_locked_documents(
    unsigned_pdf: bytes, demo_pkcs12: bytes, a_request: MakeRequest
) -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(unsigned_pdf)) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    for pdf in (b"", b"bukan pdf", unsigned_pdf[:-200], locked.getvalue()):
        with pytest.raises(DocumentUnreadable):
            sign(pdf, signer=signer_of(demo_pkcs12), passphrase=PASSPHRASE, request=a_request())


def test_sign_refuses_a_box_too_small_to_read(unsigned_pdf: bytes, demo_pkcs12: bytes, a_request: MakeRequest) -> None:
    small = a_request(placement=FieldPlacement(0, 0, 0, 60, 30))
    with pytest.raises(StampDoesNotFit):
        sign(unsigned_pdf, signer=signer_of(demo_pkcs12), passphrase=PASSPHRASE, request=small)


@pytest.mark.parametrize(("start", "end", "words"), [(-30, -1, "sudah habis"), (2, 30, "baru berlaku mulai")])
def test_sign_refuses_a_certificate_outside_its_dates(
    unsigned_pdf: bytes, authority: Authority, a_request: MakeRequest, start: int, end: int, words: str
) -> None:
    signer = signer_of(make_pkcs12(authority, start_days=start, end_days=end))
    with pytest.raises(CertificateOutsideValidity, match=words):
        sign(unsigned_pdf, signer=signer, passphrase=PASSPHRASE, request=a_request())


def test_sign_asks_again_whether_the_certificate_may_sign(unsigned_pdf: bytes, a_request: MakeRequest) -> None:
    signer = signer_of(pkcs12_of(make_leaf(usages=("key_encipherment",))))
    with pytest.raises(CertificateNotForSigning):
        sign(unsigned_pdf, signer=signer, passphrase=PASSPHRASE, request=a_request())


def test_sign_refuses_another_certificate_than_the_registered_one(
    unsigned_pdf: bytes, demo_pkcs12: bytes, a_request: MakeRequest
) -> None:
    signer = get_signer("pkcs12", source=lambda: demo_pkcs12, fingerprint="0" * 64)
    with pytest.raises(CertificateChanged, match="Daftarkan kembali"):
        sign(unsigned_pdf, signer=signer, passphrase=PASSPHRASE, request=a_request())


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "huge"])
def test_sign_refuses_a_broken_certificate_file(
    unsigned_pdf: bytes, demo_pkcs12: bytes, a_request: MakeRequest, damage: str
) -> None:
    contents = {"empty": b"", "text": b"halo", "cut": demo_pkcs12[:500], "huge": demo_pkcs12 + b"0" * 1_000_000}
    with pytest.raises(CertificateUnreadable):
        sign(unsigned_pdf, signer=signer_of(contents[damage]), passphrase=PASSPHRASE, request=a_request())


def test_sign_refuses_a_real_certificate_on_a_loopback_address(
    unsigned_pdf: bytes, real_pkcs12: bytes, demo_pkcs12: bytes, a_request: MakeRequest
) -> None:
    local = a_request(verify_url="http://127.0.0.1:8000/v/abc")
    with pytest.raises(PlaceholderAddress, match="PUBLIC_BASE_URL"):
        sign(unsigned_pdf, signer=signer_of(real_pkcs12), passphrase=PASSPHRASE, request=local)
    assert sign(unsigned_pdf, signer=signer_of(demo_pkcs12), passphrase=PASSPHRASE, request=local).certificate.is_demo


# --- The passphrase ------------------------------------------------------------------------------------------------


def everything_an_error_page_prints(error: BaseException | None) -> Iterator[str]:
    """Texts, arguments and local variables of the error, its causes and contexts."""
    while error is not None:
        yield f"{error!r} {error} {error.args!r} {vars(error)!r} {getattr(error, 'object', '')!r}"
        trace = error.__traceback__
        while trace is not None:
            # The frames of the caller, this test among them, hold what the user typed.
            if "/reports/signing/" in trace.tb_frame.f_code.co_filename and "/tests/" not in (
                trace.tb_frame.f_code.co_filename
            ):
                yield repr(trace.tb_frame.f_locals)
            trace = trace.tb_next
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize(
    "typed",
    ["Salah-Ketik-99", "Salah-Ketik-99-\udcff", "Salah-Ketik-99\0", "Salah-Ketik-99" * 80_000, "Salah-Ketik-99😀", ""],
    ids=["wrong", "half a character", "NUL", "1 MB", "emoji", "blank"],
)
def test_wrong_passphrase_is_told_apart_and_leaks_nowhere(
    unsigned_pdf: bytes,
    demo_pkcs12: bytes,
    a_request: MakeRequest,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    typed: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(WrongPassphrase, match="Kata sandi sertifikat salah") as caught:
        sign(unsigned_pdf, signer=signer_of(demo_pkcs12), passphrase=typed, request=a_request())
    shown = list(everything_an_error_page_prints(caught.value))
    assert len(shown) > 4  # the walk went through our frames
    written = capfd.readouterr()
    assert "Salah-Ketik-99" not in " ".join([*shown, caplog.text, written.out, written.err])


def test_the_right_passphrase_leaks_nowhere_when_a_later_step_fails(
    unsigned_pdf: bytes, real_pkcs12: bytes, a_request: MakeRequest, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for changes in ({"verify_url": ""}, {"placement": FieldPlacement(0, 0, 0, 50, 20)}):
        with pytest.raises(SigningError) as caught:
            sign(unsigned_pdf, signer=signer_of(real_pkcs12), passphrase=PASSPHRASE, request=a_request(**changes))
        assert PASSPHRASE not in " ".join([*everything_an_error_page_prints(caught.value), caplog.text])


def test_the_passphrase_leaks_nowhere_on_success(
    unsigned_pdf: bytes, demo_pkcs12: bytes, a_request: MakeRequest, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    signer = signer_of(demo_pkcs12)
    result = sign(unsigned_pdf, signer=signer, passphrase=PASSPHRASE, request=a_request())
    assert PASSPHRASE not in caplog.text + repr(signer) + repr(result)
    assert PASSPHRASE.encode() not in result.pdf


def test_credentials_neither_print_nor_pickle() -> None:
    credentials = Credentials(passphrase=PASSPHRASE, account="1804010101700001")
    assert repr(credentials) == str(credentials) == "Credentials(***)"
    with pytest.raises(TypeError):
        pickle.dumps(credentials)


# --- Other signers -------------------------------------------------------------------------------------------------


@dataclass
class RemoteSigner:
    """Stands for a service over HTTP: asks an account, may be late, may return anything."""

    answer: bytes = b""
    delay: float = 0.0
    timeout_seconds: float = 20.0
    name: str = "jauh"
    label: str = "Layanan jauh"
    account_label: str | None = "NIK"
    account_hint: str = ""
    proof_label: str = "Kata sandi"
    certifies: bool = True
    seen: tuple[str, str] = ("", "")

    def open(self, credentials: Credentials, *, now: datetime) -> SigningSession:
        self.seen = (credentials.reveal_account(), credentials.reveal_passphrase())
        return RemoteSession(self.answer, self.delay)


@dataclass
class RemoteSession:
    answer: bytes
    delay: float
    is_demo: bool = False
    document_number: str = ""

    def sign(self, pdf: bytes, *, request: SignRequest, now: datetime) -> bytes:
        time.sleep(self.delay)
        return self.answer


def test_a_signer_that_asks_an_account_gets_it(
    unsigned_pdf: bytes, really_signed: SignedPdf, a_request: MakeRequest
) -> None:
    signer = RemoteSigner(answer=really_signed.pdf)
    with pytest.raises(AccountMissing):
        sign(unsigned_pdf, signer=signer, passphrase=PASSPHRASE, request=a_request())
    result = sign(unsigned_pdf, signer=signer, passphrase=PASSPHRASE, account="1804", request=a_request())
    assert signer.seen == ("1804", PASSPHRASE)
    assert result.certificate.name == "Budi Santoso"


def test_a_late_signer_is_given_up(unsigned_pdf: bytes, a_request: MakeRequest) -> None:
    signer = RemoteSigner(delay=1.0, timeout_seconds=0.1)
    started = time.monotonic()
    with pytest.raises(SigningTimeout, match="batas waktu"):
        sign(unsigned_pdf, signer=signer, passphrase=PASSPHRASE, account="1804", request=a_request())
    assert time.monotonic() - started < 0.9
    for thread in threading.enumerate():
        if thread.name == "signing":
            thread.join()


def test_a_signature_that_does_not_hold_is_thrown_away(
    unsigned_pdf: bytes, really_signed: SignedPdf, a_request: MakeRequest
) -> None:
    changed = bytearray(really_signed.pdf)
    changed[40] ^= 1
    for answer in (unsigned_pdf, bytes(changed), really_signed.pdf + b"\n", b"<html>galat</html>"):
        with pytest.raises(SignatureNotKept):
            sign(
                unsigned_pdf,
                signer=RemoteSigner(answer=answer),
                passphrase=PASSPHRASE,
                account="1804",
                request=a_request(),
            )


def test_registry_knows_names_once() -> None:
    with pytest.raises(UnknownSigner):
        get_signer("tidak-ada")
    with pytest.raises(ValueError, match="registered already"):
        register_signer("pkcs12", lambda: RemoteSigner())


def test_sign_without_one_of_our_fonts_draws_with_no_other_one(
    unsigned_pdf: bytes, demo_pkcs12: bytes, a_request: MakeRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FONTS, "liberation-sans/LiberationSans-Bold.ttf", "0" * 64)
    signer = get_signer("pkcs12", source=lambda: demo_pkcs12)
    with pytest.raises(SigningError, match="Huruf liberation-sans/LiberationSans-Bold"):
        sign(unsigned_pdf, signer=signer, passphrase=PASSPHRASE, request=a_request())
