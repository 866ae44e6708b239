"""Running a module apart: what is kept of a process that complains without end. Its limits and its end are tried with
the renderer, in tests/reports/rendering/test_apart.py."""

import tempfile

import pytest

from sakip.apart import run_apart
from sakip.limits import Limits

LIMITS = Limits(cpu=30, seconds=60, memory=1 << 30)


def test_the_last_complaints_are_kept_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sakip.apart._MOST_SAID", 64)
    with tempfile.TemporaryFile() as nothing:
        ended = run_apart("tests.sakip.complaining", given=nothing, limits=LIMITS)
    assert ended.returncode == 3
    assert ended.said.endswith("inilah sebabnya\n")
    assert len(ended.said) <= 64
