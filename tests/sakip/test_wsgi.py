"""What a server imports."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def serve(tmp_path: Path, key: str) -> "subprocess.CompletedProcess[str]":
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
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_key_that_stands_in_the_source_serves_nobody(tmp_path: Path) -> None:
    refused = serve(tmp_path, "")
    assert refused.returncode != 0
    assert "SECRET_KEY is not set" in refused.stderr
    served = serve(tmp_path, "a key of one's own")
    assert served.returncode == 0, served.stderr
