"""Fixing a Perjanjian Kinerja for good: what keeps it from that, what is confirmed, what has to be typed again."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from indicators.acts import Act
from indicators.capaian import StatusIsi
from indicators.models import ButirPK, Jejak, Pengajuan, Pengguna, PerjanjianKinerja, Realisasi, Triwulan
from indicators.models.perjanjian import StatusPK
from indicators.permissions import Izin
from indicators.rules.fakta_rencana import Keparahan
from indicators.selectors.kesehatan import TemuanRencana, check_pk
from indicators.selectors.lembar import quarter_end
from indicators.selectors.lembar_pk import STALE, is_stale, list_lembar
from indicators.selectors.penetapan import list_anew, seen_fixing
from indicators.selectors.perjanjian import list_butir
from indicators.services.errors import ChangedMeanwhile, NotNow
from indicators.services.isian_butir import HANDED_IN, was_handed_in
from indicators.services.jejak import make_jejak, pelaku_text, record, state_of, write
from indicators.services.perjanjian import fixed_of_year, lock_draft
from indicators.services.simpan import BATCH
from indicators.services.triwulan import ensure_pengajuan, lock_plan
from indicators.services.urutan import number_rows
from indicators.workflow import EDITABLE

CONFIRM = "PK ini mempunyai temuan yang perlu dilihat. Baca daftarnya, centang pernyataan di bawahnya, lalu tetapkan."
CHANGED = "PK ini atau temuannya baru saja diubah orang lain. Periksa kembali halaman ini, lalu tetapkan."


@write(Act.TETAPKAN_PK, "pk")
def tetapkan(
    *, by: Pengguna | None, pk: PerjanjianKinerja, dilihat: str | None = None, disetujui: bool = False
) -> PerjanjianKinerja:
    """Fix a draft for good and open submissions for units that it brings into open quarters.

    `dilihat` is what the page showed (`selectors.penetapan`), the plan's findings and the figures to be typed again
    included, and `disetujui` whether they were confirmed; None: a command, which shows nothing. Figures of rows that
    this perubahan measures otherwise are cleared. Raises NotAllowed, NotNow (already ditetapkan, no rows, findings
    that are wrong or not confirmed, sheets that do not fit the rows any more, or it would change a quarter that is
    already submitted or approved), NotFound, ChangedMeanwhile (not what was shown).
    """
    draft = lock_draft(by, pk, Izin.TETAPKAN_PK)
    count = _count_rows(draft)
    lock_plan(draft.opd)
    findings, anew = check_pk(draft), list_anew(draft, lock=True)
    if dilihat is not None and dilihat != seen_fixing(
        draft, list_butir(draft), list_lembar(draft), findings, [row.realisasi for row in anew]
    ):
        raise ChangedMeanwhile(CHANGED)
    _refuse_wrong(findings)
    if dilihat is not None and (findings or anew) and not disetujui:
        raise NotNow(CONFIRM)
    quarters = [
        quarter
        for quarter in Triwulan.objects.select_for_update(no_key=True).filter(opd=draft.opd, tahun=draft.tahun)
        if quarter_end(draft.tahun, quarter.triwulan) >= draft.berlaku_mulai
    ]
    _refuse_touched(quarters)
    _clear(by, draft, [row.realisasi for row in anew if row.realisasi is not None], bool(anew))
    number_rows(draft)
    before = state_of(draft)
    draft.status = StatusPK.DITETAPKAN.value
    draft.ditetapkan_pada, draft.ditetapkan_oleh = timezone.now(), pelaku_text(by)
    draft.save()
    for quarter in quarters:
        ensure_pengajuan(quarter)
    record(
        by=by,
        tindakan=Act.TETAPKAN_PK,
        objek=draft,
        opd=draft.opd,
        sebelum=before,
        sesudah={**state_of(draft), "jumlah_butir": count, **_confirmed(findings, shown=dilihat is not None)},
    )
    pk.status, pk.ditetapkan_pada, pk.ditetapkan_oleh = draft.status, draft.ditetapkan_pada, draft.ditetapkan_oleh
    return pk


def _count_rows(draft: PerjanjianKinerja) -> int:
    """Return how many rows are fixed. Raises NotNow for a draft that lacks rows, its predecessor or sheets that fit."""
    count = ButirPK.objects.filter(pk_induk=draft).count()
    if count == 0:
        raise NotNow("PK ini belum memuat indikator. Tambahkan atau salin butirnya, lalu tetapkan.")
    if draft.perubahan and not fixed_of_year(draft).filter(perubahan=draft.perubahan - 1).exists():
        raise NotNow("Tetapkan dahulu PK sebelumnya.")
    if is_stale(draft):
        raise NotNow(STALE)
    return count


def _refuse_wrong(findings: Sequence[TemuanRencana]) -> None:
    wrong = [row for row in findings if row.temuan.keparahan is Keparahan.SALAH]
    if wrong:
        first = wrong[0]
        more = "" if len(wrong) == 1 else f" Masih ada {len(wrong) - 1} temuan salah lain."
        raise NotNow(f"{first.nama}: {first.temuan.kalimat}{more} Perbaiki lebih dahulu, lalu tetapkan.")


def _confirmed(findings: Sequence[TemuanRencana], *, shown: bool) -> dict[str, Any]:
    """Return what the audit row says of the findings: who fixed the PK has seen them, or nobody was shown any."""
    if not findings:
        return {}
    name = "temuan_disetujui" if shown else "temuan_tidak_ditampilkan"
    return {name: [f"{row.temuan.label}: {row.nama}" for row in findings]}


def _clear(by: Pengguna | None, draft: PerjanjianKinerja, values: Sequence[Realisasi], changed: bool) -> None:
    """Blank figures that were typed for another way of measuring; their kendala and evidence stay."""
    if not changed:
        return
    # Locked: a unit that hands in right now is found here, or finds the new PK.
    list(
        Pengajuan.objects.select_for_update(of=("self",))
        .filter(triwulan__opd=draft.opd, triwulan__tahun=draft.tahun)
        .order_by("pk")
    )
    if was_handed_in(draft):
        raise NotNow(HANDED_IN.format(tahun=draft.tahun))
    audit = []
    for row in values:
        before = state_of(row)
        row.status, row.nilai, row.predikat, row.alasan = StatusIsi.BELUM_DIISI.value, None, "", ""
        row.versi += 1
        row.diubah_oleh, row.diubah_pada = pelaku_text(by), timezone.now()
        audit.append(
            make_jejak(
                by=by,
                tindakan=Act.KOSONGKAN_REALISASI,
                objek=row,
                opd=draft.opd,
                sebelum=before,
                sesudah=state_of(row),
                alasan=f"Cara mengukurnya diganti oleh {draft}.",
            )
        )
    Realisasi.objects.bulk_update(
        values,
        ["status", "nilai", "predikat", "alasan", "versi", "diubah_oleh", "diubah_pada"],
        batch_size=BATCH,
    )
    Jejak.objects.bulk_create(audit, batch_size=BATCH)


def _refuse_touched(quarters: Sequence[Triwulan]) -> None:
    for quarter in quarters:
        if quarter.locked:
            raise NotNow(f"{quarter} sudah disahkan dengan PK sebelumnya. Atur tanggal berlaku sesudah triwulan itu.")
    # Locked: a unit that is handing in right now finds the new PK, or is found here as handed in.
    submissions = (
        Pengajuan.objects.select_for_update(of=("self",))
        .filter(triwulan__in=quarters)
        .select_related("unit", "triwulan")
        .order_by("pk")
    )
    waiting = next((row for row in submissions if row.status not in EDITABLE), None)
    if waiting is not None:
        raise NotNow(
            f"{waiting.unit} sudah mengajukan {waiting.triwulan} dengan PK sebelumnya. "
            "Minta pemeriksa mengembalikannya lebih dahulu, atau atur tanggal berlaku sesudah triwulan itu."
        )
