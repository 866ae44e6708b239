"""The sentence about the certificates at the foot of every page: made when the first signature is put, of the issuers
of all that will be."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from indicators.selectors.reporting import PerangkatDaerah
from reports.models import Dokumen, Sertifikat
from reports.services.sertifikat import refuse_other_person, refuse_unfit_now
from reports.signing.adapters import Signer
from reports.snapshot import Penandatangan
from reports.turns import SigningTurn, list_signatures, list_turns
from sakip.refusals import NotNow
from sakip.sentences import enumerate_in_words

PLACEHOLDER = "{penerbit}"
DEFAULT = (
    "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan oleh "
    f"{PLACEHOLDER}."
)
DEMO = (
    "DEMO, TIDAK BERLAKU: dokumen ini ditandatangani dengan sertifikat percobaan dan bukan dokumen bertanda tangan "
    f"elektronik yang sah. Penerbit sertifikat: {PLACEHOLDER}."
)


def footer_for(dokumen: Dokumen, turn: SigningTurn, signer: Signer, certificate: Sertifikat | None) -> str:
    """Return what this signature writes at the foot of every page: the first one the sentence, later ones nothing.

    Raises NotNow: somebody who signs later has no certificate that may be used; or the issuer of this one is none of
    those that the foot names.
    """
    if turn.urutan > 1:
        _refuse_other_issuer(dokumen, certificate)
        return ""
    setting = dokumen.snapshot["opd"]["teks_kaki_tte"]
    if signer.issuer is not None:
        return footer_text(setting, [signer.issuer], demo=False)
    officials = [item.official for item in list_turns(dokumen.snapshot)]
    used = _in_use(dokumen.laporan.opd, officials)
    return footer_text(setting, [row.penerbit for row in used], demo=any(row.demo for row in used))


def footer_text(setting: str, issuers: Iterable[str], *, demo: bool) -> str:
    """Return the sentence: the office's own, in which "{penerbit}" stands for the issuers, or the default. A demo's is
    never the office's."""
    names = enumerate_in_words(list(dict.fromkeys(issuers)))
    return (DEMO if demo else setting or DEFAULT).replace(PLACEHOLDER, names)


def _in_use(opd: PerangkatDaerah, officials: Sequence[Penandatangan]) -> list[Sertifikat]:
    """Return everybody's certificate, in the order of signing. Raises NotNow."""
    rows = {row.pemilik.nip: row for row in _of(opd, officials).filter(berakhir_pada__isnull=True)}
    for official in officials:
        row = rows.get(official["nip"])
        if row is None or not _may_sign(row, official):
            raise NotNow(
                f"{official['nama']} ({official['jabatan']}) belum mempunyai sertifikat yang dapat dipakai, padahal "
                "tanda tangan pertama menuliskan penerbit sertifikat semua penanda tangan di kaki halaman. Minta ia "
                "mendaftarkan sertifikatnya lebih dahulu."
            )
    return [rows[official["nip"]] for official in officials]


def _may_sign(row: Sertifikat, official: Penandatangan) -> bool:
    try:
        refuse_unfit_now(row)
        refuse_other_person(row, nama=official["nama"], nip=official["nip"])
    except NotNow:
        return False
    return True


def _of(opd: PerangkatDaerah, officials: Sequence[Penandatangan]) -> QuerySet[Sertifikat]:
    rows = Sertifikat.objects.filter(opd=opd, pemilik__nip__in=[official["nip"] for official in officials])
    return rows.select_related("pemilik").order_by("pk")


def _kept(opd: PerangkatDaerah, officials: Sequence[Penandatangan], moment: datetime) -> QuerySet[Sertifikat]:
    """Return the certificates that were in use at a moment; one that was recorded in the future was recorded before
    the clock was set back."""
    still = Q(berakhir_pada__isnull=True) | Q(berakhir_pada__gt=moment)
    begun = Q(dicatat_pada__lte=moment) | Q(dicatat_pada__gt=timezone.now())
    return _of(opd, officials).filter(still, begun)


def _refuse_other_issuer(dokumen: Dokumen, certificate: Sertifikat | None) -> None:
    if certificate is None:
        return
    officials = [item.official for item in list_turns(dokumen.snapshot)]
    # The time of a signature is kept in whole seconds.
    moment = list_signatures(dokumen)[0].ditandatangani_pada + timedelta(seconds=1)
    named = {row.penerbit_lengkap for row in _kept(dokumen.laporan.opd, officials, moment)}
    if certificate.penerbit_lengkap not in named:
        raise NotNow(
            f"Kaki halaman dokumen ini, yang ditulis bersama paraf pertama, tidak menyebut {certificate.penerbit} "
            "sebagai penerbit sertifikat. Buka revisi dan finalkan laporan kembali, lalu paraf dan tanda tangani lagi."
        )
