"""No room on the server: told apart from every other fault, logged, and said in one sentence."""

import errno
import sqlite3

import pytest
from django.db import OperationalError

from sakip.files import RefusedFile
from sakip.room import NO_ROOM, lacks_room, room_needed


class DiskFull(Exception):
    """As psycopg raises it."""

    sqlstate = "53100"


def caused_by(cause: Exception) -> OperationalError:
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "lacking"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EROFS, "Read-only file system"), True),
        (OSError(errno.EACCES, "Permission denied"), True),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), False),
        (sqlite3.OperationalError("database or disk is full"), True),
        (caused_by(sqlite3.OperationalError("unable to open database file")), True),
        (caused_by(sqlite3.OperationalError("attempt to write a readonly database")), False),
        (caused_by(DiskFull("could not extend file")), True),
        (ValueError("salah"), False),
    ],
)
def test_what_means_that_there_is_no_room(error: Exception, lacking: bool) -> None:
    assert lacks_room(error) is lacking


def test_no_room_is_logged_with_its_traceback_and_said_in_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(RefusedFile) as refused, room_needed("a test"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert str(refused.value) == NO_ROOM
    assert [(row.levelname, row.exc_info is not None) for row in caplog.records] == [("ERROR", True)]


def test_other_faults_stay_what_they_are(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(OSError, match="Cannot allocate"), room_needed("a test"):
        raise OSError(errno.ENOMEM, "Cannot allocate memory")
    assert caplog.records == []
