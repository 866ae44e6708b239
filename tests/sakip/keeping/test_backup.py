"""A backup and its restore elsewhere: all of it is there, and what cannot be restored is refused."""

import os
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from indicators.models import Jejak, PerangkatDaerah
from sakip.file_store import StoredEntry, store
from sakip.held_files import are_held, hold
from sakip.jobs.workers import LifeSign, worker_alive
from sakip.keeping import archive, backup, media, registry, restore, snapshots
from sakip.keeping.refusals import DamagedArchive, KeepingRefused
from sakip.keeping.verify import verify
from sakip.schema import fit
from sakip.schema.models import ExpandingMigration
from tests.cast import Cast, Office, build_cast
from tests.sakip.keeping.conftest import Elsewhere, quiet
from tests.savers import Acknowledged, Saver, change_logo, list_missing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(office: Office, tmp_path: Path) -> Path:
    """A backup of the small office."""
    backup.make_backup(tmp_path / "cadangan.tar", say=quiet)
    return tmp_path / "cadangan.tar"


def rows() -> dict[str, int]:
    return snapshots.count_rows(connection)


def wrong() -> list[str]:
    said: list[str] = []
    verify(said.append)
    return [line for line in said if "SALAH" in line or "LIHAT" in line]


def test_what_is_restored_elsewhere_is_what_was_backed_up(made: Path, elsewhere: Elsewhere) -> None:
    before = rows()
    assert made.stat().st_mode & 0o777 == 0o600
    assert Jejak.objects.filter(tindakan="cadangkan", objek="Instalasi", opd_nomor=None).count() == 1
    with elsewhere():
        restored = restore.restore(made, say=quiet)
        assert not restored.migrated
        assert rows() == before  # the row of the backup came after it, that of the restore beside
        assert [row.tindakan for row in Jejak.objects.order_by("pk")][-1] == "pulihkan"
        assert wrong() == []


def test_the_workers_of_the_other_installation_do_not_come_along(
    office: Office, tmp_path: Path, elsewhere: Elsewhere
) -> None:
    LifeSign().give()
    backup.make_backup(tmp_path / "a.tar", say=quiet)
    assert worker_alive()
    with elsewhere():
        restore.restore(tmp_path / "a.tar", say=quiet)
        assert not worker_alive()


def test_what_a_newer_version_only_added_is_restored(office: Office, tmp_path: Path, elsewhere: Elsewhere) -> None:
    """As after `bin/upgrade --back`, from a backup that was made then."""
    added = ("jobs", "0099_add_a_shelf")
    recorder = MigrationRecorder(connection)
    recorder.record_applied(*added)
    ExpandingMigration.objects.create(app=added[0], name=added[1])
    try:
        backup.make_backup(tmp_path / "a.tar", say=quiet)
    finally:
        recorder.record_unapplied(*added)
        ExpandingMigration.objects.filter(app=added[0], name=added[1]).delete()
    with elsewhere():
        restore.restore(tmp_path / "a.tar", say=quiet)
        assert fit.list_added() == [added]


def test_files_come_back_with_their_bytes_and_times(office: Office, tmp_path: Path, elsewhere: Elsewhere) -> None:
    for name in ("bukti/aa/berkas é.pdf", "dokumen/bb/kosong.pdf", "impor/menunggu"):
        default_storage.save(name, ContentFile(b"" if "kosong" in name else b"isi"))
    os.utime(default_storage.path("bukti/aa/berkas é.pdf"), (1_000_000, 1_000_000))
    backup.make_backup(tmp_path / "a.tar", say=quiet)
    with elsewhere():
        restore.restore(tmp_path / "a.tar", say=quiet)
        found = {stored.name: Path(default_storage.path(stored.name)).read_bytes() for stored in media.list_stored()}
        assert found == {"bukti/aa/berkas é.pdf": b"isi", "dokumen/bb/kosong.pdf": b""}
        assert default_storage.get_modified_time("bukti/aa/berkas é.pdf").timestamp() == 1_000_000
        assert not default_storage.exists("impor/menunggu")


def test_nothing_acknowledged_before_a_backup_is_missing(
    office: Office, tmp_path: Path, elsewhere: Elsewhere, settings: Settings
) -> None:
    cast, stop, started = build_cast(office), Event(), Event()
    saved: list[Acknowledged] = []
    savers = [Saver(cast.staf, office.tw1, office.bidang, row, saved.append) for row in office.indikator(office.bidang)]

    def work() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            for saver in savers:
                saver.save()
            change_logo(cast.administrator, office.opd.pk, number)
            if number > 4:
                started.set()
        connection.close()

    thread = Thread(target=work)
    thread.start()
    try:
        assert started.wait(60)
        before = list(saved)
        backup.make_backup(tmp_path / "a.tar", say=quiet)
    finally:
        stop.set()
        thread.join()
    assert {write.kind for write in before} == {"baris", "bukti"}
    with elsewhere():
        restore.restore(tmp_path / "a.tar", say=quiet)
        assert list_missing(before, Path(settings.MEDIA_ROOT)) == []
        assert [line for line in wrong() if "SALAH" in line] == []


def test_a_file_that_rows_of_the_snapshot_name_stays_until_it_is_copied(
    office: Office, cast: Cast, tmp_path: Path, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_logo(cast.administrator, office.opd.pk, 1)
    old = str(PerangkatDaerah.objects.get(pk=office.opd.pk).logo.name)

    def change_first() -> list[StoredEntry]:
        change_logo(cast.administrator, office.opd.pk, 2)
        return list_stored()

    list_stored = media.list_stored
    monkeypatch.setattr(media, "list_stored", change_first)
    backup.make_backup(tmp_path / "a.tar", say=quiet)
    monkeypatch.undo()
    with elsewhere():
        restore.restore(tmp_path / "a.tar", say=quiet)
        assert str(PerangkatDaerah.objects.get(pk=office.opd.pk).logo.name) == old
        assert default_storage.exists(old)


def test_a_second_backup_waits_for_the_first(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sakip.held_files._PATIENCE_SECONDS", 0)
    with hold():
        assert are_held()
        with pytest.raises(KeepingRefused, match="sedang dibuat"):
            backup.make_backup(tmp_path / "a.tar", say=quiet)
    assert not are_held()
    assert list(tmp_path.iterdir()) == []


def test_a_backup_takes_no_name_that_is_taken(made: Path) -> None:
    before = made.read_bytes()
    with pytest.raises(KeepingRefused, match="sudah ada"):
        backup.make_backup(made, say=quiet)
    assert made.read_bytes() == before


@pytest.mark.one_database
def test_a_backup_does_not_lie_among_what_it_keeps(office: Office) -> None:
    with pytest.raises(KeepingRefused, match="di dalam MEDIA_ROOT"):
        backup.make_backup(Path(default_storage.path("bukti/a.tar")), say=quiet)


@pytest.mark.one_database
def test_a_folder_that_is_not_there_is_told_before_the_copy(office: Office, tmp_path: Path) -> None:
    said: list[str] = []
    with pytest.raises(KeepingRefused, match=r"Folder .* tidak ada\. Buat dahulu"):
        backup.make_backup(tmp_path / "luar" / "a.tar", say=said.append)
    assert said == []


@pytest.mark.one_database
def test_how_many_to_keep_is_asked_in_words() -> None:
    with pytest.raises(CommandError, match=r"0 bukan bilangan bulat mulai dari 1\."):
        call_command("backup", "--keep", "0")


@pytest.mark.one_database
def test_a_full_disk_leaves_no_file_behind(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(media, "free_bytes", lambda _: 0)
        with pytest.raises(KeepingRefused, match=r"Tidak ada ruang.*tersedia 0 MB"):
            backup.make_backup(tmp_path / "a.tar", say=quiet)

    def fill(*arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "write", fill)
    with pytest.raises(KeepingRefused, match="No space left"):
        backup.make_backup(tmp_path / "a.tar", say=quiet)
    assert list(tmp_path.iterdir()) == []
    assert not Jejak.objects.filter(tindakan="cadangkan").exists()


def test_an_installation_that_is_not_empty_is_not_restored_into(made: Path, elsewhere: Elsewhere) -> None:
    with pytest.raises(KeepingRefused, match="Basis data ini sudah berisi"):
        restore.restore(made, say=quiet)
    with elsewhere():
        store().fill("bukti/aa/lama.pdf", ContentFile(b"isi"))
        with pytest.raises(KeepingRefused, match="sudah berisi berkas"):
            restore.restore(made, say=quiet)
        assert connection.introspection.table_names() == []


def test_a_damaged_archive_leaves_the_installation_empty(made: Path, elsewhere: Elsewhere) -> None:
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    made.write_bytes(content)
    with elsewhere():
        with pytest.raises(DamagedArchive):
            restore.restore(made, say=quiet)
        assert connection.introspection.table_names() == []
        assert list(Path(default_storage.path("")).iterdir()) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": 2}, "berformat 2"),
        ({"basis_data": "oracle"}, "Cadangan ini dari oracle"),
        ({"migrasi": [["reports", "9999_from_the_future"]]}, "versi program yang lebih baru"),
    ],
)
@pytest.mark.one_database
def test_what_this_version_cannot_take_is_refused(
    elsewhere: Elsewhere, tmp_path: Path, change: dict[str, object], sentence: str
) -> None:
    opening = {"format": 1, "basis_data": connection.vendor, "migrasi": [], "program": "0.9.0"} | change
    with (tmp_path / "a.tar").open("wb") as file:
        archive.write(archive.stream(opening, [], []), file, None)
    with elsewhere():
        with pytest.raises(KeepingRefused, match=sentence):
            restore.restore(tmp_path / "a.tar", say=quiet)
        assert list(Path(default_storage.path("")).iterdir()) == []


@pytest.mark.parametrize("name", ["media/../../x", "/etc/x", "x", "media", "media//x", "rahasia"])
@pytest.mark.one_database
def test_no_member_is_written_elsewhere(name: str) -> None:
    with pytest.raises(DamagedArchive):
        restore._checked_name(name)


def test_secrets_are_kept_by_choice_and_laid_beside(
    office: Office, tmp_path: Path, elsewhere: Elsewhere, settings: Settings
) -> None:
    settings.SECRETS_FILE = tmp_path / "secrets.env"
    settings.SECRETS_FILE.write_text("SECRET_KEY=lama\nBSRE_PASSWORD=x\n")
    (tmp_path / "roots.pem").write_text("PEM")
    certificates = ("SIGNING_TRUST_ROOTS", "SIGNING_TSA_AUTHORITIES", "BSRE_CA_FILE", "FILES_S3_CA_FILE")
    for name in certificates:
        setattr(settings, name, str(tmp_path / "roots.pem"))
    settings.ENV_FILE = str(tmp_path / "lain.env")
    Path(settings.ENV_FILE).write_text("EMAIL_PASSWORD=y\n")
    settings.VAR_DIR = tmp_path
    backup.make_backup(tmp_path / "a.tar", say=quiet, secrets=True)
    with elsewhere():
        beside = {path.name: path for path in restore.restore(tmp_path / "a.tar", say=quiet).beside}
    assert beside["secrets.env"].read_text() == f"BSRE_PASSWORD=x\nSECRET_KEY={settings.SECRET_KEY}\n"
    assert beside["secrets.env"].stat().st_mode & 0o777 == 0o600
    assert beside["sakip.env"].read_text() == "EMAIL_PASSWORD=y\n"
    assert [beside[f"{name}.pem"].read_text() for name in certificates] == ["PEM"] * 4


def test_deeds_are_told_to_who_records_them(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    monkeypatch.setattr(registry, "_recorders", [lambda *facts: told.append(facts)])
    registry.record(registry.Deed.MOVE, using="tujuan", baris=3)
    assert told == [(registry.Deed.MOVE, "tujuan", {"baris": 3})]
