"""Signing through the Esign Client Service, and everything that may go wrong on the way there and back."""

import io
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from reports.signing.adapters import BsreSigner, make_bsre_signer, sign
from reports.signing.adapters.bsre import errors, wire
from reports.signing.adapters.bsre.client import EsignClient
from reports.signing.adapters.bsre.protocols import PROTOCOLS
from reports.signing.adapters.bsre.wire import EsignService
from reports.signing.errors import (
    AccountMissing,
    DocumentAlreadySigned,
    DocumentUnreadable,
    PlaceholderAddress,
    SignatureFieldMissing,
    SignatureNotKept,
    SigningError,
    UnknownSigner,
)
from reports.signing.requests import Credentials, SignedPdf
from reports.signing.verification import verify
from tests.reports.signing.certificates import PASSPHRASE as FILE_PASSPHRASE
from tests.reports.signing.certificates import Authority, make_pkcs12
from tests.reports.signing.conftest import a_request
from tests.reports.signing.esign_server import CHANGES, PASSWORD, USER, Esign, Official, serve
from tests.reports.signing.forgery import beside
from tests.reports.signing.test_sign import with_empty_field

NIK, OTHER_NIK = "1804010101700001", "1804010202800002"
PASSPHRASE = "Rahasia-TTE-ü#1"


@pytest.fixture(scope="module")
def report(unsigned_pdf: bytes) -> bytes:
    return with_empty_field(unsigned_pdf, "TandaTangan")


@pytest.fixture
def esign(authority: Authority) -> Iterator[Esign]:
    officials = {
        NIK: Official(PASSPHRASE, make_pkcs12(authority), FILE_PASSPHRASE),
        OTHER_NIK: Official("lain", make_pkcs12(authority, name="Siti Aminah"), FILE_PASSPHRASE, status="EXPIRED"),
    }
    with serve(Esign(officials)) as service:
        yield service


def signer_of(esign: Esign, version: int = 1, **changes: Any) -> BsreSigner:
    values: dict[str, Any] = {
        "url": esign.url,
        "user": USER,
        "password": PASSWORD,
        "version": version,
        "answer_seconds": 20.0,
        "ca_file": None,
    }
    return make_bsre_signer(**(values | changes))


def sign_it(
    pdf: bytes, signer: BsreSigner, *, nik: str = NIK, passphrase: str = PASSPHRASE, **changes: Any
) -> SignedPdf:
    request = a_request(**({"placement": None} | changes))
    return sign(pdf, signer=signer, passphrase=passphrase, account=nik, request=request)


def refused(pdf: bytes, signer: BsreSigner, error: type[SigningError], **options: Any) -> str:
    """Return the sentence of the refusal of `error` and no other kind."""
    with pytest.raises(error) as caught:
        sign_it(pdf, signer, **options)
    assert type(caught.value) is error
    return str(caught.value)


versions = pytest.mark.parametrize("version", [1, 2])


# --- A signature ---------------------------------------------------------------------------------------------------


@versions
def test_the_service_signs_for_an_official(esign: Esign, report: bytes, version: int) -> None:
    signed = sign_it(report, signer_of(esign, version))
    assert signed.pdf.startswith(report)
    said = signed.certificate
    assert (said.name, said.issuer, said.is_demo) == ("Budi Santoso", "Otoritas Uji", False)
    assert signed.document_number == ("dok-0001" if version == 1 else "")
    assert signed.pdf == esign.signed["dok-0001"]
    assert abs(datetime.now(UTC) - signed.signed_at) < timedelta(minutes=1)


def test_the_secrets_are_sent_once_and_last(esign: Esign, report: bytes) -> None:
    for version in (1, 2):
        sign_it(report, signer_of(esign, version))
    v1, v2 = esign.bodies
    for body in (v1, v2):
        assert body.count(NIK.encode()) == 1
    assert v1.count(PASSPHRASE.encode()) == 1
    assert v1.index(PASSPHRASE.encode()) > v1.index(b"%%EOF")
    assert b'"passphrase": "Rahasia-TTE-\\u00fc#1"}' in v2[-80:]


def test_the_account_of_the_installation_goes_with_every_call(esign: Esign, report: bytes) -> None:
    sign_it(report, signer_of(esign))
    assert esign.authorizations == ["Basic c2FraXA6YWt1bi1MYXlhbmFuLTQy"]


def test_the_stamp_is_drawn_in_our_own_field_and_the_signature_is_invisible(esign: Esign, report: bytes) -> None:
    signed = sign_it(report, signer_of(esign))
    with pikepdf.open(io.BytesIO(signed.pdf)) as document:
        ours, theirs = document.Root.AcroForm.Fields.as_list()
        assert (str(ours.T), ours.FT, int(ours.Ff)) == ("TandaTangan", pikepdf.Name.Btn, 65537)
        assert [int(edge) for edge in ours.Rect.as_list()] == [40, 650, 290, 740]
        assert [round(float(edge)) for edge in ours.AP.N.BBox.as_list()] == [0, 0, 250, 90]
        assert len(ours.AP.N.read_bytes()) > 500
        assert str(theirs.FT) == "/Sig"
        assert [float(edge) for edge in theirs.Rect.as_list()] == [0, 0, 0, 0]


def test_a_service_that_writes_the_file_anew_is_understood(esign: Esign, report: bytes) -> None:
    esign.tricks = ["rewritten"]
    signed = sign_it(report, signer_of(esign))
    assert not signed.pdf.startswith(report)
    assert verify(signed.pdf, expected_sha256=signed.sha256).signatures[0].intact


def test_a_prefix_in_the_address_is_kept(esign: Esign, report: bytes) -> None:
    sentence = refused(report, signer_of(esign, url=esign.url + "/esign/"), errors.NotTheService)
    assert esign.requests == ["POST /esign/api/sign/pdf (unknown)"]
    assert "HTTP 404" in sentence
    assert "BSRE_URL" in sentence


def test_the_nik_in_the_certificate_also_tells_who_signed(esign: Esign, report: bytes, authority: Authority) -> None:
    other_spelling = make_pkcs12(authority, name="B. Santosa", serial_number=NIK)
    esign.officials[NIK] = Official(PASSPHRASE, other_spelling, FILE_PASSPHRASE)
    assert sign_it(report, signer_of(esign)).certificate.name == "B. Santosa"


# --- What is refused before anything is sent -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "nik", ["180401010170000", "18040101017000011", "18040101017000o1", "١٨٠٤٠١٠١٠١٧٠٠٠٠١", "../1"]
)
def test_a_nik_has_sixteen_digits(esign: Esign, report: bytes, nik: str) -> None:
    assert "16 angka" in refused(report, signer_of(esign), errors.MalformedNik, nik=nik)
    assert esign.requests == []


def test_nothing_typed_is_not_sent(esign: Esign, report: bytes) -> None:
    refused(report, signer_of(esign), AccountMissing, nik="")
    assert "belum diisi" in refused(report, signer_of(esign), errors.PassphraseMissing, passphrase="")
    assert esign.requests == []


def test_a_real_signature_wants_a_public_address(esign: Esign, report: bytes) -> None:
    refused(report, signer_of(esign), PlaceholderAddress, verify_url="http://127.0.0.1:8000/v/abc")
    assert esign.requests == []


def test_a_document_that_cannot_be_signed_is_not_sent(esign: Esign, report: bytes, unsigned_pdf: bytes) -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(report)) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    for pdf in (b"", b"bukan pdf", locked.getvalue()):
        refused(pdf, signer_of(esign), DocumentUnreadable)
    refused(unsigned_pdf, signer_of(esign), SignatureFieldMissing)
    assert esign.requests == []


def test_a_signed_document_is_not_sent_again(esign: Esign, report: bytes) -> None:
    signed = sign_it(report, signer_of(esign))
    refused(signed.pdf, signer_of(esign), DocumentAlreadySigned)
    assert len(esign.requests) == 1


# --- What the service refuses --------------------------------------------------------------------------------------


@versions
@pytest.mark.parametrize("passphrase", ["salah", "nul\0di-sini", "\udcff", "baris\r\nbaru", "ü" * 300])
def test_a_wrong_passphrase_is_told_and_signing_again_works(
    esign: Esign, report: bytes, version: int, passphrase: str
) -> None:
    sentence = refused(report, signer_of(esign, version), errors.WrongServicePassphrase, passphrase=passphrase)
    assert sentence.startswith("Passphrase TTE salah.")
    assert sign_it(report, signer_of(esign, version)).certificate.name == "Budi Santoso"
    assert len(esign.requests) == 2


@versions
def test_an_unknown_official_is_told(esign: Esign, report: bytes, version: int) -> None:
    sentence = refused(report, signer_of(esign, version), errors.OfficialUnknown, nik="1804010101709999")
    assert sentence.startswith("NIK ini belum terdaftar")
    assert "1804010101709999" not in sentence


def test_a_wrong_account_of_the_installation_is_told(esign: Esign, report: bytes) -> None:
    sentence = refused(report, signer_of(esign, password="lain"), errors.AccountRefused)
    assert "BSRE_USER dan BSRE_PASSWORD" in sentence


@versions
@pytest.mark.parametrize(
    ("trick", "error", "words"),
    [
        ("code", errors.ServiceRefused, "kode 2099"),
        ("code200", errors.ServiceRefused, "kode 2099"),
        ("html500", errors.ServiceFailed, "HTTP 500"),
        ("not_json", errors.AnswerUnusable, "tidak memuat berkas"),
        ("empty", errors.AnswerUnusable, "tidak memuat berkas"),
        ("redirect", errors.NotTheService, "HTTP 307"),
        ("huge", errors.AnswerTooLarge, "jauh lebih besar"),
        ("closed", errors.OutcomeUnknown, "tidak diketahui apakah"),
        ("closed_after_signing", errors.OutcomeUnknown, "tidak diketahui apakah"),
        ("truncated_unnumbered", errors.OutcomeUnknown, "tidak diketahui apakah"),
        ("another", errors.SignedByAnother, "atas nama Siti Aminah"),
        ("unsigned", errors.AnswerUnusable, "tidak memuat berkas"),
        ("damaged", SignatureNotKept, "tidak utuh"),
        *((change, errors.DocumentChanged, "tidak sama dengan dokumen yang dikirim") for change in CHANGES),
    ],
)
def test_an_answer_that_is_no_good_signature_is_not_kept_and_signing_again_works(
    esign: Esign, report: bytes, version: int, trick: str, error: type[SigningError], words: str
) -> None:
    esign.tricks = [trick]
    assert words in refused(report, signer_of(esign, version), error)
    assert esign.sign_requests == 1
    assert sign_it(report, signer_of(esign, version)).certificate.name == "Budi Santoso"
    assert esign.sign_requests == 2


# --- Lost connections ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trick", ["truncated", "empty_numbered"])
def test_a_file_that_broke_off_is_fetched_by_its_number_without_the_passphrase(
    esign: Esign, report: bytes, trick: str
) -> None:
    esign.tricks, esign.download_tricks = [trick], ["html500"]
    signed = sign_it(report, signer_of(esign))
    assert signed.document_number == "dok-0001"
    download = "GET /api/sign/download/dok-0001"
    assert esign.requests == ["POST /api/sign/pdf", download, download]
    assert b"".join(esign.bodies).count(PASSPHRASE.encode()) == 1


def test_a_file_that_never_arrives_is_told_with_its_number(esign: Esign, report: bytes) -> None:
    esign.tricks, esign.download_tricks = ["truncated"], ["truncated", "closed"]
    sentence = refused(report, signer_of(esign), errors.OutcomeUnknown)
    assert "nomor dok-0001" in sentence
    assert "Passphrase tidak dikirim ulang" in sentence
    assert esign.sign_requests == 1
    assert sign_it(report, signer_of(esign)).document_number == "dok-0002"


@versions
@pytest.mark.parametrize("trick", ["slow", "drip"])
def test_a_slow_answer_is_given_up_and_not_repeated(esign: Esign, report: bytes, version: int, trick: str) -> None:
    esign.tricks = [trick]
    started = time.monotonic()
    sentence = (
        refused(report, signer_of(esign, version, answer_seconds=0.6), errors.OutcomeUnknown)
        if trick == "slow" or version == 2
        else dripped_with_a_number(esign, report)
    )
    assert time.monotonic() - started < 8
    assert "tidak dikirim ulang" in sentence
    assert esign.sign_requests == 1
    assert sign_it(report, signer_of(esign, version)).certificate.name == "Budi Santoso"


def dripped_with_a_number(esign: Esign, report: bytes) -> str:
    """Version 1 told its number before it dripped; the downloads fail too."""
    esign.download_tricks = ["html500", "html500"]
    return refused(report, signer_of(esign, 1, answer_seconds=0.6), errors.OutcomeUnknown)


def test_a_service_that_is_not_there_is_told_after_a_second_try(
    report: bytes, esign: Esign, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts: list[float] = []
    monkeypatch.setattr(wire.time, "sleep", attempts.append)
    for url in ("http://127.0.0.1:9", "http://layanan-tte.invalid", "http://127.0.0.1:0"):
        sentence = refused(report, signer_of(esign, url=url), errors.ServiceUnreachable)
        assert "tidak ada yang ditandatangani" in sentence
    assert len(attempts) == 3
    assert sign_it(report, signer_of(esign)).certificate.name == "Budi Santoso"


def test_a_service_that_comes_back_at_once_signs(report: bytes, esign: Esign, monkeypatch: pytest.MonkeyPatch) -> None:
    real, addresses = EsignService.connection, ["http://127.0.0.1:9", esign.url]

    def connection(service: EsignService) -> Any:
        return real(EsignService(addresses.pop(0), service.user, service.password))

    monkeypatch.setattr(EsignService, "connection", connection)
    assert sign_it(report, signer_of(esign)).certificate.name == "Budi Santoso"
    assert esign.sign_requests == 1


def test_a_service_that_was_busy_before_it_had_the_body_is_asked_once_more(esign: Esign, report: bytes) -> None:
    """Only a body that is larger than all buffers on the way is still being sent when the answer comes."""
    large = io.BytesIO()
    with pikepdf.open(io.BytesIO(report)) as document:
        import random

        document.Root.Isi = document.make_stream(random.Random(1).randbytes(24_000_000))
        document.save(large)
    esign.tricks = ["busy_early"]
    assert sign_it(large.getvalue(), signer_of(esign)).certificate.name == "Budi Santoso"
    assert esign.sign_requests == 2


def test_a_late_connection_sends_nothing_any_more(report: bytes, esign: Esign, monkeypatch: pytest.MonkeyPatch) -> None:
    import http.client

    real, ended = http.client.HTTPConnection.connect, threading.Event()

    def connect(connection: Any) -> None:
        time.sleep(0.4)
        real(connection)
        ended.set()

    monkeypatch.setattr(http.client.HTTPConnection, "connect", connect)
    refused(report, signer_of(esign, answer_seconds=0.1), errors.ServiceUnreachable)
    assert ended.wait(5)
    time.sleep(0.2)
    assert esign.requests == []


def test_a_service_that_nobody_named_is_told() -> None:
    for url, version in (("", 1), ("esign", 1), ("https://10.0.0.1", 3)):
        with pytest.raises(UnknownSigner):
            make_bsre_signer(url=url, user="", password="", version=version, answer_seconds=1.0, ca_file=None)


def test_the_whole_deadline_is_longer_than_every_wait(esign: Esign) -> None:
    assert signer_of(esign, answer_seconds=60).timeout_seconds > 60 + 2 * 15 + 2 * 5


# --- TLS and proxies -----------------------------------------------------------------------------------------------


def tls_of_this_machine(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return a server's TLS with a certificate for 127.0.0.1, and the file that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "layanan uji")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "ca.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    both = folder / "server.pem"
    both.write_bytes(
        pem.read_bytes()
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context, pem


def test_tls_is_checked_against_the_named_authority(esign: Esign, report: bytes, tmp_path: Path) -> None:
    tls, ca_file = tls_of_this_machine(tmp_path)
    with serve(Esign(esign.officials), tls=tls) as secure:
        assert "BSRE_CA_FILE" in refused(report, signer_of(secure), errors.ServiceNotTrusted)
        assert secure.requests == []
        assert sign_it(report, signer_of(secure, ca_file=ca_file)).certificate.name == "Budi Santoso"
        missing = signer_of(secure, ca_file=tmp_path / "tidak-ada.pem")
        refused(report, missing, errors.ServiceUnreachable)


def test_a_proxy_of_the_environment_sees_nothing(esign: Esign, report: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert sign_it(report, signer_of(esign)).certificate.name == "Budi Santoso"


# --- Several signers -----------------------------------------------------------------------------------------------


def with_fields(pdf: bytes, *names: str) -> bytes:
    """The PDF with empty signature fields one below the other."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        fields = [
            document.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T=name, F=4,
                    Rect=[40, 600 - 100 * place, 290, 690 - 100 * place], P=page.obj,
                )
            )
            for place, name in enumerate(names)
        ]  # fmt: skip
        page.Annots = document.make_indirect(pikepdf.Array(fields))
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(fields))
        output = io.BytesIO()
        document.save(output)
    return output.getvalue()


def all_hold(pdf: bytes) -> list[str]:
    """Return who signed, after asserting that every signature is intact and the last one covers all."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    statuses = []
    for signature in signatures:
        context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
        statuses.append(beside(partial(validate_pdf_signature, signature, signer_validation_context=context)))
    for status in statuses:
        assert status.intact
        assert status.valid
        assert status.docmdp_ok
        assert status.modification_level in (ModificationLevel.NONE, ModificationLevel.FORM_FILLING)
    assert statuses[-1].modification_level == ModificationLevel.NONE
    return [signature.signer_cert.subject.native["common_name"] for signature in signatures]


@versions
def test_several_sign_one_after_another(esign: Esign, unsigned_pdf: bytes, version: int) -> None:
    signer = signer_of(esign, version)
    both = with_fields(unsigned_pdf, "Paraf1", "TandaTangan")
    sekretaris = {"nik": OTHER_NIK, "passphrase": "lain", "name": "SITI AMINAH, S.E.", "field_name": "Paraf1"}
    paraf = sign_it(both, signer, **sekretaris, closing=False)
    refused(paraf.pdf, signer, DocumentAlreadySigned, **sekretaris)
    signed = sign_it(paraf.pdf, signer).pdf
    assert signed.startswith(paraf.pdf)
    assert all_hold(signed) == ["Siti Aminah", "Budi Santoso"]
    with pikepdf.open(io.BytesIO(signed)) as document:
        shown = {str(each.T): len(each.AP.N.read_bytes()) for each in document.Root.AcroForm.Fields if "/AP" in each}
    assert shown["Paraf1"] > 500
    assert shown["TandaTangan"] > 500


# --- What else the service is asked --------------------------------------------------------------------------------


def client_of(esign: Esign, version: int) -> EsignClient:
    return EsignClient(EsignService(esign.url, USER, PASSWORD), PROTOCOLS[version])


@versions
def test_the_status_of_a_certificate(esign: Esign, version: int) -> None:
    client = client_of(esign, version)
    mine = client.status(Credentials(account=NIK, passphrase=""))
    assert (mine.word, mine.in_force) == ("ISSUE", True)
    other = client.status(Credentials(account=OTHER_NIK, passphrase=""))
    assert (other.word, other.in_force) == ("EXPIRED", False)
    with pytest.raises(errors.OfficialUnknown):
        client.status(Credentials(account="1804010101709999", passphrase=""))


@versions
def test_a_status_of_another_shape_counts_as_none(esign: Esign, version: int) -> None:
    esign.officials[NIK] = Official(PASSPHRASE, b"", "", status="<b>ISSUE</b>")
    assert client_of(esign, version).status(Credentials(account=NIK, passphrase="")).in_force is False


@versions
def test_the_service_verifies_a_file(esign: Esign, report: bytes, version: int) -> None:
    signed = sign_it(report, signer_of(esign, version))
    verdict = client_of(esign, version).verify(signed.pdf)
    assert verdict.signatures == 1
    assert verdict.summary.endswith("VALID")
