"""What the HTML holds before it is laid out: wording, escaping, refusals. Quick tests."""

import base64
import copy
import io
from typing import Any

import pytest
from PIL import Image

from reports.rendering import RenderError, default_narrative, render_html, render_report
from tests.reports.rendering.conftest import HOSTILE, first_quarter


def _with_hostile_texts(value: Any) -> Any:
    if isinstance(value, str):
        return f"{value}{HOSTILE}"
    if isinstance(value, dict):
        return {key: _with_hostile_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_hostile_texts(item) for item in value]
    return value


def test_markup_is_escaped_in_every_text_field(snapshot: dict[str, Any]) -> None:
    hostile = _with_hostile_texts(snapshot)
    hostile.update(jenis="lpk", tanggal="2023-12-31")
    hostile["opd"].update(kertas="A4", huruf="arial")
    html = render_html(hostile)
    assert html.count("&lt;script&gt;") > 300
    assert "<script" not in html
    assert html.count("<img") == 1
    assert "<a rel" not in html


def test_own_narrative_replaces_ours_and_tables_stay(snapshot: dict[str, Any]) -> None:
    snapshot["narasi"]["bab_4"] = [
        {"jenis": "paragraf", "teks": "Uraian milik kantor."},
        {"jenis": "daftar", "butir": ["butir satu", "butir dua"]},
    ]
    html = render_html(snapshot)
    assert "<p>Uraian milik kantor.</p>" in html
    assert "<li>butir satu</li>" in html
    assert "Analisis capaian kinerja bertujuan" not in html
    assert "Tabel 4.1. Rata-rata Capaian Kinerja" in html
    assert "Puji syukur" in html


def test_report_says_which_pk_its_targets_stand_in(snapshot: dict[str, Any]) -> None:
    """In Bab IV, also beside a narrative of the office's own, and in the legend of both Lampiran."""
    snapshot["narasi"]["bab_4"] = [{"jenis": "paragraf", "teks": "Uraian milik kantor."}]
    sentence = "Target menurut Perjanjian Kinerja Tahun 2023 (Murni)."
    html = render_html(snapshot)
    assert html.count(f"<p>{sentence}</p>") == 1
    assert html.count(f"<li>– {sentence}</li>") == 2
    snapshot["pk"]["kalimat"] = ["Target TW I menurut A; TW II menurut B.", "Capaian tahun dinilai menurut B."]
    assert "<p>Target TW I menurut A; TW II menurut B. Capaian tahun dinilai menurut B.</p>" in render_html(snapshot)


def test_default_narrative_is_what_the_report_prints(snapshot: dict[str, Any]) -> None:
    before = copy.deepcopy(snapshot)
    blocks = default_narrative(snapshot)
    assert snapshot == before
    assert list(blocks) == ["kata_pengantar", "bab_4", "bab_5"]
    text = str(blocks["bab_4"])
    assert "55 indikator, yaitu 38 indikator sub kegiatan, 11 indikator kegiatan, 5 indikator program" in text
    assert "Sub Kegiatan: 99,45 persen dengan predikat Sangat Tinggi" in text
    assert "setara dengan 100,36 persen" in text
    html = render_html(snapshot)
    for section in blocks.values():
        for block in section:
            for sentence in block.get("butir") or [block["teks"]]:
                assert sentence in html


def test_narrative_of_a_quarter_does_not_judge_what_is_not_judged(snapshot: dict[str, Any]) -> None:
    quarter = first_quarter(snapshot)
    for level in quarter["analisis"]["tingkat"]:
        level["triwulan"][0].update(predikat=None, dinilai=False)
    text = str(default_narrative(quarter))
    assert "Sub Kegiatan: 51,08 persen (progres terhadap target tahun 47,85 persen)" in text
    assert "predikat" not in text
    assert "belum dinilai" in render_html(quarter)


def test_gaps_are_told_apart(snapshot: dict[str, Any]) -> None:
    row = snapshot["lampiran_1"]["program"][0]
    row["realisasi"] = [None, None, "0", "81,18"]
    row["capaian"][0] = {**row["capaian"][0], "teks": "", "status": "belum_diisi"}
    row["capaian"][1] = {**row["capaian"][1], "teks": "", "status": "tidak_tersedia"}
    html = render_html(snapshot)
    assert html.count("tidak tersedia</td>") == 1
    assert ">0</td>" in html


def test_efficiency_is_shown_only_where_money_is_known(snapshot: dict[str, Any]) -> None:
    assert "Efisiensi Penggunaan Anggaran" not in render_html(snapshot)
    entry = {
        "uraian": "Penyediaan Gaji",
        "pagu": "2.360.141.080",
        "realisasi": "2.000.000.000",
        "serapan": "84,74",
        "capaian": "100,00",
        "efisiensi": "15,26",
    }
    snapshot["analisis"]["anggaran"] = {"baris": [entry]}
    assert "Efisiensi Penggunaan Anggaran" in render_html(snapshot), "a snapshot without sentence"
    later = {**entry, "catatan": "1 isian pagu atau realisasi belum ada"}
    snapshot["analisis"]["anggaran"] = {"kalimat": "Efisiensinya 15,26 poin persen.", "baris": [later]}
    html = render_html(snapshot)
    assert "Efisiensinya 15,26 poin persen." in html
    assert "1 isian pagu atau realisasi belum ada" in html
    assert "Efisiensi Penggunaan Anggaran" in html
    assert "2.360.141.080" in html


def test_empty_tables_and_lists_are_said_in_words(snapshot: dict[str, Any]) -> None:
    snapshot["lampiran_1"] = {"sub_kegiatan": [], "kegiatan": [], "program": []}
    snapshot["lampiran_2"] = []
    snapshot["analisis"].update(tidak_tercapai=[], melampaui=[], iku=[], faktor_pendorong=[])
    html = render_html(snapshot)
    assert html.count("Belum ada indikator pada tingkat ini.") == 4
    assert "Tidak terdapat indikator yang telah dihitung dengan capaian di bawah target" in html


def _png(width: int = 4, height: int = 4) -> str:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def test_logo_of_the_office_is_embedded(snapshot: dict[str, Any]) -> None:
    assert "sakip:gambar/lambang.svg" in render_html(snapshot)
    snapshot["opd"]["logo"] = {"media_type": "image/png", "base64": _png()}
    html = render_html(snapshot)
    assert f"data:image/png;base64,{_png().split('=')[0]}" in html.replace("&#x3D;", "=")
    assert "lambang.svg" not in html


@pytest.mark.parametrize(
    "logo",
    [
        {"media_type": "image/svg+xml", "base64": base64.b64encode(b"<svg/>").decode()},
        {"media_type": "text/html", "base64": _png()},
        {"media_type": "image/png", "base64": base64.b64encode(b"not a picture").decode()},
        {"media_type": "image/png", "base64": "%%%"},
        {"media_type": "image/jpeg", "base64": _png()},
        {"media_type": "image/png", "base64": "A" * 3_000_000},
    ],
)
def test_anything_but_a_sound_picture_is_refused_as_logo(snapshot: dict[str, Any], logo: dict[str, str]) -> None:
    snapshot["opd"]["logo"] = logo
    with pytest.raises(RenderError, match=r"(?i)logo"):
        render_html(snapshot)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"skema": 2}, "skema 1"),
        ({"jenis": "lain"}, "skema 1"),
        ({"analisis": None}, "tidak lengkap: analisis"),
        ({"tempat": "x" * 20_001}, "terlalu panjang"),
    ],
)
def test_a_snapshot_that_cannot_be_printed_is_refused_with_a_sentence(
    snapshot: dict[str, Any], change: dict[str, Any], message: str
) -> None:
    with pytest.raises(RenderError, match=message):
        render_html({**snapshot, **change})


def test_unknown_template_version_is_refused(snapshot: dict[str, Any]) -> None:
    with pytest.raises(RenderError, match="tidak dikenal"):
        render_report(snapshot, template_version="../v1")


def test_control_characters_do_not_reach_the_page(snapshot: dict[str, Any]) -> None:
    snapshot["nomor"] = "050/\x00\x0b123\u202e\n456"
    assert "Nomor: 050/ 123" in render_html(snapshot)
    assert "\u202e" not in render_html(snapshot)


def test_self_contained_html_needs_nothing_else(snapshot: dict[str, Any]) -> None:
    html = render_html(snapshot, self_contained=True)
    assert "sakip:" not in html
    assert html.count("data:font/ttf;base64,") == 4
    assert html.count("data:image/svg+xml;base64,") == 1
