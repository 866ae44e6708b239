"""System checks: a wrong combination of settings is named with its id, a right one is silent."""

import ctypes.util

import pytest
from pytest_django import Settings

from sakip import checks


def test_fallback_key_is_refused_for_serving(settings: Settings) -> None:
    settings.SECRET_KEY = settings.INSECURE_SECRET_KEY
    assert [message.id for message in checks.check_secret_key()] == ["sakip.E001"]
    settings.SECRET_KEY = "kunci-sendiri"
    assert checks.check_secret_key() == []


def test_public_address_without_https_is_named(settings: Settings) -> None:
    settings.HTTPS = False
    assert [message.id for message in checks.check_public_base_url()] == ["sakip.W001"]
    settings.HTTPS = True
    assert checks.check_public_base_url() == []


def test_missing_pango_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.check_weasyprint() == []
    monkeypatch.setattr(ctypes.util, "find_library", {}.get)
    assert [message.id for message in checks.check_weasyprint()] == ["sakip.W002"]


def test_missing_poppler_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.check_pdftoppm() == []
    monkeypatch.setenv("PATH", "/tidak-ada")
    assert [message.id for message in checks.check_pdftoppm()] == ["sakip.W003"]


def test_another_language_is_refused(settings: Settings) -> None:
    """Under English "1,5" would be read as 15."""
    assert checks.check_one_language() == []
    settings.LANGUAGE_CODE = "en"
    assert [message.id for message in checks.check_one_language()] == ["sakip.E002"]
    settings.LANGUAGE_CODE = "id"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.middleware.locale.LocaleMiddleware"]
    assert [message.id for message in checks.check_one_language()] == ["sakip.E002"]
