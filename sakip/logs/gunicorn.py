"""The logger of gunicorn (`--logger-class`): its lines look like all others, and requests have a line of our own."""

import logging.config
import os
from typing import Any

from django.conf import settings
from gunicorn import glogging


class Logger(glogging.Logger):
    def setup(self, cfg: Any) -> None:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")
        logging.config.dictConfig(settings.LOGGING)
        logging.captureWarnings(True)
        self.cfg = cfg
        self.loglevel = self.LOG_LEVELS.get(cfg.loglevel.lower(), logging.INFO)
        self.error_log.setLevel(self.loglevel)
        self.error_log.propagate = True

    def access(self, *args: Any, **kwargs: Any) -> None:
        """Write nothing: `sakip.request_log` does."""
