"""Pictures of stored files, made in processes of their own with limits on time, processor and memory: pages of a PDF by
Poppler (ADR 29), photos by Pillow.

A small file unpacks to any size, and a thread can be neither limited nor stopped. The processes start without the
environment, so without secrets, and get the file as it stands open: no bytes of it pass through this process. What
comes back is a JPEG that the server made, in which nothing of the file can run.
"""

import logging
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO

from sakip.apart import run_apart
from sakip.limits import Limits
from sakip.refusals import Busy

logger = logging.getLogger("sakip.pictures")
# One page: the largest of a real scanner, A3 in colour at 600 dpi, takes two and a half seconds and 440 MB; A4 at 300
# dpi a quarter of a second and 80 MB.
DRAWING = Limits(cpu=5, seconds=12, memory=768 * 1024 * 1024)
# One photo, processor and address space: 48 megapixels of an iPhone as HEIC 1.8 seconds and 590 MB, as WEBP 1.2 and
# 870, as JPEG 0.6 and 220; 12 of them up to 0.7 seconds and 270 MB. A JPEG of 200 megapixels, decoded small,
# takes 1.9 and 650.
PHOTO = Limits(cpu=8, seconds=15, memory=1024 * 1024 * 1024)
COUNTING = Limits(cpu=2, seconds=5, memory=256 * 1024 * 1024)
# A browser asks for six pictures at a time, which would be as many times that memory. Who waits holds a thread of the
# web process, of which there are few, and numbers are saved by the others: one draws, one waits, all others are told to
# ask again.
_one_at_a_time = threading.BoundedSemaphore(1)
_waiting = threading.BoundedSemaphore(1)
# Seconds to wait: for a look, and for an upload, which would have to be sent again.
PATIENCE, PATIENCE_OF_UPLOADS = 2, 10
# A page takes a quarter of a second: then there is likely to be room.
_AGAIN_SECONDS = 1
# The longer side of a picture, in dots: beside another one, and by itself.
SMALL, LARGE = 900, 1700
_JPEG = b"\xff\xd8"
_PAGES = re.compile(rb"^Pages:\s+(\d+)\s*$", re.MULTILINE)


class NotDrawn(Exception):
    """There is no picture: the file does not allow it, or the server has nothing to draw with."""


def draw_page(pdf: IO[bytes], page: int, *, longest: int = SMALL, limits: Limits = DRAWING) -> bytes:
    """Return a page, counted from 1, of an open PDF as a JPEG. Raises NotDrawn, Busy."""
    program = ("pdftoppm", "-q", "-jpeg", "-jpegopt", "quality=75", "-singlefile")
    which = ("-f", str(page), "-l", str(page), "-scale-to", str(longest), "-")
    return _draw("sakip.limits", (*program, *which), pdf, limits)


def count_pages(pdf: IO[bytes], *, limits: Limits = COUNTING) -> int:
    """Return how many pages an open PDF has. Raises NotDrawn, also for a locked one, and Busy."""
    with _turn(PATIENCE):
        answer = _run("sakip.limits", ("pdfinfo", "-"), pdf, limits)
    found = None if answer is None else _PAGES.search(answer)
    if found is None:
        raise NotDrawn
    return int(found.group(1))


def draw_photo(
    photo: IO[bytes], kind: str, *, longest: int = LARGE, limits: Limits = PHOTO, patience: float = PATIENCE
) -> bytes:
    """Return an open photo of that kind (`sakip.photo.DECODERS`), decoded to its end, as a JPEG. Raises NotDrawn,
    Busy."""
    return _draw("sakip.photo", (kind, str(longest)), photo, limits, patience)


def _draw(module: str, words: tuple[str, ...], file: IO[bytes], limits: Limits, patience: float = PATIENCE) -> bytes:
    with _turn(patience):
        picture = _run(module, words, file, limits)
    if picture is None or not picture.startswith(_JPEG):
        raise NotDrawn
    return picture


@contextmanager
def _turn(patience: float) -> Iterator[None]:
    """Make pictures within, after waiting for it. Raises Busy for who would wait too long, or behind others."""
    if not _took_turn(patience):
        raise Busy("Server sedang membuat banyak gambar. Coba lagi sebentar lagi.", seconds=_AGAIN_SECONDS)
    try:
        yield
    finally:
        _one_at_a_time.release()


def _took_turn(patience: float) -> bool:
    if _one_at_a_time.acquire(blocking=False):
        return True
    if not _waiting.acquire(blocking=False):
        return False
    try:
        return _one_at_a_time.acquire(timeout=patience)
    finally:
        _waiting.release()


def _run(module: str, words: tuple[str, ...], file: IO[bytes], limits: Limits) -> bytes | None:
    """Return what a module of ours answers that is given limits, words and an open file; None when it broke a limit,
    or the file broke it."""
    with _of_the_system(file) as given:
        ending = run_apart(module, words, given=given, limits=limits)
    if ending.returncode is None:
        logger.warning("%s went beyond %s seconds for a file.", module, limits.seconds)
    return ending.output if ending.returncode == 0 else None


@contextmanager
def _of_the_system(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """Give a file that another process can be handed: what is only held in memory is written down for it."""
    try:
        file.fileno()
    except (AttributeError, OSError):
        with TemporaryFile() as copy:
            file.seek(0)
            shutil.copyfileobj(file, copy)
            copy.flush()
            file.seek(0)
            yield copy
    else:
        yield file
