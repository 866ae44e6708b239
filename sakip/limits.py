"""What a process apart may cost, and the beginning of one. Pure of Django: such a process starts without settings.

`python -m sakip.limits LIMITS PROGRAM...` runs another program within limits, as `sakip.apart` passes them.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from dataclasses import asdict, dataclass

_PR_SET_PDEATHSIG = 1


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

    def passed(self) -> str:
        """Return them as this process passes them to one that it starts (`begin_apart`)."""
        return json.dumps({**asdict(self), "parent": os.getpid()})


def begin_apart() -> None:
    """Hold this process to the limits that stand in its first argument, and let it die with the one that started it,
    however that ends."""
    passed = json.loads(sys.argv[1])
    parent = passed.pop("parent")
    if ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL) != 0 or os.getppid() != parent:
        sys.exit("The process that started this one has ended.")
    Limits(**passed).impose()


def _main() -> None:
    """Hold this process to the limits of the first argument and become the program of the others."""
    begin_apart()
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606  # no shell: our own words


if __name__ == "__main__":
    _main()
