"""The scan of a document that was signed on paper: examined, compared by its uploader, then kept as the signed version.

Two steps: `receive_scan` examines the upload and lets it wait (`sakip.waiting`), `confirm_scan` keeps it after its
uploader saw its pages beside the document's. Its bytes never pass through this process at once.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils import timezone

from indicators.acts import Act
from indicators.permissions import Izin
from indicators.selectors.reporting import Pengguna
from indicators.services.access import require
from indicators.services.jejak import record, write
from indicators.services.stored_files import open_whole
from reports.models import Dokumen, Perpanjangan, SigningMethod, StatusDokumen, TandaTangan
from reports.scans.apart import examine_apart
from reports.scans.faults import Fault
from reports.selectors import get_electronic
from reports.services.dokumen import lock_signable, mark_signed
from reports.services.signed_files import kept_file
from reports.services.stored_files import unsigned_file
from sakip.digits import number_in
from sakip.files import RefusedFile, sha256_of
from sakip.pictures import LARGE, SMALL, NotDrawn, draw_page
from sakip.refusals import ChangedMeanwhile, NotFound, NotNow, NotValid, refuse
from sakip.waiting import Waiting, confirm, keep_upload

MOST_COVERS = 10
SHORTEST_REASON, LONGEST_REASON = 10, 500
NOTHING_TO_DRAW_WITH = (
    "Server ini belum dapat menampilkan halaman pindaian, jadi pindaian belum dapat diterima. Hubungi pengelola server."
)


@write(Act.UNGGAH_PINDAIAN, "dokumen")
def check_scannable(*, by: Pengguna, dokumen: Dokumen, versi: int) -> Dokumen:
    """Return the document as it stands when a scan of it may be taken in now (`services.dokumen.lock_signable`)."""
    require(by, Izin.TANDA_TANGANI, opd=dokumen.laporan.opd)
    return lock_signable(dokumen, versi)


@write(Act.UNGGAH_PINDAIAN, "dokumen")
def require_scanner(*, by: Pengguna, dokumen: Dokumen) -> None:
    """Ask whether `by` may take in scans of the office at all, before an upload is read. Raises NotAllowed."""
    require(by, Izin.TANDA_TANGANI, opd=dokumen.laporan.opd)


# --- the upload -------------------------------------------------------------------------------------------------------


def receive_scan(
    *, by: Pengguna, dokumen: Dokumen, versi: int, berkas: UploadedFile | None, sampul: str = ""
) -> Waiting:
    """Examine the scan of a document and let it wait for its uploader's look at it; `sampul` is the typed number of
    pages before the document's own.

    The waiting file's facts are `sampul`, `halaman`, `sha256`, `ukuran`. Raises NotAllowed, NotNow, ChangedMeanwhile
    and NotValid, each fault with its sentence, and Busy.
    """
    current = check_scannable(by=by, dokumen=dokumen, versi=versi)
    covers = number_in(sampul.strip() or "0", most=MOST_COVERS)
    if covers is None:
        raise refuse("sampul", f"Tulis jumlah lembar sampul sebagai angka, dari 0 sampai {MOST_COVERS}.")
    if berkas is None:
        raise refuse("berkas", "Pilih berkas PDF hasil pindaian lebih dahulu.")
    _check_size(berkas)
    digest = sha256_of(berkas)
    _refuse_known(current, digest)
    size = berkas.size or 0
    try:
        waiting = keep_upload("pindaian.pdf", berkas)
    except RefusedFile as refused:
        raise refuse("berkas", str(refused)) from None
    try:
        pages = _examined(waiting, current, covers)
    except BaseException:
        waiting.forget()
        raise
    return waiting.with_facts(sampul=covers, halaman=pages, sha256=digest, ukuran=size)


def _check_size(berkas: UploadedFile) -> None:
    most = settings.MAX_SCAN_BYTES
    if not berkas.size:
        raise refuse("berkas", Fault.BUKAN_PDF.sentence)
    if berkas.size > most:
        message = f"Berkas melebihi {most // (1024 * 1024)} MB. Pindai dengan resolusi lebih rendah, lalu unggah."
        raise refuse("berkas", message)


def _refuse_known(dokumen: Dokumen, digest: str) -> None:
    """Raise NotValid for a file that some document has already, signed or not."""
    if digest == dokumen.sha256:
        message = "Berkas ini adalah laporan yang belum ditandatangani. Unggah pindaian yang sudah ditandatangani."
        raise refuse("berkas", message)
    known = Dokumen.objects.filter(Q(sha256=digest) | Q(sha256_ttd=digest)).order_by("pk").first()
    for rows in (TandaTangan.objects, Perpanjangan.objects):
        row = None if known else rows.filter(sha256=digest).select_related("dokumen__laporan").first()
        known = known or (None if row is None else row.dokumen)
    if known is not None:
        message = f"Berkas ini sudah tercatat sebagai {known.laporan}. Pilih pindaian dari laporan final yang sekarang."
        raise refuse("berkas", message)


def _examined(waiting: Waiting, dokumen: Dokumen, covers: int) -> int:
    """Return the number of pages of a scan that is nothing but one, of this document. Raises NotValid, NotNow."""
    with waiting.open() as scan:
        found = examine_apart(scan)
        if found.sebab:
            raise refuse("berkas", Fault(found.sebab).sentence)
        expected = dokumen.halaman or 0
        if found.halaman != expected + covers:
            raise refuse("berkas", _other_pages(found.halaman, expected, covers))
        try:
            draw_page(scan, 1)
        except NotDrawn:
            raise _not_drawn(dokumen) from None
    return found.halaman


def _not_drawn(dokumen: Dokumen) -> NotNow | NotValid:
    """Tell a scan that cannot be drawn from a server that draws nothing, by our own document."""
    try:
        draw_report_page(dokumen, 1)
    except NotDrawn:
        return NotNow(NOTHING_TO_DRAW_WITH)
    return refuse("berkas", Fault.TERLALU_RUMIT.sentence)


def _other_pages(pages: int, expected: int, covers: int) -> str:
    said = f"{pages} halaman, sedangkan laporan {expected} halaman"
    if covers:
        return f"Pindaian ini {said} dan lembar sampul {covers}. Pindai semua halaman menurut urutannya, lalu unggah."
    hint = " Bila halaman pertamanya lembar sampul, isi jumlah lembar sampul." if pages > expected else ""
    return f"Pindaian ini {said}. Pindai semua halaman menurut urutannya, lalu unggah.{hint}"


# --- the comparison ---------------------------------------------------------------------------------------------------


def draw_scan_page(waiting: Waiting, page: int, *, large: bool = False) -> bytes:
    """Return a page of a waiting scan as a JPEG. Raises NotDrawn, Busy, NotFound (no such page), SavedBefore."""
    if not 1 <= page <= waiting.facts["halaman"]:
        raise NotFound("Halaman ini tidak ada pada pindaian.")
    with waiting.open() as scan:
        return draw_page(scan, page, longest=LARGE if large else SMALL)


def draw_report_page(dokumen: Dokumen, page: int, *, large: bool = False) -> bytes:
    """Return a page of the document before its signature as a JPEG. Raises NotDrawn, Busy, NotFound, Damaged."""
    if not 1 <= page <= (dokumen.halaman or 0):
        raise NotFound("Halaman ini tidak ada pada laporan.")
    with open_whole(unsigned_file(dokumen)) as pdf:
        return draw_page(pdf, page, longest=LARGE if large else SMALL)


# --- the confirmation -------------------------------------------------------------------------------------------------


def confirm_scan(
    *, by: Pengguna, dokumen: Dokumen, versi: int, waiting: Waiting, sesuai: bool, ganti: bool = False, alasan: str = ""
) -> Dokumen:
    """Let a waiting scan stand as the document's signed version, marked as a scan.

    `sesuai`: its uploader says that he compared it. Where it takes the place of an electronic signature he says so
    (`ganti`) and why. Raises NotAllowed, NotNow, NotValid, ChangedMeanwhile, SavedBefore.
    """
    if not sesuai:
        raise refuse("sesuai", "Bandingkan setiap halaman, lalu centang pernyataan bahwa pindaian sesuai.")

    def write_it() -> Dokumen:
        current = check_scannable(by=by, dokumen=dokumen, versi=versi)
        reason = _reason(current, ganti=ganti, alasan=alasan)
        return _keep(by=by, dokumen=current, versi=versi, waiting=waiting, alasan=reason)

    return confirm(waiting, write_it)


def _reason(dokumen: Dokumen, *, ganti: bool, alasan: str) -> str:
    """Return why a scan replaces an electronic signature, "" where it replaces none. Raises NotValid."""
    electronic = get_electronic(dokumen.laporan)
    if electronic is None:
        return ""
    if not ganti:
        message = (
            f"Terbitan {electronic.nomor_urut} ditandatangani secara elektronik. Centang bahwa pindaian ini "
            "menggantikannya."
        )
        raise refuse("ganti", message)
    reason = " ".join("".join(char for char in alasan if char.isprintable() or char.isspace()).split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        message = (
            "Tulis mengapa pindaian menggantikan tanda tangan elektronik, "
            f"dalam {SHORTEST_REASON} sampai {LONGEST_REASON} huruf."
        )
        raise refuse("alasan", message)
    return reason


def _keep(*, by: Pengguna, dokumen: Dokumen, versi: int, waiting: Waiting, alasan: str) -> Dokumen:
    with waiting.open() as scan:
        if sha256_of(scan) != waiting.facts["sha256"]:
            raise NotNow("Pindaian yang menunggu tidak lagi sama dengan yang diunggah. Unggah kembali.")
        with kept_file(dokumen, File(scan)) as name:
            return store_scan(by=by, dokumen=dokumen, versi=versi, nama=name, fakta=waiting.facts, alasan=alasan)


@write(Act.UNGGAH_PINDAIAN, "dokumen")
def store_scan(
    *, by: Pengguna, dokumen: Dokumen, versi: int, nama: str, fakta: Mapping[str, Any], alasan: str
) -> Dokumen:
    """Write the scan's facts into the row; the document that was signed before gives way."""
    current = check_scannable(by=by, dokumen=dokumen, versi=versi)
    electronic = get_electronic(current.laporan)
    if electronic is not None and not alasan:
        raise ChangedMeanwhile("Dokumen lain baru saja ditandatangani secara elektronik. Periksa, lalu unggah kembali.")
    facts = {
        "cara_ttd": SigningMethod.PINDAIAN.value,
        "berkas_ttd": nama,
        "sha256_ttd": fakta["sha256"],
        "ukuran_ttd": fakta["ukuran"],
        "pindaian_sampul": fakta["sampul"],
        "pindaian_alasan": alasan,
        "ditandatangani_pada": timezone.now(),
    }
    mark_signed(current, facts, by=by)
    record(
        by=by,
        tindakan=Act.UNGGAH_PINDAIAN,
        objek=current,
        opd=current.laporan.opd,
        sebelum={"status": StatusDokumen.FINAL.value},
        sesudah={
            "status": current.status,
            "sha256": current.sha256_ttd,
            "halaman": fakta["halaman"],
            "pindaian_sampul": fakta["sampul"],
            **({} if electronic is None else {"menggantikan_tanda_tangan_elektronik": str(electronic)}),
        },
        alasan=alasan,
    )
    return current
