"""Doing one queued job in the test's own process, as a worker that takes it."""

from sakip.jobs.runner import perform
from sakip.jobs.services import claim


def run_job(job_id: int) -> None:
    """Do a waiting job; does nothing when it is not waiting any more."""
    if job := claim(job_id):
        perform(job)
