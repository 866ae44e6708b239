"""Time and memory of whole processes, read from the operating system; shared by the benchmarks."""

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Usage:
    """Seconds of wall clock and processor, and the peak of the whole process tree's resident memory in MB."""

    wall: float
    cpu: float
    peak_mb: float


def tree_of(root: int) -> set[int]:
    """Return the process and all that descend from it, read from /proc."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = {root}, [root]
    while waiting:
        for child in children.get(waiting.pop(), []):
            found.add(child)
            waiting.append(child)
    return found


def resident_mb(pids: set[int]) -> float:
    """Return the proportional memory of the processes: a page shared by four counts a quarter in each."""
    total = 0
    for pid in pids:
        try:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        except OSError:
            continue
    return total / 1024


def run(command: Sequence[str], *, timeout: float = 300, env: dict[str, str] | None = None) -> Usage:
    """Run a command to its end. Raises CalledProcessError when it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=env)
    peak = 0.0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.02):
            peak = max(peak, resident_mb(tree_of(process.pid)))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    timer = threading.Timer(timeout, process.kill)
    timer.start()
    stderr = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    timer.cancel()
    done.set()
    watcher.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=stderr)
    return Usage(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, peak)


def middle(usages: Sequence[Usage]) -> Usage:
    return Usage(
        median(usage.wall for usage in usages),
        median(usage.cpu for usage in usages),
        median(usage.peak_mb for usage in usages),
    )


def row(name: str, usage: Usage, base: Usage | None = None) -> str:
    ratio = "" if base is None else f"  {usage.cpu / base.cpu:6.2f} x cpu  {usage.peak_mb / base.peak_mb:6.2f} x memory"
    return f"{name:<44} {usage.wall:7.2f} s  {usage.cpu:7.2f} s cpu  {usage.peak_mb:7.0f} MB{ratio}"
