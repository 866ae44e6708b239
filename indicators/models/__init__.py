"""The models, grouped by subject; import them from here."""

from indicators.models.anggaran import Anggaran, RealisasiAnggaran, RencanaKas, SumberDana
from indicators.models.damaged_files import DamagedFile, DamageKind
from indicators.models.dukungan import Dukungan
from indicators.models.jejak import Jejak, JejakBerulang, MataRantai, SegelJejak
from indicators.models.kantor import Pejabat, Pemda, PerangkatDaerah, UnitKerja
from indicators.models.kepercayaan import (
    AturUlangSandi,
    JawabanAturUlang,
    NamaPengguna,
    ResetKind,
    StatusUsulan,
    UsulanPeran,
    fold_name,
)
from indicators.models.kewajaran import AturanKewajaran, PenjelasanTemuan
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
    "AturUlangSandi",
    "AturanKewajaran",
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
    "JawabanAturUlang",
    "Jejak",
    "JejakBerulang",
    "Kegiatan",
    "LembarPK",
    "MataRantai",
    "NamaPengguna",
    "Pejabat",
    "Pemda",
    "Pengajuan",
    "PengaturanTahun",
    "Pengesahan",
    "Pengguna",
    "PenjelasanTemuan",
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
    "ResetKind",
    "Sasaran",
    "SegelJejak",
    "SkalaPredikat",
    "StatusUsulan",
    "SubKegiatan",
    "SumberDana",
    "Target",
    "TargetRenstra",
    "TingkatPredikat",
    "Triwulan",
    "Tujuan",
    "UnitKerja",
    "UsulanPeran",
    "VersiPengajuan",
    "fold_name",
]
