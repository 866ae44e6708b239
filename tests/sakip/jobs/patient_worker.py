"""The worker with one kind of job more: it writes down that it began, waits for a file, and writes down that it ended.

Run by test_worker_killed.py.
"""

import time
from pathlib import Path

import django


def main() -> None:
    django.setup()
    from sakip.jobs.models import Job
    from sakip.jobs.registry import register
    from sakip.jobs.worker import run_worker

    def be_patient(job: Job) -> None:
        folder = Path(job.payload["folder"])
        note(folder, "began")
        while not (folder / "go").exists():
            time.sleep(0.005)
        note(folder, "ended")

    def note(folder: Path, word: str) -> None:
        with (folder / "log").open("a") as log:
            log.write(f"{word}\n")

    register("test.patient", be_patient)
    run_worker()


if __name__ == "__main__":
    main()
