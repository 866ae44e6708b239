"""One line for each request, with an id that the answer bears too."""

import json
import logging
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from sakip.request_log import RequestLogMiddleware
from tests.cast import Cast, Office

pytestmark = [pytest.mark.one_database, pytest.mark.urls("tests.sakip.logs.breaking")]


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def lines(caplog: pytest.LogCaptureFixture, name: str = "sakip.request") -> list[dict[str, Any]]:
    return [record.fields for record in caplog.records if record.name == name]


def test_a_request_leaves_one_line(client: Client, cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    client.force_login(cast.staf, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/admin/sesi/?rahasia=1", REMOTE_ADDR="203.0.113.5")
    (line,) = lines(caplog)
    assert line.pop("ms") >= 0
    assert line == {
        "method": "GET",
        "path": "/admin/sesi/",
        "status": 200,
        "bytes": len(answer.content),
        "user": f"{cast.staf.pk}:staf",
        "office": None,
        "address": "203.0.113.5",
    }
    text = caplog.records[-1].getMessage()
    assert text.endswith(f"B user={cast.staf.pk}:staf address=203.0.113.5")
    assert "rahasia" not in text


def test_a_page_of_an_office_names_it(
    client: Client, cast: Cast, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(cast.sekretaris, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/admin/validasi/")
    assert [line["office"] for line in lines(caplog)] == [f"{office.opd.pk}:{office.opd.kode}"]


def test_who_nobody_asked_for_is_not_looked_up(caplog: pytest.LogCaptureFixture) -> None:
    """A line costs no query: this test may use no database."""
    caplog.set_level(logging.INFO, "sakip.request")
    RequestLogMiddleware(lambda _: HttpResponse("a"))(RequestFactory().get("/a/"))
    assert [line["user"] for line in lines(caplog)] == [None]


def test_what_somebody_writes_into_an_address_stays_an_address(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/a%0aMasuk%20gagal%20dari%201.2.3.4/")
    client.get("/verifikasi/Ab3dEfGhIjKlMnOpQr")
    paths = [line["path"] for line in lines(caplog)]
    assert paths[0] == "/a%0AMasuk%20gagal%20dari%201.2.3.4/"
    assert paths[1] == "/verifikasi/***"
    assert not [record for record in caplog.records if record.name == "django.request"], "said once"


def test_what_goes_well_all_the_time_is_quiet_unless_wanted(
    client: Client, db: None, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/sehat/")
    client.get("/static/hilang.css")
    assert [(line["path"], line["status"]) for line in lines(caplog)] == [("/static/hilang.css", 404)]
    settings.LOG_EVERYTHING = True
    client.get("/sehat/")
    assert lines(caplog)[-1]["path"] == "/sehat/"


def test_a_body_that_is_still_being_made_has_no_size(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/aliran/")
    assert [line["bytes"] for line in lines(caplog)] == [None]


@pytest.mark.parametrize(
    ("proxies", "given", "taken"),
    [
        (["127.0.0.1"], "0123456789abcdef", True),
        ([], "0123456789abcdef", False),
        (["127.0.0.1"], "short", False),
        (["127.0.0.1"], "0123456789 abcdef", False),
        (["127.0.0.1"], "x" * 65, False),
    ],
)
def test_an_id_is_taken_from_a_trusted_proxy_only(
    client: Client, db: None, settings: Settings, proxies: list[str], given: str, taken: bool
) -> None:
    settings.TRUSTED_PROXIES = proxies
    told = client.get("/sehat/", headers={"X-Request-ID": given})["X-Request-ID"]
    assert (told == given) is taken
    assert 8 <= len(told) <= 64


def test_a_broken_request_tells_its_id_on_its_page_and_to_a_script(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    page = client.get("/rusak/galat/")
    data = client.post("/rusak/galat/", "{}", content_type="application/json")
    for answer in (page, data):
        assert answer.status_code == 500
        assert f"Sebutkan kode ini kepada pengelola server: {answer['X-Request-ID']}" in answer.content.decode()
    assert json.loads(data.content)["jenis"] == "gagal"
    assert [line["status"] for line in lines(caplog)] == [500, 500]
    assert len([record for record in caplog.records if record.name == "django.request" and record.exc_info]) == 2
