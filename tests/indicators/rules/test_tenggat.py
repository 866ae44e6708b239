"""How late, and in which words."""

from datetime import date

import pytest

from indicators.rules.tenggat import find_lateness

DUE = date(2024, 4, 14)


@pytest.mark.parametrize(
    ("handed_in", "today", "words"),
    [
        (None, date(2024, 4, 14), None),  # the due day itself is in time
        (None, date(2024, 4, 15), ("Tenggat lewat 1 hari", "lewat 1 hari")),
        (None, date(2024, 4, 26), ("Tenggat lewat 12 hari", "lewat 12 hari")),
        (None, date(2024, 7, 15), ("Tenggat lewat 92 hari", "lewat 92 hari")),
        (None, date(2026, 8, 29), ("Tenggat lewat sejak 14 April 2024", "lewat sejak 14 April 2024")),  # not 867 days
        (date(2024, 4, 14), date(2026, 8, 29), None),  # handed in in time: no day counts on
        (date(2024, 4, 17), date(2026, 8, 29), ("Diajukan terlambat 3 hari", "terlambat 3 hari")),
        # Handed in at last, it is late no longer.
        (
            date(2024, 9, 2),
            date(2026, 8, 29),
            ("Diajukan terlambat, tenggat 14 April 2024", "terlambat, tenggat 14 April 2024"),
        ),
    ],
)
def test_days_count_until_the_hand_in(handed_in: date | None, today: date, words: tuple[str, str] | None) -> None:
    found = find_lateness(DUE, handed_in=handed_in, today=today)
    assert (found and (found.kalimat, found.singkat)) == words


def test_without_a_due_date_nobody_is_late() -> None:
    assert find_lateness(None, handed_in=None, today=DUE) is None
