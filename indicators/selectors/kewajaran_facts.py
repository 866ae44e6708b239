"""What the plausibility rules are told besides the sheet: last year, settings, explanations, evidence, money."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from indicators.capaian import EntryStatus
from indicators.models import (
    AturanKewajaran,
    BuktiDukung,
    Indikator,
    PenjelasanTemuan,
    Realisasi,
    RealisasiAnggaran,
    Triwulan,
)
from indicators.models.fields import as_stored
from indicators.rules.realisasi import Aturan, ChildFacts, RuleSetting, Sifat

# No database takes very many parameters: beyond, the office and the year say enough.
MANY = 500
Money = tuple[Decimal | None, Decimal | None]
# A figure and letters, one of them "".
_Entered = tuple[str, str]


@dataclass(frozen=True)
class Explanation:
    teks: str
    perihal: str
    oleh: str


@dataclass
class Beside:
    """Settings by rule; by indicator last year's figures and letters by quarter, and how many files it has (None: the
    rows bring their files); explanations by indicator and rule; money (spent, pagu) by sub kegiatan.

    `anak` and `hasil` are what rows say of each other, where whole units are looked at: which of those below an
    indicator fail, and which indicators of a sub kegiatan have a result.
    """

    atur: dict[Aturan, RuleSetting] = field(default_factory=dict)
    tahun_lalu: defaultdict[int, dict[int, Decimal]] = field(default_factory=lambda: defaultdict(dict))
    huruf_lalu: defaultdict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    penjelasan: dict[tuple[int, str], Explanation] = field(default_factory=dict)
    bukti: defaultdict[int, int] | None = None
    uang: dict[int, Money] = field(default_factory=dict)
    anak: dict[int, list[ChildFacts]] = field(default_factory=dict)
    hasil: dict[int, set[int]] = field(default_factory=dict)


def load_money(quarter: Triwulan, sub_kegiatan_ids: Collection[int]) -> dict[int, Money]:
    """Return what was spent and may be spent, by sub kegiatan, where anything was written down."""
    spent = RealisasiAnggaran.objects.filter(triwulan=quarter).select_related("anggaran").order_by()
    if len(sub_kegiatan_ids) <= MANY:
        spent = spent.filter(anggaran__sub_kegiatan_id__in=sub_kegiatan_ids)
    return {row.anggaran.sub_kegiatan_id: (row.keuangan, row.anggaran.pagu_in(quarter.triwulan)) for row in spent}


# --- The rest, in one query ------------------------------------------------------------------------------------------
#
# It is asked at every save. Built by Django of querysets it took 2.7 of a save's 9 ms of processor, written out 0.1.
# Columns: the kind of row, the indicator, a number, the rule, a figure as text, and three texts, of which last year's
# letters are the first. A figure as text is exact on both databases: SQLite writes the fifteen digits that it holds
# exactly.

_TABLES = {
    model.__name__: model._meta.db_table
    for model in (AturanKewajaran, BuktiDukung, Indikator, PenjelasanTemuan, Realisasi, Triwulan)
}
_OF_LAST_YEAR = "t.opd_id = %s AND t.tahun = %s AND r.status = %s"
_LAST_YEAR = """
    SELECT 'last_year', r.indikator_id, t.triwulan, '', COALESCE(CAST(r.nilai AS text), ''), r.predikat, '', ''
    FROM {Realisasi} r JOIN {Triwulan} t ON t.id = r.triwulan_id
    WHERE {of_last_year} AND r.indikator_id {among}"""
# Of an indicator that another one continues, and that is measured alike.
_CONTINUED = """
    SELECT 'continued', i.id, t.triwulan, '', COALESCE(CAST(r.nilai AS text), ''), r.predikat, '', ''
    FROM {Realisasi} r JOIN {Triwulan} t ON t.id = r.triwulan_id
    JOIN {Indikator} o ON o.id = r.indikator_id JOIN {Indikator} i ON i.menggantikan_id = o.id
    WHERE {of_last_year} AND o.jenis_nilai = i.jenis_nilai AND o.konsolidasi = i.konsolidasi
    AND o.satuan = i.satuan AND i.id {among}"""
_EXPLANATIONS = """
    SELECT 'explanation', p.indikator_id, 0, p.aturan, '', p.teks, p.perihal, p.oleh
    FROM {PenjelasanTemuan} p WHERE p.triwulan_id = %s AND p.indikator_id {among}"""
_SETTINGS = """
    SELECT 'setting', 0, CASE WHEN a.cetak THEN 1 ELSE 0 END, a.aturan, COALESCE(CAST(a.batas AS text), ''),
    a.sifat, '', '' FROM {AturanKewajaran} a WHERE a.opd_id = %s"""
_EVIDENCE = """
    SELECT 'evidence', r.indikator_id, 0, '', '', '', '', ''
    FROM {BuktiDukung} b JOIN {Realisasi} r ON r.id = b.realisasi_id
    WHERE r.triwulan_id = %s AND b.ditarik_pada IS NULL AND r.indikator_id {among}
    AND NOT EXISTS (SELECT 1 FROM {BuktiDukung} n WHERE n.menggantikan_id = b.id)"""


def load_beside(quarter: Triwulan, ids: Sequence[int], *, count_bukti: bool = False) -> Beside:
    """Fetch what lies beside the rows of these indicators: one query."""
    beside = Beside(bukti=defaultdict(int) if count_bukti else None)
    if not ids:
        return beside
    last_year: dict[str, dict[tuple[int, int], _Entered]] = {"last_year": {}, "continued": {}}
    for kind, pk, number, rule, figure, *texts in _ask(quarter, ids, count_bukti=count_bukti):
        if kind in last_year:
            last_year[kind][pk, number] = figure, texts[0]
        elif kind == "explanation":
            beside.penjelasan[pk, rule] = Explanation(*texts)
        elif kind == "setting":
            limit = as_stored(Decimal(figure)) if figure else None
            beside.atur[Aturan(rule)] = RuleSetting(Sifat(texts[0]), limit, bool(number))
        elif beside.bukti is not None:
            beside.bukti[pk] += 1
    # What was entered for itself goes before what was for the indicator which it continues.
    for (pk, number), (figure, letters) in (last_year["continued"] | last_year["last_year"]).items():
        if letters:
            beside.huruf_lalu[pk][number] = letters
        else:
            beside.tahun_lalu[pk][number] = as_stored(Decimal(figure))
    return beside


def _ask(quarter: Triwulan, ids: Sequence[int], *, count_bukti: bool) -> Sequence[tuple[Any, ...]]:
    chosen: Sequence[int] = ids if len(ids) <= MANY else ()
    among = f"IN ({', '.join(['%s'] * len(chosen))})" if chosen else "IS NOT NULL"
    last_year = (quarter.opd_id, quarter.tahun - 1, EntryStatus.TERISI.value, *chosen)
    asked: dict[str, tuple[Any, ...]] = {
        _LAST_YEAR: last_year,
        _CONTINUED: last_year,
        _EXPLANATIONS: (quarter.pk, *chosen),
        _SETTINGS: (quarter.opd_id,),
    }
    if count_bukti:
        asked[_EVIDENCE] = (quarter.pk, *chosen)
    sql = " UNION ALL ".join(part.format(among=among, of_last_year=_OF_LAST_YEAR, **_TABLES) for part in asked)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for values in asked.values() for value in values])
        rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
    return rows
