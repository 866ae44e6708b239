"""Composes the snapshot of a report: plain, JSON-able data, the only input of the renderers."""

from reports.composition.narrative import NarasiTidakSah, blocks_to_text, parse_narrative
from reports.papers.lpk.composition.snapshot import SCHEMA, build_snapshot

__all__ = ["SCHEMA", "NarasiTidakSah", "blocks_to_text", "build_snapshot", "parse_narrative"]
