"""Each rule of a deputy's term, struck once and passed once."""

from dataclasses import replace
from datetime import date

import pytest

from indicators.rules.pelaksana_harian import RULES, DeputyFacts, find_in_deputy

FINE = DeputyFacts(hari_ini=date(2026, 3, 1), mulai=date(2026, 3, 1), sampai=date(2026, 3, 31))


@pytest.mark.parametrize(
    ("changes", "kode", "bidang"),
    [
        ({"diri_sendiri": True}, "diri_sendiri", "pengguna"),
        ({"bekerja": False}, "bukan_pegawai", "pengguna"),
        ({"kepala": True}, "sudah_kepala", "pengguna"),
        ({"mulai": date(2026, 2, 28), "sampai": date(2026, 3, 2)}, "mundur", "mulai"),
        ({"mulai": date(2026, 3, 5), "sampai": date(2026, 3, 4)}, "terbalik", "sampai"),
        ({"sampai": date(2026, 4, 1)}, "terlalu_lama", "sampai"),
        ({"akhir_tugas": date(2026, 3, 30)}, "melewati_tugas", "sampai"),
        ({"bertumpuk": "Budi"}, "bertumpuk", "mulai"),
    ],
)
def test_what_keeps_a_term_from_being_given(changes: dict[str, object], kode: str, bidang: str) -> None:
    found = find_in_deputy(replace(FINE, **changes))  # type: ignore[arg-type]  # fields of the facts by name
    assert found is not None
    assert (found.kode, found.bidang) == (kode, bidang)
    assert found.kalimat.endswith(".")


def test_thirty_one_days_are_given_also_to_the_heads_own_last_day() -> None:
    assert find_in_deputy(FINE) is None
    assert find_in_deputy(replace(FINE, akhir_tugas=date(2026, 3, 31))) is None
    assert find_in_deputy(replace(FINE, mulai=FINE.sampai)) is None
    assert len(RULES) == 8
