"""Documents rendered, signed, judged and found by their file, with the files in a bucket."""

import pytest
from django.core.files.storage import default_storage

from reports.models import Dokumen
from tests.reports.services.test_render import (
    job,
    test_a_worker_that_wakes_up_late_throws_its_result_away,
    test_running_a_finished_job_changes_nothing,
)
from tests.reports.views.test_verification import (
    see,
    test_another_file_is_red,
    test_demo_stands_in_large_letters,
    test_issued_file_is_found_by_its_content,
    test_logo_is_shown_for_issued_documents_only,
    test_the_same_file_is_recognised,
)

__all__ = [
    "job",
    "test_a_worker_that_wakes_up_late_throws_its_result_away",
    "test_another_file_is_red",
    "test_demo_stands_in_large_letters",
    "test_issued_file_is_found_by_its_content",
    "test_logo_is_shown_for_issued_documents_only",
    "test_running_a_finished_job_changes_nothing",
    "test_the_same_file_is_recognised",
]

pytestmark = pytest.mark.one_database


def test_a_signed_document_that_is_gone_is_red(signed: Dokumen) -> None:
    default_storage.delete(str(signed.berkas_ttd.name))
    assert "Berkas tidak ditemukan" in see(signed)
