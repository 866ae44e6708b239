"""The codes of the trail as people say them. The codes stand in rows that never change; the words may."""

from django.apps import apps

LABELS = {
    "isi_realisasi": "Isi realisasi",
    "ajukan": "Ajukan data",
    "periksa": "Periksa dan teruskan data",
    "validasi": "Validasi data",
    "sahkan": "Sahkan data unit",
    "kembalikan": "Kembalikan data",
    "buka_kembali": "Buka kembali data unit",
    "buka_pengesahan": "Buka kembali data unit yang sudah disahkan",
    "tangguhkan": "Tangguhkan pengesahan data unit",
    "tolak_pengesahan": "Kembalikan data sebelum pengesahan",
    "tangguhkan_triwulan": "Tangguhkan pengesahan triwulan",
    "tetapkan_pk": "Tetapkan perjanjian kinerja",
    "sahkan_triwulan": "Sahkan triwulan",
    "buka_triwulan": "Buka triwulan",
    "buka_kembali_triwulan": "Buka kembali triwulan",
    "ubah_jadwal": "Ubah jadwal",
    "atur_ulang_sandi": "Atur ulang kata sandi",
    "atur_sandi_contoh": "Atur kata sandi akun contoh",
    "ganti_sandi": "Ganti kata sandi sendiri",
    "aktifkan_pengguna": "Aktifkan pengguna",
    "nonaktifkan_pengguna": "Nonaktifkan pengguna",
    "minta_pratinjau": "Minta pratinjau laporan",
    "minta_final": "Minta laporan final",
    "finalkan_laporan": "Finalkan laporan",
    "ubah_laporan": "Ubah isi laporan",
    "buka_revisi_laporan": "Buka revisi laporan",
    "periksa_angka_narasi": "Periksa angka dalam teks laporan",
    "tanda_tangani_dokumen": "Tanda tangani dokumen",
    "gantikan_dokumen": "Gantikan dokumen",
    "lihat_dokumen": "Buka dokumen",
    # Services of which only a refusal bears the name of the function.
    "add_evidence": "Unggah bukti",
    "replace_evidence": "Ganti bukti",
    "withdraw_evidence": "Tarik bukti",
    "save_rows": "Isi realisasi",
    "submit": "Ajukan data",
    "check": "Periksa dan teruskan data",
    "validate": "Validasi data",
    "send_back": "Kembalikan data",
    "reopen": "Buka kembali data unit",
    "approve": "Sahkan triwulan",
    "reopen_quarter": "Buka kembali triwulan",
    "open_quarter": "Buka triwulan",
    "reschedule": "Ubah jadwal",
    "tetapkan": "Tetapkan perjanjian kinerja",
    "open_year": "Buka tahun anggaran",
    "change_nomenclature": "Ubah nomenklatur",
    "undo_nomenclature": "Batalkan perubahan nomenklatur",
    "tambah_gantinomenklatur": "Ubah nomenklatur",
    "hapus_gantinomenklatur": "Batalkan perubahan nomenklatur",
    "arrange_lembar": "Susun lembar perjanjian kinerja",
    "save_lembar": "Ubah lembar perjanjian kinerja",
    "make_perubahan": "Buat PK perubahan",
    "copy_rows": "Salin butir perjanjian kinerja",
    "reorder": "Atur urutan rencana",
    "save_dukungan_many": "Simpan dukungan antarindikator",
    "save_butir_many": "Simpan butir perjanjian kinerja",
    "remove_butir": "Hapus butir perjanjian kinerja",
    "edit": "Ubah isi laporan",
    "restore_default": "Kembalikan teks bawaan laporan",
    "confirm_figures": "Periksa angka dalam teks laporan",
    "open_revision": "Buka revisi laporan",
    "request_preview": "Minta pratinjau laporan",
    "request_final": "Minta laporan final",
    "check_signable": "Tanda tangani dokumen",
    "store_signature": "Tanda tangani dokumen",
    "record_download": "Unduh dokumen",
    "deliver": "Unduh dokumen",
    "save_units": "Simpan unit kerja",
    "save_pejabat_many": "Simpan pejabat",
    "save_accounts": "Simpan pengguna dan penugasan",
    "set_active": "Ubah keaktifan pengguna",
    "reset_password": "Atur ulang kata sandi",
    "impor_buku_kantor": "Impor buku kerja kantor",
}
VERBS = {"save": "Simpan", "delete": "Hapus", "get": "Buka halaman", "post": "Kirim isian"}


def action_label(code: str) -> str:
    """Return what a code means: "Tambah target Renstra" for `tambah_targetrenstra`."""
    if code in LABELS:
        return LABELS[code]
    method, _, address = code.partition(" ")
    if address:
        return VERBS.get(method, "Buka halaman")
    verb, _, rest = code.partition("_")
    named = {model._meta.model_name: str(model._meta.verbose_name) for model in apps.get_models()}
    kind = named.get(rest) or named.get(rest.replace("_", "")) or rest.replace("_", " ")
    return f"{VERBS.get(verb, verb.capitalize())} {kind}".strip()
