"""Whose turn it is to sign a document: the officials that it names, in their order, less those who have signed."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from indicators.selectors.reporting import Pengguna, PerangkatDaerah
from reports.models import Dokumen, Sertifikat, SignatureRole, TandaTangan
from reports.snapshot import Penandatangan


@dataclass(frozen=True)
class SigningTurn:
    """One of a document's signatures: the how manieth from 1, as what, by which official; the last one closes it."""

    urutan: int
    peran: SignatureRole
    official: Penandatangan

    @property
    def closing(self) -> bool:
        return self.peran == SignatureRole.TANDA_TANGAN


def list_turns(snapshot: dict[str, Any]) -> list[SigningTurn]:
    """Return the signatures that a document wants: every paraf in its order, then the signature."""
    initialers: list[Penandatangan] = snapshot.get("pemaraf", [])
    turns = [SigningTurn(number, SignatureRole.PARAF, official) for number, official in enumerate(initialers, start=1)]
    return [*turns, SigningTurn(len(turns) + 1, SignatureRole.TANDA_TANGAN, snapshot["penandatangan"])]


def list_signatures(dokumen: Dokumen) -> QuerySet[TandaTangan]:
    return TandaTangan.objects.filter(dokumen=dokumen).order_by("urutan")


def next_turn(dokumen: Dokumen) -> SigningTurn | None:
    """Return who signs next, or None when all have."""
    done = list_signatures(dokumen).count()
    turns = list_turns(dokumen.snapshot)
    return turns[done] if done < len(turns) else None


def find_certificate(user: Pengguna, opd: PerangkatDaerah) -> Sertifikat | None:
    """Return the certificate that a user has in use in an office."""
    return Sertifikat.objects.filter(opd=opd, pemilik=user, berakhir_pada__isnull=True).first()
