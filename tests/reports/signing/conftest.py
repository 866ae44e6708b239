"""One unsigned document, one demo certificate and one real-looking one, made once per run."""

from collections.abc import Callable
from typing import Any

import pytest

from reports.signing.adapters import get_signer, sign
from reports.signing.demo_certificate import create_demo_pkcs12
from reports.signing.requests import FieldPlacement, SignedPdf, SignRequest
from tests.reports.signing.certificates import PASSPHRASE, Authority, make_authority, make_pkcs12

VERIFY_URL = "https://sakip.lampungbaratkab.go.id/v/Zk3pQ9xT2mVb7LrW8cYd"


@pytest.fixture(scope="session")
def unsigned_pdf() -> bytes:
    from weasyprint import HTML

    text = '<html lang="id"><title>Laporan</title><h1>Laporan Kinerja</h1><p>Capaian 81,18 persen.'
    return HTML(string=text).write_pdf() or b""


@pytest.fixture(scope="session")
def demo_pkcs12() -> bytes:
    return create_demo_pkcs12(common_name="Kepala Dinas", organisation="Dinas Kominfo", passphrase=PASSPHRASE)


@pytest.fixture(scope="session")
def authority() -> Authority:
    return make_authority()


@pytest.fixture(scope="session")
def real_pkcs12(authority: Authority) -> bytes:
    return make_pkcs12(authority)


def a_request(**changes: Any) -> SignRequest:
    values: dict[str, Any] = {
        "name": "Drs. BUDI SANTOSO, M.Si.",
        "jabatan": "Kepala Dinas Komunikasi dan Informatika",
        "rank": "Pembina Utama Muda",
        "nip": "19700101 199503 1 001",
        "verify_url": VERIFY_URL,
        "location": "Liwa",
        "placement": FieldPlacement(0, 300, 100, 540, 185),
    }
    return SignRequest(**(values | changes))


@pytest.fixture(name="a_request", scope="session")
def a_request_fixture() -> Callable[..., SignRequest]:
    return a_request


@pytest.fixture(scope="session")
def signed(unsigned_pdf: bytes, demo_pkcs12: bytes) -> SignedPdf:
    signer = get_signer("pkcs12", source=lambda: demo_pkcs12)
    return sign(unsigned_pdf, signer=signer, passphrase=PASSPHRASE, request=a_request())


@pytest.fixture(scope="session")
def really_signed(unsigned_pdf: bytes, real_pkcs12: bytes) -> SignedPdf:
    signer = get_signer("pkcs12", source=lambda: real_pkcs12)
    return sign(unsigned_pdf, signer=signer, passphrase=PASSPHRASE, request=a_request())
