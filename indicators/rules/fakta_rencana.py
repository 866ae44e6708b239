"""What the rules of the plan are told, and what they answer. Figures are exact; None is blank."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from indicators.capaian import Konsolidasi, Polaritas, PolaTarget

IKU = ("tujuan", "sasaran")
# The levels for which the Renstra sets a target of every year.
BERTARGET_RENSTRA = ("tujuan", "sasaran", "program")
# The lowest level: nothing stands below it that could support it.
TERBAWAH = "sub_kegiatan"


class Keparahan(StrEnum):
    SALAH = "salah"
    PERLU_DILIHAT = "perlu_dilihat"
    PETUNJUK = "petunjuk"

    @property
    def label(self) -> str:
        return {"salah": "Salah", "perlu_dilihat": "Perlu dilihat", "petunjuk": "Petunjuk"}[self.value]


class Tempat(StrEnum):
    """Where a finding is mended."""

    SIMPUL = "simpul"
    INDIKATOR = "indikator"
    BUTIR = "butir"


@dataclass(frozen=True)
class Temuan:
    """A rule that struck: `kode` names the rule, `label` heads its findings, `kalimat` says what is odd, what to do."""

    kode: str
    label: str
    keparahan: Keparahan
    tempat: Tempat
    kalimat: str


@dataclass(frozen=True)
class FaktaSimpul:
    """A node that counts in the year, with the names of what hangs on it."""

    tingkat: str
    indikator: Sequence[str] = ()
    anak: Sequence[str] = ()


@dataclass(frozen=True)
class Nilai:
    """A figure and how it is printed; a predicate's figure is its score, which is never printed. None is blank."""

    angka: Decimal | Fraction | None = None
    teks: str = ""


KOSONG = Nilai()


@dataclass(frozen=True)
class Pendukung:
    """A supporter whose target is to be added up. `target` of the year's PK; None is blank or not in the PK."""

    nama: str
    target: Decimal | Fraction | None
    satuan: str = ""


@dataclass(frozen=True)
class FaktaIndikator:
    """An indicator and its row in the year's PK. `berlaku` says whether its node counts in the year.

    `target` are the four quarters of the PK, `renstra` the Renstra's targets from its first year on. `realisasi_lalu`
    is last year's, when that year was approved. `unit_berakhir` is the day after which its unit is no more, as text,
    when that day comes before the year ends.
    """

    tingkat: str
    tahun: int
    berlaku: bool = True
    satuan: str = "Dokumen"
    predikat: bool = False
    definisi: str = "Ada"
    keterangan_kosong: Sequence[str] = ()
    unit: str = ""
    unit_berakhir: str = ""
    polaritas: Polaritas = Polaritas.MAKSIMALKAN
    konsolidasi: Konsolidasi = Konsolidasi.POSISI_AKHIR
    pola_target: PolaTarget = PolaTarget.TETAP
    ada_pk: bool = True
    dalam_pk: bool = True
    target: Sequence[Nilai] = (KOSONG, KOSONG, KOSONG, KOSONG)
    target_tahun: Nilai = KOSONG
    renstra: Sequence[tuple[int, Nilai]] = ()
    realisasi_lalu: Nilai = KOSONG
    pendukung: int = 0
    mendukung: int = 0
    dijumlahkan: Sequence[Pendukung] = field(default_factory=tuple)
