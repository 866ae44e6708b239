"""Which objects the addresses of documents name: an address that is not there for its reader stands in the trail of the
office whose object it is."""

from reports.models import Dokumen, Sertifikat
from sakip.admin_site import NamedObject, SakipAdminSite

DOKUMEN = NamedObject(Dokumen, "laporan__opd_id")
SERTIFIKAT = NamedObject(Sertifikat, "opd_id")
OF_DOCUMENTS = (
    "sign",
    "scan",
    "scan_compare",
    "scan_keep",
    "scan_page",
    "scan_report_page",
    "download",
    "show",
)


def register(site: SakipAdminSite) -> None:
    site.named_objects |= {f"reports:{name}": DOKUMEN for name in OF_DOCUMENTS}
    site.named_objects |= {f"reports:{name}": SERTIFIKAT for name in ("sertifikat_withdraw", "sertifikat_confirm")}
