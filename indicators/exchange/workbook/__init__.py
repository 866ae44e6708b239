"""Whole books in and out: the plan of a year and the beginning of an office, over the resources of single models."""
