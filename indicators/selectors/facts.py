"""The facts that a report is made of: plain data without a way back into the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from indicators.capaian import (
    Assessment,
    EfisiensiResult,
    MeanResult,
    MeasureRules,
    MeasureSettings,
    QuarterResult,
    Result,
    YearResult,
)
from indicators.selectors.quarter_sheet import PlanPath
from indicators.tingkat import IKU


@dataclass(frozen=True)
class QuarterFacts:
    """A quarter that was opened; `versi` grows with every approval and reopening."""

    tahun: int
    triwulan: int
    versi: int
    disahkan: bool
    status_label: str
    disahkan_oleh: str
    ditangguhkan: bool


@dataclass(frozen=True)
class OfficeFacts:
    """The office as its reports print it. `logo` is the file's bytes."""

    nama: str
    pemda: str
    kepala_daerah: str
    ibu_kota: str
    alamat: str
    kertas: str
    huruf: str
    teks_kaki_tte: str
    logo: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class PejabatFacts:
    jabatan: str
    nama: str
    pangkat: str
    nip: str
    pejabat_id: int


@dataclass(frozen=True)
class PKFacts:
    """A PK that targets of the report stand in, and the quarters that are measured by it."""

    tahun: int
    perubahan: int
    nomor: str
    triwulan: tuple[int, ...]


@dataclass(frozen=True)
class ComparisonFacts:
    """An IKU against the Renstra's end and against last year; texts are as printed, blank for none.

    `tahun_lalu` is the realisasi of the same quarter of last year, in TW IV of its end.
    """

    target_renstra: dict[int, str]
    tahun_akhir: int | None = None
    target_akhir: str = ""
    terhadap_akhir: Result | None = None
    tahun_lalu: str = ""
    perubahan: str = ""


@dataclass(frozen=True)
class SkalaFacts:
    """A scale of predicates that a row uses: its letters with their scores as printed, highest first."""

    nama: str
    tingkat: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReportQuarter:
    """One indicator in one quarter.

    `target` and `realisasi` are year to date, as printed and without their unit, "" where there is none; a realisasi is
    consolidated, `dibulatkan` whether print shows it rounded. `berlaku`: whether the quarter's PK held the indicator.
    `aturan` and `target_tahun` are the rule and the year's target as that PK has them, `skala` the name of the rule's
    scale, "" for none. `hasil` is blank in a quarter after the report's.
    """

    triwulan: int
    berlaku: bool
    aturan: MeasureRules
    skala: str
    target: str
    target_tahun: str
    realisasi: str
    dibulatkan: bool
    hasil: QuarterResult
    kendala: str
    faktor_pendorong: str
    faktor_penghambat: str
    tindak_lanjut: str

    @property
    def penilaian(self) -> Assessment:
        """How the indicator stands in a quarter that its PK holds, or held."""
        return Assessment.of_quarter(self.hasil)


@dataclass(frozen=True)
class ReportRow:
    """One indicator of the report: `triwulan` holds all four quarters by their number, `kini` is the report's own.

    `tahun` is the year's result in TW IV; before that it is the progress against the year's target. `penjelasan` is
    what the unit wrote about odd figures, where the office has that printed.
    """

    indikator_id: int
    indikator: str
    tingkat: str
    jalur: PlanPath
    satuan: str
    unit: str
    aturan: MeasureRules
    triwulan: Mapping[int, ReportQuarter]
    kini: ReportQuarter
    tahun: Result
    tahun_target: str
    tahun_realisasi: str
    perbandingan: ComparisonFacts | None = None
    penjelasan: tuple[str, ...] = ()

    @property
    def iku(self) -> bool:
        return self.tingkat in IKU

    @property
    def tahun_predikat(self) -> str | None:
        """The year's predicate; None before TW IV."""
        return self.tahun.predikat if isinstance(self.tahun, YearResult) else None

    @property
    def terukur(self) -> list[ReportQuarter]:
        """The quarters that the report measures: up to its own."""
        return [quarter for number, quarter in self.triwulan.items() if number <= self.kini.triwulan]

    def assessment_for_report(self) -> Assessment:
        """How the indicator stands in the report: by the quarter's own figure, in TW IV by the year's."""
        if not self.kini.berlaku:
            return Assessment(self.kini.hasil.capaian, dihentikan=True)
        if isinstance(self.tahun, YearResult):
            return Assessment.of_year(self.tahun)
        return self.kini.penilaian


@dataclass(frozen=True)
class AnggaranFacts:
    """The money of the office, a program or a kegiatan at the quarter; amounts as printed, blank for none.

    `pagu` and `realisasi` are the sums of the `dihitung` of `jumlah` sub kegiatan that have both: their quotient is the
    serapan. `rencana`: what the RAK plans of the pagu, over the `berencana` of those that have one. `capaian`
    and `efisiensi` belong to the year's report, None before. `tanpa_pagu`: how many sub kegiatan spent money without a
    pagu, and how much (`realisasi_tanpa_pagu`); it is in no quotient.
    """

    tingkat: str
    nama: str
    pagu: str
    realisasi: str
    serapan: Result
    rencana: Result
    capaian: MeanResult | None
    efisiensi: EfisiensiResult | None
    dihitung: int
    berencana: int
    jumlah: int
    tanpa_pagu: int
    realisasi_tanpa_pagu: str


@dataclass(frozen=True)
class LaporanFacts:
    """All that a report of a quarter is composed of. `pk` holds the PKs by which the quarters up to the report's are
    measured, in their order; the last one is the report's own."""

    kantor: OfficeFacts
    tahun: int
    triwulan: int
    disahkan: bool
    versi_triwulan: int
    renstra_awal: int
    renstra_akhir: int
    penandatangan: PejabatFacts | None
    pk: tuple[PKFacts, ...]
    pengaturan: MeasureSettings
    baris: list[ReportRow]
    # What an earlier quarter's PK held and the report's own does not; they stay in the means of those quarters.
    dihentikan: list[ReportRow] = field(default_factory=list)
    # The scales of predicates that the rows use, for the legend.
    skala: list[SkalaFacts] = field(default_factory=list)
    # Empty where no money is known.
    anggaran: list[AnggaranFacts] = field(default_factory=list)
