"""Whether this code and the database fit: migrations that are missing, and those of a newer release (ADR 40).

`expansion` writes down which migrations only add, `fit` judges a database, `watch` asks again and again while a process
runs, `commands` has a command ask before it writes.
"""
