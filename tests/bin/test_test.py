"""bin/test: several runs on two databases, and the truth about each."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.bin.conftest import Checkout

# Stands for the virtual environment's Python: notes what pytest was given; no PostgreSQL answers.
FAKE_PYTHON = """
here=$(cd "$(dirname "$0")" && pwd)
case "$*" in
*"-m pytest"*)
    echo "$DATABASE_URL | $VAR_DIR | $*" >>"$here/pytest-calls"
    printf '%b\n' "${PYTEST_SAYS:-}"
    case "$DATABASE_URL" in sqlite*) exit "${SQLITE_ENDS_WITH:-0}" ;; *) exit "${POSTGRES_ENDS_WITH:-0}" ;; esac ;;
*psycopg*) [[ "$*" == *"${ANSWERS:-nobody}"* ]] ;;
esac
"""


@pytest.fixture
def ready(checkout: Checkout) -> Checkout:
    checkout.skip_setup()
    checkout.fake_venv_python(FAKE_PYTHON)
    checkout.fake("find", "exit 0")  # no PostgreSQL programs on this machine
    checkout.fake("nproc", "echo 1")
    return checkout


def calls(checkout: Checkout) -> list[str]:
    """What pytest was given: SQLite last, as `sqlite` sorts behind `postgres`; they run side by side."""
    return sorted((checkout.root / ".venv" / "bin" / "pytest-calls").read_text().splitlines())


def test_test_runs_the_same_tests_on_both_databases(ready: Checkout) -> None:
    scratch = f"{ready.root}/scratch"
    outcome = ready.run("test", "tests/indicators", "-k", "capaian", ANSWERS="@127.0.0.1:5432/", TEST_SCRATCH=scratch)

    assert outcome.returncode == 0, outcome.stderr
    postgres, sqlite = calls(ready)
    assert sqlite.startswith(f"sqlite:///{scratch}/SQLite-1/sakip.sqlite3 | {scratch}/SQLite-1 |")
    assert re.match("postgres://postgres@127.0.0.1:5432/sakip_[0-9a-f]{8}_1 ", postgres)
    assert f"| {scratch}/PostgreSQL-1 |" in postgres
    for name, call in (("SQLite-1", sqlite), ("PostgreSQL-1", postgres)):
        assert f"--basetemp={scratch}/{name}/" in call
        assert f"--output={ready.root}/var/test/{name}/browser " in call
        assert call.endswith(f"/browser --beside={ready.root}/var/test/taken tests/indicators -k capaian")
    assert (ready.root / "setup-was-called").read_text() == "--dev\n"
    last = outcome.stdout.splitlines()[-2:]
    assert last[0].startswith("==> SQLite-1: lulus")
    assert last[1].startswith("==> PostgreSQL-1: lulus")


def test_there_is_one_run_more_than_processors(ready: Checkout) -> None:
    ready.fake("nproc", "echo 4")
    outcome = ready.run("test", TEST_POSTGRES_URL="postgres://me@db.example/mine?x=y", ANSWERS="db.example")

    assert outcome.returncode == 0, outcome.stderr
    *postgres, first, second, third = (call.split(" | ")[0] for call in calls(ready))
    assert postgres == ["postgres://me@db.example/mine_1?x=y", "postgres://me@db.example/mine_2?x=y"]
    names = ("SQLite-1", "SQLite-2", "SQLite-3")
    assert [Path(url).parent.name for url in (first, second, third)] == list(names)
    said = [line.partition(":")[0] for line in outcome.stdout.splitlines() if ": lulus" in line]
    assert said == [f"==> {name}" for name in ("SQLite-1", "PostgreSQL-1", "SQLite-2", "PostgreSQL-2", "SQLite-3")]


def test_how_many_runs_there_are_can_be_said(ready: Checkout) -> None:
    assert ready.run("test", TEST_RUNS="3", ANSWERS="@127.0.0.1:5432/").returncode == 0
    assert len(calls(ready)) == 3


@pytest.mark.parametrize("value", ["0", "-1", "dua", "100", "3;ls"])
def test_what_is_no_number_of_runs_is_refused(ready: Checkout, value: str) -> None:
    outcome = ready.run("test", TEST_RUNS=value, ANSWERS="@127.0.0.1:5432/")

    assert outcome.returncode == 1
    assert f'TEST_RUNS="{value}" bukan jumlah proses. Isi dengan angka 1 sampai 99.' in outcome.stderr


def test_each_database_has_a_run_whatever_was_said(ready: Checkout) -> None:
    assert ready.run("test", TEST_RUNS="1", ANSWERS="@127.0.0.1:5432/").returncode == 0
    assert len(calls(ready)) == 2


def test_what_the_tests_wrote_in_memory_is_gone_afterwards(ready: Checkout) -> None:
    ready.fake("df", "echo Avail; echo 3072")
    assert ready.run("test", ANSWERS="@127.0.0.1:5432/").returncode == 0
    for call in calls(ready):
        folder = Path(call.split(" | ")[1])
        on_disk = folder.is_relative_to(ready.root / "var" / "test")  # where memory takes no programs
        assert on_disk or folder.parent.name.startswith("sakip-test.")
        assert folder.exists() == on_disk


SUMMARY = r"""
=================== short test summary info ===================
\e[31mFAILED\e[0m tests/sakip/test_a.py::test_one[x y] - assert 1 == 2
ERROR tests/sakip/test_b.py::test_two
\e[31m========= 1 failed, 7 passed, 1 error in 1.82s =========\e[0m
""".strip()


def test_test_ends_with_a_line_for_each_database_and_then_the_failed_tests(ready: Checkout) -> None:
    outcome = ready.run("test", ANSWERS="@127.0.0.1:5432/", SQLITE_ENDS_WITH="1", PYTEST_SAYS=SUMMARY)

    assert outcome.returncode == 1
    assert outcome.stdout.splitlines()[-5:] == [
        "==> SQLite-1: GAGAL, pytest berhenti dengan kode 1 (1 failed, 7 passed, 1 error in 1.82s)",
        "==> PostgreSQL-1: lulus (1 failed, 7 passed, 1 error in 1.82s)",
        "==> Tes yang gagal:",
        "    SQLite-1: tests/sakip/test_a.py::test_one[x y] - assert 1 == 2",
        "    SQLite-1: tests/sakip/test_b.py::test_two",
    ]


@pytest.mark.parametrize(("which", "name"), [("SQLITE_ENDS_WITH", "SQLite-1"), ("POSTGRES_ENDS_WITH", "PostgreSQL-1")])
@pytest.mark.parametrize("code", ["1", "5"])
def test_test_fails_when_one_run_fails_but_runs_all(ready: Checkout, which: str, name: str, code: str) -> None:
    outcome = ready.run("test", ANSWERS="@127.0.0.1:5432/", **{which: code})

    assert outcome.returncode == 1
    assert len(calls(ready)) == 2
    assert f"==> {name}: GAGAL, pytest berhenti dengan kode {code}" in outcome.stdout


def test_test_takes_the_server_it_is_given(ready: Checkout) -> None:
    outcome = ready.run("test", TEST_POSTGRES_URL="postgres://me@db.example/mine", ANSWERS="db.example")

    assert outcome.returncode == 0, outcome.stderr
    assert calls(ready)[0].startswith("postgres://me@db.example/mine_1 |")


def test_test_with_a_given_server_that_is_silent_fails(ready: Checkout) -> None:
    outcome = ready.run("test", TEST_POSTGRES_URL="postgres://me@db.example/mine")

    assert outcome.returncode == 1
    assert "PostgreSQL pada TEST_POSTGRES_URL tidak menjawab" in outcome.stderr


def test_test_without_postgres_says_that_it_was_left_out(ready: Checkout) -> None:
    outcome = ready.run("test")

    assert outcome.returncode == 0
    assert "==> PostgreSQL: TIDAK DIJALANKAN" in outcome.stdout.splitlines()[-1]
    assert " --alone" in calls(ready)[0], "what PostgreSQL would have run is not left out"


def test_what_an_earlier_run_took_is_there_to_take_again(ready: Checkout) -> None:
    taken = ready.root / "var" / "test" / "taken"
    taken.mkdir(parents=True)
    (taken / "tests%2Ftest_prose.py").touch()

    assert ready.run("test", ANSWERS="@127.0.0.1:5432/").returncode == 0
    assert list(taken.iterdir()) == []


def test_quick_runs_on_sqlite_alone_and_says_what_it_left_out(ready: Checkout) -> None:
    ready.fake("df", "echo Avail; echo 3071")  # no room in memory
    outcome = ready.run("test", "--quick", "tests/indicators", TEST_RUNS="2", ANSWERS="@127.0.0.1:5432/")

    assert outcome.returncode == 0, outcome.stderr
    for number, call in enumerate(calls(ready), start=1):
        folder = f"{ready.root}/var/test/SQLite-{number}"
        assert call.startswith(f"sqlite:///{folder}/sakip.sqlite3 | {folder} |")
        assert call.endswith(f"/browser --beside={ready.root}/var/test/taken --quick tests/indicators")
    assert len(calls(ready)) == 2
    *_, first, second, left_out = outcome.stdout.splitlines()
    assert first.startswith("==> SQLite-1: lulus")
    assert second.startswith("==> SQLite-2: lulus")
    assert left_out.startswith("==> BUKAN SELURUH TES: tes dengan transaksi sungguhan, termasuk semua tes peramban,")


def test_quick_fails_when_a_test_does(ready: Checkout) -> None:
    outcome = ready.run("test", "--quick", TEST_RUNS="2", SQLITE_ENDS_WITH="1")

    assert outcome.returncode == 1
    assert "==> SQLite-1: GAGAL" in outcome.stdout
    assert "==> SQLite-2: GAGAL" in outcome.stdout


def test_test_without_postgres_fails_in_ci(ready: Checkout) -> None:
    outcome = ready.run("test", CI="true")

    assert outcome.returncode == 1
    assert "==> PostgreSQL: TIDAK DIJALANKAN" in outcome.stdout


def test_test_refuses_to_run_twice_at_once(ready: Checkout) -> None:
    (ready.root / "var" / "test").mkdir(parents=True)
    lock = os.open(ready.root / "var" / "test.lock", os.O_CREAT | os.O_RDWR)
    holder = subprocess.Popen(["flock", f"/proc/self/fd/{lock}", "sleep", "60"], pass_fds=[lock])
    try:
        while subprocess.run(["flock", "-n", ready.root / "var" / "test.lock", "true"], check=False).returncode == 0:
            pass
        outcome = ready.run("test")
    finally:
        holder.kill()
        holder.wait()
        os.close(lock)

    assert outcome.returncode == 1
    assert "bin/test lain sedang berjalan" in outcome.stderr
