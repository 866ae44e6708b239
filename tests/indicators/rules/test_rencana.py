"""Each rule of the plan's health: when it strikes, when it keeps quiet, and what it says."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from indicators.capaian import Konsolidasi, Polaritas, PolaTarget, ValueKind
from indicators.rules.facts import (
    Figure,
    Finding,
    IndikatorFacts,
    Place,
    Severity,
    SimpulFacts,
    Supporter,
)
from indicators.rules.rencana import (
    INDICATOR_RULES,
    NODE_RULES,
    check_indicator,
    check_node,
    children_do_not_add_up,
    iku_below_last_year,
    listed_though_ended,
    missing_in_pk,
    node_without_indicator,
    owner_has_ended,
    renstra_target_worsens,
    same_name_twice,
    summed_in_other_units,
    supported_by_nobody,
    supports_nobody,
    target_falls_within_year,
    without_definition,
    without_explanation,
    without_pk_target,
    without_renstra_target,
    without_unit_of_measure,
)


def make_figure(text: str) -> Figure:
    """A figure written with a decimal point, "" for none."""
    return Figure(Decimal(text), text.replace(".", ",")) if text else Figure()


def quarters(*texts: str) -> dict[int, Figure]:
    return dict(enumerate(map(make_figure, texts), start=1))


def years(*texts: str) -> list[tuple[int, Figure]]:
    return [(2023 + number, make_figure(text)) for number, text in enumerate(texts)]


def make_facts(**changes: Any) -> IndikatorFacts:
    """A kegiatan's indicator of 2024 in order: everything is there, nothing goes the wrong way."""
    facts: dict[str, Any] = {
        "tingkat": "kegiatan",
        "tahun": 2024,
        "unit": "Bidang IKP",
        "target": quarters("12", "12", "12", "12"),
        "target_tahun": make_figure("12"),
        "pendukung": 2,
        "mendukung": 1,
    }
    return IndikatorFacts(**(facts | changes))


def test_a_plan_in_order_is_not_odd() -> None:
    assert check_indicator(make_facts()) == []
    assert check_node(SimpulFacts("program", ["Indeks"], ["Kegiatan satu", "Kegiatan dua"])) == []


def test_every_rule_has_a_name_of_its_own() -> None:
    odd = make_facts(
        tingkat="sasaran",
        satuan=" ",
        definisi="",
        keterangan_kosong=["formula"],
        unit_berakhir="30 Juni 2024",
        pola_target=PolaTarget.BERTAHAP,
        target=quarters("29", "29", "28", "28"),
        target_tahun=make_figure("28"),
        renstra=years("30", "", "29"),
        realisasi_lalu=make_figure("29"),
        pendukung=0,
        dijumlahkan=[Supporter("Satu", Decimal(5), "Orang")],
    )
    found = [
        *check_indicator(odd),
        *check_indicator(make_facts(target=quarters("", "", "", ""), target_tahun=make_figure(""))),
    ]
    found += [*check_indicator(make_facts(dalam_pk=False, mendukung=0))]
    found += check_indicator(make_facts(berlaku=False, kembar=["Yang baru"]))
    found += check_node(SimpulFacts("program", [], ["A", "a"]))
    assert len({row.kode for row in found}) == len(INDICATOR_RULES) + len(NODE_RULES)
    assert all(row.kalimat.endswith(".") and row.label for row in found)


def test_what_does_not_count_in_the_year_is_only_asked_whether_the_pk_lists_it() -> None:
    odd = {"satuan": "", "definisi": "", "mendukung": 0, "berlaku": False}
    assert [row.kode for row in check_indicator(make_facts(**odd))] == ["di_luar_masa"]
    assert check_indicator(make_facts(**odd, dalam_pk=False)) == []


@pytest.mark.parametrize(
    ("tingkat", "indikator", "severity"),
    [
        ("tujuan", [], Severity.PETUNJUK),
        ("sasaran", [], Severity.SALAH),
        ("sub_kegiatan", [], Severity.SALAH),
        ("sub_kegiatan", ["Jumlah surat"], None),
    ],
)
def test_node_without_indicator(tingkat: str, indikator: list[str], severity: Severity | None) -> None:
    found = node_without_indicator(SimpulFacts(tingkat, indikator))
    assert (None if found is None else found.keparahan) == severity


@pytest.mark.parametrize(
    ("indikator", "anak", "names"),
    [
        (["Jumlah surat", "jumlah  SURAT "], [], "“Jumlah surat”"),
        ([], ["Layanan\nMedia", "Layanan Media", "layanan media"], "“Layanan\nMedia”"),
        (["Jumlah surat", "Jumlah surat masuk"], ["Jumlah surat"], None),
    ],
)
def test_same_name_twice(indikator: list[str], anak: list[str], names: str | None) -> None:
    found = same_name_twice(SimpulFacts("kegiatan", indikator, anak))
    assert (found is None) is (names is None)
    if found is not None and names is not None:
        assert names in found.kalimat
        assert (found.keparahan, found.tempat) == (Severity.PERLU_DILIHAT, Place.SIMPUL)


@pytest.mark.parametrize(
    ("rule", "changes", "severity", "tempat"),
    [
        (missing_in_pk, {"dalam_pk": False}, Severity.PERLU_DILIHAT, Place.INDIKATOR),
        (missing_in_pk, {"dalam_pk": False, "ada_pk": False}, None, None),
        (missing_in_pk, {}, None, None),
        (listed_though_ended, {"berlaku": False}, Severity.SALAH, Place.BUTIR),
        (listed_though_ended, {"berlaku": False, "dalam_pk": False}, None, None),
        (listed_though_ended, {}, None, None),
        (
            without_pk_target,
            {"target": quarters("", "", "", ""), "target_tahun": make_figure("")},
            "salah",
            Place.BUTIR,
        ),
        (without_pk_target, {"target": quarters("", "", "", "0"), "target_tahun": make_figure("")}, None, None),
        (
            without_pk_target,
            {"target": quarters(), "target_tahun": make_figure(""), "dalam_pk": False},
            None,
            None,
        ),
        (without_renstra_target, {"tingkat": "sasaran", "renstra": years("1", "")}, "salah", Place.INDIKATOR),
        (without_renstra_target, {"tingkat": "program", "renstra": years("", "2")}, "perlu_dilihat", Place.INDIKATOR),
        (without_renstra_target, {"tingkat": "program", "renstra": years("1", "0")}, None, None),
        (without_renstra_target, {"tingkat": "kegiatan", "renstra": years("", "")}, None, None),
        (owner_has_ended, {"unit_berakhir": "30 Juni 2024"}, Severity.SALAH, Place.BUTIR),
        (owner_has_ended, {"unit_berakhir": "30 Juni 2024", "dalam_pk": False}, "salah", Place.INDIKATOR),
        (owner_has_ended, {}, None, None),
        (without_definition, {"definisi": " \n"}, Severity.PERLU_DILIHAT, Place.INDIKATOR),
        (without_definition, {}, None, None),
        (without_explanation, {"keterangan_kosong": ["formula", "sumber data"]}, "petunjuk", Place.INDIKATOR),
        (without_explanation, {}, None, None),
        (without_unit_of_measure, {"satuan": " "}, Severity.SALAH, Place.BUTIR),
        (without_unit_of_measure, {"satuan": "", "jenis_nilai": ValueKind.PREDIKAT}, None, None),
        (without_unit_of_measure, {}, None, None),
        (supported_by_nobody, {"pendukung": 0}, Severity.PETUNJUK, Place.INDIKATOR),
        (supported_by_nobody, {"pendukung": 0, "tingkat": "sub_kegiatan"}, None, None),
        (supports_nobody, {"mendukung": 0}, Severity.PETUNJUK, Place.INDIKATOR),
        (supports_nobody, {"mendukung": 0, "tingkat": "sasaran"}, None, None),
    ],
)
def test_what_is_missing(
    rule: Callable[[IndikatorFacts], Finding | None],
    changes: dict[str, Any],
    severity: str | None,
    tempat: Place | None,
) -> None:
    found = rule(make_facts(**changes))
    assert (None if found is None else (found.keparahan, found.tempat)) == (severity and (severity, tempat))


def test_without_renstra_target_names_the_years() -> None:
    found = without_renstra_target(make_facts(tingkat="tujuan", renstra=years("1", "", "3", "")))
    assert found is not None
    assert found.kalimat == "Target Renstra belum ada untuk 2024, 2026. Isi di halaman indikatornya."


@pytest.mark.parametrize(
    ("target", "changes", "strikes"),
    [
        (quarters("29", "29", "28", "28"), {}, True),  # the pay roll of 2023
        (quarters("2", "4", "6", "8"), {}, False),
        (quarters("2", "", "1", ""), {}, True),  # blanks are stepped over
        (quarters("29", "29", "28", "28"), {"polaritas": Polaritas.MINIMALKAN}, False),
        (quarters("29", "29", "28", "28"), {"konsolidasi": Konsolidasi.PENJUMLAHAN}, False),
        (quarters("29", "29", "28", "28"), {"pola_target": PolaTarget.TETAP}, False),
    ],
)
def test_target_falls_within_year(target: dict[int, Figure], changes: dict[str, Any], strikes: bool) -> None:
    found = target_falls_within_year(make_facts(**({"pola_target": PolaTarget.BERTAHAP, "target": target} | changes)))
    assert (found is not None) is strikes


def test_target_falls_says_from_what_to_what() -> None:
    found = target_falls_within_year(
        make_facts(
            pola_target=PolaTarget.BERTAHAP, target=quarters("29", "29", "28", "28"), target_tahun=make_figure("28")
        )
    )
    assert found is not None
    assert found.kalimat == (
        "Target triwulan turun dari 29 menjadi 28, padahal makin tinggi makin baik. "
        "Periksa angkanya, atau pastikan penurunannya memang direncanakan."
    )


@pytest.mark.parametrize(
    ("polaritas", "renstra", "sentence"),
    [
        (Polaritas.MAKSIMALKAN, years("2.0", "2.25", "2.1"), "turun dari 2,25 menjadi 2,1"),
        (Polaritas.MAKSIMALKAN, years("2.0", "2.0", "", "2.5"), ""),
        (Polaritas.MINIMALKAN, years("9", "8", "8.5"), "naik dari 8 menjadi 8,5"),
        (Polaritas.MINIMALKAN, years("9", "8", "7"), ""),
        (Polaritas.STABILKAN, years("9", "8", "9"), ""),
        (Polaritas.RENTANG, years("9", "8", "7"), ""),
    ],
)
def test_renstra_target_worsens(polaritas: Polaritas, renstra: list[tuple[int, Figure]], sentence: str) -> None:
    found = renstra_target_worsens(make_facts(polaritas=polaritas, renstra=renstra))
    assert (found is not None) is bool(sentence)
    if found is not None:
        assert sentence in found.kalimat


def test_a_predicate_is_judged_by_its_score_and_printed_by_its_letters() -> None:
    letters = [(2023, Figure(Decimal(80), "A")), (2024, Figure(Decimal(70), "BB"))]
    found = renstra_target_worsens(make_facts(renstra=letters))
    assert found is not None
    assert "turun dari A menjadi BB" in found.kalimat


@pytest.mark.parametrize(
    ("changes", "strikes"),
    [
        ({}, True),
        ({"target_tahun": make_figure("2.76")}, False),
        ({"target_tahun": make_figure("")}, False),
        ({"realisasi_lalu": Figure()}, False),
        ({"tingkat": "program"}, False),
        ({"polaritas": Polaritas.MINIMALKAN}, False),
        ({"polaritas": Polaritas.MINIMALKAN, "target_tahun": make_figure("3")}, True),
    ],
)
def test_iku_below_last_year(changes: dict[str, Any], strikes: bool) -> None:
    facts = {
        "tingkat": "sasaran",
        "target_tahun": make_figure("2.25"),
        "realisasi_lalu": Figure(Fraction(276, 100), "2,76"),
    }
    found = iku_below_last_year(make_facts(**(facts | changes)))
    assert (found is not None) is strikes


def test_iku_below_last_year_says_both_figures() -> None:
    found = iku_below_last_year(
        make_facts(tingkat="tujuan", target_tahun=make_figure("2.25"), realisasi_lalu=make_figure("2.76"))
    )
    assert found is not None
    assert found.kalimat == (
        "Target 2024 adalah 2,25, padahal realisasi 2023 sudah 2,76. Naikkan tantangannya, atau siapkan alasannya."
    )


@pytest.mark.parametrize(
    ("summed", "sentence"),
    [
        ([], ""),
        ([Supporter("A", Decimal("4.5")), Supporter("B", Decimal("7.5"))], ""),
        ([Supporter("A", Decimal(4)), Supporter("B", Decimal(7))], "tetapi 2 pendukung yang dijumlahkan bertarget 11."),
        ([Supporter("A", Decimal(12)), Supporter("B", None)], "Belum bertarget dalam PK: B."),
    ],
)
def test_children_do_not_add_up(summed: list[Supporter], sentence: str) -> None:
    found = children_do_not_add_up(make_facts(dijumlahkan=summed))
    assert (found is not None) is bool(sentence)
    if found is not None:
        assert sentence in found.kalimat
        assert found.kalimat.startswith("Target 2024 adalah 12, ")
        assert found.keparahan == Severity.SALAH


@pytest.mark.parametrize(
    "changes",
    [
        {"dijumlahkan": [Supporter("A", Decimal(80), predikat=True), Supporter("B", Decimal(12))]},
        {"jenis_nilai": ValueKind.PREDIKAT, "dijumlahkan": [Supporter("A", Decimal(12))]},
    ],
)
def test_letters_are_not_added_up_by_their_scores(changes: dict[str, Any]) -> None:
    found = children_do_not_add_up(make_facts(**changes))
    assert found is not None
    assert found.kalimat == "Predikat tidak dapat dijumlahkan. Hapus tanda “target dijumlahkan”."


def test_children_are_not_added_up_against_no_target() -> None:
    assert (
        children_do_not_add_up(make_facts(target_tahun=make_figure(""), dijumlahkan=[Supporter("A", Decimal(1))]))
        is None
    )


@pytest.mark.parametrize(("satuan", "strikes"), [("Dokumen", False), (" dokumen ", False), ("Orang", True), ("", True)])
def test_summed_in_other_units(satuan: str, strikes: bool) -> None:
    found = summed_in_other_units(make_facts(dijumlahkan=[Supporter("A", Decimal(12), satuan)]))
    assert (found is not None) is strikes
