"""What must hold for every input, searched by hypothesis (issue: "Property-based tests")."""

import decimal
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import assume, example, given
from hypothesis import strategies as st

from indicators.capaian import (
    BELUM_DIISI,
    Konsolidasi,
    MeasureRules,
    MeasureSettings,
    MinimalkanFormula,
    NotANumber,
    Polaritas,
    PolaTarget,
    PredicateScale,
    RealisasiValue,
    Result,
    ResultStatus,
    TargetValue,
    ValueKind,
    apply_formula,
    consolidate,
    legend,
    mean,
    measure_against,
    measure_quarter,
    measure_year,
    predicate_of_capaian,
    predicate_of_sakip,
    read_cell,
    read_number,
    write_number,
    write_percent,
    write_range,
)
from tests.indicators.capaian.rules import rule

stored = st.integers(-(10**15) + 1, 10**15 - 1).map(lambda n: Decimal(n).scaleb(-4))
small = st.one_of(st.integers(-50, 50).map(Decimal), stored)
positive = st.integers(1, 10**15 - 1).map(lambda n: Decimal(n).scaleb(-4))
maybe_target = st.builds(TargetValue, st.none() | small, st.none() | small)
entry = st.one_of(
    st.just(BELUM_DIISI),
    st.builds(RealisasiValue.tidak_tersedia, st.text(max_size=10)),
    st.builds(RealisasiValue.filled, small),
)
any_rule = st.builds(
    MeasureRules,
    st.sampled_from(Polaritas),
    st.sampled_from(Konsolidasi),
    st.sampled_from(PolaTarget),
    st.sampled_from(ValueKind),
    st.sampled_from(MinimalkanFormula),
    st.none() | small,
)
printed_kinds = st.sampled_from([kind for kind in ValueKind if kind != ValueKind.PREDIKAT])
units = st.sampled_from(
    ["", "-", "%", "Dokumen", "Indeks Poin", "Persen", "Rupiah", "juta rupiah", "ribu orang", "per 1.000 KH", "m²", "m"]
) | st.text("abcdefgjklmnopqrstuvwxyzABRpé0159 .,/%()²-", max_size=12)
results = st.builds(
    lambda n, d: Result(ResultStatus.DIHITUNG, Fraction(n, d)), st.integers(-(10**9), 10**9), st.integers(1, 10**6)
)
without_figure = st.sampled_from([Result(status) for status in ResultStatus if status != ResultStatus.DIHITUNG])


@given(stored, printed_kinds, st.integers(0, 4), units)
@example(Decimal("1234"), ValueKind.JUMLAH, 0, "")
@example(Decimal("2.5"), ValueKind.RUPIAH, 0, "juta rupiah")
def test_reading_what_was_written_gives_it_back(value: Decimal, jenis: ValueKind, minimum: int, satuan: str) -> None:
    written = write_number(value, jenis=jenis, desimal_minimal=minimum, satuan=satuan)
    read = read_number(written, jenis=jenis, satuan=satuan)
    if read.ambiguous is not None:
        assert value == read.ambiguous.indonesia, "print is Indonesian"
    else:
        assert read.nilai == value


@given(stored)
def test_a_cell_gives_back_its_number(value: Decimal) -> None:
    assert read_cell(value).nilai == value
    assert read_cell(float(value)).nilai == value


@given(
    st.text(max_size=60) | st.text("0123456789.,- Rp%:juta\u00a0²½１", max_size=16),
    st.sampled_from(ValueKind),
    units,
)
def test_reading_raises_nothing_but_not_a_number(text: str, jenis: ValueKind, satuan: str) -> None:
    try:
        read = read_number(text, jenis=jenis, satuan=satuan)
    except NotANumber:
        return
    figures = [] if read.nilai is None else [read.nilai]
    figures += [] if read.ambiguous is None else [read.ambiguous.indonesia, read.ambiguous.inggris]
    assert read.kosong == (not figures)
    for figure in figures:
        assert figure.is_finite()
        assert abs(Fraction(figure)) < 10**15
        assert (Fraction(figure) * 10**4).denominator == 1


@given(
    st.text("0123456789", min_size=1, max_size=11), st.sampled_from(".,"), st.text("0123456789", min_size=1, max_size=4)
)
def test_ambiguous_is_exactly_three_digits_after_one_mark_and_a_nonzero_head(head: str, mark: str, tail: str) -> None:
    assume(len(head) + len(tail) <= 11)
    read = read_number(f"{head}{mark}{tail}")
    assert (read.ambiguous is not None) == (len(tail) == 3 and int(head) != 0)


@given(any_rule, maybe_target, small)
def test_every_formula_answers_every_input(aturan: MeasureRules, target: TargetValue, realisasi: Decimal) -> None:
    hasil = apply_formula(aturan, target, realisasi)
    assert hasil.kalimat
    assert hasil.status in (ResultStatus.DIHITUNG, ResultStatus.BELUM_ADA_TARGET, ResultStatus.TIDAK_TERDEFINISI)
    assert (hasil.teks == "n/a") == (hasil.nilai is None)


@given(
    any_rule, st.integers(1, 4), st.lists(maybe_target, min_size=5, max_size=5), st.lists(entry, min_size=4, max_size=4)
)
def test_measuring_answers_every_input(
    aturan: MeasureRules, triwulan: int, plan: list[TargetValue], done: list[RealisasiValue]
) -> None:
    quarter = measure_quarter(aturan, triwulan=triwulan, target=plan[:4], target_tahun=plan[4], realisasi=done)
    assert (quarter.predikat is not None) == (quarter.dinilai and quarter.capaian.dihitung)
    assert (quarter.capaian.status == ResultStatus.BELUM_DIISI) == (quarter.progres.status == ResultStatus.BELUM_DIISI)
    last = measure_quarter(aturan, triwulan=4, target=plan[:4], target_tahun=plan[4], realisasi=done)
    year = measure_year(aturan, target_tahun=plan[4], realisasi=done)
    assert year.realisasi == last.nilai
    if aturan.polaritas == Polaritas.MAKSIMALKAN or aturan.jenis_nilai == ValueKind.PREDIKAT:
        assert (year.status, year.nilai) == (last.progres.status, last.progres.nilai)
    else:
        assert last.progres.nilai is None
    assert last.dinilai


@given(any_rule, maybe_target, st.lists(entry, min_size=4, max_size=4), st.integers(1, 6))
def test_results_do_not_depend_on_the_decimal_context(
    aturan: MeasureRules, target: TargetValue, done: list[RealisasiValue], precision: int
) -> None:
    before = measure_year(aturan, target_tahun=target, realisasi=done)
    with decimal.localcontext() as context:
        context.prec = precision
        context.rounding = decimal.ROUND_FLOOR
        assert measure_year(aturan, target_tahun=target, realisasi=done) == before


def figure(aturan: MeasureRules, target: TargetValue, realisasi: Decimal) -> Fraction:
    hasil = apply_formula(aturan, target, realisasi)
    assume(hasil.nilai is not None)
    assert hasil.nilai is not None
    return hasil.nilai


@given(st.one_of(positive, positive.map(lambda value: value.copy_negate())), small, small)
def test_maksimalkan_rises_with_the_realisasi(goal: Decimal, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    aturan = rule(Polaritas.MAKSIMALKAN)
    assert figure(aturan, TargetValue(goal), low) <= figure(aturan, TargetValue(goal), high)


@given(positive, small, small)
def test_minimalkan_falls_with_the_realisasi(goal: Decimal, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    aturan = rule(Polaritas.MINIMALKAN)
    assert figure(aturan, TargetValue(goal), low) >= figure(aturan, TargetValue(goal), high) >= 0


@given(positive, positive, positive)
def test_minimalkan_by_quotient_falls_for_a_positive_realisasi(goal: Decimal, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    aturan = rule(Polaritas.MINIMALKAN, rumus=MinimalkanFormula.PERBANDINGAN)
    assert figure(aturan, TargetValue(goal), low) >= figure(aturan, TargetValue(goal), high) > 0


@given(positive, small, small)
def test_minimalkan_to_zero_falls_with_the_realisasi(worst: Decimal, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    aturan = rule(Polaritas.MINIMALKAN, terburuk=str(worst))
    assert figure(aturan, TargetValue(Decimal(0)), low) >= figure(aturan, TargetValue(Decimal(0)), high) >= 0


@given(positive, small, small)
def test_stabilkan_rises_up_to_the_target_and_falls_beyond_it(goal: Decimal, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    aturan, target = rule(Polaritas.STABILKAN), TargetValue(goal)
    assert 0 <= figure(aturan, target, low) <= 100
    if high <= goal:
        assert figure(aturan, target, low) <= figure(aturan, target, high)
    if low >= goal:
        assert figure(aturan, target, low) >= figure(aturan, target, high)


@given(positive, positive, small, small, st.sampled_from(MinimalkanFormula))
def test_rentang_is_best_inside_and_falls_on_both_sides(
    bound: Decimal, bound2: Decimal, one: Decimal, other: Decimal, rumus: MinimalkanFormula
) -> None:
    (lower, upper), (low, high) = sorted((bound, bound2)), sorted((one, other))
    aturan, target = rule(Polaritas.RENTANG, rumus=rumus), TargetValue(lower, upper)
    assert (figure(aturan, target, low) == 100) == (lower <= low <= upper)
    assert figure(aturan, target, low) <= 100
    if high <= lower:
        assert figure(aturan, target, low) <= figure(aturan, target, high)
    if low >= upper:
        assert figure(aturan, target, low) >= figure(aturan, target, high)


@given(st.sampled_from(Polaritas), positive)
def test_a_target_met_exactly_is_100(polaritas: Polaritas, goal: Decimal) -> None:
    assert figure(rule(polaritas), TargetValue(goal, goal), goal) == 100


@given(st.lists(results, min_size=1), st.lists(without_figure), st.randoms())
def test_mean_ignores_order_and_what_has_no_figure(computed: list[Result], empty: list[Result], random: Random) -> None:
    mixed = computed + empty
    random.shuffle(mixed)
    average = mean(mixed)
    assert average.nilai == mean(computed).nilai
    assert (average.jumlah_dihitung, average.tanpa_nilai) == (len(computed), len(empty))


@given(st.lists(without_figure))
def test_mean_of_na_only_is_na(empty: list[Result]) -> None:
    assert (mean(empty).nilai, mean(empty).teks) == (None, "n/a")


@given(st.lists(results, min_size=1), st.integers(1, 500).map(Decimal))
def test_a_capped_mean_never_exceeds_the_cap_nor_the_mean(computed: list[Result], cap: Decimal) -> None:
    capped, plain = mean(computed, MeasureSettings(batas_capaian=cap)).nilai, mean(computed).nilai
    assert capped is not None
    assert plain is not None
    assert capped <= min(plain, Fraction(cap))


@given(st.fractions(max_denominator=10**6))
def test_a_printed_percentage_is_within_half_a_hundredth(value: Fraction) -> None:
    printed = Fraction(write_percent(value).replace(".", "").replace(",", "."))
    assert abs(printed - value) <= Fraction(1, 200)


@given(stored, stored, printed_kinds, st.integers(0, 4), units)
@example(Decimal("0"), Decimal("0"), ValueKind.RUPIAH, 0, "juta rupiah")
def test_reading_the_bounds_of_a_range_gives_them_back(
    one: Decimal, other: Decimal, jenis: ValueKind, minimum: int, satuan: str
) -> None:
    lower, upper = sorted((one, other))
    printed = write_range(lower, upper, jenis=jenis, desimal_minimal=minimum, satuan=satuan)
    own = satuan if jenis == ValueKind.RUPIAH else ""
    head = write_number(lower, jenis=jenis, desimal_minimal=minimum, satuan=own)
    assert printed.startswith(f"{head} - ")
    for text, value in ((head, lower), (printed.removeprefix(f"{head} - "), upper)):
        read = read_number(text, jenis=jenis, satuan=satuan)
        assert (read.ambiguous.indonesia if read.ambiguous else read.nilai) == value


@given(st.dictionaries(st.text("ABCDE+", min_size=1, max_size=3), st.integers(0, 10**6), min_size=1, max_size=6))
def test_letters_are_read_back_from_their_score(scale: dict[str, int]) -> None:
    assume(len(set(scale.values())) == len(scale))
    skala = PredicateScale(tuple((letters, Decimal(score)) for letters, score in scale.items()))
    for letters, score in scale.items():
        assert skala.score_of(f" {letters.lower()} ") == score
        assert skala.letter_of(score) == letters


@given(positive, positive, positive)
def test_predicate_rises_with_the_score(goal: Decimal, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    aturan = rule(jenis=ValueKind.PREDIKAT)
    assert figure(aturan, TargetValue(goal), low) <= figure(aturan, TargetValue(goal), high)


NAMES = ["Sangat Rendah", "Rendah", "Sedang", "Tinggi", "Sangat Tinggi"]
LETTERS = ["D", "C", "CC", "B", "BB", "A", "AA"]


@given(st.fractions(-200, 300, max_denominator=10**4), st.fractions(-200, 300, max_denominator=10**4))
def test_words_for_a_figure_rise_with_it(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert NAMES.index(predicate_of_capaian(low)) <= NAMES.index(predicate_of_capaian(high))
    assert LETTERS.index(predicate_of_sakip(low)) <= LETTERS.index(predicate_of_sakip(high))


@given(any_rule, st.lists(entry, min_size=1, max_size=4))
def test_consolidation_answers_every_list_of_entries(aturan: MeasureRules, done: list[RealisasiValue]) -> None:
    made = consolidate(aturan, done, len(done))
    assert (made.nilai is None) == (made.status != "terisi")
    assert made.kalimat or made.nilai is not None


@given(st.sampled_from(Konsolidasi), st.lists(small, min_size=1, max_size=4), st.integers(0, 3), positive)
def test_the_value_of_a_quarter_rises_with_each_entry(
    konsolidasi: Konsolidasi, values: list[Decimal], at: int, more: Decimal
) -> None:
    aturan, index = rule(konsolidasi=konsolidasi), at % len(values)
    raised = [value + more if number == index else value for number, value in enumerate(values)]
    before, after = (
        consolidate(aturan, [RealisasiValue.filled(value) for value in done], len(done)).nilai
        for done in (values, raised)
    )
    assert before is not None
    assert after is not None
    assert Fraction(before) <= Fraction(after)


ORDERLESS = (Konsolidasi.PENJUMLAHAN, Konsolidasi.RATA_RATA, Konsolidasi.MAKSIMUM, Konsolidasi.MINIMUM)


@given(st.sampled_from(ORDERLESS), st.lists(small, min_size=4, max_size=4), st.randoms())
def test_what_is_made_of_all_quarters_ignores_their_order(
    konsolidasi: Konsolidasi, values: list[Decimal], random: Random
) -> None:
    done = [RealisasiValue.filled(value) for value in values]
    shuffled = random.sample(done, len(done))
    aturan = rule(konsolidasi=konsolidasi)
    assert consolidate(aturan, done, 4).nilai == consolidate(aturan, shuffled, 4).nilai


@given(
    any_rule,
    st.integers(1, 4),
    st.lists(maybe_target, min_size=5, max_size=5),
    st.lists(entry, min_size=4, max_size=4),
    st.lists(entry, min_size=4, max_size=4),
)
def test_a_quarter_knows_nothing_of_later_ones(
    aturan: MeasureRules,
    triwulan: int,
    plan: list[TargetValue],
    done: list[RealisasiValue],
    later: list[RealisasiValue],
) -> None:
    changed = done[:triwulan] + later[triwulan:]
    measured = [
        measure_quarter(aturan, triwulan=triwulan, target=plan[:4], target_tahun=plan[4], realisasi=entries)
        for entries in (done, changed, done[:triwulan])
    ]
    assert measured[0] == measured[1] == measured[2]


@given(st.lists(any_rule, max_size=6), st.randoms())
def test_the_legend_ignores_the_order_of_its_rules(rules: list[MeasureRules], random: Random) -> None:
    assert legend(rules) == legend(random.sample(rules, len(rules)))


@given(any_rule, maybe_target, small)
def test_a_result_is_what_its_formula_makes_of_its_inputs(
    aturan: MeasureRules, target: TargetValue, realisasi: Decimal
) -> None:
    """The formulas once more, as the legend prints them, from nothing but what the result carries."""
    hasil = measure_against(aturan, target, realisasi)
    inputs = dict(hasil.masukan)
    assert inputs["R"] == Fraction(realisasi)
    if hasil.nilai is None:
        return
    r, t = inputs["R"], inputs["T"]
    worst = inputs.get("W")
    match hasil.rumus:
        case "Maksimalkan" | "Predikat":
            expected = r / t * 100
        case "Maksimalkan dengan target negatif":
            expected = (1 + (1 - r / t)) * 100
        case "Minimalkan":
            expected = max(Fraction(0), (2 * t - r) / t * 100)
        case "Minimalkan (perbandingan)":
            expected = Fraction(100) if r == 0 else t / r * 100
        case "Minimalkan dengan target 0":
            expected = Fraction(100) if worst is None else max(Fraction(0), (worst - r) / worst * 100)
        case "Stabilkan":
            expected = max(Fraction(0), r / t * 100 if r <= t else 200 - r / t * 100)
        case _:
            upper = inputs["batas atas"]
            above = (2 * upper - r) / upper * 100
            if aturan.rumus_minimalkan == MinimalkanFormula.PERBANDINGAN and r > 0:
                above = upper / r * 100
            expected = Fraction(100) if t <= r <= upper else r / t * 100 if r < t else max(Fraction(0), above)
    assert hasil.nilai == expected
    assert write_percent(hasil.nilai) in hasil.kalimat
