"""What is counted, and that no number falls when a process ends."""

import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from sakip import metrics
from sakip.condition.conditions import Gauge
from sakip.jobs import registry
from sakip.jobs.models import JobStatus
from sakip.jobs.services import JobRefused, claim, queue
from sakip.sign_in.events import Event, tell
from tests.jobs import run_job


def read(measured: Iterable[metrics.Measured] = ()) -> dict[tuple[str, ...], float]:
    """Return every sample by its name and the texts of its labels, in the order of their names."""
    from prometheus_client.parser import text_string_to_metric_families  # after the module that says how it counts

    return {
        (sample.name, *(text for _, text in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(metrics.write_exposition(measured).decode())
        for sample in family.samples
    }


def grown(before: dict[tuple[str, ...], float], name: str) -> dict[tuple[str, ...], float]:
    """Return by how much the samples of a name grew, without those that did not."""
    after = read()
    differences = {key: value - before.get(key, 0) for key, value in after.items() if key[0] == name}
    return {key[1:]: value for key, value in differences.items() if value}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "view", "status"),
    [
        ("/admin/login/", "admin:login", "2xx"),
        ("/admin/", "admin:index", "3xx"),
        ("/tidak/ada/", "none", "4xx"),
        ("/static/css/tidak-ada.css", "static", "4xx"),
    ],
)
def test_a_request_is_counted_by_the_name_of_its_address(address: str, view: str, status: str) -> None:
    before = read()
    Client().get(f"{address}?cari=rahasia")
    assert grown(before, "sakip_requests_total") == {("GET", status, view): 1}
    assert grown(before, "sakip_request_seconds_count") == {("GET",): 1}
    assert b"rahasia" not in metrics.write_exposition()


@pytest.mark.django_db
def test_what_a_client_invents_makes_no_label() -> None:
    before = read()
    Client().generic("RAHASIA", "/rahasia/")
    assert grown(before, "sakip_requests_total") == {("other", "4xx", "none"): 1}


@pytest.mark.django_db
def test_an_error_of_ours_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    before = read()
    monkeypatch.setattr("sakip.condition.views._lately", None)
    Client(raise_request_exception=False).get("/sehat/siap/")
    assert grown(before, "sakip_requests_total") == {("GET", "5xx", "ready"): 1}


@pytest.fixture
def _kind() -> Iterator[None]:
    def work(job: object) -> None:
        raise JobRefused("Tidak dapat.")

    registry.register("uji.metrik", work)
    yield
    registry._handlers.pop("uji.metrik")


@pytest.mark.django_db
@pytest.mark.usefixtures("_kind")
def test_a_job_is_counted_by_what_became_of_it() -> None:
    before = read()
    job = queue(kind="uji.metrik", key="uji/1", payload={})
    run_job(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert grown(before, "sakip_jobs_total") == {("uji.metrik", "failed"): 1}
    assert grown(before, "sakip_job_seconds_count") == {("uji.metrik",): 1}
    assert claim(job.pk) is None


@pytest.mark.django_db
def test_what_happens_at_the_door_is_counted() -> None:
    before = read()
    tell(Event.FAILED, None, nama="uji", jumlah=1, alamat="", alasan="", waktu=timezone.now())
    assert grown(before, "sakip_sign_ins_total") == {("failed",): 1}


def in_a_process(count: int) -> int:
    """Count requests in a process of its own, which ends, and return its number."""
    pid = os.fork()
    if pid == 0:
        for _ in range(count):
            metrics.count_request(view="uji", method="GET", status=200, seconds=0.2)
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
    return pid


@pytest.mark.parametrize("told", [True, False], ids=["the server tells", "nobody tells"])
def test_what_an_ended_process_counted_is_kept_and_its_files_are_not(told: bool) -> None:
    before = read()
    pid = in_a_process(3)
    if told:
        metrics.forget_process(pid)
    assert grown(before, "sakip_requests_total") == {("GET", "2xx", "uji"): 3}
    in_a_process(2)
    assert grown(before, "sakip_requests_total") == {("GET", "2xx", "uji"): 5}
    assert grown(before, "sakip_request_seconds_bucket")[("0.25", "GET")] == 5
    folder = Path(metrics.settings.METRICS_DIR)
    whose = {path.stem.partition("_")[2] for path in folder.glob("*.db")}
    assert whose <= {"ended", str(os.getpid())}


def test_a_full_disk_leaves_requests_uncounted_and_answered(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(metrics, "_files", metrics._Files())
    monkeypatch.setattr(os, "posix_fallocate", full)
    monkeypatch.setattr(os, "getpid", lambda: 2**22 + 1)  # a process that has no files yet
    before = read()
    assert [Client().get("/sehat/").status_code for _ in range(3)] == [200, 200, 200]
    assert grown(before, "sakip_requests_total") == {}
    assert caplog.text.count("are not counted for a while") == 1


def test_files_are_taken_from_the_disk_before_they_are_used() -> None:
    """A file in memory whose pages the disk does not have ends the process when it fills up."""
    metrics.count_request(view="uji", method="GET", status=200, seconds=0.2)
    for kind in ("counter", "histogram"):
        found = (Path(metrics.settings.METRICS_DIR) / f"{kind}_{os.getpid()}.db").stat()
        assert found.st_blocks * 512 >= found.st_size == metrics._RESERVED


def test_what_is_measured_stands_beside_what_is_counted() -> None:
    two = [Gauge("uji_bytes", 7, (("holds", 'berkas "a"'),)), Gauge("uji_bytes", 9, (("holds", "basis data"),))]
    found = read([*two, Gauge("uji_kosong", 0)])
    assert found[("sakip_uji_bytes", 'berkas "a"')] == 7
    assert found[("sakip_uji_bytes", "basis data")] == 9
    assert found[("sakip_uji_kosong",)] == 0


def test_one_module_imports_the_client_library() -> None:
    """It decides how it counts when it is imported: whoever imported it earlier would have it count for one process."""
    root = Path(__file__).resolve().parents[3]
    files = (file for app in ("sakip", "indicators", "reports", "deploy") for file in (root / app).rglob("*.py"))
    found = [str(file.relative_to(root)) for file in files if "prometheus_client" in file.read_text(encoding="utf-8")]
    assert found == ["sakip/metrics.py"]
