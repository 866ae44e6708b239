"""From where and in which session something is asked, without one request hearing of another."""

from threading import Barrier, Thread

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from sakip.middleware import OriginMiddleware
from sakip.origin import NOWHERE, Origin, coming_from, current_origin, fingerprint


def test_outside_of_requests_there_is_none() -> None:
    assert (current_origin().alamat, current_origin().sesi) == ("", "")


def test_a_session_is_told_apart_but_not_given_away(settings: Settings) -> None:
    key = "k" * 32
    found = fingerprint(key)
    assert (found, len(found)) == (fingerprint(key), 16)
    assert found not in {fingerprint("l" * 32), key[:16]}
    assert fingerprint(None) == fingerprint("") == ""
    settings.SECRET_KEY = "another-installation"
    assert fingerprint(key) != found


def test_what_stands_in_a_header_fits_its_column() -> None:
    with coming_from("1" * 60 + "\x00", lambda: None):
        assert current_origin().alamat == "1" * 45


def test_requests_at_the_same_moment_do_not_hear_of_each_other() -> None:
    both, seen = Barrier(2), {}

    def ask(alamat: str) -> None:
        with coming_from(alamat, lambda: alamat * 8):
            both.wait(timeout=10)
            seen[alamat] = (current_origin().alamat, current_origin().sesi)
            both.wait(timeout=10)
        assert current_origin() is NOWHERE

    threads = [Thread(target=ask, args=(alamat,)) for alamat in ("10.0.0.1", "10.0.0.2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {alamat: (alamat, fingerprint(alamat * 8)) for alamat in ("10.0.0.1", "10.0.0.2")}


def test_the_next_request_of_a_thread_begins_anew_even_after_a_fault() -> None:
    seen: list[Origin] = []

    def broken(request: HttpRequest) -> HttpResponse:
        seen.append(current_origin())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        OriginMiddleware(broken)(RequestFactory().get("/", REMOTE_ADDR="10.0.0.9"))
    assert seen[0].alamat == "10.0.0.9"
    assert current_origin() is NOWHERE
