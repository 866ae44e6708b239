"""Restoring a backup into an empty installation: everything is read and checked beside, then put in place."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sakip.file_store import StoreAway, store
from sakip.jobs.workers import forget_all
from sakip.keeping import archive, media, snapshots
from sakip.keeping.backup import FORMAT
from sakip.keeping.progress import Progress, Say
from sakip.keeping.refusals import DamagedArchive, KeepingRefused
from sakip.keeping.registry import Deed, record
from sakip.room import lacks_room
from sakip.schema import fit
from sakip.storage import make_folders

# Written by migrations alone, so that a database with nothing else is empty.
WRITTEN_BY_MIGRATIONS = ("django_migrations", "django_content_type", "auth_permission", "schema_expandingmigration")
# Where secrets and certificates of a backup wait for the server's keeper.
BESIDE = "dari-cadangan"
_VENDORS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass
class Restored:
    """What a restore put in place."""

    begun: datetime
    rows: int
    files: int
    migrated: bool = False
    beside: list[Path] = field(default_factory=list)


def restore(path: Path, *, say: Say, key_file: Path | None = None) -> Restored:
    """Put a backup in place. Raises KeepingRefused, and leaves the installation empty then."""
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    try:
        require_empty()
        with media.staging() as staging, archive.opened(path, key_file) as tar:
            keeper = _Keeper(staging, Progress(say, "Membaca cadangan", path.stat().st_size))
            contents = archive.read(tar, keeper.keep, lambda opening: _judge(opening, path, staging))
            restored = _put_in_place(contents, staging, say)
    except StoreAway as away:
        raise KeepingRefused(f"{away} Periksa penyimpanan berkas dengan manage.py check_files, lalu ulangi.") from away
    except OSError as error:
        if lacks_room(error):
            raise KeepingRefused(
                f"Cadangan tidak dapat dipulihkan ({error.strerror}: {error.filename}). Kosongkan ruang atau periksa "
                "hak tulis, lalu ulangi."
            ) from error
        raise
    restored.migrated = _migrate(say)
    forget_all()
    record(
        Deed.RESTORE,
        berkas=path.name,
        dimulai=contents.pembuka["dimulai"],
        baris=restored.rows,
        jumlah_berkas=restored.files,
    )
    return restored


def inspect(path: Path, *, say: Say, key_file: Path | None = None) -> archive.Contents:
    """Read an archive to its end without keeping anything of it. Raises KeepingRefused when it is not whole."""
    progress = Progress(say, "Membaca cadangan", path.stat().st_size if path.exists() else 0)

    def count(name: str, when: int, content: archive.Readable) -> None:
        while data := content.read(archive.CHUNK):
            progress.add(len(data))

    with archive.opened(path, key_file) as tar:
        return archive.read(tar, count, lambda _: None)


def require_empty() -> None:
    """Raise KeepingRefused where the installation holds anything that a restore would write over."""
    filled = snapshots.list_filled(connection, WRITTEN_BY_MIGRATIONS)
    if filled:
        raise KeepingRefused(
            f"Basis data ini sudah berisi (tabel {filled[0]}). Pemulihan hanya ke instalasi kosong: buat basis data "
            "baru, arahkan DATABASE_URL dan MEDIA_ROOT ke tempat yang kosong, lalu ulangi."
        )
    stored = media.list_stored()
    if stored:
        raise KeepingRefused(
            f"{store().place} sudah berisi berkas ({stored[0].name}). Pemulihan hanya ke instalasi kosong: pindahkan "
            "isinya atau arahkan MEDIA_ROOT atau FILES_S3_BUCKET ke tempat kosong, lalu ulangi."
        )


def _judge(opening: Mapping[str, Any], path: Path, staging: Path) -> None:
    """Refuse an archive that this installation cannot take, before anything of it is written."""
    if opening["format"] != FORMAT:
        raise KeepingRefused(
            f"Cadangan ini berformat {opening['format']}, yang tidak dikenal versi program ini. Perbarui "
            "program, lalu ulangi."
        )
    theirs = opening["basis_data"]
    if theirs != connection.vendor:
        raise KeepingRefused(
            f"Cadangan ini dari {_VENDORS.get(theirs, theirs)}, sedangkan DATABASE_URL menunjuk "
            f"{_VENDORS[connection.vendor]}. Pulihkan ke {_VENDORS.get(theirs, theirs)}, lalu pindahkan dengan "
            "manage.py move_database."
        )
    _refuse_newer_schema(opening)
    media.require_room(staging, path.stat().st_size, "Kosongkan ruang, lalu ulangi.")


def _refuse_newer_schema(opening: Mapping[str, Any]) -> None:
    """What a newer version only added is lived with, as in a database that was migrated; older backups do not tell."""
    code = fit.load_code()
    survived = {*code.known, *map(tuple, opening.get("migrasi_menambah", ()))}
    newer = [f"{app}.{name}" for app, name in opening["migrasi"] if app in code.apps and (app, name) not in survived]
    if newer:
        raise KeepingRefused(
            f"Cadangan ini dibuat versi program yang lebih baru ({opening['program']}, migrasi {newer[0]}). Pasang "
            "versi program itu, lalu ulangi."
        )


# --- Reading beside -------------------------------------------------------------------------------------------------


class _Keeper:
    """Writes the members of an archive into the staging folder."""

    def __init__(self, staging: Path, progress: Progress) -> None:
        self._staging, self._progress = staging, progress

    def keep(self, name: str, when: int, content: archive.Readable) -> None:
        place = self._staging / _checked_name(name)
        make_folders(place.parent)
        mode = settings.FILE_UPLOAD_PERMISSIONS if name.startswith("media/") else 0o600
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            os.fchmod(handle, mode)
            while data := content.read(archive.CHUNK):
                file.write(data)
                self._progress.add(len(data))
        os.utime(place, (when, when))


def _checked_name(name: str) -> str:
    """Return a member's name. Raises DamagedArchive for one that no backup writes."""
    parts = PurePosixPath(name).parts
    top = parts[0] if parts else ""
    fits = len(parts) > 1 if top in ("media", "rahasia", "sertifikat") else name in snapshots.MEMBERS.values()
    if not fits or ".." in parts or "\x00" in name or str(PurePosixPath(name)) != name:
        raise DamagedArchive(f"anggota {name!r} tidak dikenal")
    return name


# --- Putting in place -----------------------------------------------------------------------------------------------


def _put_in_place(contents: archive.Contents, staging: Path, say: Say) -> Restored:
    opening = contents.pembuka
    gathered = staging / "media"
    gathered.mkdir(exist_ok=True)
    say("Memulihkan basis data ...")
    packed = staging / opening["isi_basis_data"]
    with snapshots.prepared(connection, packed, opening["baris"]) as put, store().receiving(gathered):
        os.sync()
        put()
    files = sum(entry.nama.startswith("media/") for entry in contents.anggota)
    restored = Restored(datetime.fromisoformat(opening["dimulai"]), sum(opening["baris"].values()), files)
    restored.beside = _lay_beside(staging)
    os.sync()
    return restored


def _lay_beside(staging: Path) -> list[Path]:
    """Put secrets and certificates where nothing reads them: the settings of this machine may be others."""
    found = [path for name in ("rahasia", "sertifikat") for path in sorted((staging / name).glob("*"))]
    if not found:
        return []
    folder = Path(tempfile.mkdtemp(prefix=f"{BESIDE}-", dir=settings.VAR_DIR))
    return [Path(shutil.move(path, folder / path.name)) for path in found]


def _migrate(say: Say) -> bool:
    """Bring a backup of an older version up to date, and say whether there was anything to do."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    say("Memutakhirkan basis data dari versi program yang lebih lama ...")
    call_command("migrate", interactive=False, verbosity=0)
    return True
