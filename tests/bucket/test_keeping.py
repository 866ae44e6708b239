"""An installation whose files lie in a bucket: backed up, restored, verified, and moved from and to a folder."""

import shutil
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from pytest_django import Settings

from indicators.models import BuktiDukung, Jejak
from sakip.file_store import MARK, FileStore, store
from sakip.keeping import backup, moving_files, restore
from sakip.keeping.refusals import KeepingRefused
from sakip.keeping.verify import verify
from sakip.storage import SyncedStorage
from tests.bucket.server import make_bucket, stored_in
from tests.bucket.test_object_store import NOWHERE, attach, read
from tests.cast import Office, build_cast
from tests.sakip.keeping.conftest import Elsewhere, elsewhere, quiet

__all__ = ["elsewhere"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


def findings() -> list[str]:
    said: list[str] = []
    verify(said.append)
    return [line for line in said if "SALAH" in line or "LIHAT" in line]


@pytest.fixture
def bukti(office: Office) -> BuktiDukung:
    return attach(office, build_cast(office))


def test_a_backup_of_a_bucket_is_restored_into_another_one(
    bukti: BuktiDukung, object_server: str, tmp_path: Path, elsewhere: Elsewhere
) -> None:
    made = backup.make_backup(tmp_path / "a.tar", say=quiet)
    assert made.files == 1
    with stored_in(object_server, make_bucket(object_server)), elsewhere():
        restore.restore(tmp_path / "a.tar", say=quiet)
        assert BuktiDukung.objects.count() == 1
        assert store().holds(MARK)
        assert findings() == []


def test_a_restore_that_fails_leaves_the_bucket_empty(
    bukti: BuktiDukung, object_server: str, tmp_path: Path, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup.make_backup(tmp_path / "a.tar", say=quiet)

    def refuse(*given: object) -> None:
        raise KeepingRefused("Tidak dapat ditulis.")

    monkeypatch.setattr("sakip.keeping.snapshots._put_sqlite", refuse)
    monkeypatch.setattr("sakip.keeping.snapshots._put_postgresql", refuse)
    with stored_in(object_server, make_bucket(object_server)), elsewhere():
        with pytest.raises(KeepingRefused, match="Tidak dapat ditulis"):
            restore.restore(tmp_path / "a.tar", say=quiet)
        assert list(store().list_below()) == []


def test_what_is_lost_in_the_bucket_is_named(bukti: BuktiDukung, bucket: FileStore) -> None:
    bucket.delete(str(bukti.berkas.name))
    [line] = findings()
    assert str(bukti.berkas.name) in line


def test_without_the_store_there_is_no_backup(bukti: BuktiDukung, tmp_path: Path) -> None:
    with stored_in(NOWHERE, "berkas"), pytest.raises(KeepingRefused, match="tidak menjawab"):
        backup.make_backup(tmp_path / "a.tar", say=quiet)
    assert list(tmp_path.glob("a.tar*")) == []


def test_files_move_to_the_folder_and_back_with_every_byte(
    bukti: BuktiDukung, bucket: FileStore, settings: Settings, object_server: str
) -> None:
    name, content = str(bukti.berkas.name), read(str(bukti.berkas.name))
    shutil.rmtree(settings.MEDIA_ROOT)
    moved = moving_files.move_files(to_bucket=False, say=quiet)
    assert (moved.files, moved.size, moved.kept, moved.others) == (1, len(content), 0, 0)
    folder = SyncedStorage()
    assert ((folder.folder / name).read_bytes(), folder.holds(MARK)) == (content, True)
    assert Jejak.objects.order_by("pk").last().tindakan == "pindahkan_berkas"
    with stored_in(object_server, make_bucket(object_server)):
        assert moving_files.move_files(to_bucket=True, say=quiet).files == 1
        assert findings() == []


def test_a_move_that_was_broken_off_goes_on_and_mends_what_is_half(bucket: FileStore, settings: Settings) -> None:
    for name, content in (("bukti/satu.pdf", b"pertama"), ("bukti/dua.pdf", b"kedua")):
        bucket.fill(name, ContentFile(content))
    folder = SyncedStorage()
    folder.fill("bukti/satu.pdf", ContentFile(b"pertama"))
    folder.fill("bukti/dua.pdf", ContentFile(b"ked"))
    folder.fill("bukti/lain.pdf", ContentFile(b"lain"))
    moved = moving_files.move_files(to_bucket=False, say=quiet)
    assert (moved.files, moved.kept, moved.others) == (2, 1, 1)
    assert (folder.folder / "bukti/dua.pdf").read_bytes() == b"kedua"


def test_a_copy_that_differs_is_not_called_moved(bucket: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket.fill("bukti/satu.pdf", ContentFile(b"pertama"))
    monkeypatch.setattr("sakip.storage._write", lambda file, _: file.write(b"lain"))
    with pytest.raises(CommandError, match=r"Berkas bukti/satu.pdf tidak sama"):
        call_command("move_files", "folder")


def test_without_a_bucket_there_is_nowhere_to_move(settings: Settings) -> None:
    settings.FILES_S3_BUCKET = ""
    with pytest.raises(CommandError, match="FILES_S3_BUCKET belum diatur"):
        call_command("move_files", "bucket")
