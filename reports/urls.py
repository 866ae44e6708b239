"""Pages of the documents, inside the admin."""

from django.urls import path

from reports.views import berkas, halaman, tindakan

app_name = "reports"

LAPORAN = "laporan/<angka:tahun>/<angka:triwulan>/"
DOKUMEN = "laporan/dokumen/<angka:pk>/"

urlpatterns = [
    path("laporan/", halaman.daftar, name="daftar"),
    path(LAPORAN, halaman.laporan, name="laporan"),
    path(f"{LAPORAN}kemajuan/", halaman.kemajuan, name="kemajuan"),
    path(f"{LAPORAN}simpan/", tindakan.simpan, name="simpan"),
    path(f"{LAPORAN}bawaan/<slug:bagian>/", tindakan.bawaan, name="bawaan"),
    path(f"{LAPORAN}periksa-angka/<slug:bagian>/", tindakan.periksa_angka, name="periksa_angka"),
    path(f"{LAPORAN}pratinjau/", tindakan.pratinjau, name="pratinjau"),
    path(f"{LAPORAN}final/", tindakan.final, name="final"),
    path(f"{LAPORAN}batal/", tindakan.cancel, name="batal"),
    path(f"{LAPORAN}revisi/", tindakan.revisi, name="revisi"),
    path(f"{DOKUMEN}tanda-tangan/", tindakan.tanda_tangan, name="tanda_tangan"),
    path(f"{DOKUMEN}pindaian/", tindakan.pindaian, name="pindaian"),
    path(f"{DOKUMEN}unduh/", berkas.unduh, name="unduh"),
    path(f"{DOKUMEN}lihat/", berkas.lihat, name="lihat"),
]
