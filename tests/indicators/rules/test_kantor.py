"""The people behind a plan: who fills in, who checks, who signs; and whether the year has an IKU."""

import pytest

from indicators.rules.facts import OfficeTerm, PlanFacts, UnitFacts
from indicators.rules.kantor import check_office, check_unit


@pytest.mark.parametrize(
    ("pengisi", "pemeriksa", "expected"),
    [
        ({1}, {2}, []),
        ({1, 2}, {2}, []),
        ({2}, {2, 3}, []),
        (set(), {2}, ["unit_tanpa_pengisi"]),
        ({1}, set(), ["unit_tanpa_pemeriksa"]),
        ({1}, {1}, ["unit_tanpa_pemeriksa"]),
        (set(), set(), ["unit_tanpa_pengisi", "unit_tanpa_pemeriksa"]),
    ],
)
def test_a_unit_needs_one_who_fills_in_and_another_who_checks(
    pengisi: set[int], pemeriksa: set[int], expected: list[str]
) -> None:
    facts = UnitFacts("Bidang IKP", frozenset(pengisi), frozenset(pemeriksa))
    assert [row.kode for row in check_unit(facts)] == expected


@pytest.mark.parametrize(
    ("terms", "strikes"),
    [
        ([("A", 1, 180), ("B", 181, None)], False),
        ([("A", 1, 180), ("B", 180, None)], True),
        ([("A", 1, None), ("B", 300, None)], True),
        ([("A", 1, 90), ("B", 200, None), ("C", 150, 200)], True),
    ],
)
def test_two_signers_in_office_on_one_day(terms: list[tuple[str, int, int | None]], strikes: bool) -> None:
    facts = PlanFacts(tahun=2024, penanda_tangan=[OfficeTerm(*term) for term in terms])
    assert [row.kode for row in check_office(facts)] == (["dua_penanda_tangan"] if strikes else [])


def test_a_year_without_an_iku() -> None:
    (row,) = check_office(PlanFacts(tahun=2024, iku=0))
    assert (row.kode, row.kalimat[:35]) == ("tanpa_iku", "Perjanjian kinerja 2024 tidak memua")
    (row,) = check_office(PlanFacts(tahun=2024, iku=0, ada_pk=False))
    assert row.kalimat.startswith("Rencana 2024 tidak memuat")


def test_without_a_head_the_sentence_says_who_is_next() -> None:
    (row,) = check_unit(UnitFacts("Bidang IKP", frozenset({1}), koordinator=frozenset({9})))
    assert "datanya langsung sampai ke Sekretaris" in row.kalimat
    (row,) = check_unit(UnitFacts("Bidang IKP", frozenset({1})))
    assert "juga belum ada Sekretaris" in row.kalimat
