"""bin/audit: a finding ends with 1, a database of advisories that is out of reach is said and ends with 0."""

import shutil

import pytest

from tests.bin.conftest import BIN, Checkout, write_script

pytestmark = pytest.mark.one_database

UNREACHED = "error: error sending request for url\\n  cause: dns error"


@pytest.fixture
def audited(checkout: Checkout) -> Checkout:
    shutil.copy(BIN.parent / "pyproject.toml", checkout.root)
    (checkout.root / "requirements-dev.lock").write_text("django==5.2.1 \\\n    --hash=sha256:00\ncffi[x]==2.0\n")
    return checkout


def answers(checkout: Checkout, said: str, code: int) -> None:
    """Let uv say that, and keep what it was asked about."""
    script = f'while [ "$1" != --project ]; do shift; done; cp "$2/pyproject.toml" "{checkout.root}/asked"\n'
    write_script(checkout.root / ".venv" / "bin" / "uv", f"{script}printf '{said}\\n' >&2; exit {code}")


@pytest.mark.parametrize(
    ("said", "code", "ends", "told"),
    [
        ("Found no known vulnerabilities", 0, 0, "Tidak ada kerentanan"),
        ("django 5.2.1 has 1 known vulnerability", 1, 1, "django 5.2.1 has 1 known vulnerability"),
        (UNREACHED, 2, 0, "paket TIDAK diperiksa"),
        ("error: unexpected argument", 2, 2, "unexpected argument"),
    ],
)
def test_what_it_found_is_how_it_ends(audited: Checkout, said: str, code: int, ends: int, told: str) -> None:
    answers(audited, said, code)
    found = audited.run("audit")
    assert (found.returncode, told in found.stdout) == (ends, True)
    assert ("Tidak ada kerentanan" in found.stdout) == (code == 0)


def test_the_versions_of_the_locks_are_asked_about(audited: Checkout) -> None:
    answers(audited, "", 0)
    assert audited.run("audit").returncode == 0
    assert 'constraint-dependencies = ["django==5.2.1", "cffi==2.0", ]' in (audited.root / "asked").read_text()
