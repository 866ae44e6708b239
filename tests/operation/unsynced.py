"""Files as Django itself keeps them, to be compared with ours: nothing is written to the disk before it pleases the
system."""

from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from sakip.storage import SyncedStorage


class UnsyncedStorage(SyncedStorage):
    """Ours in all but how a file is saved."""

    def _save(self, name: str, content: File[Any]) -> str:
        return str(FileSystemStorage._save(self, name, content))  # type: ignore[misc]  # Django's own
