"""What the rules of the plan are told, and what they answer. Figures are exact; None is blank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from indicators.capaian import Konsolidasi, Polaritas, PolaTarget, ValueKind
from indicators.tingkat import IKU, Tingkat
from indicators.triwulan import QUARTERS
from sakip.labelled import Labelled

# The levels for which the Renstra sets a target of every year.
BERTARGET_RENSTRA = (*IKU, Tingkat.PROGRAM)


class Severity(Labelled):
    SALAH = "salah", "Salah"
    PERLU_DILIHAT = "perlu_dilihat", "Perlu dilihat"
    PETUNJUK = "petunjuk", "Petunjuk"


class Place(StrEnum):
    """Where a finding is mended."""

    SIMPUL = "simpul"
    INDIKATOR = "indikator"
    BUTIR = "butir"
    UNIT = "unit"
    PEJABAT = "pejabat"
    PK = "pk"


@dataclass(frozen=True)
class Finding:
    """A rule that struck: `kode` names the rule, `label` heads its findings, `kalimat` says what is odd, what to do.

    `bidang` is the field at which a form says it: of a row of a PK and of how something is measured, else "".
    """

    kode: str
    label: str
    keparahan: Severity
    tempat: Place
    kalimat: str
    bidang: str = ""


@dataclass(frozen=True)
class SimpulFacts:
    """A node that counts in the year, with the names of what hangs on it."""

    tingkat: str
    indikator: Sequence[str] = ()
    anak: Sequence[str] = ()


@dataclass(frozen=True)
class Figure:
    """A figure and how it is printed; a predicate's figure is its score, which is never printed. None is blank.

    `atas` is the upper bound of a range, whose lower one is `angka`.
    """

    angka: Decimal | Fraction | None = None
    teks: str = ""
    atas: Decimal | Fraction | None = None

    @property
    def kosong(self) -> bool:
        return self.angka is None and not self.teks


KOSONG = Figure()


@dataclass(frozen=True)
class Supporter:
    """A supporter whose target is to be added up. `target` of the year's PK; None is blank or not in the PK.
    `predikat`: it is letters."""

    nama: str
    target: Decimal | Fraction | None
    satuan: str = ""
    predikat: bool = False


@dataclass(frozen=True, kw_only=True)
class MeasureFacts:
    """How something is measured, and its targets year to date: the four quarters' by their number, and the year's."""

    satuan: str = "Dokumen"
    jenis_nilai: ValueKind = ValueKind.JUMLAH
    polaritas: Polaritas = Polaritas.MAKSIMALKAN
    konsolidasi: Konsolidasi = Konsolidasi.POSISI_AKHIR
    pola_target: PolaTarget = PolaTarget.TETAP
    realisasi_terburuk: Decimal | None = None
    target: Mapping[int, Figure] = field(default_factory=lambda: dict.fromkeys(QUARTERS, KOSONG))
    target_tahun: Figure = KOSONG

    @property
    def predikat(self) -> bool:
        return self.jenis_nilai == ValueKind.PREDIKAT

    @property
    def all_targets(self) -> tuple[Figure, ...]:
        """The year's target and those of the quarters, without blank ones."""
        return tuple(target for target in (self.target_tahun, *self.target.values()) if not target.kosong)


@dataclass(frozen=True, kw_only=True)
class IndikatorFacts(MeasureFacts):
    """An indicator and its row in the year's PK. `berlaku` says whether its node counts in the year.

    `renstra` are the Renstra's targets from its first year on. `realisasi_lalu` is last year's, when that year was
    approved. `unit_berakhir` is the day after which its unit is no more, as text, when that day comes before the year
    ends. `kembar` names the rows of the same PK that this one replaces or is replaced by.
    """

    tingkat: str
    tahun: int
    berlaku: bool = True
    definisi: str = "Ada"
    keterangan_kosong: Sequence[str] = ()
    unit: str = ""
    unit_berakhir: str = ""
    ada_pk: bool = True
    dalam_pk: bool = True
    kembar: Sequence[str] = ()
    renstra: Sequence[tuple[int, Figure]] = ()
    realisasi_lalu: Figure = KOSONG
    pendukung: int = 0
    mendukung: int = 0
    dijumlahkan: Sequence[Supporter] = field(default_factory=tuple)


@dataclass(frozen=True)
class UnitFacts:
    """A unit that owns indicators of the year, and which accounts act for it today.

    `pengisi` may enter its figures, `pemeriksa` are the heads up the tree below the root, who check them, and
    `koordinator` those who validate them after that.
    """

    nama: str
    pengisi: frozenset[int] = frozenset()
    pemeriksa: frozenset[int] = frozenset()
    koordinator: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PlanFacts:
    """The office in a year: its IKU in the plan or, where there is one, in the PK, and its signers' terms."""

    tahun: int
    ada_pk: bool = True
    iku: int = 1
    penanda_tangan: Sequence["OfficeTerm"] = ()


@dataclass(frozen=True)
class OfficeTerm:
    """From which day to which an official signs, as day numbers that only count up; `sampai` None is open."""

    nama: str
    mulai: int
    sampai: int | None = None
