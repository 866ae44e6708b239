"""How logging is set up: for the server, the worker and every command alike."""

import logging
from typing import Any

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
FORMATS = {"text": "sakip.logs.lines.TextFormatter", "json": "sakip.logs.lines.JsonFormatter"}


def logging_config(*, level: str, style: str, zone: str) -> dict[str, Any]:
    """Return the configuration: our own lines from `level` on, those of libraries from WARNING on at least, unless
    DEBUG is wanted."""
    others = level if level == "DEBUG" or logging.getLevelName(level) > logging.WARNING else "WARNING"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": FORMATS[style], "zone": zone}},
        "filters": {
            "id": {"()": "sakip.logs.context.IdFilter"},
            "outages": {"()": "sakip.outages.OncePerMinute"},
            "client_faults": {"()": "sakip.logs.faults.ClientFaultFilter"},
            "once": {"()": "sakip.logs.faults.OnceFilter"},
            "paths": {"()": "sakip.logs.faults.PathFilter"},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["id"]},
            # Whoever sends what Django calls suspicious is at fault himself: nobody is told by mail.
            "clients": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["id", "client_faults", "paths"],
            },
            "errors": {"class": "sakip.logs.errors.ErrorHandler", "level": "ERROR", "filters": ["id"]},
        },
        "root": {"handlers": ["console", "errors"], "level": others},
        "loggers": {
            "sakip": {"level": level},
            "gunicorn": {"handlers": ["console"], "propagate": False},
            "django.request": {"filters": ["once", "client_faults", "paths", "outages"]},
            "django.security": {"handlers": ["clients"], "propagate": False},
            "weasyprint": {"level": "ERROR"},
            "fontTools": {"level": "ERROR"},
            # They tell every finding over a stranger's file with its traceback; the verdict has it in words.
            "pyhanko": {"level": "CRITICAL"},
            "pyhanko_certvalidator": {"level": "CRITICAL"},
        },
    }
