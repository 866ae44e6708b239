"""The WSGI application that gunicorn serves."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")

application = get_wsgi_application()

# No check of Django's runs when a server imports this; whoever reads our source could sign in anyone's name.
if settings.SECRET_KEY == settings.INSECURE_SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set: run bin/setup, which generates one, or set it.")
