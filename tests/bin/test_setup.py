"""bin/setup: what a newcomer and a second start see."""

import stat
import subprocess
from pathlib import Path

import pytest

from tests.bin.conftest import PACKAGES, PYTHON, Checkout

SCRIPTS = Path(__file__).resolve().parents[2] / "bin"
NOT_INSTALLED = "exit 1"
ALL_INSTALLED = "echo 'install ok installed'"


@pytest.mark.parametrize(
    "script", sorted(p for p in SCRIPTS.iterdir() if p.suffix != ".py" and p.is_file()), ids=lambda p: p.name
)
def test_script_is_valid_bash(script: Path) -> None:
    subprocess.run(["bash", "-n", script], check=True)


def test_setup_without_root_ends_with_the_one_apt_line(checkout: Checkout) -> None:
    checkout.fake("id", "echo 1000")
    checkout.fake("sudo", "exit 1")
    checkout.fake("dpkg-query", NOT_INSTALLED)
    checkout.fake("apt-get", 'touch "$(dirname "$0")/apt-was-called"')
    for name in ("system-python3", "python3", "python3.11", "python3.12", "python3.13"):
        checkout.fake(name, "exit 1")

    outcome = checkout.run("setup")

    assert outcome.returncode == 1
    sentence = outcome.stderr.strip().splitlines()[-1]
    assert sentence.endswith(f"apt-get install --no-install-recommends {PACKAGES} python3 python3-venv")
    assert not (checkout.fakes / "apt-was-called").exists()
    assert not (checkout.root / ".venv").exists()


def test_setup_for_tests_without_root_names_what_the_tests_need(checkout: Checkout) -> None:
    checkout.fake("id", "echo 1000")
    checkout.fake("sudo", "exit 1")
    checkout.fake("dpkg-query", NOT_INSTALLED)

    outcome = checkout.run("setup", "--dev")

    assert outcome.returncode == 1
    assert outcome.stderr.strip().endswith(
        f"{PACKAGES} chromium-headless-shell libatomic1 qpdf strace nginx-light logrotate shellcheck systemd postgresql"
    )


def test_setup_for_tests_on_ubuntu_leaves_out_the_browser_and_says_so(checkout: Checkout) -> None:
    checkout.fake("id", "echo 1000")
    checkout.fake("sudo", "exit 1")
    checkout.fake("dpkg-query", NOT_INSTALLED)
    (checkout.root / "os-release").write_text('NAME="Ubuntu"\nID=ubuntu\nVERSION_ID="24.04"\n')

    outcome = checkout.run("setup", "--dev", OS_RELEASE=str(checkout.root / "os-release"))

    assert outcome.returncode == 1
    assert "di Ubuntu Chromium hanya ada sebagai snap" in outcome.stdout
    assert outcome.stderr.strip().endswith(
        f"{PACKAGES} libatomic1 qpdf strace nginx-light logrotate shellcheck systemd postgresql"
    )


def test_setup_of_a_release_makes_no_secrets(checkout: Checkout) -> None:
    """Those of an installation lie outside of its releases."""
    checkout.fake("id", "echo 0")
    checkout.fake("dpkg-query", ALL_INSTALLED)
    checkout.fake_venv_python(
        'case "$*" in *"-m pip install"*) ;; '
        f'*"import sys, pip"*) echo "{checkout.root}/.venv";; *) exec {PYTHON} "$@";; esac'
    )

    outcome = checkout.run("setup", "--release")

    assert outcome.returncode == 0, outcome.stderr
    assert not (checkout.root / "var" / "secrets.env").exists()


def test_setup_without_disk_space_says_so(checkout: Checkout) -> None:
    checkout.fake("df", "echo header; echo 'disk 100000 90000 10240 90% /'")

    outcome = checkout.run("setup")

    assert outcome.returncode == 1
    assert "tinggal 10 MB, padahal diperlukan 200 MB" in outcome.stderr
    assert not (checkout.root / ".venv").exists()


def test_setup_when_apt_fails_says_so_after_refreshing_the_lists(checkout: Checkout) -> None:
    checkout.fake("id", "echo 0")
    checkout.fake("dpkg-query", NOT_INSTALLED)
    checkout.fake("apt-get", 'echo "$*" >>"$(dirname "$0")/calls"; [[ "$*" == *update* ]]')

    outcome = checkout.run("setup")

    assert outcome.returncode == 1
    assert "Paket sistem gagal dipasang" in outcome.stderr
    calls = (checkout.fakes / "calls").read_text().splitlines()
    assert [call.split()[3] for call in calls] == ["install", "update", "install"]


def test_setup_refuses_an_unknown_option(checkout: Checkout) -> None:
    outcome = checkout.run("setup", "--fast")

    assert outcome.returncode == 1
    assert 'Pilihan "--fast" tidak dikenal' in outcome.stderr


def test_setup_installs_once_repairs_and_keeps_secrets(checkout: Checkout) -> None:
    """One test for the whole life of a checkout, because making a virtual environment takes seconds."""
    checkout.fake("id", "echo 0")
    checkout.fake("dpkg-query", f'[ -e "$(dirname "$0")/calls" ] || {NOT_INSTALLED}; {ALL_INSTALLED}')
    checkout.fake("apt-get", 'echo "$*" >>"$(dirname "$0")/calls"')
    secrets = checkout.root / "var" / "secrets.env"
    python = checkout.root / ".venv" / "bin" / "python"

    # An installation that was cut off left its mark; its content must not survive.
    python.parent.mkdir(parents=True)
    (checkout.root / ".venv" / ".incomplete").touch()
    (checkout.root / ".venv" / "leftover").touch()

    first = checkout.run("setup")
    assert first.returncode == 0, first.stderr
    assert not (checkout.root / ".venv" / "leftover").exists()
    assert not (checkout.root / ".venv" / ".incomplete").exists()
    subprocess.run([python, "-c", "import pip"], check=True)
    assert f"Memasang paket sistem: {PACKAGES}" in first.stdout
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    generated = secrets.read_text()
    key = generated.split("SECRET_KEY=")[1].strip()
    assert len(key) >= 50
    assert key not in first.stdout + first.stderr + (checkout.root / "var" / "setup.log").read_text()

    second = checkout.run("setup")
    assert second.returncode == 0, second.stderr
    assert stat.S_IMODE((checkout.root / "var" / "setup.log").stat().st_mode) == 0o600
    assert "Pustaka Python: lengkap" in second.stdout
    assert len((checkout.fakes / "calls").read_text().splitlines()) == 1, "the second run asks nothing of apt"
    assert secrets.read_text() == generated

    secrets.chmod(0o644)
    (checkout.root / "var").chmod(0o755)
    (checkout.root / "var" / "sakip.sqlite3").touch()
    (checkout.root / "var" / "sakip.sqlite3").chmod(0o666)
    # A changed lock file is installed over what is there.
    (checkout.root / "requirements.lock").write_text("# still nothing to install\n")
    third = checkout.run("setup")
    assert third.returncode == 0, third.stderr
    assert "Memasang pustaka Python dari requirements.lock" in third.stdout
    assert "Membuat .venv" not in third.stdout
    assert secrets.read_text() == generated
    var = checkout.root / "var"
    assert [path.name for path in (var, *var.rglob("*")) if path.stat().st_mode & 0o006] == [], "made or tightened"
    assert python.stat().st_mode & 0o005, "another account may serve from this checkout"


def test_setup_leaves_what_an_administrator_arranged(checkout: Checkout) -> None:
    """Another account serves from here: it was let in by its group, and passes through folders to what is published."""
    checkout.fake("id", "echo 0")
    checkout.fake("dpkg-query", ALL_INSTALLED)
    arranged = {
        "var": 0o711,
        "var/secrets.env": 0o640,
        "var/media": 0o750,
        "var/static": 0o755,
        "var/static/a.css": 0o644,
    }
    for name, mode in arranged.items():
        path = checkout.root / name
        path.mkdir() if mode & 0o100 else path.write_text("SECRET_KEY=k")
        path.chmod(mode)

    outcome = checkout.run("setup")

    assert outcome.returncode == 0, outcome.stderr
    assert {name: stat.S_IMODE((checkout.root / name).stat().st_mode) for name in arranged} == arranged


def test_setup_says_whose_folder_it_is(checkout: Checkout) -> None:
    (checkout.root / "var" / "setup.lock").mkdir(parents=True)  # nobody writes that, whatever his rights

    outcome = checkout.run("setup")

    assert outcome.returncode == 1
    assert "Jalankan bin/setup dengan akun pemilik folder itu: root" in outcome.stderr


def test_setup_when_a_hash_does_not_fit_leaves_the_mark_of_incompleteness(checkout: Checkout) -> None:
    checkout.fake("id", "echo 0")
    checkout.fake("dpkg-query", ALL_INSTALLED)
    checkout.fake_venv_python(
        'case "$*" in *"-m pip install"*) echo "THESE PACKAGES DO NOT MATCH THE HASHES" >&2; exit 1;; '
        f'*"import sys, pip"*) echo "{checkout.root}/.venv";; *base_prefix*) exec {PYTHON} "$@";; esac'
    )

    outcome = checkout.run("setup")

    assert outcome.returncode == 1
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in outcome.stderr
    assert "Pustaka Python gagal dipasang" in outcome.stderr
    assert (checkout.root / ".venv" / ".incomplete").exists()
    assert not (checkout.root / ".venv" / ".stamp-run").exists()


def test_setup_takes_the_python_of_the_distribution_before_any_other(checkout: Checkout) -> None:
    checkout.fake("id", "echo 0")
    checkout.fake("dpkg-query", ALL_INSTALLED)
    checkout.fake("python3", 'touch "$(dirname "$0")/other-was-called"; exit 1')
    checkout.fake_system_python(f'echo "$*" >>"$(dirname "$0")/system-calls"; exec {PYTHON} "$@"')

    outcome = checkout.run("setup")

    assert outcome.returncode == 0, outcome.stderr
    assert "-m venv" in (checkout.fakes / "system-calls").read_text()
    assert not (checkout.fakes / "other-was-called").exists()


def test_setup_makes_a_venv_of_another_interpreter_anew(checkout: Checkout) -> None:
    checkout.fake("id", "echo 0")
    checkout.fake("dpkg-query", ALL_INSTALLED)
    checkout.fake_venv_python(
        f'case "$*" in *"import sys, pip"*) echo "{checkout.root}/.venv";; '
        '*base_prefix*) echo "3.11.7 /elsewhere";; esac'
    )

    outcome = checkout.run("setup")

    assert outcome.returncode == 0, outcome.stderr
    assert "Membuat .venv" in outcome.stdout
    made = subprocess.run(
        [checkout.root / ".venv" / "bin" / "python", "-c", "import sys; print(sys.prefix)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert made.stdout.strip() == str(checkout.root / ".venv")


def test_setup_without_root_makes_do_with_another_python(checkout: Checkout) -> None:
    """A distribution's Python that lacks its venv module is no reason to stop when another one is there."""
    checkout.fake("id", "echo 1000")
    checkout.fake("sudo", "exit 1")
    checkout.fake("dpkg-query", 'case "$*" in *python3*) exit 1;; esac; ' + ALL_INSTALLED)
    checkout.fake_system_python(f'[[ "$*" == *ensurepip* ]] && exit 1; exec {PYTHON} "$@"')
    checkout.fake("python3", f'exec {PYTHON} "$@"')

    outcome = checkout.run("setup")

    assert outcome.returncode == 0, outcome.stderr
    assert "Paket sistem: lengkap, kecuali python3 python3-venv" in outcome.stdout
