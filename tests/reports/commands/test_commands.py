"""The commands of reports."""

import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from reports.signing.adapters import get_signer
from reports.signing.requests import Credentials
from tests.cast import Cast, Office
from tests.indicators.way import BIDANG, fill


@pytest.fixture
def private(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    settings.SIGNING_CERTIFICATE = tmp_path / "var" / "demo-certificate.p12"
    settings.SIGNING_DEMO_PASSPHRASE = ""
    return tmp_path / "var"


def opens(settings: Settings, passphrase: str) -> bool:
    from datetime import UTC, datetime

    signer = get_signer("pkcs12", source=settings.SIGNING_CERTIFICATE)
    return signer.open(Credentials(passphrase=passphrase), now=datetime.now(UTC)).is_demo


def test_ensure_demo_certificate_makes_private_files_once(private: Path, settings: Settings) -> None:
    out = StringIO()
    call_command("ensure_demo_certificate", stdout=out)
    assert "DEMO" in out.getvalue()
    note = private / "demo-certificate.txt"
    for path in (note, settings.SIGNING_CERTIFICATE):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    passphrase = note.read_text().split("Kata sandi: ")[1].strip()
    assert passphrase not in out.getvalue()
    assert opens(settings, passphrase)
    before = settings.SIGNING_CERTIFICATE.read_bytes()
    call_command("ensure_demo_certificate", stdout=out)
    assert settings.SIGNING_CERTIFICATE.read_bytes() == before


def test_ensure_demo_certificate_takes_a_given_passphrase(private: Path, settings: Settings) -> None:
    settings.SIGNING_DEMO_PASSPHRASE = "pilihan-Sendiri-1"
    call_command("ensure_demo_certificate", stdout=StringIO())
    assert opens(settings, "pilihan-Sendiri-1")


def test_render_report_writes_a_draft_of_an_open_quarter(office: Office, cast: Cast, tmp_path: Path) -> None:
    fill(office, office.bidang, BIDANG)
    target = tmp_path / "laporan.pdf"
    out = StringIO()
    call_command(
        "render_report", "--tahun", "2024", "--triwulan", "1", "--opd", "diskominfo", "--output", target, stdout=out
    )
    assert target.read_bytes().startswith(b"%PDF-")
    assert "DRAF" in out.getvalue()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--tahun", "2024", "--triwulan", "1"], "Tulis kode lengkapnya dengan --opd"),
        (["--tahun", "2024", "--triwulan", "1", "--opd", "tidak-ada"], "Tulis kode lengkapnya dengan --opd"),
        (["--tahun", "2031", "--opd", "diskominfo"], "belum dibuka"),
    ],
)
def test_render_report_says_what_is_missing(
    office: Office, cast: Cast, tmp_path: Path, options: list[str], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("render_report", *options, "--output", tmp_path / "x.pdf")


def test_render_report_says_when_the_file_cannot_be_written(office: Office, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="tidak dapat ditulis"):
        call_command(
            "render_report", "--tahun", "2024", "--triwulan", "1", "--output", tmp_path / "tidak" / "ada" / "x.pdf"
        )
