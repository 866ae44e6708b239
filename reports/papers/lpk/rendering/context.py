"""Everything the report template is filled with, except the pages of the Lampiran."""

import re
from typing import Any

from indicators.tingkat import Tingkat
from reports.papers.lpk.rendering.analysis import Analysis, build_analysis
from reports.papers.lpk.rendering.wording import default_narrative, long_date, narrative_figures
from reports.papers.lpk.schema import LEVELS, SCHEMA, SECTIONS, SnapshotLpk
from reports.rendering.assets import TemplateFolder
from reports.rendering.placeholders import fill_blocks
from reports.snapshot import Block, Kantor, Penandatangan

CONTENTS = (
    ("utama", "BAB I", "PENDAHULUAN", "bab-1"),
    ("anak", "1.1", "Latar Belakang", "sub-1-1"),
    ("anak", "1.2", "Dasar Hukum", "sub-1-2"),
    ("anak", "1.3", "Maksud dan Tujuan", "sub-1-3"),
    ("anak", "1.4", "Manfaat Pengukuran Kinerja", "sub-1-4"),
    ("anak", "1.5", "Sasaran", "sub-1-5"),
    ("utama", "BAB II", "PENGUKURAN KINERJA", "bab-2"),
    ("anak", "2.1", "Pengertian Pengukuran Kinerja", "sub-2-1"),
    ("anak", "2.2", "Prinsip Pengukuran Kinerja", "sub-2-2"),
    ("anak", "2.3", "Tingkatan Pengukuran Kinerja", "sub-2-3"),
    ("anak", "2.4", "Langkah-langkah Pengukuran Kinerja", "sub-2-4"),
    ("anak", "2.5", "Indikator Kinerja Utama", "sub-2-5"),
    ("utama", "BAB III", "MEKANISME PENGUMPULAN DATA KINERJA", "bab-3"),
    ("anak", "3.1", "Pengumpulan Data Indikator Kinerja Utama", "sub-3-1"),
    ("anak", "3.2", "Pengumpulan Data Indikator Kinerja Kegiatan", "sub-3-2"),
    ("utama", "BAB IV", "ANALISIS CAPAIAN KINERJA", "bab-4"),
    ("utama", "BAB V", "PENUTUP", "bab-5"),
    ("utama", "", "LAMPIRAN I", "lampiran-1"),
    ("utama", "", "LAMPIRAN II", "lampiran-2"),
)
FRONT_MATTER = (
    ("utama", "", "SAMPUL", "sampul"),
    ("utama", "", "KATA PENGANTAR", "kata-pengantar"),
    ("utama", "", "DAFTAR ISI", "daftar-isi"),
    ("utama", "", "DAFTAR TABEL", "daftar-tabel"),
)

# A head who is named without his office, also one who acts for a head.
_HEAD = re.compile(
    r"(?P<acting>(?:(?:plt|plh|pj|a\.?n)(?:\. ?| )|(?:pelaksana (?:tugas|harian)|penjabat) )?)"
    r"kepala (?:dinas|badan|perangkat daerah)",
    re.IGNORECASE,
)


def _contents() -> list[dict[str, Any]]:
    entries = [(*entry, True) for entry in FRONT_MATTER]
    entries += [(*entry, False) for entry in CONTENTS]
    return [
        {"kelas": css, "nomor": number, "judul": title, "id": anchor, "romawi": roman}
        for css, number, title, anchor, roman in entries
    ]


def _list_of_tables(snapshot: SnapshotLpk, analysis: Analysis) -> list[dict[str, str]]:
    """Return the numbered tables of the report; one without rows is not printed and not listed."""
    tables = []
    if snapshot["tabel_2_1"]["baris"]:
        title = f"Indikator Kinerja Utama {snapshot['opd']['nama']}"
        tables.append({"nomor": "Tabel 2.1.", "judul": title, "id": "tabel-2-1"})
    tables += [{"nomor": table.nomor, "judul": table.judul, "id": table.id} for table in analysis.tables]
    tables += [
        {
            "nomor": f"Tabel Lampiran I.{number}",
            "judul": f"Evaluasi Kinerja Tingkat {Tingkat(level).judul}",
            "id": f"tabel-lampiran-1-{level.replace('_', '-')}",
        }
        for number, level in enumerate(LEVELS, start=1)
        if snapshot["lampiran_1"][level]
    ]
    if snapshot["lampiran_2"]:
        tables.append(
            {"nomor": "Tabel Lampiran II", "judul": "Evaluasi Indikator Kinerja Utama", "id": "tabel-lampiran-2"}
        )
    return tables


def _position_lines(signer: Penandatangan, opd: Kantor) -> list[str]:
    """Return the signer's position, with office and Pemda, as lines."""
    position = signer["jabatan"] or "Kepala Perangkat Daerah"
    lines = [position]
    if head := _HEAD.fullmatch(position):
        lines = [f"{head['acting']}Kepala {opd['nama']}"]
    elif opd["nama"].lower() not in position.lower() and opd["pemda"] not in position:
        lines.append(opd["nama"])
    if opd["pemda"].lower() not in position.lower():
        lines.append(opd["pemda"])
    return lines


def _signer(snapshot: SnapshotLpk) -> dict[str, Any]:
    signer = snapshot["penandatangan"]
    return {
        "jabatan": _position_lines(signer, snapshot["opd"]),
        "nama": signer["nama"],
        "pangkat": signer["pangkat"],
        "nip": signer["nip"],
    }


def _narrative(snapshot: SnapshotLpk, folder: TemplateFolder) -> dict[str, list[Block]]:
    defaults = default_narrative(snapshot, folder)
    own = {section: blocks for section, blocks in snapshot["narasi"].items() if blocks is not None}
    figures = narrative_figures(snapshot) if own else {}
    return defaults | {section: fill_blocks(own[section], figures) for section in SECTIONS if section in own}


def build_context(snapshot: SnapshotLpk, folder: TemplateFolder) -> dict[str, Any]:
    """Return the template's data for a prepared snapshot; the engine adds the logo and how chapters are set."""
    opd, period = snapshot["opd"], snapshot["periode"]
    analysis = build_analysis(snapshot)
    office = f"{opd['nama']} {opd['pemda']}"
    title = f"{SCHEMA.title} {period['label']}"
    # Since prints carry the QR, the sentence about the certificate is written by the signature itself (ADR 27).
    footer_text = "" if snapshot["draf"] or "verifikasi" in snapshot else opd["teks_kaki_tte"]
    place, printed_date = snapshot["tempat"], long_date(snapshot["tanggal"])
    return {
        "judul": f"{title} – {office}",
        "kaki": f"{title} – {office}" + (f"\n{footer_text}" if footer_text else ""),
        # An empty string would leave the margin box out of the page.
        "kaki_sampul": footer_text or "\u00a0",
        "draf": snapshot["draf"],
        "opd": opd,
        "periode": {**period, "tahun": str(period["tahun"])},
        "pk": snapshot["pk"],
        "renstra": f"{period['renstra_awal']}–{period['renstra_akhir']}",
        "nomor": snapshot["nomor"],
        "tempat_tanggal": ", ".join(part for part in (place, printed_date) if part),
        "ttd": _signer(snapshot),
        "narasi": _narrative(snapshot, folder),
        "analisis": analysis,
        "tabel_2_1": snapshot["tabel_2_1"],
        "daftar_isi": _contents(),
        "daftar_tabel": _list_of_tables(snapshot, analysis),
    }
