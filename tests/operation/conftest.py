"""This code, served from a copy of it on a copy of the test's database."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.operation.databases import copy_database
from tests.operation.probes import ask
from tests.operation.releases import copy_code
from tests.operation.units import Units, environment


@dataclass(frozen=True)
class Serving:
    """Code that is served, and what serves it."""

    code: Path
    units: Units

    @property
    def socket(self) -> Path:
        return self.units.address

    @property
    def root(self) -> Path:
        return self.code.parent


def manage(code: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of a copy of the code with the settings beside it."""
    command = [str(code / ".venv/bin/python"), "manage.py", *words]
    return subprocess.run(
        command, cwd=code, env=environment(), capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture
def serving(tmp_path_factory: pytest.TempPathFactory, cast: Cast) -> Iterator[Serving]:
    """This code, served on a copy of the test's database."""
    root = tmp_path_factory.mktemp("r")  # a socket's address is short
    code = copy_code(root / "code", "1.0.0")
    database = root / "sakip.sqlite3"
    copy_database(database)
    (code / "sakip.env").write_text(
        f"SECRET_KEY={'k' * 64}\nDATABASE_URL=sqlite:///{database}\nVAR_DIR={root}\n"
        "PUBLIC_BASE_URL=http://sakip.contoh.go.id\n"
    )
    units = Units(code, root / "run", environment())
    try:
        assert units.start("sakip-web.service"), units.log()
        assert ask(units.address, "/sehat/") == "200", units.log()
        yield Serving(code, units)
    finally:
        units.stop_all()
