"""bin/install-service below a folder of its own: what it makes, for whom, and that a second run changes nothing.

The tree that it installs is a small one, with a bin/setup and a manage.py that only write down how they were called.
"""

import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bin.test_apart import Session
from tests.operation.front import ROOT

pytestmark = pytest.mark.one_database
HOST = "sakip.contoh.test"
RUNTIME, OWNER = "postgres://sakip_app:s%40ndi@127.0.0.1:5432/sakip", "postgres://sakip_owner:lain@127.0.0.1:5432/sakip"
PLAIN = "postgres://sakip_app@db.contoh.test:5432/sakip"
SETUP = f"""#!/bin/bash
mkdir -p "$(dirname "$0")/../.venv/bin" "$(dirname "$0")/../var"
ln -s {sys.executable} "$(dirname "$0")/../.venv/bin/python"
"""
# Writes down in the installation's log with what it was called; `collectstatic` is called without an installation.
MANAGE = """
import json, os, sys
home = os.environ.get("HOME")
if home is not None:
    with open(f"{home}/calls", "a") as calls:
        calls.write(json.dumps([sys.argv[1:], dict(os.environ)]) + "\\n")
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A tree that can be installed."""
    tree = tmp_path / "source"
    for name in ("bin", "deploy"):
        shutil.copytree(ROOT / name, tree / name)
    (tree / "bin" / "setup").write_text(SETUP)
    (tree / "manage.py").write_text(MANAGE)
    (tree / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n')
    for app in ("sakip", "indicators", "reports"):
        (tree / app).mkdir()
        (tree / app / "__init__.py").touch()
    return tree


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    root = tmp_path / "machine"
    (root / "tls").mkdir(parents=True)
    for name in ("cert.pem", "key.pem"):
        (root / "tls" / name).touch()
    return root


def install(source: Path, machine: Path, *options: str, fakes: str = "/nowhere") -> subprocess.CompletedProcess[str]:
    """Run it with the programs in the folder `fakes` in front of the real ones."""
    caller = {"SECRET_KEY": "of-the-caller", "DATABASE_URL": "sqlite:////of-the-caller"}
    return subprocess.run(
        ["bash", str(source / "bin" / "install-service"), "--root", str(machine), *options],
        env=os.environ | caller | {"PATH": f"{fakes}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def database_file(machine: Path) -> tuple[str, str]:
    """Write the addresses where nobody else reads them, and return the option that names the file."""
    path = machine.parent / "database"
    path.touch(0o600)
    path.write_text(f"DATABASE_URL={RUNTIME}\nOWNER_DATABASE_URL={OWNER}\n")
    return "--database-file", str(path)


def install_whole(source: Path, machine: Path, fakes: str = "/nowhere") -> subprocess.CompletedProcess[str]:
    certificate = ("--certificate", f"{machine}/tls/cert.pem", "--certificate-key", f"{machine}/tls/key.pem")
    done = install(source, machine, "--domain", HOST, *database_file(machine), *certificate, fakes=fakes)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def calls_of(machine: Path) -> list[tuple[list[str], dict[str, str]]]:
    """Return the words and the environment of each command that was run in the installation."""
    lines = (machine / "var/lib/sakip/calls").read_text().splitlines()
    return [(words, environment) for words, environment in map(json.loads, lines)]


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def snapshot(root: Path) -> dict[str, tuple[int, float, str]]:
    """Return mode, time and content of everything below a folder, but what the runs themselves wrote down."""
    kept = (path for path in sorted(root.rglob("*")) if path.name not in ("calls", "sakip-install.log"))
    return {
        str(path.relative_to(root)): (
            path.lstat().st_mode,
            0 if path.is_dir() else path.lstat().st_mtime,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else str(path.is_symlink()),
        )
        for path in kept
    }


def test_an_installation_stands_where_it_belongs_and_is_read_by_whom_it_should(source: Path, machine: Path) -> None:
    install_whole(source, machine)

    release = machine / "opt/sakip/releases/1.2.3"
    assert (machine / "opt/sakip/current").resolve() == release
    assert (release / ".placed").is_file()
    assert (release / "sakip.env").resolve() == machine / "etc/sakip/sakip.env"
    assert (machine / "usr/local/bin/sakip").resolve() == release / "bin/sakip"
    for path, mode in {
        "opt/sakip/releases/1.2.3/manage.py": 0o644,
        "opt/sakip/releases/1.2.3/bin/sakip": 0o755,
        "opt/sakip/releases/1.2.3/var": 0o700,
        "etc/sakip": 0o755,
        "etc/sakip/sakip.env": 0o640,
        "etc/sakip/owner.env": 0o600,
        "var/lib/sakip": 0o711,
        "var/lib/sakip/media": 0o2710,
        "var/backups/sakip": 0o700,
        "etc/systemd/system/sakip-web.service": 0o644,
        "etc/nginx/sites-available/sakip": 0o644,
    }.items():
        assert mode_of(machine / path) == mode, path


def test_settings_are_those_that_were_asked_for(source: Path, machine: Path) -> None:
    done = install_whole(source, machine)

    settings = dict(
        line.split("=", 1)
        for line in (machine / "etc/sakip/sakip.env").read_text().splitlines()
        if line and not line.startswith("#")
    )
    key = settings.pop("SECRET_KEY")
    assert len(key) == 64
    assert settings == {
        "PUBLIC_BASE_URL": f"https://{HOST}",
        "DATABASE_URL": RUNTIME,
        "TRUSTED_PROXIES": "unix:",
        "VAR_DIR": f"{machine}/var/lib/sakip",
        "BACKUP_DIR": f"{machine}/var/backups/sakip",
        "TIME_ZONE": "Asia/Jakarta",
    }
    said = done.stdout + done.stderr + (machine / "var/log/sakip-install.log").read_text()
    assert not [secret for secret in (key, "s%40ndi", "lain@") if secret in said]


def test_the_owner_migrates_and_nothing_of_the_caller_reaches_a_command(source: Path, machine: Path) -> None:
    install_whole(source, machine)

    calls = calls_of(machine)
    assert [words for words, _ in calls] == [
        ["migrate", "--noinput", "--verbosity", "0"],
        ["grant_runtime_role", "sakip_app"],
        ["check", "--deploy"],
    ]
    assert [environment.get("DATABASE_URL") for _, environment in calls] == [OWNER, OWNER, None]
    assert not [words for words, environment in calls if "SECRET_KEY" in environment]


def test_a_second_run_changes_nothing(source: Path, machine: Path) -> None:
    install_whole(source, machine)
    before = snapshot(machine)

    again = install_whole(source, machine)
    without_options = install(source, machine)

    assert without_options.returncode == 0, without_options.stderr
    assert snapshot(machine) == before
    assert "Ditulis" not in again.stdout + without_options.stdout


def test_the_site_bears_the_names_of_the_installation(source: Path, machine: Path) -> None:
    install_whole(source, machine)
    settings = machine / "etc/sakip/sakip.env"
    settings.write_text(settings.read_text() + "MAX_SCAN_MB='80'\nMEDIA_ROOT='/data/berkas&lain'\n")
    install(source, machine)

    site = (machine / "etc/nginx/sites-enabled/sakip").read_text()
    assert "example" not in site
    assert site.count(f"server_name {HOST};") == 2
    assert f"ssl_certificate {machine}/tls/cert.pem;" in site
    assert f"ssl_certificate_key {machine}/tls/key.pem;" in site
    assert "client_max_body_size 82m;" in site
    assert "alias /data/berkas&lain/;" in site
    assert "disable_symlinks on from=/data/berkas&lain/;" in site


def test_without_a_certificate_everything_else_is_installed(source: Path, machine: Path) -> None:
    done = install(source, machine, "--domain", HOST, *database_file(machine))

    assert done.returncode == 0, done.stderr
    assert "nginx tidak diatur, karena belum ada sertifikat." in done.stdout
    assert "Selesai." in done.stdout
    assert not (machine / "etc/nginx").exists()


def test_nginx_of_later_versions_has_http2_in_its_own_line(source: Path, machine: Path, tmp_path: Path) -> None:
    fake = tmp_path / "fakes" / "nginx"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\necho "nginx version: nginx/1.26.3" >&2\n')
    fake.chmod(0o755)
    install_whole(source, machine, fakes=str(fake.parent))

    site = (machine / "etc/nginx/sites-available/sakip").read_text()
    assert "ssl http2;" not in site
    assert site.count("    http2 on;\n") == 1


def test_another_release_is_left_to_the_upgrade(source: Path, machine: Path) -> None:
    install_whole(source, machine)
    (source / "pyproject.toml").write_text('[project]\nversion = "1.3.0"\n')

    done = install(source, machine)

    assert done.returncode == 0
    assert "Rilis 1.2.3 sudah berlaku dan tetap berlaku; untuk rilis lain ada bin/upgrade." in done.stdout
    assert [path.name for path in (machine / "opt/sakip/releases").iterdir()] == ["1.2.3"]


def test_a_release_that_was_cut_off_is_made_anew(source: Path, machine: Path) -> None:
    leftover = machine / "opt/sakip/releases/1.2.3/sisa"
    leftover.parent.mkdir(parents=True)
    leftover.touch()

    install_whole(source, machine)

    assert not leftover.exists()


def test_the_command_runs_in_the_installation(source: Path, machine: Path) -> None:
    install_whole(source, machine)

    command = [str(machine / "usr/local/bin/sakip"), "create_opd", "--help"]
    subprocess.run(command, env=os.environ | {"DEST": str(machine)}, check=True)

    assert calls_of(machine)[-1][0] == ["create_opd", "--help"]


def test_the_command_has_no_part_in_the_terminal_of_its_caller(source: Path, machine: Path) -> None:
    """But a dialogue with him: it asks for a password and does not show it."""
    install_whole(source, machine)
    asks = "import getpass, os\nprint(len(getpass.getpass('Sandi: ')), 'huruf di', os.ttyname(0))\n"
    (machine / "opt/sakip/releases/1.2.3/manage.py").write_text(asks)

    command = ["/usr/bin/env", f"DEST={machine}", str(machine / "usr/local/bin/sakip"), "changepassword", "staf"]
    session = Session(command)
    session.see("Sandi: ")
    session.type("rahasia\n")

    assert session.end() == 0
    assert "7 huruf di /dev/pts/" in session.shown
    assert f"{session.name}\r" not in session.shown
    assert "rahasia" not in session.shown


def pretend_to_be_running(source: Path, tmp_path: Path) -> str:
    """Have the scripts find a systemd that does all it is asked and an application that answers; return the folder of
    the programs that stand for them."""
    service = source / "bin/_service.sh"
    service.write_text(service.read_text() + "\nsystemd_runs() { true; }\nstatus_of() { echo 200; }\n")
    fakes = tmp_path / "fakes"
    fakes.mkdir()
    (fakes / "systemctl").write_text("#!/bin/sh\n")
    (fakes / "systemctl").chmod(0o755)
    return str(fakes)


def test_that_it_can_be_opened_is_said_only_where_something_leads_to_it(
    source: Path, machine: Path, tmp_path: Path
) -> None:
    fakes = pretend_to_be_running(source, tmp_path)

    without = install(source, machine, "--domain", HOST, *database_file(machine), fakes=fakes)
    whole = install_whole(source, machine, fakes=fakes)

    assert without.returncode == 0, without.stderr
    assert f"SAKIP berjalan di https://{HOST}" not in without.stdout
    assert f"SAKIP berjalan, tetapi https://{HOST} baru dapat dibuka" in without.stdout
    assert f"SAKIP berjalan di https://{HOST}" in whole.stdout
    assert f"SAKIP berjalan di https://{HOST}" in install(source, machine, fakes=fakes).stdout, (
        "as an earlier run had it"
    )


@pytest.mark.parametrize("name", ["install-service", "upgrade", "release"])
def test_each_script_says_how_it_is_called(source: Path, name: str) -> None:
    for option in ("--help", "-h"):
        asked = subprocess.run(
            ["bash", str(source / "bin" / name), option], capture_output=True, text=True, check=True, timeout=10
        )
        assert asked.stdout.startswith("Pakai")
        assert f"Contoh:\n  {'git fetch --tags && ' if name == 'upgrade' else ''}bin/{name} " in asked.stdout
        known = re.findall(
            r"^    (?:-h \| )?(--[a-z-]+(?: \| --[a-z-]+)*)\)", (source / "bin" / name).read_text(), re.MULTILINE
        )
        assert {word for words in known for word in words.split(" | ")} <= set(re.findall(r"--[a-z-]+", asked.stdout))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("upgrade", "--cepat"), 'Pilihan "--cepat" tidak dikenal. Pilihan yang ada: bin/upgrade --help'),
        (("upgrade", "--root"), "Pilihan --root memerlukan isi."),
        (("upgrade", "1.2.0", "1.3.0"), 'Sebutkan satu rilis saja, bukan "1.2.0" dan "1.3.0".'),
        (("upgrade", "--back", "1.2.0"), '--back selalu kembali ke rilis sebelumnya; jalankan tanpa "1.2.0".'),
        (("release", "--cepat"), 'Pilihan "--cepat" tidak dikenal. Pilihan yang ada: bin/release --help'),
        (("release", "1.2.0", "--cepat"), 'Sebutkan satu versi saja, bukan "1.2.0 --cepat".'),
    ],
)
def test_what_a_script_does_not_understand_is_said(source: Path, words: tuple[str, ...], sentence: str) -> None:
    done = subprocess.run(
        ["bash", str(source / "bin" / words[0]), *words[1:]], capture_output=True, text=True, check=False, timeout=10
    )
    assert (done.returncode, sentence in done.stderr) == (1, True), done.stderr


def test_a_file_that_others_read_holds_no_password(source: Path, machine: Path) -> None:
    option, path = database_file(machine)
    for mode in (0o640, 0o604):
        Path(path).chmod(mode)
        done = install(source, machine, "--domain", HOST, option, path)
        assert (done.returncode, "dapat dibaca akun lain" in done.stderr) == (1, True)
    Path(path).chmod(0o400)
    assert install(source, machine, "--domain", HOST, option, path).returncode == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--cepat",), 'Pilihan "--cepat" tidak dikenal.'),
        (("--domain",), "Pilihan --domain memerlukan isi."),
        (("--domain", "https://a.go.id"), '"https://a.go.id" bukan nama host.'),
        ((), "Sebutkan nama host yang dipakai orang"),
        (("--domain", HOST), "Sebutkan basis datanya"),
        (("--domain", HOST, "--with-postgresql", "--database-url", PLAIN), "Pilih salah satu"),
        (("--domain", HOST, "--database-file", "/tidak/ada", "--database-url", PLAIN), "Pilih salah satu"),
        (("--domain", HOST, "--database-file", "/tidak/ada"), "Berkas /tidak/ada tidak ada"),
        (("--domain", HOST, "--database-file", "/dev/null"), "Berkas /dev/null tidak ada"),
        (("--domain", HOST, "--database-url", RUNTIME), "Kata sandi di --database-url terbaca akun lain"),
        (("--domain", HOST, "--database-url", "postgres://a@b/c?password=d"), "terbaca akun lain"),
        (("--domain", HOST, "--database-url", 'postgres://a c"@d/e'), "tidak boleh berisi spasi, tanda kutip"),
        (("--domain", HOST, "--database-url", PLAIN, "--certificate", "/tidak/ada"), "Sebutkan juga kunci"),
        (
            ("--domain", HOST, "--database-url", PLAIN, "--certificate", "/tidak/ada", "--certificate-key", "/x"),
            "Berkas /tidak/ada tidak ada atau tidak dapat dibaca.",
        ),
    ],
)
def test_what_cannot_be_right_is_said_before_anything_is_made(
    source: Path, machine: Path, options: tuple[str, ...], sentence: str
) -> None:
    before = snapshot(machine)

    done = install(source, machine, *options)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert snapshot(machine) == before
