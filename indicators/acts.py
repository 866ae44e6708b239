"""The acts that the trail tells of, each with its words: one list for everything that is done or refused. Pure."""

from sakip.labelled import Labelled


class Act(Labelled):
    """What somebody did, or was refused to do. The value stands in rows that never change; the words may.

    A member that rows may bear is never taken away.
    """

    # Done to an object of any kind, whose name follows: "Tambah program".
    TAMBAH = "tambah", "Tambah"
    UBAH = "ubah", "Ubah"
    HAPUS = "hapus", "Hapus"
    PINDAHKAN = "pindahkan", "Pindahkan"
    EKSPOR = "ekspor", "Ekspor"

    # The plan and its agreement.
    URUTKAN_SIMPUL = "urutkan_simpul", "Atur urutan simpul di bawahnya"
    URUTKAN_INDIKATOR = "urutkan_indikator", "Atur urutan indikatornya"
    UBAH_NOMENKLATUR = "ubah_nomenklatur", "Ubah nomenklatur"
    BATALKAN_NOMENKLATUR = "batalkan_nomenklatur", "Batalkan perubahan nomenklatur"
    TETAPKAN_PK = "tetapkan_pk", "Tetapkan perjanjian kinerja"
    EKSPOR_BUKU_RENCANA = "ekspor_buku_rencana", "Ekspor buku kerja rencana"
    EKSPOR_BUKU_KANTOR = "ekspor_buku_kantor", "Ekspor buku kerja kantor"
    IMPOR_BUKU_RENCANA = "impor_buku_rencana", "Impor buku kerja rencana"
    IMPOR_BUKU_KANTOR = "impor_buku_kantor", "Impor buku kerja kantor"

    # What units enter.
    ISI_REALISASI = "isi_realisasi", "Isi realisasi"
    KOSONGKAN_REALISASI = "kosongkan_realisasi", "Kosongkan realisasi yang cara mengukurnya diganti"
    JELASKAN_TEMUAN = "jelaskan_temuan", "Jelaskan temuan pada isian"
    ISI_ANGGARAN = "isi_anggaran", "Isi realisasi anggaran"
    UNGGAH_BUKTI = "unggah_bukti", "Unggah bukti dukung"
    GANTI_BUKTI = "ganti_bukti", "Ganti bukti dukung"
    TARIK_BUKTI = "tarik_bukti", "Tarik bukti dukung"
    LIHAT_BUKTI = "lihat_bukti", "Buka bukti dukung"
    UNDUH_BUKTI = "unduh_bukti", "Unduh bukti dukung"
    UNDUH_LEMBAR = "unduh_lembar", "Unduh lembar pengukuran"
    JAWAB_PENGEMBALIAN = "jawab_pengembalian", "Jawab pengembalian data"

    # The way of a submission; the values of `workflow.PengajuanAct`.
    AJUKAN = "ajukan", "Ajukan data"
    TARIK = "tarik", "Tarik data yang sudah diajukan"
    PERIKSA = "periksa", "Periksa dan teruskan data"
    VALIDASI = "validasi", "Validasi data"
    SAHKAN = "sahkan", "Sahkan data unit"
    KEMBALIKAN = "kembalikan", "Kembalikan data"
    BUKA_KEMBALI = "buka_kembali", "Buka kembali data unit"
    BUKA_PENGESAHAN = "buka_pengesahan", "Buka kembali data unit yang sudah disahkan"
    TANGGUHKAN = "tangguhkan", "Tangguhkan pengesahan data unit"
    TOLAK_PENGESAHAN = "tolak_pengesahan", "Kembalikan data sebelum pengesahan"

    # Quarters.
    BUKA_TRIWULAN = "buka_triwulan", "Buka triwulan"
    UBAH_JADWAL = "ubah_jadwal", "Ubah jadwal"
    ATUR_KEWAJARAN = "atur_kewajaran", "Atur aturan kewajaran"
    SAHKAN_TRIWULAN = "sahkan_triwulan", "Sahkan triwulan"
    BUKA_KEMBALI_TRIWULAN = "buka_kembali_triwulan", "Buka kembali triwulan"
    TANGGUHKAN_TRIWULAN = "tangguhkan_triwulan", "Tangguhkan pengesahan triwulan"

    # Accounts.
    ATUR_ULANG_SANDI = "atur_ulang_sandi", "Atur ulang kata sandi"
    ATUR_SANDI_CONTOH = "atur_sandi_contoh", "Atur kata sandi akun contoh"
    GANTI_SANDI = "ganti_sandi", "Ganti kata sandi sendiri"
    AKTIFKAN_PENGGUNA = "aktifkan_pengguna", "Aktifkan pengguna"
    NONAKTIFKAN_PENGGUNA = "nonaktifkan_pengguna", "Nonaktifkan pengguna"

    MASUK = "masuk", "Masuk"
    GAGAL_MASUK = "gagal_masuk", "Gagal masuk"
    KELUAR = "keluar", "Keluar"
    KELUAR_SEMUA = "keluar_semua", "Keluar dari semua sesi"
    KUNCI_AKUN = "kunci_akun", "Kunci akun setelah banyak percobaan"
    BUKA_KUNCI_AKUN = "buka_kunci_akun", "Buka kunci akun"
    TUNJUK_PLH = "tunjuk_plh", "Tunjuk pelaksana harian"
    AKHIRI_PLH = "akhiri_plh", "Akhiri tugas pelaksana harian"
    USULKAN_PERAN = "usulkan_peran", "Usulkan peran"
    SETUJUI_PERAN = "setujui_peran", "Setujui peran"
    TOLAK_PERAN = "tolak_peran", "Tolak usulan peran"
    BATALKAN_USULAN_PERAN = "batalkan_usulan_peran", "Batalkan usulan peran"
    ISI_PERAN_KOSONG = "isi_peran_kosong", "Isi peran yang kosong"
    KONFIRMASI_ATUR_ULANG = "konfirmasi_atur_ulang", "Konfirmasi tindakan setelah kata sandi diatur ulang"
    SANGKAL_ATUR_ULANG = "sangkal_atur_ulang", "Sangkal tindakan setelah kata sandi diatur ulang"
    PASANG_FAKTOR_KEDUA = "pasang_faktor_kedua", "Pasang verifikasi dua langkah"
    LEPAS_FAKTOR_KEDUA = "lepas_faktor_kedua", "Matikan verifikasi dua langkah"
    BUAT_KODE_PEMULIHAN = "buat_kode_pemulihan", "Buat kode pemulihan baru"
    PAKAI_KODE_PEMULIHAN = "pakai_kode_pemulihan", "Pakai kode pemulihan"
    ATUR_ULANG_FAKTOR_KEDUA = "atur_ulang_faktor_kedua", "Atur ulang verifikasi dua langkah"

    # The installation.
    CADANGKAN = "cadangkan", "Buat cadangan"
    PULIHKAN = "pulihkan", "Pulihkan dari cadangan"
    PINDAHKAN_BASIS_DATA = "pindahkan_basis_data", "Pindahkan basis data"
    ULANGI_PEKERJAAN = "ulangi_pekerjaan", "Ulangi pekerjaan yang gagal"
    BATALKAN_PEKERJAAN = "batalkan_pekerjaan", "Batalkan pekerjaan"
    KIRIM_ULANG_SUREL = "kirim_ulang_surel", "Kirim ulang surel"
    PINDAHKAN_BERKAS = "pindahkan_berkas", "Pindahkan berkas"

    # Reports and their documents.
    UBAH_LAPORAN = "ubah_laporan", "Ubah isi laporan"
    PERIKSA_ANGKA_NARASI = "periksa_angka_narasi", "Periksa angka dalam teks laporan"
    BUKA_REVISI_LAPORAN = "buka_revisi_laporan", "Buka revisi laporan"
    SUSUN_DOKUMEN = "susun_dokumen", "Susun dokumen"
    MINTA_FINAL = "minta_final", "Minta laporan final"
    BATALKAN_PENYUSUNAN = "batalkan_penyusunan", "Batalkan penyusunan laporan"
    FINALKAN_LAPORAN = "finalkan_laporan", "Finalkan laporan"
    GANTIKAN_DOKUMEN = "gantikan_dokumen", "Gantikan dokumen"
    TANDA_TANGANI_DOKUMEN = "tanda_tangani_dokumen", "Tanda tangani dokumen"
    PARAF_DOKUMEN = "paraf_dokumen", "Paraf dokumen"
    DAFTARKAN_SERTIFIKAT = "daftarkan_sertifikat", "Daftarkan sertifikat"
    GANTI_SERTIFIKAT = "ganti_sertifikat", "Ganti sertifikat"
    TARIK_SERTIFIKAT = "tarik_sertifikat", "Tarik sertifikat"
    KONFIRMASI_SERTIFIKAT = "konfirmasi_sertifikat", "Konfirmasi sertifikat dengan nama lain"
    PERPANJANG_DOKUMEN = "perpanjang_dokumen", "Perpanjang bukti tanda tangan dokumen"
    ATUR_PEMARAF = "atur_pemaraf", "Atur paraf sebelum tanda tangan"
    UNGGAH_PINDAIAN = "unggah_pindaian", "Unggah pindaian dokumen bertanda tangan"
    LIHAT_DOKUMEN = "lihat_dokumen", "Buka dokumen"
    UNDUH_DOKUMEN = "unduh_dokumen", "Unduh dokumen"

    # What a page refuses before any service is asked.
    BUKA_HALAMAN = "buka_halaman", "Buka halaman"
    KIRIM_ISIAN = "kirim_isian", "Kirim isian"
    CARI_YANG_TERTUTUP = "cari_yang_tertutup", "Buka alamat yang tidak ada atau milik kantor lain"

    def phrase(self, jenis: str) -> str:
        """Return the act as people say it of an object of that kind: "Tambah program", "Sahkan triwulan"."""
        return f"{self.label} {jenis}".strip() if self in OF_A_KIND else self.label


OF_A_KIND = frozenset({Act.TAMBAH, Act.UBAH, Act.HAPUS, Act.PINDAHKAN, Act.EKSPOR})


# Acts that only ever fail, though no service refuses them.
FAILED = frozenset({Act.GAGAL_MASUK.value})

# What an account decides in its owner's name; after a reset of its password he is asked whether it was he.
DECISIONS = frozenset(
    {
        Act.AJUKAN,
        Act.TARIK,
        Act.PERIKSA,
        Act.VALIDASI,
        Act.KEMBALIKAN,
        Act.BUKA_KEMBALI,
        Act.BUKA_PENGESAHAN,
        Act.TOLAK_PENGESAHAN,
        Act.SAHKAN_TRIWULAN,
        Act.BUKA_KEMBALI_TRIWULAN,
        Act.BUKA_TRIWULAN,
        Act.UBAH_JADWAL,
        Act.TETAPKAN_PK,
        Act.MINTA_FINAL,
        Act.FINALKAN_LAPORAN,
        Act.BUKA_REVISI_LAPORAN,
        Act.PARAF_DOKUMEN,
        Act.TANDA_TANGANI_DOKUMEN,
        Act.UNGGAH_PINDAIAN,
        Act.DAFTARKAN_SERTIFIKAT,
        Act.GANTI_SERTIFIKAT,
        Act.TARIK_SERTIFIKAT,
        Act.KONFIRMASI_SERTIFIKAT,
        Act.ATUR_ULANG_SANDI,
        Act.ATUR_ULANG_FAKTOR_KEDUA,
        Act.TUNJUK_PLH,
        Act.AKHIRI_PLH,
        Act.USULKAN_PERAN,
        Act.SETUJUI_PERAN,
        Act.TOLAK_PERAN,
        Act.AKTIFKAN_PENGGUNA,
        Act.NONAKTIFKAN_PENGGUNA,
    }
)
