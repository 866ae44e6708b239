"""Where an uploaded sheet waits: it stays for a day, then the worker removes it."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from sakip.files import RefusedFile
from sakip.waiting_files import WaitingFile, remove_old


def waiting(content: bytes, *, hours: float) -> WaitingFile:
    file = WaitingFile()
    file.save(content)
    then = time.time() - hours * 3600
    os.utime(default_storage.path(file.path), (then, then))
    return file


def test_files_that_nobody_confirmed_within_a_day_are_removed() -> None:
    old, young = waiting(b"lama", hours=25), waiting(b"baru", hours=23)
    for _ in range(2):
        remove_old()
        assert young.read() == b"baru"
    with pytest.raises(RefusedFile, match="Unggah kembali"):
        old.read()


def test_an_installation_without_uploads_has_nothing_to_remove() -> None:
    remove_old()
    assert not Path(default_storage.path("impor")).exists()
