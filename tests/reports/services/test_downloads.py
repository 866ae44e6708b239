"""A document is delivered whole, under a name that says what it is."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from indicators.models import DamagedFile, Jejak
from reports.models import Dokumen
from reports.services.dokumen import request_preview
from reports.services.downloads import deliver
from sakip.refusals import Damaged
from tests.cast import Cast, Office
from tests.reports import steps

STEM = "laporan-kinerja-diskominfo-contoh-raya-2024-tw1"


def name_of(dokumen: Dokumen, cast: Cast, *, asli: bool = False) -> str:
    file = deliver(by=cast.kadis, dokumen=dokumen, asli=asli)
    file.isi.close()
    return file.nama


def test_a_draft_is_called_so(office: Office, cast: Cast, quick: None) -> None:
    job = steps.do(request_preview(by=cast.kadis, opd=office.opd, jenis="lpk", tahun=2024, triwulan=1))
    assert name_of(steps.document_of(job), cast) == f"{STEM}-draf.pdf"


def test_a_final_document_is_called_so(final: Dokumen, cast: Cast) -> None:
    assert name_of(final, cast) == name_of(final, cast, asli=True) == f"{STEM}-terbitan-1-final.pdf"


def test_the_file_before_the_signature_is_not_called_signed(signed: Dokumen, cast: Cast) -> None:
    assert name_of(signed, cast) == f"{STEM}-terbitan-1-bertanda-tangan.pdf"
    assert name_of(signed, cast, asli=True) == f"{STEM}-terbitan-1-final.pdf"


def test_a_scan_is_called_so(final: Dokumen, cast: Cast) -> None:
    done = steps.scan(final, cast.kadis)
    assert name_of(done, cast) == f"{STEM}-terbitan-1-pindaian.pdf"
    assert name_of(done, cast, asli=True) == f"{STEM}-terbitan-1-final.pdf"


@pytest.mark.parametrize(("cara", "state"), [("", "final"), ("tte", "bertanda-tangan"), ("pindaian", "pindaian")])
def test_a_superseded_document_stays_what_it_is(final: Dokumen, cara: str, state: str) -> None:
    final.status, final.cara_ttd = "digantikan", cara
    assert final.nama_berkas == f"{STEM}-terbitan-1-{state}.pdf"


@pytest.mark.parametrize("asli", [True, False])
def test_a_changed_file_is_not_delivered(signed: Dokumen, cast: Cast, asli: bool) -> None:
    name = signed.berkas.name if asli else signed.berkas_ttd.name
    path = Path(default_storage.path(name))
    path.write_bytes(path.read_bytes() + b"\n")
    rows = Jejak.objects.count()
    with pytest.raises(Damaged, match="isinya tidak sama dengan yang dicatat"):
        deliver(by=cast.kadis, dokumen=signed, asli=asli)
    case = DamagedFile.objects.get()
    assert case.kode == f"dokumen-{signed.pk}" if asli else f"dokumen-ttd-{signed.pk}"
    assert Jejak.objects.count() == rows, "nothing was delivered"
    name_of(signed, cast, asli=not asli)
