"""What an approval of a quarter holds: its own entries by their hash, its printed figures, and what changed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from indicators.capaian import JenisNilai, StatusIsi
from indicators.models import Pengesahan, Realisasi, Triwulan
from indicators.permissions import Kewenangan, Peran
from indicators.selectors.anggaran import list_anggaran
from indicators.selectors.lembar import Baris, list_baris, print_value
from indicators.selectors.pengajuan import Antrean, say_whom_to_appoint
from indicators.selectors.ringkasan import RingkasanTriwulan, mean_by_level
from indicators.selectors.sidik import digest
from indicators.workflow import StatusTriwulan

TEXTS = ("alasan", "kendala", "faktor_pendorong", "faktor_penghambat", "tindak_lanjut")
FIGURES = {
    "target": "Target",
    "realisasi": "Realisasi",
    "kumulatif": "Sampai triwulan ini",
    "capaian": "Capaian",
    "progres": "Progres tahun",
}


def hash_entries(quarter: Triwulan) -> str:
    """Return the hash of what the quarter itself holds and a report prints of it: entries, their texts, its money.

    Figures of other quarters are no part of it: each has its own hash, and a document names all that it prints.
    """
    entries = [
        [row.indikator_id, row.status, _exact(row.nilai), row.predikat, *(getattr(row, name) for name in TEXTS)]
        for row in Realisasi.objects.filter(triwulan=quarter).order_by("indikator_id")
        if row.status != StatusIsi.BELUM_DIISI or any(getattr(row, name) for name in TEXTS)
    ]
    money = [
        [
            row.anggaran.sub_kegiatan_id,
            _exact(row.pagu),
            _exact(row.rak),
            _exact(row.keuangan),
            _exact(row.fisik),
        ]
        for row in list_anggaran(quarter.opd, quarter.tahun, quarter.triwulan)
    ]
    return digest([entries, sorted(money, key=lambda item: item[0])])


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")


def describe_figures(quarter: Triwulan, rows: Sequence[Baris]) -> dict[str, Any]:
    """Return the printed rows and means of a quarter as an approval keeps them; `rows` is its sheet."""
    return {
        "baris": [_describe(row, quarter.triwulan) for row in rows],
        "rata_rata": [
            {"label": level.tingkat.label, "capaian": level.capaian.hasil.teks, "progres": level.progres.hasil.teks}
            for level in mean_by_level(rows, quarter)
        ],
    }


def _describe(row: Baris, triwulan: int) -> dict[str, Any]:
    hasil = row.hasil[triwulan - 1]
    predikat = JenisNilai(row.butir.jenis_nilai) == JenisNilai.PREDIKAT
    return {
        "indikator_id": row.indikator.pk,
        "indikator": row.indikator.nama,
        "unit": row.unit.nama,
        "satuan": row.butir.satuan,
        "target": row.target_teks[triwulan - 1],
        "realisasi": row.realisasi_teks[triwulan - 1],
        "kumulatif": row.nilai[triwulan - 1].teks if predikat else print_value(row.butir, hasil.nilai),
        "capaian": hasil.capaian.teks,
        "progres": hasil.progres.teks,
    }


@dataclass(frozen=True)
class AngkaBerubah:
    """A row, or the mean of a level, of which something is not what was approved: (column, was, is)."""

    nama: str
    unit: str
    angka: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Terhadap:
    """The quarter as it stands beside its last approval; `sebelumnya` None: it was never approved.

    `dilihat` is the hash of the printed figures: whoever approves says with it which figures he saw.
    """

    sebelumnya: Pengesahan | None
    berubah: tuple[AngkaBerubah, ...]
    dilihat: str


def compare_with_approval(quarter: Triwulan, rows: Sequence[Baris] | None = None) -> Terhadap:
    """Return what changed in a quarter since it was approved last; `rows` is its sheet where it is known already."""
    if rows is None:
        rows = list_baris(quarter.opd, quarter.tahun, quarter.triwulan)
    figures = describe_figures(quarter, rows)
    last = quarter.pengesahan.order_by("-nomor").first()
    changed = () if last is None else tuple(list_changed(last.isi, figures))
    return Terhadap(last, changed, digest(figures))


def list_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[AngkaBerubah]:
    """Return the rows and means in which two approvals differ; a row that is new or gone differs as a whole."""
    old = {row["indikator_id"]: row for row in before["baris"]}
    new = {row["indikator_id"]: row for row in after["baris"]}
    found = []
    for pk in [*new, *(pk for pk in old if pk not in new)]:
        named = new.get(pk) or old[pk]
        if angka := _differing(old.get(pk, {}), new.get(pk, {}), FIGURES):
            found.append(AngkaBerubah(named["indikator"], named["unit"], angka))
    old_means = {row["label"]: row for row in before["rata_rata"]}
    for mean in after["rata_rata"]:
        columns = {"capaian": "Capaian", "progres": "Progres tahun"}
        if angka := _differing(old_means.get(mean["label"], {}), mean, columns):
            found.append(AngkaBerubah(f"Rata-rata {mean['label']}", "", angka))
    return found


def _differing(
    old: Mapping[str, Any], new: Mapping[str, Any], columns: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    pairs = ((label, str(old.get(name) or ""), str(new.get(name) or "")) for name, label in columns.items())
    return tuple((label, was, now) for label, was, now in pairs if was != now)


@dataclass(frozen=True)
class Rantai:
    """A quarter in the chain of its year: what has to be approved before it, and what rests on it."""

    menunggu: tuple[Triwulan, ...]
    bergantung: tuple[Triwulan, ...]

    @property
    def dilihat(self) -> str:
        """The later approved quarters that a page named, as its form says them back."""
        return ",".join(str(quarter.triwulan) for quarter in self.bergantung)


def chain_of(quarter: Triwulan, year: Sequence[Triwulan]) -> Rantai:
    """Return the chain around a quarter; `year` are the quarters of its office and year that were opened. A quarter
    that was never opened holds nobody up."""
    own = [row for row in year if (row.opd_id, row.tahun) == (quarter.opd_id, quarter.tahun)]
    ordered = sorted(own, key=lambda row: row.triwulan)
    return Rantai(
        tuple(r for r in ordered if r.triwulan < quarter.triwulan and r.status != StatusTriwulan.DISAHKAN),
        tuple(r for r in ordered if r.triwulan > quarter.triwulan and r.status == StatusTriwulan.DISAHKAN),
    )


@dataclass(frozen=True)
class Kesiapan:
    """What the page of a quarter shows its approver beside its figures.

    `milik_sendiri` are the units whose numbers he typed or handed in himself; `tunjuk` says, when nobody else may
    approve them, whom to appoint and who can do it.
    """

    rantai: Rantai
    terhadap: Terhadap
    milik_sendiri: tuple[str, ...] = ()
    tunjuk: str = ""


def approval_of(
    kewenangan: Kewenangan, quarter: Triwulan, year: Sequence[Triwulan], ringkasan: RingkasanTriwulan
) -> Kesiapan:
    """Return what stands between a quarter and its approval by the holder of `kewenangan`."""
    rantai, terhadap = chain_of(quarter, year), compare_with_approval(quarter, ringkasan.baris)
    submissions = [row.pengajuan for row in ringkasan.unit if row.pengajuan is not None]
    if ringkasan.belum_selesai or quarter.status == StatusTriwulan.DISAHKAN or not submissions:
        return Kesiapan(rantai, terhadap)
    antrean = Antrean(submissions)
    own = tuple(row.unit.nama for row in submissions if kewenangan.user_id in antrean.own_ids(row))
    stuck = own and not antrean.approver_ids(submissions)
    tunjuk = say_whom_to_appoint(quarter.opd_id, Peran.KEPALA_DINAS) if stuck else ""
    return Kesiapan(rantai, terhadap, own, tunjuk)
