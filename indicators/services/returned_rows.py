"""Rows that a return opens, and what the unit answers: on the row that came back, or once to a return of the whole."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from indicators.acts import Act
from indicators.models import BarisDikembalikan, Pengajuan, Pengguna, Triwulan, UnitKerja
from indicators.permissions import Izin
from indicators.selectors.pengajuan import list_unit_rows
from indicators.selectors.returned_rows import common_reason, list_returned, list_rows_before
from indicators.services.access import require
from indicators.services.jejak import actor_text, record, write
from indicators.services.realisasi import lock_open_pengajuan
from sakip.refusals import NotNow, refuse

ANSWER_LIMIT = 1000


def keep_returned(by: Pengguna, pengajuan: Pengajuan, alasan: Mapping[int, str]) -> None:
    """Open rows of a locked submission for correction, each with its reason, by indicator; others are closed again."""
    forget_returned(pengajuan)
    now, oleh = timezone.now(), actor_text(by)
    BarisDikembalikan.objects.bulk_create(
        BarisDikembalikan(pengajuan=pengajuan, indikator_id=pk, alasan=reason, oleh=oleh, pada=now)
        for pk, reason in alasan.items()
    )


def forget_returned(pengajuan: Pengajuan) -> None:
    """Close the rows of a locked submission: it is handed in again, and its version keeps what was asked of them."""
    BarisDikembalikan.objects.filter(pengajuan=pengajuan).delete()


def open_again(rows: Sequence[BarisDikembalikan]) -> None:
    """Open rows of a locked submission as they were before it was handed in: it was taken back."""
    BarisDikembalikan.objects.bulk_create(rows)


@write(Act.JAWAB_PENGEMBALIAN, "unit")
def answer_return(
    *, by: Pengguna, triwulan: Triwulan, unit: UnitKerja, indikator_id: int | None, jawaban: str
) -> list[BarisDikembalikan]:
    """Write what the unit answers to the reason of a returned row, "" takes the answer back; None: to the one reason
    with which the whole was returned. Returns the rows as they stand.

    Raises NotAllowed, NotNow (closed, not returned), NotValid (too long).
    """
    require(by, Izin.ISI_REALISASI, opd=unit.opd, unit=unit)
    answer = _clean(jawaban)
    pengajuan = lock_open_pengajuan(triwulan, unit)
    rows = _asked_rows(pengajuan, indikator_id)
    before = rows[0].jawaban
    if all(row.jawaban == answer for row in rows):
        return rows
    who, when = (actor_text(by)[:200], timezone.now()) if answer else ("", None)
    for row in rows:
        row.jawaban, row.dijawab_oleh, row.dijawab_pada = answer, who, when
    BarisDikembalikan.objects.bulk_update(rows, ["jawaban", "dijawab_oleh", "dijawab_pada"])
    what = "seluruh data" if indikator_id is None else str(rows[0].indikator)
    record(
        by=by,
        tindakan=Act.JAWAB_PENGEMBALIAN,
        objek=pengajuan,
        opd=unit.opd,
        unit=unit.nama,
        sebelum={"jawaban": before},
        sesudah={"baris": what, "jawaban": answer, "alasan": rows[0].alasan},
    )
    return rows


def _clean(text: str) -> str:
    # A NUL is no letter, and PostgreSQL takes none.
    answer = text.replace("\x00", "").strip()
    if len(answer) > ANSWER_LIMIT:
        raise refuse("jawaban", f"Jawaban terlalu panjang. Ringkas menjadi paling banyak {ANSWER_LIMIT} huruf.")
    return answer


def _asked_rows(pengajuan: Pengajuan, indikator_id: int | None) -> list[BarisDikembalikan]:
    returned = list_returned(pengajuan)
    if indikator_id is not None:
        if indikator_id not in returned:
            raise NotNow("Baris ini tidak sedang dikembalikan, jadi tidak ada yang dijawab. Muat ulang halaman.")
        return [returned[indikator_id]]
    known = {row.indikator.pk for row in list_unit_rows(pengajuan, with_bukti=False)}
    if common_reason(returned, list_rows_before(pengajuan).keys() & known) is None:
        raise NotNow("Data ini tidak dikembalikan seluruhnya. Muat ulang halaman, lalu jawab pada barisnya.")
    return list(returned.values())
