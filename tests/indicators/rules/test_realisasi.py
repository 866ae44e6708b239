"""Each plausibility rule: when it strikes, when it keeps quiet, and what it says in both voices."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from indicators.capaian import EntryStatus, Konsolidasi, Polaritas, ValueKind
from indicators.rules.realisasi import (
    RULE_OF,
    RULES,
    Aturan,
    ChildFacts,
    MoneyBeside,
    RowFacts,
    RuleSetting,
    Sifat,
    find_oddities,
)
from indicators.rules.realisasi.figures import scale_in

D = Decimal
# A row in order: 10 of 10, in TW II.
PLAIN = RowFacts(
    triwulan=2,
    realisasi=D(10),
    sampai_kini=D(10),
    target={1: D(10), 2: D(10), 3: D(10), 4: D(10)},
    target_tahun=D(10),
    capaian=Fraction(100),
    dinilai=True,
)
PERSEN = {"jenis_nilai": ValueKind.PERSEN}
INDEKS = {"jenis_nilai": ValueKind.INDEKS}
KUMULATIF = {"konsolidasi": Konsolidasi.KUMULATIF}
# BB where BB was agreed; its score is 80.
LETTERS = {
    "jenis_nilai": ValueKind.PREDIKAT,
    "realisasi": None,
    "huruf": "BB",
    "sampai_kini": None,
    "target": {1: D(80), 2: D(80), 3: D(80), 4: D(80)},
    "target_tahun": D(80),
}


def targets(*texts: str) -> dict[int, Decimal | None]:
    return {quarter: D(text) if text else None for quarter, text in enumerate(texts, start=1)}


def value(text: str) -> dict[str, Any]:
    return {"realisasi": D(text), "sampai_kini": D(text)}


def strikes(aturan: Aturan, **changes: Any) -> bool:
    """Ask one rule by itself, as if the office had set it on."""
    rule = RULE_OF[aturan]
    fakta = replace(PLAIN, **changes)
    return (rule.find(fakta) if rule.batas is None else rule.find(fakta, rule.batas)) is not None


def codes(fakta: RowFacts, atur: dict[Aturan, RuleSetting] | None = None) -> list[str]:
    return [found.kode for found in find_oddities(fakta, atur)]


def test_a_row_in_order_is_not_odd() -> None:
    assert find_oddities(PLAIN) == []


def test_every_rule_stands_once_and_says_when_it_strikes() -> None:
    assert [rule.aturan for rule in RULES] == list(Aturan)
    assert all(rule.keterangan.endswith(".") for rule in RULES)
    assert all((rule.batas is None) == (rule.arti_batas == "") for rule in RULES)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"capaian": Fraction(1500, 19)}, True),
        ({"capaian": Fraction(1500, 19), "kendala": "Suku cadang terlambat"}, False),
        ({"capaian": Fraction(1500, 19), "kendala": "  "}, True),
        # A quarter of the year's work is no failure before TW IV.
        ({"capaian": Fraction(25), "dinilai": False}, False),
        ({"capaian": Fraction("99.996")}, False),  # printed 100,00
        ({"capaian": Fraction("99.994")}, True),
        ({"capaian": None}, False),
        ({"capaian": Fraction(0)}, True),
    ],
)
def test_below_target_without_kendala(changes: dict[str, Any], expected: bool) -> None:
    assert strikes(Aturan.TANPA_KENDALA, **changes) is expected


def test_a_finding_speaks_to_the_typist_and_to_the_checker() -> None:
    (found,) = find_oddities(replace(PLAIN, **value("15"), target_tahun=D(19), capaian=Fraction(1500, 19)))
    assert found.label == "Tanpa kendala"
    assert found.untuk_pengisi == (
        "Capaian 78,95 % di bawah target, tetapi kendalanya tidak ditulis. Tulis kendala dan tindak lanjutnya."
    )
    assert found.kalimat == (
        "Capaian 78,95 % di bawah target, tetapi kendalanya tidak ditulis. "
        "Minta unit menuliskan kendala dan tindak lanjutnya."
    )
    assert found.perihal == "15"


def test_an_engine_note_waits_until_the_unit_explains() -> None:
    note = "Realisasi kumulatif turun dari 5 (TW I) menjadi 4 (TW II): jelaskan sebabnya."
    assert strikes(Aturan.CATATAN, catatan_mesin=note)
    assert not strikes(Aturan.CATATAN, catatan_mesin=note, penjelasan="Dokumen dicabut.")
    (found,) = find_oddities(replace(PLAIN, catatan_mesin=note))
    assert found.kalimat == note


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (value("-0.5"), True),
        (value("0"), False),
        ({"realisasi": None}, False),
        ({**value("-3"), "target": targets("-2", "-2", "-2", "-2"), "target_tahun": D("-2")}, False),
    ],
)
def test_below_zero(changes: dict[str, Any], expected: bool) -> None:
    assert strikes(Aturan.NEGATIF, **changes) is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({**PERSEN, **value("6170"), "target_tahun": D(80)}, True),
        ({**PERSEN, **value("100.01")}, True),
        ({**PERSEN, **value("100")}, False),
        ({**value("6170")}, False),  # a count
        ({**PERSEN, **value("130"), "target_tahun": D(120)}, False),  # growth: its target is above 100, too
        ({**PERSEN, **value("130"), "polaritas": Polaritas.MINIMALKAN}, False),
        # Summed: 60 and 50 are 110 of a whole.
        ({**PERSEN, "realisasi": D(50), "sampai_kini": D(110), "konsolidasi": Konsolidasi.PENJUMLAHAN}, True),
    ],
)
def test_share_above_the_whole(changes: dict[str, Any], expected: bool) -> None:
    assert strikes(Aturan.DI_ATAS_SERATUS, **changes) is expected


@pytest.mark.parametrize(
    ("satuan", "text", "expected"),
    [
        ("Indeks (1-5)", "27.6", True),
        ("Indeks (1-5)", "2.76", False),
        ("Skala 0 s.d. 100", "8118", True),
        ("Indeks Poin", "27.6", False),  # names no scale
    ],
)
def test_outside_the_scale_that_the_satuan_names(satuan: str, text: str, expected: bool) -> None:
    assert strikes(Aturan.DI_LUAR_SKALA, **INDEKS, **value(text), satuan=satuan) is expected
    assert not strikes(Aturan.DI_LUAR_SKALA, **value(text), satuan=satuan)  # a count has none


@pytest.mark.parametrize(
    ("text", "scale"),
    [("Skala 1 sampai 4", (1, 4)), ("Poin 5-1", None), ("2023-2026", None), ("1,5-2", None), ("Orang/bulan", None)],
)
def test_a_scale_is_read_only_where_it_is_one(text: str, scale: tuple[int, int] | None) -> None:
    assert scale_in(text) == scale


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({**value("99999"), "target_tahun": D(20)}, True),
        ({**value("15")}, False),  # 150 per cent: not above the limit
        ({**value("15.01")}, True),
        ({**value("5"), "target_tahun": D(0)}, False),
        ({**value("5"), "target_tahun": None}, False),
    ],
)
def test_far_above_the_years_target(changes: dict[str, Any], expected: bool) -> None:
    assert strikes(Aturan.JAUH_DI_ATAS_TARGET, **changes) is expected


@pytest.mark.parametrize(
    ("konsolidasi", "before", "now", "expected"),
    [
        (Konsolidasi.POSISI_AKHIR, "81.18", "8118", True),  # a lost decimal mark
        (Konsolidasi.POSISI_AKHIR, "81.18", "90", False),
        (Konsolidasi.POSISI_AKHIR, "10", "30", True),
        (Konsolidasi.POSISI_AKHIR, "30", "10", True),
        (Konsolidasi.KUMULATIF, "3", "12", False),  # what accumulates grows
        (Konsolidasi.KUMULATIF, "3", "30", True),
        (Konsolidasi.KUMULATIF, "0", "30", False),  # from nothing is no factor
        (Konsolidasi.POSISI_AKHIR, "-1", "5", False),
    ],
)
def test_jump_from_last_quarter(konsolidasi: Konsolidasi, before: str, now: str, expected: bool) -> None:
    assert strikes(Aturan.LONJAKAN, konsolidasi=konsolidasi, realisasi=D(now), realisasi_lalu=D(before)) is expected


@pytest.mark.parametrize(
    ("changes", "before", "expected"),
    [
        (value("30"), "10", True),
        (value("29"), "10", False),
        (value("10"), "30", True),
        (value("3"), "1", False),  # a count of one that becomes three
        ({**INDEKS, **value("3")}, "1", True),
        (value("30"), "0", False),
    ],
)
def test_jump_from_the_same_quarter_of_last_year(changes: dict[str, Any], before: str, expected: bool) -> None:
    assert strikes(Aturan.BEDA_TAHUN_LALU, **changes, tahun_lalu={2: D(before)}) is expected
    assert not strikes(Aturan.BEDA_TAHUN_LALU, **changes, tahun_lalu={1: D(before)})  # another quarter says nothing


LAST_YEAR = {1: D(3), 2: D(6), 3: D(9), 4: D(12)}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # Three a quarter: twelve more in one are four times as many.
        ({**KUMULATIF, **value("15"), "tahun_ini": {1: D(3)}, "tahun_lalu": LAST_YEAR}, True),
        ({**KUMULATIF, **value("12"), "tahun_ini": {1: D(3)}, "tahun_lalu": LAST_YEAR}, False),
        ({**KUMULATIF, **value("15"), "tahun_ini": {1: None}, "tahun_lalu": LAST_YEAR}, False),  # from a hole
        ({**KUMULATIF, **value("10"), "triwulan": 1, "tahun_lalu": LAST_YEAR}, True),
        ({**KUMULATIF, **value("15"), "tahun_ini": {1: D(3)}, "tahun_lalu": {4: D(12)}}, False),  # no habit yet
        # A standing figure that moved by one at most.
        ({**value("14"), "tahun_ini": {1: D(10)}, "tahun_lalu": {1: D(9), 2: D(10), 3: D(9), 4: D(10)}}, True),
        ({**value("13"), "tahun_ini": {1: D(10)}, "tahun_lalu": {1: D(9), 2: D(10), 3: D(9), 4: D(10)}}, False),
        # One that never moved has no width to be compared with.
        ({**value("14"), "tahun_ini": {1: D(10)}, "tahun_lalu": dict.fromkeys((1, 2, 3, 4), D(10))}, False),
    ],
)
def test_outside_habit(changes: dict[str, Any], expected: bool) -> None:
    assert strikes(Aturan.DI_LUAR_KEBIASAAN, **changes) is expected


def test_above_target() -> None:
    assert not strikes(Aturan.MELAMPAUI, capaian=Fraction(100))
    assert strikes(Aturan.MELAMPAUI, capaian=Fraction(10001, 100))
    assert not strikes(Aturan.MELAMPAUI, capaian=None)


SAME = {"triwulan": 4, "tahun_ini": {1: D("81.18"), 2: D("81.18"), 3: D("81.18")}, **value("81.18")}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({**INDEKS, **SAME}, True),
        ({**SAME}, False),  # a count is planned and met
        ({**INDEKS, **SAME, "triwulan": 3}, False),
        ({**INDEKS, **SAME, **value("81.19")}, False),
        ({**INDEKS, **SAME, "tahun_ini": {1: None, 2: D("81.18"), 3: D("81.18")}}, False),
    ],
)
def test_always_equal_to_target(changes: dict[str, Any], expected: bool) -> None:
    assert strikes(Aturan.SELALU_SAMA, target=targets(*["81.18"] * 4), **changes) is expected


def test_a_share_that_is_complete_is_no_copy_of_its_target() -> None:
    whole = {"triwulan": 4, "tahun_ini": dict.fromkeys((1, 2, 3), D(100)), **value("100"), **PERSEN}
    assert not strikes(Aturan.SELALU_SAMA, target=targets(*["100"] * 4), **whole)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"target": targets("0", "", "0", "2")}, True),
        ({"target": targets("", "", "", "80"), **INDEKS}, True),
        ({"target": targets("0", "", "0", "2"), "triwulan": 2}, False),
        ({"target": targets("0", "", "0", "2"), **value("0")}, False),
        ({"target": targets("0", "0", "0", "2"), **KUMULATIF}, False),  # done early
        ({"tahun_lalu": {4: D(60)}}, True),
        ({"tahun_lalu": dict.fromkeys((1, 2, 3, 4), D(60)), **INDEKS}, True),
        ({"tahun_lalu": dict.fromkeys((1, 2, 3, 4), D(60))}, False),  # ten cars are ten cars all year
        ({"tahun_lalu": dict.fromkeys((1, 2, 3, 4), D(100)), **PERSEN}, False),
        ({"tahun_lalu": {1: D(58), 2: D(60), 3: D(60), 4: D(60)}, **INDEKS}, False),
        ({**LETTERS, "target": targets("", "", "", "80")}, True),
        ({**LETTERS, "huruf_lalu": {4: "B"}}, True),
        ({**LETTERS, "huruf_lalu": {1: "B", 4: "B"}}, False),
        ({}, False),
    ],
)
def test_known_once_a_year(changes: dict[str, Any], expected: bool) -> None:
    assert strikes(Aturan.SEKALI_SETAHUN, **({"triwulan": 1} | changes)) is expected


def test_not_available_although_last_year_had_a_value() -> None:
    gone = {"status": EntryStatus.TIDAK_TERSEDIA, "realisasi": None, "sampai_kini": None, "capaian": None}
    assert strikes(Aturan.HILANG, **gone, tahun_lalu={2: D(12)})
    assert not strikes(Aturan.HILANG, **gone, tahun_lalu={4: D(12)})
    assert not strikes(Aturan.HILANG, tahun_lalu={2: D(12)})
    assert find_oddities(replace(PLAIN, **(gone | {"status": EntryStatus.BELUM_DIISI}), tahun_lalu={2: D(12)})) == []


@pytest.mark.parametrize(
    ("measured", "last_year", "printed"),
    [
        (LETTERS, {"tahun_lalu": {2: D(75)}}, "75"),  # of before letters were asked for
        (LETTERS, {"huruf_lalu": {2: "B"}}, "B"),
        (INDEKS, {"tahun_lalu": {2: D("81.18")}}, "81,18"),
        (INDEKS, {"huruf_lalu": {2: "B"}}, "B"),
    ],
)
def test_not_available_names_what_last_year_had(
    measured: dict[str, Any], last_year: dict[str, Any], printed: str
) -> None:
    gone = {"status": EntryStatus.TIDAK_TERSEDIA, "realisasi": None, "huruf": "", "sampai_kini": None, "capaian": None}
    (found,) = find_oddities(replace(PLAIN, **(measured | gone | last_year)))
    assert found.kalimat == (
        f"Dinyatakan tidak tersedia, padahal triwulan yang sama tahun lalu terisi {printed}. "
        "Tanyakan apa yang berubah sejak tahun lalu."
    )


def test_evidence_is_missed_only_where_the_office_wants_it() -> None:
    without = replace(PLAIN, bukti=0)
    assert codes(without) == []
    assert codes(without, {Aturan.TANPA_BUKTI: RuleSetting(Sifat.PERINGATAN)}) == ["tanpa_bukti"]
    assert codes(replace(PLAIN, bukti=1), {Aturan.TANPA_BUKTI: RuleSetting(Sifat.TAHAN)}) == []
    assert not strikes(Aturan.TANPA_BUKTI, bukti=None)  # nobody counted


@pytest.mark.parametrize(
    ("money", "changes", "expected"),
    [
        ((D(60), D(100)), {}, True),
        ((D(49), D(100)), {}, False),  # money goes before its output
        ((D(1), D(100)), {"triwulan": 4}, True),
        ((D(1), None), {"triwulan": 4}, True),
        ((D(60), None), {}, False),
        ((D(60), D(100), True), {}, False),  # another indicator of it shows a result
        ((D(60), D(100)), value("1"), False),
        ((None, D(100)), {"triwulan": 4}, False),
    ],
)
def test_money_without_output(money: tuple[Any, ...], changes: dict[str, Any], expected: bool) -> None:
    assert strikes(Aturan.UANG_TANPA_HASIL, **(value("0") | changes), uang=MoneyBeside(*money)) is expected


@pytest.mark.parametrize(
    ("money", "changes", "expected"),
    [
        ((D(0), D(100)), {}, True),
        ((None, D(100)), {}, False),  # blank is not 0
        ((D(0), None), {}, False),
        ((D(0), D(0)), {}, False),
        ((D(5), D(100)), {}, False),
        ((D(0), D(100)), value("0"), False),
    ],
)
def test_output_without_money(money: tuple[Any, ...], changes: dict[str, Any], expected: bool) -> None:
    assert strikes(Aturan.HASIL_TANPA_UANG, **changes, uang=MoneyBeside(*money)) is expected


def test_letters_without_money_are_printed_as_letters() -> None:
    (found,) = find_oddities(replace(PLAIN, **LETTERS, uang=MoneyBeside(D(0), D(100))))
    assert found.untuk_pengisi == (
        "Realisasi BB, padahal uang sub kegiatannya belum terpakai sama sekali. "
        "Periksa lagi realisasi keuangannya, atau jelaskan dari mana hasil ini."
    )
    assert found.perihal == "BB | Rp0"


@pytest.mark.parametrize("aturan", [rule.aturan for rule in RULES if rule.besaran and rule.aturan != Aturan.MELAMPAUI])
def test_letters_have_no_size(aturan: Aturan) -> None:
    """Whatever figures stand around them: those of before the perubahan that asked for letters."""
    past = dict.fromkeys((1, 2, 3, 4), D(1))
    beside = {"realisasi_lalu": D(1), "tahun_ini": {1: D(1)}, "tahun_lalu": past, "satuan": "Skala 1-5"}
    assert not strikes(aturan, **LETTERS, **beside)


def test_parent_reached_while_a_child_fails() -> None:
    child = (ChildFacts("Jumlah peralatan yang dipelihara", "15", "19"),)
    (found,) = find_oddities(replace(PLAIN, anak=child))
    assert found.kode == "induk_tercapai"
    assert found.untuk_pengisi == (
        "Baris ini mencapai targetnya, padahal di bawahnya ada yang tidak: Jumlah peralatan yang dipelihara "
        "(15 dari 19). Periksa lagi kedua angkanya, atau jelaskan mengapa keduanya benar."
    )
    # An explanation of 15 no longer counts when the child stands at 16.
    assert found.perihal == "10 | Jumlah peralatan yang dipelihara (15 dari 19)"
    assert found.berkait
    assert not strikes(Aturan.INDUK_TERCAPAI, anak=child, dinilai=False)
    assert not strikes(Aturan.INDUK_TERCAPAI, anak=child, capaian=Fraction(99))


def test_one_slip_is_one_finding() -> None:
    """99.999 typed for 9,9999: far above target, a jump, nothing like last year."""
    slip = replace(
        PLAIN, **value("99999"), realisasi_lalu=D(10), tahun_lalu={2: D(10)}, capaian=Fraction(999990), **INDEKS
    )
    assert codes(slip) == ["jauh_di_atas_target"]
    assert codes(slip, {Aturan.JAUH_DI_ATAS_TARGET: RuleSetting(Sifat.MATI)}) == ["lonjakan"]


def test_the_office_sets_limits_and_switches_rules_off() -> None:
    over = replace(PLAIN, **value("11"), capaian=Fraction(110))
    assert codes(over) == ["melampaui"]
    assert codes(over, {Aturan.MELAMPAUI: RuleSetting(Sifat.TAHAN, D(120))}) == []
    assert codes(over, {Aturan.MELAMPAUI: RuleSetting(Sifat.MATI)}) == []
    assert codes(over, {Aturan.JAUH_DI_ATAS_TARGET: RuleSetting(Sifat.PERINGATAN, D(105))}) == ["jauh_di_atas_target"]


def test_an_explanation_stands_for_the_letters_of_a_predicate() -> None:
    below = replace(PLAIN, **(LETTERS | {"capaian": Fraction(90)}))
    (found,) = find_oddities(below)
    assert found.perihal == "BB"
