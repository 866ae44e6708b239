"""Pages of the numbers and their workflow, inside the admin."""

from django.urls import path

from indicators.views import bukti, jadwal, lembar_pk, logo, pemeriksaan, pengesahan, pengisian, perjanjian, validasi

app_name = "indicators"

urlpatterns = [
    path("pengisian/", pengisian.index, name="pengisian"),
    path("pengisian/<int:triwulan_pk>/<int:unit_pk>/", pengisian.lembar, name="pengisian_lembar"),
    path("pengisian/<int:triwulan_pk>/<int:unit_pk>/simpan/", pengisian.simpan, name="pengisian_simpan"),
    path("pengisian/<int:triwulan_pk>/<int:unit_pk>/ajukan/", pengisian.ajukan, name="pengisian_ajukan"),
    path(
        "pengisian/<int:triwulan_pk>/<int:unit_pk>/baris/<int:indikator_pk>/bukti/", bukti.unggah, name="bukti_unggah"
    ),
    path("pengisian/<int:triwulan_pk>/<int:unit_pk>/bukti/<int:bukti_pk>/ganti/", bukti.ganti, name="bukti_ganti"),
    path("pengisian/<int:triwulan_pk>/<int:unit_pk>/bukti/<int:bukti_pk>/tarik/", bukti.tarik, name="bukti_tarik"),
    path("bukti/<int:bukti_pk>/", bukti.unduh, name="bukti_unduh"),
    path("pemeriksaan/", pemeriksaan.list_checks, name="pemeriksaan"),
    path("pengajuan/<int:pk>/", pemeriksaan.show, name="pengajuan"),
    path("pengajuan/<int:pk>/versi/<int:nomor>/", pemeriksaan.show_version, name="versi_pengajuan"),
    path("pengajuan/<int:pk>/periksa/", pemeriksaan.check, name="periksa"),
    path("pengajuan/<int:pk>/validasi/", pemeriksaan.validate, name="validasikan"),
    path("pengajuan/<int:pk>/kembalikan/", pemeriksaan.send_back, name="kembalikan"),
    path("pengajuan/<int:pk>/buka-kembali/", pemeriksaan.reopen, name="buka_kembali"),
    path("validasi/", validasi.board, name="validasi"),
    path("validasi/<int:tahun>/<int:triwulan>/", validasi.board, name="validasi_triwulan"),
    path("pengesahan/", pengesahan.show, name="pengesahan"),
    path("pengesahan/<int:tahun>/<int:triwulan>/", pengesahan.show, name="pengesahan_triwulan"),
    path("triwulan/<int:pk>/sahkan/", pengesahan.approve, name="sahkan"),
    path("triwulan/<int:pk>/buka-kembali/", pengesahan.reopen, name="buka_triwulan"),
    path("jadwal/", jadwal.list_schedules, name="jadwal"),
    path("jadwal/<int:pk>/", jadwal.reschedule, name="ubah_jadwal"),
    path("pk/<int:pk>/perubahan/", perjanjian.change, name="pk_perubahan"),
    path("pk/<int:pk>/banding/", perjanjian.show_changes, name="pk_banding"),
    path("pk/<int:pk>/lembar/", lembar_pk.show, name="lembar_pk"),
    path("pk/<int:pk>/lembar/susun/", lembar_pk.arrange, name="susun_lembar_pk"),
    path("lembar-pk/<int:pk>/", lembar_pk.edit, name="ubah_lembar_pk"),
    path("logo/<int:opd_id>/", logo.show, name="logo"),
]
