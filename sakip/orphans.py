"""Stored files that no row names: what a process left behind that was killed between its file and its row."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from sakip.file_store import store
from sakip.held_files import are_held

logger = logging.getLogger("sakip.files")

# A file is stored moments before its row; nothing younger is judged.
KEPT = timedelta(days=1)
# More than killed processes leave in a day: then rather the database is the wrong or an older one.
MOST_AT_ONCE = 100


def sweep(folder: str, named: Callable[[], Iterable[str]]) -> int:
    """Delete the files in a folder that are older than a day and not `named` by any row; return how many.

    Files are listed before rows are asked, so that a row of the meantime counts. Deletes none of more than
    MOST_AT_ONCE, and logs an ERROR instead; none while a backup runs. Raises StoreAway.
    """
    store().require()
    oldest = timezone.now() - KEPT
    old = [entry.name for entry in store().list_below(folder) if entry.modified < oldest]
    names = set(named()) if old else set()
    orphans = [name for name in old if name not in names]
    if len(orphans) > MOST_AT_ONCE:
        logger.error("%s berkas di %s tidak dikenal basis data; tidak ada yang dihapus.", len(orphans), folder)
        return 0
    if are_held():
        return 0
    for name in orphans:
        default_storage.delete(name)
        logger.warning("Berkas %s dihapus: tidak ada baris yang menyebutnya.", name)
    return len(orphans)
