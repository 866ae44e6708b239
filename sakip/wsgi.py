"""The WSGI application that gunicorn serves."""

import os
import sys

import django
from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler

from sakip.schema.refusals import SchemaRefused
from sakip.sqlite3.base import never_create
from sakip.whole_body import whole_bodies

# By this status a process of gunicorn tells that starting it again would not help.
CANNOT_START = 3


def _start() -> WSGIHandler:
    """Return the application. Raises ImproperlyConfigured for settings that no command would start with either, and for
    the key that stands in our source: whoever reads it could sign in anyone's name."""
    django.setup(set_prefix=False)
    never_create()
    if settings.SECRET_KEY == settings.INSECURE_SECRET_KEY:
        raise ImproperlyConfigured("SECRET_KEY is not set: run bin/setup, which generates one, or set it.")
    wrong = [str(found) for found in run_checks() if found.is_serious() and not found.is_silenced()]
    if wrong:
        raise ImproperlyConfigured("\n".join(wrong))
    from sakip.schema.watch import begin_to_serve  # reads a table, so the apps come first

    begin_to_serve()
    return WSGIHandler()


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")
try:
    application = whole_bodies(_start())
except ImproperlyConfigured as error:
    sys.stderr.write(f"Pengaturan salah: {error}\n")
    sys.exit(CANNOT_START)
except SchemaRefused as refusal:
    sys.stderr.write(f"{refusal}\n")
    sys.exit(CANNOT_START)
