"""The words of the workbooks: what each column means, how a file is filled in, an example to look at."""

from decimal import Decimal
from typing import Any

from indicators.exchange.workbook.structure import KOLOM_CATATAN
from indicators.tingkat import IKU, NOMENKLATUR, Tingkat
from indicators.triwulan import LAST_QUARTER, QUARTERS, short_name

JALUR = "Tulis nama atau kodenya. Kosong berarti sama dengan baris di atasnya."
KOLOM: dict[str, str] = {
    KOLOM_CATATAN: "Catatan Anda sendiri, tidak disimpan. Baris yang catatannya diawali kata “contoh” dilewati.",
    "Awal Renstra": "Tahun pertama Renstra, misalnya 2023.",
    "Akhir Renstra": "Tahun terakhir Renstra, misalnya 2026.",
    Tingkat.TUJUAN.label: JALUR,
    Tingkat.SASARAN.label: JALUR,
    Tingkat.PROGRAM.label: JALUR,
    Tingkat.KEGIATAN.label: f"{JALUR} Pada lembar indikator: kosongkan bila indikator milik program.",
    Tingkat.SUB_KEGIATAN.label: f"{JALUR} Pada lembar indikator: kosongkan bila indikator milik kegiatan.",
    "Kode": "Kode nomenklatur, dengan atau tanpa titik: 2.16.01.2.01.0001. Untuk unit: kode singkat, misalnya umum.",
    "Nama": "Nama resminya. Nama dan kode adalah kunci: bila diganti, yang dibuat adalah data baru.",
    "Urutan": "Bilangan bulat; menentukan urutan tampil. Boleh kosong untuk data baru.",
    "Tahun pertama": "Kosong: sejak awal Renstra; yang sudah tersimpan tidak diubah.",
    "Tahun terakhir": "Kosong: sampai akhir Renstra; yang sudah tersimpan tidak diubah.",
    "Sasaran kinerja": "Kalimat sasaran program, kegiatan, atau sub kegiatan.",
    "Versi nomenklatur": "Peraturan atau versi kodenya; boleh kosong.",
    "Menggantikan": (
        "Jalur lengkap yang lama dari tujuannya, dipisah “ > ”; pada lembar Indikator diakhiri nama indikatornya. "
        "Boleh kosong."
    ),
    "Indikator": "Nama indikator. Satu simpul boleh mempunyai beberapa indikator.",
    "Kode unit": "Kode unit penanggung jawab, pilih dari daftar.",
    "Satuan": "Misalnya Dokumen, Persen, Poin.",
    "Jenis nilai": "Pilih dari daftar. Predikat memerlukan skala predikat.",
    "Desimal paling sedikit": "1 mencetak 2 sebagai 2,0. Biasanya 0.",
    "Polaritas": (
        "Maksimalkan: makin besar makin baik. Minimalkan: makin kecil makin baik. Pilih dari daftar; "
        "biarkan maksimalkan untuk predikat."
    ),
    "Rumus minimalkan": "Hanya untuk minimalkan. Pilih dari daftar.",
    "Realisasi terburuk": "Hanya untuk minimalkan dengan target 0; lebih besar daripada target.",
    "Konsolidasi": (
        "Cara membuat angka tahun dari angka triwulan. Pilih dari daftar; predikat hanya posisi akhir, maksimum, "
        "atau minimum, dan indeks, rasio, serta skor tidak dijumlahkan."
    ),
    "Pola target": "Tetap: satu target untuk semua triwulan. Bertahap: tiap triwulan punya targetnya.",
    "Target triwulan ditulis": (
        "Hanya untuk penjumlahan dan rata-rata. “Per triwulan” untuk 2, 2, 2, 2; “Sejak awal tahun” untuk 2, 4, 6, 8. "
        "Kosong berarti sejak awal tahun."
    ),
    "Skala predikat": "Nama skala, hanya untuk jenis nilai predikat.",
    "Predikat": "Huruf atau kata predikat, misalnya BB.",
    "Skor": "Nilai predikat untuk dihitung, misalnya 70.",
    "Definisi operasional": "Penjelasan apa yang diukur; sering ditanyakan evaluator.",
    "Formula": "Rumus dalam kata-kata.",
    "Sumber data": "Dari mana angkanya diperoleh.",
    "Penanggung jawab": "Orang atau jabatan penanggung jawab datanya.",
    "Tahun": "Empat angka, misalnya 2024.",
    "Target": "Angka seperti 81,18, atau predikat. Batas bawah bila polaritasnya rentang.",
    "Batas atas": "Hanya untuk polaritas rentang.",
    "Perubahan ke": "0 untuk PK murni, 1 untuk perubahan pertama.",
    "Nomor dokumen": "Nomor PK; boleh kosong.",
    "Alasan perubahan": "Wajib untuk PK perubahan.",
    "Berlaku mulai": "Tanggal seperti 01/01/2024. Triwulan memakai PK yang berlaku pada hari terakhirnya.",
    "Kode unit atasan": "Kode unit di atasnya. Kosong hanya untuk unit puncak.",
    "Singkatan": "Boleh kosong.",
    "Jenjang": "Pilih dari daftar.",
    "Berlaku dari": "Kosongkan bila sejak awal.",
    "Berlaku sampai": "Kosongkan bila masih berlaku.",
    "NIP": "18 angka tanpa spasi, sebagai teks.",
    "Pangkat": "Misalnya Pembina Utama Muda.",
    "Jabatan": "Misalnya Kepala Dinas Komunikasi dan Informatika.",
    "Menandatangani laporan": "Ya untuk Kepala Dinas atau pelaksana tugasnya, selain itu Tidak.",
    "Mulai": "Tanggal mulai, seperti 01/01/2024.",
    "Sampai": "Tanggal akhir. Kosongkan bila masih berlaku.",
    "Nama pengguna": "Untuk masuk: huruf, angka, titik, tanpa spasi. Satu baris per penugasan.",
    "Surel": "Boleh kosong.",
    "Koreksi": "Biarkan kosong. Bila pemeriksaan bertanya: “ya” mengoreksi data itu, “baru” membuat data lain.",
    "Peran": "Pilih dari daftar. Orang dengan dua peran ditulis dalam dua baris.",
}


def explanation_of(name: str) -> str:
    """Return what a column holds; the columns of targets by quarter and year share theirs."""
    if name in KOLOM:
        return KOLOM[name]
    if name.startswith("Target Renstra"):
        return "Target Renstra tahun itu, biasanya hanya untuk indikator tujuan, sasaran, dan program."
    if name.startswith("Batas atas"):
        return KOLOM["Batas atas"]
    if name.lower().startswith("target tahun"):
        return f"Target setahun. Boleh kosong: sama dengan {short_name(LAST_QUARTER)}, kecuali konsolidasi penjumlahan."
    return (
        "Target sampai triwulan itu. Pola tetap: boleh kosong, sama dengan target tahun."
        if name.startswith("Target")
        else ""
    )


UMUM = [
    ["Unggah berkas ini di halaman yang sama. Berkas diperiksa dahulu; belum ada yang disimpan."],
    ["Judul kolom jangan diubah. Baris lain boleh ada di atasnya; kolom yang tidak dipakai boleh dihapus."],
    ["Tulis angka seperti 81,18 atau 2.360.141.080. Angka yang dapat dibaca dua cara, misalnya 1.234, ditanyakan."],
    ["Baris yang kolom Catatan-nya diawali kata “contoh” dilewati; boleh dihapus."],
    ["Data yang tidak ada di berkas tidak dihapus dari sistem."],
]

TUJUAN = "Meningkatnya kualitas pemerintahan digital"
SASARAN = "Meningkatnya kualitas informasi publik"
PROGRAM, KEGIATAN, SUB = "Program Informasi Publik", "Pengelolaan Informasi Publik", "Layanan Hubungan Media"
# The way to an example's indicator.
WAY = dict(zip((level.label for level in Tingkat), (TUJUAN, SASARAN, PROGRAM, KEGIATAN, SUB), strict=True))
CODES = dict(zip(NOMENKLATUR, ("2.16.02", "2.16.02.2.01", "2.16.02.2.01.0002"), strict=True))
# The way to an example's node, one of it by its code.
WAY_ABOVE = WAY | {Tingkat.PROGRAM.label: CODES[Tingkat.PROGRAM]}
TARGETS = {f"Target {short_name(quarter)}": quarter * 12 for quarter in QUARTERS}


def _node_example(level: Tingkat) -> dict[str, Any]:
    above = {up.label: WAY_ABOVE[up.label] for up in level.above}
    code = {"Kode": CODES[level]} if level in CODES else {}
    return {**above, **code, "Nama": WAY[level.label], "Urutan": 1}


CONTOH: dict[str, list[dict[str, Any]]] = {
    "Renstra": [{"Awal Renstra": 2025, "Akhir Renstra": 2029}],
    "Skala predikat": [{"Skala predikat": "Predikat SAKIP"}],
    "Tingkat predikat": [
        {"Skala predikat": "Predikat SAKIP", "Predikat": "BB", "Skor": 70},
        {"Predikat": "B", "Skor": 60},
    ],
    **{level.label: [_node_example(level)] for level in Tingkat},
    "Indikator": [
        {
            **WAY,
            "Indikator": "Jumlah siaran pers",
            "Kode unit": "ikp",
            "Satuan": "Dokumen",
            "Jenis nilai": "Jumlah",
            "Polaritas": "Maksimalkan",
            "Konsolidasi": "Kumulatif",
            "Pola target": "Bertahap",
        }
    ],
    "Target Renstra": [
        {
            **{level.label: WAY[level.label] for level in IKU},
            "Indikator": "Indeks SPBE",
            "Tahun": 2025,
            "Target": Decimal("2.5"),
        },
        {"Tahun": 2026, "Target": Decimal("2.75")},
    ],
    "Perjanjian kinerja": [{"Tahun": 2025, "Perubahan ke": 0, "Berlaku mulai": "01/01/2025"}],
    "Target PK": [
        {
            **WAY,
            "Indikator": "Jumlah siaran pers",
            **TARGETS,
        }
    ],
    "Lampiran I": [
        {
            "Kode": CODES[Tingkat.SUB_KEGIATAN],
            **WAY,
            "Indikator": "Jumlah siaran pers",
            "Kode unit": "ikp",
            "Satuan": "Dokumen",
            "Konsolidasi": "Kumulatif",
            "Pola target": "Bertahap",
            **TARGETS,
        }
    ],
    "Unit kerja": [
        {
            "Kode": "sekretariat",
            "Kode unit atasan": "dinas",
            "Nama": "Sekretariat",
            "Jenjang": "Eselon III",
            "Urutan": 2,
        },
        {
            "Kode": "umum",
            "Kode unit atasan": "sekretariat",
            "Nama": "Subbag Umum",
            "Jenjang": "Eselon IV/Fungsional",
            "Urutan": 3,
        },
    ],
    "Pejabat": [
        {
            "NIP": "197001011995031001",
            "Nama": "Siti Aminah, S.Sos.",
            "Pangkat": "Pembina Utama Muda",
            "Jabatan": "Kepala Dinas",
            "Kode unit": "dinas",
            "Menandatangani laporan": "Ya",
            "Mulai": "01/01/2025",
        }
    ],
    "Pengguna": [
        {
            "Nama pengguna": "siti.aminah",
            "Nama": "Siti Aminah, S.Sos.",
            "Kode unit": "dinas",
            "Peran": "Kepala Dinas",
            "Mulai": "01/01/2025",
        }
    ],
}
