"""What the log of an installation would hold, line by line as its own formatters write it."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

from sakip.logs.config import FORMATS, logging_config


class Outlet:
    def __init__(self) -> None:
        self._stream = StringIO()

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def data(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]

    @contextmanager
    def collecting(self, style: str) -> Iterator[None]:
        """Take the lines of the handlers that the settings name, in this style."""
        config = logging_config(level="INFO", style=style, zone="Asia/Jakarta")
        assert set(FORMATS) == {"text", "json"}
        name = logging.config.DictConfigurator(config)  # type: ignore[attr-defined]  # of logging.config
        formatter = name.configure_formatter(config["formatters"]["line"])
        ours = [handler for logger in _loggers() for handler in logger.handlers if _is_console(handler)]
        before = [(handler, handler.stream, handler.formatter) for handler in dict.fromkeys(ours)]
        assert len(before) == 2, "the console, and that of clients' faults"
        for handler, _, _ in before:
            handler.setStream(self._stream)
            handler.setFormatter(formatter)
        try:
            yield
        finally:
            for handler, stream, earlier in before:
                handler.setStream(stream)
                handler.setFormatter(earlier)


def _loggers() -> list[logging.Logger]:
    return [logging.getLogger(), logging.getLogger("django.security")]


def _is_console(handler: logging.Handler) -> bool:
    return type(handler) is logging.StreamHandler
