"""The process in which a check runs: limits first, then Django without its pages, then the copy and the check.

It answers {"found": result}, {"refused": ...}, {"beyond": which limit}, {"no_room": traceback} or
{"failed": traceback}.
"""

import gc
import json
import os
import sys
import traceback
from importlib import import_module
from typing import Any

from sakip.limits import Limits

_PAGELESS = {"sakip.apps.SakipAdminConfig": "sakip.apps.PagelessAdminConfig"}
# An empty name is SQLite's private temporary database.
_SQLITE_TEMPORARY = "file:"
# What PostgreSQL answers when a statement took too long.
_CANCELLED = "57014"


def main() -> None:
    """Read a question from standard input; answer it in JSON on what was standard output."""
    header = json.loads(sys.stdin.buffer.readline())
    Limits(**header["limits"]).impose()
    # Pages are served first.
    os.nice(5)
    # Whoever prints must not write into the answer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    blobs = [sys.stdin.buffer.read(size) for size in header["sizes"]]
    with answers:
        answers.write(json.dumps(_answer(header, blobs)))


def _answer(header: dict[str, Any], blobs: list[bytes]) -> dict[str, Any]:
    try:
        _set_up(header["database"], writes=header["writes"])
        return _run(header, blobs)
    except MemoryError:
        return {"beyond": "memory"}
    except Exception as error:  # noqa: BLE001 - not swallowed: the process that asked raises it
        from sakip.room import lacks_room

        if getattr(error.__cause__, "sqlstate", "") == _CANCELLED:
            return {"beyond": "statement"}
        if lacks_room(error):
            return {"no_room": traceback.format_exc()}
        return {"failed": traceback.format_exc()}


def _set_up(database: dict[str, Any], *, writes: bool) -> None:
    # Nothing that is imported ever becomes garbage.
    gc.disable()
    import django
    from django.conf import settings

    settings.INSTALLED_APPS = [_PAGELESS.get(app, app) for app in settings.INSTALLED_APPS]
    settings.DATABASES["default"].update(_readied(database, writes=writes))
    django.setup()
    gc.freeze()
    gc.enable()


def _readied(database: dict[str, Any], *, writes: bool) -> dict[str, Any]:
    """Return the settings of a connection that cannot write into SQLite's file; PostgreSQL is told when it is open."""
    if not database["ENGINE"].endswith("sqlite3"):
        return database
    if writes:
        return {**database, "NAME": _SQLITE_TEMPORARY}
    options = database["OPTIONS"]
    script = f"{options.get('init_command', '')} PRAGMA query_only=ON;"
    # IMMEDIATE would take the one writer's place.
    return {**database, "OPTIONS": {**options, "transaction_mode": "DEFERRED", "init_command": script}}


def _run(header: dict[str, Any], blobs: list[bytes]) -> dict[str, Any]:
    from indicators.exchange.trial import refusals
    from indicators.exchange.trial.codec import decode, encode
    from indicators.exchange.trial.copy import taken_back
    from indicators.exchange.trial.turns import without_turn
    from sakip.files import RefusedFile
    from sakip.refusals import ServiceError

    module, _, name = header["check"].partition(":")
    check = getattr(import_module(module), name)
    opd_id = header["arguments"].get("opd", 0)
    source, seconds = header["database"]["NAME"], header["limits"]["seconds"]
    try:
        # The turn is held by who asked: waiting for another one could be waiting for oneself.
        with without_turn(), taken_back(writes=check.writes, opd_id=opd_id, source=source, seconds=seconds):
            hints = check.hints
            arguments = {key: decode(hints[key], value, blobs) for key, value in header["arguments"].items()}
            return {"found": encode(check.function(**arguments), [])}
    except (ServiceError, RefusedFile) as refusal:
        return {"refused": refusals.encode(refusal)}


if __name__ == "__main__":
    main()
