"""Whatever is thrown at the engine and its reader: an answer, or one of the two declared errors and nothing else."""

import math
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indicators.capaian import (
    InvalidValue,
    Konsolidasi,
    MeasureRules,
    MeasureSettings,
    NotANumber,
    Polaritas,
    PolaTarget,
    PredicateScale,
    RealisasiValue,
    Result,
    ResultStatus,
    TargetValue,
    ValueKind,
    efisiensi,
    measure_against,
    predicate_of_capaian,
    predicate_of_sakip,
    read_cell,
    read_number,
    serapan,
    write_number,
    write_percent,
)
from tests.indicators.capaian.rules import rule

# As far as Python writes whole numbers out: hypothesis must be able to show what it found.
HUGE = 10**4000

anything: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.fractions(),
    st.complex_numbers(),
    st.text(max_size=40),
    st.binary(max_size=20),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.lists(st.integers(), max_size=3),
    st.sampled_from([HUGE, -HUGE, Fraction(HUGE, 3), Decimal("1E+400000"), Decimal("1E-400000"), Decimal("-0")]),
    st.just(object()),
)
# Digits of other scripts, fractions, emoji with digits in them, marks that turn the direction of writing.
script = st.text("٣३௩一壹½²₂①🔟1️⃣👍\u202e\u200b\u0301.,-−Rp%: 0189", max_size=14)


def answer(declared: type[Exception], function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Return what the function answers, None when it refuses with the declared error; that error is a sentence."""
    try:
        return function(*args, **kwargs)
    except declared as error:
        sentence = str(error)
    assert sentence.endswith(".")
    return None


@given(anything, st.sampled_from(ValueKind), st.text(max_size=12))
@example(float("nan"), ValueKind.JUMLAH, "")
@example(float("-inf"), ValueKind.JUMLAH, "")
@example(Decimal("sNaN"), ValueKind.JUMLAH, "")
@example(HUGE, ValueKind.JUMLAH, "")
@example(datetime(2023, 12, 31), ValueKind.JUMLAH, "")  # noqa: DTZ001 - spreadsheets know no time zones
@example(date(2023, 12, 31), ValueKind.JUMLAH, "")
@example(time(1, 2), ValueKind.DURASI, "jam")
def test_any_cell_is_read_or_refused_with_an_example(cell: Any, jenis: ValueKind, satuan: str) -> None:
    read = answer(NotANumber, read_cell, cell, jenis=jenis, satuan=satuan)
    if read is None:
        return
    both = () if read.ambiguous is None else (read.ambiguous.indonesia, read.ambiguous.inggris)
    for figure in (*(() if read.nilai is None else (read.nilai,)), *both):
        assert figure.is_finite()
        assert len(figure.as_tuple().digits) <= 15
    if isinstance(cell, float) and read.nilai is not None:
        assert math.isclose(cell, read.nilai, abs_tol=1e-15)


@given(script | st.text(max_size=200), st.sampled_from(ValueKind), script | st.text(max_size=20))
@example("１２３", ValueKind.JUMLAH, "")
@example("5" * 100_000, ValueKind.JUMLAH, "")
@example("1." * 60, ValueKind.JUMLAH, "")
@example("\ud800", ValueKind.JUMLAH, "")
@example("\x00", ValueKind.JUMLAH, "\x00")
def test_any_text_is_read_or_refused_with_a_sentence(text: str, jenis: ValueKind, satuan: str) -> None:
    read = answer(NotANumber, read_number, text, jenis=jenis, satuan=satuan)
    if read is None:
        return
    assert (read.nilai is not None) + (read.ambiguous is not None) + read.kosong == 1


def _figure(aturan: MeasureRules, value: Any) -> Any:
    return measure_against(aturan, TargetValue(Decimal(4)), value)


TAKERS: dict[str, Callable[[Any], Any]] = {
    "target": TargetValue,
    "batas atas": lambda value: TargetValue(Decimal(1), value),
    "realisasi": RealisasiValue.filled,
    "terburuk": lambda value: rule(terburuk=None if value is None else str(value)) if isinstance(value, Decimal) else 0,
    "aturan": lambda value: MeasureRules(
        Polaritas.MINIMALKAN, Konsolidasi.KUMULATIF, PolaTarget.TETAP, ValueKind.JUMLAH, realisasi_terburuk=value
    ),
    "ukur": lambda value: _figure(rule(), value),
    "ambang": lambda value: MeasureSettings(ambang=((value, "Tinggi"),)),
    "batas capaian": lambda value: MeasureSettings(batas_capaian=value),
    "skala": lambda value: PredicateScale((("A", value),)),
    "huruf": lambda value: PredicateScale((("A", Decimal(1)),)).letter_of(value),
    "predikat capaian": predicate_of_capaian,
    "predikat SAKIP": predicate_of_sakip,
    "serapan": lambda value: serapan(value, Decimal(10)),
    "pagu": lambda value: serapan(Decimal(1), value),
    "efisiensi": lambda value: efisiensi(value, value),
    "cetak": write_number,
    "cetak persen": write_percent,
}


@pytest.mark.parametrize("taker", TAKERS)
@given(value=anything)
@example(value=HUGE)
@example(value=Fraction(1, HUGE))
@example(value=Decimal("NaN"))
@example(value=Decimal("-Infinity"))
def test_any_value_is_taken_or_refused_as_not_a_figure(taker: str, value: Any) -> None:
    answer(InvalidValue, TAKERS[taker], value)


@pytest.mark.parametrize("taker", TAKERS)
def test_a_number_too_long_to_be_written_out_is_refused(taker: str) -> None:
    """Python itself refuses to write more than 4300 digits, with an error that nobody declared."""
    answer(InvalidValue, TAKERS[taker], 10**5000)


@given(anything)
def test_a_result_that_was_made_prints_itself(value: Any) -> None:
    hasil = _figure(rule(), value) if _is_figure(value) else Result(ResultStatus.BELUM_DIISI)
    assert hasil.teks or hasil.status == ResultStatus.BELUM_DIISI


def _is_figure(value: Any) -> bool:
    try:
        _figure(rule(), value)
    except InvalidValue:
        return False
    return True
