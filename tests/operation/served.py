"""Settings of a server that a test starts from the sources: its static files are not collected first."""

from sakip.settings import *  # noqa: F403 - all of them
from sakip.settings import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
