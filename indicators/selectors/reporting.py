"""What reports may know of the office, its plan and its numbers: plain facts, and the only door to them.

Everything here is scoped by the caller's office and returns data without a way back into the database. Figures come
from the measurement sheet (`selectors.quarter_sheet`) and the engine, so that the report prints what every page shows.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from indicators.capaian import (
    MeasureSettings,
    Result,
    ValueKind,
    apply_formula,
    is_judged_at_year_end,
    is_rounded,
    printed_unit,
    write_number,
)
from indicators.capaian.exact import difference
from indicators.models import (
    Pejabat,
    Pengguna,
    PerangkatDaerah,
    PerjanjianKinerja,
    TargetRenstra,
    TingkatPredikat,
    Triwulan,
    UnitKerja,
)
from indicators.permissions import Izin
from indicators.selectors.anggaran_summary import list_money_facts
from indicators.selectors.assessment import year_result
from indicators.selectors.atur_ulang import DoubtfulDeed, list_doubtful_deeds, list_doubtful_of_quarter
from indicators.selectors.basis import Basis, Correction, PresentState, get_basis, read_basis
from indicators.selectors.dropped import list_dropped
from indicators.selectors.facts import (
    AnggaranFacts,
    ComparisonFacts,
    LaporanFacts,
    OfficeFacts,
    PejabatFacts,
    PKFacts,
    QuarterFacts,
    ReportQuarter,
    ReportRow,
    SkalaFacts,
)
from indicators.selectors.kewajaran import list_printed
from indicators.selectors.kewenangan import (
    get_kewenangan,
    in_force,
    list_administrators,
    list_offices_with,
    today_in,
)
from indicators.selectors.lineage import carry_on, list_lines, list_renstra_targets
from indicators.selectors.logo import read_logo
from indicators.selectors.officials import (
    facts_of,
    list_accounts_of_officials,
    list_offices_of_official,
    list_officials,
)
from indicators.selectors.pengesahan_content import PengesahanMean
from indicators.selectors.pengesahan_figures import ApprovedQuarter, list_approved_means
from indicators.selectors.peran import may_be_one_person
from indicators.selectors.pk_triwulan import list_pk_by_quarter
from indicators.selectors.quarter_sheet import PlanPath, RowQuarter, SheetRow, list_rows, print_consolidated
from indicators.selectors.renstra import RenstraYears
from indicators.selectors.row_values import (
    Scores,
    measured_alike,
    plain_unit,
    print_value,
    print_year_target,
    rules_of,
    target_value,
)
from indicators.selectors.settings import get_settings
from indicators.tingkat import IKU
from indicators.triwulan import LAST_QUARTER
from indicators.workflow import StatusTriwulan

# The types of what this module hands out; reports name them by this door.
__all__ = [
    "AnggaranFacts",
    "ApprovedQuarter",
    "Basis",
    "Correction",
    "DoubtfulDeed",
    "LaporanFacts",
    "OfficeFacts",
    "PKFacts",
    "PejabatFacts",
    "PengesahanMean",
    "Pengguna",
    "PerangkatDaerah",
    "PlanPath",
    "PresentState",
    "QuarterFacts",
    "ReportQuarter",
    "ReportRow",
    "SkalaFacts",
    "get_basis",
    "get_office",
    "get_officials_of_units",
    "get_quarter",
    "get_report_facts",
    "get_signer",
    "list_accounts_of_officials",
    "list_administrators",
    "list_approved_means",
    "list_doubtful_deeds",
    "list_doubtful_of_quarter",
    "list_offices",
    "list_offices_as_official",
    "list_offices_of_official",
    "list_offices_with",
    "list_officials",
    "list_quarters",
    "list_quarters_of_offices",
    "list_units",
    "may",
    "may_be_one_person",
    "read_basis",
    "report_office_ids",
    "today_in",
]

READ_IZIN = (Izin.LIHAT_TERVALIDASI, Izin.SUSUN_LAPORAN)


def report_office_ids(user: AbstractBaseUser | AnonymousUser) -> frozenset[int]:
    """Return the keys of the offices whose reports the user may read or write."""
    if not isinstance(user, Pengguna):
        return frozenset()
    kewenangan = get_kewenangan(user)
    return frozenset[int]().union(*(kewenangan.opd_ids(izin) for izin in READ_IZIN))


def may(user: Pengguna, izin: Izin, opd: PerangkatDaerah) -> bool:
    return get_kewenangan(user).may(izin, opd_id=opd.pk)


def list_offices(user: Pengguna) -> list[PerangkatDaerah]:
    """Return the offices whose reports the user may read or write, in a fixed order."""
    return list_offices_with(user, *READ_IZIN)


def list_open_offices() -> list[PerangkatDaerah]:
    """Return the offices whose issued documents anybody may look up by number, by name."""
    rows = PerangkatDaerah.objects.filter(dokumen_terbuka=True).select_related("pemda")
    return list(rows.order_by("nama", "pemda__nama"))


def get_office(kode: str = "") -> PerangkatDaerah | None:
    """Return the one office that a command means: by its whole code ("18.04/dinkes"), by its own code where no other
    Pemda uses it, or without a code the only one that there is. None: there is none, or more than one."""
    found = PerangkatDaerah.objects.select_related("pemda")
    pemda, _, own = kode.rpartition("/")
    if kode:
        found = found.filter(kode=own)
    if pemda:
        found = found.filter(pemda__kode=pemda)
    rows = list(found[:2])
    return rows[0] if len(rows) == 1 else None


def list_quarters(opd: PerangkatDaerah) -> list[QuarterFacts]:
    """Return the quarters of an office that were opened, the latest first."""
    return [_quarter(row) for row in Triwulan.objects.filter(opd=opd).order_by("-tahun", "-triwulan")]


def list_quarters_of_offices(opd_ids: Collection[int]) -> list[tuple[int, QuarterFacts]]:
    """Return the quarters that these offices opened, each with its office's key, the latest first: one query."""
    rows = Triwulan.objects.filter(opd__in=opd_ids).order_by("-tahun", "-triwulan", "opd")
    return [(row.opd_id, _quarter(row)) for row in rows]


def get_quarter(opd_id: int, tahun: int, triwulan: int, *, lock: bool = False) -> QuarterFacts | None:
    """Return a quarter. `lock` holds it until the transaction ends, so that nobody reopens it meanwhile."""
    rows = Triwulan.objects.filter(opd_id=opd_id, tahun=tahun, triwulan=triwulan).order_by()
    row = (rows.select_for_update(no_key=True) if lock else rows).first()
    return None if row is None else _quarter(row)


def _quarter(row: Triwulan) -> QuarterFacts:
    status = StatusTriwulan(row.status)
    return QuarterFacts(
        row.tahun,
        row.triwulan,
        row.versi,
        status == StatusTriwulan.DISAHKAN,
        status.label,
        row.disahkan_oleh,
        status == StatusTriwulan.DITANGGUHKAN,
    )


def get_signer(opd: PerangkatDaerah) -> PejabatFacts | None:
    """Return the official who signs today: of those marked so and in office, who began last (an acting head)."""
    row = (
        Pejabat.objects.filter(in_force(today_in(opd)), opd=opd, penanda_tangan=True).order_by("-mulai", "-pk").first()
    )
    return None if row is None else facts_of(row)


def get_officials_of_units(opd: PerangkatDaerah, units: Sequence[int]) -> dict[int, PejabatFacts]:
    """Return the official of each unit who is in office today: of several the one who began last (an acting head)."""
    rows = Pejabat.objects.filter(in_force(today_in(opd)), opd=opd, unit_id__in=units).order_by("mulai", "pk")
    return {row.unit_id: facts_of(row) for row in rows}


def list_offices_as_official(user: Pengguna) -> list[PerangkatDaerah]:
    """Return the offices in which an official with the user's NIP is in office today: one query."""
    if not user.nip:
        return []
    rows = Pejabat.objects.filter(nip=user.nip).select_related("opd__pemda").order_by("opd__nama", "opd_id")
    held = [row for row in rows if row.mulai <= (today := today_in(row.opd)) <= (row.sampai or today)]
    return list({row.opd_id: row.opd for row in held}.values())


def list_units(opd: PerangkatDaerah) -> list[tuple[int, str]]:
    """Return the keys and names of the office's units that are valid today, in the order of their tree."""
    today = today_in(opd)
    rows = UnitKerja.objects.filter(
        Q(berlaku_dari__isnull=True) | Q(berlaku_dari__lte=today),
        Q(berlaku_sampai__isnull=True) | Q(berlaku_sampai__gte=today),
        opd=opd,
    )
    return list(rows.order_by("path").values_list("pk", "nama"))


def get_report_facts(opd: PerangkatDaerah, tahun: int, triwulan: int) -> LaporanFacts | None:
    """Return the facts of a quarter's report, or None when the quarter was never opened or no PK is in force.

    The number of queries does not depend on the number of indicators.
    """
    quarter = get_quarter(opd.pk, tahun, triwulan)
    by_quarter = list_pk_by_quarter(opd.pk, tahun, triwulan)
    if quarter is None or not by_quarter:
        return None
    rows = list_rows(opd, tahun, triwulan)
    dropped = list_dropped(opd, tahun, triwulan)
    renstra = RenstraYears(opd, tahun, rows)
    pengaturan = get_settings(opd.pk, tahun)
    scales = _scales([*rows, *dropped])
    comparisons = _comparisons(opd, [row for row in rows if row.tingkat in IKU], tahun, triwulan, renstra)
    names, explained = {pk: s.nama for pk, s in scales.items()}, list_printed(opd, tahun, triwulan, rows)
    sources = Sources(pengaturan, names, comparisons, explained)
    return LaporanFacts(
        kantor=_office(opd),
        tahun=tahun,
        triwulan=triwulan,
        disahkan=quarter.disahkan,
        versi_triwulan=quarter.versi,
        renstra_awal=renstra.years[0],
        renstra_akhir=renstra.years[1],
        penandatangan=get_signer(opd),
        pk=_agreements(by_quarter),
        pengaturan=pengaturan,
        baris=[fact_of(row, sources) for row in rows],
        dihentikan=[fact_of(row, sources) for row in dropped],
        skala=list(scales.values()),
        anggaran=list_money_facts(opd, tahun, triwulan),
    )


@dataclass(frozen=True)
class Sources:
    """What every row is made with: settings, names of scales; by indicator comparisons and printed explanations."""

    pengaturan: MeasureSettings
    skala: Mapping[int, str]
    perbandingan: Mapping[int, ComparisonFacts]
    penjelasan: Mapping[int, tuple[str, ...]]


def _scales(rows: Sequence[SheetRow]) -> dict[int, SkalaFacts]:
    """Return the scales that the rows use; one query, none where there is no predicate."""
    wanted = {
        quarter.butir.skala_id
        for row in rows
        for quarter in row.triwulan.values()
        if quarter.butir.skala_id is not None
    }
    if not wanted:
        return {}
    steps: dict[int, list[TingkatPredikat]] = {}
    found = TingkatPredikat.objects.filter(skala_id__in=wanted).select_related("skala")
    for step in found.order_by("skala__nama", "skala_id", "-skor"):
        steps.setdefault(step.skala_id, []).append(step)
    printed = {pk: tuple((step.huruf, write_number(step.skor)) for step in own) for pk, own in steps.items()}
    return {pk: SkalaFacts(own[0].skala.nama, printed[pk]) for pk, own in steps.items()}


def _agreements(by_quarter: Mapping[int, PerjanjianKinerja]) -> tuple[PKFacts, ...]:
    quarters: dict[PerjanjianKinerja, list[int]] = {}
    for quarter, pk in sorted(by_quarter.items()):
        quarters.setdefault(pk, []).append(quarter)
    ordered = sorted(quarters.items(), key=lambda item: item[0].perubahan)
    return tuple(PKFacts(pk.tahun, pk.perubahan, pk.nomor, tuple(found)) for pk, found in ordered)


def _office(opd: PerangkatDaerah) -> OfficeFacts:
    return OfficeFacts(
        nama=opd.nama,
        pemda=str(opd.pemda),
        kepala_daerah=opd.pemda.kepala_daerah,
        ibu_kota=opd.pemda.ibu_kota,
        alamat=opd.alamat,
        kertas=opd.kertas,
        huruf=opd.huruf,
        teks_kaki_tte=opd.teks_kaki_tte,
        logo=read_logo(opd),
    )


def fact_of(row: SheetRow, facts: Sources) -> ReportRow:
    """Return what a report may know of a row of the sheet, as it prints it."""
    quarters = {number: _fact_of_quarter(quarter, facts) for number, quarter in row.triwulan.items()}
    return ReportRow(
        indikator_id=row.indikator.pk,
        indikator=row.indikator.nama,
        tingkat=row.tingkat,
        jalur=row.jalur,
        satuan=printed_unit(row.butir.satuan, ValueKind(row.butir.jenis_nilai)),
        unit=row.unit.nama,
        aturan=row.aturan,
        triwulan=quarters,
        kini=quarters[row.kini.triwulan],
        tahun=year_result(row, facts.pengaturan),
        tahun_target=row.target_tahun_teks,
        tahun_realisasi=print_consolidated(row.kini),
        perbandingan=facts.perbandingan.get(row.indikator.pk),
        penjelasan=facts.penjelasan.get(row.indikator.pk, ()),
    )


def _fact_of_quarter(quarter: RowQuarter, facts: Sources) -> ReportQuarter:
    butir, item, value = quarter.butir, quarter.realisasi, quarter.hasil.nilai
    return ReportQuarter(
        triwulan=quarter.triwulan,
        berlaku=quarter.berlaku,
        aturan=rules_of(butir),
        skala=facts.skala.get(butir.skala_id or 0, ""),
        target=quarter.target_teks,
        target_tahun=print_year_target(butir),
        realisasi=print_consolidated(quarter),
        dibulatkan=value is not None and is_rounded(value),
        hasil=quarter.hasil,
        kendala="" if item is None else item.kendala,
        faktor_pendorong="" if item is None else item.faktor_pendorong,
        faktor_penghambat="" if item is None else item.faktor_penghambat,
        tindak_lanjut="" if item is None else item.tindak_lanjut,
    )


def _comparisons(
    opd: PerangkatDaerah, rows: Sequence[SheetRow], tahun: int, triwulan: int, renstra: RenstraYears
) -> dict[int, ComparisonFacts]:
    ids, spans = [row.indikator.pk for row in rows], [renstra.years, *map(renstra.years_of, rows)]
    years = min(first for first, _ in spans), max(last for _, last in spans)
    targets = list_renstra_targets(opd.pk, ids, years)
    earlier = get_last_year(opd, tahun, ids, triwulan)
    skor = Scores(row.butir.skala_id for row in rows)
    return {
        row.indikator.pk: _compare(row, renstra.years_of(row), targets, earlier.get(row.indikator.pk), skor)
        for row in rows
    }


def get_last_year(
    opd: PerangkatDaerah, tahun: int, indikator_ids: list[int], triwulan: int = LAST_QUARTER
) -> dict[int, SheetRow]:
    """Return the rows of the same quarter of last year, by default of its end, of the indicators or of those that they
    continue, when that quarter was approved: drafts are no ground for comparison."""
    quarter = get_quarter(opd.pk, tahun - 1, triwulan)
    if quarter is None or not quarter.disahkan:
        return {}
    lines = list_lines(opd.pk, indikator_ids)
    rows = list_rows(opd, tahun - 1, triwulan, indikator_ids=[pk for line in lines.values() for pk in line])
    return carry_on(lines, {row.indikator.pk: row for row in rows})


def _compare(
    row: SheetRow,
    renstra: tuple[int, int],
    targets: dict[tuple[int, int], TargetRenstra],
    earlier: SheetRow | None,
    skor: Scores,
) -> ComparisonFacts:
    own = {year: targets.get((row.indikator.pk, year)) for year in range(renstra[0], renstra[1] + 1)}
    printed = {year: "" if target is None else _print_renstra(row, target) for year, target in own.items()}
    last = own[renstra[1]]
    return ComparisonFacts(
        target_renstra=printed,
        tahun_akhir=renstra[1],
        target_akhir=printed[renstra[1]],
        terhadap_akhir=None if last is None else _against_end(row, last, skor),
        tahun_lalu="" if earlier is None else print_with_unit(row, earlier, print_consolidated(earlier.kini)),
        perubahan="" if earlier is None else _change(row, earlier),
    )


def _against_end(row: SheetRow, last: TargetRenstra, skor: Scores) -> Result | None:
    """Return the value against the Renstra's end; None without a value and for what says nothing of it before the
    year's end."""
    if is_judged_at_year_end(row.aturan, row.kini.triwulan):
        return None
    hasil = row.kini.hasil
    if hasil.nilai is None:
        return None
    return apply_formula(row.aturan, target_value(row.butir, last, skor), hasil.nilai, hasil.huruf)


def _print_renstra(row: SheetRow, target: TargetRenstra) -> str:
    return print_value(row.butir, target.nilai, target.predikat, batas_atas=target.batas_atas)


def print_with_unit(row: SheetRow, earlier: SheetRow, text: str) -> str:
    """Return last year's printed figure, with its unit only where that is not the row's own."""
    unit = printed_unit(earlier.butir.satuan, ValueKind(earlier.butir.jenis_nilai))
    if not text or not unit or plain_unit(earlier.butir) == plain_unit(row.butir):
        return text
    return f"{text} {unit}"


def _change(row: SheetRow, earlier: SheetRow) -> str:
    """Return the difference to last year with its sign; none for a predicate or a ratio, nor where last year's figure
    is of another kind or unit."""
    now, before = row.kini.hasil.nilai, earlier.kini.hasil.nilai
    if now is None or before is None or not measured_alike(row.butir, earlier.butir):
        return ""
    if row.butir.jenis_nilai in (ValueKind.PREDIKAT, ValueKind.RASIO):
        return ""
    change = difference(now, before)
    text = print_value(row.butir, change)
    return f"+{text}" if change > 0 else text
