"""The queue's side of a job: a key goes in, the row says what there is to do."""

from django_tasks import task

from reports.services.render import run_job


@task()
def render_dokumen(pekerjaan_id: int) -> None:
    """Render the document of a job row, once, whatever the queue does."""
    run_job(pekerjaan_id)
