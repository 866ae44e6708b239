"""Whoever asks wrongly leaves one line without a traceback, and reads a sentence."""

import pytest
from django.test import Client
from pytest_django import Settings

from tests.sakip.logs.outlet import Outlet

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.urls("tests.sakip.logs.breaking"),
    pytest.mark.usefixtures("db"),
]


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def told(log: Outlet) -> list[str]:
    """Return level and logger of each line, and hold that none is a traceback's."""
    assert not [line for line in log.lines if line.startswith(" ")]
    return [" ".join(line.split()[1:3]) for line in log.lines]


def test_a_foreign_host_is_one_line_and_a_page_of_ours(client: Client, text_log: Outlet) -> None:
    answer = client.get("/admin/login/", HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert "Permintaan ini tidak dapat dibaca" in answer.content.decode()
    assert told(text_log) == ["INFO django.security.DisallowedHost", "INFO sakip.request"]


@pytest.mark.parametrize(
    ("kind", "logger"),
    [
        ("unggah", "django.request"),
        ("curiga", "django.security.SuspiciousOperation"),
        ("buruk", "django.request"),
    ],
)
def test_a_clients_fault_is_no_error_of_ours(client: Client, text_log: Outlet, kind: str, logger: str) -> None:
    assert client.get(f"/rusak/{kind}/").status_code == 400
    assert told(text_log) == [f"INFO {logger}", "INFO sakip.request"]


@pytest.mark.parametrize(("path", "status"), [("/rusak/tolak/", 403), ("/tidak-ada/", 404)])
def test_a_refused_or_missing_page_is_the_requests_line_alone(
    client: Client, text_log: Outlet, path: str, status: int
) -> None:
    assert client.get(path).status_code == status
    assert told(text_log) == ["INFO sakip.request"]


def test_too_much_in_a_form_is_told_in_a_sentence(client: Client, settings: Settings, text_log: Outlet) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    many = client.post("/isian/", "a=1&b=2&c=3", content_type="application/x-www-form-urlencoded")
    large = client.post("/isian/", f"a={'x' * 200}", content_type="application/x-www-form-urlencoded")
    for answer in (many, large):
        assert answer.status_code == 413
        assert "Permintaan ini terlalu besar." in answer.content.decode()
        assert "Sebutkan kode" not in answer.content.decode(), "nobody at the server can help"
    assert told(text_log) == [
        "INFO django.security.TooManyFieldsSent",
        "INFO sakip.request",
        "INFO django.security.RequestDataTooBig",
        "INFO sakip.request",
    ]


def test_a_script_gets_the_sentence_as_data(client: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1
    answer = client.post(
        "/isian/", "a=1&b=2", content_type="application/x-www-form-urlencoded", headers={"Accept": "application/json"}
    )
    assert answer.json() == {
        "kode": 413,
        "jenis": "salah",
        "pesan": "Permintaan ini terlalu besar. Kirim lebih sedikit baris sekaligus.",
    }


def test_a_form_that_broke_off_is_no_error_of_ours(client: Client, text_log: Outlet) -> None:
    answer = client.post("/isian/", b"--x\r\n", content_type="multipart/form-data; boundary=")
    assert answer.status_code == 400
    assert told(text_log)[-1] == "INFO sakip.request"
