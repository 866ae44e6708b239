"""What is done at night: a backup into a folder, of which some stay, and a look for what killed processes left."""

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from sakip.held_files import are_held
from sakip.jobs.registry import register_daily
from sakip.keeping import archive, encryption
from sakip.keeping.backup import PARTIAL, Made, make_backup

logger = logging.getLogger("sakip.keeping")
_FORM = "sakip-%Y%m%d-%H%M%S.tar"
TASK = "backup.daily"


@dataclass(frozen=True)
class Kept:
    """A backup in the folder: when it was begun, its size, and whether it has its end. What is encrypted shows only
    its beginning without the key."""

    path: Path
    begun: datetime
    size: int
    whole: bool


def register() -> None:
    if settings.BACKUP_DIR:
        register_daily(TASK, back_up, label="Cadangan malam")


def back_up() -> Made:
    """Make the backup of today, with the secrets where it is encrypted, then forget old ones. Raises KeepingRefused,
    which the worker logs, and leaves the earlier ones then."""
    folder = Path(settings.BACKUP_DIR)
    key_file = Path(settings.BACKUP_KEY_FILE) if settings.BACKUP_KEY_FILE else None
    made = make_backup(
        folder / file_name(encrypted=key_file is not None),
        say=logger.info,
        secrets=key_file is not None,
        key_file=key_file,
    )
    forget_old(settings.BACKUP_KEEP)
    return made


def file_name(*, encrypted: bool) -> str:
    """Return what a backup that begins now is called."""
    return timezone.localtime().strftime(_FORM) + (encryption.ENDING if encrypted else "")


def list_kept() -> list[Kept]:
    """Return the backups in BACKUP_DIR, the latest first; none where no folder is set or it does not answer."""
    if not settings.BACKUP_DIR:
        return []
    try:
        found = [kept for path in Path(settings.BACKUP_DIR).iterdir() if (kept := _read(path)) is not None]
    except OSError:
        logger.exception("The folder of backups cannot be read.")
        return []
    return sorted(found, key=lambda kept: kept.begun, reverse=True)


def last_backup() -> Kept | None:
    """Return the latest backup in BACKUP_DIR."""
    return next(iter(list_kept()), None)


def forget_old(keep: int) -> int:
    """Delete all but the latest `keep` backups in BACKUP_DIR, and what killed ones left; return how many backups."""
    for partial in [] if are_held() else Path(settings.BACKUP_DIR).glob(f"sakip-*{PARTIAL}"):
        if _begun(partial.name.removesuffix(PARTIAL)) is not None:
            partial.unlink()
    old = list_kept()[keep:]
    for kept in old:
        kept.path.unlink()
    return len(old)


def _read(path: Path) -> Kept | None:
    begun = _begun(path.name)
    if begun is None or not path.is_file():
        return None
    return Kept(path, begun, path.stat().st_size, archive.has_its_end(path))


def _begun(name: str) -> datetime | None:
    """Return when a backup began, by its name; None for a file that is none of ours."""
    try:
        local = datetime.strptime(name.removesuffix(encryption.ENDING), _FORM)  # noqa: DTZ007 - made aware below
    except ValueError:
        return None
    return timezone.make_aware(local)
