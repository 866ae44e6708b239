"""Secrets that people read from a screen or a slip of paper and type."""

import secrets

# No letters or digits that look like others.
SAFE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS = 4
GROUP_LENGTH = 4


def make_readable_secret() -> str:
    """Return a random secret of about 79 bits that people can read out: "k7wp-m3xa-9ehr-tq4d"."""
    groups = ("".join(secrets.choice(SAFE_LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)
