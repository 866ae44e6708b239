"""Ask a time-stamp service over HTTP and take nothing but a time-stamp that holds, for what was asked, made now."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import aiohttp
from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1_x509
from pyhanko.sign.general import CMSExtractionError, CMSStructuralError, SigningError
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from reports.signing.bounded_http import BoundedSession, UnwantedAnswer
from reports.signing.errors import (
    ClocksDiffer,
    TimestampCertificateExpired,
    TimestampCertificateWrong,
    TimestampForeign,
    TimestampLoginRefused,
    TimestampRefused,
    TimestampTooSlow,
    TimestampUnreachable,
    TimestampUnusable,
)
from reports.signing.providers import TimestampService

logger = logging.getLogger(__name__)

_QUESTION, _REPLY = "application/timestamp-query", "application/timestamp-reply"
_GRANTED = ("granted", "granted_with_mods")
# The room that a token is given in the file, before pyHanko's margin of half as much again.
_ROOM_FOR_TOKEN = 8 * 1024
# The visible stamp shows this server's clock: it must not contradict the time-stamp.
_CLOCKS_MAY_DIFFER = timedelta(minutes=10)
_UNREADABLE = (ValueError, TypeError, KeyError, AssertionError, CMSExtractionError, CMSStructuralError, SigningError)


class _Answer(core.Sequence):
    """RFC 3161, 2.4.2: a refusal carries no token, which asn1crypto's own class demands."""

    _fields: ClassVar = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]


class HttpTimeStamper(TimeStamper):
    """One time-stamp service. Each token is checked before pyHanko writes it into the file.

    Without `trust_roots` its certificate is only asked whether it is one for time-stamps and valid now. Raises a
    TimestampError.
    """

    def __init__(self, service: TimestampService, *, trust_roots: Sequence[asn1_x509.Certificate]) -> None:
        super().__init__()
        self._service = service
        self._trust_roots = list(trust_roots)

    async def async_dummy_response(self, md_algorithm: str) -> cms.ContentInfo:
        """Return something of a token's size, so that measuring its room does not cost a time-stamp."""
        return cms.ContentInfo({"content_type": "data", "content": bytes(_ROOM_FOR_TOKEN)})

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        nonce, question = self.request_cms(message_digest, md_algorithm)
        answer = await self._ask(question.dump())
        try:
            token = _granted_token(_Answer.load(answer, strict=True))
            self._check_question(token, message_digest, nonce)
            await self._check_signature(token, message_digest)
        except SignatureValidationError as error:
            logger.warning("The time-stamp cannot be examined: %s", error)
            raise TimestampUnusable from error
        except _UNREADABLE as error:
            logger.warning("The time-stamp service's answer is unreadable: %s", type(error).__name__)
            raise TimestampUnusable from error
        return token

    async def _ask(self, question: bytes) -> bytes:
        try:
            return await self._post(question)
        except TimeoutError:
            raise TimestampTooSlow from None
        except UnwantedAnswer as error:
            logger.warning("The time-stamp service answered with %s.", error)
            raise TimestampUnusable from None
        except (aiohttp.ClientError, OSError) as error:
            logger.warning("The time-stamp service cannot be reached: %s", error)
            raise TimestampUnreachable from None

    async def _post(self, question: bytes) -> bytes:
        service = self._service
        session = BoundedSession(authority_file=service.authority_file, tokens=True)
        limit = aiohttp.ClientTimeout(total=service.timeout_seconds)
        headers = {"Content-Type": _QUESTION, "Accept": _REPLY}
        if service.account:
            headers["Authorization"] = aiohttp.encode_basic_auth(service.account, service.password)
        try:
            async with session.get_session().post(
                service.address, data=question, headers=headers, timeout=limit
            ) as response:
                _check_status(response)
                return await response.read()
        finally:
            await session.close()

    def _check_question(self, token: cms.ContentInfo, message_digest: bytes, nonce: int | None) -> None:
        info = _info_of(token)
        if info["nonce"].native != nonce or info["message_imprint"]["hashed_message"].native != message_digest:
            raise TimestampForeign
        if abs(datetime.now(UTC) - info["gen_time"].native) > _CLOCKS_MAY_DIFFER:
            raise ClocksDiffer

    async def _check_signature(self, token: cms.ContentInfo, message_digest: bytes) -> None:
        certificate = extract_certs_for_validation(token["content"]).signer_cert
        _check_certificate(certificate)
        context = ValidationContext(trust_roots=self._trust_roots or [certificate], allow_fetching=False)
        status = await validate_tst_signed_data(token["content"], context, lambda _algorithm: message_digest)
        if status["validation_path"] is None or not (status["intact"] and status["valid"]):
            logger.warning("The time-stamp of %s is not trusted.", certificate.subject.human_friendly)
            raise TimestampCertificateWrong


def _check_status(response: aiohttp.ClientResponse) -> None:
    if response.status in (401, 403):
        raise TimestampLoginRefused
    if response.status != 200:
        logger.warning("The time-stamp service answered with status %s.", response.status)
        raise TimestampUnreachable if response.status >= 500 else TimestampUnusable
    if response.content_type != _REPLY:
        logger.warning("The time-stamp service answered with %s.", response.content_type)
        raise TimestampUnusable


def _granted_token(answer: _Answer) -> cms.ContentInfo:
    status = answer["status"]
    if status["status"].native not in _GRANTED:
        logger.warning(
            "The time-stamp service refused: %s %s", status["status_string"].native, status["fail_info"].native
        )
        raise TimestampRefused
    token = answer["time_stamp_token"]
    if len(token.dump()) > _ROOM_FOR_TOKEN:
        raise TimestampUnusable
    return token


def _info_of(token: cms.ContentInfo) -> tsp.TSTInfo:
    info = token["content"]["encap_content_info"]["content"].parsed
    if not isinstance(info, tsp.TSTInfo):
        raise ValueError("no time-stamp inside")
    return info


def _check_certificate(certificate: asn1_x509.Certificate) -> None:
    """A time-stamp's certificate is for nothing else (RFC 3161, 2.3)."""
    usage = certificate.extended_key_usage_value
    if usage is None or usage.native != ["time_stamping"]:
        raise TimestampCertificateWrong
    if not certificate.not_valid_before <= datetime.now(UTC) <= certificate.not_valid_after:
        raise TimestampCertificateExpired
