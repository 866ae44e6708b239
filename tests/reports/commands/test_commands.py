"""The commands of reports."""

import stat
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from indicators.models import Pejabat, Pemda
from reports.models import Pemaraf, Sertifikat
from reports.services.sertifikat import register, withdraw
from reports.signing.adapters import get_signer
from reports.signing.requests import Credentials
from tests.cast import Cast, Office, build_cast, build_office
from tests.indicators.way import BIDANG, fill
from tests.reports.signing.certificates import PASSPHRASE
from tests.reports.signing.leaf import make_leaf, pkcs12_of

pytestmark = pytest.mark.one_database


@dataclass
class Demo:
    """The demo office in small, and the folder where its passphrase is noted."""

    office: Office
    cast: Cast
    note: Path

    def ensure(self) -> str:
        out = StringIO()
        call_command("ensure_demo_certificate", stdout=out)
        return out.getvalue()

    def passphrase(self) -> str:
        return self.note.read_text().split("Kata sandi: ")[1].strip()


@pytest.fixture
def demo(db: None, settings: Settings, tmp_path: Path) -> Demo:
    settings.VAR_DIR = tmp_path / "var"
    settings.SIGNING_DEMO_PASSPHRASE = ""
    pemda = Pemda.objects.create(nama="Lampung Barat", kode="18.04", ibu_kota="Liwa")
    office = build_office(pemda)
    return Demo(office, build_cast(office), tmp_path / "var" / "demo-certificate.txt")


def opens(row: Sertifikat, passphrase: str) -> bool:
    signer = get_signer("pkcs12", source=lambda: bytes(row.berkas), fingerprint=row.sidik_jari)
    return signer.open(Credentials(passphrase=passphrase), now=timezone.now()).is_demo


def test_ensure_demo_certificate_registers_one_for_the_head_in_his_own_name(demo: Demo) -> None:
    said = demo.ensure()
    row = Sertifikat.objects.get()
    assert (row.pemilik, row.nama, row.demo, row.nama_cocok) == (demo.cast.kadis, "DEMO Kepala Contoh", True, True)
    assert stat.S_IMODE(demo.note.stat().st_mode) == 0o600
    assert opens(row, demo.passphrase())
    assert "DEMO Kepala Contoh" in said
    assert demo.passphrase() not in said


def test_ensure_demo_certificate_makes_none_in_production(demo: Demo, settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="data sungguhan"):
        demo.ensure()
    assert not Sertifikat.objects.exists()


def test_ensure_demo_certificate_leaves_what_there_is(demo: Demo) -> None:
    demo.ensure()
    before = Sertifikat.objects.values().get()
    assert "sudah ada" in demo.ensure()
    assert Sertifikat.objects.values().get() == before


def test_ensure_demo_certificate_makes_anew_what_nobody_can_open(demo: Demo) -> None:
    demo.ensure()
    demo.note.unlink()
    demo.ensure()
    assert opens(Sertifikat.objects.get(berakhir_pada__isnull=True), demo.passphrase())


def test_ensure_demo_certificate_gives_a_later_official_the_same_passphrase(demo: Demo) -> None:
    demo.ensure()
    office, kept = demo.office, demo.passphrase()
    Pejabat.objects.create(
        opd=office.opd, unit=office.sekretariat, nama="Sekretaris Contoh, S.H.", nip="198001012005011001",
        pangkat="-", jabatan="Sekretaris", mulai=date(2023, 1, 1),
    )  # fmt: skip
    Pemaraf.objects.create(opd=office.opd, jenis="lpk", urutan=1, unit=office.sekretariat)
    type(demo.cast.sekretaris).objects.filter(pk=demo.cast.sekretaris.pk).update(nip="198001012005011001")
    assert "DEMO Sekretaris Contoh" in demo.ensure()
    assert demo.passphrase() == kept
    assert all(opens(row, kept) for row in Sertifikat.objects.all())


def test_ensure_demo_certificate_touches_no_certificate_of_ones_own(demo: Demo) -> None:
    own = pkcs12_of(make_leaf(name="Kepala Contoh"))
    register(by=demo.cast.kadis, opd=demo.office.opd, berkas=ContentFile(own, "a.p12"), passphrase=PASSPHRASE)
    assert "sudah ada" in demo.ensure()
    row = Sertifikat.objects.get()
    withdraw(by=demo.cast.kadis, sertifikat=row, versi=row.versi)
    assert "sudah ada" in demo.ensure(), "who withdrew his own gets no demo behind his back"


def test_ensure_demo_certificate_takes_a_given_passphrase(demo: Demo, settings: Settings) -> None:
    settings.SIGNING_DEMO_PASSPHRASE = "pilihan-Sendiri-1"
    demo.ensure()
    assert opens(Sertifikat.objects.get(), "pilihan-Sendiri-1")


def test_ensure_demo_certificate_makes_none_where_issuers_are_set(demo: Demo, settings: Settings) -> None:
    settings.SIGNING_TRUST_ROOTS = "/tidak/ada.pem"
    assert "tidak dibuat" in demo.ensure()
    assert not Sertifikat.objects.exists()


def test_ensure_demo_certificate_knows_no_other_office(office: Office, cast: Cast) -> None:
    with pytest.raises(CommandError, match="Jalankan load_demo"):
        call_command("ensure_demo_certificate")
    assert not Sertifikat.objects.exists()


def test_ensure_demo_certificate_says_when_it_cannot_write(demo: Demo, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("")
    settings.VAR_DIR = tmp_path / "berkas" / "var"
    with pytest.raises(CommandError, match="boleh ditulisi"):
        demo.ensure()


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
