"""What is odd: plausibility rules over plain facts. Pure; a rule never blocks anyone.

`realisasi` looks at a quarter's figures, `rencana` at the plan of a year. Each rule is one function that takes the
facts of one row and returns a sentence that says what is odd and what to do, or None.
"""

from indicators.rules.realisasi import RULES, FaktaBaris, Kejanggalan, find_oddities

__all__ = ["RULES", "FaktaBaris", "Kejanggalan", "find_oddities"]
