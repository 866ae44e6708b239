"""The condition of the nightly backup: how old the latest one is, against a schedule of one a day."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from sakip.condition.conditions import Condition, Group, State, gauges
from sakip.condition.registry import Scope, register
from sakip.dates import write_moment
from sakip.disks import size_in_words
from sakip.keeping.daily import Kept, list_kept

# One a day, and some hours in which it is made.
LATE, LOST = timedelta(hours=30), timedelta(days=3)
ASK = "Minta pengelola server melihat catatan pekerja: sebabnya tertulis di sana."


def read_backups(scope: Scope) -> Iterator[Condition]:
    if not settings.BACKUP_DIR:
        yield _reading(
            State.ATTENTION,
            "Cadangan malam tidak diatur.",
            "Minta pengelola server mengisi BACKUP_DIR dengan folder di disk lain, atau memastikan ada cadangan lain.",
        )
        return
    kept = list_kept()
    whole = next((each for each in kept if each.whole), None)
    yield _missing() if whole is None else _judge(whole, len(kept))


def _missing() -> Condition:
    return _reading(State.ATTENTION, "Belum ada cadangan yang utuh di folder cadangan.", ASK)


def _judge(last: Kept, number: int) -> Condition:
    age = timezone.now() - last.begun
    told = f"Cadangan utuh terakhir dibuat {write_moment(last.begun)} ({size_in_words(last.size)})."
    stamp = int(last.begun.timestamp())
    if age < LATE:
        return _reading(State.GOOD, f"{told} Tersimpan {number} cadangan.", "", stamp)
    state = State.BROKEN if age > LOST else State.ATTENTION
    return _reading(state, f"{told} Sejak itu tidak ada cadangan yang berhasil.", ASK, stamp)


def _reading(state: State, sentence: str, advice: str = "", stamp: int = 0) -> Condition:
    told = gauges(backup_last_timestamp_seconds=stamp) if stamp else ()
    return Condition("backup", "Cadangan", state, sentence, advice, told)


def register_conditions() -> None:
    register(Group.KEPT, read_backups)
