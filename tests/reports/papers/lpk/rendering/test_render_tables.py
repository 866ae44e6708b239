"""All 55 indicators stand in the Lampiran, whole, in their table and order."""

from pathlib import Path
from typing import Any

import pytest

from reports.papers.lpk.rendering import lampiran_pages
from reports.papers.registry import render_report
from tests.reports.papers.lpk.rendering.conftest import LONG_INDICATOR, Sample
from tests.reports.rendering.pdf_reading import PdfPage, TableRow, pack, quarter_marks, read_pages, read_table

TITLES = {
    "sub_kegiatan": "Evaluasi Kinerja Tingkat Sub Kegiatan",
    "kegiatan": "Evaluasi Kinerja Tingkat Kegiatan",
    "program": "Evaluasi Kinerja Tingkat Program",
}


def table_pages(sample: Sample, level: str) -> list[PdfPage]:
    """Return the pages of a table: they all name it above the heading row."""
    title = pack(TITLES[level])
    return [page for page in sample.pages if quarter_marks(page) and title in page.packed[:250]]


def rebuilt(sample: Sample, level: str) -> list[TableRow]:
    rows: list[dict[str, Any]] = sample.snapshot["lampiran_1"][level]
    return read_table(table_pages(sample, level), {row["indikator"].split()[0] for row in rows})


@pytest.mark.parametrize(("level", "count"), [("sub_kegiatan", 38), ("kegiatan", 11), ("program", 5)])
def test_every_indicator_has_its_four_rows_in_its_table_and_order(year: Sample, level: str, count: int) -> None:
    expected = year.snapshot["lampiran_1"][level]
    printed = rebuilt(year, level)
    assert len(expected) == len(printed) == count
    for row, found in zip(expected, printed, strict=True):
        assert found.indicator.startswith(pack(row["indikator"]))
        assert [value[:2] for value in found.values] == list(zip(row["target"], row["realisasi"], strict=True))
        for column, name in ((2, "capaian"), (3, "progres")):
            assert [value[column] for value in found.values] == [cell["teks"] for cell in row[name]]


def test_figures_of_2023_are_printed(year: Sample) -> None:
    by_indicator = {row.indicator: row.values for row in rebuilt(year, "sub_kegiatan")}
    machines = next(values for name, values in by_indicator.items() if "PeralatandanMesinLainnya" in name)
    assert machines[3] == ("19", "15", "78,95", "78,95")
    building = [values for values in by_indicator.values() if values[0][2] == "n/a"]
    assert [[value[2] for value in values[:3]] for values in building] == [["n/a", "n/a", "n/a"]]
    planning = next(iter(by_indicator.values()))
    assert [value[:2] for value in planning] == [("2", "2"), ("4", "8"), ("6", "8"), ("8", "8")]
    assert planning[1][2] == "200,00"


def test_iku_stands_in_lampiran_2_with_target_realisasi_capaian_and_progres(year: Sample) -> None:
    page = year.pages[-1]
    assert "NilaiIndeksSPBE" in page.packed
    assert [word.text for word in page.words].count("2,0") == 4
    assert [word.text for word in page.words].count("2,76") == 4
    assert [word.text for word in page.words].count("138,00") == 8, "capaian and progres"
    assert page.text.count("Trw 1") == 4
    assert page.packed.count("SangatTinggi") == 2, "the year's predicate, and the scale in the legend"


def test_rows_of_an_indicator_are_never_parted_and_headings_repeat(
    year: Sample, quarter: Sample, long_texts: Sample
) -> None:
    for sample in (year, quarter, long_texts):
        seen = 0
        for level in TITLES:
            pages = table_pages(sample, level)
            assert len(pages) == sample.report.table_pages[f"tabel-lampiran-1-{level.replace('_', '-')}"]
            for page in pages:
                marks = [mark.text for mark in quarter_marks(page)]
                assert marks == ["I", "II", "III", "IV"] * (len(marks) // 4)
                assert "KinerjaperTriwulanAkumulatif" in page.packed
                for head in ("TW", "Target", "Realisasi", "Sasaran"):
                    assert head in page.text
                seen += len(marks)
        assert seen == 4 * sum(len(rows) for rows in sample.snapshot["lampiran_1"].values())


def test_running_names_are_given_again_after_a_page_break(year: Sample) -> None:
    rows = year.snapshot["lampiran_1"]["sub_kegiatan"]
    printed = rebuilt(year, "sub_kegiatan")
    pages = table_pages(year, "sub_kegiatan")
    assert len(pages) > 3
    for page in pages[1:]:
        first = next(index for index, row in enumerate(printed) if row.page == page.number)
        assert pack(rows[first]["sasaran_strategis"] + "(lanjutan)") in _column_text(page)
        for name in ("program", "kegiatan"):
            expected = rows[first][name]
            if rows[first - 1][name] == expected:
                expected += "(lanjutan)"
            assert pack(expected) in _column_text(page), (page.number, name)


def _column_text(page: PdfPage) -> str:
    """Return the page's text column by column: words that start at the same x together."""
    columns: dict[int, list[str]] = {}
    head = next(word for word in page.words if word.text == "TW")
    for word in sorted(page.words, key=lambda word: (round(word.middle), word.x0)):
        if word.y0 > head.y1:
            starts = [x for x in columns if x <= word.x0 + 1]
            begins = not starts or not _follows(page, word.x0, word.middle)
            key = round(word.x0) if begins else max(starts)
            columns.setdefault(key, []).append(word.text)
    return pack(" ".join(" ".join(texts) for texts in columns.values()))


def _follows(page: PdfPage, x0: float, middle: float) -> bool:
    """Say whether a word stands right behind another one of its line."""
    return any(0 < x0 - word.x1 < 4 and abs(word.middle - middle) < 2 for word in page.words)


def test_a_text_too_long_for_a_page_is_printed_whole_below_the_table(long_texts: Sample) -> None:
    everything = pack(" ".join(page.text for page in long_texts.pages))
    assert pack(LONG_INDICATOR) in _without_furniture(long_texts)
    assert pack("(selengkapnya pada catatan 1)") in everything
    assert "tanpaspasi" * 80 in _without_furniture(long_texts)
    assert everything.count("999.999.999.999.999") == 4


def _without_furniture(sample: Sample) -> str:
    """Return the running text without footers, so that it joins over page breaks."""
    return "".join(pack(" ".join(w.text for w in page.words if w.y1 < page.height - 72)) for page in sample.pages)


def test_long_obstacles_are_printed_whole(long_texts: Sample) -> None:
    assert _without_furniture(long_texts).count("Kendalapanjang.") == 400


def test_a_quarter_report_leaves_later_quarters_blank(quarter: Sample) -> None:
    for row, found in zip(
        quarter.snapshot["lampiran_1"]["sub_kegiatan"], rebuilt(quarter, "sub_kegiatan"), strict=True
    ):
        printed = (row["target"][0], row["realisasi"][0], row["capaian"][0]["teks"], row["progres"][0]["teks"])
        assert found.values[0] == printed
        assert list(found.values[1:]) == [(target,) for target in row["target"][1:]]


def test_pages_are_cut_again_when_the_prediction_was_too_bold(
    snapshot: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot["lampiran_1"]["sub_kegiatan"] = snapshot["lampiran_1"]["sub_kegiatan"][:14]
    snapshot["lampiran_1"].update(kegiatan=[], program=[])
    # As if a page had 110 px more room than it has.
    monkeypatch.setattr(lampiran_pages, "SLACK_PX", -110.0)
    said: list[str] = []
    report = render_report(snapshot, progress=lambda _percent, sentence: said.append(sentence))
    assert "Membagi ulang halaman lampiran" in said
    path = tmp_path / "laporan.pdf"
    path.write_bytes(report.pdf)
    pages = [page for page in read_pages(path) if quarter_marks(page)]
    assert len(pages) == report.table_pages["tabel-lampiran-1-sub-kegiatan"]
    assert all([m.text for m in quarter_marks(p)][:4] == ["I", "II", "III", "IV"] for p in pages)
    assert sum(len(quarter_marks(page)) for page in pages) == 56
