"""Opening a budget year: the draft PK is made of last year's rows, in one action."""

from dataclasses import dataclass
from datetime import date

from indicators.acts import Act
from indicators.models import ButirPK, Pengguna, PerangkatDaerah, PerjanjianKinerja
from indicators.permissions import Izin
from indicators.selectors.roll_over import get_roll_over
from indicators.selectors.seen import seen_year
from indicators.services.access import require
from indicators.services.jejak import write
from indicators.services.locks import lock_plan
from indicators.services.perjanjian import FROZEN, copy_rows, save_pk
from sakip.refusals import ChangedMeanwhile, NotNow


@dataclass(frozen=True)
class OpenedTahun:
    """The draft of the year, the rows that this call added to it, the names of those that they took the place of."""

    draf: PerjanjianKinerja
    ditambah: list[ButirPK]
    diganti: list[str]


@write(Act.TAMBAH, PerjanjianKinerja)
def open_year(*, by: Pengguna | None, opd: PerangkatDaerah, tahun: int, dilihat: str | None = None) -> OpenedTahun:
    """Make the draft PK of `tahun` of the last PK ditetapkan of the year before; again only adds what is missing.

    `dilihat` is what the preview showed (`selectors.seen`); None: a command, which shows nothing.
    Raises NotAllowed, NotNow (no PK ditetapkan last year, or the year's is already ditetapkan), NotValid (names
    the row that the PK cannot take), ChangedMeanwhile (not what was shown).
    """
    require(by, Izin.KELOLA_RENCANA, opd=opd)
    lock_plan(opd)  # of two clicks the second finds the draft of the first
    pergantian = get_roll_over(opd.pk, tahun)
    if pergantian is None:
        raise NotNow(f"PK {tahun - 1} belum ditetapkan. Tetapkan dahulu, lalu buka tahun {tahun}.")
    draft = pergantian.draf
    if draft is not None and draft.frozen:
        raise NotNow(FROZEN.format(pk=draft))
    if dilihat is not None and dilihat != seen_year(pergantian):
        raise ChangedMeanwhile(
            f"Rencana atau draf PK {tahun} baru saja berubah. Periksa kembali daftarnya, lalu buka tahun anggaran."
        )
    if draft is None:
        draft = save_pk(by=by, pk=PerjanjianKinerja(opd=opd, tahun=tahun, berlaku_mulai=date(tahun, 1, 1)))
    hasil = copy_rows(by=by, from_pk=pergantian.lama, to_pk=draft)
    return OpenedTahun(draft, hasil.ditambah, hasil.diganti)
