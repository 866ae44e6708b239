"""The money of an office at a quarter, summed by Kegiatan and Program beside the capaian of the year. The arithmetic is
`capaian.anggaran`'s. Constant number of queries.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from indicators.capaian import MeanResult, Result, mean, write_number
from indicators.capaian.anggaran import MoneySummary
from indicators.models import PerangkatDaerah
from indicators.selectors.anggaran import AnggaranRow, keeps_money, list_anggaran
from indicators.selectors.assessment import year_of
from indicators.selectors.facts import AnggaranFacts
from indicators.selectors.quarter_sheet import list_rows
from indicators.selectors.settings import get_settings
from indicators.tingkat import IKU
from indicators.triwulan import LAST_QUARTER


@dataclass(frozen=True, kw_only=True)
class AnggaranGroup(MoneySummary[AnggaranRow]):
    """A node with the rows below it, summed. `capaian` is the year's mean of its own indicators (an office's: the IKU),
    None before TW IV."""

    tingkat: str
    nama: str
    semua: list[AnggaranRow]
    anak: list["AnggaranGroup"] = field(default_factory=list)


def summarise_money(opd: PerangkatDaerah, tahun: int, triwulan: int, rows: Sequence[AnggaranRow]) -> AnggaranGroup:
    """Return the office with its Program and Kegiatan, each with its sums; in TW IV beside the capaian of the year."""
    means = _year_means(opd, tahun) if rows and triwulan == LAST_QUARTER else None

    def capaian(tingkat: str, pk: int) -> MeanResult | None:
        return None if means is None else means.get((tingkat, pk), mean([]))

    office = AnggaranGroup(tingkat="opd", nama=opd.nama, capaian=capaian("opd", opd.pk), semua=list(rows))
    groups: dict[tuple[str, int], AnggaranGroup] = {}
    for row in rows:
        kegiatan = row.anggaran.sub_kegiatan.kegiatan
        parent = office
        for tingkat, node in (("program", kegiatan.program), ("kegiatan", kegiatan)):
            group = groups.get((tingkat, node.pk))
            if group is None:
                group = AnggaranGroup(tingkat=tingkat, nama=node.nama, capaian=capaian(tingkat, node.pk), semua=[])
                groups[tingkat, node.pk] = group
                parent.anak.append(group)
            group.semua.append(row)
            parent = group
    return office


def _year_means(opd: PerangkatDaerah, tahun: int) -> dict[tuple[str, int], MeanResult]:
    """Return the year's mean of each node's own indicators, the office's under ("opd", pk)."""
    pengaturan = get_settings(opd.pk, tahun)
    results: defaultdict[tuple[str, int], list[Result]] = defaultdict(list)
    for item in list_rows(opd, tahun, LAST_QUARTER):
        iku = item.tingkat in IKU
        key = ("opd", opd.pk) if iku else (item.tingkat, item.indikator.simpul.pk)
        results[key].append(year_of(item, pengaturan))
    return {key: mean(found, pengaturan) for key, found in results.items()}


def list_money_facts(opd: PerangkatDaerah, tahun: int, triwulan: int) -> list[AnggaranFacts]:
    """Return the money of a report: the office, then each Program with its Kegiatan. Empty while nothing was spent."""
    rows = list_anggaran(opd, tahun, triwulan) if keeps_money(opd.pk, tahun) else []
    if all(row.keuangan is None for row in rows):
        return []
    office = summarise_money(opd, tahun, triwulan, rows)
    groups = [office, *(group for program in office.anak for group in (program, *program.anak))]
    return [money_fact_of(group) for group in groups]


def money_fact_of(group: AnggaranGroup) -> AnggaranFacts:
    """Return what a report may know of the money of a node."""
    return AnggaranFacts(
        tingkat=group.tingkat,
        nama=group.nama,
        pagu=_printed(group.pagu_lengkap),
        realisasi=_printed(group.keuangan_lengkap),
        serapan=group.serapan,
        rencana=group.rencana,
        capaian=group.capaian,
        efisiensi=group.efisiensi,
        dihitung=len(group.lengkap),
        berencana=len(group.berencana),
        jumlah=group.banyak,
        tanpa_pagu=len(group.tanpa_pagu),
        realisasi_tanpa_pagu=_printed(group.keuangan_tanpa_pagu),
    )


def _printed(nilai: Fraction | None) -> str:
    return "" if nilai is None else write_number(nilai)
