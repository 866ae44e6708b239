"""SQLite as this installation needs it: a database that was lost is missed, not made anew."""
