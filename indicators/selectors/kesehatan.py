"""The health of a year's plan: the rules of `indicators.rules.rencana` asked of the whole tree. Constant queries."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.formats import date_format

from indicators.capaian import JenisNilai, Konsolidasi, Polaritas, PolaTarget
from indicators.models import ButirPK, PeriodeRenstra, Target, TargetRenstra, UnitKerja
from indicators.models.perjanjian import TAHUN
from indicators.models.rencana import CaraUkur
from indicators.rules.fakta_rencana import (
    IKU,
    KOSONG,
    FaktaIndikator,
    FaktaSimpul,
    Keparahan,
    Nilai,
    Pendukung,
    Temuan,
)
from indicators.rules.rencana import check_indicator, check_node
from indicators.selectors.lembar import QUARTERS, Skor, print_value
from indicators.selectors.pohon import IndikatorPohon, Pohon, SimpulPohon, get_tree
from indicators.selectors.reporting import get_last_year, print_consolidated

EXPLANATIONS = (
    ("formula", "formula"),
    ("sumber_data", "sumber data"),
    ("penanggung_jawab", "penanggung jawab"),
)


@dataclass(frozen=True)
class TemuanRencana:
    """A finding with its place: the node, the indicator when it is about one, the units that it concerns."""

    temuan: Temuan
    simpul: SimpulPohon
    indikator: IndikatorPohon | None
    unit: tuple[UnitKerja, ...]


@dataclass
class KelompokTemuan:
    """All findings of one rule with one severity."""

    temuan: Temuan
    daftar: list[TemuanRencana] = field(default_factory=list)


@dataclass
class Kesehatan:
    """All findings about a plan in a year. Counts are of everything, whatever the page filters."""

    pohon: Pohon
    temuan: list[TemuanRencana]

    @property
    def jumlah(self) -> dict[Keparahan, int]:
        counts = Counter(row.temuan.keparahan for row in self.temuan)
        return {severity: counts[severity] for severity in Keparahan}

    @property
    def unit(self) -> list[UnitKerja]:
        """Return the units that own indicators of the plan, in the order of the office."""
        found = {row.unit.pk: row.unit for node in self.pohon.walk() for row in node.indikator}
        return sorted(found.values(), key=lambda unit: unit.path)

    @property
    def aturan(self) -> list[tuple[str, str]]:
        """Return the rules that struck as (code, label)."""
        return list(dict.fromkeys((row.temuan.kode, row.temuan.label) for row in _by_weight(self.temuan)))

    def saring(self, unit: str = "", aturan: str = "") -> list[KelompokTemuan]:
        """Return the findings by rule, the gravest and of those the rarest first, of one unit (by code) or one rule."""
        groups: dict[tuple[str, str], KelompokTemuan] = {}
        for row in self.temuan:
            if aturan and row.temuan.kode != aturan:
                continue
            if unit and unit not in {item.kode for item in row.unit}:
                continue
            key = (row.temuan.keparahan.value, row.temuan.kode)
            groups.setdefault(key, KelompokTemuan(row.temuan)).daftar.append(row)
        weight = list(Keparahan)
        return sorted(groups.values(), key=lambda group: (weight.index(group.temuan.keparahan), len(group.daftar)))


def _by_weight(rows: Iterable[TemuanRencana]) -> list[TemuanRencana]:
    weight = {severity: number for number, severity in enumerate(Keparahan)}
    return sorted(rows, key=lambda row: weight[row.temuan.keparahan])


def check_plan(periode: PeriodeRenstra, tahun: int) -> Kesehatan:
    """Return everything that is odd about the plan of a Renstra in a year, in the order of the tree."""
    pohon = get_tree(periode, tahun)
    skor = Skor(
        cara.skala_id
        for node in pohon.walk()
        for row in node.indikator
        for cara in (row.indikator, row.butir)
        if cara is not None
    )
    rows = {row.id: row for node in pohon.walk() for row in node.indikator}
    earlier = _last_year(pohon, [row.id for row in rows.values() if row.tingkat in IKU])
    found: list[TemuanRencana] = []
    for node in pohon.walk():
        if node.berlaku:
            units = _units_of(node)
            found += [TemuanRencana(temuan, node, None, units) for temuan in check_node(_node_facts(node))]
        for row in node.indikator:
            facts = _facts(row, rows, pohon, skor, earlier.get(row.id, KOSONG))
            facts = replace(facts, berlaku=node.berlaku)
            found += [TemuanRencana(temuan, node, row, (row.unit,)) for temuan in check_indicator(facts)]
    return Kesehatan(pohon, found)


def _last_year(pohon: Pohon, ids: Sequence[int]) -> dict[int, Nilai]:
    """Return what the IKU reached last year, when that year was approved."""
    rows = get_last_year(pohon.periode.opd, pohon.tahun, list(ids))
    return {pk: Nilai(row.hasil[-1].nilai, print_consolidated(row, len(QUARTERS))) for pk, row in rows.items()}


def _units_of(node: SimpulPohon) -> tuple[UnitKerja, ...]:
    """Return the units whose indicators hang on a node or below it; of an empty one, those around it."""
    units = {row.unit.pk: row.unit for below in node.walk() for row in below.indikator}
    if not units:
        return () if node.induk is None else _units_of(node.induk)
    return tuple(units.values())


def _node_facts(node: SimpulPohon) -> FaktaSimpul:
    return FaktaSimpul(
        node.tingkat,
        [row.indikator.nama for row in node.indikator],
        [child.node.nama for child in node.anak if child.berlaku],
    )


def _facts(
    row: IndikatorPohon, rows: dict[int, IndikatorPohon], pohon: Pohon, skor: Skor, realisasi_lalu: Nilai
) -> FaktaIndikator:
    indikator, cara = row.indikator, row.butir or row.indikator
    targets = _pk_targets(row.butir, skor)
    ended = row.unit.berlaku_sampai
    return FaktaIndikator(
        tingkat=row.tingkat,
        tahun=pohon.tahun,
        satuan=row.satuan,
        predikat=cara.jenis_nilai == JenisNilai.PREDIKAT,
        definisi=indikator.definisi_operasional,
        keterangan_kosong=[label for name, label in EXPLANATIONS if not getattr(indikator, name).strip()],
        unit=row.unit.nama,
        unit_berakhir=date_format(ended, "j F Y") if ended and ended < date(pohon.tahun, 12, 31) else "",
        polaritas=Polaritas(cara.polaritas),
        konsolidasi=Konsolidasi(cara.konsolidasi),
        pola_target=PolaTarget(cara.pola_target),
        ada_pk=pohon.pk is not None,
        dalam_pk=row.butir is not None,
        target=[targets.get(quarter, KOSONG) for quarter in QUARTERS],
        target_tahun=targets.get(TAHUN, KOSONG),
        renstra=[(year, _figure(indikator, row.renstra.get(year), skor)) for year in pohon.periode.daftar_tahun],
        realisasi_lalu=realisasi_lalu,
        pendukung=len(row.pendukung),
        mendukung=len(row.mendukung),
        dijumlahkan=_summed(row, rows, skor),
    )


def _pk_targets(butir: ButirPK | None, skor: Skor) -> dict[int, Nilai]:
    if butir is None:
        return {}
    return {target.triwulan: _figure(butir, target, skor) for target in butir.target.all()}


def _figure(cara: CaraUkur, target: Target | TargetRenstra | None, skor: Skor) -> Nilai:
    """Return a target as figure and text; a predicate's figure is its score."""
    if target is None:
        return KOSONG
    figure = skor.of(cara, target.predikat) if target.predikat else target.nilai
    return Nilai(figure, print_value(cara, target.nilai, target.predikat, batas_atas=target.batas_atas))


def _summed(row: IndikatorPohon, rows: dict[int, IndikatorPohon], skor: Skor) -> list[Pendukung]:
    """Return the supporters whose targets are to be added up, with the figures of the year's PK."""
    summed = []
    for item in row.pendukung:
        if item.dukungan.menjumlah:
            own = rows.get(item.indikator.pk)
            butir = None if own is None else own.butir
            target = _pk_targets(butir, skor).get(TAHUN, KOSONG)
            summed.append(
                Pendukung(item.indikator.nama, target.angka, item.indikator.satuan if butir is None else butir.satuan)
            )
    return summed
