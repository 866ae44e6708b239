"""What is refused again and again is one row and a count."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from indicators.acts import Act
from indicators.models import Jejak, JejakBerulang
from indicators.services import jejak, jejak_berulang
from indicators.services.jejak import record, write_counts
from sakip.origin import coming_from
from tests.cast import Cast, Office

NOW = datetime(2024, 4, 2, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Return the hour, which the test moves on."""
    hour = [NOW]
    monkeypatch.setattr(timezone, "now", lambda: hour[0])
    return hour


def refuse(cast: Cast, office: Office, **other: Any) -> Jejak:
    facts = {"by": cast.staf, "tindakan": Act.BUKA_HALAMAN, "objek": "/admin/jadwal/", "opd": office.opd}
    return record(**{**facts, "alasan": "Bukan Anda.", "ditolak": True, **other})


def numbers() -> list[int]:
    return list(Jejak.objects.order_by("pk").values_list("jumlah", flat=True))


def test_a_hundred_and_fifty_are_a_row_and_a_count(cast: Cast, office: Office, clock: list[datetime]) -> None:
    for _ in range(150):
        refuse(cast, office)
        clock[0] += timedelta(milliseconds=7)
    assert numbers() == [1]

    assert write_counts() == 1
    first, count = Jejak.objects.order_by("pk")
    assert (count.jumlah, count.waktu) == (149, clock[0] - timedelta(milliseconds=7))
    assert count.sesudah == {"sama_seperti": first.pk}
    kept = ("pelaku", "pelaku_nomor", "tindakan", "objek", "opd_nomor", "alasan", "ditolak", "alamat", "sesi")
    assert [getattr(count, name) for name in kept] == [getattr(first, name) for name in kept]
    assert write_counts() == 0


def test_what_goes_on_is_counted_on_and_the_window_ends(cast: Cast, office: Office, clock: list[datetime]) -> None:
    for minute in range(12):
        clock[0] = NOW + timedelta(minutes=minute)
        refuse(cast, office)
        refuse(cast, office)
        if minute % 3 == 2:
            write_counts()
    # Two at 10.22 begin a new window, which counts what the first still had.
    assert numbers() == [1, 5, 6, 6, 2, 1, 3]
    assert sum(numbers()) == 24
    clock[0] += timedelta(minutes=11)
    write_counts()
    assert not JejakBerulang.objects.exists()


def test_whoever_does_something_else_is_not_counted_with_it(cast: Cast, office: Office) -> None:
    refuse(cast, office)
    others: list[dict[str, Any]] = [
        {"by": cast.kepala},
        {"tindakan": Act.KIRIM_ISIAN},
        {"objek": "/admin/validasi/"},
        {"objek": office.bidang},
        {"objek": office.tim},
        {"alasan": "Terlalu awal."},
        {"opd": None},
    ]
    for other in others:
        refuse(cast, office, **other)
    assert numbers() == [1] * 8
    assert not JejakBerulang.objects.filter(jumlah__gt=0).exists()


def test_strangers_are_told_apart_by_their_address(db: None) -> None:
    for alamat in ("10.0.0.1", "10.0.0.2", "10.0.0.1"):
        with coming_from(alamat, lambda: None):
            record(by=None, tindakan=Act.GAGAL_MASUK, objek="budi", alasan="Kata sandi salah.")
    assert sorted(JejakBerulang.objects.values_list("pertama__alamat", "jumlah")) == [("10.0.0.1", 1), ("10.0.0.2", 0)]


def test_what_was_done_is_a_row_each_time(cast: Cast, office: Office) -> None:
    for _ in range(3):
        refuse(cast, office, ditolak=False, alasan="")
    assert numbers() == [1, 1, 1]
    assert not JejakBerulang.objects.exists()


def test_a_worker_that_breaks_off_loses_nothing(cast: Cast, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(cast, office)
    refuse(cast, office)
    whole = jejak._insert

    def broken(row: Jejak) -> None:
        whole(row)
        raise ZeroDivisionError

    monkeypatch.setattr(jejak, "_insert", broken)
    with pytest.raises(ZeroDivisionError):
        write_counts()
    assert numbers() == [1]
    monkeypatch.setattr(jejak, "_insert", whole)
    assert write_counts() == 1
    assert numbers() == [1, 1]


def test_what_one_step_leaves_to_the_next_is_counted(
    cast: Cast, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jejak_berulang, "BATCH", 1)
    for by in (cast.staf, cast.kepala) * 2:
        refuse(cast, office, by=by)
    assert write_counts() == 2
    assert numbers() == [1, 1, 1, 1]
