"""`manage.py load_demo` on an empty database: its password, its file, and what is in the way."""

import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from indicators.models import Pengguna, PerangkatDaerah
from tests.indicators.commands.test_load_demo import AKUN


@pytest.fixture
def var_dir(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    settings.DEMO_PASSWORD = ""
    return tmp_path / "var"


def load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def test_generated_password_stands_only_in_a_file_for_its_owner(db: None, var_dir: Path) -> None:
    said = load()
    path = var_dir / "demo-accounts.txt"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text()
    sandi = text.splitlines()[0].removeprefix("Kata sandi semua akun: ")
    assert len(sandi) == 19
    assert sandi not in said
    assert all(username in text for username in AKUN)
    assert Pengguna.objects.get(username="kadis").check_password(sandi)
    load()
    assert path.read_text() == text


def test_taken_user_name_loads_nothing_and_says_so(db: None, var_dir: Path) -> None:
    Pengguna.objects.create(username="kadis", nama="Orang lain")
    with pytest.raises(CommandError, match="Nama pengguna ini sudah dipakai"):
        load()
    assert not PerangkatDaerah.objects.exists()
    assert not (var_dir / "demo-accounts.txt").exists()
