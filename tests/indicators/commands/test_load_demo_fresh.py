"""`manage.py load_demo` on an empty database: its password, its file, and what is in the way."""

import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from indicators.demo import guard
from indicators.demo.guard import check_demo_office
from indicators.demo.office import is_loaded, list_accounts
from indicators.models import Pemda, Pengguna, PerangkatDaerah
from indicators.permissions import Peran
from tests.cast import Cast, Office, make_opd, make_quarter, make_user
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


def refused(var_dir: Path, told: str) -> None:
    """Load it in vain."""
    before = (Pengguna.objects.count(), PerangkatDaerah.objects.count())
    with pytest.raises(CommandError, match=told):
        load()
    assert (Pengguna.objects.count(), PerangkatDaerah.objects.count()) == before
    assert not (var_dir / "demo-accounts.txt").exists()


def test_an_installation_with_an_account_gets_no_demo(db: None, var_dir: Path) -> None:
    Pengguna.objects.create(username="admin.dinkes", nama="Orang lain")
    refused(var_dir, "sudah berisi kantor atau akun lain.*bin/run --no-demo")


def test_an_installation_with_an_office_gets_no_demo(office: Office, var_dir: Path) -> None:
    Pengguna.objects.all().delete()
    refused(var_dir, "sudah berisi kantor atau akun lain")


def test_an_office_of_the_same_name_is_none_of_the_demo(
    cast: Cast, office: Office, var_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real one, whose people sign in by names that the demo has too: nobody gives them another password."""
    PerangkatDaerah.objects.filter(pk=office.opd.pk).update(kode="diskominfo")
    Pemda.objects.filter(pk=office.opd.pemda_id).update(kode="18.04")
    Pengguna.objects.filter(pk=cast.kadis.pk).update(username="kadis")
    monkeypatch.setattr(guard, "is_loaded", lambda: True)
    before = Pengguna.objects.get(username="kadis").password
    refused(var_dir, "sudah berisi kantor atau akun lain")
    assert Pengguna.objects.get(username="kadis").password == before


def test_production_gets_no_demo(db: None, var_dir: Path, settings: Settings) -> None:
    settings.PRODUCTION = True
    refused(var_dir, "bekerja dengan data sungguhan")


def test_a_demo_in_production_is_warned_of(db: None, var_dir: Path, settings: Settings) -> None:
    load()
    assert check_demo_office() == []
    settings.PRODUCTION = True
    assert [message.id for message in check_demo_office()] == ["indicators.W001"]
    with pytest.raises(CommandError, match="bekerja dengan data sungguhan"):
        load()


def test_neighbours_of_the_demo_are_none_of_it(db: None) -> None:
    """By hand: its code in another Pemda, another office of its own, and other quarters of its own."""
    own, foreign = (Pemda.objects.create(kode=kode, nama=kode) for kode in ("18.04", "32.01"))
    (demo, _), (beside, root), (namesake, top) = (
        make_opd(pemda, kode, "Dinas")
        for pemda, kode in ((own, "diskominfo"), (own, "dinkes"), (foreign, "diskominfo"))
    )
    for opd, tahun, triwulan in ((demo, 2024, 2), (demo, 2023, 1), (beside, 2024, 1), (namesake, 2024, 1)):
        make_quarter(opd, tahun, triwulan, [])
    for username, unit in (("kadis", root), ("sekretaris", top)):
        make_user(username, "Orang Lain", (unit, Peran.STAF))
    assert (is_loaded(), list_accounts()) == (False, [])
    make_quarter(demo, 2024, 1, [])
    assert is_loaded()


def test_a_demo_with_more_offices_is_one_still(db: None, var_dir: Path) -> None:
    Pemda.objects.create(kode="32.01", nama="Lain")
    load()
    assert PerangkatDaerah.objects.get().pemda.kode == "18.04"
    Pengguna.objects.create(username="coba", nama="Coba")
    assert "tidak ada yang diubah" in load()
