"""A provider of single sign-on for tests, after OpenID Connect Core 1.0: it checks client, redirect, PKCE and that a
code is used once, and can be told to answer wrongly."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "sakip", "rahasia-klien"
LOGIN_FORM = (
    "<!doctype html><html lang=id><title>Masuk</title><h1>SSO Pemda</h1><form method=post>"
    "<button name=jawaban value=ya>Masuk sebagai {name}</button><button name=jawaban value=batal>Batal</button></form>"
)


@dataclass
class Provider:
    """`claims` go into the ID token, `about` is what the user's page says; `change` makes a token wrong before it is
    signed, `forge` makes one in the place of the signed one, `metadata` is what the provider says of itself; `spoil`
    gets the path and the body of an answer and returns what is sent. `asks`: it shows a page, else it lets everybody in
    at once."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: {"preferred_username": "staf"})
    about: dict[str, Any] = field(default_factory=dict)
    change: Callable[[dict[str, Any]], object] = dict.copy
    metadata: dict[str, Any] = field(default_factory=dict)
    asks: bool = False
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "satu", "use": "sig"}))
    signs_with: RSAKey | None = None
    forge: Callable[[dict[str, Any]], str] | None = None
    spoil: Callable[[str, bytes], bytes] = lambda _, body: body
    asked: list[str] = field(default_factory=list)
    signed_out: list[dict[str, str]] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def describe(self) -> dict[str, Any]:
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/about",
            "end_session_endpoint": f"{self.issuer}/end",
            "id_token_signing_alg_values_supported": ["RS256"],
            **self.metadata,
        }
        return {name: value for name, value in told.items() if value is not None}

    def give_code(self, wanted: dict[str, str], answer: str) -> str:
        """Return where the browser goes on, as an authorization endpoint does."""
        assert (wanted["client_id"], wanted["response_type"]) == (CLIENT, "code")
        assert wanted["code_challenge_method"] == "S256"
        assert "openid" in wanted["scope"].split()
        code = secrets.token_urlsafe()
        self._codes[code] = wanted
        values = {"code": code} if answer == "ya" else {"error": "access_denied"}
        return f"{wanted['redirect_uri']}?{urlencode({**values, 'state': wanted['state']})}"

    def give_tokens(self, given: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        wanted = self._codes.pop(given.get("code", ""), None)
        challenge = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if authorization != f"Basic {basic}":
            return 401, {"error": "invalid_client"}
        if (
            wanted is None
            or given.get("redirect_uri") != wanted["redirect_uri"]
            or base64.urlsafe_b64encode(challenge).decode().rstrip("=") != wanted["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "buka", "token_type": "Bearer", "id_token": self._sign(wanted["nonce"])}

    def _sign(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": "42", "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        claims |= self.claims
        self.change(claims)
        if self.forge is not None:
            return self.forge(claims)
        return jwt.encode({"alg": "RS256", "kid": "satu"}, claims, self.signs_with or self.key)


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        path, values = self._address()
        if path == "/.well-known/openid-configuration":
            self._json(200, self.provider.describe())
        elif path == "/keys":
            self._json(200, {"keys": [self.provider.key.as_dict(private=False)]})
        elif path == "/about":
            known = self.headers["Authorization"] == "Bearer buka"
            self._json(200 if known else 401, {"sub": "42", **self.provider.about})
        elif path == "/end":
            self.provider.signed_out.append(values)
            self._redirect(values["post_logout_redirect_uri"])
        elif self.provider.asks:
            self._page(LOGIN_FORM.format(name=self.provider.claims.get("preferred_username", "")))
        else:
            self._redirect(self.provider.give_code(values, "ya"))

    def do_POST(self) -> None:
        path, values = self._address()
        given = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        if path == "/token":
            self._json(*self.provider.give_tokens(given, self.headers.get("Authorization", "")))
        else:
            self._redirect(self.provider.give_code(values, given["jawaban"]))

    def _address(self) -> tuple[str, dict[str, str]]:
        parts = urlsplit(self.path)
        self.provider.asked.append(parts.path)
        return parts.path, dict(parse_qsl(parts.query))

    def _json(self, status: int, answer: dict[str, Any]) -> None:
        body = self.provider.spoil(urlsplit(self.path).path, json.dumps(answer).encode())
        self._answer(status, "application/json", body)

    def _page(self, text: str) -> None:
        self._answer(200, "text/html; charset=utf-8", text.encode())

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _redirect(self, address: str) -> None:
        self.send_response(303)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Provider]:
    """Return a provider that answers at a port of this machine."""
    provider = Provider()
    handler = type("Handler", (_Handler,), {"provider": provider})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield provider
        server.shutdown()
