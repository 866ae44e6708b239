"""All writes. A write is one function: permission, lock, change, audit row, in one transaction."""
