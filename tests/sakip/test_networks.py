"""Which addresses lie in the networks of a setting."""

import pytest

from sakip.networks import read_networks

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("words", "inside", "outside"),
    [
        (["10.0.0.1"], ["10.0.0.1", "::ffff:10.0.0.1"], ["10.0.0.2", "", "bukan alamat", "::1"]),
        (["10.0.0.0/8", "::1/128"], ["10.255.0.1", "::1"], ["11.0.0.1", "::2"]),
        (["fd00::/8"], ["fd12::1"], ["fe80::1", "10.0.0.1"]),
        (["unix:"], [""], ["127.0.0.1"]),
        ([], [], ["", "127.0.0.1"]),
    ],
)
def test_an_address_lies_in_a_network_or_not(words: list[str], inside: list[str], outside: list[str]) -> None:
    networks = read_networks(words)
    assert bool(networks) is bool(words)
    assert [address for address in [*inside, *outside] if address in networks] == inside


@pytest.mark.parametrize("word", ["10.0.0.1/8", "10.0.0", "proxy", "10.0.0.0/33", "unix:/run/sakip.sock", "*"])
def test_what_is_no_network_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="neither an address"):
        read_networks(["127.0.0.1", word])
