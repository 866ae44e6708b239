"""What composing the snapshot of any paper has in common: plain, JSON-able data, the only input of the renderers."""

from reports.composition.narrative import InvalidNarrative, blocks_to_text, parse_narrative
from reports.composition.office import compose_office, compose_signer

__all__ = ["InvalidNarrative", "blocks_to_text", "compose_office", "compose_signer", "parse_narrative"]
