"""Keeping the installation: backup, restore, verification, and the move to another database (ADR 30).

It knows the database, the folder of stored files and the settings, but no office: what an app can say about its own
rows and files it registers in `registry`.
"""
