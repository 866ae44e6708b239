"""What `verify` finds about documents: each of their files, and each signature."""

from pathlib import Path

import pytest

from indicators.models import DamagedFile
from reports.models import Dokumen
from reports.services.stored_file_checks import check_files, check_signatures


def change(path: str) -> None:
    content = bytearray(Path(path).read_bytes())
    content[len(content) // 2] ^= 1
    Path(path).chmod(0o640)
    Path(path).write_bytes(content)


def test_sound_documents_are_counted(signed: Dokumen) -> None:
    assert list(check_files()) == [None, None]
    assert list(check_signatures()) == [None]


@pytest.mark.one_database
def test_every_file_and_every_signature_that_was_changed_is_named(signed: Dokumen) -> None:
    change(signed.berkas.path)
    assert [None if found is None else found.kalimat.partition(": ")[2][:25] for found in check_files()] == [
        "isinya tidak sama dengan ",
        None,
    ]
    assert not DamagedFile.objects.exists()
    change(signed.berkas_ttd.path)
    wrong = [found.kalimat for found in check_files() if found is not None]
    assert len(wrong) == 2
    assert signed.berkas_ttd.name in wrong[1]
    [judged] = check_signatures()
    assert judged.wrong
    assert f"{signed}: Berkas berubah." in judged.kalimat
    Path(signed.berkas_ttd.path).unlink()
    [judged] = check_signatures()
    assert f"{signed}: Berkas tidak ditemukan." in judged.kalimat
