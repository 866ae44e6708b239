"""One rendering of each kind for all tests of this folder: layout takes seconds."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reports.papers.registry import render_report
from reports.rendering import RenderedReport
from tests.reports.papers.lpk.rendering.snapshots import FILES
from tests.reports.rendering.pdf_reading import PdfPage, read_pages

HERE = Path(__file__).parent
HOSTILE = '<script>alert(1)</script><img src="http://127.0.0.1:9/x.png"><a rel=attachment href="file:///etc/passwd">'
LONG_INDICATOR = " ".join(f"kata{number} sangat panjang" for number in range(140))[:3000]


@dataclass(frozen=True)
class Sample:
    """A snapshot, what became of it, and the pages read back."""

    snapshot: dict[str, Any]
    report: RenderedReport
    path: Path
    pages: list[PdfPage]


def load_snapshot(triwulan: int = 4) -> dict[str, Any]:
    text = (HERE / FILES[triwulan]).read_text(encoding="utf-8")
    snapshot: dict[str, Any] = json.loads(text)
    return snapshot


def first_quarter() -> dict[str, Any]:
    """Return the snapshot of TW I as a draft of 2024."""
    result = load_snapshot(1)
    result["draf"] = True
    result["periode"].update(tahun=2024, label="Triwulan I Tahun 2024")
    label = "Perjanjian Kinerja Tahun 2024 (Murni)"
    result["pk"].update(label=label, kalimat=[f"Target menurut {label}."])
    result["pk"]["daftar"] = [{"label": label, "perubahan": 0, "nomor": "", "triwulan": [1]}]
    result["legenda"][0] = f"Target menurut {label}."
    result["tanggal"] = "2024-04-15"
    return result


def _sample(snapshot: dict[str, Any], folder: Path) -> Sample:
    report = render_report(snapshot)
    path = folder / "laporan.pdf"
    path.write_bytes(report.pdf)
    return Sample(snapshot, report, path, read_pages(path))


@pytest.fixture
def snapshot() -> dict[str, Any]:
    return load_snapshot()


@pytest.fixture(scope="package")
def year(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The final report of 2023 on A4 in the Arial-like font."""
    return _sample(load_snapshot(), tmp_path_factory.mktemp("year"))


@pytest.fixture(scope="package")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """A draft of TW I 2024 on F4 in the Bookman-like font, with hostile texts in it."""
    snapshot = first_quarter()
    snapshot["opd"].update(kertas="F4", huruf="bookman", alamat=HOSTILE)
    snapshot["lampiran_1"]["program"][0]["indikator"] = HOSTILE
    snapshot["analisis"]["tidak_tercapai"][0]["kendala"] = HOSTILE
    snapshot["narasi"]["bab_5"] = [{"jenis": "paragraf", "teks": HOSTILE}]
    return _sample(snapshot, tmp_path_factory.mktemp("quarter"))


@pytest.fixture(scope="package")
def long_texts(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """A report with texts that no cell can hold."""
    snapshot = load_snapshot()
    rows = snapshot["lampiran_1"]["sub_kegiatan"] = snapshot["lampiran_1"]["sub_kegiatan"][:6]
    rows[1]["indikator"] = LONG_INDICATOR
    rows[2]["sub_kegiatan"] = "tanpaspasi" * 80
    rows[3]["target"] = ["999.999.999.999.999"] * 4
    snapshot["lampiran_1"]["kegiatan"] = snapshot["lampiran_1"]["kegiatan"][:1]
    snapshot["analisis"]["tidak_tercapai"][0]["kendala"] = "Kendala panjang. " * 400
    return _sample(snapshot, tmp_path_factory.mktemp("long"))
