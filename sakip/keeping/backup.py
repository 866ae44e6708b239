"""Making a backup: the database first, then the files that its rows name, into one archive (ADR 30)."""

import fcntl
import logging
import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from sakip.file_store import StoreAway, StoredEntry, store
from sakip.held_files import HeldAlready, hold
from sakip.keeping import archive, media, secret_files, snapshots
from sakip.keeping.encryption import read_recipients
from sakip.keeping.progress import Progress, Say
from sakip.keeping.refusals import KeepingRefused
from sakip.keeping.registry import Deed, record
from sakip.room import lacks_room
from sakip.schema import fit
from sakip.storage import sync_folder

logger = logging.getLogger("sakip.keeping")
FORMAT = 1
PARTIAL = ".sebagian"
COPY = "salinan-cadangan-"
_NOTHING_LEFT = "Tidak ada berkas yang tertinggal. Kosongkan ruang atau pilih folder lain, lalu ulangi."


@dataclass(frozen=True)
class Made:
    """A backup that is whole on the disk."""

    path: Path
    size: int
    files: int
    rows: int
    secrets: bool
    encrypted: bool
    recorded: bool = False


def make_backup(path: Path, *, say: Say, secrets: bool = False, key_file: Path | None = None) -> Made:
    """Write a backup into a new file. Raises KeepingRefused, and leaves nothing then."""
    if path.exists():
        raise KeepingRefused(f"Berkas {path} sudah ada. Pilih nama lain: cadangan tidak menimpa berkas.")
    folder = store().folder
    if folder is not None and path.resolve().is_relative_to(folder.resolve()):
        raise KeepingRefused(f"{path} ada di dalam MEDIA_ROOT, yang ikut dicadangkan. Pilih folder di luarnya.")
    if not path.parent.is_dir():
        raise KeepingRefused(f"Folder {path.parent} tidak ada. Buat dahulu, lalu ulangi.")
    if key_file is not None:
        read_recipients(key_file)  # refused before anything takes long
    try:
        with hold(), _folder_for_database() as folder:
            made = _make(path, folder, say, secrets, key_file)
    except HeldAlready:
        raise KeepingRefused("Cadangan lain sedang dibuat. Tunggu sampai selesai, lalu ulangi.") from None
    except StoreAway as away:
        raise KeepingRefused(f"{away} Periksa penyimpanan berkas dengan manage.py check_files, lalu ulangi.") from away
    except OSError as error:
        if lacks_room(error):
            raise KeepingRefused(
                f"Cadangan tidak dapat ditulis ({error.strerror}: {error.filename or path}). {_NOTHING_LEFT}"
            ) from error
        raise
    return replace(made, recorded=_note(made))


def _note(made: Made) -> bool:
    """Write the backup into the trail, and say whether that went well: it is whole even where the database is too busy
    for another row."""
    try:
        record(
            Deed.BACKUP,
            berkas=made.path.name,
            ukuran=made.size,
            jumlah_berkas=made.files,
            rahasia=made.secrets,
            terenkripsi=made.encrypted,
        )
    except DatabaseError:
        logger.exception("The backup %s is whole but not in the trail.", made.path)
        return False
    return True


def _make(path: Path, folder: Path, say: Say, secrets: bool, key_file: Path | None) -> Made:
    begun = timezone.now()
    store().require()
    media.require_room(folder, snapshot_room(), _NOTHING_LEFT)
    say("Menyalin basis data ...")
    snapshot = snapshots.take(connection, folder, Progress(say, "Basis data", 0).reach)
    stored = media.list_stored()
    media.require_room(path.parent, sum(file.size for file in stored) + snapshot.path.stat().st_size, _NOTHING_LEFT)
    opening = _opening(snapshot, begun.isoformat(), secrets=secrets)
    entries: list[archive.Entry] = []
    with _whole_or_nothing(path) as file:
        sources = _sources(snapshot, stored, secrets, Progress(say, "Berkas", sum(row.size for row in stored)))
        archive.write(archive.stream(opening, sources, entries), file, key_file)
    return Made(
        path, path.stat().st_size, len(stored), sum(snapshot.rows.values()), secrets, encrypted=key_file is not None
    )


def _opening(snapshot: snapshots.DatabaseFile, begun: str, *, secrets: bool) -> Mapping[str, Any]:
    return {
        "format": FORMAT,
        "program": program_version(),
        "dimulai": begun,
        "basis_data": connection.vendor,
        "isi_basis_data": snapshot.member,
        "migrasi": [list(row) for row in snapshot.migrations],
        "migrasi_menambah": [list(row) for row in fit.list_expanding()],
        "baris": dict(snapshot.rows),
        "rahasia": secrets,
    }


def program_version() -> str:
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        version: str = tomllib.load(file)["project"]["version"]
    return version


def _sources(
    snapshot: snapshots.DatabaseFile, stored: list[StoredEntry], secrets: bool, progress: Progress
) -> Iterator[archive.Source]:
    yield archive.source_of(snapshot.member, snapshot.path)
    if secrets:
        yield from secret_files.sources()
    for file in stored:
        opens = partial(store().open, file.name)
        yield archive.Source(f"media/{file.name}", opens, int(file.modified.timestamp()))
        progress.add(file.size)


# --- Room and the file ----------------------------------------------------------------------------------------------


@contextmanager
def _folder_for_database() -> Iterator[Path]:
    """Give a folder for the database's copy, which deserves the care of the database; what a backup that was killed
    left there goes. Only one backup runs at a time."""
    for left in Path(settings.VAR_DIR).glob(f"{COPY}*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=COPY, dir=settings.VAR_DIR) as name:
        yield Path(name)


def snapshot_room() -> int:
    """Return how many bytes the copy of the database takes at most."""
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        if not path.exists():
            raise KeepingRefused(f"Basis data {path} belum ada. Periksa DATABASE_URL dan VAR_DIR, lalu ulangi.")
        return path.stat().st_size * 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        [size] = cursor.fetchone()
    return int(size)


@contextmanager
def _whole_or_nothing(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write that gets its name when all of it is on the disk, and is gone when writing fails."""
    unfinished = path.with_name(path.name + PARTIAL)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        _lock(file, path)
        try:
            file.truncate()
            yield file
            file.flush()
            os.fsync(file.fileno())
            unfinished.rename(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    sync_folder(path.parent)


def _lock(file: IO[bytes], path: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise KeepingRefused(f"Cadangan {path} sedang dibuat. Tunggu sampai selesai, lalu ulangi.") from None
