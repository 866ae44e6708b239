"""Warnings before the certificates of officials end: one mail at each step, put down by a daily task."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from reports.models import Sertifikat
from reports.officials import WARNED_AT, days_left, expiry_warning, find_official
from reports.services.sertifikat import mark_warned
from sakip.jobs.outbox import is_address, put
from sakip.jobs.registry import register_daily


def warn_before_end() -> None:
    """Put a mail down for each official whose certificate is near its end: once at each of `WARNED_AT` days.

    Who left his post or has no address gets none; called twice, it warns once.
    """
    horizon = timezone.now() + timedelta(days=max(WARNED_AT) + 1)
    rows = Sertifikat.objects.filter(berakhir_pada__isnull=True, berlaku_sampai__lt=horizon).defer("berkas")
    for row in rows.select_related("pemilik", "opd__pemda").order_by("pk"):
        step = _step(days_left(row))
        if step is not None and row.pemilik.is_active and find_official(row.pemilik, row.opd) is not None:
            _warn(row, step)


def _step(days: int) -> int | None:
    """Return the step that so few days fall under; None: it is not near, or over."""
    return min((step for step in WARNED_AT if 0 <= days <= step), default=None)


@transaction.atomic
def _warn(row: Sertifikat, step: int) -> None:
    if not is_address(row.pemilik.email):
        return
    if mark_warned(row, step):
        body = f"{row.opd.nama}: {expiry_warning(row)}\n\nSertifikat: {row.nama}, penerbit {row.penerbit}.\n"
        put(to=row.pemilik.email, subject=f"Sertifikat Anda berakhir dalam {days_left(row)} hari", body=body)


def register_daily_tasks() -> None:
    register_daily("certificates.warn", warn_before_end, label="Peringatan akhir sertifikat")
