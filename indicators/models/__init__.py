"""The models, grouped by subject; import them from here."""

from indicators.models.anggaran import Anggaran, RealisasiAnggaran, RencanaKas, SumberDana
from indicators.models.damaged_files import DamagedFile, DamageKind
from indicators.models.dukungan import Dukungan
from indicators.models.jejak import Jejak
from indicators.models.kantor import Pejabat, Pemda, PerangkatDaerah, UnitKerja
from indicators.models.lembar_pk import ButirLembar, LembarPK
from indicators.models.pengajuan import (
    BarisDikembalikan,
    Pengajuan,
    Pengesahan,
    PeristiwaPengajuan,
    Putusan,
    VersiPengajuan,
)
from indicators.models.pengguna import Pengguna, Penugasan
from indicators.models.perjanjian import ButirPK, PengaturanTahun, PerjanjianKinerja, Target
from indicators.models.realisasi import BuktiDukung, JadwalPengisian, Realisasi, Triwulan
from indicators.models.rencana import (
    GantiNomenklatur,
    Indikator,
    Kegiatan,
    PeriodeRenstra,
    Program,
    Sasaran,
    SkalaPredikat,
    SubKegiatan,
    TargetRenstra,
    TingkatPredikat,
    Tujuan,
)

__all__ = [
    "Anggaran",
    "BarisDikembalikan",
    "BuktiDukung",
    "ButirLembar",
    "ButirPK",
    "DamageKind",
    "DamagedFile",
    "Dukungan",
    "GantiNomenklatur",
    "Indikator",
    "JadwalPengisian",
    "Jejak",
    "Kegiatan",
    "LembarPK",
    "Pejabat",
    "Pemda",
    "Pengajuan",
    "PengaturanTahun",
    "Pengesahan",
    "Pengguna",
    "Penugasan",
    "PerangkatDaerah",
    "PeriodeRenstra",
    "PeristiwaPengajuan",
    "PerjanjianKinerja",
    "Program",
    "Putusan",
    "Realisasi",
    "RealisasiAnggaran",
    "RencanaKas",
    "Sasaran",
    "SkalaPredikat",
    "SubKegiatan",
    "SumberDana",
    "Target",
    "TargetRenstra",
    "TingkatPredikat",
    "Triwulan",
    "Tujuan",
    "UnitKerja",
    "VersiPengajuan",
]
