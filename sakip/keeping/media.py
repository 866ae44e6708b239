"""The stored files as a backup takes them and a restore puts them back."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from sakip.disks import free_bytes
from sakip.file_store import STAGING, StoredEntry, store
from sakip.keeping.refusals import KeepingRefused
from sakip.waiting_files import FOLDER as WAITING

_STAGED = "berkas-pemulihan-"


def list_stored() -> list[StoredEntry]:
    """Return every stored file but those that only wait for a confirmation."""
    found = (entry for entry in store().list_below() if not entry.name.startswith(f"{WAITING}/"))
    return sorted(found, key=lambda entry: entry.name)


def require_room(folder: Path, need: int, rest: str) -> None:
    """Raise KeepingRefused where a folder's disk has less than `need` bytes free; `rest` says what to do."""
    free = free_bytes(folder)
    if free < need:
        megabyte = 1 << 20
        raise KeepingRefused(
            f"Tidak ada ruang yang cukup di {folder}: perlu sekitar {-(-need // megabyte)} MB, tersedia "
            f"{free // megabyte} MB. {rest}"
        )


@contextmanager
def staging() -> Iterator[Path]:
    """Give a folder in which to gather what is restored: in the store, where that is a folder, so that putting it in
    place is a rename. What one that was killed left behind goes."""
    folder = store().folder
    if folder is not None:
        with _fresh(folder / STAGING) as made:
            yield made
        return
    for left in Path(settings.VAR_DIR).glob(f"{_STAGED}*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=_STAGED, dir=settings.VAR_DIR) as name:
        yield Path(name)


def list_staging() -> Iterator[Path]:
    """Give the folders in which a restore gathers, or gathered until it was killed."""
    folder = store().folder
    if folder is not None:
        yield from folder.glob(STAGING)
    yield from Path(settings.VAR_DIR).glob(f"{_STAGED}*")


@contextmanager
def _fresh(folder: Path) -> Iterator[Path]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
