"""What no text shows that leaves the program."""

import pytest
from pytest_django import Settings

from sakip.logs.context import LogContext, doing
from sakip.logs.hiding import hide, without_tokens

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("_fresh_secrets")]


def test_secrets_of_the_settings_are_hidden(settings: Settings) -> None:
    settings.EMAIL_HOST_PASSWORD, settings.BSRE_PASSWORD = "surel-rahasia", "surel-rahasia-lebih"
    settings.DATABASES["default"]["PASSWORD"], before = "basis-data", settings.DATABASES["default"].get("PASSWORD", "")
    try:
        assert hide("a surel-rahasia-lebih surel-rahasia basis-data b") == "a *** *** *** b"
        assert hide(settings.SECRET_KEY) == "***"
    finally:
        settings.DATABASES["default"]["PASSWORD"] = before


def test_a_secret_that_is_too_short_would_hide_half_of_every_line(settings: Settings) -> None:
    settings.EMAIL_HOST_PASSWORD = "abc"
    assert hide("abc dan abcd") == "abc dan abcd"


def test_secrets_of_the_request_in_hand_are_hidden_while_it_lasts() -> None:
    with doing(LogContext("k", secrets=lambda: ["frasa sandi"])):
        assert hide("frasa sandi salah") == "*** salah"
    assert hide("frasa sandi salah") == "frasa sandi salah"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgres://sakip:p@ss/wo:rd@db:5432/x gagal", "postgres://***@db:5432/x gagal"),
        ("https://db.example.go.id/a", "https://db.example.go.id/a"),
        ("NIK 3201234567890123.", "NIK ***."),
        ("NIP 196512311990031001", "NIP 196512311990031001"),
    ],
)
def test_accounts_in_addresses_and_niks_are_hidden(text: str, shown: str) -> None:
    assert hide(text) == shown


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/verifikasi/Ab3dEfGhIjKlMnOpQr/", "/verifikasi/***/"),
        ("/verifikasi/Ab3dEfGhIjKlMnOpQr", "/verifikasi/***"),
        ("/admin/rencana/perubahan-nomenklatur/12/batal/", "/admin/rencana/perubahan-nomenklatur/12/batal/"),
        ("/admin/pengisian/1/2/", "/admin/pengisian/1/2/"),
    ],
)
def test_tokens_stand_in_no_path(path: str, shown: str) -> None:
    assert without_tokens(path) == shown
