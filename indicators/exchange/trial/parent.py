"""Starting a check in a process of its own and reading what it answers."""

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection

from indicators.exchange.endings import INTERRUPTED
from indicators.exchange.trial import refusals
from indicators.exchange.trial.codec import decode, encode
from indicators.exchange.trial.turns import turn
from sakip.apart import ended_from_outside
from sakip.environment import child_environment
from sakip.files import RefusedFile
from sakip.limits import Limits
from sakip.room import NO_ROOM

logger = logging.getLogger("sakip.imports")
_PROJECT_DIRECTORY = Path(__file__).resolve().parents[3]
_WITHHELD = (
    "SECRET_KEY",
    "SIGNING_DEMO_PASSPHRASE",
    "SIGNING_TSA_PASSWORD",
    "BSRE_PASSWORD",
    "EMAIL_PASSWORD",
    "EMAIL_URL",
    "FILES_S3_SECRET_KEY",
    "OIDC_CLIENT_SECRET",
    "SECRET_KEY_FALLBACKS",
    "SAKIP_DEMO_PASSWORD",
)
TOO_MUCH = "Pemeriksaan berkas ini terlalu berat. Pecah menjadi beberapa berkas yang lebih kecil, lalu unggah kembali."


# What one check may cost.
LIMITS = Limits(cpu=60, seconds=90, memory=1024 * 1024 * 1024)


class Tried(Protocol):
    """What has to be known of a check to run it: where the other process finds it, whether it writes, its types."""

    name: str
    writes: bool

    @property
    def hints(self) -> dict[str, Any]: ...


class CheckFailed(Exception):
    """The check itself is wrong, not the file; the message is the other process's traceback."""


def run_apart(check: Tried, arguments: Mapping[str, Any], *, limits: Limits = LIMITS) -> Any:
    """Return what the check found. Raises its refusals, CheckFailed, Busy, and RefusedFile also beyond the limits, when
    the process was ended from outside and when the server has no room."""
    if connection.in_atomic_block:
        raise RuntimeError("A check runs outside of transactions: it would neither see nor spare what this one holds.")
    blobs: list[bytes] = []
    plain = {name: encode(value, blobs) for name, value in arguments.items()}
    header = {
        "check": check.name,
        "writes": check.writes,
        "arguments": plain,
        "sizes": [len(blob) for blob in blobs],
        "limits": asdict(limits),
        "database": _database(),
    }
    with turn() as held:
        answer = _answer(b"".join([json.dumps(header).encode(), b"\n", *blobs]), limits, held)
    if "failed" in answer:
        raise CheckFailed(f"{check.name} failed in its own process:\n{answer['failed']}")
    _refuse_unfinished(check.name, answer)
    if "refused" in answer:
        raise refusals.decode(answer["refused"])
    return decode(check.hints["return"], answer["found"], ())


def _refuse_unfinished(name: str, answer: Mapping[str, Any]) -> None:
    """Log why the check came to no end; an error is what the server's keeper has to look at."""
    if "no_room" in answer:
        logger.error("%s found no room in its own process:\n%s", name, answer["no_room"])
        raise RefusedFile(NO_ROOM)
    if "stopped" in answer:
        logger.error("%s was ended from outside by %s: by hand, or for lack of memory.", name, answer["stopped"])
        raise RefusedFile(INTERRUPTED)
    if "beyond" in answer:
        logger.warning("%s went beyond its limits: %s", name, answer["beyond"])
        raise RefusedFile(TOO_MUCH)


def _database() -> dict[str, Any]:
    """Return the connection that this process has, as far as another one can open it."""
    names = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    return {name: connection.settings_dict[name] for name in names} | {"NAME": str(connection.settings_dict["NAME"])}


def _answer(question: bytes, limits: Limits, held: int) -> dict[str, Any]:
    """Run the process to its end, which is also that of all that it started."""
    process = subprocess.Popen(
        [sys.executable, "-m", "indicators.exchange.trial.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=_PROJECT_DIRECTORY,
        env=child_environment(
            withheld=_WITHHELD,
            SQLITE_TMPDIR=str(settings.VAR_DIR),
            PYTHONUTF8="1",
            DJANGO_SETTINGS_MODULE="sakip.settings",
        ),
        pass_fds=[held],
        start_new_session=True,
    )
    try:
        output, said = process.communicate(question, timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        return {"beyond": f"{limits.seconds} seconds"}
    finally:
        _end(process)
    if process.returncode < 0:
        name = signal.Signals(-process.returncode).name
        return {"stopped": name} if ended_from_outside(process.returncode) else {"beyond": f"signal {name}"}
    text = said.decode(errors="replace")
    if process.returncode:
        return {"failed": text}
    if text:
        logger.warning("A check said: %s", text)
    answer: dict[str, Any] = json.loads(output)
    return answer


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill the process and the reader that it may have started, and collect it."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
