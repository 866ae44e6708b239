"""What `verify` asks about the trail: every chain recomputed, and rows that no worker linked."""

from collections.abc import Iterator

from indicators.selectors.rantai_proof import check_chains, find_waiting
from sakip.keeping.registry import Flaw, register_check

_WHAT_TO_DO = (
    "Jangan mengubah basis data: buat cadangan sebagai bukti, bandingkan dengan cadangan sebelumnya dan segel dari "
    "surel (manage.py verify_trail --segel), lalu laporkan kepada Inspektorat."
)


def register_checks() -> None:
    register_check("Rantai jejak", check_trail)


def check_trail() -> Iterator[Flaw | None]:
    """Recompute each chain. Rows that wait are only to be looked at: nothing links them where no worker runs, as in a
    backup that was just restored."""
    for report in check_chains():
        yield None if report.patah is None else Flaw(f"{report.patah.kalimat} {_WHAT_TO_DO}")
    for waiting in find_waiting():
        yield Flaw(waiting.kalimat, wrong=False)
