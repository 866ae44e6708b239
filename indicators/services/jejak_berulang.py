"""The same refused again and again: the first is a row of the trail, what follows within ten minutes is counted, and a
worker writes the count as one row more. Else whoever tries a door a thousand times hides his one success among them."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from indicators.acts import FAILED
from indicators.models import Jejak, JejakBerulang
from indicators.models.jejak import FIRST

WINDOW = timedelta(minutes=10)
BATCH = 100

Write = Callable[[Jejak], None]


def repeats(row: Jejak) -> bool:
    """Say whether the row is of a kind that is counted when it comes again. What was done is a row each time."""
    return row.ditolak or row.tindakan in FAILED


def write_or_count(row: Jejak, *, write: Write) -> None:
    """Write the row, or count it where the same was written within the window: exact however many come at once."""
    key = _key_of(row)
    while not _count(key, row.waktu):
        try:
            with transaction.atomic():
                _end_window(key, row.waktu, write)
                write(row)
                JejakBerulang.objects.create(kunci=key, pertama=row, terakhir=row.waktu)
        except IntegrityError:
            if not JejakBerulang.objects.filter(kunci=key).exists():
                raise
            row.pk = None  # another was first: this one is its repetition
        else:
            return


def write_counts(*, write: Write) -> int:
    """Write what was counted since the last time, a row per count, and end the windows that are over; return how many
    rows. Each count is written once, however many workers do it, and in the transaction that takes it away."""
    written = 0
    while rows := _write_some(write):
        written += sum(1 for row in rows if row.jumlah)
    return written


@transaction.atomic
def _write_some(write: Write) -> list[JejakBerulang]:
    now = timezone.now()
    due = JejakBerulang.objects.filter(Q(jumlah__gt=0) | Q(pertama__waktu__lte=now - WINDOW))
    # Not beside the row of the trail: nobody else may wait for that one.
    rows = list(due.select_for_update(of=("self",)).select_related("pertama").order_by("pk")[:BATCH])
    for counted in rows:
        _write_count(counted, write)
    over = [counted.pk for counted in rows if counted.pertama.waktu <= now - WINDOW]
    JejakBerulang.objects.filter(pk__in=[counted.pk for counted in rows]).update(jumlah=0)
    JejakBerulang.objects.filter(pk__in=over).delete()
    return rows


def _key_of(row: Jejak) -> str:
    """Return by what the same is known again: who, or from where if nobody, what, of what, why and where."""
    who = [row.pelaku_nomor] if row.pelaku_nomor is not None else [row.pelaku, row.alamat]
    what = [row.tindakan, row.objek_jenis, row.objek_id, row.objek, row.alasan, row.opd_nomor, row.unit, row.ditolak]
    return hashlib.sha256(json.dumps([who, what]).encode()).hexdigest()


def _count(key: str, waktu: datetime) -> bool:
    """Count one more of what has a window that is not over; say whether there was one."""
    open_window = JejakBerulang.objects.filter(kunci=key, pertama__waktu__gt=waktu - WINDOW)
    return bool(open_window.update(jumlah=F("jumlah") + 1, terakhir=waktu))


def _end_window(key: str, waktu: datetime, write: Write) -> None:
    old = JejakBerulang.objects.filter(kunci=key, pertama__waktu__lte=waktu - WINDOW)
    for counted in old.select_for_update(of=("self",)).select_related("pertama"):
        _write_count(counted, write)
        counted.delete()


def _write_count(counted: JejakBerulang, write: Write) -> None:
    if not counted.jumlah:
        return
    first = counted.pertama
    facts = {field.attname: getattr(first, field.attname) for field in Jejak._meta.concrete_fields}
    facts |= {
        "id": None,
        "waktu": counted.terakhir,
        "jumlah": counted.jumlah,
        "sesudah": {**(first.sesudah or {}), FIRST: first.pk},
    }
    write(Jejak(**facts))
