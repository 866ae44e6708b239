"""DOMAIN 3, rule by rule: what goes with what, and which targets; each figure written by hand."""

from decimal import Decimal
from typing import Any

import pytest

from indicators.capaian import JenisNilai, Konsolidasi, Polaritas, PolaTarget
from indicators.rules.fakta_rencana import KOSONG, FaktaUkur, Keparahan, Nilai
from indicators.rules.ukuran import check_row


def nilai(text: str) -> Nilai:
    return Nilai(Decimal(text), text.replace(".", ",")) if text else KOSONG


def fakta(quarters: tuple[str, ...] = ("", "", "", ""), year: str = "", **facts: Any) -> FaktaUkur:
    return FaktaUkur(target=dict(enumerate(map(nilai, quarters), 1)), target_tahun=nilai(year), **facts)


def found(row: FaktaUkur) -> list[tuple[str, str, str]]:
    return [(item.kode, item.keparahan.value, item.bidang) for item in check_row(row)]


SUM = {"konsolidasi": Konsolidasi.PENJUMLAHAN, "pola_target": PolaTarget.BERTAHAP}
STEPS = {"konsolidasi": Konsolidasi.KUMULATIF, "pola_target": PolaTarget.BERTAHAP}


@pytest.mark.parametrize(
    "row",
    [
        fakta(("12", "12", "12", "12"), "12"),
        fakta(("2", "4", "6", "8"), "8", **SUM),
        fakta(("29", "29", "28", "28"), "28", pola_target=PolaTarget.BERTAHAP),
        fakta(("0", "0", "", "2"), "2", **STEPS),
        fakta(jenis_nilai=JenisNilai.PREDIKAT, konsolidasi=Konsolidasi.MAKSIMUM),
        fakta(("5", "5", "5", "5"), "5", polaritas=Polaritas.MINIMALKAN, realisasi_terburuk=Decimal(6)),
        fakta(jenis_nilai=JenisNilai.INDEKS, konsolidasi=Konsolidasi.RATA_RATA),
        fakta(("-2", "-2", "-2", "-2"), "-2"),
        fakta(("0", "0", "0", "0"), "0", polaritas=Polaritas.MINIMALKAN),
    ],
)
def test_what_domain_allows_is_not_odd(row: FaktaUkur) -> None:
    assert found(row) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            fakta(jenis_nilai=JenisNilai.PREDIKAT, polaritas=Polaritas.MINIMALKAN),
            ("predikat_berpolaritas", "salah", "polaritas"),
        ),
        *(
            (
                fakta(jenis_nilai=JenisNilai.PREDIKAT, konsolidasi=konsolidasi),
                ("predikat_dikumpulkan", "salah", "konsolidasi"),
            )
            for konsolidasi in (Konsolidasi.KUMULATIF, Konsolidasi.PENJUMLAHAN, Konsolidasi.RATA_RATA)
        ),
        (
            fakta(jenis_nilai=JenisNilai.INDEKS, konsolidasi=Konsolidasi.PENJUMLAHAN),
            ("indeks_dijumlahkan", "salah", "konsolidasi"),
        ),
        (
            fakta(jenis_nilai=JenisNilai.RASIO, konsolidasi=Konsolidasi.PENJUMLAHAN),
            ("indeks_dijumlahkan", "salah", "konsolidasi"),
        ),
        (
            fakta(satuan="Skor SAKIP", konsolidasi=Konsolidasi.PENJUMLAHAN),
            ("indeks_dijumlahkan", "salah", "konsolidasi"),
        ),
        (
            fakta(("5", "5", "5", "5"), "5", polaritas=Polaritas.MINIMALKAN, realisasi_terburuk=Decimal(5)),
            ("terburuk_tidak_di_atas", "salah", "realisasi_terburuk"),
        ),
        (
            fakta(polaritas=Polaritas.MINIMALKAN, realisasi_terburuk=Decimal(0)),
            ("terburuk_tidak_di_atas", "salah", "realisasi_terburuk"),
        ),
        (
            fakta(("1", "2", "3", "4"), "5", pola_target=PolaTarget.BERTAHAP),
            ("tahun_bukan_tw4", "salah", "target_tahun"),
        ),
        (fakta(("12", "11", "12", "12"), "12"), ("tetap_berbeda", "salah", "target_tw2")),
        (fakta(("2", "4", "3", "8"), "8", **STEPS), ("target_kumulatif_turun", "salah", "target_tw3")),
        (fakta(("2", "", "1", "8"), "8", **SUM), ("target_kumulatif_turun", "salah", "target_tw3")),
        (
            fakta(jenis_nilai=JenisNilai.PERSEN, konsolidasi=Konsolidasi.PENJUMLAHAN),
            ("persen_dijumlahkan", "perlu_dilihat", "konsolidasi"),
        ),
        (
            fakta(("-1", "-1", "-1", "-1"), "-1", polaritas=Polaritas.MINIMALKAN),
            ("target_negatif", "perlu_dilihat", "target_tahun"),
        ),
        (
            fakta(("-1", "-1", "-1", "-1"), "-1", polaritas=Polaritas.STABILKAN),
            ("target_negatif", "perlu_dilihat", "target_tahun"),
        ),
        (
            fakta(("0", "0", "0", "0"), "0", polaritas=Polaritas.STABILKAN),
            ("stabil_pada_nol", "perlu_dilihat", "target_tahun"),
        ),
    ],
)
def test_what_domain_forbids_or_warns_of_is_found_at_its_field(row: FaktaUkur, expected: tuple[str, str, str]) -> None:
    assert found(row) == [expected]


def test_letters_and_upper_bounds_are_compared_too() -> None:
    letters = FaktaUkur(
        jenis_nilai=JenisNilai.PREDIKAT,
        pola_target=PolaTarget.BERTAHAP,
        target={1: KOSONG, 2: KOSONG, 3: KOSONG, 4: Nilai(None, "B")},
        target_tahun=Nilai(None, "BB"),
    )
    spans = FaktaUkur(
        polaritas=Polaritas.RENTANG,
        pola_target=PolaTarget.BERTAHAP,
        target={1: KOSONG, 2: KOSONG, 3: KOSONG, 4: Nilai(Decimal(60), "60 - 70", Decimal(70))},
        target_tahun=Nilai(Decimal(60), "60 - 75", Decimal(75)),
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
    (row,) = check_row(fakta(quarters, year, konsolidasi=konsolidasi, pola_target=PolaTarget.BERTAHAP))
    assert row.keparahan is Keparahan.SALAH
    assert ("ditulis per triwulan" in row.kalimat) is both
