"""How full the disks are: which count as low, and how that is said."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytest_django import Settings

from sakip.disks import free_bytes, low_disks

GB = 1024**3


def let_disk_be(monkeypatch: pytest.MonkeyPatch, *, total: int, used: int, reserved: int = 0) -> None:
    """`reserved` is what only root may fill."""
    found = SimpleNamespace(f_frsize=4096, f_blocks=total // 4096, f_bfree=(total - used) // 4096)
    found.f_bavail = found.f_bfree - reserved // 4096
    monkeypatch.setattr(os, "statvfs", lambda _: found)


@pytest.fixture(autouse=True)
def _one_disk(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media" / "belum"
    monkeypatch.setattr("sakip.disks.tempfile.gettempdir", lambda: str(tmp_path))


def test_a_disk_below_a_tenth_is_low_and_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    let_disk_be(monkeypatch, total=100 * GB, used=92 * GB)
    (disk,) = low_disks()
    assert disk.sentence == (
        "Ruang disk server untuk basis data, berkas tersimpan, dan berkas sementara tinggal 8% (8,0 GB). "
        "Minta pengelola server mengosongkan atau menambah ruang sebelum penuh."
    )


def test_what_only_root_may_fill_is_not_free(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    let_disk_be(monkeypatch, total=100 * GB, used=85 * GB, reserved=15 * GB - 512 * 1024**2)
    (disk,) = low_disks()
    assert (disk.percent, disk.free) == (0, 512 * 1024**2)
    assert "tinggal 0% (512 MB)" in disk.sentence
    assert free_bytes(tmp_path) == disk.free


def test_a_tenth_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    let_disk_be(monkeypatch, total=100 * GB, used=90 * GB)
    assert low_disks() == []
