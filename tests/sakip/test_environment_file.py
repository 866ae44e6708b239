"""One file of variables for server, worker and commands, read as systemd reads it."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured

from sakip import environment_file
from sakip.environment_file import fill_environment, fill_secrets, read_variables

pytestmark = pytest.mark.one_database
ROOT = Path(__file__).resolve().parents[2]
# Settings as a process of its own reads them; what they say of a wrong one is its last line.
READ = "from sakip import settings as s; print(s.PRODUCTION, s.DATABASES['default']['NAME'], s.TIME_ZONE)"
POSTGRES = "postgres://sakip:k@127.0.0.1:1/kantor"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sakip.env"


def settings_of(file: Path | None, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Read the settings of a checkout without secrets of its own; `file` is what SAKIP_ENV_FILE names."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    named = {} if file is None else {"SAKIP_ENV_FILE": str(file)}
    return subprocess.run(
        [sys.executable, "-c", READ],
        cwd=ROOT,
        env={**kept, "SAKIP_ENV_FILE": "", "SECRET_KEY": "k" * 60, **named, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=satu", "satu"),
        ("  A=satu dua  ", "satu dua"),
        ("A=", ""),
        ("A= satu", "satu"),
        ("A=satu # dua", "satu # dua"),  # as systemd: a comment is a line of its own
        ("A=#satu", "#satu"),
        ("A=b'c\"d", "b'c\"d"),
        ("A='satu  '", "satu  "),
        (r"A='a\b$c'", r"a\b$c"),
        ('A="satu"', "satu"),
        (r'A="a\"b\\c\$d\e"', r'a"b\c$d\e'),
        ("A=x=y", "x=y"),
    ],
)
def test_a_line_is_read_as_systemd_reads_it(file: Path, line: str, value: str) -> None:
    file.write_text(f"# catatan\n; catatan\n\n{line}\r\nB=dua\n", encoding="utf-8")
    assert read_variables(file) == {"A": value, "B": "dua"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("rahasia", "line 2: write NAME=value"),
        ("export A=rahasia", "line 2: write NAME=value"),
        ("A =rahasia", "line 2: write NAME=value"),
        ("1A=rahasia", "line 2: write NAME=value"),
        ("A='rahasia", "line 2, A: close the quotes"),
        ('A="rahasia', "line 2, A: close the quotes"),
        ("A='rahasia' # catatan", "line 2, A: close the quotes"),
        ("A=raha\\sia", "line 2, A: close the quotes"),
        ("A=rahasia\x00", "line 2, A: a null character"),
        ("B=rahasia", "line 2: B is set a second time"),
    ],
)
def test_a_line_that_is_none_is_told_by_its_number_and_without_its_value(file: Path, line: str, told: str) -> None:
    file.write_text(f"B=dua\n{line}\n", encoding="utf-8")
    with pytest.raises(ImproperlyConfigured) as refused:
        read_variables(file)
    assert told in str(refused.value)
    assert "rahasia" not in str(refused.value)


def test_a_file_that_is_no_text_or_not_there_is_told(file: Path, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"sakip\.env is not there"):
        read_variables(file)
    file.write_bytes(b"A=\xff\n")
    with pytest.raises(ImproperlyConfigured, match="no text in UTF-8"):
        read_variables(file)
    with pytest.raises(ImproperlyConfigured, match="cannot be read: Is a directory"):
        read_variables(tmp_path)


def refuse(path: Path, **options: object) -> str:
    raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize(
    ("group", "mode", "owner", "told"),
    [
        (0, 0o640, 0, "the account root."),  # its group is nobody's but its own
        (1, 0o600, 0, "the account root."),
        (1, 0o640, 0, "an account of the group daemon."),
        (0, 0o600, 4_000_000, "the account 4000000."),
    ],
)
def test_a_closed_file_is_told_with_the_account_that_reads_it(
    file: Path, monkeypatch: pytest.MonkeyPatch, group: int, mode: int, owner: int, told: str
) -> None:
    """The file lies in a closed folder, which is asked instead."""
    folder = SimpleNamespace(st_gid=group, st_mode=mode, st_uid=owner)
    monkeypatch.setattr(Path, "read_text", refuse)
    monkeypatch.setattr(environment_file, "_facts", {file.parent: folder}.get)
    with pytest.raises(ImproperlyConfigured) as refused:
        read_variables(file)
    assert str(refused.value) == f"{file} cannot be read by this account: run this as {told}"


def test_what_is_set_already_wins(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("SAKIP_UJI_A=dari-berkas\nSAKIP_UJI_B=dari-berkas\n", encoding="utf-8")
    monkeypatch.setenv("SAKIP_UJI_A", "dari-lingkungan")
    monkeypatch.setenv("SAKIP_UJI_B", "x")
    monkeypatch.delenv("SAKIP_UJI_B")
    assert fill_environment(file) == {"SAKIP_UJI_A", "SAKIP_UJI_B"}
    assert (os.environ["SAKIP_UJI_A"], os.environ["SAKIP_UJI_B"]) == ("dari-lingkungan", "dari-berkas")
    monkeypatch.delenv("SAKIP_UJI_B")


def test_secrets_of_another_account_matter_only_without_a_key(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set up as root, served by an account that has the key in its environment."""
    file.write_text("SECRET_KEY=rahasia\n")
    monkeypatch.setattr(Path, "read_text", refuse)
    monkeypatch.setattr(environment_file.os, "access", lambda *_: False)
    monkeypatch.setenv("SECRET_KEY", "")
    fill_secrets(file)
    monkeypatch.delenv("SECRET_KEY")
    with pytest.raises(ImproperlyConfigured, match="cannot be read by this account"):
        fill_secrets(file)
    fill_secrets(file.with_name("tidak-ada"))


def test_the_file_gives_what_the_environment_lacks(file: Path) -> None:
    file.write_text(f"DATABASE_URL={POSTGRES}\nTIME_ZONE=Asia/Makassar\nPUBLIC_BASE_URL=https://sakip.contoh.go.id\n")
    assert settings_of(file).stdout.split() == ["True", "kantor", "Asia/Makassar"]
    assert settings_of(file, TIME_ZONE="Asia/Jayapura").stdout.split()[-1] == "Asia/Jayapura"
    assert settings_of(file, PRODUCTION="0").stdout.split()[0] == "False"


def test_no_file_is_read_when_none_is_named_and_none_stands_beside() -> None:
    assert settings_of(None).stdout.split()[::2] == ["False", "Asia/Jakarta"]


def test_a_file_that_is_named_wrongly_stops_the_start(file: Path) -> None:
    refused = settings_of(file)
    assert refused.returncode != 0
    assert f"{file} is not there" in refused.stderr


@pytest.mark.parametrize("missing", ["DATABASE_URL", "SECRET_KEY"])
def test_production_starts_nothing_without_database_or_key(file: Path, missing: str) -> None:
    given = {"DATABASE_URL": POSTGRES, "SECRET_KEY": "k" * 60} | {missing: ""}
    file.write_text("PUBLIC_BASE_URL=https://sakip.contoh.go.id\n")
    refused = settings_of(file, **given)
    assert refused.returncode != 0
    assert f"{missing} is neither set nor in {file}" in refused.stderr.splitlines()[-1]
    assert settings_of(file, **given, PRODUCTION="0").returncode == 0
