"""An administrator is told of an error once an hour, with how often it was met, and never of what somebody typed."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError, transaction
from django.test import Client
from pytest_django import Settings

from sakip.jobs import error_mail
from sakip.jobs.models import Message
from sakip.logs import errors
from sakip.logs.errors import TOLD_EVERY, Counted, take_due
from sakip.version import VERSION

ROOT = Path(__file__).parents[3]
SECRET = "frasa-sandi-yang-diketik"
logger = logging.getLogger("sakip.files")


@pytest.fixture(autouse=True)
def _told(settings: Settings, tmp_path: Path) -> None:
    settings.ERROR_RECIPIENTS = ["satu@example.go.id", "dua@example.go.id"]
    settings.VAR_DIR = tmp_path


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    now = {"now": 1_000_000.0}
    monkeypatch.setattr(errors.time, "time", lambda: now["now"])
    return now


def fail(said: str = SECRET) -> None:
    try:
        raise ValueError(said)
    except ValueError:
        logger.exception("Berkas %s gagal", said)


def mails() -> list[Message]:
    return list(Message.objects.order_by("pk"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.sakip.logs.breaking")
def test_each_recipient_gets_a_mail_at_once_that_says_where_and_not_what() -> None:
    answer = Client(raise_request_exception=False).get(f"/rusak/galat/?q={SECRET}")
    first, second = mails()
    assert [first.to, second.to] == ["satu@example.go.id", "dua@example.go.id"]
    assert "ValueError di tests/sakip/logs/breaking.py" in first.subject
    for told in (
        "Terjadi 1 kali.",
        "ValueError",
        "GET /rusak/galat/ (tests.sakip.logs.breaking.break_with)",
        answer["X-Request-ID"],
        VERSION,
        "tests/sakip/logs/breaking.py",
        "django/core/handlers/",
    ):
        assert told in first.body
    assert SECRET not in first.body + first.subject


@pytest.mark.django_db(transaction=True)
def test_the_same_error_is_told_again_after_an_hour_with_how_often_it_was_met(clock: dict[str, float]) -> None:
    for _ in range(4):
        fail()
    assert len(mails()) == 2
    clock["now"] += TOLD_EVERY - 1
    error_mail.tell_due()
    assert len(mails()) == 2
    Message.objects.all().delete()  # of more than an hour ago, by the clock of the test
    clock["now"] += 1
    error_mail.tell_due()
    assert "Terjadi 3 kali sejak surel sebelumnya tentangnya." in mails()[0].body
    Message.objects.all().delete()
    clock["now"] += TOLD_EVERY
    error_mail.tell_due()
    assert mails() == [], "nothing came since"


@pytest.mark.django_db(transaction=True)
def test_another_error_has_a_mail_of_its_own() -> None:
    fail()
    logger.error("Berkas %s hilang", SECRET)
    subjects = {mail.subject for mail in mails()}
    assert len(subjects) == 2
    assert any(subject.endswith("Berkas %s hilang di sakip.files") for subject in subjects)
    assert not any(SECRET in mail.subject + mail.body for mail in mails())


@pytest.mark.django_db(transaction=True)
def test_what_another_machine_told_within_the_hour_is_not_told_again(settings: Settings, tmp_path: Path) -> None:
    fail()
    settings.VAR_DIR = tmp_path / "mesin-lain"
    fail()
    assert len(mails()) == 2


def test_within_a_transaction_a_worker_tells_it_later(db: None) -> None:
    with transaction.atomic():
        fail()
    assert mails() == []
    error_mail.tell_due()
    assert len(mails()) == 2


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_put_down_is_told_later(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as away:
        away.setattr(error_mail, "put_to_each", lambda *_, **__: (_ for _ in ()).throw(OperationalError("pergi")))
        fail()
    assert mails() == []
    assert "belum dapat ditaruh: pergi" in caplog.text
    error_mail.tell_due()
    assert len(mails()) == 2


def test_an_outage_is_no_error_of_the_program(db: None) -> None:
    try:
        raise OSError(28, "No space left on device")
    except OSError:
        logger.exception("Gagal")
    assert take_due() == []


def test_a_folder_that_cannot_be_written_is_told_in_the_log(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.VAR_DIR = tmp_path / "berkas"
    settings.VAR_DIR.write_text("")
    fail()
    assert "Galat tidak dapat dihitung untuk surel" in caplog.text


def test_without_recipients_nothing_is_counted(settings: Settings, tmp_path: Path) -> None:
    settings.ERROR_RECIPIENTS = []
    fail()
    assert list(tmp_path.iterdir()) == []


COUNTING = """
from sakip.logs.errors import count
from sakip.logs.report import Report
for _ in range(50):
    count(Report("kunci", "perihal", "isi"))
"""


@pytest.mark.one_database
def test_many_processes_count_each_error_once_and_one_tells_it(tmp_path: Path) -> None:
    script = f"import django; from django.conf import settings; django.setup()\n{COUNTING}"
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "kunci-untuk-uji",
        "PATH": "/usr/bin:/bin",
    }
    processes = [subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=environment) for _ in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]
    (counted,) = take_due()
    assert (counted.key, counted.count) == ("kunci", 150)
    assert take_due() == []


@pytest.mark.one_database
def test_what_was_not_met_for_long_is_forgotten(clock: dict[str, float], tmp_path: Path) -> None:
    with errors._folder() as folder:
        errors._write(folder, Counted("lama", "p", "t", 0, clock["now"], clock["now"]))
    clock["now"] += errors.KEPT
    take_due()
    assert (tmp_path / "errors/lama.json").exists()
    clock["now"] += 1
    take_due()
    assert not (tmp_path / "errors/lama.json").exists()


@pytest.mark.one_database
def test_a_clock_that_was_set_back_silences_nothing(clock: dict[str, float]) -> None:
    errors.count(errors.Report("k", "p", "t"))
    assert len(take_due()) == 1
    errors.count(errors.Report("k", "p", "t"))
    clock["now"] -= 7200
    assert len(take_due()) == 1
