#!/usr/bin/env python
"""What time-stamps and validation data cost: signatures B-B, B-T and B-LT, and a renewal; services on this machine.

    .venv/bin/python benchmarks/signing.py [--runs 7] [--pdf FILE]

Each is done in one warm process in turn; the first round is not counted. The services' own work, in threads of the same
process, is in the processor seconds of B-T, B-LT and renewal: "of that" is what they took alone.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")

from reports.signing.adapters import get_signer, sign  # noqa: E402 - the path is set just above
from reports.signing.providers import Providers  # noqa: E402 - as above
from reports.signing.requests import FieldPlacement, SignRequest  # noqa: E402 - as above
from reports.signing.time_proof import renew  # noqa: E402 - as above
from tests.reports.signing.authorities import World, serve_world  # noqa: E402 - as above
from tests.reports.signing.certificates import PASSPHRASE  # noqa: E402 - as above

SECONDS = 60.0
REQUEST = SignRequest(
    name="Drs. BUDI SANTOSO, M.Si.",
    jabatan="Kepala Dinas",
    verify_url="https://sakip.lampungbaratkab.go.id/v/Zk3pQ9xT2mVb7LrW8cYd",
    placement=FieldPlacement(0, 300, 100, 540, 185),
)


def make_report(pages: int = 25) -> bytes:
    from weasyprint import HTML

    page = "<section style='page-break-after: always'><h1>Laporan Kinerja</h1><p>Capaian 81,18 persen.</section>"
    return HTML(string=f'<html lang="id"><title>Laporan</title>{page * pages}').write_pdf() or b""


class Served:
    """Processor seconds that the services took: their answers are made in threads of this process."""

    def __init__(self, world: World) -> None:
        self.seconds = 0.0
        for name in ("grant", "crl", "ocsp"):
            setattr(world, name, self._timed(getattr(world, name)))

    def _timed(self, answer: Callable[..., bytes]) -> Callable[..., bytes]:
        def timed(*question: bytes) -> bytes:
            start = time.thread_time()
            try:
                return answer(*question)
            finally:
                self.seconds += time.thread_time() - start

        return timed


def measure(act: Callable[[], bytes], served: Served, runs: int) -> tuple[float, float, float, int]:
    """Return medians of wall, processor and the services' processor seconds, and the size of what came."""
    rows = []
    for _ in range(runs + 1):
        wall, cpu, theirs = time.perf_counter(), time.process_time(), served.seconds
        size = len(act())
        rows.append((time.perf_counter() - wall, time.process_time() - cpu, served.seconds - theirs, size))
    wall, cpu, theirs, size = (median(column) for column in zip(*rows[1:], strict=True))
    return wall, cpu, theirs, int(size)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--pdf", type=Path)
    options = parser.parse_args()
    report = options.pdf.read_bytes() if options.pdf else make_report()
    with serve_world() as world:
        served = Served(world)
        compare(world, served, report, options.runs)


def compare(world: World, served: Served, report: bytes, runs: int) -> None:
    official = world.pkcs12(world.make_official())

    def put(providers: Providers) -> bytes:
        signer = get_signer("pkcs12", source=lambda: official, timeout_seconds=SECONDS, providers=providers)
        return sign(report, signer=signer, passphrase=PASSPHRASE, request=REQUEST).pdf

    world.signer = world.make_signer("Layanan Lama", end=20)
    signed = put(world.providers(long_term=True))
    world.signer = world.make_signer("Layanan Baru", end=700)
    acts: dict[str, tuple[Callable[[], bytes], int]] = {
        "Signature B-B": (lambda: put(Providers()), len(report)),
        "Signature B-T": (lambda: put(world.providers()), len(report)),
        "Signature B-LT": (lambda: put(world.providers(long_term=True)), len(report)),
        "Renewal B-LTA": (
            lambda: renew(signed, providers=world.providers(long_term=True), timeout_seconds=SECONDS).pdf,
            len(signed),
        ),
    }
    print(f"Median of {runs}; a document of {len(report) / 1024:.0f} KB.")
    for name, (act, before) in acts.items():
        wall, cpu, theirs, size = measure(act, served, runs)
        grown = (size - before) / 1024
        print(f"{name:<16} {wall:6.3f} s  {cpu:6.3f} s cpu (of that services {theirs:.3f})  +{grown:.1f} KB")


if __name__ == "__main__":
    main()
