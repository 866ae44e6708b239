"""All writes of reports: permission, lock, change, audit row, in one transaction."""
