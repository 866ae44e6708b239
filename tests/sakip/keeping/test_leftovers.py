"""What a killed process left behind goes at night; what one at work holds, and what is not ours, stays."""

import os
import tempfile
import time
from pathlib import Path

import pytest
from pytest_django import Settings

from sakip.held_files import hold
from sakip.keeping.leftovers import sweep

pytestmark = pytest.mark.one_database


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    settings.VAR_DIR = settings.MEDIA_ROOT = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    return tmp_path


def leave(path: Path, *, hours: int, folder: bool = True) -> Path:
    if folder:
        path.mkdir()
        (path / "isi").touch()
    else:
        path.touch()
    at = time.time() - hours * 3600
    os.utime(path, (at, at))
    return path


def test_what_is_older_than_a_day_goes(temporary: Path) -> None:
    left = [
        leave(temporary / "sakip-menyusun-a", hours=25),
        leave(temporary / "tmp1234.upload.xlsx", hours=25, folder=False),
        leave(temporary / "var/salinan-cadangan-a", hours=25),
        leave(temporary / "var/.pemulihan", hours=25),
        leave(temporary / "var/berkas-pemulihan-a", hours=25),
    ]
    stays = [
        leave(temporary / "sakip-menyusun-b", hours=23),
        leave(temporary / "tmp1234", hours=25),
        leave(temporary / "var/bukti", hours=25),
    ]
    assert sweep() == len(left)
    assert [path.exists() for path in left] == [False] * len(left)
    assert [path.exists() for path in stays] == [True] * len(stays)
    assert sweep() == 0


def test_a_link_goes_and_what_it_leads_to_stays(temporary: Path) -> None:
    there = leave(temporary / "lain", hours=25)
    (temporary / "sakip-tautan").symlink_to(there)
    os.utime(temporary / "sakip-tautan", (0, 0), follow_symlinks=False)
    assert sweep() == 1
    assert (there / "isi").exists()


def test_what_is_another_accounts_stays(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leave(temporary / "sakip-menyusun-a", hours=25)
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    assert sweep() == 0


def test_nothing_goes_while_a_backup_runs(temporary: Path) -> None:
    leave(temporary / "var/salinan-cadangan-a", hours=25)
    with hold():
        assert sweep() == 0
    assert sweep() == 1
