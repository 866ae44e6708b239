"""A very small paper that only tests know: how many indicators an office measures, on one page."""
