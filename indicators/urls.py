"""Pages of the numbers and their workflow, inside the admin."""

from django.urls import path

from indicators.views import (
    anggaran,
    bukti,
    buku,
    jadwal,
    kesehatan,
    lembar_kerja,
    lembar_pk,
    logo,
    nomenklatur,
    pemeriksaan,
    pengesahan,
    pengisian,
    perjanjian,
    pohon,
    tahun_anggaran,
    validasi,
)

app_name = "indicators"

urlpatterns = [
    path("pengisian/", pengisian.index, name="pengisian"),
    path("pengisian/<angka:triwulan_pk>/<angka:unit_pk>/", pengisian.lembar, name="pengisian_lembar"),
    path("pengisian/<angka:triwulan_pk>/<angka:unit_pk>/simpan/", pengisian.simpan, name="pengisian_simpan"),
    path("pengisian/<angka:triwulan_pk>/<angka:unit_pk>/ajukan/", pengisian.ajukan, name="pengisian_ajukan"),
    path("pengisian/<angka:triwulan_pk>/<angka:unit_pk>/unduh/", lembar_kerja.unduh_unit, name="unduh_lembar"),
    path("pengisian/<angka:triwulan_pk>/<angka:unit_pk>/impor/", lembar_kerja.impor, name="impor_lembar"),
    path(
        "pengisian/<angka:triwulan_pk>/<angka:unit_pk>/impor/simpan/",
        lembar_kerja.simpan_impor,
        name="simpan_impor_lembar",
    ),
    path(
        "pengisian/<angka:triwulan_pk>/<angka:unit_pk>/baris/<angka:indikator_pk>/bukti/",
        bukti.unggah,
        name="bukti_unggah",
    ),
    path(
        "pengisian/<angka:triwulan_pk>/<angka:unit_pk>/bukti/<angka:bukti_pk>/ganti/", bukti.ganti, name="bukti_ganti"
    ),
    path(
        "pengisian/<angka:triwulan_pk>/<angka:unit_pk>/bukti/<angka:bukti_pk>/tarik/", bukti.tarik, name="bukti_tarik"
    ),
    path("bukti/<angka:bukti_pk>/", bukti.unduh, name="bukti_unduh"),
    path("pemeriksaan/", pemeriksaan.list_checks, name="pemeriksaan"),
    path("pengajuan/<angka:pk>/", pemeriksaan.show, name="pengajuan"),
    path("pengajuan/<angka:pk>/versi/<angka:nomor>/", pemeriksaan.show_version, name="versi_pengajuan"),
    path("pengajuan/<angka:pk>/periksa/", pemeriksaan.check, name="periksa"),
    path("pengajuan/<angka:pk>/validasi/", pemeriksaan.validate, name="validasikan"),
    path("pengajuan/<angka:pk>/kembalikan/", pemeriksaan.send_back, name="kembalikan"),
    path("pengajuan/<angka:pk>/buka-kembali/", pemeriksaan.reopen, name="buka_kembali"),
    path("validasi/", validasi.board, name="validasi"),
    path("validasi/<angka:tahun>/<angka:triwulan>/", validasi.board, name="validasi_triwulan"),
    path("validasi/<angka:tahun>/<angka:triwulan>/unduh/", lembar_kerja.unduh_kantor, name="unduh_lembar_kantor"),
    path("pengesahan/", pengesahan.show, name="pengesahan"),
    path("pengesahan/<angka:tahun>/<angka:triwulan>/", pengesahan.show, name="pengesahan_triwulan"),
    path("triwulan/<angka:pk>/sahkan/", pengesahan.approve, name="sahkan"),
    path("triwulan/<angka:pk>/buka-kembali/", pengesahan.reopen, name="buka_triwulan"),
    path("jadwal/", jadwal.list_schedules, name="jadwal"),
    path("jadwal/<angka:pk>/", jadwal.reschedule, name="ubah_jadwal"),
    path("rencana/pohon/", pohon.show, name="pohon"),
    path("rencana/pohon/<slug:jenis>/<angka:pk>/urutan/", pohon.order_nodes, name="pohon_urutan"),
    path(
        "rencana/pohon/<slug:jenis>/<angka:pk>/urutan-indikator/", pohon.order_indicators, name="pohon_urutan_indikator"
    ),
    path("rencana/kesehatan/", kesehatan.show, name="kesehatan_rencana"),
    path("rencana/anggaran/", anggaran.show, name="anggaran"),
    path("rencana/anggaran/<angka:tahun>/<angka:triwulan>/", anggaran.show, name="anggaran_triwulan"),
    path("pengisian/<angka:triwulan_pk>/<angka:unit_pk>/anggaran/", anggaran.lembar, name="anggaran_unit"),
    path("pengisian/<angka:triwulan_pk>/<angka:unit_pk>/anggaran/simpan/", anggaran.simpan, name="anggaran_simpan"),
    path("rencana/buka-tahun/", tahun_anggaran.show, name="buka_tahun"),
    path("rencana/perubahan-nomenklatur/", nomenklatur.show, name="perubahan_nomenklatur"),
    path("rencana/perubahan-nomenklatur/<angka:pk>/batal/", nomenklatur.undo, name="batal_nomenklatur"),
    path("rencana/buku/", buku.rencana, name="buku_rencana"),
    path("rencana/buku/simpan/", buku.rencana_simpan, name="buku_rencana_simpan"),
    path("rencana/buku/unduh/", buku.rencana_unduh, name="buku_rencana_unduh"),
    path("kantor/buku/", buku.kantor, name="buku_kantor"),
    path("kantor/buku/simpan/", buku.kantor_simpan, name="buku_kantor_simpan"),
    path("kantor/buku/unduh/", buku.kantor_unduh, name="buku_kantor_unduh"),
    path("rencana/pk/<angka:pk>/perubahan/", perjanjian.change, name="pk_perubahan"),
    path("rencana/pk/<angka:pk>/banding/", perjanjian.show_changes, name="pk_banding"),
    path("rencana/pk/<angka:pk>/lembar/", lembar_pk.show, name="lembar_pk"),
    path("rencana/pk/<angka:pk>/lembar/susun/", lembar_pk.arrange, name="susun_lembar_pk"),
    path("rencana/lembar-pk/<angka:pk>/", lembar_pk.edit, name="ubah_lembar_pk"),
    path("logo/<angka:opd_id>/", logo.show, name="logo"),
]
