"""What a server imports."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def serve(tmp_path: Path, key: str = "a key of one's own", **variables: str) -> "subprocess.CompletedProcess[str]":
    """Import the application as a server does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "import sakip.wsgi"],
        cwd=ROOT,
        # Set but empty: the generated secrets file of this machine does not fill it in.
        env={
            **os.environ,
            "VAR_DIR": str(tmp_path),
            "DATABASE_URL": f"sqlite:///{tmp_path}/uji.sqlite3",
            "SECRET_KEY": key,
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_key_that_stands_in_the_source_serves_nobody(tmp_path: Path) -> None:
    refused = serve(tmp_path, "")
    assert refused.returncode != 0
    assert "SECRET_KEY is not set" in refused.stderr
    served = serve(tmp_path)
    assert served.returncode == 0, served.stderr


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"TIME_ZONE": "WIB"}, "TIME_ZONE: 'WIB' is no time zone"),
        ({"SIGNING_TRUST_ROOTS": "/tidak/ada.pem"}, "(sakip.E030) SIGNING_TRUST_ROOTS cannot be read"),
        ({"SIGNING_LONG_TERM": "1"}, "(sakip.E013) SIGNING_LONG_TERM needs"),
    ],
)
def test_settings_that_cannot_be_right_serve_nobody(tmp_path: Path, variables: dict[str, str], told: str) -> None:
    """The same that stops a command; the status tells gunicorn not to try again."""
    refused = serve(tmp_path, **variables)
    assert (refused.returncode, refused.stderr.startswith("Pengaturan salah: ")) == (3, True)
    assert told in refused.stderr
    assert "Traceback" not in refused.stderr
