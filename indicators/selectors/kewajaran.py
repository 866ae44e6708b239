"""What is odd about rows of a quarter's sheet, for the typist and the checker alike: the facts that the rules are told,
what the office set of them, and what the unit explained."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.capaian import TargetValue, ValueKind, is_below_target
from indicators.models import AturanKewajaran, PerangkatDaerah, Triwulan
from indicators.rules.realisasi import (
    RULE_OF,
    Aturan,
    ChildFacts,
    MoneyBeside,
    Oddity,
    RowFacts,
    Sifat,
    find_oddities,
)
from indicators.selectors.kewajaran_facts import Beside, load_beside, load_money
from indicators.selectors.quarter_sheet import SheetRow
from indicators.tingkat import Tingkat


@dataclass(frozen=True)
class Temuan:
    """What a rule found at a row, in both voices. `penjelasan` is what the unit wrote about these very figures, with
    `oleh`; `usang` what it wrote about earlier ones. `tahan`: the office wants it mended or explained."""

    kode: str
    label: str
    kalimat: str
    untuk_pengisi: str
    perihal: str
    berkait: bool
    tahan: bool
    penjelasan: str = ""
    oleh: str = ""
    usang: str = ""

    @property
    def menahan(self) -> bool:
        """Whether it keeps the unit from handing in."""
        return self.tahan and not self.penjelasan


@dataclass(frozen=True)
class UnexplainedRow:
    """A finding with the row at which it is mended."""

    indikator_id: int
    nomor: int
    indikator: str
    temuan: Temuan


def find_in_rows(quarter: Triwulan, rows: Sequence[SheetRow]) -> dict[int, list[Temuan]]:
    """Return by indicator what is odd about whole units' rows, fetched with their evidence: two queries.

    A rule that looks at other rows sees those of the same unit, who can answer for them.
    """
    beside = load_beside(quarter, [row.indikator.pk for row in rows])
    beside.uang = load_money(quarter, {pk for row in rows if (pk := row.indikator.sub_kegiatan_id) is not None})
    look_around(beside, rows)
    return {row.indikator.pk: judge(row, beside) for row in rows}


def find_in_some(quarter: Triwulan, rows: Sequence[SheetRow]) -> dict[int, list[Temuan]]:
    """Return by indicator what is odd about some rows by themselves, as an answer to their being saved: one query."""
    beside = load_beside(quarter, [row.indikator.pk for row in rows], count_bukti=True)
    return {row.indikator.pk: judge(row, beside) for row in rows}


def list_rule_settings(opd_id: int) -> list[AturanKewajaran]:
    """Return what the office set; a rule that is not among it is as it is by itself."""
    return list(AturanKewajaran.objects.filter(opd_id=opd_id))


def list_printed(
    opd: PerangkatDaerah, tahun: int, triwulan: int, rows: Sequence[SheetRow]
) -> dict[int, tuple[str, ...]]:
    """Return by indicator the explanations that a report of the quarter prints: of the rules whose explanations the
    office has printed, and of the figures as they stand. One query where it prints none."""
    printed = {row.aturan for row in AturanKewajaran.objects.filter(opd=opd, cetak=True)}
    quarter = Triwulan.objects.filter(opd=opd, tahun=tahun, triwulan=triwulan).first() if printed else None
    if quarter is None:
        return {}
    return {
        pk: texts
        for pk, temuan in find_in_rows(quarter, rows).items()
        if (texts := tuple(item.penjelasan for item in temuan if item.kode in printed and item.penjelasan))
    }


def list_holding(rows: Sequence[SheetRow], temuan: Mapping[int, Sequence[Temuan]]) -> list[UnexplainedRow]:
    """Return what keeps the rows from being handed in, in their order."""
    return [found for found in list_findings(rows, temuan) if found.temuan.menahan]


def list_findings(rows: Sequence[SheetRow], temuan: Mapping[int, Sequence[Temuan]]) -> list[UnexplainedRow]:
    return [
        UnexplainedRow(row.indikator.pk, row.nomor, row.indikator.nama, found)
        for row in rows
        for found in temuan.get(row.indikator.pk, ())
    ]


def for_typist(temuan: Sequence[Temuan]) -> list[Temuan]:
    """Return what the row's own place on the entry page does not say already: a note that is wanted has its own box."""
    return [found for found in temuan if found.kode != Aturan.CATATAN]


def has_open(temuan: Sequence[Temuan]) -> bool:
    """Say whether the typist has still to mend or explain something."""
    return any(not found.penjelasan for found in for_typist(temuan))


def judge(row: SheetRow, beside: Beside) -> list[Temuan]:
    return [_with_explanation(row, found, beside) for found in find_oddities(facts_of(row, beside), beside.atur)]


def _with_explanation(row: SheetRow, found: Oddity, beside: Beside) -> Temuan:
    aturan = Aturan(found.kode)
    setting = beside.atur.get(aturan)
    written = beside.penjelasan.get((row.indikator.pk, found.kode))
    counts = written is not None and written.perihal == found.perihal
    return Temuan(
        kode=found.kode,
        label=found.label,
        kalimat=found.kalimat,
        untuk_pengisi=found.untuk_pengisi,
        perihal=found.perihal,
        berkait=found.berkait,
        tahan=(RULE_OF[aturan].sifat if setting is None else setting.sifat) == Sifat.TAHAN,
        penjelasan=written.teks if written is not None and counts else "",
        oleh=written.oleh if written is not None and counts else "",
        usang=written.teks if written is not None and not counts else "",
    )


# --- Facts of a row --------------------------------------------------------------------------------------------------


def facts_of(row: SheetRow, beside: Beside) -> RowFacts:
    """Return one row as the plausibility rules read it; the quarter before is the latest earlier one with a value."""
    item, hasil, kini = row.kini.realisasi, row.kini.hasil, row.kini
    return RowFacts(
        konsolidasi=row.aturan.konsolidasi,
        jenis_nilai=row.aturan.jenis_nilai,
        polaritas=row.aturan.polaritas,
        satuan=row.butir.satuan,
        triwulan=kini.triwulan,
        status=kini.nilai.status,
        realisasi=kini.nilai.besaran,
        huruf=kini.nilai.teks,
        sampai_kini=None if row.aturan.jenis_nilai == ValueKind.PREDIKAT else hasil.nilai,
        realisasi_lalu=row.nilai_lalu,
        tahun_ini={quarter.triwulan: quarter.nilai.besaran for quarter in row.sebelumnya},
        tahun_lalu=beside.tahun_lalu.get(row.indikator.pk, {}),
        huruf_lalu=beside.huruf_lalu.get(row.indikator.pk, {}),
        target={q: _upper_bound(quarter.target) for q, quarter in row.triwulan.items()},
        target_tahun=_upper_bound(row.target_tahun),
        capaian=hasil.capaian.nilai,
        dinilai=hasil.dinilai,
        kendala="" if item is None else f"{item.kendala}{item.faktor_penghambat}",
        penjelasan="" if item is None else f"{item.kendala}{item.faktor_penghambat}{item.catatan}",
        catatan_mesin=hasil.capaian.catatan,
        bukti=len(row.bukti) if beside.bukti is None else beside.bukti.get(row.indikator.pk, 0),
        anak=beside.anak.get(row.indikator.pk, ()),
        uang=_money_beside(row, beside),
    )


def _upper_bound(target: TargetValue) -> Decimal | None:
    return target.nilai if target.batas_atas is None else target.batas_atas


def _money_beside(row: SheetRow, beside: Beside) -> MoneyBeside | None:
    sub_id = row.indikator.sub_kegiatan_id
    money = None if sub_id is None else beside.uang.get(sub_id)
    if sub_id is None or money is None:
        return None
    return MoneyBeside(*money, hasil_lain=bool(beside.hasil.get(sub_id, set()) - {row.indikator.pk}))


def look_around(beside: Beside, rows: Sequence[SheetRow]) -> None:
    """Take into `beside` what the rows say of each other: which of those below a row fail, which have a result."""
    failing: defaultdict[tuple[int, Tingkat, int], list[ChildFacts]] = defaultdict(list)
    for row in rows:
        hasil, above = row.kini.hasil, _parent_of(row)
        value = row.kini.nilai
        if row.indikator.sub_kegiatan_id is not None and (value.teks or value.besaran):
            beside.hasil.setdefault(row.indikator.sub_kegiatan_id, set()).add(row.indikator.pk)
        if above is None or not hasil.dinilai or hasil.capaian.nilai is None:
            continue
        if is_below_target(hasil.capaian.nilai):
            child = ChildFacts(row.indikator.nama, row.kini.realisasi_teks, row.kini.target_teks)
            failing[row.unit.pk, *above].append(child)
    for row in rows:
        node_id = getattr(row.indikator, f"{row.tingkat}_id")
        beside.anak[row.indikator.pk] = failing.get((row.unit.pk, row.tingkat, node_id), [])


def _parent_of(row: SheetRow) -> tuple[Tingkat, int] | None:
    """Return the node above the one that the row's indicator hangs on; its row brought it along."""
    level = row.tingkat
    if level.induk is None:
        return None
    node = getattr(row.indikator, level)
    return level.induk, getattr(node, f"{level.parent_field}_id")
