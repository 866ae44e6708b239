"""Pages of the documents, inside the admin."""

from django.urls import URLPattern, path, register_converter

from reports.papers.registry import UNNAMED
from reports.views import berkas, halaman, tindakan

app_name = "reports"

DOKUMEN = "laporan/dokumen/<angka:pk>/"
PERIODE = "<angka:tahun>/<angka:triwulan>/"
# What is done with a report, by the end of its address.
REPORT = {
    "": (halaman.laporan, "laporan"),
    "kemajuan/": (halaman.kemajuan, "kemajuan"),
    "simpan/": (tindakan.simpan, "simpan"),
    "bawaan/<slug:bagian>/": (tindakan.bawaan, "bawaan"),
    "periksa-angka/<slug:bagian>/": (tindakan.periksa_angka, "periksa_angka"),
    "pratinjau/": (tindakan.pratinjau, "pratinjau"),
    "final/": (tindakan.final, "final"),
    "batal/": (tindakan.cancel, "batal"),
    "revisi/": (tindakan.revisi, "revisi"),
}


class OtherPaper:
    """The key of a paper in an address; one paper has addresses without a key, and only those."""

    regex = rf"(?!(?:{UNNAMED.key}|dokumen)/)[a-z][a-z0-9-]*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(OtherPaper, "jenis")


def _report_paths(prefix: str, **which: str) -> list[URLPattern]:
    return [path(f"{prefix}{PERIODE}{end}", view, which, name=name) for end, (view, name) in REPORT.items()]


urlpatterns = [
    path("laporan/", halaman.daftar, name="daftar"),
    *_report_paths("laporan/<jenis:jenis>/"),
    *_report_paths("laporan/", jenis=UNNAMED.key),
    path(f"{DOKUMEN}tanda-tangan/", tindakan.tanda_tangan, name="tanda_tangan"),
    path(f"{DOKUMEN}pindaian/", tindakan.pindaian, name="pindaian"),
    path(f"{DOKUMEN}unduh/", berkas.unduh, name="unduh"),
    path(f"{DOKUMEN}lihat/", berkas.lihat, name="lihat"),
]
