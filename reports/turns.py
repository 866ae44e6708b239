"""Whose turn it is to sign a document: the officials that it names, in their order, less those who have signed."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from indicators.permissions import Izin
from indicators.selectors.reporting import Pengguna, PerangkatDaerah, may
from reports.models import Dokumen, Sertifikat, SignatureRole, StatusDokumen, TandaTangan
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

    @property
    def izin(self) -> Izin:
        """What the official must be permitted to do."""
        return Izin.TANDA_TANGANI if self.closing else Izin.LIHAT_TERVALIDASI

    def is_of(self, user: Pengguna, opd: PerangkatDaerah) -> bool:
        """Whether it is this user's: the official's NIP, and the permission."""
        return bool(user.nip) and user.nip == self.official["nip"] and may(user, self.izin, opd)


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


def awaits(user: Pengguna, dokumen: Dokumen) -> bool:
    """Whether a document that is not signed yet names this user: it waits for him, or has his paraf already."""
    named = list_turns(dokumen.snapshot) if dokumen.status == StatusDokumen.FINAL else []
    return any(turn.is_of(user, dokumen.laporan.opd) for turn in named)


def find_certificate(user: Pengguna, opd: PerangkatDaerah) -> Sertifikat | None:
    """Return the certificate that a user has in use in an office."""
    return Sertifikat.objects.filter(opd=opd, pemilik=user, berakhir_pada__isnull=True).first()
