"""What `verify` asks about documents: each stored file as its row says, and each signature as the standard says."""

from collections.abc import Iterator

from indicators.services.stored_files import StoredFile, check_file
from reports.models import Dokumen, StatusDokumen
from reports.services.stored_files import initialled_file, unsigned_file
from reports.services.verification import UNSOUND, DocumentState, Judgement, judge_document
from sakip.keeping.registry import Flaw, register_check


def register_checks() -> None:
    register_check("Berkas dokumen", check_files)
    register_check("Tanda tangan dokumen", check_signatures)


def check_files() -> Iterator[Flaw | None]:
    """Read every file of every document through, also those that others took over from."""
    rows = Dokumen.objects.exclude(berkas="").defer("snapshot").select_related("laporan__opd__pemda").order_by("pk")
    for dokumen in rows.prefetch_related("daftar_tanda_tangan", "daftar_perpanjangan").iterator(chunk_size=200):
        for stored in _files_of(dokumen):
            yield check_file(stored)


def _files_of(dokumen: Dokumen) -> Iterator[StoredFile]:
    opd = dokumen.laporan.opd
    yield unsigned_file(dokumen)
    if dokumen.is_signed:
        name = f"{dokumen}, bertanda tangan"
        yield StoredFile(opd, "dokumen-ttd", dokumen.pk, name, dokumen.berkas_ttd, dokumen.sha256_ttd)
    yield from (initialled_file(row) for row in dokumen.daftar_tanda_tangan.all() if row.berkas)
    for row in dokumen.daftar_perpanjangan.all():
        yield StoredFile(opd, "perpanjangan", row.pk, f"{dokumen}, {row._meta.verbose_name}", row.berkas, row.sha256)


def check_signatures() -> Iterator[Flaw | None]:
    """Judge every final document as its public page does."""
    rows = Dokumen.objects.exclude(status=StatusDokumen.DRAF.value).exclude(berkas="").order_by("pk")
    for dokumen in rows.select_related("laporan__opd__pemda").iterator(chunk_size=50):
        yield _finding_of(dokumen, judge_document(dokumen))


def _finding_of(dokumen: Dokumen, judged: Judgement) -> Flaw | None:
    """Return what a judgement means for the installation; what cannot be judged here, as for want of the issuers, is
    only to be looked at."""
    if judged.state not in UNSOUND:
        return None
    said = f"{dokumen}: {judged.state.label}. {judged.kalimat}"
    if judged.state is DocumentState.TIDAK_PASTI:
        return Flaw(f"{said} Periksa SIGNING_TRUST_ROOTS dan jam server ini.", wrong=False)
    return Flaw(f"{said} Bandingkan dengan salinan milik penerbitnya, lalu pulihkan berkasnya dari cadangan.")
