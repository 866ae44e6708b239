"""Requests through the shipped nginx over TLS: what it answers itself, what passes, and what a client cannot claim."""

import os
import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest
from django.db import connection

from indicators.acts import Act
from indicators.models import Jejak
from tests.operation.front import DEPLOY, HOST, Front, gunicorn, nginx

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database("sqlite")]
NOT_THERE = "203.0.113.9"


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """nginx with nobody behind it."""
    made = Front(tmp_path_factory.mktemp("front"))
    with nginx(made):
        yield made


@pytest.fixture(scope="module")
def served(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """nginx with the application behind it, on the tests' own database."""
    made = Front(tmp_path_factory.mktemp("served"))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.operation.served",
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
        "MEDIA_ROOT": str(tmp_path_factory.mktemp("media")),
        "SECRET_KEY": "only-for-this-server-0123456789-0123456789-0123456789",
        "PUBLIC_BASE_URL": f"https://{HOST}",
        "TRUSTED_PROXIES": "unix:",
        "WEB_CONCURRENCY": "1",
    }
    with nginx(made), gunicorn(made, environment):
        yield made


@pytest.fixture
def silent(front: Front) -> Iterator[Front]:
    """Let somebody listen who never answers."""
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(front.socket))
        one.listen()
        yield front
    front.socket.unlink()


@contextmanager
def answering(path: Path, headers: Mapping[str, str]) -> Iterator[None]:
    """Answer one request at a socket with these headers and no body."""
    lines = [f"{name}: {value}" for name, value in headers.items()]
    answer = "\r\n".join(("HTTP/1.1 200 OK", *lines, "Content-Length: 0", "Connection: close", "", ""))

    def answer_one(listening: socket.socket) -> None:
        with listening.accept()[0] as one:
            one.recv(65536)
            one.sendall(answer.encode())

    with socket.socket(socket.AF_UNIX) as listening:
        listening.settimeout(20)
        listening.bind(str(path))
        listening.listen()
        thread = Thread(target=answer_one, args=[listening])
        thread.start()
        yield
        thread.join()
    path.unlink()


def test_http_leads_to_https(front: Front) -> None:
    answer = front.ask("/masuk/?next=/", plain=True)

    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/masuk/?next=/")


def test_certbot_is_answered_without_https(front: Front) -> None:
    proof = front.folder / "html" / ".well-known" / "acme-challenge" / "bukti"
    proof.parent.mkdir(parents=True)
    proof.write_text("bukti")

    assert front.ask("/.well-known/acme-challenge/bukti", plain=True).body == "bukti"


def assert_own_page(front: Front, body: str, code: int) -> None:
    """The page is ours, whole, and everything that it shows comes from nginx itself."""
    assert body == (DEPLOY / "pages" / f"{code}.html").read_text(encoding="utf-8")
    assert 'lang="id"' in body
    shown = re.findall(r'(?:src|href)="(/_gangguan/[^"]+)"', body)
    kinds = {front.ask(address).headers["Content-Type"] for address in shown}
    assert kinds == {"text/css", "image/svg+xml"}


def test_an_application_that_is_away_is_said_in_our_own_words(front: Front) -> None:
    answer = front.ask("/")

    assert answer.status == 502
    assert_own_page(front, answer.body, 502)
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers.get_all("Content-Security-Policy") == [
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ]
    assert "GET /" in (front.folder / "access.log").read_text()


def test_an_answer_that_takes_too_long_is_said_in_our_own_words(silent: Front) -> None:
    answer = silent.ask("/")

    assert answer.status == 504
    assert_own_page(silent, answer.body, 504)


def test_maintenance_is_said_while_its_file_is_there(served: Front) -> None:
    (served.folder / "maintenance").touch()
    try:
        answer = served.ask("/sehat/")
    finally:
        (served.folder / "maintenance").unlink()

    assert answer.status == 503
    assert_own_page(served, answer.body, 503)
    assert answer.headers["Retry-After"] == "120"
    assert served.ask("/sehat/").status == 200


def test_an_address_that_is_too_long_is_said_in_our_own_words(front: Front) -> None:
    answer = front.ask("/" + "a" * 8_500)

    assert answer.status == 414
    assert_own_page(front, answer.body, 400)


def test_a_file_beyond_the_limit_is_said_in_our_own_words(served: Front) -> None:
    """The application never sees it."""
    answer = served.ask("/verifikasi/", method="POST", body=b"x" * (1024 * 1024 + 1))

    assert answer.status == 413
    assert_own_page(served, answer.body, 413)
    assert answer.headers["Retry-After"] is None


@pytest.mark.parametrize("address", ["/_gangguan/502.html", "/_berkas/rahasia.pdf"])
def test_what_is_internal_cannot_be_asked_for(served: Front, address: str) -> None:
    (served.folder / "media").mkdir(exist_ok=True)
    (served.folder / "media" / "rahasia.pdf").write_text("rahasia")

    answer = served.ask(address)

    assert answer.status == 404
    assert "rahasia" not in answer.body


def test_nginx_sends_the_file_that_the_application_names(front: Front) -> None:
    """With the headers of the application, which alone judges who may have it."""
    file = front.folder / "media" / "bukti" / "a b%.pdf"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("isi")
    headers = {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'inline; filename="a.pdf"',
        "Content-Security-Policy": "sandbox",
        "Strict-Transport-Security": "max-age=31536000",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "no-store",
    }

    with answering(front.socket, {"X-Accel-Redirect": "/_berkas/bukti/a%20b%25.pdf", **headers}):
        answer = front.ask("/bukti/1/")

    assert (answer.status, answer.body) == (200, "isi")
    assert {name: answer.headers.get_all(name) for name in headers} == {
        name: [value] for name, value in headers.items()
    }
    assert answer.headers["X-Accel-Redirect"] is None
    assert answer.headers["ETag"] is None


def test_nginx_follows_no_link_out_of_the_files(front: Front) -> None:
    outside = front.folder / "rahasia.txt"
    outside.write_text("rahasia")
    (front.folder / "media").mkdir(exist_ok=True)
    (front.folder / "media" / "tautan.pdf").symlink_to(outside)

    with answering(front.socket, {"X-Accel-Redirect": "/_berkas/tautan.pdf"}):
        answer = front.ask("/bukti/1/")

    assert "rahasia" not in answer.body
    assert answer.status == 403


def test_headers_of_security_come_once(served: Front) -> None:
    answer = served.ask("/admin/login/")

    assert answer.status == 200
    for name in ("Strict-Transport-Security", "X-Content-Type-Options", "Content-Security-Policy", "X-Frame-Options"):
        assert len(answer.headers.get_all(name) or []) == 1, name
    assert "secure" in answer.headers["Set-Cookie"].lower()


def test_static_files_pass(served: Front) -> None:
    answer = served.ask("/static/css/plain.css")

    assert (answer.status, answer.headers["Content-Type"]) == (200, 'text/css; charset="utf-8"')


def test_a_page_that_is_not_there_is_answered_by_the_application(served: Front) -> None:
    answer = served.ask("/tidak-ada/")

    assert answer.status == 404
    assert "/static/css/plain.css" in answer.body


def test_what_a_client_claims_of_its_address_has_no_effect(served: Front) -> None:
    claimed = {"X-Forwarded-For": NOT_THERE, "X-Real-IP": NOT_THERE, "Forwarded": f"for={NOT_THERE}"}
    page = served.ask("/admin/login/")
    token = SimpleCookie(page.headers["Set-Cookie"])["csrftoken"].value
    form = urlencode({"username": "siapa", "password": "salah", "csrfmiddlewaretoken": token}).encode()
    headers = {
        "Cookie": f"csrftoken={token}",
        "Referer": f"https://{HOST}/admin/login/",
        "Content-Type": "application/x-www-form-urlencoded",
        **claimed,
    }

    answer = served.ask("/admin/login/", method="POST", body=form, headers=headers)

    assert answer.status == 200
    assert [row.alamat for row in Jejak.objects.filter(tindakan=Act.GAGAL_MASUK)] == ["127.0.0.1"]


def test_https_is_what_nginx_says_and_not_the_client(served: Front) -> None:
    """Over TLS the application believes that it is; what the client claims is replaced, so it leads nowhere."""
    assert served.ask("/admin/login/", headers={"X-Forwarded-Proto": "http"}).status == 200
    assert served.ask("/admin/login/", headers={"X-Forwarded-Proto": "https"}, plain=True).status == 301


def test_no_page_shows_anything_of_another_host() -> None:
    pages = sorted((DEPLOY / "pages").glob("*.html"))

    assert [page.stem for page in pages] == ["400", "413", "502", "503", "504"]
    for page in pages:
        text = Path(page).read_text(encoding="utf-8")
        assert not re.search(r"https?:|<script|<style|style=", text), page.name
