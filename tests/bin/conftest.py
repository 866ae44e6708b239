"""A copy of bin/ in a folder of its own, with made-up programs in front of the real ones."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

BIN = Path(__file__).resolve().parents[2] / "bin"
PACKAGES = "libpangoft2-1.0-0 libharfbuzz-subset0 poppler-utils"
# The interpreter that these tests' own virtual environment was made with.
PYTHON = os.path.realpath(sys.executable)


@dataclass(frozen=True)
class Checkout:
    """A folder that looks like a checkout; `fakes` is the first folder of PATH."""

    root: Path
    fakes: Path

    def fake(self, name: str, script: str) -> None:
        """Put a shell script in front of the program of that name."""
        write_script(self.fakes / name, script)

    def fake_system_python(self, script: str) -> None:
        """Put a shell script in the place of the distribution's own interpreter."""
        write_script(self.fakes / "system-python3", script)

    def fake_venv_python(self, script: str) -> None:
        write_script(self.root / ".venv" / "bin" / "python", script)

    def skip_setup(self) -> None:
        """bin/setup has its own tests: elsewhere it leaves a mark and does nothing."""
        write_script(
            self.root / "bin" / "setup",
            'mkdir -p "$(dirname "$0")/../var"; echo "$*" >"$(dirname "$0")/../setup-was-called"',
        )

    def environment(self, **extra: str) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in ("HOME", "LANG", "PYENV_ROOT") if name in os.environ}
        return {**inherited, "PATH": f"{self.fakes}:{os.environ['PATH']}", **extra}

    def command(self, name: str, *arguments: str) -> list[str]:
        return [str(self.root / "bin" / name), *arguments]

    def run(self, name: str, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(name, *arguments),
            env=self.environment(**extra),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )


def write_script(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/bash\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    root = tmp_path / "sakip"
    shutil.copytree(BIN, root / "bin")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (root / lock).write_text("# nothing to install\n")
    fakes = tmp_path / "fakes"
    fakes.mkdir()
    made = Checkout(root, fakes)
    made.fake_system_python(f'exec {PYTHON} "$@"')
    setup = root / "bin" / "setup"
    text = setup.read_text()
    assert "SYSTEM_PYTHON=/usr/bin/python3" in text
    setup.write_text(text.replace("SYSTEM_PYTHON=/usr/bin/python3", f"SYSTEM_PYTHON={fakes}/system-python3"))
    return made
