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


@pytest.fixture
def bsre(settings: Settings) -> Settings:
    settings.SIGNER = "bsre"
    settings.BSRE_URL = "https://esign.contoh.go.id"
    settings.BSRE_USER, settings.BSRE_PASSWORD = "sakip", "rahasia"
    settings.BSRE_VERSION = 2
    settings.BSRE_CA_FILE = ""
    return settings


def found_of_bsre() -> list[str | None]:
    return [message.id for message in checks.check_bsre()]


def test_a_service_that_is_set_up_is_silent(bsre: Settings) -> None:
    assert found_of_bsre() == []


@pytest.mark.parametrize(
    "url",
    [
        "https://10.1.2.3:8443/esign",
        "http://10.1.2.3",
        "http://192.168.18.26/",
        "http://127.0.0.1:1",
        "http://[fd00::1]",
    ],
)
def test_a_service_may_be_reached_in_the_clear_in_a_private_network(bsre: Settings, url: str) -> None:
    bsre.BSRE_URL = url
    assert found_of_bsre() == []


@pytest.mark.parametrize(
    "url",
    [
        "", "esign.contoh.go.id", "http://esign.contoh.go.id", "http://103.1.2.3", "ftp://10.1.2.3", "https://",
        "https://sakip:rahasia@esign.contoh.go.id", "https://esign.contoh.go.id/?nik=1", "http://[::1", "https://a:b",
    ],
)  # fmt: skip
def test_a_service_without_a_safe_address_is_refused(bsre: Settings, url: str) -> None:
    bsre.BSRE_URL = url
    assert found_of_bsre() == ["sakip.E003"]
    bsre.SIGNER = "pkcs12"
    assert found_of_bsre() == []


def test_a_service_needs_an_account_a_known_version_and_a_readable_authority(bsre: Settings) -> None:
    bsre.BSRE_PASSWORD, bsre.BSRE_VERSION, bsre.BSRE_CA_FILE = "", 3, "/tidak/ada.pem"
    assert found_of_bsre() == ["sakip.E004", "sakip.E005", "sakip.E006"]


LONG_TERM = {
    "SIGNING_TSA_URL": "https://cap.contoh.go.id/tsa",
    "SIGNING_TRUST_ROOTS": "akar.pem",
    "SIGNING_LONG_TERM": True,
}


def found(settings: Settings, **values: object) -> list[str | None]:
    """Return the ids of what the checks of time-stamps say about settings."""
    for name, value in values.items():
        setattr(settings, name, value)
    of_time = (
        checks.check_time_stamp_service,
        checks.check_time_stamp_account,
        checks.check_long_term,
        checks.check_time_stamp_authorities,
        checks.check_time_stamp_fits,
    )
    return [message.id for check in of_time for message in check()]


def test_nobody_is_asked_by_default(settings: Settings) -> None:
    assert found(settings) == []


def test_a_time_stamp_service_with_everything_is_silent(settings: Settings) -> None:
    assert found(settings, **LONG_TERM, SIGNING_TSA_USER="dinas", SIGNING_TSA_PASSWORD="rahasia") == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"SIGNING_TSA_URL": "cap.contoh.go.id"}, "sakip.E010"),
        ({"SIGNING_TSA_URL": "https://a:b@cap.contoh.go.id/tsa"}, "sakip.E010"),
        (
            {"SIGNING_TSA_URL": "http://cap.contoh.go.id", "SIGNING_TSA_USER": "a", "SIGNING_TSA_PASSWORD": "b"},
            "sakip.E011",
        ),
        ({"SIGNING_TSA_USER": "dinas"}, "sakip.E012"),
        ({"SIGNING_TSA_USER": "a:b", "SIGNING_TSA_PASSWORD": "c"}, "sakip.E012"),
        ({"SIGNING_TSA_URL": ""}, "sakip.E013"),
        ({"SIGNING_TRUST_ROOTS": ""}, "sakip.E013"),
        ({"SIGNING_LONG_TERM": False}, "sakip.W010"),
        ({"SIGNING_TSA_AUTHORITIES": "/tidak/ada.pem"}, "sakip.E014"),
        ({"SIGNING_TSA_TIMEOUT_SECONDS": 30}, "sakip.E015"),
    ],
)
def test_a_wrong_combination_for_time_stamps_is_named(
    settings: Settings, values: dict[str, object], expected: str
) -> None:
    assert found(settings, **(LONG_TERM | values)) == [expected]
