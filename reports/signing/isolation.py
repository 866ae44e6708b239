"""Examine a stranger's PDF in a process of its own, with limits on memory and processor time.

A stream of half a megabyte unpacks to 500 MB inside the parser, a file holds many, and a thread can be
neither limited nor killed. The process starts without the environment, so without secrets.
Costs about a second, nearly all of it imports.
"""

from __future__ import annotations

import base64
import enum
import json
import math
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.signing.certificates import CertificateFacts
from reports.signing.deadline import DeadlineExceeded
from reports.signing.inspection import EncryptedPdf, inspect_signatures, parse_trust_roots
from reports.signing.verdicts import AdesVerdict, Clock, Indication, SignatureFacts
from sakip.limits import Limits

if TYPE_CHECKING:
    from asn1crypto import x509 as asn1_x509

_PROJECT_DIRECTORY = Path(__file__).resolve().parents[2]
_MEMORY_LIMIT = 1024 * 1024 * 1024  # address space; a signed report of 26 MB takes 250 MB


class InspectionFailed(Exception):
    """The process could not read the file, or broke one of its limits."""


def inspect_apart(
    pdf: bytes,
    *,
    trust_roots: Sequence[asn1_x509.Certificate],
    seconds: float,
    memory_bytes: int = _MEMORY_LIMIT,
) -> tuple[SignatureFacts, ...]:
    """Return what `inspect_signatures` finds, without danger to this process.

    Raises EncryptedPdf, DeadlineExceeded and InspectionFailed.
    """
    header = {
        "roots": [base64.b64encode(root.dump()).decode("ascii") for root in trust_roots],
        "limits": asdict(Limits(cpu=math.ceil(seconds), seconds=seconds, memory=memory_bytes)),
    }
    try:
        finished = subprocess.run(
            [sys.executable, "-m", "reports.signing.isolation"],
            input=json.dumps(header).encode("ascii") + b"\n" + pdf,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_PROJECT_DIRECTORY,
            env={"PYTHONUTF8": "1"},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DeadlineExceeded from None
    if finished.returncode != 0:
        raise InspectionFailed
    answer = json.loads(finished.stdout)
    if answer["encrypted"]:
        raise EncryptedPdf
    return tuple(_facts_from(row) for row in answer["signatures"])


def _facts_from(row: dict[str, Any]) -> SignatureFacts:
    return SignatureFacts(
        **row
        | {
            "certificate": _certificate_from(row["certificate"]),
            "signed_at": datetime.fromisoformat(row["signed_at"]) if row["signed_at"] else None,
            "clock": Clock(row["clock"]),
            "ades": _verdict_from(row["ades"]),
            "ades_then": None,
        }
    )


def _certificate_from(row: dict[str, Any]) -> CertificateFacts:
    return CertificateFacts(**row | {name: datetime.fromisoformat(row[name]) for name in ("valid_from", "valid_until")})


def _verdict_from(row: dict[str, str]) -> AdesVerdict:
    return AdesVerdict(Indication(row["indication"]), row["subindication"], datetime.fromisoformat(row["at"]))


def _plain(value: Any) -> str:
    """Write what JSON has no form for: moments and the words of closed lists."""
    return str(value.value) if isinstance(value, enum.Enum) else value.isoformat()


def _main() -> None:
    """Read limits, roots and PDF from standard input; write the findings as JSON."""
    header = json.loads(sys.stdin.buffer.readline())
    Limits(**header["limits"]).impose()
    roots = parse_trust_roots([base64.b64decode(root) for root in header["roots"]])
    answer: dict[str, Any] = {"encrypted": False, "signatures": []}
    try:
        found = inspect_signatures(sys.stdin.buffer.read(), trust_roots=roots, proven_by_hash=False)
        answer["signatures"] = [asdict(facts) for facts in found]
    except EncryptedPdf:
        answer["encrypted"] = True
    json.dump(answer, sys.stdout, default=_plain)


if __name__ == "__main__":
    _main()
