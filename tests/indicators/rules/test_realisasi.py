"""Each plausibility rule: when it strikes and when it keeps quiet."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from indicators.capaian import Konsolidasi
from indicators.rules.realisasi import (
    RowFacts,
    above_target,
    below_target_without_kendala,
    below_zero,
    engine_note,
    find_oddities,
    jump_from_last_quarter,
)


def make_facts(**changes: Any) -> RowFacts:
    facts: dict[str, Any] = {
        "konsolidasi": Konsolidasi.POSISI_AKHIR,
        "realisasi": Decimal("10"),
        "realisasi_lalu": None,
        "capaian": Fraction(100),
        "dinilai": True,
    }
    return RowFacts(**(facts | changes))


def test_a_row_in_order_is_not_odd() -> None:
    assert find_oddities(make_facts()) == []


@pytest.mark.parametrize(
    ("changes", "strikes"),
    [
        ({"capaian": Fraction(1500, 19)}, True),
        ({"capaian": Fraction(1500, 19), "kendala": "Suku cadang terlambat"}, False),
        ({"capaian": Fraction(1500, 19), "kendala": "  "}, True),
        # A quarter of the year's work is no failure before TW IV.
        ({"capaian": Fraction(25), "dinilai": False}, False),
        ({"capaian": Fraction(100)}, False),
        ({"capaian": Fraction("99.996")}, False),  # printed 100,00
        ({"capaian": Fraction("99.994")}, True),
        ({"capaian": None}, False),
        ({"capaian": Fraction(0)}, True),
    ],
)
def test_below_target_without_kendala(changes: dict[str, Any], strikes: bool) -> None:
    found = below_target_without_kendala(make_facts(**changes))
    assert (found is not None) is strikes


def test_below_target_says_the_figure_and_what_to_do() -> None:
    found = below_target_without_kendala(make_facts(capaian=Fraction(1500, 19)))
    assert found is not None
    assert found.kalimat == (
        "Capaian 78,95 % di bawah target, tetapi kendalanya tidak ditulis. "
        "Minta unit menuliskan kendala dan tindak lanjutnya."
    )


@pytest.mark.parametrize(("capaian", "strikes"), [(Fraction(100), False), (Fraction(10001, 100), True), (None, False)])
def test_above_target(capaian: Fraction | None, strikes: bool) -> None:
    assert (above_target(make_facts(capaian=capaian)) is not None) is strikes


@pytest.mark.parametrize(
    ("konsolidasi", "before", "now", "strikes"),
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
def test_jump_from_last_quarter(konsolidasi: Konsolidasi, before: str, now: str, strikes: bool) -> None:
    facts = make_facts(konsolidasi=konsolidasi, realisasi=Decimal(now), realisasi_lalu=Decimal(before))
    assert (jump_from_last_quarter(facts) is not None) is strikes


def test_engine_note_until_the_unit_explains() -> None:
    note = "Realisasi kumulatif turun dari 5 (TW I) menjadi 4 (TW II): jelaskan sebabnya."
    found = engine_note(make_facts(catatan_mesin=note))
    assert found is not None
    assert found.kalimat == note
    assert engine_note(make_facts(catatan_mesin=note, penjelasan="Dokumen dicabut.")) is None


@pytest.mark.parametrize(("realisasi", "strikes"), [("-0.5", True), ("0", False), ("3", False), (None, False)])
def test_below_zero(realisasi: str | None, strikes: bool) -> None:
    found = below_zero(make_facts(realisasi=None if realisasi is None else Decimal(realisasi)))
    assert (found is not None) is strikes
