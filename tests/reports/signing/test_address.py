"""Which addresses a real certificate may sign."""

import pytest

from reports.signing.address import refuse_loopback
from reports.signing.errors import PlaceholderAddress

REFUSED = [
    "", "   ", "sakip.lampungbaratkab.go.id", "ftp://sakip.lampungbaratkab.go.id", "http://", "http://[::1",
    "http://127.0.0.1:8000", "http://127.0.0.1", "http://127.1", "http://0x7f.1", "http://2130706433",
    "http://0.0.0.0", "http://localhost", "http://LOCALHOST:8000/", "http://localhost.", "http://sakip.localhost",
    "http://[::1]:8000", "http://[::]", "http://[::ffff:127.0.0.1]", "http://[fe80::1]", "http://[fd00::1]",
    "http://10.1.2.3", "http://192.168.1.5", "http://172.16.0.9", "http://169.254.1.1", "http://192.0.2.7",
    "http://server-kantor", "http://kantor.local", "http://sakip.internal", "https://sakip.example.go.id.test",
    "https://example.com", "https://www.example.org", "https://sakip.invalid",
]  # fmt: skip
ACCEPTED = [
    "https://sakip.lampungbaratkab.go.id",
    "http://sakip.lampungbaratkab.go.id/sub/",
    "https://103.10.20.30:8443",
    "https://[2606:4700::1111]",
    "https://myexample.com",
]


@pytest.mark.parametrize("address", REFUSED)
def test_refuse_loopback_stops_a_real_certificate(address: str) -> None:
    with pytest.raises(PlaceholderAddress):
        refuse_loopback(address, is_demo=False)


@pytest.mark.parametrize("address", REFUSED)
def test_refuse_loopback_lets_a_demo_pass(address: str) -> None:
    refuse_loopback(address, is_demo=True)


@pytest.mark.parametrize("address", ACCEPTED)
def test_refuse_loopback_accepts_a_public_address(address: str) -> None:
    refuse_loopback(address, is_demo=False)
