"""Rendering as a job: its result is stored once, with the document; what it cannot do is said."""

from typing import Any

import pytest
from django.core.files.storage import default_storage

from reports.models import Dokumen
from reports.rendering import RenderError
from reports.services.dokumen import request_preview
from sakip.jobs import services as jobs
from sakip.jobs.models import Job
from tests.cast import Cast, Office
from tests.jobs import run_job
from tests.reports import steps
from tests.sakip.jobs.conftest import again, let_lease_end

RENDERER = "reports.services.render.render_report"


@pytest.fixture
def job(office: Office, cast: Cast, quick: None) -> Job:
    return request_preview(by=cast.kadis, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1)


def stored_files() -> list[str]:
    if not default_storage.exists("dokumen"):
        return []
    folders = [f"dokumen/{name}" for name in default_storage.listdir("dokumen")[0]]
    return [f"{folder}/{name}" for folder in folders for name in default_storage.listdir(folder)[1]]


def test_the_job_holds_keys_and_no_words(job: Job, cast: Cast) -> None:
    dokumen = Dokumen.objects.get()
    assert (job.kind, job.key) == ("laporan.preview", f"laporan/{dokumen.laporan_id}")
    assert (job.payload, job.requested_by) == ({"dokumen": dokumen.pk}, cast.kadis)


def test_running_a_finished_job_changes_nothing(job: Job) -> None:
    run_job(job.pk)
    before = steps.document_of(job).berkas.name
    run_job(job.pk)
    assert steps.document_of(job).berkas.name == before
    assert stored_files() == [before]


def test_the_renderers_progress_is_told(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, str]] = []

    def look(snapshot: dict[str, Any], **options: Any) -> Any:
        rendered = steps.render_once(snapshot, **options)
        seen.append((again(job).progress, again(job).message))
        return rendered

    monkeypatch.setattr(RENDERER, look)
    run_job(job.pk)
    assert seen == [(50, "Menata halaman laporan")]


def test_a_worker_that_wakes_up_late_throws_its_result_away(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def freeze(snapshot: dict[str, Any], **options: Any) -> Any:
        """While this worker renders, its lease ends and another one does the job."""
        let_lease_end(job)
        jobs.reap()
        monkeypatch.setattr(RENDERER, steps.render_once)
        run_job(job.pk)
        return steps.render_once(snapshot)

    monkeypatch.setattr(RENDERER, freeze)
    run_job(job.pk)
    assert (again(job).status, again(job).attempts) == ("done", 2)
    assert stored_files() == [steps.document_of(job).berkas.name]


def test_a_sentence_of_the_renderer_reaches_the_user(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **options: Any) -> None:
        raise RenderError("Teks terlalu panjang. Ringkas.")

    monkeypatch.setattr(RENDERER, refuse)
    run_job(job.pk)
    assert (again(job).status, again(job).message) == ("failed", "Teks terlalu panjang. Ringkas.")
    assert Dokumen.objects.get().berkas.name == ""


@pytest.mark.parametrize("when", ["before it began", "while it was rendered"])
def test_a_draft_that_is_gone_is_not_rendered(job: Job, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    def vanish(snapshot: dict[str, Any], **options: Any) -> Any:
        Dokumen.objects.all().delete()
        return steps.render_once(snapshot)

    monkeypatch.setattr(RENDERER, vanish)
    if when == "before it began":
        Dokumen.objects.all().delete()
    run_job(job.pk)
    assert again(job).status == "failed"
    assert "Susun laporan sekali lagi" in again(job).message
    assert stored_files() == []
