"""What the HTML holds before it is laid out: wording, escaping, refusals. Quick tests."""

import base64
import copy
import io
import re
from typing import Any

import pytest
from PIL import Image

from reports.papers.lpk.rendering.analysis import build_analysis
from reports.papers.registry import render_report
from reports.rendering import RenderError
from tests.reports.papers.lpk.printing import default_words, render_html
from tests.reports.papers.lpk.rendering.conftest import HOSTILE, first_quarter


def _with_hostile_texts(value: Any) -> Any:
    if isinstance(value, str):
        return f"{value}{HOSTILE}"
    if isinstance(value, dict):
        # A class is a code of the program, nobody's text.
        return {key: item if key == "kelas" else _with_hostile_texts(item) for key, item in value.items()}
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
    blocks = default_words(snapshot)
    assert snapshot == before
    assert list(blocks) == ["kata_pengantar", "bab_4", "bab_5"]
    text = str(blocks["bab_4"])
    assert "55 indikator, yaitu 38 indikator sub kegiatan, 11 indikator kegiatan, 5 indikator program" in text
    assert "Sub Kegiatan: 99,45 persen (38 dari 38 indikator), predikat Sangat Tinggi" in text
    assert "setara dengan 100,36 persen" in text
    html = render_html(snapshot).replace("\u00a0", " ")
    for section in blocks.values():
        for block in section:
            for sentence in block.get("butir") or [block["teks"]]:
                assert sentence in html


def test_narrative_of_a_quarter_does_not_judge_what_is_not_judged() -> None:
    quarter = first_quarter()
    text = str(default_words(quarter))
    assert (
        "Sub Kegiatan: 51,08 persen (37 dari 38 indikator), belum dapat dinilai karena 35 indikator bertarget tetap "
        "baru dinilai pada akhir tahun; progres tahun 47,85 persen (38 dari 38 indikator)"
    ) in text
    assert (
        "1 melampaui target, 30 mencapai target, 23 di bawah target tetapi belum dinilai, dan 1 belum mempunyai target"
        in text
    )
    assert "predikat" not in text
    assert "dipertahankan" not in text
    assert "tidak ada yang di bawah target" not in text
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
        "catatan": "dihitung 2 dari 3 sub kegiatan",
        "pagu": "2.360.141.080",
        "realisasi": "2.000.000.000",
        "serapan": "84,74",
        "rencana": "90,00",
        "catatan_rencana": "RAK 1 dari 2",
        "capaian": "100,00",
        "catatan_capaian": "1 dari 1 indikator",
        "efisiensi": "15,26",
    }
    budget = {"setahun": True, "kalimat": "Efisiensinya 15,26 poin persen.", "baris": [entry]}
    snapshot["analisis"]["anggaran"] = budget
    html = render_html(snapshot)
    for text in ("Efisiensinya 15,26 poin persen.", "dihitung 2 dari 3 sub kegiatan", "15,26", "2.360.141.080"):
        assert text in html
    assert "Efisiensi Penggunaan Anggaran" in html
    assert "90,00" not in html
    budget["setahun"] = False
    html = render_html(snapshot)
    assert "Serapan Anggaran Tahun 2023" in html
    assert "RAK 1 dari 2" in html
    assert "Efisiensi Penggunaan Anggaran" not in html


def test_empty_tables_and_lists_are_said_in_words(snapshot: dict[str, Any]) -> None:
    """An office whose PK holds no indicator: no table, no praise, nothing said of a class that nobody counted."""
    snapshot["lampiran_1"] = {"sub_kegiatan": [], "kegiatan": [], "program": []}
    snapshot["lampiran_2"] = []
    snapshot["tabel_2_1"]["baris"] = []
    snapshot["analisis"].update(tingkat=[], tidak_tercapai=[], melampaui=[], iku=[], faktor_pendorong=[])
    snapshot["analisis"]["belum_ditulis"] = {"kendala": 0, "tindak_lanjut": 0}
    html = render_html(snapshot)
    assert html.count("Belum ada indikator pada tingkat ini.") == 4
    assert "Belum ada indikator yang capaiannya dapat dihitung pada periode ini." in html
    assert html.count("tidak memuat Indikator Kinerja Utama.") == 1
    assert html.count("tidak memuat IKU.") == 1
    assert "Perjanjian kinerja tersebut belum memuat indikator." in html
    assert html.count("<caption>") == 0
    assert "tidak ada yang" not in html
    assert "dipertahankan" not in html


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"melampaui": 1, "tercapai": 2}, "Dari 3 indikator yang capaiannya dihitung, tidak ada yang di bawah target."),
        ({"belum_diisi": 3}, "Belum ada indikator yang capaiannya dapat dihitung pada periode ini."),
    ],
)
def test_nothing_below_target_is_said_of_what_was_measured_only(
    snapshot: dict[str, Any], counts: dict[str, int], sentence: str
) -> None:
    analysis = snapshot["analisis"]
    analysis["tidak_tercapai"] = []
    for level in analysis["tingkat"]:
        level["kelas"] = dict.fromkeys(level["kelas"], 0)
    analysis["tingkat"][0]["kelas"].update(counts)
    assert f"<p>{sentence}</p>" in render_html(snapshot)
    assert sentence in str(default_words(snapshot)["bab_4"])


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (("", "", ""), ">kendala belum ditulis; tindak lanjut belum ditulis<"),
        (("", "", "Lembur"), ">kendala belum ditulis<"),
        (("Macet", "", ""), ">tindak lanjut belum ditulis<"),
        (("", "Cuaca", "Lembur"), "<em>Faktor penghambat:</em> Cuaca"),
    ],
)
def test_what_nobody_wrote_is_said(snapshot: dict[str, Any], written: tuple[str, str, str], printed: str) -> None:
    (entry,) = snapshot["analisis"]["tidak_tercapai"]
    entry.update(zip(("kendala", "faktor_penghambat", "tindak_lanjut"), written, strict=True))
    html = render_html(snapshot)
    assert printed in html
    assert ("kendala belum ditulis" in html) == (not written[0] and not written[1])


def test_no_follow_up_is_claimed_that_nobody_wrote(snapshot: dict[str, Any]) -> None:
    """Bab V asks for the follow-up of what is below target, and Bab IV promises only what the units wrote."""
    snapshot["analisis"]["belum_ditulis"] = {"kendala": 1, "tindak_lanjut": 1}
    wording = default_words(snapshot)
    assert "unit kerja penanggung jawab perlu melaksanakan tindak lanjut" in str(wording["bab_5"])
    assert "tindak lanjut 1 indikator belum ditulis dan harus dilengkapi." in str(wording["bab_5"])
    assert "dan tindak lanjut yang ditulis unit kerjanya. Kendala 1 dari 1 indikator" in str(wording["bab_4"])


def test_every_computed_table_of_bab_4_names_its_period(snapshot: dict[str, Any]) -> None:
    analysis, label = snapshot["analisis"], snapshot["periode"]["label"]
    analysis["belum_ada_target"] = [{**analysis["tidak_tercapai"][0], "kelas": "belum_ada_target"}]
    analysis["faktor_pendorong"] = [{"indikator": "Jumlah Dokumen", "uraian": "Tim lengkap."}]
    analysis["penjelasan"] = [{"indikator": "Jumlah Dokumen", "uraian": "Dua bulan sekaligus."}]
    titles = [table.judul for table in build_analysis(snapshot).tables]
    assert len(titles) == 8
    assert all(label in title for title in titles)


def test_a_cap_that_lowered_a_mean_is_named_in_its_sentence(snapshot: dict[str, Any]) -> None:
    level = snapshot["analisis"]["tingkat"][3]
    level.update(batas="120,00")
    level["tahun"].update(capaian="120,00", dibatasi=1)
    wording = default_words(snapshot)
    cap = "(1 dari 1 indikator; 1 capaian di atas 120,00 persen dihitung 120,00 persen)"
    assert f"Indikator Kinerja Utama: 120,00 persen {cap}, predikat Sangat Tinggi." in str(wording["bab_4"])
    assert f"pada tingkat Indikator Kinerja Utama {cap}" in str(wording["bab_5"])


def test_a_mean_says_of_how_many_of_all_indicators_it_is(snapshot: dict[str, Any]) -> None:
    level = snapshot["analisis"]["tingkat"][0]
    level["tahun"].update(capaian="99,45", dihitung=36, jumlah=38)
    wording = default_words(snapshot)

    assert "Sub Kegiatan: 99,45 persen (36 dari 38 indikator), predikat Sangat Tinggi" in str(wording["bab_4"])
    assert "pada tingkat sub kegiatan (36 dari 38 indikator)" in str(wording["bab_5"])


def test_table_2_1_says_tujuan_then_sasaran_then_indicator(snapshot: dict[str, Any]) -> None:
    snapshot["tabel_2_1"]["baris"][0].update(tujuan="Tujuan uji", sasaran="Sasaran uji", indikator="Indikator uji")
    html = " ".join(render_html(snapshot).split())
    table = html[html.index("Tabel 2.1. Indikator Kinerja Utama") :].partition("</table>")[0]

    heads = re.findall(r"<th[^>]*>(Tujuan|Sasaran|Indikator Tujuan/Sasaran)</th>", table)
    assert heads == ["Tujuan", "Sasaran", "Indikator Tujuan/Sasaran"]
    cells = re.findall(r"<td[^>]*>(Tujuan uji|Sasaran uji|Indikator uji)[^<]*</td>", table)
    assert cells == ["Tujuan uji", "Sasaran uji", "Indikator uji"]


def test_an_iku_without_capaian_gets_no_na_in_its_sentence(snapshot: dict[str, Any]) -> None:
    (entry,) = snapshot["analisis"]["iku"]
    entry.update(target="Rp0", realisasi="Rp900.000", satuan="", capaian="n/a", terhitung=False, capaian_renstra="")
    text = str(default_words(snapshot)["bab_4"])
    assert "Nilai Indeks SPBE terealisasi Rp900.000 dari target Rp0." in text
    assert "n/a" not in text


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


def test_and_at_the_end_of_an_item_stays_with_the_word_before_it(snapshot: dict[str, Any]) -> None:
    snapshot["narasi"]["bab_5"] = [{"jenis": "daftar", "butir": ["rapat berkala; dan", "dan lain; atau", "dan"]}]
    html = render_html(snapshot)
    assert "<li>rapat berkala;\u00a0dan</li>" in html
    assert "<li>dan lain;\u00a0atau</li>" in html
    assert "; dan</li>" not in html


def test_figures_in_own_words_are_printed_with_their_present_value(snapshot: dict[str, Any]) -> None:
    snapshot["narasi"]["bab_5"] = [{"jenis": "paragraf", "teks": "Capaian {capaian_sub_kegiatan} dari {apa} <b>."}]
    assert "<p>Capaian 99,45 dari (belum ada angka) &lt;b&gt;.</p>" in render_html(snapshot)


def test_kata_pengantar_has_no_space_for_a_signature(snapshot: dict[str, Any]) -> None:
    html = render_html(snapshot)
    foreword = html[html.index('id="kata-pengantar"') : html.index('id="daftar-isi"')]
    assert "Munandar, S.Sos." in foreword
    assert "ruang" not in foreword
    assert "NIP" not in foreword
    assert html.count("NIP 197007241996031003") == 1


@pytest.mark.parametrize(
    ("jabatan", "lines"),
    [
        ("Kepala Dinas", ["Kepala Dinas Komunikasi dan Informatika", "Kabupaten Lampung Barat"]),
        ("", ["Kepala Dinas Komunikasi dan Informatika", "Kabupaten Lampung Barat"]),
        ("Plt. Kepala Dinas", ["Plt. Kepala Dinas Komunikasi dan Informatika", "Kabupaten Lampung Barat"]),
        ("plh Kepala Badan", ["plh Kepala Dinas Komunikasi dan Informatika", "Kabupaten Lampung Barat"]),
        (
            "Pelaksana Tugas Kepala Dinas",
            ["Pelaksana Tugas Kepala Dinas Komunikasi dan Informatika", "Kabupaten Lampung Barat"],
        ),
        (
            "Plt. Kepala Dinas Komunikasi dan Informatika",
            ["Plt. Kepala Dinas Komunikasi dan Informatika", "Kabupaten Lampung Barat"],
        ),
        ("Plt. Sekretaris", ["Plt. Sekretaris", "Dinas Komunikasi dan Informatika", "Kabupaten Lampung Barat"]),
    ],
)
def test_who_acts_for_the_head_signs_with_the_name_of_the_office(
    snapshot: dict[str, Any], jabatan: str, lines: list[str]
) -> None:
    snapshot["penandatangan"]["jabatan"] = jabatan
    html = " ".join(render_html(snapshot).split())
    assert f"<p>{'</p><p>'.join(lines)},</p>" in re.sub("> <", "><", html)


def test_tables_without_rows_are_neither_printed_nor_listed(snapshot: dict[str, Any]) -> None:
    snapshot["tabel_2_1"]["baris"] = []
    snapshot["lampiran_2"] = []
    snapshot["lampiran_1"]["kegiatan"] = []
    html = render_html(snapshot)
    for label in ("Tabel 2.1", "Tabel Lampiran II<", "Tabel Lampiran I.2"):
        assert label not in html
    assert "tidak memuat IKU" in html
    assert html.count("Belum ada indikator pada tingkat ini.") == 2
    assert "Tabel Lampiran I.1" in html


def test_the_year_predicate_and_the_remarks_stand_in_the_lampiran(snapshot: dict[str, Any]) -> None:
    snapshot["lampiran_2"][0]["catatan"] = ["Realisasi dibulatkan."]
    html = render_html(snapshot)
    assert html.count(">Predikat Tahun</th>") >= 4
    assert ">Realisasi dibulatkan.</span>" in html
    snapshot["periode"]["triwulan"] = 3
    assert "Predikat Tahun" not in render_html(snapshot)
