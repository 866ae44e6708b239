"""What the store of files promises, in a bucket: whole or not there, private, never written over, and an outage told
from a lost file."""

import errno
import hashlib
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from botocore.exceptions import ClientError
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client, override_settings
from django.urls import reverse

from indicators.models import BuktiDukung, DamagedFile
from indicators.services.bukti import add_evidence, deliver_evidence
from indicators.services.realisasi_entry import RowEntry
from sakip import object_store, store_checks
from sakip.condition.conditions import State
from sakip.condition.server import read_files
from sakip.environment import child_environment
from sakip.file_store import MARK, FileStore, StoreAway, store
from sakip.object_store import _meaning
from sakip.orphans import sweep
from sakip.outages import AWAY, FULL, outage_of
from sakip.waiting_files import WaitingFile, remove_old
from tests.bucket.server import KEY, SECRET, client_of, make_bucket, stored_in
from tests.cast import Cast, Office
from tests.files import PDF, upload
from tests.savers import save_row

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
# Nobody listens there.
NOWHERE = "http://127.0.0.1:9"


def read(name: str) -> bytes:
    with default_storage.open(name) as file:
        content: bytes = file.read()
    return content


def test_a_file_is_stored_read_listed_and_deleted(bucket: FileStore) -> None:
    name = default_storage.save("bukti/ab/satu.pdf", ContentFile(b"isi"))
    assert name == "bukti/ab/satu.pdf"
    with default_storage.open(name) as file:
        assert (file.read(), file.size) == (b"isi", 3)
    [entry] = bucket.list_below()
    assert (entry.name, entry.size) == (name, 3)
    assert [each.name for each in bucket.list_below("bukti")] == [name]
    assert list(bucket.list_below("buk")) == []
    default_storage.delete(name)
    assert not default_storage.exists(name)
    with pytest.raises(FileNotFoundError):
        default_storage.open(name)


def test_a_taken_name_is_not_written_over() -> None:
    names = {default_storage.save("bukti/satu.pdf", ContentFile(text)) for text in (b"pertama", b"kedua")}
    assert len(names) == 2
    assert sorted(map(read, names)) == [b"kedua", b"pertama"]


def test_every_byte_is_part_of_the_signature_and_nothing_is_public(bucket: Any) -> None:
    sent: list[Any] = []
    bucket.connection.meta.client.meta.events.register("before-send.s3", lambda request, **_: sent.append(request))
    bucket.fill("bukti/satu.pdf", ContentFile(b"isi"))
    [request] = sent
    assert request.headers["X-Amz-Content-SHA256"] == hashlib.sha256(b"isi").hexdigest().encode()
    assert b"x-amz-content-sha256" in request.headers["Authorization"]
    assert [name for name in request.headers if "acl" in name.lower()] == []


def test_the_store_is_told_to_encrypt(object_server: str) -> None:
    name = make_bucket(object_server)
    with stored_in(object_server, name, object_parameters={"ServerSideEncryption": "AES256"}):
        default_storage.save("bukti/satu.pdf", ContentFile(b"isi"))
    found = client_of(object_server).head_object(Bucket=name, Key="sakip/bukti/satu.pdf")
    assert found["ServerSideEncryption"] == "AES256"


# --- Outages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ask",
    [
        lambda: default_storage.save("bukti/satu.pdf", ContentFile(b"isi")),
        lambda: default_storage.open("bukti/satu.pdf"),
        lambda: default_storage.exists("bukti/satu.pdf"),
        lambda: default_storage.delete("bukti/satu.pdf"),
        lambda: list(store().list_below()),
    ],
)
def test_a_store_that_does_not_answer_is_an_outage_of_seconds(ask: Any) -> None:
    begun = time.monotonic()
    with stored_in(NOWHERE, "berkas"), pytest.raises(StoreAway) as away:
        ask()
    assert outage_of(away.value) is AWAY
    assert time.monotonic() - begun < 5


@pytest.fixture
def silent() -> Iterator[str]:
    """Let somebody listen who never answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def test_a_store_that_hangs_is_waited_for_once_and_not_by_everybody(
    silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with override_settings(FILES_S3_TIMEOUT_SECONDS=1), stored_in(silent, "berkas"):
        begun = time.monotonic()
        for _ in range(5):
            with pytest.raises(StoreAway, match="tidak menjawab"):
                default_storage.open("bukti/satu.pdf")
        assert 2 < time.monotonic() - begun < 5
        monkeypatch.setattr(object_store, "_AWAY_SECONDS", -1)
        store()._silence.begin("tidak menjawab")  # type: ignore[attr-defined]
        told: list[float] = []

        def ask() -> None:
            begun = time.monotonic()
            with pytest.raises(StoreAway):
                default_storage.exists("bukti/satu.pdf")
            told.append(time.monotonic() - begun)

        threads = [Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [seconds > 1 for seconds in sorted(told)] == [False, False, False, True], "one asks anew"


def test_a_store_that_is_back_is_used_again(bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket._silence.begin("Penyimpanan berkas tidak menjawab: diam")
    with pytest.raises(StoreAway, match="diam"):
        bucket.exists("bukti/satu.pdf")
    monkeypatch.setattr(object_store, "_AWAY_SECONDS", -1)
    bucket._silence.begin("diam")
    name = bucket.save("bukti/satu.pdf", ContentFile(b"isi"))
    assert read(name) == b"isi"


@pytest.mark.parametrize(
    ("code", "outage"),
    [("SignatureDoesNotMatch", AWAY), ("NoSuchBucket", AWAY), ("AccessDenied", AWAY), ("QuotaExceeded", FULL)],
)
def test_what_a_store_answers_is_told_by_what_it_means(code: str, outage: object) -> None:
    error = _meaning(ClientError({"Error": {"Code": code, "Message": "as the store says it"}}, "PutObject"))
    assert outage_of(error) is outage
    assert "as the store says it" in str(error)
    missing = _meaning(ClientError({"Error": {"Code": "NoSuchKey", "Message": ""}}, "GetObject"))
    assert missing.errno == errno.ENOENT


def test_a_bucket_that_is_not_there_is_an_outage(object_server: str) -> None:
    with stored_in(object_server, "tidak-ada"):
        with pytest.raises(StoreAway, match="NoSuchBucket"):
            default_storage.save("bukti/satu.pdf", ContentFile(b"isi"))
        with pytest.raises(StoreAway, match="NoSuchBucket"):
            list(store().list_below())


def attach(office: Office, cast: Cast) -> BuktiDukung:
    layanan = office.indikator(office.bidang)[0]
    file = upload("laporan.pdf", PDF)
    return add_evidence(by=cast.staf, triwulan=office.tw1, unit=office.bidang, indikator_id=layanan.pk, file=file)


def test_another_bucket_is_an_outage_and_not_as_many_lost_files(office: Office, cast: Cast, object_server: str) -> None:
    bukti = attach(office, cast)
    with stored_in(object_server, make_bucket(object_server)):
        with pytest.raises(StoreAway, match="tidak memuat berkas instalasi ini"):
            deliver_evidence(by=cast.staf, unit=office.bidang, bukti=bukti)
        with pytest.raises(StoreAway):
            attach(office, cast)
        with pytest.raises(StoreAway):
            sweep("bukti", list)
        assert [message.id for message in store_checks.check_store()] == ["sakip.E045"]
    assert store_checks.check_store() == []
    assert not DamagedFile.objects.exists()
    with deliver_evidence(by=cast.staf, unit=office.bidang, bukti=bukti) as file:
        assert file.read() == PDF


def test_without_the_store_files_wait_and_numbers_are_saved(
    office: Office, cast: Cast, client_of: Any, caplog: pytest.LogCaptureFixture
) -> None:
    bukti = attach(office, cast)
    reader: Client = client_of(cast.staf)
    reader.raise_request_exception = False
    with stored_in(NOWHERE, "berkas"), caplog.at_level(logging.CRITICAL):
        page = reader.get(reverse("indicators:bukti_download", args=[bukti.pk]))
        assert (page.status_code, page["Retry-After"]) == (503, "30")
        assert "Penyimpanan berkas sedang tidak dapat dihubungi" in page.content.decode()
        with pytest.raises(StoreAway):
            attach(office, cast)
        isian = RowEntry(bukti.realisasi.indikator_id, bukti.realisasi.versi, teks={"catatan": "tetap tersimpan"})
        row = save_row(by=cast.staf, triwulan=office.tw1, unit=office.bidang, isian=isian)
    assert row is not None
    assert BuktiDukung.objects.count() == 1


def test_a_bucket_that_is_away_is_a_condition_of_the_server(bucket: FileStore) -> None:
    assert [condition.state for condition in read_files(())] == [State.GOOD]
    with stored_in(NOWHERE, "berkas"):
        [condition] = read_files(())
    assert (condition.key, condition.state) == ("files", State.BROKEN)


# --- The night, and other servers -----------------------------------------------------------------------------------


def test_the_night_lists_without_asking_for_each_file(bucket: Any) -> None:
    default_storage.save("dokumen/aa/yatim.pdf", ContentFile(b"isi"))
    waiting = WaitingFile()
    waiting.save(b"unggahan")
    asked: list[str] = []
    bucket.connection.meta.client.meta.events.register("before-call.s3", lambda model, **_: asked.append(model.name))
    assert sweep("dokumen", list) == 0  # younger than a day
    remove_old()
    assert asked == ["HeadObject", "ListObjectsV2", "ListObjectsV2"]
    assert waiting.read() == b"unggahan"


def test_another_process_reads_what_this_one_stored_and_finds_the_store_in_order(
    object_server: str, tmp_path: Path
) -> None:
    name = make_bucket(object_server)
    with stored_in(object_server, name):
        waiting = WaitingFile()
        waiting.save(b"unggahan yang menunggu")
    given = child_environment(
        withheld=(),
        FILES_S3_BUCKET=name,
        FILES_S3_ENDPOINT=object_server,
        FILES_S3_ACCESS_KEY=KEY,
        FILES_S3_SECRET_KEY=SECRET,
        FILES_S3_PREFIX="sakip",
        DATABASE_URL=f"sqlite:///{tmp_path}/lain.sqlite3",
    )
    told = f"from sakip.waiting_files import WaitingFile; print(WaitingFile({waiting.name!r}).read().decode())"
    code = f"import django; django.setup(); {told}"
    asked = [[sys.executable, "-c", code], [sys.executable, "manage.py", "check_files"]]
    given["DJANGO_SETTINGS_MODULE"] = "sakip.settings"
    said = [
        subprocess.run(each, cwd=Path(settings.BASE_DIR), env=given, capture_output=True, text=True, check=True).stdout
        for each in asked
    ]
    assert said[0].strip() == "unggahan yang menunggu"
    assert "menyimpan, mengembalikan, dan menghapus berkas" in said[1]
    with stored_in(object_server, name):
        assert {entry.name for entry in store().list_below()} == {waiting.path}
        assert store().holds(MARK)


def test_what_is_read_can_be_given_to_a_process_apart(bucket: FileStore) -> None:
    bucket.fill("bukti/satu.pdf", ContentFile(PDF))
    with bucket.open("bukti/satu.pdf") as file:
        assert os.fstat(file.fileno()).st_size == len(PDF)
