"""The quarters of a year: their numbers, how they are written, and the day and month that each ends on."""

QUARTERS = (1, 2, 3, 4)
LAST_QUARTER = QUARTERS[-1]
# By the number of the quarter; there is no quarter 0.
ROMAWI = ("", "I", "II", "III", "IV")
# The numbers by what people write, in small letters: "iv" or "4".
QUARTER_BY_TEXT = {text: quarter for quarter in QUARTERS for text in (ROMAWI[quarter].lower(), str(quarter))}
# Month and day.
QUARTER_ENDS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
