"""What the database refuses about issued documents: from `final` on a document is never deleted, and nothing that its
bytes, its identity or its signature depend on changes any more; its status only moves forward."""

from reports.models.dokumen import StatusDokumen
from reports.models.tanda_tangan import SignatureRole
from sakip.triggers import Key, Trigger, append_only, changed, never_replaced

TABLE = "reports_dokumen"
ISSUED = "dokumen yang sudah final tidak boleh diubah atau dihapus"

FROZEN_WHEN_FINAL = (
    "laporan_id",
    "nomor_urut",
    "token",
    "snapshot",
    "skema",
    "template_version",
    "dasar",
    "versi_triwulan",
    "dibuat_oleh",
    "dibuat_pada",
    "berkas",
    "sha256",
    "ukuran",
    "halaman",
    "difinalkan_oleh",
    "difinalkan_pada",
)
FROZEN_WHEN_SIGNED = (
    "cara_ttd",
    "berkas_ttd",
    "sha256_ttd",
    "ukuran_ttd",
    "ditandatangani_oleh",
    "ditandatangani_pada",
    "dicatat_oleh",
    "pindaian_sampul",
    "pindaian_alasan",
)
FROZEN_WHEN_SUPERSEDED = ("digantikan_oleh_id", "digantikan_pada")
_DRAFT, _FINAL, _SIGNED, _SUPERSEDED = (
    f"status = '{status.value}'"
    for status in (
        StatusDokumen.DRAF,
        StatusDokumen.FINAL,
        StatusDokumen.DITANDATANGANI,
        StatusDokumen.DIGANTIKAN,
    )
)
_CHANGED = (
    f"NOT OLD.{_DRAFT} AND ({changed(FROZEN_WHEN_FINAL)} "
    f"OR (OLD.cara_ttd <> '' AND ({changed(FROZEN_WHEN_SIGNED)})) "
    f"OR (OLD.{_SUPERSEDED} AND ({changed(FROZEN_WHEN_SUPERSEDED)})) "
    f"OR NEW.{_DRAFT} OR (OLD.{_SIGNED} AND NEW.{_FINAL}) OR (OLD.{_SUPERSEDED} AND NOT NEW.{_SUPERSEDED}))"
)

KEYS = (
    Key(("laporan_id", "nomor_urut")),
    Key(("token",)),
    Key(("laporan_id",), f"{{row}}.{_FINAL}"),
    Key(("laporan_id",), f"{{row}}.{_SIGNED}"),
)

TRIGGERS = (
    Trigger(TABLE, "issued", "UPDATE", ISSUED, _CHANGED),
    Trigger(TABLE, "issued", "DELETE", ISSUED, f"NOT OLD.{_DRAFT}"),
    *never_replaced(TABLE, "issued", ISSUED, where=f"NOT {{row}}.{_DRAFT}", keys=KEYS),
    *append_only(
        "reports_tandatangan",
        "tanda tangan tidak boleh diubah atau dihapus",
        keys=[
            Key(("dokumen_id", "urutan")),
            Key(("dokumen_id",), f"{{row}}.peran = '{SignatureRole.TANDA_TANGAN.value}'"),
        ],
    ),
    *append_only("reports_perpanjangan", "perpanjangan bukti tanda tangan tidak boleh diubah atau dihapus"),
)
