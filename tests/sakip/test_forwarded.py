"""Only a proxy of ours says by which way and from where a client came."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from pytest_django import Settings

from sakip.forwarded import ForwardedMiddleware
from sakip.networks import read_networks

pytestmark = pytest.mark.one_database
CLAIMS = {
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_SSL": "on",
    "HTTP_X_FORWARDED_FOR": "203.0.113.9",
    "HTTP_X_FORWARDED_HOST": "lain.contoh.go.id",
    "HTTP_FORWARDED": "for=203.0.113.9",
}


def passed(**meta: str) -> HttpRequest:
    """Return the request as the middleware passes it on."""
    request = RequestFactory().get("/", **meta)
    ForwardedMiddleware(lambda _: HttpResponse())(request)
    return request


@pytest.fixture(autouse=True)
def behind_a_proxy(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = read_networks(["10.0.0.0/8"])
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


def test_a_stranger_says_nothing_of_his_way() -> None:
    request = passed(REMOTE_ADDR="203.0.113.1", **CLAIMS)
    assert [name for name in request.META if name in CLAIMS] == []
    assert not request.is_secure()


def test_a_stranger_whom_the_server_below_believed_comes_by_http_all_the_same() -> None:
    """gunicorn believes whoever is on the same machine."""
    claimed = {"wsgi.url_scheme": "https", "HTTP_X_FORWARDED_PROTO": "https"}
    assert not passed(REMOTE_ADDR="127.0.0.1", **claimed).is_secure()
    assert passed(REMOTE_ADDR="127.0.0.1", **{"wsgi.url_scheme": "https"}).is_secure(), "who claims nothing is believed"


def test_a_proxy_is_believed() -> None:
    request = passed(REMOTE_ADDR="10.2.0.1", **CLAIMS)
    assert set(CLAIMS) <= set(request.META)
    assert request.is_secure()
    assert not passed(REMOTE_ADDR="10.2.0.1", **CLAIMS | {"HTTP_X_FORWARDED_PROTO": "http"}).is_secure()


def test_a_socket_is_a_proxy_where_it_is_named(settings: Settings) -> None:
    assert not passed(REMOTE_ADDR="", **CLAIMS).is_secure()
    settings.TRUSTED_PROXIES = read_networks(["unix:"])
    assert passed(REMOTE_ADDR="", **CLAIMS).is_secure()


@override_settings(SECURE_SSL_REDIRECT=True)
def test_pages_redirect_whoever_only_claims_https(client: Client) -> None:
    """The first of all middleware: what redirects to https comes after it."""
    claimed = client.get("/tidak-ada/", REMOTE_ADDR="203.0.113.1", HTTP_X_FORWARDED_PROTO="https")
    assert (claimed.status_code, claimed["Location"][:8]) == (301, "https://")
