"""Steps on the way of a report, for tests: an approved quarter, a job done at once, a certificate."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.utils import timezone
from PIL import Image

from indicators.models import Pejabat, Pengguna, PerangkatDaerah, Realisasi, Triwulan
from indicators.services.triwulan import approve, reopen_quarter
from reports.models import Dokumen, Pemaraf, Sertifikat
from reports.papers.registry import render_report
from reports.rendering import RenderedReport
from reports.services.dokumen import request_final
from reports.services.scan import confirm_scan, receive_scan
from reports.services.signature import sign_document
from reports.signing.certificates import describe
from reports.signing.demo_certificate import create_demo_pkcs12
from reports.signing.holder import bare_name, holder_of
from sakip.jobs.models import Job
from sakip.waiting import Waiting
from tests.cast import Cast, Office
from tests.indicators.way import validate_all
from tests.jobs import run_job
from tests.reports.signing.authorities import World

PASSPHRASE = "rahasia-Sertifikat-1"
NIP_SEKRETARIS = "196701011990031001"


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
    give_certificate(cast.kadis, final.laporan.opd)
    return sign_document(by=cast.kadis, dokumen=final, versi=final.versi, passphrase=PASSPHRASE)


def scan_of(pages: int) -> bytes:
    """Return a scan: pictures of paper."""
    buffer, picture = io.BytesIO(), io.BytesIO()
    Image.new("L", (210, 297), 200).save(picture, "JPEG")
    with pikepdf.new() as pdf:
        image = pdf.make_stream(
            picture.getvalue(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=210, Height=297,
            ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
        )  # fmt: skip
        for number in range(pages):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Gambar=image))
            page.Contents = pdf.make_stream(b"q %d 0 0 842 0 0 cm /Gambar Do Q" % (595 - number))
        pdf.save(buffer)
    return buffer.getvalue()


def upload_of(content: bytes) -> UploadedFile:
    return SimpleUploadedFile("pindaian.pdf", content)


def receive(final: Dokumen, by: Pengguna, content: bytes | None = None, sampul: str = "0") -> Waiting:
    """Let a scan of the document wait for its confirmation."""
    berkas = upload_of(scan_of(final.halaman or 0) if content is None else content)
    return receive_scan(by=by, dokumen=final, versi=final.versi, berkas=berkas, sampul=sampul)


def scan(final: Dokumen, by: Pengguna, content: bytes | None = None) -> Dokumen:
    """Let the scan of a final document stand as its signed version."""
    waiting = receive(final, by, content)
    return confirm_scan(by=by, dokumen=final, versi=final.versi, waiting=waiting, sesuai=True)


def want_paraf(office: Office, cast: Cast, *, jenis: str = "lpk", certified: bool = True) -> Pejabat:
    """Let the Sekretaris put his paraf before the head signs; both have certificates unless they register their own."""
    cast.sekretaris.nip = NIP_SEKRETARIS
    cast.sekretaris.save(update_fields=["nip"])
    Pemaraf.objects.create(opd=office.opd, jenis=jenis, urutan=1, unit=office.sekretariat)
    official = Pejabat.objects.create(
        opd=office.opd,
        unit=office.sekretariat,
        nama="Sekretaris Contoh, S.E.",
        nip=NIP_SEKRETARIS,
        pangkat="Pembina",
        jabatan="Sekretaris",
        mulai=date(2023, 1, 1),
    )
    for user in (cast.sekretaris, cast.kadis) if certified else ():
        give_certificate(user, office.opd)
    return official


def put_signature(dokumen: Dokumen, by: Pengguna) -> Dokumen:
    """Sign as whose turn it is, on the document as it stands."""
    current = Dokumen.objects.select_related("laporan__opd__pemda").get(pk=dokumen.pk)
    return sign_document(by=by, dokumen=current, versi=current.versi, passphrase=PASSPHRASE)


@lru_cache
def certificate(name: str = "Kepala Contoh") -> bytes:
    return create_demo_pkcs12(common_name=name, organisation="Dinas Contoh", passphrase=PASSPHRASE)


def give_certificate(user: Pengguna, opd: PerangkatDaerah, pkcs12: bytes | None = None) -> Sertifikat:
    """Let an official have a certificate in use: a demo one in his name, unless another is given."""
    found = Sertifikat.objects.filter(opd=opd, pemilik=user, berakhir_pada__isnull=True).first()
    if found is not None:
        return found
    official = Pejabat.objects.filter(opd=opd, nip=user.nip).first()
    name = user.nama if official is None else official.nama
    data = pkcs12 or certificate(bare_name(name))
    public = load_pkcs12(data, PASSPHRASE.encode()).cert.certificate
    said = describe(public)
    return Sertifikat.objects.create(
        opd=opd,
        pemilik=user,
        nip=user.nip,
        berkas=data,
        publik=public.public_bytes(Encoding.DER),
        nama=said.name,
        subjek=said.subject,
        penerbit=said.issuer,
        penerbit_lengkap=said.issuer_subject,
        seri=said.serial,
        sidik_jari=said.fingerprint,
        berlaku_sejak=said.valid_from,
        berlaku_sampai=said.valid_until,
        demo=said.is_demo,
        nama_cocok=holder_of(public).is_person(name, user.nip),
        dicatat_pada=timezone.now(),
    )


def certify(official: Pengguna, opd: PerangkatDaerah, world: World, *, name: str = "Kepala Contoh") -> Sertifikat:
    """Let an official have a certificate of the world's authority."""
    return give_certificate(official, opd, world.pkcs12(world.make_official(name), PASSPHRASE))


@contextmanager
def quick_renderer() -> Iterator[None]:
    """Render a real report only once per run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reports.services.render.render_report_apart", render_once)
        yield


_rendered: dict[tuple[str, bool, int], RenderedReport] = {}


def render_once(
    snapshot: dict[str, Any], *, template_version: str | None = None, progress: Any = None, **options: Any
) -> RenderedReport:
    """Stand in for the renderer where its content is not what is tested: with a real report, without its tags, made
    once per run."""
    kind = (snapshot["jenis"], bool(snapshot["draf"]), len(snapshot.get("pemaraf", [])))
    if progress is not None:
        progress(50, "Menata halaman laporan")
    if kind not in _rendered:
        rendered = render_report(snapshot, template_version=template_version)
        _rendered[kind] = replace(rendered, pdf=_without_tags(rendered.pdf))
    return _rendered[kind]


def _without_tags(pdf: bytes) -> bytes:
    """Take away what screen readers go by: whenever proof is added to a signature, pyHanko walks through all of it,
    which takes more time than all the rest of signing."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        del opened.Root.StructTreeRoot, opened.Root.MarkInfo
        opened.save(buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return buffer.getvalue()


def read_stored(name: str) -> bytes:
    with default_storage.open(name) as stream:
        return bytes(stream.read())
