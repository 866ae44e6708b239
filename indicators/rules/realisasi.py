"""What is odd about a row's figures: plausibility rules for those who check."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from indicators.capaian import Konsolidasi, is_below_target, write_percent
from indicators.capaian.exact import ratio
from indicators.capaian.kinds import ACCUMULATING

# A slipped decimal point multiplies by ten at least; a standing figure rarely triples within a quarter.
JUMP_CUMULATIVE = 10
JUMP_STANDING = 3


@dataclass(frozen=True)
class RowFacts:
    """One row as a checker sees it. Figures are exact; None is blank. `capaian` in per cent, `dinilai` whether judged.

    `catatan_mesin` is what the engine wants explained; `penjelasan` is all that the unit wrote beside the figure.
    """

    konsolidasi: Konsolidasi
    realisasi: Decimal | None
    realisasi_lalu: Decimal | None
    capaian: Fraction | None
    dinilai: bool
    kendala: str = ""
    penjelasan: str = ""
    catatan_mesin: str = ""


@dataclass(frozen=True)
class Oddity:
    """A rule that struck: `kode` names the rule, `label` fits a badge, `kalimat` says what to do."""

    kode: str
    label: str
    kalimat: str


def below_target_without_kendala(fakta: RowFacts) -> Oddity | None:
    if fakta.capaian is None or not fakta.dinilai or not is_below_target(fakta.capaian) or fakta.kendala.strip():
        return None
    return Oddity(
        "tanpa_kendala",
        "Tanpa kendala",
        f"Capaian {write_percent(fakta.capaian)} % di bawah target, tetapi kendalanya tidak ditulis. "
        "Minta unit menuliskan kendala dan tindak lanjutnya.",
    )


def above_target(fakta: RowFacts) -> Oddity | None:
    if fakta.capaian is None or fakta.capaian <= 100:
        return None
    return Oddity(
        "melampaui",
        "Melampaui 100 %",
        f"Capaian {write_percent(fakta.capaian)} % melampaui target. Periksa kembali angka, satuan, dan buktinya.",
    )


def below_zero(fakta: RowFacts) -> Oddity | None:
    if fakta.realisasi is None or fakta.realisasi >= 0:
        return None
    return Oddity(
        "negatif",
        "Di bawah nol",
        "Realisasi kurang dari nol. Periksa tanda minusnya; angka seperti jumlah dokumen tidak dapat negatif.",
    )


def jump_from_last_quarter(fakta: RowFacts) -> Oddity | None:
    now, before = fakta.realisasi, fakta.realisasi_lalu
    if not now or not before or (now > 0) != (before > 0):
        return None
    factor = JUMP_CUMULATIVE if fakta.konsolidasi in ACCUMULATING else JUMP_STANDING
    times = ratio(now, before)
    if times < factor and times * factor > 1:
        return None
    return Oddity(
        "lonjakan",
        "Lonjakan",
        "Realisasi berubah sangat jauh dari triwulan sebelumnya. Periksa letak koma dan titik, satuan, dan buktinya.",
    )


def engine_note(fakta: RowFacts) -> Oddity | None:
    """What the engine wants explained (a cumulative figure that fell, a worst case) and the unit did not explain."""
    if not fakta.catatan_mesin or fakta.penjelasan.strip():
        return None
    return Oddity("catatan", "Perlu catatan", fakta.catatan_mesin)


RULES: tuple[Callable[[RowFacts], Oddity | None], ...] = (
    below_target_without_kendala,
    above_target,
    below_zero,
    jump_from_last_quarter,
    engine_note,
)


def find_oddities(fakta: RowFacts) -> list[Oddity]:
    """Return everything that is odd about one row, in the order of RULES."""
    return [found for rule in RULES if (found := rule(fakta)) is not None]
