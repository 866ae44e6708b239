"""Evidence is looked at as pictures; who opened a file stands in the trail once for each look."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from indicators.models import BuktiDukung, Jejak
from indicators.services import evidence_pictures
from indicators.services.bukti import add_evidence
from indicators.services.evidence_pictures import draw_evidence, open_evidence
from sakip.pictures import NotDrawn
from sakip.refusals import Damaged, NotAllowed, NotFound
from tests.cast import Cast, Office
from tests.files import PDF, upload
from tests.sakip.test_files import XLSX, photo

Add = Callable[[str, bytes], BuktiDukung]


@pytest.fixture
def add(office: Office, cast: Cast) -> Add:
    row = office.indikator(office.bidang)[0]

    def added(name: str, content: bytes) -> BuktiDukung:
        where = {"triwulan": office.tw1, "unit": office.bidang, "indikator_id": row.pk}
        return add_evidence(by=cast.staf, **where, file=upload(name, content))

    return added


def looks() -> int:
    return Jejak.objects.filter(tindakan="lihat_bukti", ditolak=False).count()


def test_each_kind_says_how_many_pictures_show_it(office: Office, cast: Cast, add: Add) -> None:
    found = {
        name: open_evidence(by=cast.kepala, unit=office.bidang, bukti=add(name, content))
        for name, content in (("a.pdf", PDF), ("IMG_1.HEIC", photo()), ("b.xlsx", XLSX), ("c.pdf", b"%PDF-1.4 %%EOF"))
    }
    assert found == {"a.pdf": 1, "IMG_1.HEIC": 1, "b.xlsx": 0, "c.pdf": 0}


def test_a_look_is_a_row_of_the_trail_and_the_pages_of_it_are_not(office: Office, cast: Cast, add: Add) -> None:
    bukti = add("a.pdf", PDF)
    open_evidence(by=cast.kepala, unit=office.bidang, bukti=bukti)
    for _ in range(2):
        assert draw_evidence(by=cast.kepala, unit=office.bidang, bukti=bukti, halaman=1)[:2] == b"\xff\xd8"
    row = Jejak.objects.get(tindakan="lihat_bukti")
    assert (row.pelaku, row.objek, row.unit) == (f"{cast.kepala} (kepala)", "a.pdf", office.bidang.nama)

    open_evidence(by=cast.kepala, unit=office.bidang, bukti=bukti)
    assert looks() == 2


def test_a_page_that_is_asked_for_without_opening_leaves_a_row(
    office: Office, cast: Cast, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    bukti = add("a.pdf", PDF)
    draw_evidence(by=cast.kepala, unit=office.bidang, bukti=bukti, halaman=1)
    draw_evidence(by=cast.kepala, unit=office.bidang, bukti=bukti, halaman=1)
    assert looks() == 1
    draw_evidence(by=cast.sekretaris, unit=office.bidang, bukti=bukti, halaman=1)
    assert looks() == 2

    later = timezone.now() + evidence_pictures.ONE_LOOK + timedelta(minutes=1)
    monkeypatch.setattr(evidence_pictures.timezone, "now", lambda: later)
    draw_evidence(by=cast.kepala, unit=office.bidang, bukti=bukti, halaman=1)
    assert looks() == 3


def test_pages_that_are_not_there(office: Office, cast: Cast, add: Add) -> None:
    pdf, sheet, picture = add("a.pdf", PDF), add("b.xlsx", XLSX), add("c.heic", photo())
    for bukti, halaman in ((pdf, 0), (pdf, 201), (sheet, 1), (picture, 2)):
        with pytest.raises(NotFound):
            draw_evidence(by=cast.kepala, unit=office.bidang, bukti=bukti, halaman=halaman)
    with pytest.raises(NotDrawn):
        draw_evidence(by=cast.kepala, unit=office.bidang, bukti=pdf, halaman=2)


def test_who_may_not_see_the_unit_sees_no_evidence(office: Office, cast: Cast, add: Add) -> None:
    bukti = add("a.pdf", PDF)
    for stranger in (cast.staf_umum, cast.pembaca, cast.asing):
        with pytest.raises(NotAllowed):
            open_evidence(by=stranger, unit=office.bidang, bukti=bukti)
        with pytest.raises(NotAllowed):
            draw_evidence(by=stranger, unit=office.bidang, bukti=bukti, halaman=1)
    assert looks() == 0


def test_a_changed_file_is_not_shown(office: Office, cast: Cast, add: Add) -> None:
    bukti = add("a.pdf", PDF)
    with default_storage.open(bukti.berkas.name, "wb") as file:
        file.write(PDF.replace(b"99", b"98"))
    with pytest.raises(Damaged):
        open_evidence(by=cast.kepala, unit=office.bidang, bukti=bukti)
    with pytest.raises(Damaged):
        draw_evidence(by=cast.kepala, unit=office.bidang, bukti=bukti, halaman=1)
