"""Until when certificates are in force: officials' by the offices of the reader, and those that settings name."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone
from pytest_django import Settings

from reports.condition import read_files, read_officials
from reports.models import Sertifikat
from reports.officials import public_certificate
from sakip.condition.conditions import State
from sakip.named_files import CERTIFICATES
from tests.cast import Cast, Office
from tests.reports import steps


def end_in(days: int) -> None:
    Sertifikat.objects.update(berlaku_sampai=timezone.now() + timedelta(days=days))


@pytest.mark.parametrize(("days", "state"), [(90, State.GOOD), (59, State.ATTENTION), (-2, State.ATTENTION)])
def test_a_certificate_that_ends_is_named_to_its_office(office: Office, cast: Cast, days: int, state: State) -> None:
    steps.give_certificate(cast.kadis, office.opd)
    end_in(days)
    (found,) = read_officials({office.opd.pk})
    assert found.state is state
    assert (str(cast.kadis) in found.kalimat) == (state is not State.GOOD)
    assert [(gauge.name, gauge.value) for gauge in found.gauges] == [("certificate_days", days)]
    (nothing,) = read_officials({office.opd.pk + 1})
    assert (nothing.state, nothing.gauges) == (State.GOOD, ())
    assert str(cast.kadis) not in nothing.kalimat


def test_a_file_of_issuers_says_when_its_first_certificate_ends(
    office: Office, cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    certificate = public_certificate(steps.give_certificate(cast.kadis, office.opd))
    file = tmp_path / "akar.pem"
    file.write_bytes(certificate.public_bytes(Encoding.PEM))
    settings.SIGNING_TRUST_ROOTS, settings.SIGNING_TSA_AUTHORITIES, settings.BSRE_CA_FILE = str(file), "", ""
    (found,) = read_files(None)
    left = (certificate.not_valid_after_utc - timezone.now()).days
    assert (found.state, found.gauges[0].value) == (State.GOOD, left)


def test_every_file_of_certificates_that_settings_name_is_looked_at(settings: Settings, tmp_path: Path) -> None:
    for name in CERTIFICATES:
        setattr(settings, name, str(tmp_path / "tidak-ada.pem"))
    assert [found.key for found in read_files(None)] == [name.lower() for name in CERTIFICATES]


@pytest.mark.parametrize(("days", "state"), [(61, State.GOOD), (10, State.ATTENTION), (-1, State.ATTENTION)])
def test_it_is_told_before_it_ends(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, days: int, state: State
) -> None:
    until = timezone.now() + timedelta(days=days, hours=1)
    monkeypatch.setattr("reports.condition._first_end", lambda _: until)
    settings.SIGNING_TRUST_ROOTS, settings.SIGNING_TSA_AUTHORITIES, settings.BSRE_CA_FILE = str(tmp_path), "", ""
    (found,) = read_files(None)
    assert (found.state, found.gauges[0].value) == (state, days)


@pytest.mark.parametrize("content", [None, b"", b"bukan PEM"])
def test_a_file_that_is_none_is_broken(settings: Settings, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "akar.pem"
    if content is not None:
        file.write_bytes(content)
    settings.SIGNING_TRUST_ROOTS, settings.SIGNING_TSA_AUTHORITIES, settings.BSRE_CA_FILE = "", "", str(file)
    (found,) = read_files(None)
    assert (found.key, found.state) == ("bsre_ca_file", State.BROKEN)
    assert x509.__name__ not in found.kalimat
