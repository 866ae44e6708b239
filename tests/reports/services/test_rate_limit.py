"""The counts of the public page: what is over is forgotten, what still counts is not."""

import pytest

from reports.models import HitunganAkses
from reports.services import rate_limit


@pytest.mark.django_db
def test_counts_of_minutes_gone_by_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_700_000_040.0
    monkeypatch.setattr(rate_limit.time, "time", lambda: now - 180)
    rate_limit.allow("10.0.0.1", "lihat", most=1)
    monkeypatch.setattr(rate_limit.time, "time", lambda: now)
    rate_limit.allow("10.0.0.1", "lihat", most=1)
    for _ in range(2):
        rate_limit.forget_old_counts()
        assert [row.jendela for row in HitunganAkses.objects.all()] == [int(now) // 60]
    assert not rate_limit.allow("10.0.0.1", "lihat", most=1)


@pytest.mark.django_db
def test_addresses_and_pages_are_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit.time, "time", lambda: 1_700_000_040.0)
    asked = [("10.0.0.1", "lihat"), ("10.0.0.2", "lihat"), ("10.0.0.1", "nomor"), ("10.0.0.1", "lihat")]
    assert [rate_limit.allow(*one, most=1) for one in asked] == [True, True, True, False]
