"""Files that no row names: swept after a day, never younger, never in great number."""

import logging
import os
import time
from collections.abc import Iterable

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from sakip import orphans
from sakip.orphans import sweep

DAY = 24 * 3600


def store(name: str, *, hours: float = 25) -> str:
    stored = default_storage.save(name, ContentFile(b"isi"))
    moment = time.time() - hours * 3600
    os.utime(default_storage.path(stored), (moment, moment))
    return stored


def test_sweep_deletes_what_is_old_and_unnamed(caplog: pytest.LogCaptureFixture) -> None:
    orphan, named = store("dokumen/aa/yatim.pdf"), store("dokumen/aa/punya.pdf")
    young, elsewhere = store("dokumen/bb/muda.pdf", hours=23), store("impor/aa/lain.pdf")
    with caplog.at_level(logging.WARNING, "sakip.files"):
        assert sweep("dokumen", lambda: [named]) == 1
    assert [default_storage.exists(name) for name in (orphan, named, young, elsewhere)] == [False, True, True, True]
    assert orphan in caplog.text


def test_sweep_asks_for_rows_after_it_has_listed_the_files() -> None:
    name = store("dokumen/aa/yatim.pdf")

    def rows() -> Iterable[str]:
        assert default_storage.exists(name)
        return [name, store("dokumen/aa/sesudah.pdf")]

    assert sweep("dokumen", rows) == 0
    assert default_storage.exists("dokumen/aa/sesudah.pdf")


def test_sweep_of_a_folder_that_is_not_there() -> None:
    assert sweep("dokumen", list) == 0


def test_sweep_deletes_none_of_too_many(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(orphans, "MOST_AT_ONCE", 2)
    names = [store(f"dokumen/aa/{number}.pdf") for number in range(3)]
    with caplog.at_level(logging.ERROR, "sakip.files"):
        assert sweep("dokumen", list) == 0
    assert all(default_storage.exists(name) for name in names)
    assert "tidak ada yang dihapus" in caplog.text
    default_storage.delete(names[0])
    assert sweep("dokumen", list) == 2
