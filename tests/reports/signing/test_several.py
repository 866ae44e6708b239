"""Several signatures in order, and the sentence that the first one writes at the foot of every page."""

import io
import subprocess
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Name
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from reports.rendering.field_names import SIGNATURE_FIELD, paraf_field
from reports.rendering.finishing import finish_pdf
from reports.signing.adapters import get_signer, sign
from reports.signing.errors import DocumentAlreadySigned, FooterDoesNotFit, SignatureNotKept
from reports.signing.requests import SignedPdf, SignRequest
from reports.signing.verdicts import Verdict
from reports.signing.verification import verify
from tests.reports.signing.certificates import PASSPHRASE

MakeRequest = Callable[..., SignRequest]
FOOT = "Dokumen ini telah ditandatangani secara elektronik dengan sertifikat dari Balai Contoh."
PAGES = 3


@cache
def unsigned(parafs: int) -> bytes:
    """Return a document of three pages, one of them wide, with the fields of parafs and of a signature."""
    from weasyprint import HTML

    fields = [*(paraf_field(number) for number in range(1, parafs + 1)), SIGNATURE_FIELD]
    inputs = "".join(f"<input type=checkbox name={name} title={name}>" for name in fields)
    style = "@page { size: A4 } @page lebar { size: A4 landscape } input { display: block; width: 75mm; height: 28mm }"
    html = (
        f'<html lang="id"><title>Laporan</title><style>{style}</style>'
        f"<h1>Laporan</h1><p>Halaman satu.<div>{inputs}</div>"
        '<p style="break-before: page; page: lebar">Halaman dua.<p style="break-before: page">Halaman tiga.</html>'
    )
    with warnings.catch_warnings():
        # The engine leaves its colour profile to the reference counter to close.
        warnings.simplefilter("ignore", ResourceWarning)
        pdf = HTML(string=html).write_pdf(pdf_variant="pdf/a-3a", pdf_forms=True) or b""
    return finish_pdf(pdf, first_body_page=0)[0]


@pytest.fixture(scope="module")
def put(demo_pkcs12: bytes, a_request: MakeRequest) -> Callable[..., SignedPdf]:
    def put_signature(pdf: bytes, field: str, footer: str = "") -> SignedPdf:
        request = a_request(field_name=field, closing=field == SIGNATURE_FIELD, placement=None, footer_text=footer)
        signer = get_signer("pkcs12", source=lambda: demo_pkcs12)
        return sign(pdf, signer=signer, passphrase=PASSPHRASE, request=request)

    return put_signature


Put = Callable[..., SignedPdf]


@pytest.fixture(scope="module")
def stages(put: Put) -> list[bytes]:
    """The file before any signature, after each paraf, and closed."""
    found = [unsigned(parafs=2)]
    for number, field in enumerate(("Paraf1", "Paraf2", SIGNATURE_FIELD)):
        found.append(put(found[-1], field, FOOT if number == 0 else "").pdf)
    return found


def touched(pdf: bytes) -> bytes:
    """Add a word to the first page in an update of its own, as an editor would."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.add_stream_to_page(0, writer.add_object(StreamObject(stream_data=b"0 0 9 9 re f")))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def text_by_page(pdf: bytes, tmp_path: Path) -> list[str]:
    path = tmp_path / "berkas.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return [" ".join(page.split()) for page in said.split("\f")[:-1]]


def test_every_signature_of_several_holds(stages: Sequence[bytes]) -> None:
    report = verify(stages[-1], expected_sha256=None, isolate=False)
    assert report.verdict == Verdict.SAH_DEMO
    assert [facts.field_name for facts in report.signatures] == ["Paraf1", "Paraf2", SIGNATURE_FIELD]
    assert [facts.intact and not facts.changed_afterwards for facts in report.signatures] == [True, True, True]
    assert [facts.covers_whole_document for facts in report.signatures] == [False, False, True]
    assert [facts.allows_no_change for facts in report.signatures] == [False, False, True]


def test_the_first_certifies_and_the_last_locks_every_field(stages: Sequence[bytes]) -> None:
    first, second, last = PdfFileReader(io.BytesIO(stages[-1])).embedded_regular_signatures
    assert [item.docmdp_level for item in (first, second, last)] == [MDPPerm.FILL_FORMS, None, MDPPerm.NO_CHANGES]
    assert last.fieldmdp is not None
    assert all(last.fieldmdp.is_locked(name) for name in ("Paraf1", "Paraf2", SIGNATURE_FIELD, "Lain"))


def test_a_single_signature_certifies_that_nothing_changes(put: Put) -> None:
    signed = put(unsigned(parafs=0), SIGNATURE_FIELD, FOOT)
    [only] = PdfFileReader(io.BytesIO(signed.pdf)).embedded_regular_signatures
    assert only.docmdp_level == MDPPerm.NO_CHANGES
    assert only.fieldmdp is None
    assert verify(touched(signed.pdf), expected_sha256=None, isolate=False).verdict == Verdict.BERUBAH


@pytest.mark.parametrize("stage", [1, 2, 3])
def test_a_change_after_any_signature_is_found(stages: Sequence[bytes], stage: int) -> None:
    report = verify(touched(stages[stage]), expected_sha256=None, isolate=False)
    assert report.verdict == Verdict.BERUBAH
    assert report.signatures[-1].changed_afterwards


@pytest.mark.parametrize("stage", [1, 2])
def test_what_was_changed_between_two_signatures_is_not_signed(put: Put, stages: Sequence[bytes], stage: int) -> None:
    with pytest.raises(SignatureNotKept):
        put(touched(stages[stage]), ("Paraf2", SIGNATURE_FIELD)[stage - 1])


def test_a_closed_document_takes_no_other_signature(put: Put, stages: Sequence[bytes]) -> None:
    for pdf, field in ((stages[3], SIGNATURE_FIELD), (stages[3], "Paraf3"), (stages[1], "Paraf1")):
        with pytest.raises(DocumentAlreadySigned):
            put(pdf, field)


def test_a_flipped_byte_in_any_revision_is_found(stages: Sequence[bytes]) -> None:
    closed = stages[-1]
    for revision in range(3):
        at = len(stages[revision]) + 900
        broken = closed[:at] + bytes([closed[at] ^ 1]) + closed[at + 1 :]
        assert verify(broken, expected_sha256=None, isolate=False).verdict != Verdict.SAH_DEMO, revision


def test_other_tools_call_it_sound(stages: Sequence[bytes], tmp_path: Path) -> None:
    path = tmp_path / "berkas.pdf"
    path.write_bytes(stages[-1])
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature Validation: Signature is Valid.") == 3
    assert said.count("Not total document signed") == 2
    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_first_signature_writes_the_foot_of_every_page(stages: Sequence[bytes], tmp_path: Path) -> None:
    before, after = (text_by_page(pdf, tmp_path) for pdf in (stages[0], stages[1]))
    assert len(after) == PAGES
    assert [FOOT in text for text in before] == [False] * PAGES
    assert [text.count(FOOT) for text in after] == [1] * PAGES
    for page, word in zip(after, ("satu", "dua", "tiga"), strict=True):
        assert f"Halaman {word}." in page
    assert [text.count(FOOT) for text in text_by_page(stages[-1], tmp_path)] == [1] * PAGES


def test_the_foot_stands_inside_the_sheet_and_outside_the_tags(stages: Sequence[bytes], tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(stages[0])) as before, pikepdf.open(io.BytesIO(stages[1])) as after:
        drawings = set()
        for old, page in zip(before.pages, after.pages, strict=True):
            streams = [stream.read_bytes() for stream in page.Contents]
            assert streams[0] == b"q\n"
            assert streams[1] == old.Contents.read_bytes()
            assert b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC" in streams[2]
            assert streams[2].endswith(b"EMC")
            drawing = page.Resources.XObject["/KakiTTE"]
            drawings.add(drawing.objgen)
            assert Name.StructParent not in drawing
            for font in drawing.Resources.Font.values():
                assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
                assert "/ToUnicode" in font
        assert len(drawings) == 1
        assert after.Root.StructTreeRoot.objgen == before.Root.StructTreeRoot.objgen


def test_a_foot_that_is_too_long_is_refused(put: Put) -> None:
    with pytest.raises(FooterDoesNotFit):
        put(unsigned(parafs=0), SIGNATURE_FIELD, "Kalimat yang panjang sekali. " * 60)
