"""The quarters of a year: their numbers, how they are written, and the day and month that each ends on."""

QUARTERS = (1, 2, 3, 4)
LAST_QUARTER = QUARTERS[-1]
# By the number of the quarter; there is no quarter 0.
ROMAWI = ("", "I", "II", "III", "IV")
# Month and day.
QUARTER_ENDS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
