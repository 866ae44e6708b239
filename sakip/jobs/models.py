"""A queued job with the lease of the worker that has it in hand, the times at which tasks are due again, mails, and the
workers that live."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sakip.labelled import Labelled


class JobStatus(Labelled):
    WAITING = "waiting", "Menunggu"
    RUNNING = "running", "Berjalan"
    DONE = "done", "Selesai"
    FAILED = "failed", "Gagal"
    CANCELLED = "cancelled", "Dibatalkan"


ACTIVE = (JobStatus.WAITING.value, JobStatus.RUNNING.value)


class Job(models.Model):
    """One piece of work. Whoever changes it from waiting to running holds the lease, and only the holder of the
    lease's token may report on it or end it. `key` names what is worked on: one active job at a time for each."""

    kind = models.CharField("jenis", max_length=50)
    key = models.CharField("kunci", max_length=200)
    payload = models.JSONField("rincian", default=dict, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="diminta oleh",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    status = models.CharField(
        "status",
        max_length=10,
        choices=[(item.value, item.label) for item in JobStatus],
        default=JobStatus.WAITING.value,
    )
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    progress = models.PositiveSmallIntegerField("kemajuan (persen)", default=0)
    message = models.CharField("pesan", max_length=500, blank=True)
    error = models.TextField("galat teknis", blank=True)

    # The lease: its random token, and the last sign of life of the worker that holds it.
    lease = models.CharField("token sewa", max_length=64, blank=True)
    alive_at = models.DateTimeField("tanda hidup terakhir", null=True, blank=True)
    queued_at = models.DateTimeField("diantrekan pada")
    not_before = models.DateTimeField("tidak sebelum", null=True, blank=True)
    ended_at = models.DateTimeField("selesai pada", null=True, blank=True)

    class Meta:
        verbose_name = "pekerjaan"
        verbose_name_plural = "pekerjaan"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(status__in=ACTIVE), name="job_one_active_per_key"),
            models.CheckConstraint(condition=Q(progress__range=(0, 100)), name="job_progress_in_range"),
            models.CheckConstraint(
                condition=(Q(status=JobStatus.RUNNING.value, alive_at__isnull=False) & ~Q(lease=""))
                | (~Q(status=JobStatus.RUNNING.value) & Q(lease="")),
                name="job_running_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ACTIVE, ended_at__isnull=True)
                | (~Q(status__in=ACTIVE) & Q(ended_at__isnull=False)),
                name="job_ended_has_time",
            ),
        ]
        indexes = [
            # Serves the workers, which look for what waits and for what was left behind every moment.
            models.Index(fields=["status", "alive_at"], name="job_by_status"),
            # Serves whoever shows how far the latest job of a thing is.
            models.Index(fields=["key"], name="job_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def active(self) -> bool:
        return self.status in ACTIVE


class Schedule(models.Model):
    """When a task is due next. The worker that moves `due_at` on queues the task."""

    name = models.CharField("tugas", max_length=50, primary_key=True)
    due_at = models.DateTimeField("jatuh tempo")

    class Meta:
        verbose_name = "jadwal"
        verbose_name_plural = "jadwal"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """A mail that waits to be sent by the worker, and that it was sent."""

    to = models.EmailField("kepada", max_length=254)
    subject = models.CharField("perihal", max_length=200)
    body = models.TextField("isi")
    put_at = models.DateTimeField("ditaruh pada")
    sent_at = models.DateTimeField("dikirim pada", null=True, blank=True)

    class Meta:
        verbose_name = "pesan"
        verbose_name_plural = "pesan"
        ordering = ["-pk"]
        indexes = [
            # Serves the night, which sends again what was not sent and forgets what is old.
            models.Index(fields=["put_at"], name="message_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.to})"


class RunningWorker(models.Model):
    """A worker process: where it runs and when it gave its last sign of life. It takes its row away when it ends; that
    of one that was killed grows old."""

    host = models.CharField("komputer", max_length=200)
    pid = models.PositiveIntegerField("nomor proses")
    started_at = models.DateTimeField("mulai pada")
    seen_at = models.DateTimeField("tanda hidup terakhir")

    class Meta:
        verbose_name = "pekerja yang berjalan"
        verbose_name_plural = "pekerja yang berjalan"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.host} {self.pid}"
