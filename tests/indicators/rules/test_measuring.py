"""DOMAIN 3, rule by rule: what goes with what, and which targets; each figure written by hand."""

from decimal import Decimal
from typing import Any

import pytest

from indicators.capaian import Konsolidasi, Polaritas, PolaTarget, ValueKind
from indicators.rules.facts import KOSONG, Figure, MeasureFacts, Severity
from indicators.rules.measuring import check_row


def make_figure(text: str) -> Figure:
    return Figure(Decimal(text), text.replace(".", ",")) if text else KOSONG


def make_facts(quarters: tuple[str, ...] = ("", "", "", ""), year: str = "", **facts: Any) -> MeasureFacts:
    return MeasureFacts(target=dict(enumerate(map(make_figure, quarters), 1)), target_tahun=make_figure(year), **facts)


def found(row: MeasureFacts) -> list[tuple[str, str, str]]:
    return [(item.kode, item.keparahan.value, item.bidang) for item in check_row(row)]


SUM = {"konsolidasi": Konsolidasi.PENJUMLAHAN, "pola_target": PolaTarget.BERTAHAP}
STEPS = {"konsolidasi": Konsolidasi.KUMULATIF, "pola_target": PolaTarget.BERTAHAP}


@pytest.mark.parametrize(
    "row",
    [
        make_facts(("12", "12", "12", "12"), "12"),
        make_facts(("2", "4", "6", "8"), "8", **SUM),
        make_facts(("29", "29", "28", "28"), "28", pola_target=PolaTarget.BERTAHAP),
        make_facts(("0", "0", "", "2"), "2", **STEPS),
        make_facts(jenis_nilai=ValueKind.PREDIKAT, konsolidasi=Konsolidasi.MAKSIMUM),
        make_facts(("5", "5", "5", "5"), "5", polaritas=Polaritas.MINIMALKAN, realisasi_terburuk=Decimal(6)),
        make_facts(jenis_nilai=ValueKind.INDEKS, konsolidasi=Konsolidasi.RATA_RATA),
        make_facts(("-2", "-2", "-2", "-2"), "-2"),
        make_facts(("0", "0", "0", "0"), "0", polaritas=Polaritas.MINIMALKAN),
    ],
)
def test_what_domain_allows_is_not_odd(row: MeasureFacts) -> None:
    assert found(row) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            make_facts(jenis_nilai=ValueKind.PREDIKAT, polaritas=Polaritas.MINIMALKAN),
            ("predikat_berpolaritas", "salah", "polaritas"),
        ),
        *(
            (
                make_facts(jenis_nilai=ValueKind.PREDIKAT, konsolidasi=konsolidasi),
                ("predikat_dikumpulkan", "salah", "konsolidasi"),
            )
            for konsolidasi in (Konsolidasi.KUMULATIF, Konsolidasi.PENJUMLAHAN, Konsolidasi.RATA_RATA)
        ),
        (
            make_facts(jenis_nilai=ValueKind.INDEKS, konsolidasi=Konsolidasi.PENJUMLAHAN),
            ("indeks_dijumlahkan", "salah", "konsolidasi"),
        ),
        (
            make_facts(jenis_nilai=ValueKind.RASIO, konsolidasi=Konsolidasi.PENJUMLAHAN),
            ("indeks_dijumlahkan", "salah", "konsolidasi"),
        ),
        (
            make_facts(satuan="Skor SAKIP", konsolidasi=Konsolidasi.PENJUMLAHAN),
            ("indeks_dijumlahkan", "salah", "konsolidasi"),
        ),
        (
            make_facts(("5", "5", "5", "5"), "5", polaritas=Polaritas.MINIMALKAN, realisasi_terburuk=Decimal(5)),
            ("terburuk_tidak_di_atas", "salah", "realisasi_terburuk"),
        ),
        (
            make_facts(polaritas=Polaritas.MINIMALKAN, realisasi_terburuk=Decimal(0)),
            ("terburuk_tidak_di_atas", "salah", "realisasi_terburuk"),
        ),
        (
            make_facts(("1", "2", "3", "4"), "5", pola_target=PolaTarget.BERTAHAP),
            ("tahun_bukan_tw4", "salah", "target_tahun"),
        ),
        (make_facts(("12", "11", "12", "12"), "12"), ("tetap_berbeda", "salah", "target_tw2")),
        (make_facts(("2", "4", "3", "8"), "8", **STEPS), ("target_kumulatif_turun", "salah", "target_tw3")),
        (make_facts(("2", "", "1", "8"), "8", **SUM), ("target_kumulatif_turun", "salah", "target_tw3")),
        (
            make_facts(jenis_nilai=ValueKind.PERSEN, konsolidasi=Konsolidasi.PENJUMLAHAN),
            ("persen_dijumlahkan", "perlu_dilihat", "konsolidasi"),
        ),
        (
            make_facts(("-1", "-1", "-1", "-1"), "-1", polaritas=Polaritas.MINIMALKAN),
            ("target_negatif", "perlu_dilihat", "target_tahun"),
        ),
        (
            make_facts(("-1", "-1", "-1", "-1"), "-1", polaritas=Polaritas.STABILKAN),
            ("target_negatif", "perlu_dilihat", "target_tahun"),
        ),
        (
            make_facts(("0", "0", "0", "0"), "0", polaritas=Polaritas.STABILKAN),
            ("stabil_pada_nol", "perlu_dilihat", "target_tahun"),
        ),
    ],
)
def test_what_domain_forbids_or_warns_of_is_found_at_its_field(
    row: MeasureFacts, expected: tuple[str, str, str]
) -> None:
    assert found(row) == [expected]


def test_letters_and_upper_bounds_are_compared_too() -> None:
    letters = MeasureFacts(
        jenis_nilai=ValueKind.PREDIKAT,
        pola_target=PolaTarget.BERTAHAP,
        target={1: KOSONG, 2: KOSONG, 3: KOSONG, 4: Figure(None, "B")},
        target_tahun=Figure(None, "BB"),
    )
    spans = MeasureFacts(
        polaritas=Polaritas.RENTANG,
        pola_target=PolaTarget.BERTAHAP,
        target={1: KOSONG, 2: KOSONG, 3: KOSONG, 4: Figure(Decimal(60), "60 - 70", Decimal(70))},
        target_tahun=Figure(Decimal(60), "60 - 75", Decimal(75)),
    )
    for row in (letters, spans):
        assert [item.kode for item in check_row(row)] == ["tahun_bukan_tw4"]


@pytest.mark.parametrize(
    ("quarters", "year", "konsolidasi", "both"),
    [
        (("2", "2", "2", "2"), "8", Konsolidasi.PENJUMLAHAN, True),
        (("50", "60", "70", "80"), "65", Konsolidasi.RATA_RATA, True),
        (("2", "2", "2", "2"), "7", Konsolidasi.PENJUMLAHAN, False),
        (("2", "2", "2", "2"), "8", Konsolidasi.KUMULATIF, False),
    ],
)
def test_targets_written_per_quarter_are_told_by_both_readings(
    quarters: tuple[str, ...], year: str, konsolidasi: Konsolidasi, both: bool
) -> None:
    (row,) = check_row(make_facts(quarters, year, konsolidasi=konsolidasi, pola_target=PolaTarget.BERTAHAP))
    assert row.keparahan is Severity.SALAH
    assert ("ditulis per triwulan" in row.kalimat) is both
