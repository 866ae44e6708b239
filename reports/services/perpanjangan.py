"""Prolonging the proof of signed documents: a further time-stamp before the certificate of the newest one ends.

The document, its row and its signed file stay as they are; each prolonged file has a row of its own.
"""

import hashlib
import logging
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from indicators.acts import Act
from indicators.selectors.reporting import Pengguna, list_administrators
from indicators.services.jejak import record, write
from reports.jobs import RENEWAL, offices_of, renewal_key
from reports.models import Dokumen, Perpanjangan
from reports.selectors import find_due_renewal, list_due_renewals
from reports.services.providers import providers
from reports.services.signed_files import kept_file
from reports.signing.errors import SigningError
from reports.signing.time_proof import RenewedPdf, renew
from sakip.dates import write_date
from sakip.jobs.models import Job
from sakip.jobs.outbox import put_to_each
from sakip.jobs.registry import register, register_daily
from sakip.jobs.services import AlreadyQueued, JobRefused, finish, queue
from sakip.refusals import ChangedMeanwhile, NotNow

logger = logging.getLogger("sakip.signing")

# Administrators are told of the same document this often.
TOLD_AGAIN = timedelta(days=7)
OTHER_FILE = "Berkas di penyimpanan tidak sama dengan yang dicatat."
MISSING = "Berkas tidak ada di penyimpanan."
SUBJECT = "Bukti tanda tangan belum diperpanjang: dokumen {nomor}"
BODY = (
    "Cap waktu pada dokumen ini perlu diperpanjang sebelum {sampai}, tetapi belum berhasil.\n\n"
    "Dokumen: {dokumen}\nPerangkat daerah: {opd}\nSebab: {sebab}\n\n"
    "Sistem mencoba lagi setiap malam. Periksa layanan cap waktu dan pengaturannya; pengelola server dapat "
    "mencobanya sekarang dengan perintah renew_signatures."
)


def register_jobs() -> None:
    register(RENEWAL, renew_in_job, label="Perpanjang bukti tanda tangan", offices=offices_of)
    register_daily("signatures.renew", queue_renewals, label="Periksa bukti tanda tangan")


def can_renew() -> bool:
    """Say whether the settings name whom a renewal asks."""
    return bool(settings.SIGNING_TSA_URL and settings.SIGNING_LONG_TERM)


def queue_renewals() -> None:
    """Queue a renewal for every document that is due."""
    if not can_renew():
        return
    for dokumen in list_due_renewals():
        try:
            queue(kind=RENEWAL, key=renewal_key(dokumen), payload={"dokumen": dokumen.pk})
        except AlreadyQueued:
            continue


def renew_in_job(job: Job) -> None:
    """Do a queued renewal. Raises JobRefused with the reason, which administrators were told; LeaseLost."""
    dokumen = find_due_renewal(job.payload["dokumen"])
    if dokumen is None:
        return
    try:
        renew_document(dokumen, job=job)
    except (SigningError, NotNow) as error:
        tell(dokumen, str(error))
        raise JobRefused(str(error)) from error


def renew_document(dokumen: Dokumen, *, job: Job | None = None) -> Perpanjangan:
    """Store a prolonged file of a document that is due (`selectors.find_due_renewal`).

    No transaction is open while services are asked. `job` ends in the transaction that writes the row. Raises
    SigningError, NotNow (its file is not what the row says), ChangedMeanwhile (another worker was faster).
    """
    before = dokumen.main_sha256
    renewed = renew(_read(dokumen), providers=providers(), timeout_seconds=settings.SIGNING_TIMEOUT_SECONDS)
    with kept_file(dokumen, ContentFile(renewed.pdf)) as name, transaction.atomic():
        if job is not None:
            finish(job)
        return store_renewal(by=None, dokumen=dokumen, sebelum=before, hasil=renewed, nama=name)


@write(Act.PERPANJANG_DOKUMEN, "dokumen")
def store_renewal(*, by: Pengguna | None, dokumen: Dokumen, sebelum: str, hasil: RenewedPdf, nama: str) -> Perpanjangan:
    """Write the row of a prolonged file, when the file that it prolongs is still the newest."""
    current = Dokumen.objects.select_for_update(of=("self",)).select_related("laporan__opd").get(pk=dokumen.pk)
    if current.main_sha256 != sebelum:
        raise ChangedMeanwhile("Dokumen ini baru saja diperpanjang.")
    row = Perpanjangan.objects.create(
        dokumen=current,
        berkas=nama,
        sha256=hasil.sha256,
        ukuran=len(hasil.pdf),
        dibuat_pada=timezone.now(),
        berlaku_sampai=hasil.valid_until,
    )
    record(
        by=by,
        tindakan=Act.PERPANJANG_DOKUMEN,
        objek=current,
        opd=current.laporan.opd,
        sebelum={"sha256": sebelum},
        sesudah={"sha256": row.sha256, "berlaku_sampai": row.berlaku_sampai},
    )
    return row


def _read(dokumen: Dokumen) -> bytes:
    try:
        with dokumen.main_file.open("rb") as stream:
            pdf: bytes = stream.read()
    except FileNotFoundError:
        raise NotNow(MISSING) from None
    if hashlib.sha256(pdf).hexdigest() != dokumen.main_sha256:
        raise NotNow(OTHER_FILE)
    return pdf


@transaction.atomic
def tell(dokumen: Dokumen, sebab: str) -> None:
    """Log that a renewal failed, and put a mail down for each administrator of the office who got none this week."""
    logger.error("Bukti tanda tangan dokumen %s tidak dapat diperpanjang: %s", dokumen.pk, sebab)
    opd = dokumen.laporan.opd
    subject = SUBJECT.format(nomor=dokumen.pk)
    sampai = write_date(dokumen.cap_waktu_sampai)  # type: ignore[attr-defined]  # annotated by the selector
    body = BODY.format(sampai=sampai, dokumen=dokumen, opd=opd, sebab=sebab)
    put_to_each(
        (administrator.email for administrator in list_administrators(opd)),
        subject=subject,
        body=body,
        unless_told_since=timezone.now() - TOLD_AGAIN,
    )
