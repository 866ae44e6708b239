"""System checks: a wrong combination of settings is named with its id, a right one is silent."""

import ast
import ctypes.util
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from sakip import checks
from sakip.networks import read_networks


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


def test_https_without_a_named_proxy_is_warned_of(settings: Settings) -> None:
    settings.HTTPS, settings.TRUSTED_PROXIES = True, read_networks([])
    assert [message.id for message in checks.check_proxies()] == ["sakip.W007"]
    settings.TRUSTED_PROXIES = read_networks(["unix:"])
    assert checks.check_proxies() == []
    settings.HTTPS, settings.TRUSTED_PROXIES = False, read_networks([])
    assert checks.check_proxies() == []


def test_a_misspelt_name_in_the_file_is_told_with_the_right_one(settings: Settings) -> None:
    settings.ENV_FILE = "/etc/sakip/sakip.env"
    settings.ENV_FILE_NAMES = frozenset({"DATABASE_ULR", "DATABASE_URL", "SSL_CERT_FILE", "LANG", "EMAIL_FORM"})
    found = checks.check_names_in_the_file()
    assert [(message.id, message.msg.split()[2], message.hint) for message in found] == [
        ("sakip.W008", "DATABASE_ULR,", "Write DATABASE_URL, if that is meant."),
        ("sakip.W008", "EMAIL_FORM,", "Write EMAIL_FROM, if that is meant."),
    ]


def test_missing_pango_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.check_weasyprint() == []
    monkeypatch.setattr(ctypes.util, "find_library", {}.get)
    assert [message.id for message in checks.check_weasyprint()] == ["sakip.W002"]


def test_missing_poppler_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.check_pdftoppm() == []
    monkeypatch.setenv("PATH", "/tidak-ada")
    assert [message.id for message in checks.check_pdftoppm()] == ["sakip.W003"]


def test_files_that_others_may_read_are_named(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "var" / "media"
    settings.MEDIA_ROOT.mkdir(parents=True, mode=0o755)
    for folder, media, found in ((0o755, 0o755, 1), (0o755, 0o700, 0), (0o700, 0o755, 0)):
        settings.MEDIA_ROOT.chmod(media)
        settings.MEDIA_ROOT.parent.chmod(folder)
        messages = [message for message in checks.check_private() if str(settings.MEDIA_ROOT) in message.msg]
        assert [message.id for message in messages] == ["sakip.W004"] * found


@pytest.mark.one_database("postgresql")
def test_a_postgresql_that_acknowledges_before_it_has_written_is_named(db: None) -> None:
    if connection.vendor != "postgresql":
        assert checks.check_synced_database(databases=["default"]) == []
        return
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        (message,) = checks.check_synced_database(databases=["default"])
        cursor.execute("SET synchronous_commit = on")
    assert (message.id, "synchronous_commit" in message.msg) == ("sakip.W005", True)
    assert checks.check_synced_database(databases=[]) == []


def test_sqlite_has_no_role_to_warn_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.connection, "vendor", "sqlite")
    assert checks.check_runtime_role() == []


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


def test_a_service_needs_an_account_and_a_known_version(bsre: Settings) -> None:
    bsre.BSRE_PASSWORD, bsre.BSRE_VERSION = "", 3
    assert found_of_bsre() == ["sakip.E004", "sakip.E005"]


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
        ({"SIGNING_TSA_URL": "http://[::1"}, "sakip.E010"),
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
        ({"SIGNING_TSA_TIMEOUT_SECONDS": 30}, "sakip.E015"),
    ],
)
def test_a_wrong_combination_for_time_stamps_is_named(
    settings: Settings, values: dict[str, object], expected: str
) -> None:
    assert found(settings, **(LONG_TERM | values)) == [expected]


@pytest.fixture
def mail(settings: Settings) -> Settings:
    """Let mail be set up rightly."""
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_SECURITY = "surel.example.go.id", 587, "starttls"
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "sakip", "rahasia"
    settings.EMAIL_FROM = "SAKIP <sakip@example.go.id>"
    assert checks.check_mail() == []
    return settings


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"EMAIL_SECURITY": "ssl"}, ["sakip.E020"]),
        ({"EMAIL_HOST_PASSWORD": ""}, ["sakip.E021"]),
        ({"EMAIL_HOST_USER": ""}, ["sakip.E021"]),
        ({"EMAIL_HOST_USER": "", "EMAIL_HOST_PASSWORD": ""}, []),
        ({"EMAIL_SECURITY": "none"}, ["sakip.E022"]),
        ({"EMAIL_SECURITY": "none", "EMAIL_HOST": "10.0.0.5"}, []),
        ({"EMAIL_FROM": ""}, ["sakip.E023"]),
        ({"EMAIL_FROM": "SAKIP"}, ["sakip.E023"]),
        ({"EMAIL_HOST": ""}, ["sakip.W020"]),
        ({"EMAIL_HOST": "", "EMAIL_HOST_USER": "", "EMAIL_HOST_PASSWORD": "", "EMAIL_FROM": ""}, []),
        (
            {
                "EMAIL_HOST": "",
                "EMAIL_HOST_USER": "",
                "EMAIL_HOST_PASSWORD": "",
                "EMAIL_FROM": "",
                "ERROR_RECIPIENTS": ["admin@example.go.id"],
            },
            ["sakip.W020"],
        ),
        ({"EMAIL_PORT": 465}, ["sakip.W021"]),
        ({"EMAIL_SECURITY": "tls"}, ["sakip.W021"]),
    ],
)
def test_mail_that_is_set_up_wrongly_is_named(mail: Settings, changes: dict[str, Any], found: list[str]) -> None:
    for name, value in changes.items():
        setattr(mail, name, value)
    assert [message.id for message in checks.check_mail()] == found


def test_what_is_wrong_with_an_address_is_told_of_the_address(mail: Settings) -> None:
    """The single variables are not set then."""
    mail.EMAIL_BY_ADDRESS, mail.EMAIL_SECURITY, mail.EMAIL_HOST_USER, mail.EMAIL_PORT = True, "none", "", 465
    mail.EMAIL_FROM = "SAKIP"
    said = checks.check_mail()
    mail.EMAIL_SECURITY = "starttls"
    said += checks.check_mail()
    assert {message.id for message in said} == {"sakip.E021", "sakip.E022", "sakip.E023", "sakip.W021"}
    named = {name for message in said for name in re.findall(r"EMAIL_[A-Z]+", f"{message.msg} {message.hint}")}
    assert named == {"EMAIL_URL", "EMAIL_FROM"}


def test_each_check_has_an_id_of_its_own() -> None:
    tree = ast.parse(Path(checks.__file__).read_text(encoding="utf-8"))
    words = [node for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "id"]
    ids = [str(node.value.value) for node in words if isinstance(node.value, ast.Constant)]
    assert len(ids) == len(words) > 0
    assert sorted(ids) == sorted(set(ids))
