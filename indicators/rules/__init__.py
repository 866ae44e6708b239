"""What is odd: plausibility rules over plain facts. Pure; a rule never blocks anyone.

`realisasi` looks at a quarter's figures, `anggaran` at its money, `rencana` at the plan. Each rule is one function that
takes the facts of one row and returns a sentence that says what is odd and what to do, or None.
"""
