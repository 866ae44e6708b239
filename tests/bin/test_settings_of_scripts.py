"""What scripts read of an installation's settings: the same as the program, and what they make of it."""

import os
import subprocess
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from sakip.environment_file import read_variables

pytestmark = pytest.mark.one_database

BIN = Path(__file__).parents[2] / "bin"
SOURCED = f"source {BIN}/_lib.sh; source {BIN}/_release.sh; source {BIN}/_service.sh"
RUNTIME = "postgres://sakip_app:rahasia@127.0.0.1:5432/sakip"
OWNER = "postgres://pemilik:rahasia@127.0.0.1:5433/sakip?sslrootcert=/etc/ssl/akar.pem"
# The functions of bin/upgrade alone: with its last lines it would begin.
WAY_BACK = f"""
NOTES=/catatan; note_of() {{ echo /cadangan.tar; }}
eval "$(sed -n '/^tell_empty_store/,/^}}/p; /^tell_restore/,/^}}/p' {BIN}/upgrade)"
tell_restore 1.0.0
"""


def bash(dest: Path, script: str) -> str:
    environment = {"PATH": os.environ["PATH"], "DEST": str(dest)}
    done = subprocess.run(["bash", "-c", f"{SOURCED}; {script}"], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def settle(dest: Path, text: str, owner: str = "") -> Path:
    """Write the settings of an installation below a folder, and return their file."""
    folder = dest / "etc/sakip"
    folder.mkdir(parents=True)
    if owner:
        (folder / "owner.env").write_text(f"DATABASE_URL='{owner}'\n")
    file = folder / "sakip.env"
    file.write_bytes(text.encode())
    return file


@pytest.mark.parametrize(
    "text",
    [
        "A=x", "A='x y'", 'A="x y"', "  A=x  ", "A= x", "A=\t'x' ", "A=ü é", "A='ü'", "A=a=b", "A=*", "A=-n", "A=$HOME",
        'A="a\\"b"', 'A="a\\\\b\\`\\$\\n"', "A='a\\b'", 'A=\'a"b\'', 'A="a\'b"', "A=x'y", 'A=x"y', "A=x # y",
        "A=a\\b", "A='x", 'A="x"y', "export A=x", "A =x", "A=", "A=''", "#A=x", ";A=x", "AA=1\nA=2",
        "B=1\r\nA=2\r\nC=3",
    ],
)  # fmt: skip
def test_scripts_read_a_value_as_the_program_does(tmp_path: Path, text: str) -> None:
    file = settle(tmp_path, text)
    try:
        read = read_variables(file).get("A", "")
    except ImproperlyConfigured:  # the program refuses it, and says why
        read = ""
    assert bash(tmp_path, "value_of A").removesuffix("\n") == read


def test_the_role_is_read_of_every_address(tmp_path: Path) -> None:
    settle(tmp_path, f"DATABASE_URL='{RUNTIME}'\n")
    assert bash(tmp_path, "runtime_role") == "sakip_app\n"
    assert bash(tmp_path, "role_in pgsql://a:b%40c@host/d; role_in postgres://host/d; role_in sqlite:////a@b") == "a\n"


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        ("", "{dest}/var/lib/sakip/media"),
        ("VAR_DIR=/srv/sakip", "/srv/sakip/media"),
        ("VAR_DIR=/srv/sakip/", "/srv/sakip/media"),
        ("VAR_DIR=/srv/sakip\nMEDIA_ROOT='/data/berkas/'", "/data/berkas"),
        ("MEDIA_ROOT=berkas", "{dest}/opt/sakip/current/berkas"),
        ("MEDIA_ROOT=/data/berkas\nFILES_S3_BUCKET=sakip", ""),
    ],
)
def test_the_files_are_where_the_program_has_them(tmp_path: Path, text: str, folder: str) -> None:
    settle(tmp_path, text)
    assert bash(tmp_path, "files_folder").strip() == folder.format(dest=tmp_path)


def test_the_way_back_moves_the_files_out_of_their_folder(tmp_path: Path) -> None:
    media = tmp_path / "data disk"
    (media / "bukti/2024").mkdir(parents=True)
    (media / "bukti/2024/a.pdf").write_text("a")
    (media / ".penyimpanan-sakip").write_text("tanda")
    settle(tmp_path, f'MEDIA_ROOT="{media}"\nDATABASE_URL={RUNTIME}\n', OWNER)
    said = bash(tmp_path, WAY_BACK)
    commands = "\n".join(line for line in said.splitlines() if line.startswith(("  install ", "  find ")))
    subprocess.run(["bash", "-c", commands], check=True)
    assert list(media.iterdir()) == []
    beside = tmp_path / "data disk.lama"
    assert sorted(str(path.relative_to(beside)) for path in beside.rglob("*") if path.is_file()) == [
        ".penyimpanan-sakip",
        "bukti/2024/a.pdf",
    ]
    assert beside.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(("before", "below"), [("", ""), ("FILES_S3_PREFIX=kantor/\n", "kantor/")])
def test_the_way_back_leaves_the_files_of_a_bucket(tmp_path: Path, before: str, below: str) -> None:
    file = settle(tmp_path, f"FILES_S3_BUCKET=sakip\nDATABASE_URL={RUNTIME}\n{before}")
    said = bash(tmp_path, WAY_BACK)
    assert "media" not in said
    (command,) = [line for line in said.splitlines() if line.startswith("  sed ")]
    subprocess.run(["bash", "-c", command], check=True)
    found = dict(read_variables(file))
    assert found.pop("FILES_S3_PREFIX").startswith(f"{below}pulih-20")
    assert found == {"FILES_S3_BUCKET": "sakip", "DATABASE_URL": RUNTIME}


def test_the_way_back_names_database_and_roles_as_they_are(tmp_path: Path) -> None:
    settle(tmp_path, f'DATABASE_URL="{RUNTIME}"\n', OWNER)
    said = bash(tmp_path, WAY_BACK)
    assert "ALTER DATABASE sakip RENAME TO sakip_lama" in said
    assert "CREATE DATABASE sakip OWNER pemilik TEMPLATE template0" in said
    assert "ALTER SCHEMA public OWNER TO pemilik" in said
    assert "sakip --owner grant_runtime_role sakip_app" in said


def test_the_way_back_moves_the_file_of_sqlite(tmp_path: Path) -> None:
    settle(tmp_path, "DATABASE_URL='sqlite:////srv/sakip/sakip.sqlite3'\n")
    said = bash(tmp_path, WAY_BACK)
    assert "  mv /srv/sakip/sakip.sqlite3 /srv/sakip/sakip.sqlite3.lama" in said
    assert "grant_runtime_role" not in said


@pytest.mark.parametrize("before", ["A=1\n", "  A='1'\n", "A=1\r\n", "B=2"])
def test_what_is_set_is_read_back_and_stands_once(tmp_path: Path, before: str) -> None:
    file = settle(tmp_path, before)
    functions = f"sed -n '/^write_settings/,/^}}/p; /^set_variable/,/^}}/p' {BIN}/install-service"
    set_up = f'ENV_FILE=$SETTINGS/sakip.env; eval "$({functions})"; '
    assert "A ditulis" in bash(tmp_path, f"{set_up} set_variable A 'x y'")
    assert read_variables(file)["A"] == "x y"
    assert bash(tmp_path, f"{set_up} set_variable A 'x y'") == ""
