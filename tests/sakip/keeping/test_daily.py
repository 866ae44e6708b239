"""The nightly backup, how many stay, and what the folder says of the last one."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from sakip.jobs import registry
from sakip.keeping import archive, daily, encryption
from sakip.keeping.refusals import KeepingRefused
from tests.cast import Office
from tests.sakip.keeping.test_archive import MEMBERS, write


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.BACKUP_DIR, settings.BACKUP_KEEP = str(tmp_path / "cadangan"), 2
    (tmp_path / "cadangan").mkdir()
    return tmp_path / "cadangan"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.django_db(transaction=True)
def test_the_backup_of_the_night_forgets_the_oldest(office: Office, folder: Path, settings: Settings) -> None:
    others = ["sakip-lain.tar", "sakip-20250101-020000.tar.gz", "catatan.txt"]
    for name in ("sakip-20250101-020000.tar", "sakip-20250102-020000.tar.age", "sakip-20250103-020000.tar", *others):
        (folder / name).write_bytes(b"")
    (folder / "sakip-20250104-020000.tar.sebagian").write_bytes(b"")
    encryption.make_key(folder / "kunci")
    settings.BACKUP_KEY_FILE = str(folder / "kunci")

    made = daily.back_up()

    assert names(folder) == sorted([*others, "kunci", "sakip-20250103-020000.tar", made.path.name])
    assert made.encrypted
    assert made.secrets
    last = daily.last_backup()
    assert last is not None
    assert (last.path, last.size, last.whole) == (made.path, made.size, True)
    assert timezone.now() - last.begun < timedelta(minutes=5)
    assert [kept.whole for kept in daily.list_kept()] == [True, False]


@pytest.mark.django_db(transaction=True)
@pytest.mark.one_database
def test_a_failed_backup_leaves_the_earlier_ones(office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = [f"sakip-2025010{day}-020000.tar" for day in (1, 2, 3)]
    for name in kept:
        write(folder / name, MEMBERS)

    def fill(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "write", fill)
    with pytest.raises(KeepingRefused):
        daily.back_up()
    assert names(folder) == kept


@pytest.mark.one_database
def test_a_backup_is_due_every_night_where_a_folder_is_set(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_repeated", {})
    monkeypatch.setattr(registry, "_handlers", {})
    settings.BACKUP_DIR = ""
    daily.register()
    assert registry.list_daily() == []
    assert daily.last_backup() is None
    settings.BACKUP_DIR = str(folder)
    daily.register()
    assert registry.list_daily() == ["backup.daily"]


@pytest.mark.one_database
def test_a_folder_that_does_not_answer_has_no_backup(
    folder: Path, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.BACKUP_DIR = str(folder / "hilang")
    assert daily.last_backup() is None
    assert "cannot be read" in caplog.text
