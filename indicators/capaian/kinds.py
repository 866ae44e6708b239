"""The closed lists of the engine: how an indicator behaves and what came out of measuring it.

Values are stored in the database; labels are what people read. Source: DOMAIN 3 and 4.
"""

from enum import StrEnum


class Berlabel(StrEnum):
    """A stored word with an Indonesian label."""

    @property
    def label(self) -> str:
        """The words that a form or a report shows for this member."""
        return _LABELS[type(self).__name__][self.value]


class Polaritas(Berlabel):
    """Which direction of the realisasi is good."""

    MAKSIMALKAN = "maksimalkan"
    MINIMALKAN = "minimalkan"
    STABILKAN = "stabilkan"
    RENTANG = "rentang"


class Konsolidasi(Berlabel):
    """How the year's value is made of the quarters' entries (see `consolidation`)."""

    KUMULATIF = "kumulatif"
    PENJUMLAHAN = "penjumlahan"
    POSISI_AKHIR = "posisi_akhir"
    RATA_RATA = "rata_rata"
    MAKSIMUM = "maksimum"
    MINIMUM = "minimum"


# Entered or added up over the year: the value of a later quarter includes those before it.
ACCUMULATING = frozenset({Konsolidasi.KUMULATIF, Konsolidasi.PENJUMLAHAN})


class PolaTarget(Berlabel):
    """Whether the year's target is repeated each quarter or each quarter has its own."""

    TETAP = "tetap"
    BERTAHAP = "bertahap"


class JenisNilai(Berlabel):
    """The kind of value; it decides how a number is read and printed, and that a predicate is scored."""

    JUMLAH = "jumlah"
    PERSEN = "persen"
    INDEKS = "indeks"
    RUPIAH = "rupiah"
    DURASI = "durasi"
    RASIO = "rasio"
    PREDIKAT = "predikat"


class RumusMinimalkan(Berlabel):
    """The two formulas in use for indicators where less is better."""

    SELISIH = "selisih"
    PERBANDINGAN = "perbandingan"


class StatusIsi(Berlabel):
    """The three answers to "what is the realisasi?"; blank is not 0."""

    BELUM_DIISI = "belum_diisi"
    TERISI = "terisi"
    TIDAK_TERSEDIA = "tidak_tersedia"


class StatusHasil(Berlabel):
    """Whether a figure could be computed and, if not, why.

    `dinilai_akhir_tahun`: a capaian that has no meaning before the year's end; `tidak_berlaku`: a progres that this
    kind of indicator does not have.
    """

    DIHITUNG = "dihitung"
    BELUM_ADA_TARGET = "belum_ada_target"
    BELUM_DIISI = "belum_diisi"
    TIDAK_TERSEDIA = "tidak_tersedia"
    TIDAK_TERDEFINISI = "tidak_terdefinisi"
    DINILAI_AKHIR_TAHUN = "dinilai_akhir_tahun"
    TIDAK_BERLAKU = "tidak_berlaku"


class KelasCapaian(Berlabel):
    """What a report says of an indicator: each falls into exactly one (DOMAIN 6); see `classes`."""

    MELAMPAUI = "melampaui"
    TERCAPAI = "tercapai"
    DI_BAWAH_TARGET = "di_bawah_target"
    DI_BAWAH_BELUM_DINILAI = "di_bawah_belum_dinilai"
    DINILAI_AKHIR_TAHUN = "dinilai_akhir_tahun"
    BELUM_ADA_TARGET = "belum_ada_target"
    TIDAK_TERSEDIA = "tidak_tersedia"
    BELUM_DIISI = "belum_diisi"
    TIDAK_DAPAT_DIHITUNG = "tidak_dapat_dihitung"
    TIDAK_DILANJUTKAN = "tidak_dilanjutkan"


_LABELS: dict[str, dict[str, str]] = {
    "Polaritas": {
        "maksimalkan": "Maksimalkan (makin tinggi makin baik)",
        "minimalkan": "Minimalkan (makin rendah makin baik)",
        "stabilkan": "Stabilkan (tepat target paling baik)",
        "rentang": "Rentang (di antara dua batas paling baik)",
    },
    "Konsolidasi": {
        "kumulatif": "Kumulatif (diisi s.d. triwulan; tahun = nilai terakhir)",
        "penjumlahan": "Penjumlahan (diisi per triwulan; tahun = jumlah)",
        "posisi_akhir": "Posisi akhir (keadaan pada akhir triwulan; tahun = nilai terakhir)",
        "rata_rata": "Rata-rata (diisi per triwulan; tahun = rata-rata)",
        "maksimum": "Maksimum (diisi per triwulan; tahun = nilai tertinggi)",
        "minimum": "Minimum (diisi per triwulan; tahun = nilai terendah)",
    },
    "PolaTarget": {
        "tetap": "Tetap (target tahun diulang setiap triwulan)",
        "bertahap": "Bertahap (setiap triwulan mempunyai target sendiri)",
    },
    "JenisNilai": {
        "jumlah": "Jumlah",
        "persen": "Persen",
        "indeks": "Indeks atau nilai",
        "rupiah": "Rupiah",
        "durasi": "Durasi",
        "rasio": "Rasio (1:n)",
        "predikat": "Predikat",
    },
    "RumusMinimalkan": {
        "selisih": "(2 x target - realisasi) / target x 100",
        "perbandingan": "target / realisasi x 100",
    },
    "StatusIsi": {
        "belum_diisi": "Belum diisi",
        "terisi": "Terisi",
        "tidak_tersedia": "Tidak tersedia",
    },
    "StatusHasil": {
        "dihitung": "Dihitung",
        "belum_ada_target": "Belum ada target",
        "belum_diisi": "Belum diisi",
        "tidak_tersedia": "Tidak tersedia",
        "tidak_terdefinisi": "Tidak terdefinisi",
        "dinilai_akhir_tahun": "Dinilai pada akhir tahun",
        "tidak_berlaku": "Tidak berlaku",
    },
    "KelasCapaian": {
        "melampaui": "Melampaui target",
        "tercapai": "Tercapai",
        "di_bawah_target": "Di bawah target",
        "di_bawah_belum_dinilai": "Di bawah target, belum dinilai",
        "dinilai_akhir_tahun": "Dinilai pada akhir tahun",
        "belum_ada_target": "Belum ada target",
        "tidak_tersedia": "Tidak tersedia",
        "belum_diisi": "Belum diisi",
        "tidak_dapat_dihitung": "Tidak dapat dihitung",
        "tidak_dilanjutkan": "Tidak dilanjutkan",
    },
}
