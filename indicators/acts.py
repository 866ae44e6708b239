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
    ISI_ANGGARAN = "isi_anggaran", "Isi realisasi anggaran"
    UNGGAH_BUKTI = "unggah_bukti", "Unggah bukti dukung"
    GANTI_BUKTI = "ganti_bukti", "Ganti bukti dukung"
    TARIK_BUKTI = "tarik_bukti", "Tarik bukti dukung"
    UNDUH_BUKTI = "unduh_bukti", "Unduh bukti dukung"
    UNDUH_LEMBAR = "unduh_lembar", "Unduh lembar pengukuran"

    # The way of a submission; the values of `workflow.PengajuanAct`.
    AJUKAN = "ajukan", "Ajukan data"
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
    SAHKAN_TRIWULAN = "sahkan_triwulan", "Sahkan triwulan"
    BUKA_KEMBALI_TRIWULAN = "buka_kembali_triwulan", "Buka kembali triwulan"
    TANGGUHKAN_TRIWULAN = "tangguhkan_triwulan", "Tangguhkan pengesahan triwulan"

    # Accounts.
    ATUR_ULANG_SANDI = "atur_ulang_sandi", "Atur ulang kata sandi"
    ATUR_SANDI_CONTOH = "atur_sandi_contoh", "Atur kata sandi akun contoh"
    GANTI_SANDI = "ganti_sandi", "Ganti kata sandi sendiri"
    AKTIFKAN_PENGGUNA = "aktifkan_pengguna", "Aktifkan pengguna"
    NONAKTIFKAN_PENGGUNA = "nonaktifkan_pengguna", "Nonaktifkan pengguna"

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

    def phrase(self, jenis: str) -> str:
        """Return the act as people say it of an object of that kind: "Tambah program", "Sahkan triwulan"."""
        return f"{self.label} {jenis}".strip() if self in OF_A_KIND else self.label


OF_A_KIND = frozenset({Act.TAMBAH, Act.UBAH, Act.HAPUS, Act.PINDAHKAN, Act.EKSPOR})
