"""What the text of a variable says, and what says nothing."""

import pytest

from sakip.setting_values import read_hosts, read_public_address, read_time_zone

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://sakip.contoh.go.id", "https://sakip.contoh.go.id"),
        ("https://sakip.contoh.go.id/", "https://sakip.contoh.go.id"),
        ("HTTPS://Sakip.Contoh.go.id:443", "https://sakip.contoh.go.id"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://sakip:8443", "https://sakip:8443"),
    ],
)
def test_a_public_address_is_written_as_browsers_write_it(text: str, address: str) -> None:
    assert read_public_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "", "sakip.contoh.go.id", "ftp://sakip.contoh.go.id", "https://", "https://a b", "https://a_b", "https://-a.id",
        "https://sakip.contoh.go.id/sakip", "https://a:b@sakip.contoh.go.id", "https://@sakip.contoh.go.id",
        "https://sakip.contoh.go.id?x=1", "https://sakip.contoh.go.id#x", "https://a:b", "https://a:99999", "http://[::1",
        "https://kantör.id",
    ],
)  # fmt: skip
def test_what_is_no_public_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="https://sakip"):
        read_public_address(text)


@pytest.mark.parametrize("text", ["Asia/Jakarta", "Asia/Makassar", "UTC"])
def test_a_time_zone_is_taken_by_its_name(text: str) -> None:
    assert read_time_zone(text) == text


@pytest.mark.parametrize("text", ["", "WIB", "Asia", "asia/jakarta ", "../etc/passwd", "+07:00"])
def test_what_is_no_time_zone_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no time zone; write Asia/Jakarta"):
        read_time_zone(text)


@pytest.mark.parametrize(
    "words", [["a.go.id"], ["10.0.0.1", "a.go.id"], [".go.id"], [".a.go.id"], ["[::1]", "a.go.id"], ["*"]]
)
def test_hosts_are_those_that_let_the_public_one_be_called(words: list[str]) -> None:
    assert read_hosts(words, public="a.go.id", any_host=True) == words


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["*"], "lets anybody name the server"),
        (["a.go.id", "*"], "lets anybody name the server"),
        (["https://a.go.id"], "is no host"),
        (["a.go.id:443"], "is no host"),
        (["a.go.id/"], "is no host"),
        ([], "a.go.id, the host of PUBLIC_BASE_URL, is missing"),
        (["b.go.id", ".b.go.id"], "a.go.id, the host of PUBLIC_BASE_URL, is missing"),
    ],
)
def test_hosts_that_cannot_be_right_are_refused(words: list[str], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_hosts(words, public="a.go.id", any_host=False)
