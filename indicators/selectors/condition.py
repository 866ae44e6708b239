"""What administrators may see of the installation's work: jobs and mails of their own offices. What belongs to no
office, and its technical errors, is for those alone who administer every office: it may tell of any of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from indicators.models import Pengguna, Penugasan, PerangkatDaerah
from indicators.permissions import Izin
from indicators.selectors.kewenangan import list_offices_with
from sakip.condition.registry import Scope
from sakip.jobs.models import ACTIVE, Job, JobStatus, Message
from sakip.jobs.outbox import SEND, key_of
from sakip.jobs.registry import label_of, list_kinds, list_repeated, offices_of
from sakip.jobs.services import list_unsolved

# So many of each are looked through, the latest first, and so many stand on the page.
LOOKED_AT, SHOWN = 500, 50


@dataclass(frozen=True)
class WorkItem:
    """A job as its keeper sees it. `opd` is None for the installation's own; `galat` is blank where it is not for him
    to read, which `tertutup` says."""

    pk: int
    label: str
    opd: PerangkatDaerah | None
    peminta: str
    status: JobStatus
    pesan: str
    percobaan: int
    sejak: datetime
    galat: str
    tertutup: bool
    dapat_ditangani: bool

    @property
    def gagal(self) -> bool:
        return self.status is JobStatus.FAILED


@dataclass(frozen=True)
class MailItem:
    """A mail that is not sent yet: why not, and whether it is tried again by itself."""

    pk: int
    kepada: str
    perihal: str
    sejak: datetime
    sebab: str
    menunggu: bool


def scope_of(user: Pengguna, offices: Collection[PerangkatDaerah]) -> Scope:
    """Return what the user is told of on a page of these offices, all of which he administers."""
    shown = {opd.pk for opd in offices}
    every = set(PerangkatDaerah.objects.values_list("pk", flat=True))
    return None if shown >= every else shown


def own_scope(user: Pengguna) -> Scope:
    """Return what the user is told of at most."""
    return scope_of(user, list_offices_with(user, Izin.KELOLA_KANTOR))


def list_failed(scope: Scope) -> list[WorkItem]:
    """Return the jobs that failed and that nobody has mended; not those that told whoever asked why it cannot be."""
    wanted = ~Q(error="") | Q(requested_by__isnull=True)
    kinds = [kind for kind in list_kinds() if kind != SEND]
    return _shown(list_unsolved(kinds).filter(wanted).select_related("requested_by")[:LOOKED_AT], scope)


def list_active(scope: Scope) -> list[WorkItem]:
    """Return what waits or is at work, the longest waiting first; not mails, nor what is done every few seconds."""
    often = [name for name, every in list_repeated().items() if every is not None]
    rows = Job.objects.filter(status__in=ACTIVE).exclude(kind__in=[SEND, *often])
    return _shown(rows.select_related("requested_by").order_by("queued_at", "pk")[:LOOKED_AT], scope)


def find_job(user: Pengguna, pk: int) -> Job | None:
    """Return a job that the user looks after: his offices', and the installation's if he administers all; else None."""
    job = Job.objects.filter(pk=pk).exclude(kind=SEND).first()
    scope = own_scope(user)
    if job is None or (scope is not None and offices_of([job]).get(job.pk) not in scope):
        return None
    return job


def list_offices_of_job(job: Job) -> list[PerangkatDaerah]:
    """Return the office that a job works for; all of them for one of the installation."""
    where = offices_of([job]).get(job.pk)
    rows = PerangkatDaerah.objects.select_related("pemda").order_by("pk")
    return list(rows if where is None else rows.filter(pk=where))


def list_offices_of_mail(message: Message) -> list[PerangkatDaerah]:
    """Return the offices of a mail's recipient; all of them where he is of none."""
    homes = _homes([message.to]).get(message.to)
    rows = PerangkatDaerah.objects.select_related("pemda").order_by("pk")
    return list(rows if homes is None else rows.filter(pk__in=homes))


def _shown(jobs: Collection[Job], scope: Scope) -> list[WorkItem]:
    where = offices_of(list(jobs))
    offices = PerangkatDaerah.objects.select_related("pemda").in_bulk(set(where.values()))
    own = [job for job in jobs if scope is None or where.get(job.pk) is None or where[job.pk] in scope]
    return [_item(job, offices.get(where.get(job.pk, 0)), scope) for job in own]


def _item(job: Job, opd: PerangkatDaerah | None, scope: Scope) -> WorkItem:
    open_to_reader = scope is None or opd is not None
    return WorkItem(
        pk=job.pk,
        label=label_of(job.kind),
        opd=opd,
        peminta="" if job.requested_by is None or not open_to_reader else str(job.requested_by),
        status=JobStatus(job.status),
        pesan=job.message,
        percobaan=job.attempts,
        sejak=job.ended_at or job.queued_at,
        galat=job.error if open_to_reader else "",
        tertutup=bool(job.error) and not open_to_reader,
        dapat_ditangani=open_to_reader,
    )


def list_unsent(scope: Scope) -> list[MailItem]:
    """Return the mails that are not sent, the latest first: to whom, since when, and why not."""
    rows = _told_of(Message.objects.filter(sent_at__isnull=True).order_by("-pk")[:LOOKED_AT], scope)
    jobs = Job.objects.filter(key__in=[key_of(row) for row in rows]).order_by("pk")
    latest = {job.key: job for job in jobs}
    return [_mail(row, latest.get(key_of(row))) for row in rows]


def _mail(row: Message, job: Job | None) -> MailItem:
    waiting = job is not None and job.active
    reason = "" if job is None or (waiting and not job.attempts) else _reason(job)
    return MailItem(row.pk, row.to, row.subject, row.put_at, reason, waiting)


def _reason(job: Job) -> str:
    """Return why sending did not succeed: a job that waits for another attempt has it at the end of its error."""
    if job.status == JobStatus.FAILED:
        return job.message
    last = job.error.strip().splitlines()[-1:] or [""]
    return last[0].partition("JobBroke: ")[2]


def list_sent(scope: Scope, limit: int = 10) -> list[Message]:
    """Return the mails that were sent last."""
    rows = Message.objects.filter(sent_at__isnull=False).order_by("-sent_at", "-pk")
    return _told_of(rows[:LOOKED_AT], scope)[:limit]


def find_unsent(user: Pengguna, pk: int) -> Message | None:
    """Return a mail that is not sent and that the user is told of; else None."""
    found = _told_of(Message.objects.filter(pk=pk, sent_at__isnull=True), own_scope(user))
    return found[0] if found else None


def _told_of(messages: Collection[Message], scope: Scope) -> list[Message]:
    """Return the mails to people who belong to no other office: a subject may name what theirs is about."""
    rows = list(messages)
    if scope is None:
        return rows
    homes = _homes([row.to for row in rows])
    return [row for row in rows if row.to in homes and homes[row.to] <= set(scope)]


def _homes(addresses: Sequence[str]) -> dict[str, set[int]]:
    """Return in which offices the accounts of each address ever held a role."""
    found: dict[str, set[int]] = {}
    rows = Penugasan.objects.filter(pengguna__email__in=set(addresses)).values_list("pengguna__email", "unit__opd_id")
    for address, opd_id in rows.distinct():
        found.setdefault(address, set()).add(opd_id)
    return found
