"""Single sign-on as a client of OpenID Connect: the only thing that a sign-in asks over the network, and only where an
issuer is set. Authlib makes and checks state, nonce and PKCE, and judges the ID token."""

import json
import ssl
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, cast

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client.errors import MismatchingStateError
from authlib.integrations.django_client import DjangoIntegration, DjangoOAuth2App, OAuthError
from authlib.integrations.requests_client import OAuth2Session
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from joserfc.errors import JoseError
from requests.adapters import HTTPAdapter

from sakip.sign_in.addresses import is_safe_address

TIMEOUT_SECONDS = 10
# What it says of itself, its keys, a token and a page about a user stay under 100 kB.
LARGEST_ANSWER = 1024 * 1024
# How long it is believed what the provider said of itself, and that it is away.
KEPT_SECONDS = 300
AWAY_SECONDS = 10
# How far the provider's clock may be from ours.
LEEWAY_SECONDS = 120
# Signatures with a key that only the provider has; "none" and shared keys are not among them.
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
# Where people are sent, not servers; a provider need not have them.
OPTIONAL = ("userinfo_endpoint", "end_session_endpoint")
LISTS = ("id_token_signing_alg_values_supported", "token_endpoint_auth_methods_supported")
# What the token endpoint says where client, secret or what we may ask for are not as they are set.
OF_OURS = frozenset({"invalid_client", "unauthorized_client"})
NAME = "sso"


class Away(Exception):
    """The provider does not answer, or not as one."""


class NotBegun(Exception):
    """The answer belongs to no sign-in that this browser began."""


class Cancelled(Exception):
    """The user did not want to, or the provider did not let him."""


class NotProven(Exception):
    """The provider's answer proves nothing."""


@dataclass(frozen=True)
class Identity:
    """Whom the provider vouches for: what the claim says that names the account, "" for nothing, and what ends the
    session there: an address, "" for none, and the token that it wants to see."""

    name: str
    sign_out: str
    id_token: str


class Unregistered(Exception):
    """The provider does not take us as its client: no fault of the user's."""


class _Bounded(HTTPAdapter):
    """Reads an answer before anybody looks at it, and no farther than an honest one goes."""

    def send(self, *args: Any, **options: Any) -> requests.Response:
        """Raises Away, and what `requests` raises."""
        response, content = super().send(*args, **options), bytearray()
        for piece in response.iter_content(64 * 1024):
            content += piece
            if len(content) > LARGEST_ANSWER:
                response.close()
                raise Away(f"an answer of more than {LARGEST_ANSWER} bytes")
        if response.ok and not _is_object(content):
            raise Away("an answer that is no JSON object")
        response._content = bytes(content)
        return response


def _is_object(content: bytes | bytearray) -> bool:
    try:
        return isinstance(json.loads(content), dict)
    except (ValueError, RecursionError):
        return False


class _Session(OAuth2Session):
    """Follows nobody: an answer from elsewhere is none."""

    max_redirects = 0

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for scheme in ("https://", "http://"):
            self.mount(scheme, _Bounded())


class _App(DjangoOAuth2App):
    client_cls = _Session


def start(request: HttpRequest, callback: str) -> HttpResponse:
    """Return the redirect to the provider; the session remembers what its answer has to fit. Raises Away."""
    app = _make_app(provider.describe())
    return cast(HttpResponse, app.authorize_redirect(request, callback))


def finish(request: HttpRequest) -> Identity:
    """Return whom the provider's answer vouches for. Raises Away, Cancelled, NotBegun, NotProven, Unregistered."""
    _require_begun(request)
    metadata = provider.describe()
    app = _make_app(metadata)
    try:
        token = _ask_for_token(app, request)
        claims = token.get("userinfo")
        if claims is None:
            raise NotProven("no ID token")
        name = _name_in(app, metadata, token, claims)
        return Identity(name, metadata.get("end_session_endpoint", ""), token["id_token"])
    except MismatchingStateError:
        raise NotBegun from None
    except requests.RequestException as error:
        raise Away(type(error).__name__) from None
    except OAuthError as error:
        raise _meaning(request, error.error) from None
    except (AuthlibBaseError, JoseError, ValueError, RecursionError) as error:
        raise NotProven(type(error).__name__) from None


def _ask_for_token(app: DjangoOAuth2App, request: HttpRequest) -> Any:
    """Return the token that the browser's code is good for, with the claims of its ID token. Raises NotProven, Away,
    and what the library raises of what it knows to be wrong."""
    try:
        return app.authorize_access_token(request, claims_options=_wanted_claims(), leeway=LEEWAY_SECONDS)
    except (TypeError, KeyError, AttributeError) as error:
        # Of keys and tokens that are none the library fails as of a mistake in the program.
        raise NotProven(type(error).__name__) from error


def _meaning(request: HttpRequest, code: str) -> Exception:
    """Return what the provider's word for a failure means; what stands in the address was brought by the browser."""
    if code == "access_denied":
        return Cancelled(code)
    if code in OF_OURS and "error" not in request.GET:
        return Unregistered(code)
    return NotProven(code)


def _require_begun(request: HttpRequest) -> None:
    """Refuse what this browser did not ask for before the provider is asked, or believed that something failed. Raises
    NotBegun."""
    state = request.GET.get("state", "")
    if DjangoIntegration(NAME).get_state_data(request.session, state) is None:
        raise NotBegun


class _Provider:
    """What the provider says of itself, asked by one thread at a time and remembered: beginning a sign-in costs a
    stranger nothing, so it must not cost the server a question each time, or a thread for as long as nobody answers."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        self._issuer, self._until = "", 0.0
        self._metadata: dict[str, Any] | None = None

    def describe(self) -> dict[str, Any]:
        """Return its metadata. Raises Away."""
        with self._lock:
            if self._issuer != settings.OIDC_ISSUER or monotonic() >= self._until:
                self._ask()
            if self._metadata is None:
                raise Away("it was away a moment ago")
            return self._metadata

    def _ask(self) -> None:
        self._issuer, self._metadata = settings.OIDC_ISSUER, None
        try:
            self._metadata = _discover()
        finally:
            self._until = monotonic() + (AWAY_SECONDS if self._metadata is None else KEPT_SECONDS)


provider = _Provider()


def _discover() -> dict[str, Any]:
    """Ask the provider what it says of itself. Raises Away."""
    address = f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration"
    try:
        with _Session(default_timeout=TIMEOUT_SECONDS, verify=_authorities()) as session:
            answer = session.get(address, withhold_token=True)
            answer.raise_for_status()
            metadata: dict[str, Any] = answer.json()
    except requests.RequestException as error:
        raise Away(type(error).__name__) from None
    if metadata.get("issuer") != settings.OIDC_ISSUER:
        raise Away("another issuer")
    if not all(isinstance(metadata.get(name, []), list) for name in LISTS):
        raise Away("one where many belong")
    named = [metadata.get(name, "") for name in ENDPOINTS] + [metadata[name] for name in OPTIONAL if name in metadata]
    if not all(isinstance(each, str) and is_safe_address(each) for each in named):
        raise Away("an endpoint that is not https")
    if not _algorithms_of(metadata):
        raise Away("no signature that proves anything")
    return metadata


def _algorithms_of(metadata: dict[str, Any]) -> list[str]:
    """Return how the provider signs, of the ways that we take: those that it names, or what every provider can."""
    return sorted(ALGORITHMS.intersection(metadata.get("id_token_signing_alg_values_supported", ["RS256"])))


def _make_app(metadata: dict[str, Any]) -> DjangoOAuth2App:
    return _App(
        DjangoIntegration(NAME),
        NAME,
        client_id=settings.OIDC_CLIENT_ID,
        client_secret=settings.OIDC_CLIENT_SECRET,
        client_kwargs={
            "scope": settings.OIDC_SCOPE,
            "code_challenge_method": "S256",
            "token_endpoint_auth_method": _way_of_naming_us(metadata),
            "default_timeout": TIMEOUT_SECONDS,
            "verify": _authorities(),
        },
        issuer=metadata["issuer"],
        authorization_endpoint=metadata["authorization_endpoint"],
        token_endpoint=metadata["token_endpoint"],
        jwks_uri=metadata["jwks_uri"],
        userinfo_endpoint=metadata.get("userinfo_endpoint"),
        id_token_signing_alg_values_supported=_algorithms_of(metadata),
    )


def _way_of_naming_us(metadata: dict[str, Any]) -> str:
    """Return how the client's secret is handed over; the first is what the standard takes for granted."""
    offered = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return "client_secret_basic" if "client_secret_basic" in offered else "client_secret_post"


def _authorities() -> str | bool:
    """Return the system's certificate authorities, or those of SSL_CERT_FILE, as everything else of ours takes them;
    `requests` by itself brings its own."""
    paths = ssl.get_default_verify_paths()
    return paths.cafile or paths.capath or True


def _wanted_claims() -> dict[str, Any]:
    return {
        "iss": {"essential": True, "value": settings.OIDC_ISSUER},
        "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
    }


def _name_in(app: DjangoOAuth2App, metadata: dict[str, Any], token: Any, claims: Any) -> str:
    """Return what names the account: from the ID token, or from the provider's page about the user."""
    found = claims.get(settings.OIDC_CLAIM)
    if found is None and metadata.get("userinfo_endpoint"):
        about = app.userinfo(token=token)
        if about.get("sub") != claims["sub"]:
            raise NotProven("userinfo of somebody else")
        found = about.get(settings.OIDC_CLAIM)
    # What no name consists of, no database could look for.
    return found if isinstance(found, str) and found.isprintable() else ""
