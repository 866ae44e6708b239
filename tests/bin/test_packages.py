"""The table of packages: each name is one that this machine's distribution knows."""

import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_database
PACKAGES = Path(__file__).resolve().parents[2] / "bin" / "_packages.sh"


def all_names() -> list[str]:
    """Return every name in every table."""
    script = (
        f'source {PACKAGES}; for table in "${{!PACKAGES_@}}"; do declare -n names=$table; echo "${{names[@]}}"; done'
    )
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.skipif(shutil.which("apt-cache") is None, reason="this system has no apt to ask")
def test_every_name_can_be_installed() -> None:
    names = all_names()
    answer = subprocess.run(
        ["apt-cache", "policy", *names], capture_output=True, text=True, check=True, env={"LC_ALL": "C"}
    ).stdout

    known = {part.split(":")[0] for part in answer.split("\n") if part.endswith(":") and not part.startswith(" ")}
    assert {"poppler-utils", "chromium-headless-shell", "postgresql-client", "nginx-light"} <= set(names)
    assert set(names) - known == set()
    assert answer.count("Candidate: (none)") == 0
