"""Checks that misbehave, one each, for the process in which checks run."""

import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from indicators.exchange.apart import read_book
from indicators.exchange.trial.check import check
from indicators.models import Indikator, Pengajuan, PerangkatDaerah, Target, UnitKerja
from sakip.refusals import NotValid


@dataclass
class Seen:
    """What a check saw of the process that it runs in."""

    nama: list[str]
    nomor: int
    rahasia: list[str]
    prioritas: int


@check(writes=True)
def change_everything(*, opd: PerangkatDaerah, ready: str, go: str) -> Seen:
    """Lock and change rows as the services do, then wait, still holding them, until the test has looked."""
    list(Pengajuan.objects.select_for_update())
    locked = PerangkatDaerah.objects.select_for_update().get(pk=opd.pk)
    locked.nama = "Diubah"
    locked.save()
    Indikator.objects.update(urutan=1)
    UnitKerja.objects.filter(opd=opd).update(nama="Diubah juga")
    made = Indikator.objects.filter(opd=opd).order_by("pk")[0]
    made.pk, made.nama, made._state.adding = None, "Indikator baru", True
    made.save()
    Path(ready).touch()
    until = time.monotonic() + 20
    while not Path(go).exists() and time.monotonic() < until:
        time.sleep(0.01)
    names = [*PerangkatDaerah.objects.filter(pk=opd.pk).values_list("nama", flat=True), *_new_names()]
    return Seen(names, made.pk, [settings.SECRET_KEY, os.environ["SECRET_KEY"]], os.nice(0))


def _new_names() -> list[str]:
    return list(Indikator.objects.filter(nama="Indikator baru").values_list("nama", flat=True))


@check(writes=True)
def change_what_is_frozen(*, opd: PerangkatDaerah) -> int:
    return Target.objects.update(nilai=1)


@check(writes=False)
def write_where_only_reading_is_allowed(*, opd: PerangkatDaerah) -> int:
    return PerangkatDaerah.objects.filter(pk=opd.pk).update(nama="Diubah")


@check(writes=True)
def write_beside_the_copy(*, opd: PerangkatDaerah) -> int:
    """Write a table of another app, which PostgreSQL's copy does not hold."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_content_type SET model = 'diubah' WHERE model = 'session'")
    return opd.pk


@check(writes=True)
def refuse(*, opd: PerangkatDaerah) -> int:
    opd.nama = "Diubah"
    opd.save()
    raise NotValid("Isi namanya.", {"nama": "Isi namanya."})


@check(writes=False)
def burn() -> int:
    number = 0
    while True:
        number += 1


@check(writes=False)
def hoard() -> int:
    return len([bytearray(1024 * 1024) for _ in range(100_000)])


@check(writes=False)
def crash() -> int:
    sys.stdout.write("said aloud")
    return 1 // int("0")


@check(writes=False)
def die() -> int:
    os.kill(os.getpid(), signal.SIGSEGV)
    return 0


@check(writes=False)
def be_killed() -> int:
    """End as the system ends a process when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


@check(writes=True)
def fill() -> int:
    """Write more than the copy has room for; PostgreSQL's server says what it would say."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Pages that deleted rows left are room as well.
            cursor.execute("SELECT page_size * (freelist_count + 2) FROM pragma_page_size, pragma_freelist_count")
            (bytes_above,) = cursor.fetchone()
            cursor.execute("PRAGMA max_page_count = 1")
            cursor.execute("CREATE TABLE besar AS SELECT zeroblob(%s) AS isi", [bytes_above])
        else:
            cursor.execute("DO $$ BEGIN RAISE 'disk is full' USING ERRCODE = 'disk_full'; END $$")
    return 0


@check(writes=False)
def read() -> int:
    return len(read_book([("a.csv", b"Satu;Dua\n1;2\n")]))
