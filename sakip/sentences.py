"""How sentences are put together."""

from collections.abc import Sequence


def enumerate_in_words(parts: Sequence[str]) -> str:
    """Return parts as a sentence lists them: "A2", "A2 dan A3", "A2, A3, dan A4"; nothing for nothing."""
    if len(parts) < 3:
        return " dan ".join(parts)
    return f"{', '.join(parts[:-1])}, dan {parts[-1]}"
