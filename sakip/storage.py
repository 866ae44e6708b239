"""Stored files: synced before anybody relies on them, and kept with the row that refers to them (ADR 31).

A row that was committed outlasts a power cut. Its file does too only when its bytes and the entry in its folder were
written to the disk before the row: the system may hold both back for half a minute.
"""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage
from django.core.signals import request_finished
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import QuerySet
from django.dispatch import receiver

from sakip.file_store import FileStore, StoredEntry
from sakip.outages import is_outcome_unknown

logger = logging.getLogger("sakip.files")
# The umask is the whole process's: two threads would each restore what the other set.
_wider_umask = threading.Lock()


class SyncedStorage(FileStore, FileSystemStorage):
    """Files in a folder; `save` returns when the file would be there after a power cut. Raises OSError, and leaves
    nothing, when it cannot be written or synced."""

    @property
    def folder(self) -> Path:  # type: ignore[override]  # it may change only in tests, with the settings
        return Path(self.location)

    @property
    def place(self) -> str:
        return f"Folder {self.folder}"

    def holds(self, name: str) -> bool:
        return os.path.lexists(self.path(name))

    def list_all(self, folder: str) -> Iterator[StoredEntry]:
        for path, _, names in os.walk(self.path(folder), onerror=_unless_missing):
            for name in names:
                if (found := self._entry(Path(path, name))) is not None:
                    yield found

    def _entry(self, path: Path) -> StoredEntry | None:
        try:
            facts = path.stat()
        except FileNotFoundError:  # deleted meanwhile
            return None
        name = str(path.relative_to(self.folder))
        return StoredEntry(name, facts.st_size, datetime.fromtimestamp(facts.st_mtime, UTC))

    @contextmanager
    def receiving(self, staged: Path) -> Iterator[None]:
        """As FileStore; what was gathered lies below the same folder, so that it takes a rename."""
        yield
        for entry in sorted(staged.iterdir()):
            place = self.folder / entry.name
            if place.is_dir():  # an empty one: a restore asks before
                _remove_empty(place)
            entry.rename(place)
        self.mark()

    def _save(self, name: str, content: File[Any]) -> str:
        make_folders(Path(self.path(name)).parent)
        name, file = self._create(name)
        path = Path(self.path(name))
        try:
            with file:
                _write(file, content)
                os.fchmod(file.fileno(), self.file_permissions_mode or 0o600)
                os.fsync(file.fileno())
            sync_folder(path.parent)
        except BaseException:
            path.unlink()
            raise
        return name

    def _create(self, name: str) -> tuple[str, IO[bytes]]:
        """Make the file, under another name where somebody took this one in the meantime."""
        while True:
            try:
                return name, open(self.path(name), "xb")
            except FileExistsError:
                name = self.get_available_name(name)


def _unless_missing(error: OSError) -> None:
    """Let a folder that is not there be an empty one. Raises any other error."""
    if not isinstance(error, FileNotFoundError):
        raise error


def _remove_empty(folder: Path) -> None:
    for path, _, _ in os.walk(folder, topdown=False):
        os.rmdir(path)


def _write(file: IO[bytes], content: File[Any]) -> None:
    for chunk in content.chunks():
        file.write(chunk)
    file.flush()


def make_folders(folder: Path) -> None:
    """Make a folder of the store and those above it; a new one is a name in its parent, which is synced."""
    if folder.is_dir():
        return
    make_folders(folder.parent)
    with _wider_umask:
        # Not chmod afterwards: it would take away that new folders inherit the group.
        earlier = os.umask(0o777 & ~settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS)
        try:
            folder.mkdir(exist_ok=True)
        finally:
            os.umask(earlier)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Write the names in a folder to the disk. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def kept_with_its_row(storage: Storage, name: str, *, rows: QuerySet[Any] | None = None) -> Iterator[None]:
    """Take a stored file away again when what is to refer to it fails: first the file, then the row.

    Where nobody can tell whether the row was committed, the file stays; the nightly look for files that no row names
    takes it away. A caller within a transaction of others says which `rows` would name the file: the commit comes
    later, and on a full disk it is what fails; the end of the request then asks for them.
    """
    try:
        yield
    except BaseException as error:
        if not is_outcome_unknown(error):
            storage.delete(name)
        raise
    if rows is not None and connection.in_atomic_block:
        uncommitted = _Uncommitted(storage, name, rows.all())
        _waiting().append(uncommitted)
        transaction.on_commit(lambda: _waiting().remove(uncommitted))


@dataclass(frozen=True, eq=False)
class _Uncommitted:
    storage: Storage
    name: str
    rows: QuerySet[Any]


_of_thread = threading.local()


def _waiting() -> list[_Uncommitted]:
    """Return this thread's files whose rows are not committed yet."""
    found: list[_Uncommitted] = _of_thread.__dict__.setdefault("waiting", [])
    return found


@receiver(request_finished)
def settle(**kwargs: Any) -> None:
    """Take away the files whose transaction came to nothing. A connection that is closed by now may have broken while
    it committed: its files are left to the night."""
    while _waiting() and not connection.in_atomic_block:
        file = _waiting().pop()
        try:
            if connection.connection is not None and not file.rows.exists():
                file.storage.delete(file.name)
        except (DatabaseError, InterfaceError, OSError) as error:
            logger.warning("Berkas %s dibiarkan sampai pemeriksaan malam: %s", file.name, error)
