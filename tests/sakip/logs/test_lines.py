"""A line has one form, one time zone, and no break that somebody sent us."""

import logging
import re
import sys

import pytest

from sakip.logs.context import LogContext, doing
from tests.sakip.logs.outlet import Outlet

pytestmark = pytest.mark.one_database

FORGED = "x\n2026-11-30T00:00:00.000+07:00 ERROR sakip.request - forged\r\x1b[2K\u2028y"


def test_a_line_has_time_with_offset_level_logger_id_and_message(text_log: Outlet) -> None:
    logging.getLogger("sakip.files").warning("Berkas %s", "a")
    with doing(LogContext("k7")):
        logging.getLogger("sakip.files").error("Berkas %s", "b")
    first, second = text_log.lines
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+07:00 WARNING sakip\.files - Berkas a", first)
    assert second.endswith(" ERROR sakip.files k7 Berkas b")


def test_what_somebody_sent_breaks_no_line(text_log: Outlet) -> None:
    logging.getLogger("sakip.files").warning("Berkas %s", FORGED)
    (line,) = text_log.lines
    assert "\\n2026-11-30" in line
    assert "\x1b" not in line


def test_a_traceback_stands_indented_below_its_line(text_log: Outlet) -> None:
    try:
        raise ValueError(FORGED)
    except ValueError:
        logging.getLogger("sakip.files").exception("Gagal")
    first, *rest = text_log.text.rstrip("\n").split("\n")
    assert first.endswith("ERROR sakip.files - Gagal")
    assert rest[0] == "    Traceback (most recent call last):"
    assert all(line.startswith("    ") for line in rest)


def test_json_is_one_object_a_line_with_the_traceback_inside(json_log: Outlet) -> None:
    logging.getLogger("sakip.files").warning("Berkas %s", FORGED, extra={"fields": {"ms": 3}})
    try:
        raise ValueError(FORGED)
    except ValueError:
        logging.getLogger("sakip.files").error("Gagal", exc_info=sys.exc_info())
    plain, failed = json_log.data
    assert set(plain) == {"time", "level", "logger", "id", "message", "ms"}
    assert (plain["level"], plain["id"], plain["message"], plain["ms"]) == ("WARNING", "-", f"Berkas {FORGED}", 3)
    assert failed["traceback"].startswith("Traceback")


def test_libraries_are_heard_from_warnings_on(text_log: Outlet) -> None:
    for name in ("sakip.x", "pikepdf", "asyncio"):
        logging.getLogger(name).info("halo")
    logging.getLogger("pikepdf").warning("awas")
    assert [line.split()[2] for line in text_log.lines] == ["sakip.x", "pikepdf"]
