"""Stored files are handed out whole or not at all: each is read and hashed before its first byte leaves.

A file that is missing, or differs from what its row says, is told to its office's administrators (`DamagedFile`) and to
the server's keeper (the log, with where it lies and without names of people). Call all of this outside of transactions:
what was found would be taken back with what is then refused.
"""

import logging
from dataclasses import dataclass

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from indicators.models import DamagedFile, PerangkatDaerah
from indicators.models.damaged_files import DamageKind, code_of
from sakip.file_store import StoreAway
from sakip.files import sha256_of
from sakip.keeping.registry import Flaw
from sakip.refusals import Damaged

logger = logging.getLogger("sakip.files")


@dataclass(frozen=True)
class StoredFile:
    """A stored file, and what its row says of it: `jenis` and `nomor` name it, `nama` is what administrators read."""

    opd: PerangkatDaerah
    jenis: str
    nomor: int
    nama: str
    berkas: FieldFile
    sha256: str

    @property
    def kode(self) -> str:
        return code_of(self.jenis, self.nomor)


def open_whole(stored: StoredFile) -> File[bytes]:
    """Return the file, open at its beginning, after reading it through: it is what its row says.

    It is read twice rather than held in memory. Raises Damaged, StoreAway (nobody can say whether it is).
    """
    found = _checked(stored)
    if isinstance(found, DamageKind):
        _note(stored, found)
        raise Damaged(_sentence(stored, found), hilang=found is DamageKind.HILANG)
    _close(stored)
    return found


def read_whole(stored: StoredFile) -> bytes:
    """Return the bytes of a file that is what its row says. Raises Damaged."""
    with open_whole(stored) as file:
        content: bytes = file.read()
    return content


def check_file(stored: StoredFile) -> Flaw | None:
    """Read a file through and return what is wrong with it, for `verify`; opens no case."""
    found = _checked(stored)
    if isinstance(found, DamageKind):
        return Flaw(
            f"{stored.nama}: {found.label} ({stored.berkas.name}). Pulihkan berkas itu dari cadangan, dengan nama yang "
            "sama."
        )
    found.close()
    return None


def _checked(stored: StoredFile) -> File[bytes] | DamageKind:
    try:
        file = stored.berkas.storage.open(stored.berkas.name or "")
    except StoreAway:
        raise
    except (OSError, ValueError):
        # Also a disk that does not give it out: to the reader the file is not there.
        return DamageKind.HILANG
    try:
        if sha256_of(file) == stored.sha256:
            return file
    except OSError:
        file.close()
        return DamageKind.HILANG
    file.close()
    return DamageKind.BERUBAH


def _sentence(stored: StoredFile, kind: DamageKind) -> str:
    return (
        f"Berkas ini tidak dapat dipakai karena {kind.label}: {stored.nama}. Administrator perangkat daerah melihatnya "
        f"di halaman Berkas bermasalah ({stored.kode}) dan perlu memulihkannya dari cadangan. Setelah itu, ulangi."
    )


def _cases(stored: StoredFile) -> QuerySet[DamagedFile]:
    return DamagedFile.objects.filter(jenis=stored.jenis, nomor=stored.nomor, selesai_pada__isnull=True)


def _note(stored: StoredFile, kind: DamageKind) -> None:
    """Open a case for the file, which the log hears once, or count the open one on."""
    now = timezone.now()
    with transaction.atomic():
        if _cases(stored).update(sebab=kind.value, terakhir_pada=now):
            return
        logger.error("Stored file %s (%s) is %s.", stored.kode, stored.berkas.name, kind.name)
        try:
            with transaction.atomic():
                DamagedFile.objects.create(
                    opd=stored.opd,
                    jenis=stored.jenis,
                    nomor=stored.nomor,
                    nama=stored.nama[:300],
                    sebab=kind.value,
                    ditemukan_pada=now,
                    terakhir_pada=now,
                )
        except IntegrityError:  # another reader opened it meanwhile
            _cases(stored).update(sebab=kind.value, terakhir_pada=now)


def _close(stored: StoredFile) -> None:
    """Close the file's case, if there is one: most deliveries ask and write nothing."""
    if _cases(stored).exists():
        _cases(stored).update(selesai_pada=timezone.now())
        logger.warning("Stored file %s is whole again.", stored.kode)
