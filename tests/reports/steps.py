"""Steps on the way of a report, for tests: an approved quarter, a job done at once, a certificate."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import override_settings

from indicators.models import Pengguna, Realisasi, Triwulan
from indicators.services.triwulan import approve, reopen_quarter
from reports.models import Dokumen
from reports.papers.registry import render_report
from reports.rendering import RenderedReport
from reports.services.dokumen import request_final
from reports.services.signature import sign_document
from reports.signing.demo_certificate import create_demo_pkcs12
from sakip.jobs.models import Job
from tests.cast import Cast, Office
from tests.indicators.way import validate_all
from tests.jobs import run_job

PASSPHRASE = "rahasia-Sertifikat-1"


def approve_quarter(office: Office, cast: Cast) -> Triwulan:
    """Bring TW I through every station to disahkan."""
    validate_all(office, cast)
    office.tw1.refresh_from_db()
    return approve(by=cast.kadis, quarter=office.tw1, versi=office.tw1.versi)


def approve_again(office: Office, cast: Cast) -> Triwulan:
    """Reopen the approved quarter, correct a number and approve it once more."""
    office.tw1.refresh_from_db()
    reopened = reopen_quarter(by=cast.kadis, quarter=office.tw1, versi=office.tw1.versi, alasan="Angka diperiksa lagi.")
    row = Realisasi.objects.filter(triwulan=reopened, nilai__isnull=False).order_by("pk")[0]
    Realisasi.objects.filter(pk=row.pk).update(nilai=row.nilai + 1)
    return approve(by=cast.kadis, quarter=reopened, versi=reopened.versi)


def do(job: Job) -> Job:
    """Run a job here and now, as the worker would."""
    with transaction.atomic():
        run_job(job.pk)
    return Job.objects.get(pk=job.pk)


def document_of(job: Job) -> Dokumen:
    return Dokumen.objects.get(pk=job.payload["dokumen"])


def make_final(office: Office, by: Pengguna) -> Dokumen:
    done = do(request_final(by=by, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1))
    assert done.status == "done", done.message
    return document_of(done)


def make_signed(office: Office, cast: Cast) -> Dokumen:
    return sign(make_final(office, cast.kadis), cast)


def sign(final: Dokumen, cast: Cast) -> Dokumen:
    return sign_document(by=cast.kadis, dokumen=final, versi=final.versi, passphrase=PASSPHRASE)


@lru_cache
def certificate() -> bytes:
    return create_demo_pkcs12(common_name="Kepala Contoh", organisation="Dinas Contoh", passphrase=PASSPHRASE)


def write_certificate(folder: Path) -> Path:
    path = folder / "demo.p12"
    path.write_bytes(certificate())
    return path


@contextmanager
def demo_certificate() -> Iterator[None]:
    """Let the installation sign with a demo certificate for a while."""
    with TemporaryDirectory() as folder:
        path = write_certificate(Path(folder))
        with override_settings(SIGNING_CERTIFICATE=path, SIGNER="pkcs12"):
            yield


@contextmanager
def quick_renderer() -> Iterator[None]:
    """Render a real report only once per run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reports.services.render.render_report", render_once)
        yield


_rendered: dict[tuple[str, bool], RenderedReport] = {}


def render_once(
    snapshot: dict[str, Any], *, template_version: str | None = None, progress: Any = None
) -> RenderedReport:
    """Stand in for the renderer where its content is not what is tested: a real report, rendered once per run."""
    kind = (snapshot["jenis"], bool(snapshot["draf"]))
    if progress is not None:
        progress(50, "Menata halaman laporan")
    if kind not in _rendered:
        _rendered[kind] = render_report(snapshot, template_version=template_version)
    return _rendered[kind]


def read_stored(name: str) -> bytes:
    with default_storage.open(name) as stream:
        return bytes(stream.read())
