"""The measurement sheet: a quarter's rows with targets, realisasi and capaian.

The one place where stored figures meet the engine. The entry page, the review pages, the versions of a submission and
the report all read this, so that a number is the same wherever it is shown. Constant number of queries.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from django.db.models import Prefetch, QuerySet

from indicators.capaian import (
    MeasureRules,
    MeasureSettings,
    QuarterResult,
    RealisasiValue,
    TargetValue,
    ValueKind,
    measure_quarter,
    not_measured,
    not_yet,
    write_number,
)
from indicators.models import (
    BuktiDukung,
    ButirPK,
    Indikator,
    PerangkatDaerah,
    PerjanjianKinerja,
    Realisasi,
    Target,
    UnitKerja,
)
from indicators.models.perjanjian import TAHUN
from indicators.selectors.pk_triwulan import list_pk_by_quarter
from indicators.selectors.row_values import (
    Scores,
    print_realisasi,
    print_target,
    print_value,
    print_year_target,
    realisasi_value,
    rules_of,
    target_value,
    targets_of,
)
from indicators.selectors.settings import settings_of
from indicators.tingkat import Tingkat
from indicators.triwulan import QUARTERS


@dataclass(frozen=True)
class PlanPath:
    """Where an indicator stands in the plan: names from Tujuan down, None where its level has none."""

    tujuan: str | None
    sasaran: str | None
    program: str | None
    kegiatan: str | None
    sub_kegiatan: str | None
    sasaran_kinerja: str
    kode: str
    urutan: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RowQuarter:
    """One indicator in one quarter: what was agreed, what was entered, what the engine makes of both.

    `butir` is the row of the PK by which the quarter is measured. `berlaku`: whether that PK held the indicator; where
    it did not, the quarter has neither target nor capaian, and `butir` is the row of the PK in force. `nilai` is the
    entry as the rule of the PK in force reads it, `hasil` the result by the quarter's own rule; it is blank in a
    quarter after the sheet's. `target_teks` and `realisasi_teks` are as printed, without their unit; "" is blank.

    A month would come in below this and not beside it: the PK sets targets by quarter and a report prints quarters, so
    a quarter would hold the entries of its months (number, entry, its version and texts), and `realisasi` would be
    what they make by the konsolidasi. Whoever reads the sheet by quarter then reads on unchanged.
    """

    triwulan: int
    butir: ButirPK
    berlaku: bool
    target: TargetValue
    target_teks: str
    realisasi: Realisasi | None
    realisasi_teks: str
    nilai: RealisasiValue
    hasil: QuarterResult


@dataclass
class SheetRow:
    """One indicator of a quarter's sheet.

    `butir` is the row of the PK in force, with the rule and the year's target as it has them. `triwulan` holds all four
    quarters by their number, `kini` is the sheet's own; `bukti` are the valid files of its entry. `nomor` is the row's
    number in its unit's sheet, 0 before `in_reading_order` gave it.
    """

    indikator: Indikator
    butir: ButirPK
    tingkat: Tingkat
    aturan: MeasureRules
    target_tahun: TargetValue
    target_tahun_teks: str
    triwulan: Mapping[int, RowQuarter]
    kini: RowQuarter
    bukti: list[BuktiDukung] = field(default_factory=list)
    nomor: int = 0

    @cached_property
    def jalur(self) -> PlanPath:
        """Where the indicator stands in the plan. Who saves one row never asks, so the nodes are not fetched for it."""
        return path_of(self.indikator)

    @property
    def unit(self) -> UnitKerja:
        return self.butir.unit

    @property
    def sebelumnya(self) -> list[RowQuarter]:
        """The quarters before the sheet's."""
        return [quarter for number, quarter in self.triwulan.items() if number < self.kini.triwulan]

    @property
    def terukur(self) -> list[RowQuarter]:
        """The quarters that the sheet measures: those before its own, and its own."""
        return [*self.sebelumnya, self.kini]

    @property
    def nilai_lalu(self) -> Decimal | None:
        """The latest figure before the sheet's quarter; None when there is none."""
        return next((found for q in reversed(self.sebelumnya) if (found := q.nilai.besaran) is not None), None)


def pk_of(rows: Sequence[SheetRow]) -> PerjanjianKinerja | None:
    """Return the PK whose targets a sheet shows, which came with its rows."""
    return rows[0].butir.pk_induk if rows else None


def path_of(indikator: Indikator) -> PlanPath:
    """Return the place of an indicator in the plan from its already fetched nodes."""
    sub = indikator.sub_kegiatan
    kegiatan = indikator.kegiatan or (sub.kegiatan if sub else None)
    program = indikator.program or (kegiatan.program if kegiatan else None)
    sasaran = indikator.sasaran or (program.sasaran if program else None)
    tujuan = indikator.tujuan or (sasaran.tujuan if sasaran else None)
    own = sub or indikator.kegiatan or indikator.program
    nodes = [node for node in (tujuan, sasaran, program, kegiatan, sub) if node is not None]
    urutan = tuple(number for node in nodes for number in (node.urutan, node.pk))
    return PlanPath(
        tujuan=tujuan.nama if tujuan else None,
        sasaran=sasaran.nama if sasaran else None,
        program=program.nama if program else None,
        kegiatan=kegiatan.nama if kegiatan else None,
        sub_kegiatan=sub.nama if sub else None,
        sasaran_kinerja=own.sasaran_kinerja if own else "",
        kode=nodes[-1].kode if nodes else "",
        urutan=(*urutan, indikator.urutan, indikator.pk),
    )


def tree_order(jalur: PlanPath) -> tuple[tuple[int, ...], ...]:
    """Order as the tree reads: a node's own indicators before the nodes below it; the IKU first."""
    numbers = jalur.urutan
    nodes = [(1, numbers[at], numbers[at + 1]) for at in range(0, len(numbers) - 2, 2)]
    return (*nodes, (0, numbers[-2], numbers[-1]))


def in_reading_order(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """Return whole sheets unit by unit as the tree reads, and number each unit's rows from 1: a row bears one number on
    the entry page, for who checks it, on Ajukan and in a file."""
    ordered = sorted(rows, key=lambda row: (row.unit.path, tree_order(row.jalur)))
    for _, own in groupby(ordered, key=lambda row: row.unit.path):
        for nomor, row in enumerate(own, start=1):
            row.nomor = nomor
    return ordered


# From a row to everything above its indicator, by whichever level that hangs on.
NODE_PATHS = tuple(f"indikator__{'__'.join(level.upwards)}" for level in Tingkat)


def list_rows(
    opd: PerangkatDaerah,
    tahun: int,
    triwulan: int,
    *,
    unit_ids: Sequence[int] | None = None,
    indikator_ids: Sequence[int] | None = None,
    with_bukti: bool = False,
) -> list[SheetRow]:
    """Return the sheet of a quarter: the rows of the PK in force, optionally of some units.

    Level by level in the order that the PK was ditetapkan with: ordering the plan anew changes no past report. An
    earlier quarter keeps the target and the rules of the PK in force in that quarter; an indicator that a perubahan
    brought has none before. Later quarters are blank, with the targets of the quarter's own PK: a later perubahan does
    not change what an earlier quarter shows.
    """
    by_quarter = list_pk_by_quarter(opd.pk, tahun, triwulan)
    if not by_quarter:
        return []
    current = by_quarter[triwulan]
    butir = butir_of(by_quarter)
    rows = butir.filter(pk_induk=current).select_related("unit", *NODE_PATHS)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    if indikator_ids is not None:
        rows = rows.filter(indikator_id__in=indikator_ids)
    current_rows = list(rows)
    for row in current_rows:
        row.pk_induk = current
    versions: dict[tuple[int, int], ButirPK] = {(row.pk_induk_id, row.indikator_id): row for row in current_rows}
    if any(pk.pk != current.pk for pk in by_quarter.values()):
        wanted = [row.indikator_id for row in current_rows]
        for row in butir.exclude(pk_induk=current).filter(indikator_id__in=wanted):
            versions[row.pk_induk_id, row.indikator_id] = row
    result = measure_rows(opd, tahun, triwulan, by_quarter, current_rows, versions)
    if with_bukti:
        _attach_bukti(result)
    return result


# The targets of a PK's rows, as `row_values.targets_of` reads them.
WITH_TARGETS = Prefetch("target", queryset=Target.objects.order_by("triwulan"), to_attr="daftar_target")


def butir_of(by_quarter: Mapping[int, PerjanjianKinerja]) -> QuerySet[ButirPK]:
    """Return the rows of the PKs with their targets, in no order: whoever shows them sorts them."""
    rows = ButirPK.objects.filter(pk_induk__in={pk.pk for pk in by_quarter.values()})
    return rows.prefetch_related(WITH_TARGETS).order_by()


def measure_rows(
    opd: PerangkatDaerah,
    tahun: int,
    triwulan: int,
    by_quarter: Mapping[int, PerjanjianKinerja],
    rows: Sequence[ButirPK],
    versions: Mapping[tuple[int, int], ButirPK],
) -> list[SheetRow]:
    """Return the rows beside what was entered, measured quarter by quarter, in the order of their PK."""
    entered = entries_by_indikator(opd.pk, tahun, triwulan, [row.indikator_id for row in rows])
    result = measure_entered(triwulan, by_quarter, rows, versions, entered)
    return sorted(result, key=lambda row: (row.tingkat.depth, row.butir.urutan, row.jalur.urutan))


def measure_entered(
    triwulan: int,
    by_quarter: Mapping[int, PerjanjianKinerja],
    rows: Sequence[ButirPK],
    versions: Mapping[tuple[int, int], ButirPK],
    entered: Mapping[int, Mapping[int, Realisasi]],
) -> list[SheetRow]:
    """Return the rows with what was entered in them, by indicator and quarter, measured: all was read before."""
    current = by_quarter[triwulan]
    skor, pengaturan = Scores(row.skala_id for row in versions.values()), settings_of(current)
    return [
        make_row(
            row,
            _held(row, versions, {q: by_quarter.get(q, current) for q in QUARTERS}),
            entered.get(row.indikator_id, {}),
            triwulan,
            skor,
            pengaturan,
        )
        for row in rows
    ]


def _held(
    row: ButirPK, versions: Mapping[tuple[int, int], ButirPK], by_quarter: Mapping[int, PerjanjianKinerja]
) -> dict[int, ButirPK]:
    """Return the indicator's row of the PK of each quarter that has one."""
    found = {q: versions.get((pk.pk, row.indikator_id)) for q, pk in by_quarter.items()}
    return {q: butir for q, butir in found.items() if butir is not None}


def entries_by_indikator(
    opd_id: int, tahun: int, triwulan: int, indikator_ids: Collection[int]
) -> dict[int, dict[int, Realisasi]]:
    """Return what was entered up to a quarter, by indicator and quarter."""
    entered: defaultdict[int, dict[int, Realisasi]] = defaultdict(dict)
    for item in (
        Realisasi.objects.filter(
            triwulan__opd_id=opd_id,
            triwulan__tahun=tahun,
            triwulan__triwulan__lte=triwulan,
            indikator_id__in=indikator_ids,
        )
        .select_related("triwulan")
        .order_by()
    ):
        entered[item.indikator_id][item.triwulan.triwulan] = item
    return entered


def _attach_bukti(rows: Sequence[SheetRow]) -> None:
    by_realisasi = {item.pk: row for row in rows if (item := row.kini.realisasi) is not None}
    valid = BuktiDukung.objects.filter(
        realisasi_id__in=by_realisasi.keys(), ditarik_pada__isnull=True, pengganti__isnull=True
    )
    for bukti in valid.order_by("pk"):
        by_realisasi[bukti.realisasi_id].bukti.append(bukti)


class _Measure:
    """What an indicator is measured by and with, as one row of a PK reads it: its rule, targets and entries.

    `agreed` are the targets of the quarters, each of the PK of its own quarter, `entered` the entries, by quarter.
    """

    def __init__(
        self, butir: ButirPK, agreed: Mapping[int, Target | None], entered: Mapping[int, Realisasi], skor: Scores
    ) -> None:
        self.aturan = rules_of(butir)
        self.target = {q: target_value(butir, target, skor) for q, target in agreed.items()}
        self.target_tahun = target_value(butir, targets_of(butir).get(TAHUN), skor)
        self.nilai = {q: realisasi_value(butir, entered.get(q), skor) for q in QUARTERS}

    def measure(self, triwulan: int, pengaturan: MeasureSettings) -> QuarterResult:
        return measure_quarter(
            self.aturan,
            triwulan=triwulan,
            target=list(self.target.values()),
            target_tahun=self.target_tahun,
            realisasi=list(self.nilai.values()),
            pengaturan=pengaturan,
        )


def make_row(
    row: ButirPK,
    held: Mapping[int, ButirPK],
    entered: Mapping[int, Realisasi],
    triwulan: int,
    skor: Scores,
    pengaturan: MeasureSettings,
) -> SheetRow:
    """Return a row of the sheet of a quarter, measured up to it.

    `row` is of the PK in force, `held` the indicator's row of the PK of each quarter that has one, `entered` what was
    entered, by quarter.
    """
    # Mostly one row of one PK serves the whole year: each is read once.
    versions = {id(butir): butir for butir in (row, *held.values())}
    targets = {key: targets_of(butir) for key, butir in versions.items()}
    agreed = {q: targets[id(held[q])].get(q) if q in held else None for q in QUARTERS}
    ukuran = {key: _Measure(butir, agreed, entered, skor) for key, butir in versions.items()}
    own = ukuran[id(row)]
    quarters = {}
    for q in QUARTERS:
        butir, item = held.get(q, row), entered.get(q)
        berlaku = q in held
        quarters[q] = RowQuarter(
            triwulan=q,
            butir=butir,
            berlaku=berlaku,
            target=ukuran[id(butir)].target[q],
            target_teks=print_target(butir, agreed[q]),
            realisasi=item,
            realisasi_teks=print_realisasi(butir, item),
            nilai=own.nilai[q],
            hasil=_result(ukuran[id(butir)], q, triwulan, berlaku, pengaturan),
        )
    return SheetRow(
        indikator=row.indikator,
        butir=row,
        tingkat=row.indikator.tingkat,
        aturan=own.aturan,
        target_tahun=own.target_tahun,
        target_tahun_teks=print_year_target(row),
        triwulan=quarters,
        kini=quarters[triwulan],
    )


def _result(ukuran: _Measure, quarter: int, triwulan: int, berlaku: bool, pengaturan: MeasureSettings) -> QuarterResult:
    if quarter > triwulan:
        return not_yet(quarter)
    return ukuran.measure(quarter, pengaturan) if berlaku else not_measured(quarter)


def print_consolidated(quarter: RowQuarter) -> str:
    """Return the year-to-date value as the quarter's row prints it, "" for none; a predicate prints the letters of the
    entry that it is. A score between the letters, which only an old rule can have made, is printed as a score."""
    hasil, butir = quarter.hasil, quarter.butir
    if hasil.nilai is None:
        return ""
    if ValueKind(butir.jenis_nilai) == ValueKind.PREDIKAT:
        return hasil.huruf or f"skor {write_number(hasil.nilai)}"
    return print_value(butir, hasil.nilai)
