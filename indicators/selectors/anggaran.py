"""The money of a year at a quarter, by sub kegiatan: who enters it, what is kept, what is odd.

Constant number of queries. Sums and shares of it are `selectors.anggaran_summary`'s.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from indicators.capaian.anggaran import Money
from indicators.models import Anggaran, ButirPK, PerangkatDaerah, RealisasiAnggaran, Triwulan, UnitKerja
from indicators.rules.anggaran import MoneyFacts, find_money_oddities
from indicators.rules.realisasi import Oddity
from indicators.selectors.pk_triwulan import get_pk_in_force
from indicators.tingkat import Tingkat
from indicators.triwulan import LAST_QUARTER

NODE_PATH = "__".join(Tingkat.SUB_KEGIATAN.upwards)


@dataclass(frozen=True, kw_only=True)
class AnggaranRow(Money):
    """The money of one sub kegiatan at a quarter, as it is kept. `unit` enters it; none: no unit owns a row of it."""

    anggaran: Anggaran
    unit: UnitKerja | None
    realisasi: RealisasiAnggaran | None
    peringatan: tuple[Oddity, ...] = ()


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
) -> list[AnggaranRow]:
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
) -> AnggaranRow:
    rak = {row.nomor: row.nilai for row in anggaran.rak.all()}
    realisasi = entered.get(triwulan)
    uang = Money(
        pagu=anggaran.pagu_in(triwulan),
        rak=anggaran.rak_until(triwulan, rak),
        keuangan=None if realisasi is None else realisasi.keuangan,
        fisik=None if realisasi is None else realisasi.fisik,
    )
    fakta = MoneyFacts(
        pagu=uang.pagu,
        pagu_akhir=anggaran.pagu_akhir,
        rak_setahun=anggaran.rak_until(LAST_QUARTER, rak),
        keuangan=uang.keuangan,
        keuangan_lalu=_latest(entered, triwulan, "keuangan"),
        fisik=uang.fisik,
        fisik_lalu=_latest(entered, triwulan, "fisik"),
    )
    return AnggaranRow(
        pagu=uang.pagu,
        rak=uang.rak,
        keuangan=uang.keuangan,
        fisik=uang.fisik,
        anggaran=anggaran,
        unit=unit,
        realisasi=realisasi,
        peringatan=tuple(find_money_oddities(fakta)),
    )


def _latest(entered: dict[int, RealisasiAnggaran], triwulan: int, name: str) -> Decimal | None:
    """Return the figure of the latest earlier quarter that has one."""
    for quarter in range(triwulan - 1, 0, -1):
        value: Decimal | None = getattr(entered.get(quarter), name, None)
        if value is not None:
            return value
    return None


def list_unit_anggaran(triwulan: Triwulan, unit: UnitKerja) -> list[AnggaranRow]:
    """Return the money that a unit enters in a quarter."""
    return list_anggaran(triwulan.opd, triwulan.tahun, triwulan.triwulan, unit=unit)


def unit_keeps_money(triwulan: Triwulan, unit: UnitKerja) -> bool:
    """Say whether the unit has money to enter in the quarter; one query when the office keeps none."""
    rows = Anggaran.objects.filter(opd=triwulan.opd_id, tahun=triwulan.tahun).order_by()
    subs = set(rows.values_list("sub_kegiatan", flat=True))
    if not subs:
        return False
    keepers = keeper_ids(triwulan.opd_id, triwulan.tahun, triwulan.triwulan)
    return any(keepers.get(sub) == unit.pk for sub in subs)


def count_missing_money(triwulan: Triwulan, unit: UnitKerja) -> int:
    """Return how many sub kegiatan of the unit have no realisasi keuangan; one query when the office keeps no money."""
    if not keeps_money(triwulan.opd_id, triwulan.tahun):
        return 0
    return sum(row.keuangan is None for row in list_unit_anggaran(triwulan, unit))
