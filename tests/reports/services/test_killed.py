"""kill -9 at every step of signing, of taking in a scan and of a renewal, with real processes: a document is as before
or done, never half; what a killed process leaves behind is swept, and the same act succeeds afterwards."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from pytest_django import Settings

from indicators.models import Jejak
from reports.models import Dokumen, Perpanjangan, TandaTangan
from reports.selectors import find_due_renewal
from reports.services.orphans import sweep_documents
from reports.services.perpanjangan import renew_document
from tests.cast import Cast, Office, build_cast, build_office
from tests.reports import steps
from tests.reports.services.test_orphans import make_old
from tests.reports.signing.authorities import World
from tests.sakip.jobs.test_worker_killed import database_url

# A killed process takes seconds to start, and what it leaves behind is files: once, on whichever database is free.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]
PATIENCE = 120
STEPS = ("before the file", "half of the file", "after the file", "before the commit", "after the row")
UNDONE = STEPS[:-1]
Kill = Callable[[str, str, Dokumen], None]


@pytest.fixture
def stage(proving: World, monkeypatch: pytest.MonkeyPatch) -> tuple[Office, Cast]:
    monkeypatch.setattr("reports.services.render.render_report_apart", steps.render_once)
    office = build_office()
    cast = build_cast(office)
    steps.certify(cast.kadis, office.opd, proving)
    steps.approve_quarter(office, cast)
    return office, cast


@pytest.fixture
def final(stage: tuple[Office, Cast]) -> Dokumen:
    office, cast = stage
    return steps.make_final(office, cast.kadis)


@pytest.fixture(scope="module")
def dying(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator["subprocess.Popen[str]"]:
    """Start what lets processes do an act and die, on the test's own database."""
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
        "DJANGO_SETTINGS_MODULE": "sakip.settings",
    }
    command = [sys.executable, "-m", "tests.reports.services.dying"]
    with subprocess.Popen(
        command, cwd=django_settings.BASE_DIR, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            yield process
            process.stdin.close()
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()


@pytest.fixture
def order(
    dying: "subprocess.Popen[str]", settings: Settings, stage: tuple[Office, Cast], tmp_path: Path
) -> Callable[[str, str, Dokumen], None]:
    """Have a process of its own do the act, with the settings of this one; do not wait for its end."""

    def ordered(act: str, step: str, dokumen: Dokumen) -> None:
        names = ("PUBLIC_BASE_URL", "SIGNING_TSA_URL", "SIGNING_TRUST_ROOTS", "SIGNING_LONG_TERM")
        told = {"act": act, "step": step, "document": dokumen.pk, "user": stage[1].kadis.pk}
        told["settings"] = {"MEDIA_ROOT": str(settings.MEDIA_ROOT), **{name: getattr(settings, name) for name in names}}
        told["said"] = str(tmp_path / "said")
        dying.stdin.write(f"{json.dumps(told)}\n")
        dying.stdin.flush()

    return ordered


def end_of(dying: "subprocess.Popen[str]") -> int:
    """Return what the process that was ordered ended with."""
    assert dying.stdout is not None
    assert select.select([dying.stdout], [], [], PATIENCE)[0], "the process neither dies nor ends"
    return int(dying.stdout.readline())


@pytest.fixture
def kill(dying: "subprocess.Popen[str]", order: Kill, tmp_path: Path) -> Kill:
    """Let a process of its own do the act, and die at the step."""

    def killed(act: str, step: str, dokumen: Dokumen) -> None:
        order(act, step, dokumen)
        assert end_of(dying) == -signal.SIGKILL, (tmp_path / "said").read_text()[-2000:]

    return killed


def again(dokumen: Dokumen) -> Dokumen:
    return Dokumen.objects.get(pk=dokumen.pk)


def stored() -> set[str]:
    folders = default_storage.listdir("dokumen")[0]
    return {
        f"dokumen/{folder}/{name}" for folder in folders for name in default_storage.listdir(f"dokumen/{folder}")[1]
    }


def named() -> set[str]:
    rows = Dokumen.objects.values_list("berkas", "berkas_ttd")
    return {name for row in rows for name in row if name} | set(Perpanjangan.objects.values_list("berkas", flat=True))


def swept(*, orphans: int) -> None:
    """What was left behind is too young today, and gone tomorrow."""
    assert len(stored() - named()) == orphans
    assert sweep_documents() == 0
    make_old()
    assert sweep_documents() == orphans
    assert stored() == named()


@pytest.mark.parametrize("step", UNDONE)
def test_a_signing_process_that_dies_leaves_the_document_unsigned(
    final: Dokumen, stage: tuple[Office, Cast], kill: Kill, step: str
) -> None:
    before = Dokumen.objects.filter(pk=final.pk).values().get()
    kill("sign", step, final)
    assert Dokumen.objects.filter(pk=final.pk).values().get() == before
    assert TandaTangan.objects.count() == 0
    assert not Jejak.objects.filter(tindakan="tanda_tangani_dokumen", ditolak=False).exists()
    swept(orphans=0 if step == "before the file" else 1)
    assert steps.sign(again(final), stage[1]).status == "ditandatangani"


def test_a_signing_process_that_dies_after_the_row_has_signed(final: Dokumen, kill: Kill) -> None:
    kill("sign", "after the row", final)
    signed = again(final)
    assert signed.status == "ditandatangani"
    assert TandaTangan.objects.get(dokumen=final).tingkat == "B-LT"
    assert steps.read_stored(signed.berkas_ttd.name)
    swept(orphans=0)


@pytest.mark.parametrize("step", UNDONE)
def test_a_process_that_dies_with_a_scan_leaves_the_document_unsigned(
    final: Dokumen, stage: tuple[Office, Cast], kill: Kill, step: str
) -> None:
    kill("scan", step, final)
    assert (again(final).status, again(final).berkas_ttd.name) == ("final", "")
    swept(orphans=0 if step == "before the file" else 1)
    done = steps.scan(again(final), stage[1].kadis)
    assert done.status == "ditandatangani"


def test_a_process_that_dies_after_the_row_of_a_scan_has_taken_it_in(final: Dokumen, kill: Kill) -> None:
    kill("scan", "after the row", final)
    assert (again(final).status, again(final).cara_ttd) == ("ditandatangani", "pindaian")
    swept(orphans=0)


@pytest.fixture
def ending(final: Dokumen, stage: tuple[Office, Cast], proving: World) -> Dokumen:
    proving.signer = proving.make_signer("Layanan Lama", end=20)
    signed = steps.sign(final, stage[1])
    proving.signer = proving.make_signer("Layanan Baru", end=700)
    return signed


@pytest.mark.parametrize("step", STEPS)
def test_a_renewal_that_dies_leaves_nothing_half(ending: Dokumen, kill: Kill, step: str) -> None:
    kill("renew", step, ending)
    # The row belongs to the transaction that ends the job.
    assert Perpanjangan.objects.count() == 0
    assert again(ending).main_sha256 == ending.sha256_ttd
    swept(orphans=0 if step == "before the file" else 1)
    renewed = renew_document(find_due_renewal(ending.pk))
    assert renewed.berlaku_sampai > datetime.now(UTC) + timedelta(days=600)


def test_a_renewal_that_dies_after_its_row_has_prolonged(ending: Dokumen, kill: Kill) -> None:
    kill("renew", "after the commit", ending)
    assert again(ending).main_sha256 == Perpanjangan.objects.get().sha256 != ending.sha256_ttd
    assert find_due_renewal(ending.pk) is None
    swept(orphans=0)


def test_others_write_while_a_signer_waits_for_the_time_stamp_and_dies(
    final: Dokumen, stage: tuple[Office, Cast], order: Kill, dying: "subprocess.Popen[str]", proving: World
) -> None:
    """No lock is held while the network is slow; killed there, nothing was written."""
    proving.tsa, proving.slow_seconds = "slow", 5
    order("sign", "nowhere", final)
    try:
        assert proving.reached.wait(PATIENCE), "the process never asked for a time-stamp"
        began = datetime.now(UTC)
        Dokumen.objects.filter(pk=final.pk).update(versi=final.versi + 1)
        assert datetime.now(UTC) - began < timedelta(seconds=3)
    finally:
        (signer,) = Path(f"/proc/{dying.pid}/task/{dying.pid}/children").read_text().split()
        os.kill(int(signer), signal.SIGKILL)
        assert end_of(dying) == -signal.SIGKILL
    assert again(final).status == "final"
    swept(orphans=0)
    proving.tsa = "grants"
    assert steps.sign(again(final), stage[1]).status == "ditandatangani"
