"""What a submission was before it was handed in, for the unit that takes it back."""

from collections.abc import Sequence

from indicators.models import BarisDikembalikan, Pengajuan, PeristiwaPengajuan, Putusan, VersiPengajuan
from indicators.permissions import Izin, Kewenangan
from indicators.selectors.pengajuan import list_unit_rows
from indicators.selectors.returned_rows import handed_in_rows
from indicators.workflow import RETURNS, TRANSITIONS, PengajuanAct, StatusPengajuan


def may_withdraw(kewenangan: Kewenangan, pengajuan: Pengajuan) -> bool:
    """Say whether the page offers to take it back; the service decides again under its lock."""
    return (
        StatusPengajuan(pengajuan.status) in TRANSITIONS[PengajuanAct.TARIK].sources
        and not pengajuan.triwulan.locked
        and kewenangan.may(Izin.AJUKAN, opd_id=pengajuan.unit.opd_id, unit_path=pengajuan.unit.path)
    )


def status_before_hand_in(pengajuan: Pengajuan) -> StatusPengajuan:
    """Return the state from which the current version was handed in."""
    event = PeristiwaPengajuan.objects.get(
        pengajuan=pengajuan, tindakan=PengajuanAct.AJUKAN.value, nomor_versi=pengajuan.nomor_versi
    )
    return StatusPengajuan(event.dari)


def list_rows_returned_last(pengajuan: Pengajuan) -> list[BarisDikembalikan]:
    """Return the rows that the last return opened, unsaved, as handing in took them away: made of its verdicts, with
    the unit's answers as the current version keeps them. When it answered is not kept: it was before it handed in.

    A version is returned once at most; between it and the current one lie only versions that were taken back.
    """
    acts = [act.value for act in RETURNS]
    found = Putusan.objects.filter(versi_pengajuan__pengajuan=pengajuan, tindakan__in=acts)
    of_all = list(found.order_by("-versi_pengajuan__nomor", "pk"))
    verdicts = [row for row in of_all if row.versi_pengajuan_id == of_all[0].versi_pengajuan_id]
    by_row = {row.indikator_id: row for row in verdicts if row.indikator_id is not None}
    known = [row.indikator.pk for row in list_unit_rows(pengajuan, with_bukti=False)]
    opened = by_row or dict.fromkeys(known, verdicts[0])
    rows = [
        BarisDikembalikan(pengajuan=pengajuan, indikator_id=pk, alasan=row.alasan, oleh=row.oleh, pada=row.pada)
        for pk, row in opened.items()
    ]
    _answer(rows, VersiPengajuan.objects.get(pengajuan=pengajuan, nomor=pengajuan.nomor_versi))
    return rows


def _answer(rows: Sequence[BarisDikembalikan], version: VersiPengajuan) -> None:
    kept = handed_in_rows(version)
    for row in rows:
        asked = kept[row.indikator_id].get("pengembalian") if row.indikator_id in kept else None
        if asked is not None and asked["jawaban"]:
            row.jawaban, row.dijawab_oleh = asked["jawaban"], asked["dijawab_oleh"]
            row.dijawab_pada = version.diajukan_pada


def is_withdrawn(version: VersiPengajuan) -> bool:
    """Say whether its unit took a version back."""
    return PeristiwaPengajuan.objects.filter(
        pengajuan=version.pengajuan_id, tindakan=PengajuanAct.TARIK.value, nomor_versi=version.nomor
    ).exists()
