"""The signature block of a final report: the QR for whoever signs on paper, and the fields of parafs and signature."""

import copy
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import segno
from PIL import Image

from reports.papers.lpk.rendering.design import DESIGN
from reports.rendering import RenderError
from reports.rendering.qr import MINIMUM_MODULE_POINTS
from reports.rendering.render import RenderedReport, render_pdf
from tests.reports.rendering.pdf_reading import pack, read_pages

ADDRESS = "https://sakip.lampungbaratkab.go.id/verifikasi/" + "Zk3pQ9xT2mVb7LrW8cYd" * 2 + "abc/"
MM = 72 / 25.4
DPI = 300
OFFICIALS = [
    {"jabatan": "Sekretaris", "nama": "Budi, S.E.", "pangkat": "Pembina", "nip": "196701011990031001"},
    {"jabatan": "Kepala Bidang Informasi dan Komunikasi", "nama": "Siti, S.E.", "pangkat": "Penata", "nip": "19780101"},
]


def render(**changes: Any) -> RenderedReport:
    snapshot = json.loads((Path(__file__).parent / "snapshot_2023.json").read_text(encoding="utf-8"))
    opd = snapshot["opd"] | {"logo": None, "teks_kaki_tte": "Kalimat kantor."} | changes.pop("opd", {})
    return render_pdf(copy.deepcopy(snapshot) | {"opd": opd} | changes, DESIGN, template_version="v1")


@pytest.fixture(scope="module", params=[("A4", "arial"), ("F4", "bookman")])
def two_parafs(request: pytest.FixtureRequest) -> RenderedReport:
    paper, font = request.param
    return render(verifikasi=ADDRESS, pemaraf=OFFICIALS, opd={"kertas": paper, "huruf": font})


def test_every_signature_has_its_field_in_order(two_parafs: RenderedReport) -> None:
    fields = two_parafs.signature_fields
    assert [field.name for field in fields] == ["Paraf1", "Paraf2", "TandaTangan"]
    assert len({field.page for field in fields}) == 1
    first, second, closing = (field.rect for field in fields)
    assert (closing[2] - closing[0], closing[3] - closing[1]) == pytest.approx((84 * MM, 28 * MM), abs=0.5)
    assert first[1] >= second[3], "one below the other"
    assert max(first[2], second[2]) < closing[0], "left of the signature"


def test_the_block_says_whose_parafs_and_where_to_verify(two_parafs: RenderedReport, tmp_path: Path) -> None:
    path = tmp_path / "laporan.pdf"
    path.write_bytes(two_parafs.pdf)
    pages = read_pages(path)
    text = pages[two_parafs.signature_fields[0].page].packed
    for part in ("Paraf Sekretaris", "Paraf Kepala Bidang Informasi dan Komunikasi"):
        assert pack(part) in text
    assert pack("Pindai untuk memeriksa dokumen ini: sakip.lampungbaratkab.go.id") in text
    assert all("Kalimatkantor." not in page.packed for page in pages), "no unsigned file claims a signature"


def test_fields_and_qr_stand_in_the_tags(two_parafs: RenderedReport) -> None:
    with pikepdf.open(io.BytesIO(two_parafs.pdf)) as pdf:
        tags = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        for widget in pdf.Root.AcroForm.Fields:
            element = tags[int(widget.StructParent)]
            assert element.S == "/Form"
            assert element.K.Obj.objgen == widget.objgen
        assert pdf.Root.AcroForm.Fields[-1].Lock.P == 1
        figures = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"]
        assert any(ADDRESS in str(item.get("/Alt", "")) for item in figures)


def test_the_printed_qr_can_be_read(two_parafs: RenderedReport, tmp_path: Path) -> None:
    path = tmp_path / "laporan.pdf"
    path.write_bytes(two_parafs.pdf)
    field = two_parafs.signature_fields[-1]
    page = str(field.page + 1)
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-f", page, "-l", page, "-gray", "-png", "-singlefile", path, tmp_path / "hal"],
        check=True,
    )
    code = segno.make(ADDRESS, error="m", micro=False, boost_error=False)
    with Image.open(tmp_path / "hal.png") as picture:
        scale = DPI / 72
        left, top = field.rect[0] * scale, picture.height - field.rect[3] * scale
        room = picture.convert("L").crop((int(left), int(top), int(left + 28 * MM * scale), int(top + 28 * MM * scale)))
        black = room.point(lambda grey: 255 if grey < 60 else 0)
        box = black.getbbox()
        assert box is not None
        rows = [[bool(module) for module in row] for row in code.matrix]
        module = (box[2] - box[0]) / len(rows)
        assert module / scale > MINIMUM_MODULE_POINTS
        at = [int((number + 0.5) * module) for number in range(len(rows))]
        found = [[black.getpixel((box[0] + x, box[1] + y)) == 255 for x in at] for y in at]
    assert found == rows


def test_an_address_that_no_phone_could_read_is_refused() -> None:
    with pytest.raises(RenderError, match="PUBLIC_BASE_URL"):
        render(verifikasi="https://contoh.go.id/" + "x" * 600)


def test_a_draft_shows_whose_parafs_without_fields() -> None:
    report = render(draf=True, pemaraf=OFFICIALS)
    assert report.signature_fields == ()
