"""The facts that a report is made of: plain data without a way back into the database."""

from dataclasses import dataclass, field

from indicators.capaian import AturanUkur, Hasil, HasilEfisiensi, HasilTriwulan, PengaturanUkur
from indicators.selectors.lembar import Jalur

TINGKAT_IKU = ("tujuan", "sasaran")


@dataclass(frozen=True)
class FaktaTriwulan:
    """A quarter that was opened; `versi` grows with every approval and reopening."""

    tahun: int
    triwulan: int
    versi: int
    disahkan: bool
    status_label: str
    disahkan_oleh: str
    ditangguhkan: bool


@dataclass(frozen=True)
class FaktaKantor:
    """The office as its reports print it. `logo` is the file's bytes."""

    kode: str
    nama: str
    singkatan: str
    pemda: str
    pemda_pendek: str
    kepala_daerah: str
    ibu_kota: str
    alamat: str
    kertas: str
    huruf: str
    teks_kaki_tte: str
    logo: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class FaktaPejabat:
    jabatan: str
    nama: str
    pangkat: str
    nip: str
    pejabat_id: int


@dataclass(frozen=True)
class FaktaPK:
    """A PK that targets of the report stand in, and the quarters that are measured by it."""

    tahun: int
    perubahan: int
    nomor: str
    triwulan: tuple[int, ...]


@dataclass(frozen=True)
class FaktaPerbandingan:
    """An IKU against the Renstra's end and against last year; texts are as printed, blank for none."""

    target_renstra: dict[int, str]
    tahun_akhir: int | None = None
    target_akhir: str = ""
    terhadap_akhir: Hasil | None = None
    tahun_lalu: str = ""
    perubahan: str = ""


@dataclass(frozen=True)
class FaktaBaris:
    """One indicator of the quarter. Lists are indexed by quarter - 1; `hasil` ends with the report's quarter.

    `tahun` is the year's result in TW IV; before that it is the progress against the year's target.
    """

    indikator_id: int
    indikator: str
    tingkat: str
    jalur: Jalur
    satuan: str
    unit: str
    jenis_nilai: str
    aturan: AturanUkur
    target: list[str]
    target_bersatuan: list[str]
    realisasi: list[str | None]
    realisasi_bersatuan: list[str | None]
    hasil: list[HasilTriwulan]
    tahun: Hasil
    tahun_predikat: str | None
    tahun_target: str
    tahun_realisasi: str
    kendala: list[str]
    faktor_pendorong: list[str]
    faktor_penghambat: list[str]
    tindak_lanjut: list[str]
    perbandingan: FaktaPerbandingan | None = None

    @property
    def iku(self) -> bool:
        return self.tingkat in TINGKAT_IKU


@dataclass(frozen=True)
class FaktaAnggaran:
    """The money of the office, a program or a kegiatan at the quarter; amounts as printed, blank for none.

    `efisiensi` carries capaian and serapan too. `kosong` counts the blank pagu and realisasi among its rows.
    """

    tingkat: str
    nama: str
    pagu: str
    realisasi: str
    efisiensi: HasilEfisiensi
    serapan: Hasil
    capaian: Hasil
    kosong: int


@dataclass(frozen=True)
class FaktaLaporan:
    """All that a report of a quarter is composed of. `pk` holds the PKs by which the quarters up to the report's are
    measured, in their order; the last one is the report's own."""

    kantor: FaktaKantor
    tahun: int
    triwulan: int
    disahkan: bool
    versi_triwulan: int
    renstra_awal: int
    renstra_akhir: int
    penandatangan: FaktaPejabat | None
    pk: tuple[FaktaPK, ...]
    pengaturan: PengaturanUkur
    baris: list[FaktaBaris]
    # Empty where no money is known.
    anggaran: list[FaktaAnggaran] = field(default_factory=list)
