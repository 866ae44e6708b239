#!/usr/bin/env python
"""Which tests are long: writes tests/seconds.json from what the runs of the last bin/test noted.

    bin/test && .venv/bin/python benchmarks/test_seconds.py

`bin/test` begins with long files, so that its runs end together, and `bin/test --quick` leaves out the functions that
stand there: those of which a single test took LONG_SECONDS. The figures need not be fresh; run this when --quick has
become slow.
"""

import json
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTED = ROOT / "var" / "test" / "taken"
LONG_SECONDS = 0.3


def main() -> None:
    tests: dict[str, float] = {}
    for noted in NOTED.glob("*.json"):
        for name, seconds in json.loads(noted.read_text(encoding="utf-8")).items():
            tests[name] = max(seconds, tests.get(name, 0))  # of two databases
    if not tests:
        raise SystemExit(f"No run of bin/test left anything in {NOTED}.")
    functions: dict[str, list[float]] = defaultdict(list)
    for name, seconds in tests.items():
        functions[name.partition("[")[0]].append(seconds)
    long = {name: round(sum(seconds), 1) for name, seconds in functions.items() if max(seconds) >= LONG_SECONDS}
    text = json.dumps(dict(sorted(long.items())), indent=0)
    (ROOT / "tests" / "seconds.json").write_text(f"{text}\n", encoding="utf-8")
    left = sum(map(sum, functions.values())) - sum(long.values())
    print(f"{len(long)} of {len(functions)} functions are long; the others take {left:.0f} seconds in one process.")


if __name__ == "__main__":
    main()
