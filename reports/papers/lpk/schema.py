"""The snapshot of a Laporan Pengukuran Kinerja, schema 1, part by part.

Every figure stands in it as it is printed; `eksak` beside one is the value behind it, "numerator/denominator". Lists by
quarter hold TW I to IV. What has no value is None where it is no text of its own, else blank.
"""

from typing import Literal, TypedDict

from reports.snapshot import Block, Schema, Snapshot

SCHEMA = Schema(
    jenis="lpk",
    title="Laporan Pengukuran Kinerja",
    number=1,
    required=("opd", "periode", "penandatangan", "tabel_2_1", "lampiran_1", "analisis"),
)
# The sections that an office may rewrite, with the words of their headings.
# The three tables of Lampiran I, in their order.
LampiranLevel = Literal["sub_kegiatan", "kegiatan", "program"]
LEVELS: tuple[LampiranLevel, ...] = ("sub_kegiatan", "kegiatan", "program")
SECTIONS = {"kata_pengantar": "Kata Pengantar", "bab_4": "Bab IV", "bab_5": "Bab V"}


class Bersatuan(TypedDict):
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


class BarisRenstra(TypedDict):
    no: int
    tujuan: str
    sasaran: str
    indikator: str
    satuan: str
    target: list[str]


class TabelRenstra(TypedDict):
    """Tabel 2.1: the Renstra's targets, one for each of `tahun`."""

    tahun: list[int]
    baris: list[BarisRenstra]


class Angka(TypedDict):
    """A figure of a quarter: capaian or progres tahun."""

    teks: str
    eksak: str | None
    status: str
    predikat: str | None
    dinilai: bool


class AngkaTahun(TypedDict):
    target: str
    realisasi: str
    capaian: str
    eksak: str | None
    status: str
    predikat: str | None


class Baris(TypedDict):
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
    tahun: AngkaTahun
    capaian: list[Angka]
    progres: list[Angka]
    kendala: list[str]
    faktor_pendorong: list[str]
    faktor_penghambat: list[str]
    tindak_lanjut: list[str]


class LampiranSatu(TypedDict):
    sub_kegiatan: list[Baris]
    kegiatan: list[Baris]
    program: list[Baris]


class Rata(TypedDict):
    """A level's mean: over `dihitung` of its `jumlah` indicators, `dibatasi` of them lowered to the cap."""

    jumlah: int
    capaian: str | None
    eksak: str | None
    dihitung: int
    dibatasi: int
    predikat: str | None
    alasan: str


class RataTriwulan(Rata):
    triwulan: int
    progres: str | None
    progres_eksak: str | None
    progres_dihitung: int
    progres_dibatasi: int


class Tingkat(TypedDict):
    """A level: how many indicators by class, its means by quarter, in TW IV that of the year."""

    tingkat: str
    label: str
    jumlah: int
    kelas: dict[str, int]
    batas: str | None
    triwulan: list[RataTriwulan]
    tahun: Rata | None


class Kedudukan(TypedDict):
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


class Entri(Kedudukan):
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


class EntriIku(Kedudukan):
    """An IKU beside the Renstra's end and last year."""

    target_akhir_renstra: str
    tahun_akhir: int | None
    capaian_renstra: str
    realisasi_tahun_lalu: str | None
    perubahan: str | None


class NilaiTriwulan(TypedDict):
    triwulan: int
    target: str
    realisasi: str
    capaian: str
    progres: str


class Dihentikan(TypedDict):
    """An indicator that a perubahan dropped, with the quarters whose PK held it."""

    tingkat: str
    indikator: str
    unit: str
    satuan: str
    catatan: list[str]
    triwulan: list[NilaiTriwulan]


class Kelas(TypedDict):
    kelas: str
    label: str


class BelumDitulis(TypedDict):
    """Of how many indicators below target the unit wrote neither obstacle nor hindering factor, or no follow-up."""

    kendala: int
    tindak_lanjut: int


class Faktor(TypedDict):
    indikator: str
    uraian: str


class BarisAnggaran(TypedDict):
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


class Anggaran(TypedDict):
    """The money; `setahun`: in the year's report, beside capaian, else beside the RAK's plan."""

    setahun: bool
    kalimat: str
    baris: list[BarisAnggaran]


class Analisis(TypedDict):
    """Bab IV. `kelas` are all classes in their order; each list of indicators is of the classes that it shows."""

    tingkat: list[Tingkat]
    kelas: list[Kelas]
    tidak_tercapai: list[Entri]
    melampaui: list[Entri]
    dinilai_akhir_tahun: list[Entri]
    belum_ada_target: list[Entri]
    belum_diisi: list[Entri]
    tidak_tersedia: list[Entri]
    tidak_dapat_dihitung: list[Entri]
    tidak_dilanjutkan: list[Dihentikan]
    belum_ditulis: BelumDitulis
    faktor_pendorong: list[Faktor]
    iku: list[EntriIku]
    # The period of last year that the IKU are compared with.
    pembanding: str
    anggaran: Anggaran | None


class SnapshotLpk(Snapshot):
    periode: Periode
    pk: Perjanjian
    tabel_2_1: TabelRenstra
    lampiran_1: LampiranSatu
    lampiran_2: list[Baris]
    analisis: Analisis
    legenda: list[str]
    # By section; None: the template's own wording.
    narasi: dict[str, list[Block] | None]
