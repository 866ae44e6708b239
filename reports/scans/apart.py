"""Examining and drawing scans in processes of their own, with limits on time, processor and memory.

A small PDF unpacks to any size, and a thread can be neither limited nor stopped. The processes start without the
environment, so without secrets, and get the scan as an open file: no bytes of it pass through this process.
"""

import json
import logging
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import IO

from reports.scans.examination import Examination
from reports.scans.faults import Fault
from sakip.limits import Limits

logger = logging.getLogger("sakip.scans")
_PROJECT_DIRECTORY = Path(__file__).resolve().parents[2]
EXAMINING = Limits(cpu=20, seconds=40, memory=768 * 1024 * 1024)
# One page: the largest of a real scanner, A3 in colour at 600 dpi, takes two and a half seconds and 440 MB; A4 at 300
# dpi a quarter of a second and 80 MB.
DRAWING = Limits(cpu=5, seconds=12, memory=768 * 1024 * 1024)
# A browser asks for six pictures at a time, which would be as many times that memory.
_one_at_a_time = threading.BoundedSemaphore(1)
# The longer side of a page's picture, in dots: beside the other page, and by itself.
SMALL, LARGE = 900, 1700
_JPEG = b"\xff\xd8"


class NotDrawn(Exception):
    """The page cannot be drawn, or the server has nothing to draw with."""


def examine_apart(scan: IO[bytes], *, limits: Limits = EXAMINING) -> Examination:
    """Return what `examine` finds in an open file; beyond the limits it is too complicated."""
    answer = _run("reports.scans.examination", (), scan, limits)
    return Examination(Fault.TERLALU_RUMIT) if answer is None else Examination(**json.loads(answer))


def draw_page(pdf: IO[bytes], page: int, *, longest: int = SMALL, limits: Limits = DRAWING) -> bytes:
    """Return a page, counted from 1, of an open file as a JPEG. Raises NotDrawn."""
    program = ("pdftoppm", "-q", "-jpeg", "-jpegopt", "quality=75", "-singlefile")
    which = ("-f", str(page), "-l", str(page), "-scale-to", str(longest), "-")
    with _one_at_a_time:
        picture = _run("sakip.limits", (*program, *which), pdf, limits)
    if picture is None or not picture.startswith(_JPEG):
        raise NotDrawn
    return picture


def _run(module: str, words: tuple[str, ...], pdf: IO[bytes], limits: Limits) -> bytes | None:
    """Return what a module of ours answers that is given limits, words and an open file; None when it broke a limit,
    or the file broke it."""
    # The process reads on where the file stands for the system, whatever Python has buffered of it.
    os.lseek(pdf.fileno(), 0, os.SEEK_SET)
    try:
        finished = subprocess.run(  # noqa: S603  # our own modules, with numbers
            [sys.executable, "-m", module, json.dumps(asdict(limits)), *words],
            stdin=pdf,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_PROJECT_DIRECTORY,
            env={"PYTHONUTF8": "1", "PATH": "/usr/bin:/bin"},
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        logger.warning("%s went beyond %s seconds for a scan.", module, limits.seconds)
        return None
    return finished.stdout if finished.returncode == 0 else None
