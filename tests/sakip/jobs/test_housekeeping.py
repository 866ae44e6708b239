"""What is done at night: every task is known to every worker."""

from sakip.jobs.registry import list_daily


def test_the_nightly_tasks_are_known_to_every_worker() -> None:
    assert list_daily() == [
        "attempts.forget",
        "certificates.warn",
        "disks.warn",
        "documents.sweep",
        "evidence.sweep",
        "jobs.forget",
        "leftovers.sweep",
        "logos.sweep",
        "messages.forget",
        "page_counts.forget",
        "sessions.forget",
        "signatures.renew",
        "trail.seal",
        "uploads.remove_old",
    ]
