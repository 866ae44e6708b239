"""Signing in, for any app: attempts that are slowed down, browsers that are known, sessions that end (ADR 33).

`slowing` says how long one waits, `attempts` counts, `devices` knows a browser again, `sessions` is Django's session
engine with our table, `services` ends sessions, `events` tells the app that keeps the trail.
"""
