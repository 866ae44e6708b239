"""Trying an import in a process of its own, on a copy of the database: what it would do, and nothing of it done.

`check` holds what is tried, `parent` starts the process and reads its answer, `child` is that process, `copy` makes the
copy, `turns` lets few of them in at once, `codec` is the plain data in which both talk (ADR 21).
"""
