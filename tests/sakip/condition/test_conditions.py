"""Each condition of the installation: when it is well, when it is not, and what it says then."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.utils import timezone
from pytest_django import Settings

from sakip.condition import backups, registry, server, work
from sakip.condition.conditions import Condition, Gauge, Group, State, gauges, in_need, summarise
from sakip.condition.exposition import list_gauges
from sakip.jobs.models import Job, Schedule
from sakip.jobs.registry import list_kinds, list_repeated
from tests.sakip.keeping.test_archive import MEMBERS, write

pytestmark = pytest.mark.django_db
GOOD, ATTENTION, BROKEN = State.GOOD, State.ATTENTION, State.BROKEN


def one(found: Iterable[Condition]) -> Condition:
    (condition,) = found
    return condition


def make(state: State, key: str = "uji", **columns: object) -> Condition:
    return Condition(key, "Uji", state, "Kalimat.", **columns)  # type: ignore[arg-type]  # as each test wants them


def test_the_worst_stands_first_and_one_line_sums_up() -> None:
    found = [make(GOOD, "a"), make(ATTENTION, "b"), make(BROKEN, "c"), make(ATTENTION, "d")]
    assert [condition.key for condition in in_need(found)] == ["c", "b", "d"]
    assert summarise(found) == "3 hal perlu ditangani."
    assert summarise(found[:1]) == "Semua baik."


def test_a_reader_that_meets_a_lost_database_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(scope: object) -> list[Condition]:
        raise DatabaseError("gone")

    monkeypatch.setattr(registry, "_registered", [registry.Registered(Group.SERVER, lost, True)])
    assert registry.read_all() == registry.read_vital() == [registry.LOST]


def test_monitoring_programs_read_the_gauges_and_the_worst_of_each_name() -> None:
    gauge = Gauge("disk_free_bytes", 7, (("holds", "basis data"),))
    found = [make(ATTENTION, gauges=[gauge]), make(BROKEN), make(GOOD, "lain", gauges=gauges(jobs_waiting=2))]
    assert list(list_gauges(found)) == [
        Gauge("condition", 2, (("name", "uji"),)),
        Gauge("condition", 0, (("name", "lain"),)),
        gauge,
        Gauge("jobs_waiting", 2),
    ]


def test_a_clock_that_is_wrong_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connection

    real = timezone.now()
    monkeypatch.setattr(server.timezone, "now", lambda: real + timedelta(minutes=5))
    found = list(server.read_clock(None))
    if connection.vendor == "sqlite":
        assert found == []
    else:
        assert (found[0].state, "detik" in found[0].kalimat) == (ATTENTION, True)


def test_the_versions_are_named() -> None:
    sentence = one(server.read_versions(None)).kalimat
    for name in ("SAKIP 0", "Django 5.2", "Python 3.", "WeasyPrint ", "Pango 1."):
        assert name in sentence


@pytest.mark.parametrize(("minutes", "state"), [(2, GOOD), (11, ATTENTION)])
def test_a_job_that_waits_for_long_is_told(minutes: int, state: State) -> None:
    queued = timezone.now() - timedelta(minutes=minutes)
    Job.objects.create(kind="uji", key="uji/1", queued_at=queued)
    # One that waits for its next attempt is none that workers cannot keep up with.
    later = {"not_before": timezone.now() + timedelta(seconds=30), "queued_at": queued - timedelta(hours=3)}
    Job.objects.create(kind="uji", key="uji/2", **later)
    found = one(work.read_queue(None))
    assert (found.state, found.kalimat.partition(".")[0]) == (state, "2 pekerjaan menunggu, 0 dikerjakan")
    told = {gauge.name: gauge.value for gauge in found.gauges}
    assert told["jobs_waiting"] == 2
    assert 60 * minutes <= told["jobs_oldest_waiting_seconds"] < 60 * minutes + 30


def test_a_task_that_did_not_run_is_named() -> None:
    now = timezone.now()
    Schedule.objects.create(name="trail.seal", due_at=now + timedelta(hours=3))
    assert one(work.read_schedule(None)).state is GOOD
    Schedule.objects.create(name="jobs.forget", due_at=now - timedelta(hours=2))
    Schedule.objects.create(name="tugas.lama", due_at=now - timedelta(days=90))  # of a version before
    found = one(work.read_schedule(None))
    assert (found.state, found.kalimat) == (ATTENTION, "1 tugas berkala terlewat: Hapus pekerjaan lama.")


def test_a_mail_server_that_is_not_set_is_told(settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    assert one(work.read_mail_server(None)).state is ATTENTION
    settings.EMAIL_HOST = "surel.contoh.go.id"
    assert one(work.read_mail_server(None)).kalimat == "Surel dikirim lewat surel.contoh.go.id."


@pytest.fixture
def keep(settings: Settings, tmp_path: Path) -> Callable[..., None]:
    settings.BACKUP_DIR = str(tmp_path)

    def make_backup(*, hours: int, whole: bool = True) -> None:
        begun = timezone.localtime(timezone.now() - timedelta(hours=hours))
        path = tmp_path / begun.strftime("sakip-%Y%m%d-%H%M%S.tar")
        if whole:
            write(path, MEMBERS)
        else:
            path.write_bytes(b"")

    return make_backup


@pytest.mark.parametrize(("hours", "state"), [(3, GOOD), (29, GOOD), (31, ATTENTION), (80, BROKEN)])
def test_a_backup_is_held_to_its_schedule(keep: Callable[..., None], hours: int, state: State) -> None:
    keep(hours=hours)
    keep(hours=hours + 24)
    found = one(backups.read_backups(None))
    assert found.state is state
    assert found.gauges[0].name == "backup_last_timestamp_seconds"


def test_a_backup_without_its_end_is_none(keep: Callable[..., None]) -> None:
    keep(hours=1, whole=False)
    assert one(backups.read_backups(None)).kalimat == "Belum ada cadangan yang utuh di folder cadangan."
    keep(hours=40)
    assert one(backups.read_backups(None)).state is ATTENTION


def test_an_installation_without_backups_is_told(settings: Settings) -> None:
    settings.BACKUP_DIR = ""
    found = one(backups.read_backups(None))
    assert (found.state, "BACKUP_DIR" in found.saran) == (ATTENTION, True)


def test_people_have_a_word_for_every_kind_of_job() -> None:
    from sakip.jobs.registry import label_of

    assert set(list_repeated()) <= set(list_kinds())
    assert [kind for kind in list_kinds() if label_of(kind) == kind and not kind.startswith("uji")] == []
