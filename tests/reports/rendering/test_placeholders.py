"""Figures by their names in an office's own words."""

from typing import Any

from reports.rendering.placeholders import (
    NO_VALUE,
    FigureNames,
    OutdatedFigure,
    fill_blocks,
    find_outdated,
    keep_figures,
    unknown_names,
)

NOW = {"capaian_sub_kegiatan": "52,00", "jumlah_program": "5", "predikat_iku": ""}


def paragraph(text: str) -> list[dict[str, Any]]:
    return [{"jenis": "paragraf", "teks": text}]


def test_placeholders_are_filled_by_name_in_paragraphs_and_lists() -> None:
    blocks = [*paragraph("Capai {capaian_sub_kegiatan} persen."), {"jenis": "daftar", "butir": ["{ jumlah_program }"]}]
    assert fill_blocks(blocks, NOW) == [*paragraph("Capai 52,00 persen."), {"jenis": "daftar", "butir": ["5"]}]


def test_nothing_is_evaluated_and_what_has_no_figure_says_so() -> None:
    text = "{predikat_iku} {capaian_sub_kegiatan.__class__} {0} {{jumlah_program}} {%x%}"
    assert fill_blocks(paragraph(text), NOW) == paragraph(f"{NO_VALUE} {NO_VALUE} {NO_VALUE} {{5}} {NO_VALUE}")


def test_unknown_names_are_found_once_and_in_order() -> None:
    assert unknown_names(paragraph("{jumlah} {jumlah_program} {a b} {jumlah}"), NOW) == ["jumlah", "a b"]


def test_a_figure_that_was_the_data_and_is_not_any_more_is_out_of_date() -> None:
    then = {"capaian_sub_kegiatan": ["51,08"], "jumlah_program": ["5"]}
    found = find_outdated(paragraph("Capaian 51,08 dari 5 program pada 2023."), then, NOW)
    assert found == [OutdatedFigure("51,08", "capaian_sub_kegiatan", "52,00")]


def test_a_number_that_another_figure_still_bears_is_not_out_of_date() -> None:
    then = {"jumlah_program": ["5"], "jumlah_lain": ["5"]}
    assert find_outdated(paragraph("Ada 5."), then, {"jumlah_program": "5", "jumlah_lain": "6"}) == []


def test_digits_inside_words_and_longer_numbers_are_other_numbers() -> None:
    then = {"capaian_sub_kegiatan": ["51"]}
    assert find_outdated(paragraph("SPBE51 51,08 1.51 v51"), then, NOW) == []
    assert [item.text for item in find_outdated(paragraph("capaian 51."), then, NOW)] == ["51"]


def test_a_placeholder_that_lost_its_figure_is_found() -> None:
    found = find_outdated(paragraph("Predikat {predikat_iku}, {sudah_tidak_ada}"), {}, NOW)
    assert found == [
        OutdatedFigure("{predikat_iku}", "predikat_iku", "", typed=False),
        OutdatedFigure("{sudah_tidak_ada}", "sudah_tidak_ada", "", typed=False),
    ]


def test_saving_another_sentence_does_not_make_an_old_figure_good() -> None:
    then = {"capaian_sub_kegiatan": ["51,08"]}
    blocks = paragraph("Capaian 51,08 dan lain-lain.")
    kept = keep_figures(blocks, then, NOW)
    assert kept == {"capaian_sub_kegiatan": ["52,00", "51,08"], "jumlah_program": ["5"]}
    assert [item.text for item in find_outdated(blocks, kept, NOW)] == ["51,08"]
    assert keep_figures(paragraph("Diperbaiki."), then, NOW) == {
        "capaian_sub_kegiatan": ["52,00"],
        "jumlah_program": ["5"],
    }


def test_named_figures_print_their_name_and_count_as_what_they_are() -> None:
    names = FigureNames(as_names=True)
    count, text = names.count("jumlah", 3), names.text("capaian", "51,08")
    assert (f"{count} dan {text}", str(count)) == ("{jumlah} dan {capaian}", "{jumlah}")
    assert (count + 1, count > 2, bool(names.count("nol", 0)), text == "51,08") == (4, True, False, True)
    assert names.text("predikat", None) is None
    assert names.values == {"jumlah": "3", "capaian": "51,08", "nol": "0", "predikat": ""}
