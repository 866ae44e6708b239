"""bin/release tags what keeps the rules of releases, and refuses everything else with a sentence."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.bin.conftest import BIN

pytestmark = pytest.mark.one_database
CHANGELOG = """# Changelog

## Unreleased

### Added

## 1.1.0 - 2026-11-30

### Added
- A shelf.

## 1.0.0 - 2026-10-01
- The first one.
"""
MIGRATION = "class Migration(migrations.Migration):\n    {expands}\n    operations = []\n"


class Repository:
    """A folder under git with what bin/release reads; 1.0.0 is tagged."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(BIN, root / "bin")
        self.git("init", "--quiet")
        self.migrate("0001_begin")
        self.write("pyproject.toml", 'version = "1.0.0"\n')
        self.commit()
        self.git("tag", "--annotate", "--message=1.0.0", "v1.0.0")
        self.write("pyproject.toml", 'version = "1.1.0"\n')
        self.write("CHANGELOG.md", CHANGELOG)
        self.commit()

    def git(self, *words: str) -> str:
        names = ("-c", "user.name=Uji", "-c", "user.email=uji@contoh.go.id")
        done = subprocess.run(["git", *names, *words], cwd=self.root, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def write(self, name: str, text: str) -> None:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text)

    def migrate(self, name: str, expands: str = "") -> None:
        self.write(f"app/migrations/{name}.py", MIGRATION.format(expands=expands))

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=Change")

    def release(self, version: str) -> tuple[int, str]:
        done = subprocess.run(
            ["bash", "bin/release", version],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": "/usr/bin:/bin", "GIT_COMMITTER_NAME": "Uji", "GIT_COMMITTER_EMAIL": "uji@contoh.go.id"},
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_release_is_tagged_with_its_notes(repository: Repository) -> None:
    repository.migrate("0002_add", "expands = True")
    repository.commit()
    code, said = repository.release("1.1.0")
    assert code == 0, said
    assert repository.git("cat-file", "-t", "v1.1.0") == "tag"
    notes = repository.git("tag", "--list", "--format=%(contents)", "v1.1.0")
    assert notes == "SAKIP 1.1.0\n\n### Added\n- A shelf."
    code, said = repository.release("1.1.0")
    assert (code, "Tag v1.1.0 sudah ada" in said) == (1, True)


@pytest.mark.parametrize("version", ["", "1.1", "v1.1.0", "1.1.0-rc1", "01.1.0"])
def test_what_is_no_version_is_refused(repository: Repository, version: str) -> None:
    assert repository.release(version)[0] == 1


def test_a_tree_with_changes_is_refused(repository: Repository) -> None:
    repository.write("left.txt", "")
    assert "belum di-commit" in repository.release("1.1.0")[1]


def test_another_version_than_the_stated_one_is_refused(repository: Repository) -> None:
    assert "pyproject.toml menyebut versi 1.1.0, bukan 1.2.0" in repository.release("1.2.0")[1]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("## 1.1.0 - 2026-11-30", "## 1.1.0", "Judul pertama bernomor"),
        ("## 1.1.0 - 2026-11-30", "## 1.1.0 - 2026-02-30", "tidak ada di kalender"),
        ("### Added\n\n## 1.1.0", "### Added\n- Left.\n\n## 1.1.0", 'di bawah "Unreleased"'),
        ("\n### Added\n- A shelf.\n", "", "Tidak ada catatan di bawah"),
    ],
)
def test_a_changelog_that_does_not_fit_is_refused(repository: Repository, before: str, after: str, said: str) -> None:
    assert before in CHANGELOG
    repository.write("CHANGELOG.md", CHANGELOG.replace(before, after, 1))
    repository.commit()
    code, answer = repository.release("1.1.0")
    assert (code, said in answer) == (1, True), answer


def test_a_smaller_number_than_the_last_is_refused(repository: Repository) -> None:
    repository.write("pyproject.toml", 'version = "0.9.0"\n')
    repository.write("CHANGELOG.md", CHANGELOG.replace("1.1.0", "0.9.0"))
    repository.commit()
    assert "lebih kecil daripada rilis terakhir, v1.0.0" in repository.release("0.9.0")[1]


def test_a_contracting_migration_raises_the_first_number(repository: Repository) -> None:
    repository.migrate("0002_drop", "expands = False")
    repository.commit()
    code, said = repository.release("1.1.0")
    assert (code, "app/migrations/0002_drop.py" in said, "angka pertama harus naik" in said) == (1, True, True)
    repository.write("pyproject.toml", 'version = "2.0.0"\n')
    repository.write("CHANGELOG.md", CHANGELOG.replace("1.1.0", "2.0.0"))
    repository.commit()
    assert repository.release("2.0.0")[0] == 0


def test_a_migration_that_was_released_stays(repository: Repository) -> None:
    repository.migrate("0001_begin", "expands = True")
    repository.commit()
    assert "Migrasi dari rilis v1.0.0 diubah" in repository.release("1.1.0")[1]
