"""A folder that is not the installation's is told from one that lost a file."""

import shutil
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from pytest_django import Settings

from indicators.models import BuktiDukung, DamagedFile
from indicators.services.bukti import deliver_evidence
from sakip import store_checks
from sakip.file_store import MARK, StoreAway, store
from sakip.keeping.backup import make_backup
from sakip.keeping.refusals import KeepingRefused
from sakip.refusals import Damaged
from tests.bucket.test_object_store import attach
from tests.cast import Cast, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def bukti(office: Office, cast: Cast) -> BuktiDukung:
    return attach(office, cast)


@pytest.fixture
def unmounted(bukti: BuktiDukung, settings: Settings) -> Path:
    """The folder as a server sees it that has not mounted it."""
    mounted = Path(settings.MEDIA_ROOT)
    settings.MEDIA_ROOT = mounted.with_name(f"{mounted.name}-kosong")
    return mounted


def test_a_folder_that_is_not_mounted_is_an_outage(
    unmounted: Path, office: Office, cast: Cast, bukti: BuktiDukung, tmp_path: Path, settings: Settings
) -> None:
    with pytest.raises(StoreAway, match="tidak memuat berkas instalasi ini"):
        deliver_evidence(by=cast.staf, unit=office.bidang, bukti=bukti)
    with pytest.raises(StoreAway):
        default_storage.save("bukti/satu.pdf", ContentFile(b"isi"))
    assert not DamagedFile.objects.exists()
    assert not Path(settings.MEDIA_ROOT).exists()
    assert [message.id for message in store_checks.check_store()] == ["sakip.E045"]
    with pytest.raises(KeepingRefused, match="check_files"):
        make_backup(tmp_path / "a.tar", say=str)
    with pytest.raises(CommandError, match="tidak memuat berkas"):
        call_command("check_files")


def test_whoever_says_so_goes_on_without_the_files(
    unmounted: Path, office: Office, cast: Cast, bukti: BuktiDukung, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("check_files", "--mark")
    assert "menyimpan, mengembalikan, dan menghapus berkas" in capsys.readouterr().out
    with pytest.raises(Damaged):
        deliver_evidence(by=cast.staf, unit=office.bidang, bukti=bukti)


def test_a_lost_file_of_a_mounted_folder_is_a_case(office: Office, cast: Cast, bukti: BuktiDukung) -> None:
    default_storage.delete(str(bukti.berkas.name))
    with pytest.raises(Damaged) as refused:
        deliver_evidence(by=cast.staf, unit=office.bidang, bukti=bukti)
    assert refused.value.hilang
    assert DamagedFile.objects.count() == 1


def test_a_folder_from_before_the_mark_gets_it_with_the_next_file(bukti: BuktiDukung, settings: Settings) -> None:
    mark = Path(settings.MEDIA_ROOT) / MARK
    mark.unlink()
    assert not default_storage.exists("bukti/tidak-ada.pdf")
    assert not mark.exists()
    default_storage.save("bukti/satu.pdf", ContentFile(b"isi"))
    assert mark.exists()
    assert {entry.name for entry in store().list_below("bukti")} == {str(bukti.berkas.name), "bukti/satu.pdf"}


def test_a_new_installation_marks_its_folder(settings: Settings) -> None:
    shutil.rmtree(settings.MEDIA_ROOT)
    assert store_checks.check_store() == []
    default_storage.save("bukti/satu.pdf", ContentFile(b"isi"))
    assert (Path(settings.MEDIA_ROOT) / MARK).exists()


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, []),
        ({"FILES_S3_PREFIX": "sakip"}, ["sakip.W040"]),
        ({"FILES_S3_BUCKET": "sakip"}, ["sakip.E040"]),
        ({"FILES_S3_BUCKET": "sakip", "FILES_S3_ACCESS_KEY": "a", "FILES_S3_SECRET_KEY": "b"}, []),
        ({"FILES_S3_BUCKET": "s", "FILES_S3_ENDPOINT": "s3.example.go.id"}, ["sakip.E040", "sakip.E041"]),
        ({"FILES_S3_BUCKET": "s", "FILES_S3_ENDPOINT": "https://s3.example.go.id/s"}, ["sakip.E040", "sakip.E041"]),
        ({"FILES_S3_BUCKET": "s", "FILES_S3_ENDPOINT": "https://a:b@s3.example.go.id"}, ["sakip.E040", "sakip.E041"]),
        ({"FILES_S3_BUCKET": "s", "FILES_S3_ENCRYPTION": "ya"}, ["sakip.E040", "sakip.E043"]),
        ({"FILES_S3_BUCKET": "s", "FILES_ACCEL": True}, ["sakip.E040", "sakip.E044"]),
    ],
)
def test_settings_that_cannot_be_right_are_told(settings: Settings, given: dict[str, object], found: list[str]) -> None:
    for name, value in given.items():
        setattr(settings, name, value)
    messages = [*store_checks.check_bucket(), *store_checks.check_accel()]
    assert [message.id for message in messages] == found
