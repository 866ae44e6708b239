"""The reader of every upload: raw sheets, read apart from this process (`terpisah`)."""

from indicators.imports.berkas_urai import MAX_FILES, MAX_SHEETS, LembarMentah
from indicators.imports.terpisah import read_book

__all__ = ["MAX_FILES", "MAX_SHEETS", "LembarMentah", "read_book"]
