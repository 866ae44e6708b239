"""A quarter's two figures, the year, other targets, and when a figure is judged. Source: DOMAIN 4 and 7."""

from decimal import Decimal

import pytest

from indicators.capaian import (
    BELUM_DIISI,
    InvalidValue,
    Konsolidasi,
    MeasureSettings,
    Polaritas,
    PolaTarget,
    QuarterResult,
    RealisasiValue,
    ResultStatus,
    TargetValue,
    ValueKind,
    measure_against,
    measure_quarter,
    measure_year,
)
from tests.indicators.capaian.rules import entries, rule, target, targets

TETAP = PolaTarget.TETAP


def quarters(
    aturan_pola: PolaTarget,
    plan: tuple[str, str, str, str],
    done: tuple[str, str, str, str],
    konsolidasi: Konsolidasi = Konsolidasi.KUMULATIF,
) -> list[QuarterResult]:
    return [
        measure_quarter(
            rule(konsolidasi=konsolidasi, pola=aturan_pola),
            triwulan=q,
            target=targets(*plan),
            target_tahun=target(plan[3]),
            realisasi=entries(*done),
        )
        for q in (1, 2, 3, 4)
    ]


# Rows of the 2023 report (DOMAIN 7): capaian, progres and predicate per quarter, worked out by hand.
@pytest.mark.parametrize(
    ("pola", "plan", "done", "capaian", "progres", "predicate"),
    [
        (  # Dokumen Perencanaan "reaches 200 % in TW II"
            PolaTarget.BERTAHAP,
            ("2", "4", "6", "8"),
            ("2", "8", "8", "8"),
            ["100,00", "200,00", "133,33", "100,00"],
            ["25,00", "100,00", "100,00", "100,00"],
            ["Sangat Tinggi"] * 4,
        ),
        (  # Pemeliharaan Peralatan dan Mesin Lainnya "15 of 19 = 78,95 %"
            TETAP,
            ("19", "19", "19", "19"),
            ("6", "9", "12", "15"),
            ["31,58", "47,37", "63,16", "78,95"],
            ["31,58", "47,37", "63,16", "78,95"],
            ["Belum dinilai", "Belum dinilai", "Belum dinilai", "Tinggi"],
        ),
        (  # Gedung Kantor "has target 0 for three quarters"
            PolaTarget.BERTAHAP,
            ("0", "0", "0", "2"),
            ("0", "0", "0", "2"),
            ["n/a", "n/a", "n/a", "100,00"],
            ["0,00", "0,00", "0,00", "100,00"],
            ["", "", "", "Sangat Tinggi"],
        ),
        (  # Gaji "falls from 29 to 28"
            PolaTarget.BERTAHAP,
            ("29", "29", "28", "28"),
            ("29", "29", "28", "28"),
            ["100,00"] * 4,
            ["103,57", "103,57", "100,00", "100,00"],
            ["Sangat Tinggi"] * 4,
        ),
        (  # IKU "is at 138,00 %"
            TETAP,
            ("2.0", "2.0", "2.0", "2.0"),
            ("2.76", "2.76", "2.76", "2.76"),
            ["138,00"] * 4,
            ["138,00"] * 4,
            ["Belum dinilai", "Belum dinilai", "Belum dinilai", "Sangat Tinggi"],
        ),
    ],
)
def test_measure_quarter_of_2023(
    pola: PolaTarget,
    plan: tuple[str, str, str, str],
    done: tuple[str, str, str, str],
    capaian: list[str],
    progres: list[str],
    predicate: list[str],
) -> None:
    measured = quarters(pola, plan, done, Konsolidasi.POSISI_AKHIR)
    assert [quarter.capaian.teks for quarter in measured] == capaian
    assert [quarter.progres.teks for quarter in measured] == progres
    assert [quarter.predikat_text for quarter in measured] == predicate


def test_penjumlahan_is_a_sum_against_the_printed_year_to_date_target() -> None:
    measured = quarters(PolaTarget.BERTAHAP, ("2", "4", "6", "8"), ("2", "1", "3", "2"), Konsolidasi.PENJUMLAHAN)
    assert [quarter.capaian.teks for quarter in measured] == ["100,00", "75,00", "100,00", "100,00"]
    assert [quarter.progres.teks for quarter in measured] == ["25,00", "37,50", "75,00", "100,00"]
    assert measured[1].capaian.kalimat == "Realisasi sampai TW II: 2 + 1 = 3; 3 / 4 x 100 = 75,00 %"
    assert [quarter.capaian.catatan for quarter in measured] == [""] * 4


def test_penjumlahan_with_targets_per_quarter_says_so() -> None:
    hasil = measure_quarter(
        rule(konsolidasi=Konsolidasi.PENJUMLAHAN),
        triwulan=2,
        target=targets("2", "2", "2", "2"),
        target_tahun=target("8"),
        realisasi=entries("2", "2"),
    )
    assert hasil.capaian.catatan.startswith("Target triwulan tampaknya ditulis per triwulan")
    assert hasil.progres.teks == "50,00"


def test_mean_is_exact() -> None:
    measured = quarters(PolaTarget.BERTAHAP, ("4", "4", "4", "4"), ("3", "3", "4", "4"), Konsolidasi.RATA_RATA)
    assert measured[2].capaian.exact_text == "250/3"


@pytest.mark.parametrize(
    ("entered", "status", "text"),
    [
        (BELUM_DIISI, ResultStatus.BELUM_DIISI, ""),
        (RealisasiValue.tidak_tersedia("alat rusak"), ResultStatus.TIDAK_TERSEDIA, "n/a"),
        (RealisasiValue.filled(Decimal(0)), ResultStatus.DIHITUNG, "0,00"),
    ],
)
def test_blank_zero_and_tidak_tersedia_are_three_answers(
    entered: RealisasiValue, status: ResultStatus, text: str
) -> None:
    hasil = measure_quarter(
        rule(), triwulan=1, target=targets("2", "4", "6", "8"), target_tahun=target("8"), realisasi=[entered]
    )
    assert (hasil.capaian.status, hasil.capaian.teks) == (status, text)
    assert (hasil.progres.status, hasil.progres.teks) == (status, text)


@pytest.mark.parametrize("entered", [BELUM_DIISI, RealisasiValue.tidak_tersedia("alat rusak")])
def test_missing_realisasi_is_named_before_a_missing_target(entered: RealisasiValue) -> None:
    hasil = measure_quarter(
        rule(), triwulan=1, target=targets("0", None, None, None), target_tahun=target(None), realisasi=[entered]
    )
    assert hasil.capaian.status.value == entered.status.value
    assert hasil.progres.status.value == entered.status.value


def test_missing_target_is_na() -> None:
    hasil = measure_quarter(
        rule(), triwulan=1, target=targets(None, "4", "6", "8"), target_tahun=target("8"), realisasi=entries("2")
    )
    assert (hasil.capaian.status, hasil.capaian.teks) == (ResultStatus.BELUM_ADA_TARGET, "n/a")
    assert (hasil.predikat, hasil.predikat_text) == (None, "")
    assert hasil.progres.teks == "25,00"


def test_later_quarters_never_matter() -> None:
    short, long = (
        measure_quarter(
            rule(konsolidasi=Konsolidasi.RATA_RATA),
            triwulan=2,
            target=targets("2", "4", "6", "8"),
            target_tahun=target("8"),
            realisasi=entries(*done),
        )
        for done in (("2", "3"), ("2", "3", "99", "x"))
    )
    assert short == long


# DOMAIN 4: "with pola tetap colour and predicate say belum dinilai until TW IV; bertahap is judged every quarter".
@pytest.mark.parametrize(
    ("pola", "early", "judged"),
    [
        (PolaTarget.TETAP, False, [False, False, False, True]),
        (PolaTarget.TETAP, True, [True, True, True, True]),
        (PolaTarget.BERTAHAP, False, [True, True, True, True]),
    ],
)
def test_when_a_quarter_is_judged(pola: PolaTarget, early: bool, judged: list[bool]) -> None:
    settings = MeasureSettings(nilai_tetap_sebelum_akhir_tahun=early)
    measured = [
        measure_quarter(
            rule(pola=pola),
            triwulan=q,
            target=targets("12", "12", "12", "12"),
            target_tahun=target("12"),
            realisasi=entries("3", "6", "9", "12"),
            pengaturan=settings,
        )
        for q in (1, 2, 3, 4)
    ]
    assert [quarter.dinilai for quarter in measured] == judged
    assert [quarter.predikat is not None for quarter in measured] == judged
    assert [quarter.capaian.teks for quarter in measured] == ["25,00", "50,00", "75,00", "100,00"]


def test_measure_year_judges_by_the_years_own_target() -> None:
    # The last PK raised the year's target from 12 to 20 after TW IV's was printed: DOMAIN 4, last rule.
    hasil = measure_year(rule(pola=TETAP), target_tahun=target("20"), realisasi=entries("3", "6", "9", "12"))
    assert (hasil.teks, hasil.predikat, hasil.realisasi) == ("60,00", "Rendah", Decimal(12))


def test_measure_year_equals_progres_of_the_last_quarter() -> None:
    year = measure_year(rule(), target_tahun=target("8"), realisasi=entries("2", "8", "8", "7"))
    last = quarters(PolaTarget.BERTAHAP, ("2", "4", "6", "8"), ("2", "8", "8", "7"))[3]
    assert (year.status, year.nilai, year.kalimat, year.catatan) == (
        last.progres.status,
        last.progres.nilai,
        last.progres.kalimat,
        last.progres.catatan,
    )


def test_measure_year_without_the_last_quarter_is_blank() -> None:
    hasil = measure_year(rule(), target_tahun=target("8"), realisasi=entries("2", "8", "8", None))
    assert (hasil.status, hasil.predikat, hasil.realisasi) == (ResultStatus.BELUM_DIISI, None, None)


# DOMAIN 4: "2023: 2,76 against 2,75 of 2026" = 100,36 %.
def test_measure_against_the_end_of_the_renstra() -> None:
    hasil = measure_against(rule(), target("2.75"), Decimal("2.76"))
    assert (hasil.teks, hasil.kalimat) == ("100,36", "2,76 / 2,75 x 100 = 100,36 %")


def test_measure_against_last_year_uses_the_indicators_own_formula() -> None:
    hasil = measure_against(rule(Polaritas.MINIMALKAN), target("40"), Decimal(30))
    assert hasil.teks == "125,00"


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (None, ResultStatus.BELUM_DIISI),
        (BELUM_DIISI, ResultStatus.BELUM_DIISI),
        (RealisasiValue.tidak_tersedia("x"), ResultStatus.TIDAK_TERSEDIA),
        (RealisasiValue.filled(Decimal(1)), ResultStatus.DIHITUNG),
    ],
)
def test_measure_against_takes_an_entry_too(value: RealisasiValue | None, status: ResultStatus) -> None:
    assert measure_against(rule(), target("4"), value).status == status


def test_predicate_indicator_never_shows_a_score() -> None:
    hasil = measure_quarter(
        rule(konsolidasi=Konsolidasi.KUMULATIF, jenis=ValueKind.PREDIKAT),
        triwulan=2,
        target=[TargetValue(Decimal(77), teks="BB")] * 4,
        target_tahun=TargetValue(Decimal(77), teks="BB"),
        realisasi=[RealisasiValue.filled(Decimal(77), "BB"), RealisasiValue.filled(Decimal(66), "B")],
    )
    assert hasil.capaian.kalimat == "skor(B) / skor(BB) x 100 = 85,71 %"
    assert hasil.capaian.catatan == "Realisasi kumulatif turun sejak TW I: jelaskan sebabnya."


@pytest.mark.parametrize(("triwulan", "plan", "done"), [(0, 4, 4), (5, 4, 5), (2, 4, 1), (2, 3, 2)])
def test_measure_quarter_refuses_what_is_no_quarter(triwulan: int, plan: int, done: int) -> None:
    with pytest.raises(InvalidValue):
        measure_quarter(
            rule(),
            triwulan=triwulan,
            target=[target("1")] * plan,
            target_tahun=target("1"),
            realisasi=entries("1") * done,
        )


def test_measure_year_refuses_fewer_than_four_quarters() -> None:
    with pytest.raises(InvalidValue):
        measure_year(rule(), target_tahun=target("1"), realisasi=entries("1", "1", "1"))
