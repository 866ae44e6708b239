"""Collect, at the time of signing, what later proves that certificates held: OCSP answers, CRLs, issuers.

Addresses are taken from certificates whose issuer's signature was checked up to a trusted root, never from others: a
certificate that somebody made for himself sends this server nowhere.
"""

from __future__ import annotations

import io
import logging
from collections.abc import AsyncGenerator, Iterable
from datetime import timedelta

from asn1crypto import x509 as asn1_x509
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    PathError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko_certvalidator.fetchers.api import CertificateFetcher, Fetchers, FetchLimits, OwnedFetcherBackend
from pyhanko_certvalidator.path import ValidationPath

from reports.signing.bounded_http import BoundedSession
from reports.signing.errors import (
    RevocationUnknown,
    SignerRevoked,
    SignerUntrusted,
    SigningError,
    TimestampCertificateExpired,
    TimestampCertificateRevoked,
    TimestampCertificateWrong,
)
from reports.signing.inspection import parse_trust_roots
from reports.signing.providers import Providers

logger = logging.getLogger(__name__)

# A signature has two chains of three certificates at most, each asked by OCSP and by CRL.
_LIMITS = FetchLimits(max_requests=20)
_SECONDS_PER_REQUEST = 10
# Answers come from machines with clocks of their own.
_CLOCKS_MAY_DIFFER = timedelta(minutes=5)


class Evidence:
    """The chains that were proved to hold now, and the answers that prove it."""

    def __init__(self, providers: Providers) -> None:
        self._context = ValidationContext(
            trust_roots=list(parse_trust_roots(providers.trust_roots)),
            allow_fetching=True,
            fetcher_backend=OwnedFetcherBackend(_Fetching()),
            revocation_mode="hard-fail",
            time_tolerance=_CLOCKS_MAY_DIFFER,
        )
        self._paths: list[ValidationPath] = []

    async def prove_signer(self, certificate: asn1_x509.Certificate, others: Iterable[asn1_x509.Certificate]) -> None:
        """Raise SignerRevoked, SignerUntrusted or RevocationUnknown.

        What the certificate is for is not asked here: `fitness` refuses, before anything is signed, what signs none.
        """
        try:
            await self._prove(certificate, others, purpose=None)
        except RevokedError as error:
            raise SignerRevoked.since(error.revocation_dt) from error
        except (ValidationError, PathError) as error:
            raise _told(error, SignerUntrusted) from error

    async def prove_timestamp(
        self, certificate: asn1_x509.Certificate, others: Iterable[asn1_x509.Certificate]
    ) -> None:
        """Raise TimestampCertificateRevoked, -Expired, -Wrong or RevocationUnknown."""
        try:
            await self._prove(certificate, others, purpose={"time_stamping"})
        except RevokedError as error:
            raise TimestampCertificateRevoked from error
        except ExpiredError as error:
            raise TimestampCertificateExpired from error
        except (ValidationError, PathError) as error:
            raise _told(error, TimestampCertificateWrong) from error

    async def _prove(
        self,
        certificate: asn1_x509.Certificate,
        others: Iterable[asn1_x509.Certificate],
        *,
        purpose: set[str] | None,
    ) -> None:
        validator = CertificateValidator(certificate, intermediate_certs=list(others), validation_context=self._context)
        try:
            self._paths.append(await validator.async_validate_usage(set(), purpose))
        except TimeoutError as error:
            raise RevocationUnknown from error
        finally:
            # A session lives in the event loop that opened it.
            await self._context.aclose()

    def add_to(self, pdf: bytes, contents: bytes) -> bytes:
        """Return the file with what was collected, as belonging to the signature or time-stamp with those contents."""
        output = io.BytesIO(pdf)
        DocumentSecurityStore.add_dss(
            output, contents, paths=self._paths, validation_context=self._context, force_write=True
        )
        return output.getvalue()


def _told(error: ValidationError | PathError, otherwise: type[SigningError]) -> SigningError:
    logger.warning("A certificate cannot be proved to hold: %s", error)
    return RevocationUnknown() if isinstance(error, InsufficientRevinfoError) else otherwise()


class _NoIssuers(CertificateFetcher):
    """Issuers come with the certificate or from the trusted roots."""

    async def fetch_cert_issuers(self, cert: object) -> AsyncGenerator[asn1_x509.Certificate, None]:
        for issuer in self.fetched_certs():
            yield issuer

    async def fetch_crl_issuers(self, certificate_list: object) -> AsyncGenerator[asn1_x509.Certificate, None]:
        for issuer in self.fetched_certs():
            yield issuer

    def fetched_certs(self) -> tuple[asn1_x509.Certificate, ...]:
        return ()


class _Fetching(AIOHttpFetcherBackend):
    """Fetches answers and lists, no certificates."""

    def __init__(self) -> None:
        super().__init__(per_request_timeout=_SECONDS_PER_REQUEST, limits=_LIMITS)
        self.session = BoundedSession()

    def get_fetchers(self) -> Fetchers:
        fetchers = super().get_fetchers()
        return Fetchers(fetchers.ocsp_fetcher, fetchers.crl_fetcher, _NoIssuers())
