"""Pages of the documents, inside the admin."""

from django.urls import URLPattern, path, register_converter

from reports.papers.registry import UNNAMED
from reports.views import acts, files, lists, pages, pemaraf, scan, sertifikat

app_name = "reports"

DOKUMEN = "laporan/dokumen/<angka:pk>/"
PERIODE = "<angka:tahun>/<angka:triwulan>/"
# What is done with a report, by the end of its address.
REPORT = {
    "": (pages.open_report, "laporan"),
    "kemajuan/": (pages.show_progress, "progress"),
    "simpan/": (acts.save, "save"),
    "bawaan/<slug:bagian>/": (acts.restore_section, "restore_default"),
    "periksa-angka/<slug:bagian>/": (acts.confirm_section, "confirm_figures"),
    "pratinjau/": (acts.preview, "preview"),
    "final/": (acts.final, "final"),
    "batal/": (acts.cancel, "cancel"),
    "revisi/": (acts.revise, "revise"),
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
    path("laporan/", lists.show_list, name="list"),
    path("laporan/pemaraf/", pemaraf.edit, name="pemaraf"),
    *_report_paths("laporan/<jenis:jenis>/"),
    *_report_paths("laporan/", jenis=UNNAMED.key),
    path(f"{DOKUMEN}tanda-tangan/", acts.sign, name="sign"),
    path(f"{DOKUMEN}pindaian/", scan.upload, name="scan"),
    path(f"{DOKUMEN}pindaian/periksa/", scan.compare, name="scan_compare"),
    path(f"{DOKUMEN}pindaian/simpan/", scan.keep, name="scan_keep"),
    path(f"{DOKUMEN}pindaian/halaman/<angka:halaman>/", scan.show_scan_page, name="scan_page"),
    path(f"{DOKUMEN}pindaian/laporan/<angka:halaman>/", scan.show_report_page, name="scan_report_page"),
    path(f"{DOKUMEN}unduh/", files.download, name="download"),
    path(f"{DOKUMEN}lihat/", files.show, name="show"),
    path("sertifikat/", sertifikat.show_own, name="sertifikat"),
    path("sertifikat/daftar/", sertifikat.add, name="sertifikat_register"),
    path("sertifikat/<angka:pk>/tarik/", sertifikat.remove, name="sertifikat_withdraw"),
    path("sertifikat/<angka:pk>/konfirmasi/", sertifikat.confirm_name, name="sertifikat_confirm"),
    path("sertifikat/pejabat/", sertifikat.show_officials, name="sertifikat_pejabat"),
]
