"""How a record becomes a line: one time zone with its offset, no secret, and no line break that somebody sent us."""

import json
import logging
import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sakip.logs.context import NO_ID
from sakip.logs.hiding import hide

# What ends a line somewhere, or steers a terminal.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# How a traceback stands below its line: no line that an exception's text makes begins like one of ours.
_INDENT = "\n    "


def on_one_line(text: str) -> str:
    """Return the text with its control characters written out, as `\\n`."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def told(fields: dict[str, Any]) -> str:
    """Return fields as a line has them: `name=value`; what is unknown is left out."""
    return " ".join(f"{name}={value}" for name, value in fields.items() if value not in (None, ""))


class TextFormatter(logging.Formatter):
    """A line of text; a traceback follows it, indented."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        self._zone = ZoneInfo(zone)

    def format(self, record: logging.LogRecord) -> str:
        message = on_one_line(hide(record.getMessage()))
        line = f"{self.time_of(record)} {record.levelname} {record.name} {id_of(record)} {message}"
        return _INDENT.join([line, *map(on_one_line, self.traceback_of(record).splitlines())])

    def time_of(self, record: logging.LogRecord) -> str:
        return datetime.fromtimestamp(record.created, self._zone).isoformat(timespec="milliseconds")

    def traceback_of(self, record: logging.LogRecord) -> str:
        parts = [self.formatException(record.exc_info)] if record.exc_info else []
        parts += [self.formatStack(record.stack_info)] if record.stack_info else []
        return hide("\n".join(parts))


class JsonFormatter(TextFormatter):
    """One JSON object a line: the same, and what our own lines are made of as members of their own."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": self.time_of(record),
            "level": record.levelname,
            "logger": record.name,
            "id": id_of(record),
            "message": hide(record.getMessage()),
        }
        line |= {name: hide(value) if isinstance(value, str) else value for name, value in fields_of(record).items()}
        if traceback := self.traceback_of(record):
            line["traceback"] = traceback
        return json.dumps(line, default=str)


def id_of(record: logging.LogRecord) -> str:
    return str(getattr(record, "task_id", NO_ID))


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return what a record was made of, for those who read it as data."""
    fields: dict[str, Any] = getattr(record, "fields", {})
    return fields
