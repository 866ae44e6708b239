"""What is odd about a sub kegiatan's money at a quarter."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from indicators.capaian import ValueKind, write_number
from indicators.rules.realisasi import Oddity


@dataclass(frozen=True)
class MoneyFacts:
    """The money of one sub kegiatan at a quarter. None is blank. `lalu` are the latest earlier quarter's figures.

    `pagu` holds in the quarter, `pagu_akhir` at the end of the year, to which the RAK of the whole year adds up.
    """

    pagu: Decimal | None
    pagu_akhir: Decimal | None
    rak_setahun: Decimal | None
    keuangan: Decimal | None
    keuangan_lalu: Decimal | None
    fisik: Decimal | None
    fisik_lalu: Decimal | None


def rupiah(value: Decimal | Fraction) -> str:
    return write_number(value, jenis=ValueKind.RUPIAH)


def money_above_pagu(fakta: MoneyFacts) -> Oddity | None:
    if fakta.keuangan is None or fakta.pagu is None or fakta.keuangan <= fakta.pagu:
        return None
    return Oddity(
        "di_atas_pagu",
        "Di atas pagu",
        f"Realisasi keuangan {rupiah(fakta.keuangan)} melebihi pagu {rupiah(fakta.pagu)}. "
        "Periksa angkanya, atau minta perencana mencatat pagu perubahan.",
    )


def money_fell(fakta: MoneyFacts) -> Oddity | None:
    if fakta.keuangan is None or fakta.keuangan_lalu is None or fakta.keuangan >= fakta.keuangan_lalu:
        return None
    return Oddity(
        "keuangan_turun",
        "Keuangan turun",
        f"Realisasi keuangan turun dari {rupiah(fakta.keuangan_lalu)} pada triwulan sebelumnya. "
        "Angkanya dihitung sejak Januari; periksa, atau jelaskan dalam catatan.",
    )


def physical_fell(fakta: MoneyFacts) -> Oddity | None:
    if fakta.fisik is None or fakta.fisik_lalu is None or fakta.fisik >= fakta.fisik_lalu:
        return None
    return Oddity(
        "fisik_turun",
        "Fisik turun",
        f"Realisasi fisik turun dari {write_number(fakta.fisik_lalu)} % pada triwulan sebelumnya. "
        "Angkanya dihitung sejak Januari; periksa, atau jelaskan dalam catatan.",
    )


def rak_differs_from_pagu(fakta: MoneyFacts) -> Oddity | None:
    if fakta.rak_setahun is None or fakta.pagu_akhir is None or fakta.rak_setahun == fakta.pagu_akhir:
        return None
    return Oddity(
        "rak_berbeda",
        "RAK berbeda",
        f"RAK setahun berjumlah {rupiah(fakta.rak_setahun)}, sedangkan pagu {rupiah(fakta.pagu_akhir)}. "
        "Minta perencana mencocokkan keduanya.",
    )


MONEY_RULES: tuple[Callable[[MoneyFacts], Oddity | None], ...] = (
    money_above_pagu,
    money_fell,
    physical_fell,
    rak_differs_from_pagu,
)


def find_money_oddities(fakta: MoneyFacts) -> list[Oddity]:
    """Return everything that is odd about the money of one row, in the order of MONEY_RULES."""
    return [found for rule in MONEY_RULES if (found := rule(fakta)) is not None]
