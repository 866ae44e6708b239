"""What goes into the engine and what comes out: frozen, comparable, free of any database."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from indicators.capaian.exact import InvalidValue, check_number, round_half_up, write_fixed
from indicators.capaian.kinds import (
    EntryStatus,
    Konsolidasi,
    MinimalkanFormula,
    Polaritas,
    PolaTarget,
    ResultStatus,
    ValueKind,
)


@dataclass(frozen=True, slots=True)
class MeasureRules:
    """How one indicator of one year is measured; stands on the row of the year's PK.

    `rumus_minimalkan` also serves the upper side of a rentang. `realisasi_terburuk` is the worst
    imaginable realisasi, used only when the target of a minimalkan indicator is 0.
    """

    polaritas: Polaritas
    konsolidasi: Konsolidasi
    pola_target: PolaTarget
    jenis_nilai: ValueKind
    rumus_minimalkan: MinimalkanFormula = MinimalkanFormula.SELISIH
    realisasi_terburuk: Decimal | None = None

    def __post_init__(self) -> None:
        if self.realisasi_terburuk is not None:
            check_number(self.realisasi_terburuk, "Realisasi terburuk")


@dataclass(frozen=True, slots=True)
class TargetValue:
    """One target. For a rentang `nilai` is the lower bound and `batas_atas` the upper one.

    For a predicate `nilai` is the score and `teks` the letters; sentences show only the letters.
    None means that no target was set.
    """

    nilai: Decimal | None
    batas_atas: Decimal | None = None
    teks: str = ""

    def __post_init__(self) -> None:
        for value, what in ((self.nilai, "Target"), (self.batas_atas, "Batas atas")):
            if value is not None:
                check_number(value, what)


@dataclass(frozen=True, slots=True)
class RealisasiValue:
    """One quarter's answer: blank, a value (0 is a value), or "tidak tersedia" with its reason.

    `teks` holds a predicate's letters. Raises InvalidValue when status and value contradict.
    """

    status: EntryStatus
    nilai: Decimal | None = None
    alasan: str = ""
    teks: str = ""

    def __post_init__(self) -> None:
        if (self.status == EntryStatus.TERISI) != (self.nilai is not None):
            raise InvalidValue("Realisasi yang terisi harus mempunyai nilai; yang lain tidak boleh mempunyainya.")
        if self.nilai is not None:
            check_number(self.nilai, "Realisasi")

    @property
    def besaran(self) -> Decimal | None:
        """The value where it has a size. Letters have none: their score orders them, and is never printed."""
        return None if self.teks else self.nilai

    @classmethod
    def filled(cls, nilai: Decimal, teks: str = "") -> "RealisasiValue":
        """A quarter with a value."""
        return cls(EntryStatus.TERISI, nilai, teks=teks)

    @classmethod
    def tidak_tersedia(cls, alasan: str = "") -> "RealisasiValue":
        """A quarter whose value does not exist, with the reason."""
        return cls(EntryStatus.TIDAK_TERSEDIA, alasan=alasan)


#: A quarter that nobody has answered yet.
BELUM_DIISI = RealisasiValue(EntryStatus.BELUM_DIISI)

#: Lower bounds of the predicates of capaian, highest first (DOMAIN 4); below the last: `PREDIKAT_TERENDAH`.
AMBANG_PREDIKAT: tuple[tuple[Decimal, str], ...] = (
    (Decimal(91), "Sangat Tinggi"),
    (Decimal(76), "Tinggi"),
    (Decimal(66), "Sedang"),
    (Decimal(51), "Rendah"),
)
PREDIKAT_TERENDAH = "Sangat Rendah"
#: Per cent of a level's indicators with a target that a mean counts before it may be judged (DOMAIN 4, R).
CAKUPAN_MINIMAL = Decimal(80)
#: What a table prints where there is no figure although the realisasi was answered.
TIDAK_DIHITUNG = "n/a"


@dataclass(frozen=True, slots=True)
class MeasureSettings:
    """What an office may set per year.

    `ambang`: inclusive lower bounds of the predicates, highest first. `batas_capaian`: cap in per cent that
    acts in averages only. `nilai_tetap_sebelum_akhir_tahun`: also judge indicators with pola `tetap` in
    TW I-III. `cakupan_minimal`: how many per cent of a level's indicators with a target a mean must count before it is
    given a predicate. Raises InvalidValue for bounds that do not fall, a cap that is not positive or a coverage that
    is no percentage.
    """

    ambang: tuple[tuple[Decimal, str], ...] = AMBANG_PREDIKAT
    predikat_terendah: str = PREDIKAT_TERENDAH
    batas_capaian: Decimal | None = None
    nilai_tetap_sebelum_akhir_tahun: bool = False
    cakupan_minimal: Decimal = CAKUPAN_MINIMAL

    def __post_init__(self) -> None:
        bounds = [bound for bound, _ in self.ambang]
        for bound in bounds:
            check_number(bound, "Ambang predikat")
        if any(upper <= lower for upper, lower in pairwise(bounds)):
            raise InvalidValue("Ambang predikat harus ditulis dari yang tertinggi ke yang terendah tanpa pengulangan.")
        if self.batas_capaian is not None:
            check_number(self.batas_capaian, "Batas capaian")
            if self.batas_capaian <= 0:
                raise InvalidValue("Batas capaian harus lebih dari 0, misalnya 100 atau 120.")
        check_number(self.cakupan_minimal, "Cakupan minimal")
        if not 0 <= self.cakupan_minimal <= 100:
            raise InvalidValue("Cakupan minimal harus antara 0 dan 100 persen, misalnya 80.")


@dataclass(frozen=True)
class Result:
    """A figure in per cent, or the reason why there is none.

    `nilai` is exact and present only with status `dihitung`; `rumus` names the formula (see `RUMUS`) and `masukan`
    holds its inputs, (letter, figure), as the formula's text names them; `kalimat` is the whole computation or the
    reason in words; `catatan` says what the office should explain, else "".
    """

    status: ResultStatus
    nilai: Fraction | None = None
    rumus: str = ""
    kalimat: str = ""
    catatan: str = ""
    masukan: tuple[tuple[str, Fraction], ...] = ()

    def __post_init__(self) -> None:
        if (self.status == ResultStatus.DIHITUNG) != (self.nilai is not None):
            raise InvalidValue("Hasil yang dihitung harus mempunyai nilai; yang lain tidak boleh mempunyainya.")

    @property
    def dihitung(self) -> bool:
        """Whether there is a figure."""
        return self.nilai is not None

    @property
    def teks(self) -> str:
        """As a table prints it: "112,50"; "" while the realisasi is blank; otherwise "n/a"."""
        if self.nilai is not None:
            return write_fixed(self.nilai, places=2, minimum=2)
        return "" if self.status == ResultStatus.BELUM_DIISI else TIDAK_DIHITUNG

    @property
    def angka(self) -> Decimal | None:
        """The printed figure for a numeric cell: two decimals, half up; None without one."""
        return None if self.nilai is None else Decimal(f"{round_half_up(self.nilai, 2)}E-2")

    @property
    def exact_text(self) -> str | None:
        """The exact figure as "numerator/denominator", None without one."""
        if self.nilai is None:
            return None
        # A mean over hundreds of Rupiah targets has thousands of digits; Python writes out no int of more than 4300.
        return f"{Decimal(self.nilai.numerator):f}/{Decimal(self.nilai.denominator):f}"


@dataclass(frozen=True)
class YearResult(Result):
    """The year's capaian, with the consolidated realisasi it was computed from and its predicate.

    `bertarget`: whether there is a target to be measured by, answered or not.
    """

    realisasi: Decimal | Fraction | None = None
    predikat: str | None = None
    bertarget: bool = True


@dataclass(frozen=True)
class MeanResult(Result):
    """A mean over indicators: how many were computed, how many were left out (n/a), how many the cap lowered."""

    jumlah_dihitung: int = 0
    tanpa_nilai: int = 0
    dibatasi: int = 0

    @property
    def jumlah(self) -> int:
        """The whole level: what was computed and what was left out."""
        return self.jumlah_dihitung + self.tanpa_nilai


@dataclass(frozen=True)
class EfisiensiResult(Result):
    """Capaian kinerja minus serapan anggaran, in percentage points, with both figures."""

    capaian: Result | None = None
    serapan: Result | None = None


@dataclass(frozen=True, slots=True)
class QuarterResult:
    """One quarter of one indicator.

    `nilai`: the consolidated year-to-date realisasi, `huruf` its letters for a predicate. `capaian`: against the
    quarter's printed target. `progres`: against the year's target. `dinilai`: whether colour and predicate may be
    shown (DOMAIN 4: a `tetap` indicator not before TW IV). `predikat`: of `capaian`, None when not judged or not
    computed. `bertarget`: whether there is a target to be measured by. `dari`: from how many quarters a mean, maximum
    or minimum was made.
    """

    triwulan: int
    nilai: Decimal | Fraction | None
    capaian: Result
    progres: Result
    dinilai: bool
    predikat: str | None
    bertarget: bool = True
    huruf: str = ""
    dari: int = 0

    @property
    def predikat_text(self) -> str:
        """What a page shows as predicate: its name, "Belum dinilai", when it will be judged, or "" without a figure."""
        if self.capaian.status == ResultStatus.DINILAI_AKHIR_TAHUN:
            return self.capaian.status.label
        if self.capaian.nilai is None:
            return ""
        return self.predikat if self.predikat is not None else "Belum dinilai"


def computed(results: Iterable[Result]) -> list[Fraction]:
    """The figures of those results that have one."""
    return [result.nilai for result in results if result.nilai is not None]
