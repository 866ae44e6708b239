"""Trying the store of files: a file is written, read again and deleted."""

import secrets

from django.core.files.base import ContentFile

from sakip.file_store import StoreAway, store
from sakip.keeping.refusals import KeepingRefused

FOLDER = "percobaan"


def try_store(*, mark: bool) -> str:
    """Return where the store is, once it has done all that it has to; with `mark` say in it that it is this
    installation's, whatever it lacks. Raises KeepingRefused."""
    files = store()
    try:
        if mark:
            files.mark()
        files.require()
        _try_one(f"{FOLDER}/{secrets.token_hex(16)}")
    except StoreAway as away:
        raise KeepingRefused(str(away)) from away
    except OSError as error:
        raise KeepingRefused(
            f"{files.place} tidak dapat ditulisi: {error.strerror}. Periksa hak tulis dan ruangnya, lalu ulangi."
        ) from error
    return files.place


def _try_one(name: str) -> None:
    files, content = store(), secrets.token_bytes(4096)
    files.fill(name, ContentFile(content))
    try:
        with files.open(name) as file:
            if file.read() != content:
                raise KeepingRefused(f"{files.place} mengembalikan isi yang lain dari yang disimpan. Jangan dipakai.")
    finally:
        files.delete(name)
