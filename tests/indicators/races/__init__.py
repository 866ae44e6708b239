"""Two people press at the same moment: real threads, real transactions, a database file."""
