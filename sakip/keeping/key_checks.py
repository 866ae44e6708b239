"""The system check of the file with keys that backups are encrypted for."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from sakip.keeping.encryption import read_recipients
from sakip.keeping.refusals import KeepingRefused


@register()
def check_backup_keys(**kwargs: Any) -> list[CheckMessage]:
    """No backup would be made at night; who looks for one finds none."""
    if not settings.BACKUP_KEY_FILE:
        return []
    try:
        read_recipients(Path(settings.BACKUP_KEY_FILE))
    except KeepingRefused as refusal:
        return [
            Error(
                f"BACKUP_KEY_FILE holds no keys: {refusal}",
                hint="Name a file with lines of public keys (age1...), which the account of the worker may read.",
                id="keeping.E001",
            )
        ]
    return []
