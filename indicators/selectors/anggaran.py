"""The money of a year at a quarter: rows by sub kegiatan, sums by Kegiatan, Program and office, efisiensi.

Every sum is made here of exact figures, never by the database, and says how many of its rows are blank. Constant
number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from indicators.capaian import (
    Hasil,
    HasilEfisiensi,
    HasilRataRata,
    StatusHasil,
    efisiensi,
    mean,
    serapan,
    write_number,
)
from indicators.models import Anggaran, ButirPK, PerangkatDaerah, RealisasiAnggaran, Triwulan, UnitKerja
from indicators.rules.anggaran import FaktaUang, find_money_oddities
from indicators.rules.realisasi import Kejanggalan
from indicators.selectors.fakta import FaktaAnggaran
from indicators.selectors.lembar import get_pengaturan, get_pk_in_force, list_baris
from indicators.selectors.penilaian import year_of
from indicators.tingkat import IKU, Tingkat
from indicators.triwulan import LAST_QUARTER

NODE_PATH = "__".join(Tingkat.SUB_KEGIATAN.upwards)


@dataclass(frozen=True)
class BarisAnggaran:
    """The money of one sub kegiatan at a quarter. None is blank. `unit` enters it; none: no unit owns a row of it."""

    anggaran: Anggaran
    unit: UnitKerja | None
    pagu: Decimal | None
    rak: Decimal | None
    realisasi: RealisasiAnggaran | None
    peringatan: tuple[Kejanggalan, ...] = ()

    @property
    def keuangan(self) -> Decimal | None:
        return None if self.realisasi is None else self.realisasi.keuangan

    @property
    def fisik(self) -> Decimal | None:
        return None if self.realisasi is None else self.realisasi.fisik

    @property
    def sisa(self) -> Fraction | None:
        return _difference(self.pagu, self.keuangan)

    @property
    def serapan(self) -> Hasil:
        return serapan(self.keuangan, self.pagu)


@dataclass(frozen=True)
class Jumlah:
    """A sum of the rows that have a figure, None when none has, and how many have none."""

    nilai: Fraction | None
    kosong: int


def add_up(values: Iterable[Decimal | None]) -> Jumlah:
    everything = list(values)
    known = [Fraction(value) for value in everything if value is not None]
    return Jumlah(sum(known, Fraction(0)) if known else None, len(everything) - len(known))


@dataclass
class Kelompok:
    """A node with the rows below it, summed. `capaian` is the year's mean of its own indicators (an office's: the IKU),
    None before TW IV.

    Every quotient is made of the same rows on both sides: those with a pagu and a realisasi keuangan (`lengkap`).
    """

    tingkat: str
    nama: str
    capaian: HasilRataRata | None
    semua: list[BarisAnggaran] = field(default_factory=list)
    anak: list["Kelompok"] = field(default_factory=list)

    @property
    def banyak(self) -> int:
        return len(self.semua)

    @property
    def pagu(self) -> Jumlah:
        return add_up(row.pagu for row in self.semua)

    @property
    def rak(self) -> Jumlah:
        return add_up(row.rak for row in self.semua)

    @property
    def keuangan(self) -> Jumlah:
        return add_up(row.keuangan for row in self.semua)

    @property
    def fisik(self) -> Jumlah:
        """The simple mean of the rows' physical progress, with the number of blank ones."""
        total = add_up(row.fisik for row in self.semua)
        counted = len(self.semua) - total.kosong
        return Jumlah(None if total.nilai is None else total.nilai / counted, total.kosong)

    @property
    def sisa(self) -> Fraction | None:
        """What is left of the pagu; spending of a row without one takes nothing from the others."""
        return _difference(self.pagu.nilai, add_up(row.keuangan for row in self.semua if row.pagu is not None).nilai)

    @property
    def lengkap(self) -> list[BarisAnggaran]:
        """The rows that have both a pagu above 0 and a realisasi keuangan (DOMAIN 4)."""
        return [row for row in self.semua if row.pagu and row.keuangan is not None]

    @property
    def tanpa_pagu(self) -> list[BarisAnggaran]:
        """The rows whose spending is in no quotient, because there is no pagu to measure it by."""
        return [row for row in self.semua if not row.pagu and row.keuangan]

    @property
    def serapan(self) -> Hasil:
        rows = self.lengkap
        if not rows:
            sentence = "Belum ada sub kegiatan yang mempunyai pagu dan realisasi keuangan."
            return Hasil(StatusHasil.BELUM_DIISI, kalimat=sentence)
        return serapan(add_up(row.keuangan for row in rows).nilai, add_up(row.pagu for row in rows).nilai)

    @property
    def berencana(self) -> list[BarisAnggaran]:
        """The rows of `lengkap` that have a RAK."""
        return [row for row in self.lengkap if row.rak is not None]

    @property
    def rencana(self) -> Hasil:
        """The part of the pagu that the RAK plans to have spent by the quarter, over the rows that have one."""
        rows = self.berencana
        if not rows:
            return Hasil(StatusHasil.BELUM_DIISI, kalimat="RAK belum diisi.")
        return serapan(add_up(row.rak for row in rows).nilai, add_up(row.pagu for row in rows).nilai)

    @property
    def efisiensi(self) -> HasilEfisiensi | None:
        """The year's capaian minus serapan, over the rows of `lengkap`; None before TW IV (DOMAIN 4, Efisiensi)."""
        return None if self.capaian is None else efisiensi(self.capaian, self.serapan)


def _difference(pagu: Decimal | Fraction | None, keuangan: Decimal | Fraction | None) -> Fraction | None:
    return None if pagu is None or keuangan is None else Fraction(pagu) - Fraction(keuangan)


def keeps_money(opd_id: int, tahun: int) -> bool:
    """Say whether the office keeps money in that year; without, nobody is asked for any."""
    return Anggaran.objects.filter(opd_id=opd_id, tahun=tahun).exists()


def keeper_ids(opd_id: int, tahun: int, triwulan: int) -> dict[int, int]:
    """Return the unit that enters the money of each sub kegiatan: the owner of its first row of the PK in force."""
    pk = get_pk_in_force(opd_id, tahun, triwulan)
    keepers: dict[int, int] = {}
    rows = ButirPK.objects.filter(pk_induk=pk, indikator__sub_kegiatan__isnull=False).order_by("urutan", "pk")
    for sub_kegiatan_id, unit_id in rows.values_list("indikator__sub_kegiatan_id", "unit_id"):
        keepers.setdefault(sub_kegiatan_id, unit_id)
    return keepers


def list_anggaran(
    opd: PerangkatDaerah, tahun: int, triwulan: int, *, unit: UnitKerja | None = None
) -> list[BarisAnggaran]:
    """Return the money of the year at a quarter in the order of the plan, optionally only what a unit enters."""
    keepers = keeper_ids(opd.pk, tahun, triwulan)
    rows = _stored(opd, tahun)
    if unit is not None:
        rows = rows.filter(sub_kegiatan_id__in=[pk for pk, unit_id in keepers.items() if unit_id == unit.pk])
    units = UnitKerja.objects.in_bulk(set(keepers.values())) if unit is None else {unit.pk: unit}
    entered = _entered(opd, tahun, triwulan)
    result = [
        _make_row(row, units.get(keepers.get(row.sub_kegiatan_id, 0)), entered.get(row.pk, {}), triwulan)
        for row in rows
    ]
    return sorted(result, key=lambda row: _order(row.anggaran))


def _stored(opd: PerangkatDaerah, tahun: int) -> QuerySet[Anggaran]:
    rows = Anggaran.objects.filter(opd=opd, tahun=tahun).select_related(NODE_PATH)
    return rows.prefetch_related("rak", "sumber_dana")


def _entered(opd: PerangkatDaerah, tahun: int, triwulan: int) -> dict[int, dict[int, RealisasiAnggaran]]:
    entered: dict[int, dict[int, RealisasiAnggaran]] = {}
    for row in RealisasiAnggaran.objects.filter(
        triwulan__opd=opd, triwulan__tahun=tahun, triwulan__triwulan__lte=triwulan
    ).select_related("triwulan"):
        entered.setdefault(row.anggaran_id, {})[row.triwulan.triwulan] = row
    return entered


def _order(anggaran: Anggaran) -> tuple[tuple[int, int], ...]:
    sub = anggaran.sub_kegiatan
    kegiatan, program = sub.kegiatan, sub.kegiatan.program
    nodes: tuple[Any, ...] = (program.sasaran.tujuan, program.sasaran, program, kegiatan, sub)
    return tuple((node.urutan, node.pk) for node in nodes)


def _make_row(
    anggaran: Anggaran, unit: UnitKerja | None, entered: dict[int, RealisasiAnggaran], triwulan: int
) -> BarisAnggaran:
    rak = {row.nomor: row.nilai for row in anggaran.rak.all()}
    row = BarisAnggaran(
        anggaran, unit, anggaran.pagu_in(triwulan), anggaran.rak_until(triwulan, rak), entered.get(triwulan)
    )
    fakta = FaktaUang(
        pagu=row.pagu,
        pagu_akhir=anggaran.pagu_akhir,
        rak_setahun=anggaran.rak_until(LAST_QUARTER, rak),
        keuangan=row.keuangan,
        keuangan_lalu=_latest(entered, triwulan, "keuangan"),
        fisik=row.fisik,
        fisik_lalu=_latest(entered, triwulan, "fisik"),
    )
    return BarisAnggaran(anggaran, unit, row.pagu, row.rak, row.realisasi, tuple(find_money_oddities(fakta)))


def _latest(entered: dict[int, RealisasiAnggaran], triwulan: int, name: str) -> Decimal | None:
    """Return the figure of the latest earlier quarter that has one."""
    for quarter in range(triwulan - 1, 0, -1):
        value: Decimal | None = getattr(entered.get(quarter), name, None)
        if value is not None:
            return value
    return None


def summarise_money(opd: PerangkatDaerah, tahun: int, triwulan: int, rows: Sequence[BarisAnggaran]) -> Kelompok:
    """Return the office with its Program and Kegiatan, each with its sums; in TW IV beside the capaian of the year."""
    means = _year_means(opd, tahun) if rows and triwulan == LAST_QUARTER else None

    def capaian(tingkat: str, pk: int) -> HasilRataRata | None:
        return None if means is None else means.get((tingkat, pk), mean([]))

    office = Kelompok("opd", opd.nama, capaian("opd", opd.pk), list(rows))
    groups: dict[tuple[str, int], Kelompok] = {}
    for row in rows:
        kegiatan = row.anggaran.sub_kegiatan.kegiatan
        parent = office
        for tingkat, node in ((Tingkat.PROGRAM, kegiatan.program), (Tingkat.KEGIATAN, kegiatan)):
            group = groups.get((tingkat, node.pk))
            if group is None:
                group = Kelompok(tingkat, node.nama, capaian(tingkat, node.pk))
                groups[tingkat, node.pk] = group
                parent.anak.append(group)
            group.semua.append(row)
            parent = group
    return office


def _year_means(opd: PerangkatDaerah, tahun: int) -> dict[tuple[str, int], HasilRataRata]:
    """Return the year's mean of each node's own indicators, the office's under ("opd", pk)."""
    pengaturan = get_pengaturan(opd.pk, tahun)
    results: defaultdict[tuple[str, int], list[Hasil]] = defaultdict(list)
    for item in list_baris(opd, tahun, LAST_QUARTER):
        iku = item.tingkat in IKU
        key = ("opd", opd.pk) if iku else (item.tingkat, item.indikator.simpul.pk)
        results[key].append(year_of(item, pengaturan))
    return {key: mean(found, pengaturan) for key, found in results.items()}


def list_money_facts(opd: PerangkatDaerah, tahun: int, triwulan: int) -> list[FaktaAnggaran]:
    """Return the money of a report: the office, then each Program with its Kegiatan. Empty while nothing was spent."""
    rows = list_anggaran(opd, tahun, triwulan) if keeps_money(opd.pk, tahun) else []
    if all(row.keuangan is None for row in rows):
        return []
    office = summarise_money(opd, tahun, triwulan, rows)
    groups = [office, *(group for program in office.anak for group in (program, *program.anak))]
    return [money_fact_of(group) for group in groups]


def money_fact_of(group: Kelompok) -> FaktaAnggaran:
    """Return what a report may know of the money of a node."""
    return FaktaAnggaran(
        tingkat=group.tingkat,
        nama=group.nama,
        pagu=_printed(add_up(row.pagu for row in group.lengkap).nilai),
        realisasi=_printed(add_up(row.keuangan for row in group.lengkap).nilai),
        serapan=group.serapan,
        rencana=group.rencana,
        capaian=group.capaian,
        efisiensi=group.efisiensi,
        dihitung=len(group.lengkap),
        berencana=len(group.berencana),
        jumlah=group.banyak,
        tanpa_pagu=len(group.tanpa_pagu),
        realisasi_tanpa_pagu=_printed(add_up(row.keuangan for row in group.tanpa_pagu).nilai),
    )


def _printed(nilai: Fraction | None) -> str:
    return "" if nilai is None else write_number(nilai)


def list_unit_anggaran(triwulan: Triwulan, unit: UnitKerja) -> list[BarisAnggaran]:
    """Return the money that a unit enters in a quarter."""
    return list_anggaran(triwulan.opd, triwulan.tahun, triwulan.triwulan, unit=unit)


def unit_keeps_money(triwulan: Triwulan, unit: UnitKerja) -> bool:
    """Say whether the unit has money to enter in the quarter; one query when the office keeps none."""
    subs = set(
        Anggaran.objects.filter(opd=triwulan.opd_id, tahun=triwulan.tahun).values_list("sub_kegiatan", flat=True)
    )
    if not subs:
        return False
    keepers = keeper_ids(triwulan.opd_id, triwulan.tahun, triwulan.triwulan)
    return any(keepers.get(sub) == unit.pk for sub in subs)


def count_missing_money(triwulan: Triwulan, unit: UnitKerja) -> int:
    """Return how many sub kegiatan of the unit have no realisasi keuangan; one query when the office keeps no money."""
    if not keeps_money(triwulan.opd_id, triwulan.tahun):
        return 0
    return sum(row.keuangan is None for row in list_unit_anggaran(triwulan, unit))
