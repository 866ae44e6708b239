"""Commands where no installation stands: a forgotten DATABASE_URL or VAR_DIR is told in a sentence."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from sakip.environment import child_environment

pytestmark = pytest.mark.one_database


def told(tmp_path: Path, *command: str, **more: str) -> str:
    address = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    environment = child_environment(withheld=(), VAR_DIR=str(tmp_path), DATABASE_URL=address, **more)
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return done.stderr


def test_a_command_says_that_the_database_is_not_prepared(tmp_path: Path) -> None:
    said = told(tmp_path, "unlock", "siapa")
    assert said.startswith("Basis data tidak dapat dipakai. Periksa DATABASE_URL dan VAR_DIR")
    assert "manage.py migrate" in said


@pytest.mark.parametrize("command", [("verify",), ("unlock", "siapa"), ("backup", "a.tar")])
def test_no_command_makes_a_database_that_is_not_there(tmp_path: Path, command: tuple[str, ...]) -> None:
    """All but `migrate` and `restore`, which begin an installation."""
    told(tmp_path, *command)
    assert not (tmp_path / "new.sqlite3").exists()


def test_verify_names_an_empty_database_once(tmp_path: Path) -> None:
    (tmp_path / "new.sqlite3").touch()
    said = told(tmp_path, "verify")
    assert f"Basis data {tmp_path / 'new.sqlite3'} kosong: belum ada instalasi di situ." in said
    assert "cadangan terakhir" not in said


def test_a_setting_that_cannot_be_right_is_told_without_a_traceback(tmp_path: Path) -> None:
    assert told(tmp_path, "verify", DEBUG="x").startswith("Pengaturan salah: DEBUG: 'x' is neither yes nor no")
