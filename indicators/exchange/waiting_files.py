"""Where an uploaded sheet waits between preview and confirmation: under a random name, for a day at least."""

import secrets
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from sakip.files import RefusedFile
from sakip.jobs.registry import register_daily
from sakip.room import room_needed

FOLDER = "impor"
KEPT = timedelta(days=1)
# How long a signed name of a waiting file is good: as long as the file.
MAX_AGE_SECONDS = int(KEPT.total_seconds())


class WaitingFile:
    """One file, by its name; None before it is saved."""

    def __init__(self, name: str | None = None) -> None:
        self.name = name

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.name}"

    def save(self, data: bytes) -> None:
        """Store the file under a name of its own. Raises RefusedFile, and leaves nothing, when there is no room."""
        self.name = secrets.token_hex(16)
        with room_needed("an uploaded file"):
            try:
                default_storage.save(self.path, ContentFile(data))
            except OSError:
                if self.exists():
                    self.remove()
                raise

    def read(self) -> bytes:
        """Return the file. Raises RefusedFile when it is no longer there."""
        try:
            with default_storage.open(self.path) as file:
                data: bytes = file.read()
        except FileNotFoundError:
            raise RefusedFile("Berkas ini sudah tidak tersimpan. Unggah kembali.") from None
        return data

    def exists(self) -> bool:
        return default_storage.exists(self.path)

    def remove(self) -> None:
        default_storage.delete(self.path)


def register_daily_tasks() -> None:
    register_daily("uploads.remove_old", remove_old)


def remove_old() -> None:
    """Delete files whose import was never confirmed; a worker does so once a day."""
    if not default_storage.exists(FOLDER):
        return
    oldest = timezone.now() - KEPT
    for name in default_storage.listdir(FOLDER)[1]:
        if default_storage.get_modified_time(f"{FOLDER}/{name}") < oldest:
            default_storage.delete(f"{FOLDER}/{name}")
