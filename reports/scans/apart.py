"""Examining scans in a process of its own, with limits on time, processor and memory; drawing them is for
`sakip.pictures`.

A small PDF unpacks to any size, and a thread can be neither limited nor stopped. The process starts without the
environment, so without secrets, and gets the scan as an open file: no bytes of it pass through this process.
"""

import json
import logging
from typing import IO

from reports.scans.examination import Examination
from reports.scans.faults import Fault
from sakip.apart import run_apart
from sakip.limits import Limits

logger = logging.getLogger("sakip.scans")
EXAMINING = Limits(cpu=20, seconds=40, memory=768 * 1024 * 1024)


def examine_apart(scan: IO[bytes], *, limits: Limits = EXAMINING) -> Examination:
    """Return what `examine` finds in an open file; beyond the limits it is too complicated."""
    ending = run_apart("reports.scans.examination", given=scan, limits=limits)
    if ending.returncode is None:
        logger.warning("Examining a scan went beyond %s seconds.", limits.seconds)
    if ending.returncode != 0:
        return Examination(Fault.TERLALU_RUMIT)
    return Examination(**json.loads(ending.output))
