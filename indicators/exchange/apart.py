"""Reading uploaded files in a process of its own, with limits on time, processor and memory.

A refused workbook of 100,000 rows took the web process six to eight seconds, and a thread can be neither limited nor
stopped. The process starts without the environment, so without secrets, and answers with plain data. Costs about a
fifth of a second, nearly all of it imports.
"""

import json
import logging
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from indicators.exchange.endings import INTERRUPTED
from indicators.exchange.parsing import RawSheet, parse_book
from indicators.exchange.raw_cells import UnusableCell
from sakip.apart import ended_from_outside
from sakip.files import RefusedFile
from sakip.limits import Limits

logger = logging.getLogger("sakip.imports")
_PROJECT_DIRECTORY = Path(__file__).resolve().parents[2]
TOO_SLOW = "Berkas ini terlalu rumit untuk dibaca. Salin datanya sebagai nilai ke buku baru, lalu unggah kembali."


# What the reading of one upload may cost.
LIMITS = Limits(cpu=40, seconds=90, memory=768 * 1024 * 1024)


def read_book(files: Sequence[tuple[str, bytes]], *, limits: Limits = LIMITS) -> list[RawSheet]:
    """Return what `parse_book` reads, without danger to this process. Raises RefusedFile, also beyond the limits.

    Waits for a turn among all that read and check, except within `turns.without_turn`: raises Busy when none comes.
    """
    # Here, because the process that reads has no settings.
    from indicators.exchange.trial.turns import reading_turn

    with reading_turn() as held:
        answer = _answer(files, limits, held)
    if "tolak" in answer:
        raise RefusedFile(answer["tolak"])
    return [_sheet_from(found) for found in answer["lembar"]]


def _answer(files: Sequence[tuple[str, bytes]], limits: Limits, held: Sequence[int]) -> dict[str, Any]:
    header = {
        "berkas": [[name, len(data)] for name, data in files],
        "limits": asdict(limits),
    }
    try:
        finished = subprocess.run(
            [sys.executable, "-m", "indicators.exchange.apart"],
            input=b"".join([json.dumps(header).encode(), b"\n", *(data for _, data in files)]),
            capture_output=True,
            cwd=_PROJECT_DIRECTORY,
            env={"PYTHONUTF8": "1"},
            timeout=limits.seconds,
            pass_fds=held,
            check=False,
        )
    except subprocess.TimeoutExpired:
        logger.warning("Reading an upload went beyond %s seconds.", limits.seconds)
        raise RefusedFile(TOO_SLOW) from None
    if finished.returncode != 0:
        # A limit kills it, or the system; what it says before another end is a mistake of ours.
        logger.error(
            "Reading an upload ended with %s: %s", finished.returncode, finished.stderr.decode(errors="replace")
        )
        raise RefusedFile(INTERRUPTED if ended_from_outside(finished.returncode) else TOO_SLOW)
    answer: dict[str, Any] = json.loads(finished.stdout, object_hook=_value_from)
    return answer


def _sheet_from(found: dict[str, Any]) -> RawSheet:
    return RawSheet(**{**found, "baris": [(number, values) for number, values in found["baris"]]})


_KINDS: dict[str, Any] = {"datetime": datetime, "date": date, "time": time}


def _plain(value: Any) -> dict[str, Any]:
    """Return what JSON has no word for as a tagged value."""
    if isinstance(value, UnusableCell):
        return {"galat": [value.isi, value.sebab]}
    if isinstance(value, timedelta):
        return {"selang": value.total_seconds()}
    return {"waktu": [type(value).__name__, value.isoformat()]}


def _value_from(found: dict[str, Any]) -> Any:
    if "galat" in found:
        return UnusableCell(*found["galat"])
    if "selang" in found:
        return timedelta(seconds=found["selang"])
    if "waktu" in found:
        kind, text = found["waktu"]
        return _KINDS[kind].fromisoformat(text)
    return found


def _main() -> None:
    """Read limits and files from standard input; write the sheets, or the refusal, as JSON."""
    header = json.loads(sys.stdin.buffer.readline())
    Limits(**header["limits"]).impose()
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # Pages are served first.
    os.nice(5)
    files = [(name, sys.stdin.buffer.read(size)) for name, size in header["berkas"]]
    try:
        sheets = parse_book(files)
        answer: dict[str, Any] = {"lembar": [vars(sheet) for sheet in sheets]}
    except RefusedFile as refusal:
        answer = {"tolak": str(refusal)}
    except MemoryError:
        answer = {"tolak": TOO_SLOW}
    # The pipe is no file: the limit on sizes does not touch it.
    sys.stdout.write(json.dumps(answer, default=_plain))


if __name__ == "__main__":
    _main()
