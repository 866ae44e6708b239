"""What a scan may hold, found in a process of its own."""

import io
import time
from pathlib import Path

import pytest

from reports.scans.apart import examine_apart
from reports.scans.examination import Examination, examine
from reports.scans.faults import Fault
from sakip.limits import Limits
from sakip.pictures import NotDrawn, draw_page
from tests.reports.scans.odd import ODD, PLAIN
from tests.reports.steps import scan_of


@pytest.mark.parametrize("name", ODD)
def test_an_odd_scan_is_refused_for_what_it_is(name: str, tmp_path: Path) -> None:
    make, fault = ODD[name]
    file = tmp_path / "pindaian.pdf"
    file.write_bytes(make())
    with file.open("rb") as stream:
        started = time.monotonic()
        assert examine_apart(stream).sebab == fault
        assert time.monotonic() - started < 30


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_scan_is_none_of_these(name: str) -> None:
    assert examine(io.BytesIO(PLAIN[name]())) == Examination("", 2)


def test_every_fault_is_found_and_has_its_sentence() -> None:
    assert {fault for _, fault in ODD.values()} == set(Fault)
    assert len({fault.sentence for fault in Fault}) == len(Fault)


def test_what_takes_too_long_or_too_much_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "pindaian.pdf"
    file.write_bytes(scan_of(1))
    with file.open("rb") as stream:
        assert examine_apart(stream, limits=Limits(1, 0.001, 2**30)) == Examination(Fault.TERLALU_RUMIT)
        for limits in (Limits(1, 0.001, 2**30), Limits(5, 5, 2**20)):
            with pytest.raises(NotDrawn):
                draw_page(stream, 1, limits=limits)


def test_a_page_is_drawn_as_large_as_asked(tmp_path: Path) -> None:
    from PIL import Image

    file = tmp_path / "pindaian.pdf"
    file.write_bytes(scan_of(2))
    with file.open("rb") as stream:
        for page, longest in ((1, 300), (2, 900)):
            with Image.open(io.BytesIO(draw_page(stream, page, longest=longest))) as picture:
                assert (picture.format, max(picture.size)) == ("JPEG", longest)
        with pytest.raises(NotDrawn):
            draw_page(stream, 3)
