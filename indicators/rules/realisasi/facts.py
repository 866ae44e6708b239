"""What the plausibility rules are told of a row of a unit's quarter, and what they answer. Figures are exact; None is
blank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from indicators.capaian import EntryStatus, Konsolidasi, Polaritas, ValueKind
from indicators.capaian.exact import plain_digits
from indicators.capaian.kinds import ACCUMULATING
from indicators.capaian.writing import write_number
from sakip.labelled import Labelled


class Aturan(Labelled):
    """The rules by their ids, which settings and explanations are stored under, with what a badge says."""

    TANPA_KENDALA = "tanpa_kendala", "Tanpa kendala"
    CATATAN = "catatan", "Perlu catatan"
    NEGATIF = "negatif", "Di bawah nol"
    DI_ATAS_SERATUS = "di_atas_seratus", "Lebih dari 100 %"
    DI_LUAR_SKALA = "di_luar_skala", "Di luar skala"
    JAUH_DI_ATAS_TARGET = "jauh_di_atas_target", "Jauh di atas target"
    LONJAKAN = "lonjakan", "Lonjakan"
    BEDA_TAHUN_LALU = "beda_tahun_lalu", "Jauh dari tahun lalu"
    DI_LUAR_KEBIASAAN = "di_luar_kebiasaan", "Di luar kebiasaan"
    MELAMPAUI = "melampaui", "Melampaui target"
    SELALU_SAMA = "selalu_sama", "Selalu sama dengan target"
    SEKALI_SETAHUN = "sekali_setahun", "Diketahui sekali setahun"
    HILANG = "hilang", "Tahun lalu ada"
    TANPA_BUKTI = "tanpa_bukti", "Tanpa bukti"
    UANG_TANPA_HASIL = "uang_tanpa_hasil", "Uang tanpa hasil"
    HASIL_TANPA_UANG = "hasil_tanpa_uang", "Hasil tanpa uang"
    INDUK_TERCAPAI = "induk_tercapai", "Bawahannya belum tercapai"


class Sifat(Labelled):
    """What an office lets a rule do."""

    PERINGATAN = "peringatan", "Beri peringatan"
    TAHAN = "tahan", "Tahan sampai diperbaiki atau dijelaskan"
    MATI = "mati", "Jangan diperiksa"


@dataclass(frozen=True)
class ChildFacts:
    """An indicator below a row, of the same unit, that is judged below its target; texts as printed."""

    nama: str
    realisasi: str
    target: str


@dataclass(frozen=True)
class MoneyBeside:
    """The money of the row's sub kegiatan, year to date; `hasil_lain`: whether another indicator of it has a result."""

    keuangan: Decimal | None
    pagu: Decimal | None
    hasil_lain: bool = False


@dataclass(frozen=True, kw_only=True)
class RowFacts:
    """One row as it stands. `realisasi` is the quarter's entry, `sampai_kini` what the konsolidasi makes of the year so
    far, `realisasi_lalu` the latest entry before. Letters are no figure: they stand in `huruf`, and a rule of sizes
    finds nothing to compare.

    `tahun_ini` holds the figures of the year's earlier quarters, `tahun_lalu` and `huruf_lalu` the figures and letters
    of last year, all by quarter. `target` holds the quarters' targets, `target_tahun` the year's; of a range the upper
    bounds, of letters their score, which says no more than that there is a target. `capaian`
    in per cent, `dinilai` whether judged. `catatan_mesin` is what the engine wants explained; `penjelasan` is all that
    the unit wrote beside the figure. `bukti`: how many files; None where nobody counted them.
    """

    konsolidasi: Konsolidasi = Konsolidasi.POSISI_AKHIR
    jenis_nilai: ValueKind = ValueKind.JUMLAH
    polaritas: Polaritas = Polaritas.MAKSIMALKAN
    satuan: str = ""
    triwulan: int = 1
    status: EntryStatus = EntryStatus.TERISI
    realisasi: Decimal | None = None
    huruf: str = ""
    sampai_kini: Decimal | Fraction | None = None
    realisasi_lalu: Decimal | None = None
    tahun_ini: Mapping[int, Decimal | None] = field(default_factory=dict)
    tahun_lalu: Mapping[int, Decimal] = field(default_factory=dict)
    huruf_lalu: Mapping[int, str] = field(default_factory=dict)
    target: Mapping[int, Decimal | None] = field(default_factory=dict)
    target_tahun: Decimal | None = None
    capaian: Fraction | None = None
    dinilai: bool = False
    kendala: str = ""
    penjelasan: str = ""
    catatan_mesin: str = ""
    bukti: int | None = None
    anak: Sequence[ChildFacts] = ()
    uang: MoneyBeside | None = None

    @property
    def menumpuk(self) -> bool:
        return self.konsolidasi in ACCUMULATING

    @property
    def angka(self) -> str:
        """The entry in plain text: what an explanation of it stands for."""
        if self.status != EntryStatus.TERISI:
            return self.status.value
        return self.huruf or ("" if self.realisasi is None else plain_digits(self.realisasi))

    @property
    def hasil(self) -> Decimal | str | None:
        """What came of it, in letters or as a figure other than 0; None without."""
        return self.huruf or self.realisasi or None

    def entry_of_last_year(self, quarter: int) -> Decimal | str | None:
        return self.huruf_lalu.get(quarter) or self.tahun_lalu.get(quarter)

    def write(self, value: Decimal | Fraction | str) -> str:
        """An entry of the row as print shows it, without its satuan: letters as they are."""
        return value if isinstance(value, str) else write_number(value, jenis=self.jenis_nilai.of_figures)


@dataclass(frozen=True)
class Said:
    """What a rule says when it strikes: what is odd, and what to do, to the typist and to the checker.

    `perihal`: the figures of other rows that it rests on; an explanation no longer counts when they change.
    """

    hal: str
    pengisi: str
    pemeriksa: str
    perihal: str = ""


@dataclass(frozen=True)
class Oddity:
    """A rule that struck: `kode` names the rule, `label` fits a badge, `kalimat` says to the checker what is odd and
    what to do, `kalimat_pengisi` to the typist ("" where it is the same).

    `perihal` stands for the figures that it is about. `berkait`: it rests on other rows too, so that what a page was
    told of this one alone does not settle it.
    """

    kode: str
    label: str
    kalimat: str
    kalimat_pengisi: str = ""
    perihal: str = ""
    berkait: bool = False

    @property
    def untuk_pengisi(self) -> str:
        return self.kalimat_pengisi or self.kalimat
