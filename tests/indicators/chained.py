"""Rows of the trail to chain, and whoever gets past the triggers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.utils import timezone

from indicators.models import Jejak, PerangkatDaerah
from indicators.triggers import TRIGGERS
from sakip.triggers import install, remove


def add_rows(count: int, opd: PerangkatDaerah | None = None, **facts: Any) -> list[Jejak]:
    """Write rows of an office into the trail, as services would."""
    first = {"waktu": timezone.now(), "pelaku": "Staf (staf)", "tindakan": "ubah", "objek": "Target"} | facts
    rows = [
        Jejak(opd_nomor=None if opd is None else opd.pk, sesudah={"nilai": f"{i},5", "ke": i}, **first)
        for i in range(count)
    ]
    for row in rows:
        row.save(force_insert=True)
    return rows


@contextmanager
def without_guards() -> Iterator[None]:
    """Do what the owner of a database can: switch the triggers off, and on again."""
    remove(connection, TRIGGERS)
    yield
    install(connection, TRIGGERS)
