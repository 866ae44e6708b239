"""A program that complains a lot before it says why it ends; run apart by test_apart."""

import sys

if __name__ == "__main__":
    sys.stderr.write("keluhan " * 20_000 + "\ninilah sebabnya\n")
    sys.exit(3)
