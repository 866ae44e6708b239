"""The client's address is believed only from where it may come."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from sakip.network import client_address
from sakip.networks import read_networks


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "expected"),
    [
        ([], "203.0.113.9", "10.0.0.1", "203.0.113.9"),  # nobody in front: the header is the client's own word
        (["10.0.0.1"], "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (["10.0.0.1"], "10.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"),  # the left part may be invented
        (["10.0.0.1", "10.0.0.2"], "10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (["10.0.0.1"], "10.0.0.1", "", "10.0.0.1"),
        (["10.0.0.1"], "203.0.113.9", "1.2.3.4", "203.0.113.9"),
        (["10.0.0.0/8"], "10.9.0.1", "1.2.3.4, 203.0.113.9, 10.2.0.1", "203.0.113.9"),
        (["unix:"], "", "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        (["10.0.0.0/8"], "", "1.2.3.4", ""),  # a socket that nobody named
    ],
)
def test_client_address(settings: Settings, proxies: list[str], remote: str, forwarded: str, expected: str) -> None:
    settings.TRUSTED_PROXIES = read_networks(proxies)
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected
