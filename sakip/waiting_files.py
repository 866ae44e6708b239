"""Where an uploaded file waits between its check and its confirmation: under a random name, for a day at least."""

import secrets
from datetime import timedelta
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from sakip.file_store import store
from sakip.files import RefusedFile
from sakip.room import room_needed

FOLDER = "impor"
KEPT = timedelta(days=1)
# How long a signed name of a waiting file is good: as long as the file.
MAX_AGE_SECONDS = int(KEPT.total_seconds())


class WaitingFile:
    """One file by its name, None before it is saved; in the store, where every server finds it."""

    def __init__(self, name: str | None = None) -> None:
        self.name = name

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.name}"

    def save(self, data: bytes) -> None:
        """Store bytes, as `store`."""
        self.store(ContentFile(data))

    def store(self, content: File[Any]) -> None:
        """Store the file under a name of its own. Raises RefusedFile, and leaves nothing, when there is no room."""
        self.name = secrets.token_hex(16)
        with room_needed("an uploaded file"):
            default_storage.save(self.path, content)

    def read(self) -> bytes:
        """Return the file's bytes. Raises RefusedFile when it is no longer there."""
        with self.open() as file:
            data: bytes = file.read()
        return data

    def open(self) -> File[bytes]:
        """Return the file, open. Raises RefusedFile when it is no longer there."""
        try:
            return default_storage.open(self.path)
        except FileNotFoundError:
            raise RefusedFile("Berkas ini sudah tidak tersimpan. Unggah kembali.") from None

    def exists(self) -> bool:
        return default_storage.exists(self.path)

    def remove(self) -> None:
        default_storage.delete(self.path)


def remove_old() -> None:
    """Delete files that were never confirmed; a worker does so once a day."""
    oldest = timezone.now() - KEPT
    for entry in list(store().list_below(FOLDER)):
        if entry.modified < oldest:
            default_storage.delete(entry.name)
