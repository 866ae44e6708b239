"""What every test needs: files of its own and no time spent on hashing."""

import shutil
import tempfile

import pytest
from django.conf import settings

_media = tempfile.mkdtemp(prefix="sakip-test-media-")


def pytest_configure(config: pytest.Config) -> None:
    # The manifest storage wants collectstatic first; hashed names have nothing to do with what is tested.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Uploads of tests never land beside real ones.
    settings.MEDIA_ROOT = _media
    # A deliberately slow hash, once per made-up account, would be most of the suite's time.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(_media, ignore_errors=True)
