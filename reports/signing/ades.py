"""The verdict over one signature in the terms of ETSI EN 319 102-1, by pyHanko's AdES validation.

Certificates, revocation data and time-stamps that the file itself carries count; nothing is fetched. Revocation is
judged where there are data for it and not demanded where there are none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reports.signing.certificates import SIGNING_USAGES
from reports.signing.changes import signatures_only
from reports.signing.verdicts import AdesVerdict, Indication

if TYPE_CHECKING:
    from asn1crypto import cms
    from asn1crypto import x509 as asn1_x509
    from pyhanko.sign.validation.ades import AdESBasicValidationResult
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.policy_decl import LocalKnowledge, SignatureValidationSpec
    from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
    from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy


def evaluate(
    signature: EmbeddedPdfSignature, *, trust_roots: Sequence[asn1_x509.Certificate], at: datetime, historical: bool
) -> AdesVerdict:
    """Return the verdict at a moment.

    `historical`: something outside the file proves that the signature existed at that moment. The signature's
    integrity must have been computed before. Raises what pyHanko raises on broken structures.
    """
    from pyhanko.sign.ades.report import AdESStatus
    from pyhanko_certvalidator.ltv.types import ValidationTimingInfo

    timing = ValidationTimingInfo(validation_time=at, best_signature_time=at, point_in_time_validation=historical)
    result = asyncio.run(_validate(signature, _specification(signature, trust_roots), timing))
    amended = _amended(signature, result, at, historical=historical)
    if amended is not None:
        return AdesVerdict(*amended, at)
    found = result.ades_subindic
    if found.status is AdESStatus.PASSED:
        return AdesVerdict(Indication.TOTAL_PASSED, "", at)
    failed = found.status is AdESStatus.FAILED
    return AdesVerdict(Indication.TOTAL_FAILED if failed else Indication.INDETERMINATE, found.standard_name, at)


def _amended(
    signature: EmbeddedPdfSignature, result: AdESBasicValidationResult, at: datetime, *, historical: bool
) -> tuple[Indication, str] | None:
    """Return what the standard says where pyHanko 0.38 says something else; None where they agree.

    It passes a time-stamp that is itself later than the certificate (5.5.4), calls a certificate that stands for
    itself alone one that may not sign (5.2.6: its chain ends nowhere), one that is not valid yet a fault of the chain
    (5.5.4: failed for good), and knows no moment that is proven outside the file (5.5.4 again).
    """
    from pyhanko.sign.ades.report import AdESIndeterminate, AdESPassed

    certificate = signature.signer_cert
    found = result.ades_subindic
    if found is AdESPassed.OK:
        stamped = getattr(result, "best_signature_time", None)
        late = stamped is not None and stamped > certificate.not_valid_after
        return (Indication.INDETERMINATE, "OUT_OF_BOUNDS_NO_POE") if late else None
    if found is AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE and certificate.self_signed != "no":
        return Indication.INDETERMINATE, "NO_CERTIFICATE_CHAIN_FOUND"
    if found is AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE and at < certificate.not_valid_before:
        return Indication.TOTAL_FAILED, "NOT_YET_VALID"
    for_good = {AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: "EXPIRED", AdESIndeterminate.REVOKED_NO_POE: "REVOKED"}
    if historical and found in for_good:
        return Indication.TOTAL_FAILED, for_good[found]
    return None


async def _validate(
    signature: EmbeddedPdfSignature, specification: SignatureValidationSpec, timing: ValidationTimingInfo
) -> AdESBasicValidationResult:
    """Go as far as the standard has a reason to: the signature alone, its time-stamp, the stamps over the file."""
    from pyhanko.sign.ades.report import AdESPassed
    from pyhanko.sign.validation.ades import ades_basic_validation, ades_lta_validation, ades_with_time_validation
    from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec

    digest = signature.compute_digest()
    alone = await ades_basic_validation(signature.signed_data, specification, timing_info=timing, raw_digest=digest)
    # A stamp that nobody trusts proves nothing, and takes nothing from a signature that holds without it.
    if alone.ades_subindic is AdESPassed.OK or first_timestamp(signature) is None:
        return alone
    timed = await ades_with_time_validation(signature.signed_data, specification, timing_info=timing, raw_digest=digest)
    if timed.ades_subindic is AdESPassed.OK or not signature.reader.embedded_timestamp_signatures:
        return timed
    whole = PdfSignatureValidationSpec(specification, signatures_only())
    return await ades_lta_validation(signature, whole, timing_info=timing)


def trusted_timestamp(
    signature: EmbeddedPdfSignature, *, trust_roots: Sequence[asn1_x509.Certificate], now: datetime
) -> tuple[datetime, str] | None:
    """Return moment and service of the time-stamp over the signature, None without one whose service is trusted.

    The service's certificate is judged for today and for the moment that it stamped: it may have ended since.
    """
    stamp = first_timestamp(signature)
    if stamp is None:
        return None
    data, moment, service = stamp
    specification = _specification(signature, trust_roots)
    for at in (now, moment):
        if asyncio.run(_holds(signature, data, specification, at)):
            return moment, service
    return None


async def _holds(
    signature: EmbeddedPdfSignature, stamp: cms.SignedData, specification: SignatureValidationSpec, at: datetime
) -> bool:
    from pyhanko.sign.ades.report import AdESPassed
    from pyhanko.sign.validation.ades import ades_timestamp_validation
    from pyhanko.sign.validation.generic_cms import message_imprint_checker
    from pyhanko_certvalidator.ltv.types import ValidationTimingInfo

    timing = ValidationTimingInfo(validation_time=at, best_signature_time=at, point_in_time_validation=True)
    checker = message_imprint_checker(signature.signer_info)
    result = await ades_timestamp_validation(stamp, specification, checker, timing_info=timing)
    return result.ades_subindic is AdESPassed.OK


def first_timestamp(signature: EmbeddedPdfSignature) -> tuple[cms.SignedData, datetime, str] | None:
    """Return token, moment and service of the time-stamp over the signature, good or bad; None without one."""
    from pyhanko.sign.general import extract_certificate_info
    from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

    for stamp in extract_tst_data_iter(signature.signer_info, signed=False):
        moment = stamp["encap_content_info"]["content"].parsed["gen_time"].native
        subject = extract_certificate_info(stamp).signer_cert.subject.native
        return stamp, moment, str(subject.get("common_name") or subject.get("organization_name") or "")
    return None


def _specification(
    signature: EmbeddedPdfSignature, trust_roots: Sequence[asn1_x509.Certificate]
) -> SignatureValidationSpec:
    from asn1crypto.x509 import KeyPurposeId
    from pyhanko.sign.validation.policy_decl import (
        CertificateFetchingRule,
        RevinfoOnlineFetchingRule,
        RevocationInfoGatheringSpec,
        SignatureValidationSpec,
    )
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator.context import CertValidationPolicySpec
    from pyhanko_certvalidator.fetchers.api import FetcherBackend
    from pyhanko_certvalidator.registry import SimpleTrustManager

    return SignatureValidationSpec(
        cert_validation_policy=CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build(trust_roots=list(trust_roots)),
            revinfo_policy=_where_data_are(),
        ),
        revinfo_gathering_policy=RevocationInfoGatheringSpec(
            RevinfoOnlineFetchingRule.LOCAL_ONLY,
            # The bare backend can fetch nothing; without one pyHanko makes one that could.
            fetcher_backend=FetcherBackend(),
            certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
        ),
        local_knowledge=_carried(signature),
        key_usage_settings=KeyUsageConstraints(
            key_usage={"digital_signature", "non_repudiation"},
            key_usage_forbidden={"key_cert_sign"},
            extd_key_usage={KeyPurposeId(usage).native for usage in SIGNING_USAGES},
            explicit_extd_key_usage_required=False,
        ),
    )


def _where_data_are() -> CertRevTrustPolicy:
    """Return the rule for revocation: judged where there are data, of any age, for newer ones cannot be fetched."""
    from pyhanko_certvalidator.policy_decl import (
        CertRevTrustPolicy,
        FreshnessReqType,
        RevocationCheckingPolicy,
        RevocationCheckingRule,
    )

    rule = RevocationCheckingRule.CHECK_IF_DECLARED_SOFT
    return CertRevTrustPolicy(
        RevocationCheckingPolicy(ee_certificate_rule=rule, intermediate_ca_cert_rule=rule),
        freshness=timedelta(days=36_500),
        freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
    )


def _carried(signature: EmbeddedPdfSignature) -> LocalKnowledge:
    """Return the certificates and revocation data in the file's DSS and in the signature."""
    from pyhanko.sign.validation.dss import DocumentSecurityStore
    from pyhanko.sign.validation.errors import NoDSSFoundError
    from pyhanko.sign.validation.policy_decl import LocalKnowledge
    from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

    try:
        store = DocumentSecurityStore.read_dss(signature.reader)
    except NoDSSFoundError:
        return LocalKnowledge()
    context = store.as_validation_context({"trust_roots": [], "allow_fetching": False})
    return LocalKnowledge(
        known_ocsps=[each for response in context.ocsps for each in OCSPContainer.load_multi(response)],
        known_crls=[CRLContainer(crl) for crl in context.crls],
        known_certs=list(store.load_certs()),
    )


def has_revocation_data(signature: EmbeddedPdfSignature) -> bool:
    """Say whether the file carries any revocation data at all."""
    knowledge = _carried(signature)
    return bool(knowledge.known_ocsps or knowledge.known_crls)
