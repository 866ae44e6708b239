"""What bin/upgrade deletes in the folder of backups, where the account that serves names what lies there."""

import os
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_database

UPGRADE = Path(__file__).parents[2] / "bin" / "upgrade"
ALONE = """
set -euo pipefail
BACKUPS=$1 KEPT=3 ACCOUNT=sakip
note_of() { :; }
say() { :; }
release_in_force() { :; }
as_account() { shift 3; "$@"; }
eval "$(sed -n '/^forget_old_backups/,/^}/p' "$2")"
forget_old_backups
"""


def test_a_name_with_a_line_break_deletes_nothing_else(tmp_path: Path) -> None:
    backups, here = tmp_path / "backups", tmp_path / "here"
    backups.mkdir()
    here.mkdir()
    (here / "korban").touch()
    for age, name in enumerate(["sebelum-1", "sebelum-2", "sebelum-3", "sebelum-4 lama", "sebelum-x\nkorban"]):
        (backups / name).touch()
        os.utime(backups / name, (1000 - age, 1000 - age))
    subprocess.run(["bash", "-c", ALONE, "alone", str(backups), str(UPGRADE)], cwd=here, check=True)
    assert (here / "korban").exists()
    assert sorted(path.name for path in backups.iterdir()) == ["sebelum-1", "sebelum-2", "sebelum-3"]
