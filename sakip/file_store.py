"""The one store of files as the application knows it, whichever it is: a folder, or a bucket of an object store.

A store bears a mark, a file of ours that is written with the first file. Where it is missing, rows name files and none
of these is there, the folder is not mounted or the bucket is another one: that is an outage of the store, not as many
lost files. It is asked for before a file is stored and when one is not found, not when all is well.
"""

import errno
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from sakip.stored_names import list_some_named

MARK = ".penyimpanan-sakip"
# Where a restore gathers files before they count.
STAGING = ".pemulihan"
_WORDS = b"Tanda bahwa di sini berkas instalasi SAKIP tersimpan. Jangan dihapus.\n"
# Of each kind of file so many are looked for where the mark is missing.
_ASKED = 20


class StoreAway(OSError):
    """The store does not answer, refuses us, or is not this installation's; `str()` says which, for its keeper."""

    def __init__(self, reason: str) -> None:
        super().__init__(errno.ENOTCONN, reason)

    def __str__(self) -> str:
        return str(self.strerror)


@dataclass(frozen=True)
class StoredEntry:
    """A stored file: its name in the store, its size, and when it was stored."""

    name: str
    size: int
    modified: datetime


class FileStore(Storage):
    """What both kinds of store can do. All of it raises StoreAway."""

    # The folder in which the files lie; None where they lie in none.
    folder: Path | None = None

    @property
    @abstractmethod
    def place(self) -> str:
        """Where the files lie, for the server's keeper."""

    @abstractmethod
    def holds(self, name: str) -> bool:
        """Say whether there is a file of that name, whosever the store is."""

    @abstractmethod
    def list_all(self, folder: str) -> Iterator[StoredEntry]:
        """Give what lies below a folder of the store, "" for all of it, in any order."""

    @abstractmethod
    def receiving(self, staged: Path) -> AbstractContextManager[None]:
        """Take over all that was gathered in a folder, when the block succeeds; of one that fails nothing stays."""

    def list_below(self, folder: str = "") -> Iterator[StoredEntry]:
        """Give the stored files below a folder, in any order; whoever concludes from one that is not among them asks
        `require` first."""
        for entry in self.list_all(folder):
            if entry.name != MARK and not entry.name.startswith(f"{STAGING}/"):
                yield entry

    def require(self) -> None:
        """Raise StoreAway unless these are the files of this installation."""
        if self.holds(MARK):
            return
        names = list_some_named(_ASKED)
        if names and not any(map(self.holds, names)):
            raise StoreAway(
                f"{self.place} tidak memuat berkas instalasi ini: tidak ada {names[0]} dan berkas lain yang disebut "
                "basis data. Periksa pengaturannya, dan apakah foldernya terpasang; lihat manage.py check_files."
            )

    def mark(self) -> None:
        """Say in the store that it is this installation's."""
        if not self.holds(MARK) and (name := self._save(MARK, ContentFile(_WORDS))) != MARK:
            self.delete(name)  # another process was faster

    def fill(self, name: str, content: File[Any]) -> None:
        """Store a file under exactly this name in a store that is not marked yet: for who fills an empty one."""
        self._save(name, content)

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        if not self.holds(MARK):
            self.require()
            self.mark()
        return super().save(name, content, max_length)

    def open(self, name: str, mode: str = "rb") -> File[Any]:
        try:
            return super().open(name, mode)
        except FileNotFoundError:
            self.require()
            raise

    def exists(self, name: str) -> bool:
        if self.holds(name):
            return True
        self.require()
        return False

    @abstractmethod
    def _save(self, name: str, content: File[Any]) -> str: ...


def store() -> FileStore:
    """Return the store of this installation; `default_storage` and every file of a row lead to the same one."""
    return cast(FileStore, storages["default"])
