"""Spreadsheets in and out of the plan: files are read guardedly, rows are found by natural keys, services write."""
