"""What an approval of a quarter holds: its own entries by their hash, its printed figures, and what changed since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from indicators.capaian import EntryStatus
from indicators.capaian.exact import plain_digits
from indicators.models import Pengajuan, Pengesahan, Realisasi, Triwulan
from indicators.permissions import Kewenangan, Peran
from indicators.rules.kelengkapan import Halangan, PengesahanFacts, find_in_approval
from indicators.selectors.anggaran import list_anggaran
from indicators.selectors.digest import digest
from indicators.selectors.kewajaran import list_printed
from indicators.selectors.pengajuan import WaitingActs, say_whom_to_appoint
from indicators.selectors.pengesahan_content import PengesahanFigures, describe_figures, hash_figures, read_figures
from indicators.selectors.quarter_sheet import SheetRow, list_rows
from indicators.selectors.summary import QuarterSummary, TingkatMean
from indicators.workflow import StatusPengajuan, StatusTriwulan

TEXTS = ("alasan", "kendala", "faktor_pendorong", "faktor_penghambat", "tindak_lanjut")
FIGURES: dict[Literal["target", "realisasi", "kumulatif", "capaian", "progres"], str] = {
    "target": "Target",
    "realisasi": "Realisasi",
    "kumulatif": "Sampai triwulan ini",
    "capaian": "Capaian",
    "progres": "Progres tahun",
}
MEANS: dict[Literal["capaian", "progres"], str] = {"capaian": "Capaian", "progres": "Progres tahun"}


def hash_entries(quarter: Triwulan, rows: Sequence[SheetRow]) -> str:
    """Return the hash of what the quarter itself holds and a report prints of it: entries, their texts, its money,
    explanations where they are printed; `rows` is its sheet.

    Figures of other quarters are no part of it: each has its own hash, and a document names all that it prints. A pagu
    or plan of 0 says as little as none.
    """
    entries = [
        [row.indikator_id, row.status, _exact(row.nilai), row.predikat, *(getattr(row, name) for name in TEXTS)]
        for row in Realisasi.objects.filter(triwulan=quarter).order_by("indikator_id")
        if row.status != EntryStatus.BELUM_DIISI or any(getattr(row, name) for name in TEXTS)
    ]
    money = {
        row.anggaran.sub_kegiatan_id: figures
        for row in list_anggaran(quarter.opd, quarter.tahun, quarter.triwulan)
        if any(figures := [_exact(row.pagu or None), _exact(row.rak or None), _exact(row.keuangan), _exact(row.fisik)])
    }
    content = [entries, [[pk, *figures] for pk, figures in sorted(money.items())]]
    explained = list_printed(quarter.opd, quarter.tahun, quarter.triwulan, rows)
    # Approvals of before explanations were sealed, and of offices that print none, keep the hash that they have.
    return digest([*content, sorted(explained.items())] if explained else content)


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else plain_digits(value)


@dataclass(frozen=True)
class ChangedFigure:
    """A row, or the mean of a level, of which something is not what was approved: (column, was, is)."""

    nama: str
    unit: str
    angka: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class SinceApproval:
    """The quarter as it stands beside its last approval; `sebelumnya` None: it was never approved.

    `dilihat` is the hash of what is approved: whoever approves says with it what he saw.
    """

    sebelumnya: Pengesahan | None
    berubah: tuple[ChangedFigure, ...]
    dilihat: str


def compare_with_approval(
    quarter: Triwulan, rows: Sequence[SheetRow] | None = None, means: Sequence[TingkatMean] | None = None
) -> SinceApproval:
    """Return what changed in a quarter since it was approved last; `rows` is its sheet, `means` those of its levels,
    where they are known already."""
    if rows is None:
        rows = list_rows(quarter.opd, quarter.tahun, quarter.triwulan)
    figures = describe_figures(quarter, rows, means)
    last = quarter.pengesahan.order_by("-nomor").first()
    changed = () if last is None else tuple(list_changed(read_figures(last.isi), figures))
    return SinceApproval(last, changed, hash_seen(figures, hash_entries(quarter, rows)))


def hash_seen(figures: PengesahanFigures, sidik: str) -> str:
    """Return the hash of what is approved: figures as printed, which rest on other quarters too, and what the quarter
    itself holds."""
    return digest([hash_figures(figures), sidik])


def list_changed(before: PengesahanFigures, after: PengesahanFigures) -> list[ChangedFigure]:
    """Return the rows and means in which two approvals differ; a row that is new or gone differs as a whole."""
    old = {row["indikator_id"]: row for row in before["baris"]}
    new = {row["indikator_id"]: row for row in after["baris"]}
    found = []
    for pk in [*new, *(pk for pk in old if pk not in new)]:
        was, now = old.get(pk), new.get(pk)
        named = now or old[pk]
        angka = _differing([(label, was and was[name], now and now[name]) for name, label in FIGURES.items()])
        if angka:
            found.append(ChangedFigure(named["indikator"], named["unit"], angka))
    old_means = {row["label"]: row for row in before["rata_rata"]}
    for mean in after["rata_rata"]:
        earlier = old_means.get(mean["label"])
        angka = _differing([(label, earlier and earlier[name], mean[name]) for name, label in MEANS.items()])
        if angka:
            found.append(ChangedFigure(f"Rata-rata {mean['label']}", "", angka))
    return found


def _differing(texts: Iterable[tuple[str, str | None, str | None]]) -> tuple[tuple[str, str, str], ...]:
    """Return what differs of (column, was, is); None: there was no such row."""
    return tuple((label, was or "", now or "") for label, was, now in texts if (was or "") != (now or ""))


@dataclass(frozen=True)
class ApprovalChain:
    """A quarter in the chain of its year: what has to be approved before it, and what rests on it."""

    menunggu: tuple[Triwulan, ...]
    bergantung: tuple[Triwulan, ...]

    @property
    def dilihat(self) -> str:
        """The later approved quarters that a page named, as its form says them back."""
        return ",".join(str(quarter.triwulan) for quarter in self.bergantung)


def chain_of(quarter: Triwulan, year: Sequence[Triwulan]) -> ApprovalChain:
    """Return the chain around a quarter; `year` are the quarters of its office and year that were opened. A quarter
    that was never opened holds nobody up."""
    own = [row for row in year if (row.opd_id, row.tahun) == (quarter.opd_id, quarter.tahun)]
    ordered = sorted(own, key=lambda row: row.triwulan)
    return ApprovalChain(
        tuple(r for r in ordered if r.triwulan < quarter.triwulan and r.status != StatusTriwulan.DISAHKAN),
        tuple(r for r in ordered if r.triwulan > quarter.triwulan and r.status == StatusTriwulan.DISAHKAN),
    )


@dataclass(frozen=True)
class Readiness:
    """What the page of a quarter shows its approver beside its figures.

    `halangan` is what stops him from approving it, None when nothing does.
    """

    rantai: ApprovalChain
    terhadap: SinceApproval
    halangan: Halangan | None = None


def approval_of(
    kewenangan: Kewenangan, quarter: Triwulan, year: Sequence[Triwulan], ringkasan: QuarterSummary
) -> Readiness:
    """Return what stands between a quarter and its approval by the holder of `kewenangan`."""
    rantai, terhadap = chain_of(quarter, year), compare_with_approval(quarter, ringkasan.baris, ringkasan.rata_rata)
    if quarter.status == StatusTriwulan.DISAHKAN:
        return Readiness(rantai, terhadap)
    submissions = [row.pengajuan for row in ringkasan.unit if row.pengajuan is not None]
    halangan = find_what_stops(kewenangan.user_id, quarter, rantai, submissions, len(ringkasan.unit))
    return Readiness(rantai, terhadap, halangan)


def find_what_stops(
    user_id: int | None, quarter: Triwulan, rantai: ApprovalChain, submissions: Sequence[Pengajuan], units: int
) -> Halangan | None:
    """Return what stops the user from approving the quarter; `submissions` are those of its `units` units.

    Whose figures they are is asked last, with three queries more.
    """
    facts = PengesahanFacts(
        triwulan=str(quarter),
        sebelumnya=[row.label for row in rantai.menunggu],
        belum_divalidasi=[row.unit.nama for row in submissions if row.status != StatusPengajuan.DIVALIDASI],
        lengkap=0 < units <= len(submissions),
    )
    if found := find_in_approval(facts):
        return found
    antrean = WaitingActs(submissions)
    own = [row.unit.nama for row in submissions if user_id in antrean.own_ids(row)]
    stuck = own and not antrean.approver_ids(submissions)
    tunjuk = say_whom_to_appoint(quarter.opd_id, Peran.KEPALA_DINAS) if stuck else ""
    return find_in_approval(replace(facts, milik_sendiri=own, tunjuk=tunjuk))
