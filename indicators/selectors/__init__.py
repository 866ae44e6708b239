"""All reads, always scoped to a user or a unit."""
