"""Django's SQLite, but for two things about its file.

SQLite makes a database that it does not find: a server whose file was moved or whose disk is not mounted would go on
with an empty one. And a connection that is open when its file is replaced writes on into the old one, which nobody will
ever read. What serves therefore opens only what is there, and leaves a connection whose file is another by now.
"""

import os
import sqlite3
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    creates = True
    _opened: tuple[int, int] | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not self.creates and self._file() is None:
            missing = sqlite3.OperationalError("unable to open database file")
            missing.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise missing
        connection = super().get_new_connection(conn_params)
        self._opened = self._file()
        return connection

    def is_usable(self) -> bool:
        """Say whether the file that is open is still the database; asked before the first query of a request."""
        return super().is_usable() and self._file() == self._opened

    def _file(self) -> tuple[int, int] | None:
        if self.is_in_memory_db():
            return (0, 0)
        try:
            found = os.stat(self.settings_dict["NAME"])
        except OSError:
            return None
        return found.st_dev, found.st_ino


def never_create() -> None:
    """Have this process open no database that is not there: commands make it (`migrate`), what serves never does."""
    DatabaseWrapper.creates = False
