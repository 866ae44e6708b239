"""A server that has no room for a file of ours: a fault of the server, told to its keeper in the log and to the user in
one sentence, instead of as a mistake of the user's file."""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sakip.files import RefusedFile

logger = logging.getLogger("sakip.room")
NO_ROOM = (
    "Server kehabisan ruang atau tidak dapat menulis berkas sementara. Tidak ada yang berubah, dan berkas Anda tidak "
    "salah. Hubungi pengelola server, lalu unggah kembali."
)
_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO})
# SQLite's backup raises its errors without their codes.
_SQLITE = ("database or disk is full", "unable to open database file", "disk I/O error")
# PostgreSQL's disk_full.
_SQLSTATE = "53100"


def lacks_room(error: BaseException) -> bool:
    """Say whether what the system or a database raised means that files cannot be written."""
    if isinstance(error, OSError):
        return error.errno in _ERRNOS
    cause = error.__cause__ or error
    return str(cause) in _SQLITE or getattr(cause, "sqlstate", "") == _SQLSTATE


@contextmanager
def room_needed(what: str) -> Iterator[None]:
    """Write temporary files within. Raises RefusedFile where there is no room, logged with its traceback."""
    try:
        yield
    except OSError as error:
        if not lacks_room(error):
            raise
        logger.exception("There is no room for %s.", what)
        raise RefusedFile(NO_ROOM) from error
