"""A report whose store of files is away each time it was rendered."""

import pytest
from django.core.files.storage import default_storage

from reports.models import Dokumen
from reports.services.dokumen import request_preview
from sakip.jobs.models import Job
from tests.bucket.server import stored_in
from tests.cast import Cast, Office
from tests.jobs import run_job

# Nobody listens there.
NOWHERE = "http://127.0.0.1:9"


@pytest.mark.one_database
def test_a_report_without_its_store_ends_with_the_reason_and_may_be_asked_for_again(
    office: Office, cast: Cast, quick: None
) -> None:
    def ask() -> Job:
        return request_preview(by=cast.kadis, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1)

    job = ask()
    with stored_in(NOWHERE, "berkas"):
        for status in ("waiting", "waiting", "failed"):
            Job.objects.filter(pk=job.pk).update(not_before=None)
            run_job(job.pk)
            job.refresh_from_db()
            assert job.status == status
    assert job.message.startswith("Penyimpanan berkas tidak dapat dihubungi")
    assert Dokumen.objects.get().berkas.name == ""
    run_job(ask().pk)
    assert default_storage.exists(str(Dokumen.objects.latest("pk").berkas.name))
