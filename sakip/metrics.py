"""What the processes of this machine count for Prometheus, and how it is added up.

Every process counts into two files of its own (the client library's way with several processes); whoever is asked adds
them up. What a process counted that has ended is added to what earlier ones had, so that no number ever falls (ADR 42).
"""

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from time import monotonic
from typing import Protocol

from django.conf import settings

from sakip.digits import number_in
from sakip.environment import tell_library
from sakip.locked_folder import locked_folder

# The client library looks for it once, while it is imported: nothing else imports it.
tell_library("PROMETHEUS_MULTIPROC_DIR", str(settings.METRICS_DIR))

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest  # noqa: E402 - see above
from prometheus_client.metrics_core import GaugeMetricFamily  # noqa: E402 - likewise
from prometheus_client.mmap_dict import MmapedDict  # noqa: E402 - likewise
from prometheus_client.multiprocess import MultiProcessCollector  # noqa: E402 - likewise
from prometheus_client.registry import Collector  # noqa: E402 - likewise

logger = logging.getLogger("sakip.metrics")

CONTENT_TYPE = CONTENT_TYPE_LATEST
METHODS = frozenset({"GET", "HEAD", "POST"})
REQUESTS = Counter("sakip_requests", "Requests answered.", ["view", "method", "status"])
REQUEST_SECONDS = Histogram(
    "sakip_request_seconds",
    "Seconds until a request was answered.",
    ["method"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
VIEW_SECONDS = Counter("sakip_view_seconds", "Seconds that the answers of a view took together.", ["view"])
JOBS = Counter("sakip_jobs", "Jobs that a worker let go of, by what became of them.", ["kind", "outcome"])
JOB_SECONDS = Histogram(
    "sakip_job_seconds", "Seconds that a job took.", ["kind"], buckets=(0.1, 1, 5, 15, 60, 300, 900)
)
SIGN_INS = Counter("sakip_sign_ins", "What happened at the door.", ["event"])

# The kinds of files: one of each for a process, and one for all that ended.
_KINDS = ("counter", "histogram")
_ENDED = "ended"
# Taken from the disk at once: a file that lies in memory and finds the disk full later would end the process.
_RESERVED = 512 * 1024
# After a failure nothing is counted for so long.
_PAUSE_SECONDS = 60.0


class _Files:
    """This process's files: made before it first counts, and by each process that was forked anew."""

    def __init__(self) -> None:
        self._pid = 0
        self._not_before = 0.0

    def are_ready(self) -> bool:
        """Say whether the process may count now. Where its files cannot be made, that is logged and nothing counted."""
        pid = os.getpid()
        if self._pid == pid:
            return True
        if monotonic() < self._not_before:
            return False
        try:
            for kind in _KINDS:
                _reserve(_path(kind, pid))
        except OSError as error:
            logger.warning("Requests and jobs are not counted for a while: %s", error)
            self._not_before = monotonic() + _PAUSE_SECONDS
            return False
        self._pid = pid
        return True


_files = _Files()


def count_request(*, view: str, method: str, status: int, seconds: float) -> None:
    """Count an answered request; `view` is the name of an address, never what somebody typed."""
    if not _files.are_ready():
        return
    known = method if method in METHODS else "other"
    REQUESTS.labels(view, known, f"{status // 100}xx").inc()
    VIEW_SECONDS.labels(view).inc(seconds)
    REQUEST_SECONDS.labels(known).observe(seconds)


def count_job(kind: str, outcome: str, seconds: float) -> None:
    if _files.are_ready():
        JOBS.labels(kind, outcome).inc()
        JOB_SECONDS.labels(kind).observe(seconds)


def count_sign_in(event: str) -> None:
    if _files.are_ready():
        SIGN_INS.labels(event).inc()


class Measured(Protocol):
    """What is measured now, not counted: a name, its labels with their texts, a number."""

    @property
    def name(self) -> str: ...
    @property
    def labels(self) -> Sequence[tuple[str, str]]: ...
    @property
    def value(self) -> int: ...


class _Gauges(Collector):
    """What was measured for this answer."""

    def __init__(self, measured: Iterable[Measured]) -> None:
        self._measured = list(measured)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        families: dict[str, GaugeMetricFamily] = {}
        for one in self._measured:
            if one.name not in families:
                words = f"{one.name.replace('_', ' ').capitalize()}."
                labels = [label for label, _ in one.labels]
                families[one.name] = GaugeMetricFamily(f"sakip_{one.name}", words, labels=labels)
            families[one.name].add_metric([text for _, text in one.labels], one.value)
        yield from families.values()


def write_exposition(measured: Iterable[Measured] = ()) -> bytes:
    """Return what was counted, and what was measured, in the format that Prometheus reads."""
    registry = CollectorRegistry()
    registry.register(_Gauges(measured))
    with _locked() as folder:
        for pid in _list_processes(folder):
            if not _runs(pid):
                _forget(pid)
        MultiProcessCollector(registry, path=str(folder))
        return generate_latest(registry)


def forget_process(pid: int) -> None:
    """Add what a process counted that has ended to what earlier ones had."""
    with _locked():
        _forget(pid)


def _forget(pid: int) -> None:
    for kind in _KINDS:
        if (path := _path(kind, pid)).exists():
            _add(path, _path(kind, _ENDED))
            path.unlink()


def _add(source: Path, target: Path) -> None:
    _reserve(target)
    total = MmapedDict(str(target))
    for key, value, _, _ in MmapedDict.read_all_values_from_file(str(source)):
        total.write_value(key, total.read_value(key)[0] + value, 0.0)
    total.close()


def _path(kind: str, whose: int | str) -> Path:
    return Path(settings.METRICS_DIR) / f"{kind}_{whose}.db"


def _reserve(path: Path) -> None:
    """Make a file that has all its room, unless it is there. Raises OSError and leaves none."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    try:
        with fresh.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, _RESERVED)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    fresh.rename(path)


def _locked() -> AbstractContextManager[Path]:
    """Hold the folder, so that nobody adds up while another moves numbers from file to file."""
    return locked_folder(Path(settings.METRICS_DIR))


def _list_processes(folder: Path) -> set[int]:
    names = (path.stem.partition("_")[2] for path in folder.glob("*_*.db"))
    return {pid for name in names if (pid := number_in(name)) is not None}


def _runs(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()
