"""Short ways to say rules, targets and entries in the engine's tests."""

from decimal import Decimal
from fractions import Fraction

from indicators.capaian import (
    BELUM_DIISI,
    AturanUkur,
    Hasil,
    JenisNilai,
    Konsolidasi,
    NilaiRealisasi,
    NilaiTarget,
    Polaritas,
    PolaTarget,
    RumusMinimalkan,
    StatusHasil,
)


def rule(
    polaritas: Polaritas = Polaritas.MAKSIMALKAN,
    konsolidasi: Konsolidasi = Konsolidasi.KUMULATIF,
    pola: PolaTarget = PolaTarget.BERTAHAP,
    *,
    jenis: JenisNilai = JenisNilai.JUMLAH,
    rumus: RumusMinimalkan = RumusMinimalkan.SELISIH,
    terburuk: str | None = None,
) -> AturanUkur:
    worst = None if terburuk is None else Decimal(terburuk)
    return AturanUkur(polaritas, konsolidasi, pola, jenis, rumus, worst)


def target(value: str | None, upper: str | None = None) -> NilaiTarget:
    return NilaiTarget(None if value is None else Decimal(value), None if upper is None else Decimal(upper))


def targets(*values: str | None) -> list[NilaiTarget]:
    return [target(value) for value in values]


def entries(*values: str | None) -> list[NilaiRealisasi]:
    """None is blank, "x" is "tidak tersedia", anything else a value."""
    made = []
    for value in values:
        if value is None:
            made.append(BELUM_DIISI)
        elif value == "x":
            made.append(NilaiRealisasi.tidak_tersedia("survei ditunda"))
        else:
            made.append(NilaiRealisasi.terisi(Decimal(value)))
    return made


def result(value: int | Fraction | None) -> Hasil:
    """A computed result, or one that is n/a."""
    if value is None:
        return Hasil(StatusHasil.BELUM_ADA_TARGET)
    return Hasil(StatusHasil.DIHITUNG, Fraction(value))
