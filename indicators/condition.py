"""Conditions of what the numbers' app keeps: failed jobs and mails that an administrator is told of, damaged files, the
seals of the trail."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from indicators.models import DamagedFile, SegelJejak
from indicators.selectors.condition import list_failed, list_unsent
from sakip.condition.conditions import Condition, Group, State, gauges
from sakip.condition.registry import Scope, register
from sakip.dates import write_moment

# One a night, and some hours in which a worker that was off makes up for it.
SEAL_LATE = timedelta(hours=30)


def read_failed_jobs(scope: Scope) -> Iterator[Condition]:
    number = len(list_failed(scope))
    told = gauges(jobs_failed=number)
    if not number:
        yield Condition("failed_jobs", "Pekerjaan gagal", State.GOOD, "Tidak ada pekerjaan yang gagal.", gauges=told)
        return
    yield Condition(
        "failed_jobs",
        "Pekerjaan gagal",
        State.ATTENTION,
        f"{number} pekerjaan gagal dan belum diulangi.",
        "Baca sebabnya pada daftar di bawah, perbaiki, lalu tekan Ulangi.",
        told,
    )


def read_mails(scope: Scope) -> Iterator[Condition]:
    items = list_unsent(scope)
    waiting = sum(item.menunggu for item in items)
    failed = len(items) - waiting
    told = gauges(mails_waiting=waiting, mails_failed=failed)
    if not failed:
        sentence = f"{waiting} surel menunggu dikirim." if waiting else "Tidak ada surel yang tertahan."
        yield Condition("mails", "Surel", State.GOOD, sentence, gauges=told)
        return
    yield Condition(
        "mails",
        "Surel",
        State.ATTENTION,
        f"{failed} surel gagal dikirim.",
        "Baca sebabnya pada daftar di bawah, perbaiki alamat atau pengaturannya, lalu tekan Kirim lagi.",
        told,
    )


def read_damaged_files(scope: Scope) -> Iterator[Condition]:
    rows = DamagedFile.objects.filter(selesai_pada__isnull=True)
    number = (rows if scope is None else rows.filter(opd_id__in=scope)).count()
    told = gauges(files_damaged=number)
    if not number:
        yield Condition("damaged_files", "Keutuhan berkas", State.GOOD, "Tidak ada berkas yang rusak.", gauges=told)
        return
    yield Condition(
        "damaged_files",
        "Keutuhan berkas",
        State.BROKEN,
        f"{number} berkas tersimpan hilang atau berubah, sehingga tidak dapat diunduh.",
        "Buka Berkas bermasalah pada Data dan pengaturan, lalu minta pengelola server memulihkannya dari cadangan.",
        told,
    )


def read_seals(scope: Scope) -> Iterator[Condition]:
    last = SegelJejak.objects.aggregate(last=Max("dibuat_pada"))["last"]
    if last is None:
        yield Condition("seal", "Segel jejak", State.GOOD, "Segel pertama dibuat pekerja malam ini.")
        return
    told = gauges(seal_last_timestamp_seconds=int(last.timestamp()))
    sentence = f"Jejak terakhir disegel {write_moment(last)}."
    if timezone.now() - last < SEAL_LATE:
        yield Condition("seal", "Segel jejak", State.GOOD, sentence, gauges=told)
        return
    advice = "Minta pengelola server memeriksa pekerja: ia menyegel jejak setiap malam."
    yield Condition("seal", "Segel jejak", State.ATTENTION, sentence, advice, told)


def register_conditions() -> None:
    register(Group.WORK, read_failed_jobs)
    register(Group.WORK, read_mails)
    register(Group.KEPT, read_damaged_files)
    register(Group.KEPT, read_seals)
