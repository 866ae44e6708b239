"""Evidence looked at beside the numbers: pictures that the server makes, so that nothing of a file runs in a browser.

Each time that somebody opens a file is a row of the trail, the pages that he turns are not. Whoever asks for a page
without having opened the file leaves that row as well.
"""

from datetime import timedelta

from django.utils import timezone

from indicators.acts import Act
from indicators.models import BuktiDukung, Jejak, Pengguna, UnitKerja
from indicators.models.jejak import kind_of
from indicators.permissions import Izin
from indicators.services.access import require
from indicators.services.bukti import record_evidence, stored_evidence
from indicators.services.jejak import write
from indicators.services.stored_files import open_whole
from sakip.files import PDF, PICTURES
from sakip.pictures import LARGE, NotDrawn, count_pages, draw_page, draw_photo
from sakip.refusals import NotFound

# For so long the pages of a file that was opened are part of that look at it.
ONE_LOOK = timedelta(hours=12)
# Pages that are shown; whoever wants more of a book downloads it.
MOST_PAGES = 200


def open_evidence(*, by: Pengguna, unit: UnitKerja, bukti: BuktiDukung) -> int:
    """Note that somebody opened a file of the unit; return how many pictures show it: pages of a PDF, 1 for a photo,
    0 for what can only be downloaded, a locked PDF among it.

    Raises NotAllowed, Damaged, Busy.
    """
    require(by, Izin.LIHAT_UNIT, opd=unit.opd, unit=unit)
    with open_whole(stored_evidence(unit, bukti)) as file:
        pictures = 1 if bukti.jenis in PICTURES else 0
        if bukti.jenis == PDF:
            try:
                pictures = min(count_pages(file), MOST_PAGES)
            except NotDrawn:
                pictures = 0
    record_look(by=by, unit=unit, bukti=bukti)
    return pictures


def draw_evidence(*, by: Pengguna, unit: UnitKerja, bukti: BuktiDukung, halaman: int) -> bytes:
    """Return a page of a file, counted from 1, as a JPEG; a photo has one.

    Raises NotAllowed, NotFound (it has no such page, or no pictures), Damaged, NotDrawn, Busy.
    """
    _note_look(by, unit, bukti)
    if not _has_page(bukti, halaman):
        raise NotFound("Halaman berkas ini tidak ada.")
    with open_whole(stored_evidence(unit, bukti)) as file:
        if bukti.jenis == PDF:
            return draw_page(file, halaman, longest=LARGE)
        return draw_photo(file, bukti.jenis, longest=LARGE)


def _note_look(by: Pengguna, unit: UnitKerja, bukti: BuktiDukung) -> None:
    """Note that somebody sees a file, unless these are pages of a look that is noted already. Raises NotAllowed."""
    require(by, Izin.LIHAT_UNIT, opd=unit.opd, unit=unit)
    looks = Jejak.objects.filter(
        pelaku_nomor=by.pk,
        waktu__gte=timezone.now() - ONE_LOOK,
        tindakan=Act.LIHAT_BUKTI.value,
        objek_jenis=kind_of(BuktiDukung),
        objek_id=str(bukti.pk),
        ditolak=False,
    )
    if not looks.exists():
        record_look(by=by, unit=unit, bukti=bukti)


@write(Act.LIHAT_BUKTI, "bukti")
def record_look(*, by: Pengguna, unit: UnitKerja, bukti: BuktiDukung) -> None:
    """Note who opened a file. Raises NotAllowed."""
    require(by, Izin.LIHAT_UNIT, opd=unit.opd, unit=unit)
    record_evidence(by, unit, Act.LIHAT_BUKTI, bukti)


def _has_page(bukti: BuktiDukung, halaman: int) -> bool:
    if bukti.jenis == PDF:
        return 1 <= halaman <= MOST_PAGES
    return bukti.jenis in PICTURES and halaman == 1
