"""Fixing a Perjanjian Kinerja for good: what keeps it from that, what is confirmed, what has to be typed again."""

from collections.abc import Sequence
from typing import Any

from indicators.acts import Act
from indicators.models import ButirPK, Pengajuan, Pengguna, PerjanjianKinerja, Realisasi, Triwulan
from indicators.permissions import Izin
from indicators.rules.facts import Severity
from indicators.selectors.lembar_pk import STALE, is_stale, list_lembar
from indicators.selectors.penetapan import list_anew, seen_fixing
from indicators.selectors.perjanjian import list_butir
from indicators.selectors.plan_health import PlacedFinding, check_pk
from indicators.services.butir_entry import HANDED_IN, was_handed_in
from indicators.services.jejak import record, state_of, write
from indicators.services.locks import lock_quarters
from indicators.services.pengajuan import lock_all, open_for
from indicators.services.perjanjian import fix_draft, fixed_of_year, lock_draft
from indicators.services.realisasi import blank_rows
from indicators.triwulan import quarter_end
from indicators.workflow import EDITABLE
from sakip.refusals import ChangedMeanwhile, NotNow

CONFIRM = "PK ini mempunyai temuan yang perlu dilihat. Baca daftarnya, centang pernyataan di bawahnya, lalu tetapkan."
CHANGED = "PK ini atau temuannya baru saja diubah orang lain. Periksa kembali halaman ini, lalu tetapkan."


@write(Act.TETAPKAN_PK, "pk")
def fix_pk(
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
    # Locked before what was typed: a unit that types or hands in right now is found here, or finds the new PK.
    year = lock_quarters(draft.opd, draft.tahun)
    submissions = lock_all(year)
    findings, anew = check_pk(draft), list_anew(draft)
    if dilihat is not None and dilihat != seen_fixing(
        draft, list_butir(draft), list_lembar(draft), findings, [row.realisasi for row in anew]
    ):
        raise ChangedMeanwhile(CHANGED)
    _refuse_wrong(findings)
    if dilihat is not None and (findings or anew) and not disetujui:
        raise NotNow(CONFIRM)
    quarters = [quarter for quarter in year if quarter_end(draft.tahun, quarter.triwulan) >= draft.berlaku_mulai]
    _refuse_touched(quarters, submissions)
    _clear(by, draft, [row.realisasi for row in anew if row.realisasi is not None], bool(anew))
    before = state_of(draft)
    fix_draft(by=by, draft=draft)
    for quarter in quarters:
        open_for(quarter)
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


def _refuse_wrong(findings: Sequence[PlacedFinding]) -> None:
    wrong = [row for row in findings if row.temuan.keparahan is Severity.SALAH]
    if wrong:
        first = wrong[0]
        more = "" if len(wrong) == 1 else f" Masih ada {len(wrong) - 1} temuan salah lain."
        raise NotNow(f"{first.nama}: {first.temuan.kalimat}{more} Perbaiki lebih dahulu, lalu tetapkan.")


def _confirmed(findings: Sequence[PlacedFinding], *, shown: bool) -> dict[str, Any]:
    """Return what the audit row says of the findings: who fixed the PK has seen them, or nobody was shown any."""
    if not findings:
        return {}
    name = "temuan_disetujui" if shown else "temuan_tidak_ditampilkan"
    return {name: [f"{row.temuan.label}: {row.nama}" for row in findings]}


def _clear(by: Pengguna | None, draft: PerjanjianKinerja, values: Sequence[Realisasi], changed: bool) -> None:
    """Blank figures that were typed for another way of measuring."""
    if not changed:
        return
    if was_handed_in(draft):
        raise NotNow(HANDED_IN.format(tahun=draft.tahun))
    blank_rows(by=by, opd=draft.opd, rows=values, alasan=f"Cara mengukurnya diganti oleh {draft}.")


def _refuse_touched(quarters: Sequence[Triwulan], submissions: Sequence[Pengajuan]) -> None:
    for quarter in quarters:
        if quarter.locked:
            raise NotNow(f"{quarter} sudah disahkan dengan PK sebelumnya. Atur tanggal berlaku sesudah triwulan itu.")
    waiting = next((row for row in submissions if row.triwulan in quarters and row.status not in EDITABLE), None)
    if waiting is not None:
        raise NotNow(
            f"{waiting.unit} sudah mengajukan {waiting.triwulan} dengan PK sebelumnya. "
            "Minta pemeriksa mengembalikannya lebih dahulu, atau atur tanggal berlaku sesudah triwulan itu."
        )
