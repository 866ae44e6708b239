"""Moving the stored files from the folder into the bucket or back: every byte is proved, and the old place stays as it
was. What a move that was broken off has brought over is proved again and kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from sakip.file_store import FileStore, StoreAway, StoredEntry, store
from sakip.files import sha256_of
from sakip.held_files import HeldAlready, hold
from sakip.keeping.progress import Progress, Say
from sakip.keeping.refusals import KeepingRefused
from sakip.keeping.registry import Deed, record
from sakip.storage import SyncedStorage


@dataclass
class MovedFiles:
    """What lies proved in both places: how many files and bytes, and how many of them lay there already. `others` are
    files that only the new place has."""

    source: str
    target: str
    files: int = 0
    size: int = 0
    kept: int = 0
    others: int = 0


def move_files(*, to_bucket: bool, say: Say) -> MovedFiles:
    """Copy every file to the other place, and mark that as this installation's. Raises KeepingRefused; what was copied
    until then stays for the next try."""
    if not settings.FILES_S3_BUCKET:
        raise KeepingRefused("FILES_S3_BUCKET belum diatur. Atur FILES_S3_* dahulu, juga untuk memindahkan kembali.")
    bucket, folder = store(), SyncedStorage()
    source, target = (folder, bucket) if to_bucket else (bucket, folder)
    try:
        with hold():
            moved = _move(source, target, say)
    except HeldAlready:
        raise KeepingRefused("Cadangan sedang dibuat. Tunggu sampai selesai, lalu ulangi.") from None
    except StoreAway as away:
        raise KeepingRefused(f"{away} Ulangi setelah diperiksa; yang sudah dipindahkan tidak diulang.") from away
    record(Deed.MOVE_FILES, dari=moved.source, ke=moved.target, jumlah_berkas=moved.files, ukuran=moved.size)
    return moved


def _move(source: FileStore, target: FileStore, say: Say) -> MovedFiles:
    source.require()
    entries = sorted(source.list_below(), key=lambda entry: entry.name)
    progress = Progress(say, "Memindahkan berkas", sum(entry.size for entry in entries))
    moved = MovedFiles(source.place, target.place)
    for entry in entries:
        moved.kept += _copy(source, target, entry)
        moved.files, moved.size = moved.files + 1, moved.size + entry.size
        progress.add(entry.size)
    moved.others = sum(1 for _ in _others(target, entries))
    target.mark()
    return moved


def _copy(source: FileStore, target: FileStore, entry: StoredEntry) -> bool:
    """Bring a file over, unless it is there, and say whether it was. Raises KeepingRefused."""
    with source.open(entry.name) as content:
        wanted = sha256_of(content)
        if target.holds(entry.name):
            if _hash_in(target, entry.name) == wanted:
                return True
            target.delete(entry.name)  # the half of it that a broken move left
        target.fill(entry.name, content)
    if _hash_in(target, entry.name) != wanted:
        raise KeepingRefused(f"Berkas {entry.name} tidak sama di {target.place}. Periksa tempat itu, lalu ulangi.")
    return False


def _hash_in(target: FileStore, name: str) -> str:
    with target.open(name) as content:
        return sha256_of(content)


def _others(target: FileStore, entries: list[StoredEntry]) -> Iterator[str]:
    known = {entry.name for entry in entries}
    return (entry.name for entry in target.list_below() if entry.name not in known)
