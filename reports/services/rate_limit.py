"""Limits how often an address may ask the public page, exactly over all server processes."""

import hashlib
import hmac
import ipaddress
import time

from django.conf import settings
from django.db import transaction
from django.db.models import F

from reports.models import HitunganAkses
from sakip.jobs.registry import register_daily

WINDOW_SECONDS = 60


def allow(address: str, scope: str, *, most: int) -> bool:
    """Count one more request and say whether it is still within `most` per minute."""
    address = _customer(address)
    window = int(time.time()) // WINDOW_SECONDS
    key = hmac.new(settings.SECRET_KEY.encode(), f"{scope}:{address}".encode(), hashlib.sha256).hexdigest()
    with transaction.atomic():
        counter = HitunganAkses.objects.filter(kunci=key, jendela=window)
        if counter.update(jumlah=F("jumlah") + 1) == 0:
            HitunganAkses.objects.bulk_create([HitunganAkses(kunci=key, jendela=window)], ignore_conflicts=True)
            counter.update(jumlah=F("jumlah") + 1)
        return bool(counter.values_list("jumlah", flat=True).get() <= most)


def register_daily_tasks() -> None:
    register_daily("page_counts.forget", forget_old_counts)


def forget_old_counts() -> None:
    """Delete the counts of minutes gone by."""
    window = int(time.time()) // WINDOW_SECONDS
    HitunganAkses.objects.filter(jendela__lt=window - 1).delete()


def _customer(address: str) -> str:
    """Return what stands for one customer: an IPv6 line has 2 to the 64 addresses of its own to change between."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address) or known.ipv4_mapped is not None:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False))
