"""The snapshot of a Laporan Pengukuran Kinerja, schema 1, part by part.

Every figure stands in it as it is printed; `eksak` beside one is the value behind it, "numerator/denominator". Lists by
quarter hold TW I to IV. What has no value is None where it is no text of its own, else blank.
"""

from typing import Literal, NotRequired, TypedDict, get_args

from reports.snapshot import Block, Schema, Snapshot

SCHEMA = Schema(
    jenis="lpk",
    title="Laporan Pengukuran Kinerja",
    number=1,
    required=("opd", "periode", "penandatangan", "tabel_2_1", "lampiran_1", "analisis"),
)
# The three tables of Lampiran I, in their order.
LampiranLevel = Literal["sub_kegiatan", "kegiatan", "program"]
LEVELS: tuple[LampiranLevel, ...] = get_args(LampiranLevel)
# The sections that an office may rewrite, with the words of their headings.
SECTIONS = {"kata_pengantar": "Kata Pengantar", "bab_4": "Bab IV", "bab_5": "Bab V"}


class WithSatuan(TypedDict):
    """What every row about an indicator holds: its name, and its unit of measure (blank for Rupiah)."""

    indikator: str
    satuan: str


class Periode(TypedDict):
    tahun: int
    triwulan: int
    label: str
    renstra_awal: int
    renstra_akhir: int


class PkTriwulan(TypedDict):
    """A PK with the quarters whose targets stand in it."""

    label: str
    perubahan: int
    nomor: str
    triwulan: list[int]


class Perjanjian(TypedDict):
    """The report's own PK, every PK of the year up to it, and the sentences about them."""

    label: str
    perubahan: int
    nomor: str
    daftar: list[PkTriwulan]
    kalimat: list[str]


class RenstraRow(TypedDict):
    no: int
    tujuan: str
    sasaran: str
    indikator: str
    satuan: str
    target: list[str]


class RenstraTable(TypedDict):
    """Tabel 2.1: the Renstra's targets, one for each of `tahun`."""

    tahun: list[int]
    baris: list[RenstraRow]


class SnapshotFigure(TypedDict):
    """A figure of a quarter: capaian or progres tahun."""

    teks: str
    eksak: str | None
    status: str
    predikat: str | None
    dinilai: bool


class YearFigure(TypedDict):
    target: str
    realisasi: str
    capaian: str
    eksak: str | None
    status: str
    predikat: str | None


class LampiranRow(TypedDict):
    """A row of the Lampiran: an indicator, figures year to date and without their unit."""

    id: str
    tujuan: str | None
    sasaran_strategis: str | None
    program: str | None
    kegiatan: str | None
    sub_kegiatan: str | None
    sasaran: str | None
    indikator: str
    satuan: str
    unit: str
    target: list[str | None]
    realisasi: list[str | None]
    kelas: str
    catatan: list[str]
    tahun: YearFigure
    capaian: list[SnapshotFigure]
    progres: list[SnapshotFigure]
    kendala: list[str]
    faktor_pendorong: list[str]
    faktor_penghambat: list[str]
    tindak_lanjut: list[str]


class LampiranI(TypedDict):
    sub_kegiatan: list[LampiranRow]
    kegiatan: list[LampiranRow]
    program: list[LampiranRow]


class SnapshotMean(TypedDict):
    """A level's mean: over `dihitung` of its `jumlah` indicators, `dibatasi` of them lowered to the cap."""

    jumlah: int
    capaian: str | None
    eksak: str | None
    dihitung: int
    dibatasi: int
    predikat: str | None
    alasan: str


class QuarterMean(SnapshotMean):
    triwulan: int
    progres: str | None
    progres_eksak: str | None
    progres_dihitung: int
    progres_dibatasi: int


class SnapshotTingkat(TypedDict):
    """A level: how many indicators by class, its means by quarter, in TW IV that of the year."""

    tingkat: str
    label: str
    jumlah: int
    kelas: dict[str, int]
    batas: str | None
    triwulan: list[QuarterMean]
    tahun: SnapshotMean | None


class Standing(TypedDict):
    """How an indicator stands in the report."""

    indikator: str
    satuan: str
    target: str
    realisasi: str
    capaian: str
    kelas: str
    predikat: str | None
    dinilai: bool
    terhitung: bool


class ListedIndikator(Standing):
    """An indicator in one of the lists of Bab IV, with where it belongs and what its unit wrote."""

    tingkat: str
    program: str | None
    kegiatan: str | None
    sub_kegiatan: str | None
    unit: str
    alasan: str
    kendala: str
    faktor_penghambat: str
    tindak_lanjut: str


class ListedIku(Standing):
    """An IKU beside the Renstra's end and last year."""

    target_akhir_renstra: str
    tahun_akhir: int | None
    capaian_renstra: str
    realisasi_tahun_lalu: str | None
    perubahan: str | None


class DroppedQuarter(TypedDict):
    triwulan: int
    target: str
    realisasi: str
    capaian: str
    progres: str


class DroppedIndikator(TypedDict):
    """An indicator that a perubahan dropped, with the quarters whose PK held it."""

    tingkat: str
    indikator: str
    unit: str
    satuan: str
    catatan: list[str]
    triwulan: list[DroppedQuarter]


class ListedClass(TypedDict):
    kelas: str
    label: str


class Unwritten(TypedDict):
    """Of how many indicators below target the unit wrote neither obstacle nor hindering factor, or no follow-up."""

    kendala: int
    tindak_lanjut: int


class Factor(TypedDict):
    indikator: str
    uraian: str


class SnapshotAnggaranRow(TypedDict):
    uraian: str
    catatan: str
    pagu: str
    realisasi: str
    serapan: str
    rencana: str
    catatan_rencana: str
    capaian: str
    catatan_capaian: str
    efisiensi: str


class SnapshotAnggaran(TypedDict):
    """The money; `setahun`: in the year's report, beside capaian, else beside the RAK's plan."""

    setahun: bool
    kalimat: str
    baris: list[SnapshotAnggaranRow]


class SnapshotAnalysis(TypedDict):
    """Bab IV. `kelas` are all classes in their order; each list of indicators is of the classes that it shows.
    `penjelasan` is what units wrote about odd figures; it is there only where the office has any printed."""

    tingkat: list[SnapshotTingkat]
    kelas: list[ListedClass]
    tidak_tercapai: list[ListedIndikator]
    melampaui: list[ListedIndikator]
    dinilai_akhir_tahun: list[ListedIndikator]
    belum_ada_target: list[ListedIndikator]
    belum_diisi: list[ListedIndikator]
    tidak_tersedia: list[ListedIndikator]
    tidak_dapat_dihitung: list[ListedIndikator]
    tidak_dilanjutkan: list[DroppedIndikator]
    belum_ditulis: Unwritten
    faktor_pendorong: list[Factor]
    penjelasan: NotRequired[list[Factor]]
    iku: list[ListedIku]
    # The period of last year that the IKU are compared with.
    pembanding: str
    anggaran: SnapshotAnggaran | None


class SnapshotLpk(Snapshot):
    periode: Periode
    pk: Perjanjian
    tabel_2_1: RenstraTable
    lampiran_1: LampiranI
    lampiran_2: list[LampiranRow]
    analisis: SnapshotAnalysis
    legenda: list[str]
    # By section; None: the template's own wording.
    narasi: dict[str, list[Block] | None]
