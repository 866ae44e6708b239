"""Whom this installation lets a signature ask, as the settings say."""

from django.conf import settings

from reports.services.trust import trust_roots
from reports.signing.providers import Providers, TimestampService


def providers() -> Providers:
    """Return the time-stamp service and the trusted roots; nobody is asked unless an administrator named him."""
    if not settings.SIGNING_TSA_URL:
        return Providers(trust_roots=trust_roots())
    service = TimestampService(
        address=settings.SIGNING_TSA_URL,
        account=settings.SIGNING_TSA_USER,
        password=settings.SIGNING_TSA_PASSWORD,
        timeout_seconds=settings.SIGNING_TSA_TIMEOUT_SECONDS,
        authority_file=settings.SIGNING_TSA_AUTHORITIES,
    )
    return Providers(service, trust_roots(), long_term=settings.SIGNING_LONG_TERM)
