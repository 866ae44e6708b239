"""Secrets are planted wherever the program could stumble over them, and every outlet is searched for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from sakip.jobs.models import Job, Message
from sakip.jobs.registry import _handlers
from sakip.jobs.services import queue
from sakip.logs.config import FORMATS
from tests.cast import Cast
from tests.jobs import run_job
from tests.sakip.logs.outlet import Outlet

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.sakip.logs.breaking"),
    pytest.mark.usefixtures("_fresh_secrets"),
]

IN_SETTINGS = {
    "SECRET_KEY": "kunci-penanda-tangan-sesi",
    "EMAIL_HOST_PASSWORD": "sandi-akun-surel",
    "BSRE_PASSWORD": "sandi-akun-bsre",
    "SIGNING_TSA_PASSWORD": "sandi-akun-tsa",
    "SIGNING_DEMO_PASSPHRASE": "frasa-sertifikat-demo",
    "DEMO_PASSWORD": "sandi-akun-contoh",
}
IN_FORM = {
    "username": "staf",
    "password": "sandi-yang-diketik",
    "passphrase": "frasa yang diketik",
    "sandi": "sandi-awal-orang",
    "akun": "3201234567890123",
    "csrfmiddlewaretoken": "token-formulir-ini",
}
COOKIE = "kue-sesi-orang-ini"
URL = "postgres://sakip:sandi-basis/data@10.0.0.5:5432/sakip"
DATABASE = "sandi-basis-data"
SECRETS = [*IN_SETTINGS.values(), *(set(IN_FORM.values()) - {"staf"}), COOKIE, "sandi-basis/data", DATABASE]


@pytest.fixture(params=sorted(FORMATS))
def log(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[Outlet]:
    for name, value in IN_SETTINGS.items():
        setattr(settings, name, value)
    settings.ERROR_RECIPIENTS, settings.VAR_DIR = ["admin@example.go.id"], tmp_path
    outlet = Outlet()
    before = settings.DATABASES["default"].get("PASSWORD", "")
    settings.DATABASES["default"]["PASSWORD"] = DATABASE
    with outlet.collecting(request.param):
        yield outlet
    settings.DATABASES["default"]["PASSWORD"] = before


def outlets(log: Outlet, tmp_path: Path) -> Iterator[tuple[str, str]]:
    yield "log", log.text
    for message in Message.objects.all():
        yield "mail", message.subject + message.body
    for path in (tmp_path / "errors").iterdir():
        yield path.name, path.read_text()
    for job in Job.objects.all():
        yield "job", f"{job.error} {job.message}"


def leaks(log: Outlet, tmp_path: Path) -> list[tuple[str, str]]:
    return [(place, secret) for place, text in outlets(log, tmp_path) for secret in SECRETS if secret in text]


def test_a_broken_request_shows_none(log: Outlet, tmp_path: Path) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = COOKIE
    planted = " ".join([*IN_SETTINGS.values(), URL, DATABASE])
    answer = client.post(f"/rusak/galat/?q={planted}", IN_FORM)
    assert "ValueError" in log.text
    assert len(Message.objects.all()) == 1
    assert [secret for secret in SECRETS if secret in answer.content.decode()] == []
    assert leaks(log, tmp_path) == []


def test_a_broken_job_shows_none(log: Outlet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    def work(job: Job) -> None:
        raise ValueError(" ".join([*IN_SETTINGS.values(), URL, DATABASE, IN_FORM["akun"]]))

    monkeypatch.setitem(_handlers, "test.broken", work)
    job = queue(kind="test.broken", key="rusak", payload={}, by=cast.staf)
    Job.objects.filter(pk=job.pk).update(attempts=2)
    run_job(job.pk)
    job.refresh_from_db()
    assert "ValueError" in job.error
    assert "ValueError" in log.text
    assert job.message.endswith(f"Sebutkan kode ini kepada pengelola server: job-{job.pk}")
    assert "pekerjaan test.broken, kunci rusak, percobaan 3" in Message.objects.get().body
    assert [secret for _, secret in leaks(log, tmp_path) if secret not in IN_FORM.values() or secret.isdigit()] == []


def test_the_search_finds_what_is_there(log: Outlet, tmp_path: Path) -> None:
    (tmp_path / "errors").mkdir()
    (tmp_path / "errors/x.json").write_text(f"a {COOKIE}")
    assert leaks(log, tmp_path) == [("x.json", COOKIE)]
