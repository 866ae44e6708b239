"""A stored snapshot, checked and cleaned, as what it is: from here on the type checker knows its keys."""

from collections.abc import Mapping
from typing import Any, cast

from reports.papers.lpk.schema import SCHEMA, SnapshotLpk
from reports.rendering.snapshot import prepare_snapshot


def prepare(snapshot: Mapping[str, Any]) -> SnapshotLpk:
    """Return a checked and cleaned copy. Raises RenderError."""
    return cast(SnapshotLpk, prepare_snapshot(snapshot, SCHEMA))
