"""A PK perubahan: the next draft after a PK that is ditetapkan, with every row and target as it stands there."""

from datetime import date

from indicators.acts import Act
from indicators.models import Pengguna, PerjanjianKinerja
from indicators.permissions import Izin
from indicators.services.access import require
from indicators.services.jejak import write
from indicators.services.locks import lock_plan
from indicators.services.perjanjian import copy_rows, save_pk
from sakip.refusals import NotFound, NotNow, refuse


@write(Act.TAMBAH, PerjanjianKinerja)
def make_perubahan(
    *, by: Pengguna | None, pk: PerjanjianKinerja, alasan: str, berlaku_mulai: date, nomor: str = ""
) -> PerjanjianKinerja:
    """Make the draft of the next perubahan of a PK; its rows are copied with targets and ways of measuring.

    Raises NotAllowed, NotFound, NotNow (a draft, or not the last PK of its year), NotValid (no reason, or a date
    outside the year or before the PK that it changes).
    """
    require(by, Izin.KELOLA_RENCANA, opd=pk.opd)
    lock_plan(pk.opd)
    stored = PerjanjianKinerja.objects.select_related("opd").filter(pk=pk.pk).first()
    if stored is None:
        raise NotFound("Perjanjian kinerja ini sudah dihapus. Muat ulang halaman.")
    _refuse_not_last(stored)
    draft = PerjanjianKinerja(
        opd=stored.opd,
        tahun=stored.tahun,
        perubahan=stored.perubahan + 1,
        alasan=alasan.strip(),
        berlaku_mulai=berlaku_mulai,
        nomor=nomor.strip(),
    )
    if not draft.alasan:
        raise refuse("alasan", "Tuliskan alasan perubahan.")
    save_pk(by=by, pk=draft)
    copy_rows(by=by, from_pk=stored, to_pk=draft)
    return draft


def _refuse_not_last(pk: PerjanjianKinerja) -> None:
    if not pk.frozen:
        raise NotNow(f"{pk} masih draf, jadi dapat diubah langsung tanpa PK perubahan.")
    later = (
        PerjanjianKinerja.objects.filter(opd_id=pk.opd_id, tahun=pk.tahun, perubahan__gt=pk.perubahan)
        .order_by("-perubahan")
        .first()
    )
    if later is None:
        return
    if later.frozen:
        raise NotNow(f"{later} sudah ditetapkan sesudah PK ini. Buat PK perubahan dari {later}.")
    raise NotNow(f"{later} sudah ada dan masih draf. Lanjutkan draf itu, atau hapus lebih dahulu.")
