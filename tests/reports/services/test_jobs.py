"""The life of a job: leased once, kept alive, taken up again, its late result thrown away."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reports.models import Dokumen, Pekerjaan, StatusPekerjaan
from reports.rendering import RenderError
from reports.services import jobs
from reports.services.dokumen import request_preview
from reports.services.render import run_job
from tests.cast import Cast, Office
from tests.reports import steps


@pytest.fixture
def job(office: Office, cast: Cast, quick: None) -> Pekerjaan:
    return request_preview(by=cast.kadis, opd=office.opd, tahun=2024, triwulan=1)


def age(job: Pekerjaan, *, seconds: int = 3600) -> None:
    long_ago = timezone.now() - timedelta(seconds=seconds)
    Pekerjaan.objects.filter(pk=job.pk, status="berjalan").update(denyut=long_ago)
    Pekerjaan.objects.filter(pk=job.pk).update(diantrekan_pada=long_ago)


def again(job: Pekerjaan) -> Pekerjaan:
    return Pekerjaan.objects.select_related("dokumen").get(pk=job.pk)


def test_the_key_is_queued_after_commit(office: Office, cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = request_preview(by=cast.kadis, opd=office.opd, tahun=2024, triwulan=1)
        assert not DBTaskResult.objects.exists()
    queued = DBTaskResult.objects.get()
    assert queued.args_kwargs == {"args": [], "kwargs": {"pekerjaan_id": job.pk}}
    assert again(job).id_antrean == str(queued.pk)


def test_a_job_is_claimed_once(job: Pekerjaan) -> None:
    first = jobs.claim(job.pk)
    assert first is not None
    assert (first.status, first.percobaan) == ("berjalan", 1)
    assert jobs.claim(job.pk) is None


def test_running_a_finished_job_changes_nothing(job: Pekerjaan) -> None:
    run_job(job.pk)
    before = again(job).dokumen.berkas.name
    run_job(job.pk)
    assert again(job).dokumen.berkas.name == before


def test_progress_is_written_and_keeps_the_lease(job: Pekerjaan) -> None:
    mine = jobs.claim(job.pk)
    assert mine is not None
    age(job)
    jobs.report_progress(mine, 42, "Menata halaman")
    now = again(job)
    assert (now.kemajuan, now.pesan) == (42, "Menata halaman")
    assert jobs.reap() == 0


def test_reap_takes_up_the_job_of_a_dead_worker(job: Pekerjaan, django_capture_on_commit_callbacks: Any) -> None:
    dead = jobs.claim(job.pk)
    assert dead is not None
    assert jobs.reap() == 0
    age(job)
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.reap() == 1
    assert again(job).status == "menunggu"
    assert DBTaskResult.objects.count() == 1
    run_job(job.pk)
    assert (again(job).status, again(job).percobaan) == ("selesai", 2)


def test_a_worker_that_wakes_up_late_throws_its_result_away(job: Pekerjaan, monkeypatch: pytest.MonkeyPatch) -> None:
    def freeze(snapshot: dict[str, Any], **options: Any) -> Any:
        """While this worker renders, its lease ends and another one does the job."""
        age(job)
        jobs.reap()
        monkeypatch.setattr("reports.services.render.render_report", steps.render_once)
        run_job(job.pk)
        return steps.render_once(snapshot)

    monkeypatch.setattr("reports.services.render.render_report", freeze)
    run_job(job.pk)
    done = again(job)
    assert (done.status, done.percobaan) == ("selesai", 2)
    folders, _ = default_storage.listdir("dokumen")
    files = [name for folder in folders for name in default_storage.listdir(f"dokumen/{folder}")[1]]
    assert len(files) == 1
    assert done.dokumen.berkas.name.endswith(files[0])


def test_progress_without_lease_stops_the_worker(job: Pekerjaan) -> None:
    mine = jobs.claim(job.pk)
    assert mine is not None
    age(job)
    jobs.reap()
    with pytest.raises(jobs.LeaseLost):
        jobs.report_progress(mine, 50, "terlambat")


def test_reap_queues_a_job_whose_entry_was_lost(job: Pekerjaan, django_capture_on_commit_callbacks: Any) -> None:
    age(job)
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.reap() == 1
    assert DBTaskResult.objects.count() == 1
    age(job)
    # the entry waits for a worker: nothing was lost
    assert jobs.reap() == 0


def test_reap_gives_up_after_three_attempts(job: Pekerjaan) -> None:
    for _ in range(3):
        assert jobs.claim(job.pk) is not None
        age(job)
        jobs.reap()
    done = again(job)
    assert (done.status, done.percobaan) == ("gagal", 3)
    assert "Coba lagi" in done.pesan


def test_a_sentence_of_the_renderer_reaches_the_user(job: Pekerjaan, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **options: Any) -> None:
        raise RenderError("Teks terlalu panjang. Ringkas.")

    monkeypatch.setattr("reports.services.render.render_report", refuse)
    run_job(job.pk)
    assert (again(job).status, again(job).pesan) == ("gagal", "Teks terlalu panjang. Ringkas.")
    assert Dokumen.objects.get().berkas.name == ""


def test_a_crash_is_tried_again_and_explained_to_the_administrator(
    job: Pekerjaan, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def crash(*args: Any, **options: Any) -> None:
        raise MemoryError("habis")

    monkeypatch.setattr("reports.services.render.render_report", crash)
    run_job(job.pk)
    assert again(job).status == StatusPekerjaan.MENUNGGU
    run_job(job.pk)
    run_job(job.pk)
    done = again(job)
    assert (done.status, done.percobaan) == ("gagal", 3)
    assert "MemoryError: habis" in done.galat
    assert "MemoryError" not in done.pesan
