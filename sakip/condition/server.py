"""Conditions of the server: its database, its disks, its clock, and of what it is made."""

import ctypes
import ctypes.util
import platform
import sqlite3
import tempfile
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

import django
from django.db import connection
from django.utils import timezone

from sakip.condition.conditions import Condition, Gauge, Group, State, gauges
from sakip.condition.registry import Scope, register
from sakip.disks import FULL_PERCENT, LOW_PERCENT, Disk, list_disks, nearest_folder
from sakip.file_store import FileStore, StoreAway, store
from sakip.schema.fit import judge
from sakip.sentences import enumerate_in_words
from sakip.version import VERSION

# So far may the clocks of this server and of its database be apart, in seconds.
CLOCKS_APART = 60


def read_schema(scope: Scope) -> Iterator[Condition]:
    """Tell whether code and database fit; asking that shows that it answers."""
    if reason := judge():
        yield Condition("database", "Basis data", State.BROKEN, reason, "Sampaikan ini kepada pengelola server.")
        return
    yield Condition("database", "Basis data", State.GOOD, f"{_database()} menjawab dan cocok dengan versi program ini.")


@cache
def _database() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    connection.ensure_connection()
    number = connection.connection.info.server_version
    return f"PostgreSQL {number // 10_000}.{number % 10_000}"


def read_disks(scope: Scope) -> Iterator[Condition]:
    for disk in list_disks():
        yield _disk(disk)


def _disk(disk: Disk) -> Condition:
    labels = (("holds", ", ".join(disk.holds)),)
    told = (Gauge("disk_free_bytes", disk.free, labels), Gauge("disk_free_percent", disk.percent, labels))
    if disk.percent >= LOW_PERCENT:
        return Condition("disk", "Ruang disk", State.GOOD, f"{disk.room}.", gauges=told)
    state = State.BROKEN if disk.percent < FULL_PERCENT else State.ATTENTION
    return Condition("disk", "Ruang disk", state, disk.sentence, gauges=told)


def read_files(scope: Scope) -> Iterator[Condition]:
    """Ask the store whether it is there and this installation's, and try to write where it is a folder, or where the
    folder will be made with the first file; what a bucket allows is for `check_files` to try."""
    files = store()
    fault = None if files.folder is None else _unwritable(files.folder)
    yield (
        fault or _away(files) or Condition("files", "Berkas tersimpan", State.GOOD, "Penyimpanan berkas dapat dipakai.")
    )


def _unwritable(place: Path) -> Condition | None:
    folder = nearest_folder(place)
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
    except OSError as error:
        return Condition(
            "files",
            "Berkas tersimpan",
            State.BROKEN,
            f"Folder berkas tidak dapat ditulis ({error.strerror}), jadi unggahan dan laporan tidak tersimpan.",
            f"Minta pengelola server memeriksa {folder}: pemiliknya, izinnya, dan apakah disknya terpasang.",
        )
    return None


def _away(files: FileStore) -> Condition | None:
    try:
        files.require()
    except StoreAway:
        return Condition(
            "files",
            "Berkas tersimpan",
            State.BROKEN,
            "Penyimpanan berkas tidak dapat dipakai, jadi berkas tidak dapat diunggah dan dibuka, dan laporan tidak "
            "tersimpan. Angka tetap dapat disimpan.",
            "Minta pengelola server menjalankan manage.py check_files, yang menyebut sebabnya.",
        )
    return None


def read_clock(scope: Scope) -> Iterator[Condition]:
    """Compare this server's clock with that of a database elsewhere; SQLite has none of its own."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone()
    apart = int(abs((timezone.now() - there).total_seconds()))
    told = gauges(clock_difference_seconds=apart)
    if apart <= CLOCKS_APART:
        yield Condition("clock", "Jam", State.GOOD, "Jam server dan jam basis data sama.", gauges=told)
        return
    yield Condition(
        "clock",
        "Jam",
        State.ATTENTION,
        f"Jam server dan jam basis data berbeda {apart} detik, jadi waktu yang tercatat tidak dapat dipercaya.",
        "Minta pengelola server menyamakan keduanya dengan NTP.",
        told,
    )


def read_versions(scope: Scope) -> Iterator[Condition]:
    parts = (
        f"SAKIP {VERSION}",
        f"Django {django.get_version()}",
        f"Python {platform.python_version()}",
        _database(),
        f"WeasyPrint {version('weasyprint')}",
        _pango(),
    )
    yield Condition("versions", "Versi", State.GOOD, f"{enumerate_in_words(parts)}.")


@cache
def _pango() -> str:
    name = ctypes.util.find_library("pango-1.0")
    if name is None:
        return "tanpa Pango"
    ask = ctypes.CDLL(name).pango_version_string
    ask.restype = ctypes.c_char_p
    return f"Pango {ask().decode()}"


def register_conditions() -> None:
    register(Group.SERVER, read_schema, vital=True)
    register(Group.SERVER, read_files, vital=True)
    register(Group.SERVER, read_disks, vital=True)
    register(Group.SERVER, read_clock)
    register(Group.SERVER, read_versions)
