"""Sums of money, what is left, serapan, efisiensi. Source: DOMAIN 4 (Efisiensi); every expected figure by hand."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.capaian import ResultStatus, efisiensi, mean, serapan
from indicators.capaian.anggaran import Money, MoneySummary, Total, add_up, pagu_in_quarter, planned_until, sources_fit
from tests.indicators.capaian.rules import result


def money(pagu: str = "", keuangan: str = "", rak: str = "", fisik: str = "") -> Money:
    """Return the money of a sub kegiatan; "" is blank."""
    pagu_, keuangan_, rak_, fisik_ = (Decimal(text) if text else None for text in (pagu, keuangan, rak, fisik))
    return Money(pagu=pagu_, rak=rak_, keuangan=keuangan_, fisik=fisik_)


def recap(*rows: Money) -> MoneySummary[Money]:
    return MoneySummary(semua=rows, capaian=None)


# --- What holds in a quarter ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("triwulan", "pagu"), [(1, 1000), (2, 1000), (3, 1200), (4, 1200)])
def test_a_revised_pagu_holds_from_its_quarter_on(triwulan: int, pagu: int) -> None:
    assert pagu_in_quarter(Decimal(1000), Decimal(1200), 3, triwulan) == pagu
    assert pagu_in_quarter(Decimal(1000), None, None, triwulan) == 1000
    assert pagu_in_quarter(None, None, None, triwulan) is None


@pytest.mark.parametrize(
    ("triwulan", "by_month", "by_quarter", "with_a_hole"),
    [(1, 6, 10, 0), (2, 21, 30, 20), (3, 45, 60, 20), (4, 78, 100, 60)],
)
def test_cash_is_planned_until_the_quarters_end(
    triwulan: int, by_month: int, by_quarter: int, with_a_hole: int
) -> None:
    months = {number: Decimal(number) for number in range(1, 13)}
    quarters = {number: Decimal(number * 10) for number in range(1, 5)}
    assert planned_until(months, 12, triwulan) == by_month
    assert planned_until(quarters, 4, triwulan) == by_quarter
    assert planned_until({2: Decimal(20), 4: Decimal(40)}, 4, triwulan) == with_a_hole
    assert planned_until({}, 12, triwulan) is None


@pytest.mark.parametrize(
    ("sumber", "fits"),
    [
        (["600", "400"], True),
        (["600", "300"], False),
        (["600", "500"], False),
        (["600", None], True),
        (["1000", None], True),
        (["1001", None], False),
        ([None, None], True),
        ([], True),
    ],
)
def test_sources_add_up_to_the_pagu_or_leave_room_for_a_blank_one(sumber: Sequence[str | None], fits: bool) -> None:
    found = add_up([None if text is None else Decimal(text) for text in sumber])
    assert sources_fit(found, Decimal(1000)) is fits


# --- Sums -------------------------------------------------------------------------------------------------------------


def test_add_up_counts_blanks_and_keeps_cents_exact() -> None:
    assert add_up([Decimal("0.1"), None, Decimal("0.2")]) == Total(Fraction(3, 10), 1)
    assert add_up([Decimal(0), None]) == Total(Fraction(0), 1)
    assert add_up([None, None]) == Total(None, 2)
    assert add_up([Decimal("99999999999.9999")] * 3).nilai == Fraction(2999999999999997, 10000)


def test_quotients_are_made_of_the_same_rows_on_both_sides() -> None:
    """100 of 1.000 and 450 of 500; a row of 700 is blank, others spent 900 without a pagu and with one of 0."""
    found = recap(
        money("1000", "100", "250", "10"),
        money("500", "450"),
        money("700", fisik="25"),
        money("", "900"),
        money("0", "900", "5"),
    )
    assert (found.banyak, len(found.lengkap), len(found.berencana), len(found.tanpa_pagu)) == (5, 2, 1, 2)
    assert (found.pagu, found.keuangan) == (Total(Fraction(2200), 1), Total(Fraction(2350), 1))
    assert [found.pagu_lengkap, found.keuangan_lengkap, found.keuangan_tanpa_pagu] == [1500, 550, 1800]
    # 550 of 1.500; the plan 250 of 1.000; the mean of 10 and 25.
    assert [found.serapan.nilai, found.rencana.nilai] == [Fraction(110, 3), 25]
    assert found.fisik == Total(Fraction(35, 2), 3)
    # 2.200 less 100, 450 and the 900 against the pagu of 0.
    assert found.sisa == 750
    assert found.efisiensi is None


def test_without_any_complete_row_nothing_is_divided() -> None:
    found = recap(money("500"), money("", "900"))
    assert (found.serapan.status, found.rencana.status) == (ResultStatus.BELUM_DIISI, ResultStatus.BELUM_DIISI)
    assert found.serapan.kalimat == "Belum ada sub kegiatan yang mempunyai pagu dan realisasi keuangan."
    assert (recap().pagu, recap().fisik, recap().sisa) == (Total(None, 0), Total(None, 0), None)


def test_efisiensi_of_a_group_stands_beside_its_capaian() -> None:
    found = MoneySummary(semua=[money("1000", "1000")], capaian=mean([result(75)]))
    assert found.efisiensi is not None
    assert found.efisiensi.kalimat == "75,00 % - 100,00 % = -25,00 poin persen"


# --- Serapan and efisiensi --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spent", "ceiling", "status", "text"),
    [
        ("800", "1000", ResultStatus.DIHITUNG, "80,00"),
        ("0", "1000", ResultStatus.DIHITUNG, "0,00"),
        (None, "1000", ResultStatus.BELUM_DIISI, ""),
        ("5", "0", ResultStatus.BELUM_ADA_TARGET, "n/a"),
        ("5", None, ResultStatus.BELUM_ADA_TARGET, "n/a"),
    ],
)
def test_serapan(spent: str | None, ceiling: str | None, status: ResultStatus, text: str) -> None:
    hasil = serapan(None if spent is None else Decimal(spent), None if ceiling is None else Decimal(ceiling))
    assert (hasil.status, hasil.teks) == (status, text)


# DOMAIN 4: "Efisiensi: capaian kinerja minus serapan anggaran, both shown".
def test_efisiensi_shows_both_figures() -> None:
    hasil = efisiensi(result(Fraction(225, 2)), serapan(Decimal(800), Decimal(1000)))
    assert (hasil.teks, hasil.kalimat) == ("32,50", "112,50 % - 80,00 % = 32,50 poin persen")
    assert hasil.capaian is not None
    assert hasil.serapan is not None
    assert (hasil.capaian.teks, hasil.serapan.teks) == ("112,50", "80,00")


def test_efisiensi_may_be_negative() -> None:
    assert efisiensi(Fraction(70), Fraction(95)).teks == "-25,00"


@pytest.mark.parametrize(
    ("capaian", "absorbed", "word"), [(None, 80, "Capaian kinerja"), (80, None, "Serapan anggaran")]
)
def test_efisiensi_of_the_unknown_is_na(capaian: int | None, absorbed: int | None, word: str) -> None:
    hasil = efisiensi(result(capaian), None if absorbed is None else Fraction(absorbed))
    assert (hasil.status, hasil.teks) == (ResultStatus.TIDAK_TERDEFINISI, "n/a")
    assert hasil.kalimat.startswith(word)


# --- What holds for any money -----------------------------------------------------------------------------------------

rupiah = st.none() | st.decimals(0, 10**12, places=2)
rows = st.builds(Money, pagu=rupiah, rak=rupiah, keuangan=rupiah, fisik=st.none() | st.decimals(0, 100, places=2))


@given(st.lists(st.lists(rows, max_size=4), max_size=4))
def test_the_office_is_the_sum_of_its_programs_however_they_are_cut(groups: list[list[Money]]) -> None:
    whole = recap(*(row for group in groups for row in group))
    parts = [recap(*group) for group in groups]
    assert whole.pagu.nilai == add_up(part.pagu.nilai for part in parts).nilai
    assert whole.keuangan_lengkap == add_up(part.keuangan_lengkap for part in parts).nilai
    assert whole.pagu.kosong == sum(part.pagu.kosong for part in parts)
    assert len(whole.lengkap) == sum(len(part.lengkap) for part in parts)


@given(st.lists(rows, min_size=1, max_size=6))
def test_what_is_spent_and_what_is_left_make_the_pagu(group: list[Money]) -> None:
    for row in group:
        if row.pagu is not None and row.keuangan is not None:
            assert row.sisa is not None
            assert row.sisa + Fraction(row.keuangan) == Fraction(row.pagu)
    assert recap(*reversed(group)).sisa == recap(*group).sisa


@given(st.lists(rows, min_size=1, max_size=6))
def test_the_serapan_of_a_group_lies_between_those_of_its_rows(group: list[Money]) -> None:
    found = recap(*group)
    each = [row.serapan.nilai for row in found.lengkap]
    known = [value for value in each if value is not None]
    assert len(known) == len(each)
    if found.serapan.nilai is None:
        assert known == []
    else:
        assert min(known) <= found.serapan.nilai <= max(known)


@given(st.lists(st.decimals(0, 10**9, places=0), min_size=12, max_size=12))
def test_twelve_months_are_four_quarters(amounts: list[Decimal]) -> None:
    months = dict(enumerate(amounts, start=1))
    quarters = {number: sum(amounts[number * 3 - 3 : number * 3], Decimal(0)) for number in range(1, 5)}
    found = [planned_until(months, 12, number) for number in range(1, 5)]
    assert found == [planned_until(quarters, 4, number) for number in range(1, 5)]
    assert all(earlier <= later for earlier, later in pairwise(found))
