"""What a finished file is: safe, marked while a draft, signable, and always the same."""

import io
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from reports.papers.lpk.rendering.design import DESIGN
from reports.papers.registry import PAPERS
from reports.rendering.apart import MEGABYTE, render_apart
from sakip.limits import Limits
from tests.reports.papers.lpk.rendering.conftest import HOSTILE, Sample
from tests.reports.rendering.pdf_reading import PdfPage, pack

MM = 72 / 25.4


def watermark(page: PdfPage) -> str:
    """Return the letters that are far too big for text, in alphabetical order."""
    return "".join(sorted("".join(word.text for word in page.words if word.y1 - word.y0 > 60)))


def test_a_draft_says_so_on_every_page_and_a_final_report_on_none(year: Sample, quarter: Sample) -> None:
    assert {watermark(page) for page in quarter.pages} == {"ADFR"}
    assert {watermark(page) for page in year.pages} == {""}


def test_footer_names_the_office_and_the_electronic_signature(year: Sample, quarter: Sample) -> None:
    sentence = pack(year.snapshot["opd"]["teks_kaki_tte"])
    for page in year.pages:
        assert sentence in page.packed, page.number
    for page in year.pages[1:]:
        assert pack("Laporan Pengukuran Kinerja Tahun 2023 – Dinas Komunikasi dan Informatika") in page.packed
    assert all(sentence not in page.packed for page in quarter.pages)


def test_wording_follows_year_and_quarter(year: Sample, quarter: Sample) -> None:
    assert "sepanjangTahun2023" in "".join(page.packed for page in year.pages)
    text = "".join(page.packed for page in quarter.pages)
    assert "sampaidenganakhirTriwulanITahun2024" in text
    assert "TRIWULANITAHUN2024" in quarter.pages[0].packed
    assert "PerjanjianKinerjaTahun2024" in text
    assert "15April2024" in text
    assert "31Desember2023" in year.pages[1].packed


def test_markup_in_texts_is_printed_as_text(quarter: Sample) -> None:
    found = "".join(page.packed for page in quarter.pages).count(pack("<script>alert(1)</script>"))
    assert found == 4
    with pikepdf.open(quarter.path) as pdf:
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
        assert all("/A" not in item for page in pdf.pages for item in page.obj.get("/Annots", []))
    assert HOSTILE not in quarter.path.read_bytes().decode("latin-1")


def test_final_report_has_an_empty_signature_field_and_a_draft_has_none(year: Sample, quarter: Sample) -> None:
    (field,) = year.report.signature_fields
    assert field.name == "TandaTangan"
    assert abs(field.width - 75 * MM) < 0.5
    assert abs(field.height - 30 * MM) < 0.5
    assert pack("Munandar, S.Sos.") in year.pages[field.page].packed
    assert "PENUTUP" in year.pages[field.page].packed
    inside = [
        word
        for word in year.pages[field.page].words
        if word.x0 < field.rect[2]
        and word.x1 > field.rect[0]
        and 842 - word.y1 < field.rect[3] - 2
        and 842 - word.y0 > field.rect[1] + 2
    ]
    assert inside == []
    with pikepdf.open(year.path) as pdf:
        (widget,) = pdf.Root.AcroForm.Fields
        assert widget.FT == "/Sig"
        assert "/V" not in widget
        assert "/NeedAppearances" not in pdf.Root.AcroForm
    assert quarter.report.signature_fields == ()
    with pikepdf.open(quarter.path) as pdf:
        assert "/AcroForm" not in pdf.Root


def _signer() -> signers.SimpleSigner:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Uji")])
    start = datetime(2023, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=20_000))
        .sign(key, hashes.SHA256())
    )
    from asn1crypto import keys
    from asn1crypto import x509 as asn1_x509

    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(
            key.private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        ),
        cert_registry=SimpleCertificateStore(),
    )


def test_the_field_can_be_signed(year: Sample) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(year.report.pdf))
    metadata = signers.PdfSignatureMetadata(field_name="TandaTangan", certify=True, md_algorithm="sha256")
    with ThreadPoolExecutor(1) as apart:  # pyHanko runs a loop of its own; this thread may hold Playwright's
        signed = apart.submit(signers.sign_pdf, writer, metadata, signer=_signer(), existing_fields_only=True).result()
    embedded = PdfFileReader(io.BytesIO(signed.getvalue())).embedded_signatures
    assert [signature.field_name for signature in embedded] == ["TandaTangan"]


def test_same_snapshot_gives_the_same_report_in_a_process_apart(year: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the byte, whatever the worker's surroundings; the renderer needs no Django settings."""
    monkeypatch.setenv("TZ", "Asia/Jakarta")
    said: list[int] = []
    found = render_apart(
        year.snapshot,
        DESIGN,
        template_version="v1",
        limits=Limits(cpu=600, seconds=600, memory=3072 * MEGABYTE),
        progress=lambda percent, _: said.append(percent),
        watch=lambda: None,
    )
    assert found == year.report
    assert said == sorted(said)
    assert (said[0], said[-1]) == (5, 100)


def test_a_process_apart_finds_the_design_of_every_paper() -> None:
    for paper in PAPERS.values():
        assert import_module(paper.design.content.__module__).DESIGN is paper.design


def test_file_is_sound_and_all_fonts_are_our_own(year: Sample) -> None:
    check = subprocess.run(["qpdf", "--check", str(year.path)], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout + check.stderr
    fonts = subprocess.run(["pdffonts", str(year.path)], capture_output=True, text=True, check=True).stdout
    names = [line.split()[0] for line in fonts.splitlines()[2:]]
    assert names
    assert all("Sakip-Sans" in name for name in names)


def test_every_table_heading_says_that_it_heads_a_column(year: Sample) -> None:
    with pikepdf.open(year.path) as pdf:
        heads = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH"]
        cells = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TD"]
        assert len(heads) > 100
        assert {str(head.A.Scope) for head in heads} == {"/Column"}
        assert all("/Headers" not in cell.A for cell in cells)


@pytest.mark.parametrize("sample_name", ["year", "quarter"])
def test_progress_and_page_count_agree_with_the_file(sample_name: str, request: pytest.FixtureRequest) -> None:
    sample: Sample = request.getfixturevalue(sample_name)
    assert sample.report.pages == len(sample.pages)
    assert sample.report.template_version == "v1"
