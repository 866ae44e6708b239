"""Deeds: each write of the program done once in an office of the crowd, with the rows that it may touch.

Written by hand: the kinds of rows, and the year, quarter, unit and PK where they stand. Everything else of the office,
and everything of the others, has to stay as it was (`tests/test_two_of_everything.py`).
"""

from tests.deeds import installation, kantor, laporan, pengisian, perjanjian, rencana, sertifikat, work, workbook
from tests.deeds.deed import Deed

DEEDS: dict[str, Deed] = {
    name: deed
    for module in (pengisian, perjanjian, rencana, kantor, laporan, sertifikat, workbook, work, installation)
    for name, deed in module.DEEDS.items()
}
