"""System checks of how people sign in: wrong combinations of settings, each with an id and a hint."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from sakip.sign_in.addresses import is_safe_address

# Columns of an account that are nobody's to choose, and that a claim may be held against.
ACCOUNT_FIELDS = ("username", "nip")


@register(Tags.security)
def check_single_sign_on(**kwargs: Any) -> list[CheckMessage]:
    if not settings.OIDC_ISSUER:
        return _check_unused()
    return [*_check_issuer(), *_check_client(), *_check_claim()]


def _check_unused() -> list[CheckMessage]:
    if settings.OIDC_ONLY:
        return [
            Error(
                "OIDC_ONLY is set, but there is no single sign-on: nobody but administrators could sign in.",
                hint="Set OIDC_ISSUER to the provider's address, or take OIDC_ONLY away.",
                id="sakip.E053",
            )
        ]
    if settings.OIDC_CLIENT_ID or settings.OIDC_CLIENT_SECRET:
        return [
            Warning(
                "A client of single sign-on is set without a provider: nobody is offered it.",
                hint="Set OIDC_ISSUER to the provider's address.",
                id="sakip.W050",
            )
        ]
    return []


def _check_issuer() -> list[CheckMessage]:
    if is_safe_address(settings.OIDC_ISSUER) and "?" not in settings.OIDC_ISSUER:
        return []
    return [
        Error(
            "OIDC_ISSUER is no address of a provider, or what is sent there could be read on the way.",
            hint="Write the issuer exactly as the provider names itself: https://..., or http:// on this machine.",
            id="sakip.E050",
        )
    ]


def _check_client() -> list[CheckMessage]:
    if settings.OIDC_CLIENT_ID and settings.OIDC_CLIENT_SECRET:
        return []
    return [
        Error(
            "OIDC_ISSUER is set, but the client that this installation is at the provider is not.",
            hint="Set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET to what the provider's keeper gave out.",
            id="sakip.E051",
        )
    ]


def _check_claim() -> list[CheckMessage]:
    named = settings.OIDC_CLAIM not in ("", "email") and "openid" in settings.OIDC_SCOPE.split()
    if named and settings.OIDC_ACCOUNT_FIELD in ACCOUNT_FIELDS:
        return []
    return [
        Error(
            "OIDC_SCOPE, OIDC_CLAIM and OIDC_ACCOUNT_FIELD do not say whose account a sign-in is.",
            hint="Ask for openid; name a claim that users cannot choose themselves (not email), and username or nip.",
            id="sakip.E052",
        )
    ]
