"""The reader of every upload: raw sheets, read apart from this process (`terpisah`)."""

from indicators.exchange.apart import read_book
from indicators.exchange.parsing import MAX_FILES, MAX_SHEETS, RawSheet

__all__ = ["MAX_FILES", "MAX_SHEETS", "RawSheet", "read_book"]
