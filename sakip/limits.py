"""What a process that works on a stranger's file may cost. Pure of Django: such a process starts without settings."""

import resource
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
