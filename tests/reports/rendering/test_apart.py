"""Rendering in a process of its own, with real processes: an end of its own for each thing that may go wrong. That the
report is the same to the byte stands in papers/lpk/rendering/test_render_output.py."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from reports.papers.lpk.rendering.design import DESIGN
from reports.rendering import RenderBroke, RenderError, apart
from reports.rendering.apart import CRASHED, ENDED, MEGABYTE, NO_ENGINE, render_apart
from reports.rendering.render import RenderedReport
from sakip.apart import Ended
from sakip.limits import Limits

SNAPSHOT = Path(__file__).parents[1] / "papers" / "lpk" / "rendering" / "snapshot_2023.json"
WIDE = Limits(cpu=600, seconds=600, memory=3072 * MEGABYTE)
pytestmark = pytest.mark.one_database


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let folders of fonts be made here, and see that none is left."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def snapshot() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    return found


def render(
    snapshot: dict[str, Any],
    *,
    limits: Limits = WIDE,
    progress: Callable[[int, str], None] = lambda *_: None,
    watch: Callable[[], None] = lambda: None,
) -> RenderedReport:
    return render_apart(snapshot, DESIGN, template_version="v1", limits=limits, progress=progress, watch=watch)


def _children() -> list[int]:
    return [int(word) for word in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


@pytest.fixture
def children() -> Callable[[], list[int]]:
    """What was begun since: other tests of this process may have left theirs (a browser's driver lives on)."""
    before = set(_children())
    return lambda: [child for child in _children() if child not in before]


def test_a_refusal_of_the_renderer_comes_back_as_itself(snapshot: dict[str, Any]) -> None:
    with pytest.raises(RenderError, match="Ukuran kertas tidak dikenal"):
        render(snapshot | {"opd": snapshot["opd"] | {"kertas": "A0"}})


def test_what_takes_too_long_is_ended(snapshot: dict[str, Any], children: Callable[[], list[int]]) -> None:
    with pytest.raises(RenderError, match="tidak selesai disusun dalam 1 detik"):
        render(snapshot, limits=Limits(cpu=60, seconds=0.7, memory=WIDE.memory))
    assert children() == []


def test_what_takes_too_much_of_the_processor_is_ended(snapshot: dict[str, Any]) -> None:
    with pytest.raises(RenderError, match="tidak selesai disusun"):
        render(snapshot, limits=Limits(cpu=1, seconds=600, memory=WIDE.memory))


@pytest.mark.parametrize("megabytes", [130, 200])
def test_what_takes_too_much_memory_is_ended(snapshot: dict[str, Any], megabytes: int) -> None:
    """At the start, and while pages are laid out."""
    with pytest.raises(RenderError, match=f"lebih dari {megabytes} MB memori"):
        render(snapshot, limits=Limits(cpu=600, seconds=600, memory=megabytes * MEGABYTE))


@pytest.mark.parametrize(("number", "sentence"), [(signal.SIGKILL, ENDED), (signal.SIGSEGV, CRASHED)])
def test_a_process_that_dies_is_told_and_may_be_tried_again(
    snapshot: dict[str, Any], children: Callable[[], list[int]], number: int, sentence: str
) -> None:
    with pytest.raises(RenderBroke) as broke:
        render(snapshot, progress=lambda *_: os.kill(children()[0], number))
    assert str(broke.value) == sentence


class Cancelled(Exception):
    pass


@pytest.mark.parametrize("who", ["progress", "watch"])
def test_whoever_raises_ends_the_process_at_once(
    snapshot: dict[str, Any], children: Callable[[], list[int]], monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    monkeypatch.setattr("sakip.apart.WATCH_SECONDS", 0.05)

    def stop(*_: object) -> None:
        assert len(children()) == 1
        raise Cancelled

    with pytest.raises(Cancelled):
        render(snapshot, **{who: stop})
    assert children() == []


def test_the_process_dies_with_the_worker(snapshot: dict[str, Any], tmp_path: Path) -> None:
    """kill -9 of who started it: nothing renders on."""
    from sakip.keeping import leftovers  # not above: the program that imports this module has no Django

    program = (
        "import json, sys\n"
        "from tests.reports.rendering.test_apart import SNAPSHOT, render\n"
        "render(json.loads(SNAPSHOT.read_text()), progress=lambda *_: print('on', flush=True))\n"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=django_settings.BASE_DIR, env=environment, stdout=subprocess.PIPE
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"on\n"
        [child] = [int(word) for word in Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()]
        worker.kill()
    until = time.monotonic() + 30
    while _runs(child):
        assert time.monotonic() < until, "it renders on"
        time.sleep(0.01)
    # Its folder of fonts is left, and known to the night by its name.
    [left] = tmp_path.iterdir()
    os.utime(left, (0, 0))
    assert leftovers.sweep() == 1


def _runs(pid: int) -> bool:
    """Say whether the process is there and no zombie that nobody collects."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_process_has_neither_secrets_nor_a_network(
    snapshot: dict[str, Any], children: Callable[[], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "rahasia")
    seen: list[bytes] = []

    def look(*_: object) -> None:
        seen.append(Path(f"/proc/{children()[0]}/environ").read_bytes())
        raise Cancelled

    with pytest.raises(Cancelled):
        render(snapshot, progress=look)
    names = {line.partition(b"=")[0] for line in seen[0].split(b"\0") if line}
    assert names == {b"PYTHONUTF8", b"PATH", b"TMPDIR", b"HOME"}
    for event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"):
        with pytest.raises(PermissionError):
            apart._refuse_network(event, ())
    apart._refuse_network("open", ())


def test_a_server_without_the_engine_says_so(snapshot: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([Ended(0, b"", "no pango")])

    def run(*_: object, hear: Callable[[bytes], None], **__: object) -> Ended:
        hear(json.dumps({"ditolak": NO_ENGINE}).encode())
        return next(answers)

    monkeypatch.setattr(apart, "run_apart", run)
    with pytest.raises(RenderError, match="WeasyPrint atau Pango tidak terpasang"):
        render(snapshot)
