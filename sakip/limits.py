"""What a process that works on a stranger's file may cost. Pure of Django: such a process starts without settings.

`python -m sakip.limits LIMITS PROGRAM...` runs another program within limits (JSON).
"""

import json
import os
import resource
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Processor seconds, seconds in all (kept by whoever waits for the process), bytes of address space."""

    cpu: int
    seconds: float
    memory: int

    def impose(self) -> None:
        """Hold this process to them, and leave no dump of what it read."""
        resource.setrlimit(resource.RLIMIT_AS, (self.memory, self.memory))
        resource.setrlimit(resource.RLIMIT_CPU, (self.cpu, self.cpu + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> None:
    """Hold this process to the limits of the first argument and become the program of the others."""
    Limits(**json.loads(sys.argv[1])).impose()
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606  # no shell: our own words


if __name__ == "__main__":
    _main()
