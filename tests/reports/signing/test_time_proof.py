"""Time-stamps, validation data and their renewal, with an authority and a time-stamp service on this machine."""

import asyncio
import hashlib
import io
import logging
import shutil
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESStatus
from pyhanko.sign.validation.ades import ades_with_time_validation, simulate_future_ades_lta_validation
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from reports.signing import errors
from reports.signing.adapters import get_signer, sign
from reports.signing.providers import Providers
from reports.signing.requests import SignedPdf, SignRequest
from reports.signing.time_proof import describe_time, renew
from reports.signing.verdicts import Verdict
from reports.signing.verification import verify
from sakip.dates import write_date
from tests.reports.signing.authorities import Holder, World, make_root
from tests.reports.signing.certificates import PASSPHRASE
from tests.reports.signing.forgery import beside

MakeRequest = Callable[..., SignRequest]
SECONDS = 20.0


@pytest.fixture
def put(unsigned_pdf: bytes, a_request: MakeRequest, world: World) -> Callable[..., SignedPdf]:
    """Sign as an official of the world's authority."""

    def sign_now(
        providers: Providers, official: Holder | None = None, pkcs12: bytes | None = None, seconds: float = SECONDS
    ) -> SignedPdf:
        data = pkcs12 or world.pkcs12(official or world.make_official())
        signer = get_signer("pkcs12", source=lambda: data, timeout_seconds=seconds, providers=providers)
        return sign(unsigned_pdf, signer=signer, passphrase=PASSPHRASE, request=a_request())

    return sign_now


Put = Callable[..., SignedPdf]


def seen_by_pdfsig(pdf: bytes, tmp_path: Path) -> str:
    pdfsig = shutil.which("pdfsig")
    assert pdfsig, "poppler-utils is part of the test environment"
    file = tmp_path / "berkas.pdf"
    file.write_bytes(pdf)
    return subprocess.run([pdfsig, "-nocert", str(file)], capture_output=True, text=True, check=False).stdout


def test_without_providers_nobody_is_asked(put: Put, world: World) -> None:
    signed = put(Providers())
    assert signed.time.level == "B-B"
    assert signed.time.stamped_at is None
    assert world.asked == {}


def test_a_time_stamp_makes_b_t_with_one_question(put: Put, world: World, tmp_path: Path) -> None:
    signed = put(world.providers())
    assert signed.time.level == "B-T"
    assert signed.time.provider == "Layanan Cap Waktu Uji"
    assert abs(datetime.now(UTC) - signed.time.stamped_at) < timedelta(minutes=1)
    assert signed.time.valid_until == world.signer.certificate.not_valid_after_utc
    assert world.asked == {"/tsa": 1}
    assert verify(signed.pdf, expected_sha256=signed.sha256, trust_roots=[world.root.pem]).verdict == Verdict.SAH
    assert "Signature is Valid" in seen_by_pdfsig(signed.pdf, tmp_path)


def test_the_login_of_the_service_is_sent(put: Put, world: World) -> None:
    world.login = "dinas:rahasia"
    assert put(world.providers(account="dinas", password="rahasia")).time.level == "B-T"
    with pytest.raises(errors.TimestampLoginRefused):
        put(world.providers(account="dinas", password="salah"))


def test_a_password_shows_in_no_repr(world: World) -> None:
    assert "rahasia" not in repr(world.providers(account="dinas", password="rahasia"))


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        ("refuses", errors.TimestampRefused),
        ("other nonce", errors.TimestampForeign),
        ("other document", errors.TimestampForeign),
        ("other clock", errors.ClocksDiffer),
        ("html", errors.TimestampUnusable),
        ("garbage", errors.TimestampUnusable),
        ("huge", errors.TimestampUnusable),
        ("redirects", errors.TimestampUnusable),
        ("fails", errors.TimestampUnreachable),
        ("closes", errors.TimestampUnreachable),
        ("slow", errors.TimestampTooSlow),
        ("broken signature", errors.TimestampCertificateWrong),
    ],
)
def test_a_bad_answer_leaves_the_document_unsigned_and_the_next_signs(
    put: Put, world: World, behaviour: str, expected: type[errors.TimestampError]
) -> None:
    world.tsa = behaviour
    with pytest.raises(errors.SigningError) as refused:
        put(world.providers())
    assert type(refused.value) is expected
    assert "tidak ditandatangani" in str(refused.value)
    assert "/elsewhere" not in world.asked, "no redirect is followed"
    world.tsa = "grants"
    assert put(world.providers()).time.level == "B-T"


def test_a_service_that_is_not_there_is_said(put: Put, world: World) -> None:
    with pytest.raises(errors.TimestampUnreachable):
        put(world.providers(address="http://127.0.0.1:9/tsa"))


@pytest.mark.parametrize("trusted", [True, False])
def test_an_ended_certificate_of_the_service_is_refused(put: Put, world: World, trusted: bool) -> None:
    world.signer = world.make_signer(start=-400, end=-1)
    with pytest.raises(errors.TimestampCertificateExpired):
        put(world.providers(trusted=trusted))


@pytest.mark.parametrize("trusted", [True, False])
def test_a_certificate_for_something_else_is_refused(put: Put, world: World, trusted: bool) -> None:
    world.signer = world.make_signer(purpose=ExtendedKeyUsageOID.SERVER_AUTH)
    with pytest.raises(errors.TimestampCertificateWrong):
        put(world.providers(trusted=trusted))


def test_a_stranger_among_time_stamp_services_is_refused_where_roots_are_set(put: Put, world: World) -> None:
    world.signer = world.make_signer(root=make_root("Otoritas Lain"))
    with pytest.raises(errors.TimestampCertificateWrong):
        put(world.providers())
    assert put(world.providers(trusted=False)).time.level == "B-T"


def test_the_time_limit_of_signing_bounds_the_service_too(put: Put, world: World) -> None:
    world.tsa, world.slow_seconds = "slow", 5
    began = time.monotonic()
    with pytest.raises(errors.SigningTimeout):
        put(world.providers(timeout_seconds=30), seconds=1.5)
    assert time.monotonic() - began < 3


def test_validation_data_makes_b_lt(put: Put, world: World, tmp_path: Path) -> None:
    signed = put(world.providers(long_term=True))
    assert signed.time.level == "B-LT"
    assert signed.sha256 == hashlib.sha256(signed.pdf).hexdigest()
    assert world.asked["/tsa"] == 1
    assert world.asked.get("/ocsp", 0) + world.asked.get("/crl", 0) >= 2
    assert "/issuer" not in world.asked, "no certificate is fetched"
    report = verify(signed.pdf, expected_sha256=signed.sha256, trust_roots=[world.root.pem])
    assert report.verdict == Verdict.SAH
    (facts,) = report.signatures
    assert facts.allows_no_change
    assert not facts.changed_afterwards
    assert "Signature is Valid" in seen_by_pdfsig(signed.pdf, tmp_path)


def test_b_lt_holds_by_its_own_data_alone(put: Put, world: World) -> None:
    signed = put(world.providers(long_term=True))
    world.status = "gone"
    asked = dict(world.asked)
    assert ades_status(signed.pdf, world) == AdESStatus.PASSED
    assert world.asked == asked


def test_b_t_alone_cannot_show_that_the_certificate_held(put: Put, world: World) -> None:
    """The guard of the test above: without stored data the same question has no answer."""
    assert ades_status(put(world.providers()).pdf, world) == AdESStatus.INDETERMINATE


def test_the_crl_serves_where_ocsp_does_not_answer(put: Put, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "ocsp", lambda _question: b"rusak")
    assert put(world.providers(long_term=True)).time.level == "B-LT"
    assert world.asked["/crl"] >= 1


def test_a_revoked_signer_is_refused_before_a_time_stamp_is_asked_for(put: Put, world: World) -> None:
    official = world.make_official()
    world.revoked.add(official.certificate.serial_number)
    with pytest.raises(errors.SignerRevoked, match=f"{write_date(datetime.now(UTC) - timedelta(days=2))}"):
        put(world.providers(long_term=True), official)
    assert "/tsa" not in world.asked
    world.revoked.clear()
    assert put(world.providers(long_term=True), official).time.level == "B-LT"


@pytest.mark.parametrize("usage", ["digital_signature", "content_commitment"])
def test_either_usage_of_a_signature_is_proved(put: Put, world: World, usage: str) -> None:
    official = world.make_official(f"Budi {usage}", usages=[usage])
    assert put(world.providers(long_term=True), official).time.level == "B-LT"


def test_a_revoked_time_stamp_service_is_refused(put: Put, world: World) -> None:
    world.revoked.add(world.signer.certificate.serial_number)
    with pytest.raises(errors.TimestampCertificateRevoked):
        put(world.providers(long_term=True))


def test_no_answer_about_revocation_is_said(put: Put, world: World) -> None:
    world.status = "gone"
    with pytest.raises(errors.RevocationUnknown):
        put(world.providers(long_term=True))
    world.status = "answers"
    assert put(world.providers(long_term=True)).time.level == "B-LT"


def test_a_certificate_of_nobodys_sends_the_server_nowhere(put: Put, world: World) -> None:
    official = world.make_official(root=make_root("Otoritas Lain"))
    with pytest.raises(errors.SignerUntrusted):
        put(world.providers(long_term=True), official)
    assert world.asked == {}


def test_nobody_is_asked_about_a_demo_certificate(put: Put, world: World, demo_pkcs12: bytes) -> None:
    signed = put(world.providers(long_term=True), pkcs12=demo_pkcs12)
    assert signed.time.level == "B-T"
    assert world.asked == {"/tsa": 1}


def test_renew_adds_a_time_stamp_and_changes_nothing_before(put: Put, world: World, tmp_path: Path) -> None:
    world.signer = world.make_signer("Layanan Lama", end=20)
    signed = put(world.providers(long_term=True))
    world.signer = world.make_signer("Layanan Baru", end=700)
    renewed = renew(signed.pdf, providers=world.providers(long_term=True), timeout_seconds=SECONDS)
    assert renewed.pdf.startswith(signed.pdf)
    assert renewed.sha256 == hashlib.sha256(renewed.pdf).hexdigest() != signed.sha256
    assert renewed.valid_until == world.signer.certificate.not_valid_after_utc
    assert len(PdfFileReader(io.BytesIO(renewed.pdf)).embedded_timestamp_signatures) == 1
    report = verify(renewed.pdf, expected_sha256=renewed.sha256, trust_roots=[world.root.pem])
    assert report.verdict == Verdict.SAH
    assert not report.signatures[0].changed_afterwards
    assert ades_status(renewed.pdf, world) == AdESStatus.PASSED
    assert ades_status(renewed.pdf, world, in_days=400) == AdESStatus.PASSED, "all but the new service have ended"
    assert "Signature is Valid" in seen_by_pdfsig(renewed.pdf, tmp_path)


def test_renew_again_and_again(put: Put, world: World) -> None:
    world.signer = world.make_signer("Layanan Lama", end=20)
    pdf = put(world.providers(long_term=True)).pdf
    for turn in range(3):
        world.signer = world.make_signer(f"Layanan {turn}", end=30 + turn)
        pdf = renew(pdf, providers=world.providers(long_term=True), timeout_seconds=SECONDS).pdf
    assert len(PdfFileReader(io.BytesIO(pdf)).embedded_timestamp_signatures) == 3
    assert verify(pdf, expected_sha256=None, trust_roots=[world.root.pem]).verdict == Verdict.SAH
    assert ades_status(pdf, world) == AdESStatus.PASSED


def test_renew_gains_nothing_from_the_same_certificate(put: Put, world: World) -> None:
    signed = put(world.providers(long_term=True))
    with pytest.raises(errors.NothingGained, match=f"{write_date(world.signer.certificate.not_valid_after_utc)}"):
        renew(signed.pdf, providers=world.providers(long_term=True), timeout_seconds=SECONDS)


def test_renew_gives_a_b_t_file_its_validation_data(put: Put, world: World) -> None:
    signed = put(world.providers())
    world.signer = world.make_signer("Layanan Baru", end=700)
    renewed = renew(signed.pdf, providers=world.providers(long_term=True), timeout_seconds=SECONDS)
    assert describe_time(renewed.pdf).level == "B-LT"
    assert ades_status(renewed.pdf, world) == AdESStatus.PASSED


def test_renew_goes_on_when_the_signer_was_revoked_since(
    put: Put, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    official = world.make_official()
    signed = put(world.providers(), official)
    world.signer = world.make_signer("Layanan Baru", end=700)
    world.revoked.add(official.certificate.serial_number)
    with caplog.at_level(logging.WARNING):
        renewed = renew(signed.pdf, providers=world.providers(long_term=True), timeout_seconds=SECONDS)
    assert len(renewed.pdf) > len(signed.pdf)
    assert "dicabut" in caplog.text


def test_renew_refuses_a_file_without_a_time_stamp(put: Put, world: World) -> None:
    signed = put(Providers())
    with pytest.raises(errors.NothingToRenew):
        renew(signed.pdf, providers=world.providers(long_term=True), timeout_seconds=SECONDS)


@pytest.mark.parametrize("behaviour", ["refuses", "html", "slow", "closes"])
def test_renew_raises_what_the_service_did(put: Put, world: World, behaviour: str) -> None:
    signed = put(world.providers(long_term=True))
    world.tsa = behaviour
    with pytest.raises(errors.TimestampError):
        renew(signed.pdf, providers=world.providers(long_term=True), timeout_seconds=SECONDS)


def test_renew_refuses_when_the_newest_time_stamp_is_revoked(put: Put, world: World) -> None:
    signed = put(world.providers(long_term=True))
    world.revoked.add(world.signer.certificate.serial_number)
    with pytest.raises(errors.TimestampCertificateRevoked):
        renew(signed.pdf, providers=world.providers(long_term=True), timeout_seconds=SECONDS)


def test_a_change_after_the_validation_data_is_seen(put: Put, world: World) -> None:
    signed = put(world.providers(long_term=True))
    at = signed.pdf.rindex(b"/DSS") + 1
    for changed in (signed.pdf + b"\n%lagi", signed.pdf[:at] + b"X" + signed.pdf[at + 1 :] + b" "):
        report = verify(changed, expected_sha256=None, trust_roots=[world.root.pem])
        assert report.verdict != Verdict.SAH


def ades_status(pdf: bytes, world: World, *, in_days: int = 0) -> AdESStatus:
    """Return pyHanko's AdES verdict, asking nobody: revocation has to be known from the file.

    `in_days`: as it will be then, when whoever keeps the file goes on to prolong it.
    """
    trust = SimpleTrustManager.build(trust_roots=[world.root.asn1])
    signature = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures[-1]
    rules = SignatureValidationSpec(
        CertValidationPolicySpec(trust_manager=trust, revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO)),
        RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
        local_knowledge=_stored(signature),
    )
    if in_days:
        then = datetime.now(UTC) + timedelta(days=in_days)
        later = simulate_future_ades_lta_validation(signature, PdfSignatureValidationSpec(rules), then)
        return beside(lambda: asyncio.run(later)).ades_subindic.status
    digest = signature.compute_digest()
    judged = ades_with_time_validation(signature.signed_data, rules, raw_digest=digest)
    return beside(lambda: asyncio.run(judged)).ades_subindic.status


def _stored(signature: EmbeddedPdfSignature) -> LocalKnowledge:
    try:
        store = DocumentSecurityStore.read_dss(signature.reader)
    except NoDSSFoundError:
        return LocalKnowledge()
    context = store.as_validation_context({"trust_roots": [], "allow_fetching": False})
    return LocalKnowledge(
        known_ocsps=[each for answer in context.ocsps for each in OCSPContainer.load_multi(answer)],
        known_crls=[CRLContainer(each) for each in context.crls],
        known_certs=list(store.load_certs()),
    )
