"""Files and folders that settings name are there and usable, or the start ends with a sentence."""

from pathlib import Path

import pytest
from pytest_django import Settings

from reports.signing.demo_certificate import create_demo_pkcs12
from sakip import named_files
from sakip.named_files import check_backup_folder, check_certificate_files, check_folders, check_published_media

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def certificate() -> dict[str, bytes]:
    """Return one certificate in both forms."""
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

    held = load_pkcs12(create_demo_pkcs12(common_name="A", organisation="B", passphrase="c"), b"c").cert
    return {"pem": held.certificate.public_bytes(Encoding.PEM), "der": held.certificate.public_bytes(Encoding.DER)}


@pytest.mark.parametrize("name", ["SIGNING_TRUST_ROOTS", "SIGNING_TSA_AUTHORITIES", "BSRE_CA_FILE", "FILES_S3_CA_FILE"])
def test_certificates_that_cannot_be_read_are_named(
    settings: Settings, tmp_path: Path, certificate: dict[str, bytes], name: str
) -> None:
    file = tmp_path / "akar.pem"
    setattr(settings, name, str(file))
    contents = {
        b"catatan\n" + certificate["pem"] + certificate["pem"]: True,
        certificate["der"]: name == "SIGNING_TRUST_ROOTS",
        b"": False,
        b"bukan sertifikat": False,
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n": False,
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n": False,
    }
    for content, right in contents.items():
        file.write_bytes(content)
        found = check_certificate_files()
        assert [message.id for message in found] == ["sakip.E030"] * (not right)
        assert all(message.msg.startswith(f"{name} names a file without a certificate") for message in found)
    file.unlink()
    (missing,) = check_certificate_files()
    assert missing.msg == f"{name} cannot be read ({file}: No such file or directory)."


def test_folders_may_be_made_while_trying_it_and_are_there_in_production(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    settings.PRODUCTION = False
    assert check_folders() == []
    settings.PRODUCTION = True
    (missing,) = check_folders()
    assert (missing.id, missing.msg) == ("sakip.E031", f"MEDIA_ROOT is not there ({tmp_path}/media).")
    settings.MEDIA_ROOT.mkdir()
    assert check_folders() == []


def test_a_folder_that_is_none_or_closed_is_named(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PRODUCTION = False
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    settings.MEDIA_ROOT.write_text("")
    (found,) = check_folders()
    assert found.msg.startswith("MEDIA_ROOT is no folder")
    settings.MEDIA_ROOT.unlink()
    monkeypatch.setattr(named_files.os, "access", lambda *_: False)
    (found,) = check_folders()
    assert found.msg == f"VAR_DIR cannot be read and written by this account ({tmp_path})."


def test_files_never_lie_among_what_is_published(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    for media, wrong in (("media", False), ("static/media", True), (".", True)):
        settings.MEDIA_ROOT = tmp_path / media
        assert [message.id for message in check_published_media()] == ["sakip.E032"] * wrong


def test_a_folder_of_backups_that_is_away_is_warned_of(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    for folder, told in (
        ("", ""),
        (tmp_path, ""),
        (tmp_path / "tidak-ada", "is not there"),
        (settings.MEDIA_ROOT, "lies within MEDIA_ROOT"),
    ):
        settings.MEDIA_ROOT.mkdir(exist_ok=True)
        settings.BACKUP_DIR = str(folder)
        found = check_backup_folder()
        assert [(message.id, told in message.msg) for message in found] == [("sakip.W030", True)] * bool(told)
