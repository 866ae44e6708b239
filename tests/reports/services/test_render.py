"""Rendering as a job: its result is stored once, with the document; what it cannot do is said."""

from typing import Any

import pytest
from django.db import OperationalError
from pytest_django import Settings

from reports.models import Dokumen
from reports.rendering import RenderBroke, RenderError
from reports.services.dokumen import request_preview
from sakip.file_store import store
from sakip.jobs import services as jobs
from sakip.jobs.models import Job
from sakip.limits import Limits
from tests.cast import Cast, Office
from tests.jobs import run_job
from tests.reports import steps
from tests.sakip.jobs.conftest import again, let_lease_end

RENDERER = "reports.services.render.render_report_apart"


@pytest.fixture
def job(office: Office, cast: Cast, quick: None) -> Job:
    return request_preview(by=cast.kadis, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1)


def stored_files() -> list[str]:
    return [entry.name for entry in store().list_below("dokumen")]


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


def test_a_cancelled_job_ends_its_rendering_and_leaves_no_file(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `watch` raises ends the process (test_apart); it raises once the lease is not ours."""
    reached: list[str] = []

    def look(snapshot: dict[str, Any], *, watch: Any, **options: Any) -> Any:
        watch()
        jobs.cancel(job, "Dibatalkan.")
        reached.append("before")
        watch()
        reached.append("after")

    monkeypatch.setattr(RENDERER, look)
    run_job(job.pk)
    assert reached == ["before"]
    assert (again(job).status, again(job).message) == ("cancelled", "Dibatalkan.")
    assert stored_files() == []


def test_what_broke_off_is_tried_again_and_ends_with_its_sentence(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def broke(*args: Any, **options: Any) -> None:
        raise RenderBroke("Penyusunan dihentikan dari luar.")

    monkeypatch.setattr(RENDERER, broke)
    run_job(job.pk)
    assert (again(job).status, again(job).attempts) == ("waiting", 1)
    run_job(job.pk)
    run_job(job.pk)
    told = f"Penyusunan dihentikan dari luar. Sebutkan kode ini kepada pengelola server: job-{job.pk}"
    assert (again(job).status, again(job).message) == ("failed", told)


def test_a_database_that_is_away_for_a_moment_does_not_end_the_rendering(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any) -> None:
        raise OperationalError("gone")

    def look(snapshot: dict[str, Any], *, watch: Any, **options: Any) -> Any:
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr("reports.services.render.report_progress", away)
            meanwhile.setattr("reports.services.render.is_held", away)
            # It would take the test's own transaction along.
            meanwhile.setattr("reports.services.render.close_old_connections", lambda: None)
            options["progress"](50, "Menata halaman laporan")
            watch()
        return steps.render_once(snapshot)

    monkeypatch.setattr(RENDERER, look)
    run_job(job.pk)
    assert again(job).status == "done"


def test_the_limits_are_those_of_the_settings(job: Job, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RENDER_TIMEOUT_SECONDS, settings.RENDER_MEMORY_MB = 7, 300
    seen: list[Limits] = []

    def look(snapshot: dict[str, Any], *, limits: Limits, **options: Any) -> Any:
        seen.append(limits)
        return steps.render_once(snapshot)

    monkeypatch.setattr(RENDERER, look)
    run_job(job.pk)
    assert seen == [Limits(cpu=7, seconds=7, memory=300 * 1024 * 1024)]
