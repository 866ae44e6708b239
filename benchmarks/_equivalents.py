"""Conditions that may be dropped from their queries without changing anything but the work of the database."""

EQUIVALENT: dict[str, str] = {}
