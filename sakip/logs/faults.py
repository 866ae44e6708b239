"""Faults of whoever asks, not of the program: one line at INFO, without a traceback."""

import logging

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from sakip.logs.hiding import without_tokens

# A client that broke off (an upload, a closed tab), a foreign host's name, too many fields, what is no form.
CLIENT_FAULTS = (BadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError)
_LONGEST = 300


def _error_of(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None


class ClientFaultFilter(logging.Filter):
    """Says a client's fault in one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = _error_of(record)
        if isinstance(error, CLIENT_FAULTS):
            record.msg, record.args = "%s: %s", (type(error).__name__, str(error)[:_LONGEST])
            record.exc_info = record.exc_text = None
            record.levelno, record.levelname = logging.INFO, logging.getLevelName(logging.INFO)
        return True


class OnceFilter(logging.Filter):
    """Leaves to the request's own line what only says which page was refused or missing."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.ERROR or isinstance(_error_of(record), CLIENT_FAULTS)


class PathFilter(logging.Filter):
    """Takes the tokens out of the paths that Django tells."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(without_tokens(part) if isinstance(part, str) else part for part in record.args)
        return True
