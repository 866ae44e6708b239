"""Documents made of the numbers."""
