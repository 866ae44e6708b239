"""Everything the report template is filled with, except the pages of the Lampiran."""

from typing import Any

from indicators.tingkat import NOMENKLATUR
from reports.rendering.analysis import Analysis, build_analysis
from reports.rendering.cells import SMALL_TABLE
from reports.rendering.fetcher import ASSET_BASE
from reports.rendering.placeholders import fill_blocks
from reports.rendering.wording import SECTIONS, default_narrative, long_date, narrative_figures

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


def _contents() -> list[dict[str, Any]]:
    entries = [(*entry, True) for entry in FRONT_MATTER]
    entries += [(*entry, False) for entry in CONTENTS]
    return [
        {"kelas": css, "nomor": number, "judul": title, "id": anchor, "romawi": roman}
        for css, number, title, anchor, roman in entries
    ]


def _list_of_tables(snapshot: dict[str, Any], analysis: Analysis) -> list[dict[str, str]]:
    """Return the numbered tables of the report; one without rows is not printed and not listed."""
    tables = []
    if snapshot["tabel_2_1"]["baris"]:
        title = f"Indikator Kinerja Utama {snapshot['opd']['nama']}"
        tables.append({"nomor": "Tabel 2.1.", "judul": title, "id": "tabel-2-1"})
    tables += [{"nomor": table.nomor, "judul": table.judul, "id": table.id} for table in analysis.tables]
    tables += [
        {
            "nomor": f"Tabel Lampiran I.{number}",
            "judul": f"Evaluasi Kinerja Tingkat {level.judul}",
            "id": f"tabel-lampiran-1-{level.replace('_', '-')}",
        }
        for number, level in enumerate(reversed(NOMENKLATUR), start=1)
        if snapshot["lampiran_1"].get(level)
    ]
    if snapshot["lampiran_2"]:
        tables.append(
            {"nomor": "Tabel Lampiran II", "judul": "Evaluasi Indikator Kinerja Utama", "id": "tabel-lampiran-2"}
        )
    return tables


def _position_lines(signer: dict[str, Any], opd: dict[str, Any]) -> list[str]:
    """Return the signer's position, with office and Pemda, as lines."""
    position = str(signer.get("jabatan") or "Kepala Perangkat Daerah")
    lines = [position]
    if position.lower() in ("kepala dinas", "kepala badan", "kepala perangkat daerah"):
        lines = [f"Kepala {opd['nama']}"]
    elif opd["nama"].lower() not in position.lower() and opd["pemda"] not in position:
        lines.append(opd["nama"])
    if opd["pemda"].lower() not in position.lower():
        lines.append(opd["pemda"])
    return lines


def _signer(snapshot: dict[str, Any]) -> dict[str, Any]:
    signer = snapshot["penandatangan"]
    return {
        "jabatan": _position_lines(signer, snapshot["opd"]),
        "nama": signer.get("nama") or "",
        "pangkat": signer.get("pangkat") or "",
        "nip": signer.get("nip") or "",
    }


def _logo(snapshot: dict[str, Any]) -> dict[str, str]:
    logo = snapshot["opd"]["logo"]
    if logo is None:
        return {
            "src": f"{ASSET_BASE}gambar/lambang.svg",
            "alt": "Tanda pengganti logo",
        }
    return {
        "src": f"data:{logo['media_type']};base64,{logo['base64']}",
        "alt": f"Logo {snapshot['opd']['pemda']}",
    }


def _narrative(snapshot: dict[str, Any], template_version: str) -> dict[str, Any]:
    defaults = default_narrative(snapshot, template_version=template_version)
    own = {section: blocks for section, blocks in (snapshot.get("narasi") or {}).items() if blocks is not None}
    figures = narrative_figures(snapshot) if own else {}
    return defaults | {section: fill_blocks(own[section], figures) for section in SECTIONS if section in own}


def _table_2_1(table: dict[str, Any]) -> dict[str, Any]:
    years = [str(year) for year in table["tahun"]]
    return {
        "tahun": years,
        "nomor_kolom": [str(number) for number in range(1, 5 + len(years))],
        "baris": table["baris"],
        "utuh": len(table["baris"]) <= SMALL_TABLE,
    }


def build_context(snapshot: dict[str, Any], *, template_version: str) -> dict[str, Any]:
    """Return the template's data for a prepared snapshot."""
    opd, period = snapshot["opd"], snapshot["periode"]
    analysis = build_analysis(snapshot)
    office = f"{opd['nama']} {opd['pemda']}"
    title = f"Laporan Pengukuran Kinerja {period['label']}"
    footer_text = "" if snapshot["draf"] else (opd.get("teks_kaki_tte") or "")
    place = snapshot.get("tempat") or ""
    printed_date = long_date(snapshot.get("tanggal"))
    return {
        "judul": f"{title} – {office}",
        "kaki": f"{title} – {office}" + (f"\n{footer_text}" if footer_text else ""),
        # An empty string would leave the margin box out of the page.
        "kaki_sampul": footer_text or "\u00a0",
        "draf": snapshot["draf"],
        "opd": opd,
        "periode": {**period, "tahun": str(period["tahun"])},
        "pk": snapshot.get("pk") or {"label": "perjanjian kinerja"},
        "renstra": f"{period['renstra_awal']}–{period['renstra_akhir']}",
        "nomor": snapshot.get("nomor") or "",
        "tempat_tanggal": ", ".join(part for part in (place, printed_date) if part),
        "ttd": _signer(snapshot),
        "logo": _logo(snapshot),
        "narasi": _narrative(snapshot, template_version),
        "analisis": analysis,
        "tabel_2_1": _table_2_1(snapshot["tabel_2_1"]),
        "daftar_isi": _contents(),
        "daftar_tabel": _list_of_tables(snapshot, analysis),
    }
