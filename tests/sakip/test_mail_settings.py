"""The mail server in one address or in single variables, never in both; no sentence shows the password."""

from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured

from sakip.environment import Environment
from sakip.mail_settings import MailServer, read_mail_server

pytestmark = pytest.mark.one_database


def read(**values: str) -> MailServer:
    return read_mail_server(Environment(values))


def test_nothing_set_is_no_server() -> None:
    assert read() == MailServer("", 587, "starttls", "", "")


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://surel.example.go.id", MailServer("surel.example.go.id", 587, "starttls", "", "")),
        ("smtp://u:p@surel.example.go.id:2525/", MailServer("surel.example.go.id", 2525, "starttls", "u", "p")),
        ("smtps://u:p@surel.example.go.id", MailServer("surel.example.go.id", 465, "tls", "u", "p")),
        ("smtp+insecure://127.0.0.1", MailServer("127.0.0.1", 25, "none", "", "")),
        (
            "smtps://sakip%40example.go.id:a%2Fb%40c%25%23%3A%3Fd@10.0.0.5:465",
            MailServer("10.0.0.5", 465, "tls", "sakip@example.go.id", "a/b@c%#:?d"),
        ),
    ],
)
def test_an_address_says_it_all(address: str, server: MailServer) -> None:
    assert read(EMAIL_URL=address) == replace(server, by_address=True)


@pytest.mark.parametrize(
    "address",
    [
        "surel.example.go.id",
        "http://u:rahasia@surel.example.go.id",
        "smtp://u:ra/hasia@surel.example.go.id",
        "smtp://u:ra#hasia@surel.example.go.id",
        "smtp://u:ra?hasia@surel.example.go.id",
        "smtp://u:ra@hasia@surel.example.go.id",
        "smtp://u:ra:hasia@surel.example.go.id",
        "smtp://u:ra%hasia@surel.example.go.id",
        "smtp://u:rahasia%ff@surel.example.go.id",
        "smtp://u:rahasia@surel.example.go.id:rahasia",
        "smtp://u:rahasia@surel.example.go.id:0",
        "smtp://u:ra[hasia@surel.example.go.id",
        "smtp://u:rahasia@",
    ],
)
def test_an_address_that_cannot_be_read_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^EMAIL_URL cannot be read: write smtp://") as refused:
        read(EMAIL_URL=address)
    assert "hasia" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


@pytest.mark.parametrize("name", ["EMAIL_HOST", "EMAIL_PORT", "EMAIL_SECURITY", "EMAIL_USER", "EMAIL_PASSWORD"])
def test_an_address_beside_single_variables_is_refused(name: str) -> None:
    values = {"EMAIL_PORT": "25", "EMAIL_SECURITY": "tls"}
    with pytest.raises(ImproperlyConfigured, match=f"take {name} away, or EMAIL_URL") as refused:
        read(EMAIL_URL="smtp://surel.example.go.id", **{name: values.get(name, "rahasia")})
    assert "rahasia" not in str(refused.value)


def test_single_variables_at_their_defaults_or_blank_are_no_second_word() -> None:
    server = read(EMAIL_URL="smtp://surel.example.go.id", EMAIL_HOST="", EMAIL_SECURITY="starttls", EMAIL_PASSWORD=" ")
    assert server.host == "surel.example.go.id"
