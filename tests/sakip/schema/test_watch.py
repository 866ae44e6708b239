"""A process that runs looks again every few seconds, and a server then says that it is being renewed."""

import logging

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from sakip.schema import watch
from sakip.schema.models import ExpandingMigration
from sakip.schema.refusals import SchemaRefused

pytestmark = pytest.mark.django_db
NEWER = ("jobs", "0099_of_a_newer_release")


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process serves, and looks at every request."""
    monkeypatch.setattr(watch, "FRESH_SECONDS", 0)
    monkeypatch.setattr(watch, "_serving", None)
    monkeypatch.setattr(watch.connections, "close_all", lambda: None)  # the test's own transaction
    watch.begin_to_serve()


def migrate() -> None:
    MigrationRecorder(connection).record_applied(*NEWER)


def test_a_server_answers_while_its_code_fits(serving: None, client: Client) -> None:
    assert client.get("/admin/login/").status_code == 200


def test_a_server_goes_on_when_a_newer_release_only_added(serving: None, client: Client) -> None:
    migrate()
    ExpandingMigration.objects.create(app=NEWER[0], name=NEWER[1])
    assert client.get("/admin/login/").status_code == 200


def test_a_server_says_that_it_is_being_renewed(
    serving: None, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    migrate()
    for _ in range(2):
        answer = client.get("/admin/login/")
        assert answer.status_code == 503
        assert "Aplikasi sedang dimutakhirkan" in answer.content.decode()
        assert "muat ulang halaman ini" in answer.content.decode()
        assert (answer["Retry-After"], "no-store" in answer["Cache-Control"]) == ("60", True)
        assert "default-src 'none'" in answer["Content-Security-Policy"]
    told = [record for record in caplog.records if record.name == "sakip.schema"]
    assert [record.levelno for record in told] == [logging.ERROR]
    assert client.get("/sehat/").status_code == 200


def test_who_sends_a_form_is_told_that_it_is_still_there(serving: None, client: Client) -> None:
    migrate()
    assert "isian Anda masih ada di sana" in client.post("/admin/login/").content.decode()
    answer = client.post("/admin/login/", {}, content_type="application/json")
    assert answer.json()["pesan"].startswith("Aplikasi sedang dimutakhirkan. Isian Anda masih ada")


def test_a_server_that_fits_again_serves_again(serving: None, client: Client) -> None:
    migrate()
    assert client.get("/admin/login/").status_code == 503
    MigrationRecorder(connection).record_unapplied(*NEWER)
    assert client.get("/admin/login/").status_code == 200


def test_a_server_does_not_begin_where_it_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "_serving", None)
    monkeypatch.setattr(watch.connections, "close_all", lambda: None)
    migrate()
    with pytest.raises(SchemaRefused, match="versi program yang lebih baru"):
        watch.begin_to_serve()
    assert not watch.is_outdated()


def test_a_server_waits_for_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("away")

    monkeypatch.setattr(watch, "_serving", None)
    monkeypatch.setattr(watch.connections, "close_all", lambda: None)
    monkeypatch.setattr(watch, "require", away)
    watch.begin_to_serve()
    assert not watch.is_outdated()


def test_an_answer_is_believed_for_some_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    now = 100.0

    def judge() -> str:
        asked.append(1)
        return ""

    monkeypatch.setattr(watch, "judge", judge)
    monkeypatch.setattr(watch, "monotonic", lambda: now)
    mine = watch.SchemaWatch()
    for seconds, questions in ((0, 1), (4.9, 1), (5, 2), (9.9, 2)):
        now = 100.0 + seconds
        mine.require()
        assert len(asked) == questions
