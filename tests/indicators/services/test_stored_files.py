"""A stored file is handed out whole or not at all, and its administrators hear of it."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from indicators.models import DamagedFile
from indicators.services.stored_files import StoredFile, open_whole, read_whole
from sakip.refusals import Damaged
from tests.cast import Office

CONTENT = b"isi" * 100_000


@pytest.fixture
def stored(office: Office) -> StoredFile:
    name = default_storage.save("bukti/aa/rahasia-ini.pdf", ContentFile(CONTENT))
    field: Any = SimpleNamespace(name=name, storage=default_storage)
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    return StoredFile(office.opd, "uji", 7, "Surat Bapak Contoh.pdf", field, sha256)


def path_of(stored: StoredFile) -> Path:
    return Path(default_storage.path(str(stored.berkas.name)))


def cut(path: Path) -> None:
    path.write_bytes(CONTENT[:-1])


def alter(path: Path) -> None:
    path.write_bytes(b"x" + CONTENT[1:])


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: list[tuple[Callable[[Path], Any], str]] = [
    (Path.unlink, "hilang"),
    (make_folder, "hilang"),
    (cut, "berubah"),
    (alter, "berubah"),
    (lambda path: path.write_bytes(b""), "berubah"),
]


def test_a_whole_file_is_handed_out_from_its_beginning(stored: StoredFile) -> None:
    with open_whole(stored) as file:
        assert file.read() == CONTENT
    assert read_whole(stored) == CONTENT
    assert not DamagedFile.objects.exists()


@pytest.mark.parametrize(("damage", "sebab"), DAMAGES)
def test_a_damaged_file_is_refused_and_kept_as_a_case(
    stored: StoredFile, damage: Callable[[Path], Any], sebab: str, caplog: pytest.LogCaptureFixture
) -> None:
    damage(path_of(stored))
    with pytest.raises(Damaged, match="perlu memulihkannya dari cadangan") as refused:
        open_whole(stored)
    assert refused.value.hilang == (sebab == "hilang")
    case = DamagedFile.objects.get()
    assert (case.opd, case.jenis, case.nomor, case.sebab) == (stored.opd, "uji", 7, sebab)
    assert (case.kode, case.nama, case.selesai_pada) == ("uji-7", "Surat Bapak Contoh.pdf", None)
    [line] = caplog.records
    assert (line.levelname, "uji-7" in line.getMessage(), str(stored.berkas.name) in line.getMessage()) == (
        "ERROR", True, True,
    )  # fmt: skip
    assert "Bapak" not in line.getMessage()


def test_one_case_is_open_until_the_file_is_whole_again(stored: StoredFile) -> None:
    path = path_of(stored)
    path.unlink()
    for _ in range(2):
        with pytest.raises(Damaged):
            open_whole(stored)
    first = DamagedFile.objects.get()
    assert first.terakhir_pada > first.ditemukan_pada
    alter(path)
    with pytest.raises(Damaged):
        open_whole(stored)
    first.refresh_from_db()
    assert (first.sebab, first.selesai_pada) == ("berubah", None)
    path.write_bytes(CONTENT)
    open_whole(stored).close()
    first.refresh_from_db()
    assert first.selesai_pada is not None
    path.unlink()
    with pytest.raises(Damaged):
        open_whole(stored)
    assert DamagedFile.objects.filter(selesai_pada__isnull=True).exclude(pk=first.pk).count() == 1


def test_each_file_has_a_case_of_its_own(stored: StoredFile) -> None:
    path = path_of(stored)
    path.unlink()
    for each in (stored, replace(stored, jenis="lain"), replace(stored, nomor=8)):
        with pytest.raises(Damaged):
            open_whole(each)
    path.write_bytes(CONTENT)
    open_whole(stored).close()
    still_open = DamagedFile.objects.filter(selesai_pada__isnull=True)
    assert set(still_open.values_list("jenis", "nomor")) == {("lain", 7), ("uji", 8)}


def test_a_whole_file_costs_one_question(stored: StoredFile, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        open_whole(stored).close()
