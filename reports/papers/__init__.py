"""The papers that offices make of their figures, a folder each; `registry` knows them.

Nothing is imported here, nor in the folders' own `__init__`: printing a snapshot needs no database.
"""
