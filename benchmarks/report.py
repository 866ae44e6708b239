#!/usr/bin/env python
"""The full report beside headless Chromium printing the same HTML, in turn, in one run.

    .venv/bin/python benchmarks/report.py [--runs 5] [--chromium /usr/bin/chromium-headless-shell]

Cold: a new process renders one report. Warm: one process renders several; the first is not counted. Chromium prints
the HTML that `reports.rendering.render.render_html` gives, style sheet and fonts inside.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from _measure import Usage, middle, row, run  # noqa: E402 - the path is set just above

SNAPSHOT = ROOT / "tests" / "reports" / "papers" / "lpk" / "rendering" / "snapshot_2023.json"


def load() -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")
    import django

    django.setup()
    snapshot: dict[str, Any] = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    return snapshot


def render_once(target: Path) -> None:
    snapshot = load()
    from reports.papers.registry import render_report

    target.write_bytes(render_report(snapshot).pdf)


def render_warm(runs: int) -> None:
    """Print, as JSON, wall and processor seconds of each warm rendering."""
    snapshot = load()
    from reports.papers.registry import render_report

    render_report(snapshot)
    figures = []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        render_report(snapshot)
        figures.append((time.perf_counter() - wall, time.process_time() - cpu))
    print(json.dumps(figures))


def write_html(folder: Path) -> Path:
    snapshot = load()
    from reports.papers.lpk.paper import LPK
    from reports.rendering.render import render_html

    page = folder / "laporan.html"
    page.write_text(
        render_html(snapshot, LPK.design, template_version=LPK.design.templates.current, self_contained=True),
        encoding="utf-8",
    )
    return page


def chromium_command(browser: str, page: Path, target: Path, profile: Path) -> list[str]:
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    flags += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return [
        browser,
        *flags,
        f"--user-data-dir={profile}",
        "--no-pdf-header-footer",
        f"--print-to-pdf={target}",
        page.as_uri(),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--chromium", default="/usr/bin/chromium-headless-shell")
    parser.add_argument("--once", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--warm", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once:
        return render_once(options.once)
    if options.warm:
        return render_warm(options.warm)
    with tempfile.TemporaryDirectory() as name:
        compare(Path(name), options.runs, options.chromium)
    return None


def compare(folder: Path, runs: int, browser: str) -> None:
    page = write_html(folder)
    cold: list[Usage] = []
    chromium: list[Usage] = []
    for number in range(runs + 1):
        ours = run([sys.executable, __file__, "--once", str(folder / "kita.pdf")])
        theirs = run(chromium_command(browser, page, folder / "chromium.pdf", folder / f"profil-{number}"))
        if number:  # the first pair warms the disk cache
            cold.append(ours)
            chromium.append(theirs)
    answer = subprocess.run(
        [sys.executable, __file__, "--warm", str(runs)], check=True, capture_output=True, text=True
    ).stdout
    warm_peak = run([sys.executable, __file__, "--warm", str(runs)]).peak_mb
    warm = middle([Usage(wall, cpu, warm_peak) for wall, cpu in json.loads(answer)])
    base = middle(chromium)
    print(f"Median of {runs}; ratios against Chromium in the same run.")
    print(row("Chromium prints the same HTML (cold)", base))
    print(row("The report, cold process", middle(cold), base))
    print(row("The report, warm worker", warm, base))
    for file in ("kita.pdf", "chromium.pdf"):
        print(f"{file}: {(folder / file).stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
