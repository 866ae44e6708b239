"""Stored files: on the disk before `save` returns, private, gone with what was to refer to them, and never half."""

import errno
import os
import stat
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.signals import request_finished
from django.db import InterfaceError, OperationalError, transaction
from pytest_django import Settings

from indicators.models import PerangkatDaerah
from indicators.services.kantor import save_opd
from sakip.storage import SyncedStorage, kept_with_its_row
from tests.cast import Office
from tests.sakip.test_files import picture


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the paths that are synced, in order; a file counts when all of its bytes are there."""
    seen: list[str] = []
    real = os.fsync

    def note(descriptor: int) -> None:
        path = os.readlink(f"/proc/self/fd/{descriptor}")
        seen.append(f"{path}:{os.path.getsize(path)}" if os.path.isfile(path) else path)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    return seen


def media() -> str:
    return str(Path(default_storage.path("")))


def test_a_file_its_folder_and_every_new_folder_are_synced_before_save_returns(synced: list[str]) -> None:
    default_storage.save("bukti/ab/satu.pdf", ContentFile(b"isi"))
    root = media()
    assert synced == [root, f"{root}/bukti", f"{root}/bukti/ab/satu.pdf:3", f"{root}/bukti/ab"]
    synced.clear()
    default_storage.save("bukti/ab/dua.pdf", ContentFile(b"lagi"))
    assert synced == [f"{root}/bukti/ab/dua.pdf:4", f"{root}/bukti/ab"]


def test_files_and_folders_are_nobody_elses() -> None:
    name = default_storage.save("bukti/ab/satu.pdf", ContentFile(b"isi"))
    path = Path(default_storage.path(name))
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent, path.parent.parent)]
    assert modes == [0o600, 0o700, 0o700]


def test_the_group_of_the_folder_reads_them_where_the_web_server_sends_them(settings: Settings) -> None:
    settings.FILE_UPLOAD_PERMISSIONS, settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o640, 0o750
    Path(media()).mkdir(exist_ok=True)
    Path(media()).chmod(0o2710)
    path = Path(default_storage.path(default_storage.save("bukti/ab/satu.pdf", ContentFile(b"isi"))))
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent, path.parent.parent)]
    assert modes == [0o640, 0o2750, 0o2750]


def test_a_name_that_somebody_took_in_the_meantime_is_not_written_over(monkeypatch: pytest.MonkeyPatch) -> None:
    store = SyncedStorage()
    store.save("bukti/satu.pdf", ContentFile(b"pertama"))
    looks = iter([False, True, False])
    monkeypatch.setattr(store, "exists", lambda _: next(looks))
    second = store.save("bukti/satu.pdf", ContentFile(b"kedua"))
    assert second != "bukti/satu.pdf"
    assert Path(store.path("bukti/satu.pdf")).read_bytes() == b"pertama"
    assert Path(store.path(second)).read_bytes() == b"kedua"


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
def test_a_file_that_cannot_be_synced_is_refused_and_leaves_nothing(code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    default_storage.save("bukti/ada.pdf", ContentFile(b"isi"))

    def refuse(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match=os.strerror(code)):
        default_storage.save("bukti/satu.pdf", ContentFile(b"isi"))
    assert default_storage.listdir("bukti") == ([], ["ada.pdf"])


def test_a_stored_file_goes_when_its_row_fails_and_stays_when_it_does_not() -> None:
    name = default_storage.save("uji/laporan.pdf", ContentFile(b"isi"))
    with kept_with_its_row(default_storage, name):
        pass
    assert default_storage.exists(name)
    with pytest.raises(KeyboardInterrupt), kept_with_its_row(default_storage, name):
        raise KeyboardInterrupt
    assert not default_storage.exists(name)


@pytest.mark.parametrize("error", [InterfaceError("connection already closed"), OperationalError("server closed")])
def test_a_stored_file_stays_where_nobody_knows_whether_its_row_was_committed(error: Exception) -> None:
    error.__cause__ = Exception("the connection is lost")
    name = default_storage.save("uji/laporan.pdf", ContentFile(b"isi"))
    with pytest.raises(type(error)), kept_with_its_row(default_storage, name):
        raise error
    assert default_storage.exists(name)


class Undone(Exception):
    pass


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fails", [False, True])
def test_a_logo_goes_with_the_transaction_that_failed_around_its_office(office: Office, fails: bool) -> None:
    opd = office.opd
    opd.logo = ContentFile(picture("PNG"), name="lambang.png")  # type: ignore[assignment]  # as a form does
    try:
        with transaction.atomic():
            save_opd(by=None, opd=opd)
            if fails:
                raise Undone
    except Undone:
        pass
    assert len(default_storage.listdir("logo")[1]) == 1
    request_finished.send(sender=None)
    assert len(default_storage.listdir("logo")[1]) == (0 if fails else 1)
    stored = PerangkatDaerah.objects.get(pk=opd.pk).logo
    assert bool(stored) is not fails
