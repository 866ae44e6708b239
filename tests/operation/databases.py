"""The test's SQLite database for another process."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection


def copy_database(place: Path) -> None:
    """Copy it by SQLite itself. A file opened beside it takes the locks of this whole process along when it is closed,
    and does not hold what still lies in the log."""
    connection.ensure_connection()
    with closing(sqlite3.connect(place)) as copy:
        connection.connection.backup(copy)
    connection.close()
