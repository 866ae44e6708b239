"""Limits how often an address may ask the public page, exactly over all server processes."""

import hashlib
import hmac
import time

from django.conf import settings
from django.db import transaction
from django.db.models import F

from reports.models import HitunganAkses
from sakip.jobs.registry import register_daily

WINDOW_SECONDS = 60


def allow(address: str, scope: str, *, most: int) -> bool:
    """Count one more request and say whether it is still within `most` per minute; `address` stands for one customer
    (`sakip.network.customer_of`)."""
    window = int(time.time()) // WINDOW_SECONDS
    key = hmac.new(settings.SECRET_KEY.encode(), f"{scope}:{address}".encode(), hashlib.sha256).hexdigest()
    with transaction.atomic():
        counter = HitunganAkses.objects.filter(kunci=key, jendela=window)
        if counter.update(jumlah=F("jumlah") + 1) == 0:
            HitunganAkses.objects.bulk_create([HitunganAkses(kunci=key, jendela=window)], ignore_conflicts=True)
            counter.update(jumlah=F("jumlah") + 1)
        return bool(counter.values_list("jumlah", flat=True).get() <= most)


def register_daily_tasks() -> None:
    register_daily("page_counts.forget", forget_old_counts, label="Hapus hitungan halaman verifikasi")


def forget_old_counts() -> None:
    """Delete the counts of minutes gone by."""
    window = int(time.time()) // WINDOW_SECONDS
    HitunganAkses.objects.filter(jendela__lt=window - 1).delete()
