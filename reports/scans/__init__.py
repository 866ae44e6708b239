"""Scans of documents that were signed on paper: examined, and drawn page by page, in processes of their own."""
