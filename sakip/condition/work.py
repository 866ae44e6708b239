"""Conditions of the work outside of requests: workers, the queue, what is done every night, the mail server."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone

from sakip.condition.conditions import Condition, Group, State, gauges
from sakip.condition.registry import Scope, register
from sakip.dates import write_moment
from sakip.jobs import registry
from sakip.jobs.mail import is_sent
from sakip.jobs.models import ACTIVE, Job, JobStatus, Schedule
from sakip.jobs.workers import NONE_RUNS, count_alive
from sakip.sentences import enumerate_in_words

# A job that is ready and waits for longer tells that the workers cannot keep up.
LONG_WAIT = timedelta(minutes=10)
# A task that is due for longer did not run.
OVERDUE = timedelta(hours=1)


def read_workers(scope: Scope) -> Iterator[Condition]:
    number = count_alive()
    told = gauges(workers_alive=number)
    if number:
        yield Condition("workers", "Pekerja", State.GOOD, f"{number} program pekerja berjalan.", gauges=told)
    else:
        yield Condition("workers", "Pekerja", State.BROKEN, NONE_RUNS, gauges=told)


def read_queue(scope: Scope) -> Iterator[Condition]:
    now = timezone.now()
    ready = Q(not_before__isnull=True) | Q(not_before__lte=now)
    found = Job.objects.filter(status__in=ACTIVE).aggregate(
        waiting=Count("pk", filter=Q(status=JobStatus.WAITING.value)),
        running=Count("pk", filter=Q(status=JobStatus.RUNNING.value)),
        oldest=Min("queued_at", filter=Q(status=JobStatus.WAITING.value) & ready),
    )
    waited = max(now - (found["oldest"] or now), timedelta(0))
    told = gauges(
        jobs_waiting=found["waiting"],
        jobs_running=found["running"],
        jobs_oldest_waiting_seconds=int(waited.total_seconds()),
    )
    sentence = f"{found['waiting']} pekerjaan menunggu, {found['running']} dikerjakan."
    if waited < LONG_WAIT:
        yield Condition("queue", "Antrean", State.GOOD, sentence, gauges=told)
        return
    yield Condition(
        "queue",
        "Antrean",
        State.ATTENTION,
        f"{sentence} Yang paling lama sudah menunggu {int(waited.total_seconds()) // 60} menit.",
        "Periksa apakah pekerja berjalan. Bila berjalan tetapi tidak terkejar, minta pengelola server menambahnya.",
        told,
    )


def read_schedule(scope: Scope) -> Iterator[Condition]:
    """Tell of tasks that are due and were not queued: no worker ran at their time, nor since."""
    due = dict(Schedule.objects.filter(name__in=registry.list_repeated()).values_list("name", "due_at"))
    late = sorted(name for name, due_at in due.items() if due_at < timezone.now() - OVERDUE)
    told = gauges(tasks_overdue=len(late))
    if not late:
        sentence = f"Berikutnya {_next(due)}." if due else "Dimulai begitu pekerja berjalan."
        yield Condition("schedule", "Tugas berkala", State.GOOD, f"Tidak ada yang terlewat. {sentence}", gauges=told)
        return
    yield Condition(
        "schedule",
        "Tugas berkala",
        State.ATTENTION,
        f"{len(late)} tugas berkala terlewat: {enumerate_in_words([registry.label_of(name) for name in late])}.",
        "Minta pengelola server menjalankan pekerja; yang terlewat dikerjakannya begitu ia mulai.",
        told,
    )


def _next(due: dict[str, datetime]) -> str:
    return write_moment(min(due.values()))


def read_mail_server(scope: Scope) -> Iterator[Condition]:
    if is_sent():
        yield Condition("mail_server", "Server surel", State.GOOD, f"Surel dikirim lewat {settings.EMAIL_HOST}.")
        return
    yield Condition(
        "mail_server",
        "Server surel",
        State.ATTENTION,
        "Server surel belum diatur, jadi surel hanya dicetak di catatan pekerja dan tidak sampai kepada siapa pun.",
        "Minta pengelola server mengisi EMAIL_URL atau EMAIL_HOST, dan EMAIL_FROM, lalu mencoba manage.py "
        "send_test_mail.",
    )


def register_conditions() -> None:
    register(Group.WORK, read_workers, vital=True)
    register(Group.WORK, read_queue)
    register(Group.WORK, read_schedule)
    register(Group.WORK, read_mail_server)
