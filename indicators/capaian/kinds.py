"""The closed lists of the engine: how an indicator behaves and what came out of measuring it.

Values are stored in the database; labels are what people read. Source: DOMAIN 3 and 4.
"""

from sakip.labelled import Labelled


class Polaritas(Labelled):
    """Which direction of the realisasi is good."""

    MAKSIMALKAN = "maksimalkan", "Maksimalkan (makin tinggi makin baik)"
    MINIMALKAN = "minimalkan", "Minimalkan (makin rendah makin baik)"
    STABILKAN = "stabilkan", "Stabilkan (tepat target paling baik)"
    RENTANG = "rentang", "Rentang (di antara dua batas paling baik)"


class Konsolidasi(Labelled):
    """How the year's value is made of the quarters' entries (see `consolidation`)."""

    KUMULATIF = "kumulatif", "Kumulatif (diisi s.d. triwulan; tahun = nilai terakhir)"
    PENJUMLAHAN = "penjumlahan", "Penjumlahan (diisi per triwulan; tahun = jumlah)"
    POSISI_AKHIR = "posisi_akhir", "Posisi akhir (keadaan pada akhir triwulan; tahun = nilai terakhir)"
    RATA_RATA = "rata_rata", "Rata-rata (diisi per triwulan; tahun = rata-rata)"
    MAKSIMUM = "maksimum", "Maksimum (diisi per triwulan; tahun = nilai tertinggi)"
    MINIMUM = "minimum", "Minimum (diisi per triwulan; tahun = nilai terendah)"


# Entered or added up over the year: the value of a later quarter includes those before it.
ACCUMULATING = frozenset({Konsolidasi.KUMULATIF, Konsolidasi.PENJUMLAHAN})


class PolaTarget(Labelled):
    """Whether the year's target is repeated each quarter or each quarter has its own."""

    TETAP = "tetap", "Tetap (target tahun diulang setiap triwulan)"
    BERTAHAP = "bertahap", "Bertahap (setiap triwulan mempunyai target sendiri)"


class ValueKind(Labelled):
    """The kind of value; it decides how a number is read and printed, and that a predicate is scored."""

    JUMLAH = "jumlah", "Jumlah"
    PERSEN = "persen", "Persen"
    INDEKS = "indeks", "Indeks atau nilai"
    RUPIAH = "rupiah", "Rupiah"
    DURASI = "durasi", "Durasi"
    RASIO = "rasio", "Rasio (1:n)"
    PREDIKAT = "predikat", "Predikat"

    @property
    def of_figures(self) -> "ValueKind":
        """The kind by which a figure of such a row is written: one that was entered before letters were asked for is a
        plain number."""
        return ValueKind.JUMLAH if self == ValueKind.PREDIKAT else self


class MinimalkanFormula(Labelled):
    """The two formulas in use for indicators where less is better."""

    SELISIH = "selisih", "(2 x target - realisasi) / target x 100"
    PERBANDINGAN = "perbandingan", "target / realisasi x 100"


class EntryStatus(Labelled):
    """The three answers to "what is the realisasi?"; blank is not 0."""

    BELUM_DIISI = "belum_diisi", "Belum diisi"
    TERISI = "terisi", "Terisi"
    TIDAK_TERSEDIA = "tidak_tersedia", "Tidak tersedia"


class ResultStatus(Labelled):
    """Whether a figure could be computed and, if not, why.

    `dinilai_akhir_tahun`: a capaian that has no meaning before the year's end; `tidak_berlaku`: a progres that this
    kind of indicator does not have.
    """

    DIHITUNG = "dihitung", "Dihitung"
    BELUM_ADA_TARGET = "belum_ada_target", "Belum ada target"
    BELUM_DIISI = "belum_diisi", "Belum diisi"
    TIDAK_TERSEDIA = "tidak_tersedia", "Tidak tersedia"
    TIDAK_TERDEFINISI = "tidak_terdefinisi", "Tidak terdefinisi"
    DINILAI_AKHIR_TAHUN = "dinilai_akhir_tahun", "Dinilai pada akhir tahun"
    TIDAK_BERLAKU = "tidak_berlaku", "Tidak berlaku"


class CapaianClass(Labelled):
    """What a report says of an indicator: each falls into exactly one (DOMAIN 6); see `classes`."""

    MELAMPAUI = "melampaui", "Melampaui target"
    TERCAPAI = "tercapai", "Tercapai"
    DI_BAWAH_TARGET = "di_bawah_target", "Di bawah target"
    DI_BAWAH_BELUM_DINILAI = "di_bawah_belum_dinilai", "Di bawah target, belum dinilai"
    DINILAI_AKHIR_TAHUN = "dinilai_akhir_tahun", "Dinilai pada akhir tahun"
    BELUM_ADA_TARGET = "belum_ada_target", "Belum ada target"
    TIDAK_TERSEDIA = "tidak_tersedia", "Tidak tersedia"
    BELUM_DIISI = "belum_diisi", "Belum diisi"
    TIDAK_DAPAT_DIHITUNG = "tidak_dapat_dihitung", "Tidak dapat dihitung"
    TIDAK_DILANJUTKAN = "tidak_dilanjutkan", "Tidak dilanjutkan"
