"""Hypothesis searches the same examples on every run: a red test is red for everybody, a green one is not luck."""

from hypothesis import settings

settings.register_profile("tetap", derandomize=True, deadline=None, max_examples=100, database=None)
settings.load_profile("tetap")
