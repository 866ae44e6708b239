"""Reading in a process of its own: the same answer as at home, and an end in a sentence whatever the file does."""

import io
import signal
from dataclasses import replace
from datetime import date, datetime
from subprocess import CompletedProcess, TimeoutExpired
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from indicators.exchange import apart
from indicators.exchange.apart import LIMITS, TOO_SLOW, read_book
from indicators.exchange.endings import INTERRUPTED
from indicators.exchange.parsing import parse_book
from indicators.exchange.raw_cells import UnusableCell
from sakip.files import RefusedFile
from sakip.limits import Limits
from tests.indicators.exchange.test_uploads import sheet_of
from tests.indicators.exchange.tools import make_xlsx

pytestmark = pytest.mark.own_process


def test_process_answers_as_the_reader_does() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Nama", 1, 2.5, True, date(2024, 12, 31), datetime(2024, 1, 2, 3, 4), "#REF!", "=1+1"])  # noqa: DTZ001 - spreadsheets know no time zones
    target = io.BytesIO()
    book.save(target)
    files = [("a.xlsx", target.getvalue()), ("b.csv", "Satu;Duá\n1,5;".encode())]
    found = read_book(files)
    assert found == parse_book(files)
    assert found[0].baris[0][1][6:] == [UnusableCell("#REF!", "galat"), UnusableCell("=1+1", "tanpa hasil")]
    assert found[1].baris == [(1, ["Satu", "Duá"]), (2, ["1,5"])]


def test_refusal_comes_back_as_its_sentence() -> None:
    with pytest.raises(RefusedFile, match="Berkas XLSX atau DOCX ini rusak"):
        read_book([("a.xlsx", b"PK\x03\x04rusak")])


@pytest.mark.parametrize(
    "limits",
    [replace(LIMITS, memory=1024), replace(LIMITS, seconds=0)],
    ids=["memory", "time"],
)
def test_file_that_costs_too_much_ends_in_a_sentence(limits: Limits) -> None:
    rows = [[f"Teks {row} {column}" for column in range(40)] for row in range(600)]
    with pytest.raises(RefusedFile) as refused:
        read_book([("a.xlsx", make_xlsx(rows))], limits=limits)
    assert str(refused.value) == TOO_SLOW


def test_reading_that_uses_up_its_processor_time_ends_in_a_sentence() -> None:
    """300,000 figures take several seconds; this reader has one."""
    cells = b"".join(b'<c r="%b"><v>1</v></c>' % f"{get_column_letter(column)}1".encode() for column in range(1, 61))
    rows = b"".join(b'<row r="%d">%b</row>' % (row, cells) for row in range(1, 5001))
    with pytest.raises(RefusedFile) as refused:
        read_book([("a.xlsx", sheet_of(rows))], limits=replace(LIMITS, cpu=1))
    assert str(refused.value) == TOO_SLOW


@pytest.mark.parametrize(
    ("ended", "sentence"),
    [(signal.SIGKILL, INTERRUPTED), (signal.SIGTERM, INTERRUPTED), (signal.SIGXCPU, TOO_SLOW)],
)
def test_reader_that_is_killed_from_outside_says_nothing_about_its_file(
    ended: signal.Signals, sentence: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def run(command: list[str], **options: Any) -> "CompletedProcess[bytes]":
        return CompletedProcess(command, -ended, b"", b"")

    monkeypatch.setattr(apart, "subprocess", SimpleNamespace(run=run, TimeoutExpired=TimeoutExpired))
    with pytest.raises(RefusedFile) as refused:
        read_book([("a.csv", b"Satu;Dua\n1;2\n")])
    assert str(refused.value) == sentence
    assert [row.levelname for row in caplog.records] == ["ERROR"]


def test_mistake_of_ours_is_logged_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    nameless: Any = None
    with pytest.raises(RefusedFile, match="terlalu rumit"):
        read_book([(nameless, b"Satu;Dua\n1;2\n")])
    assert "Traceback" in caplog.text
