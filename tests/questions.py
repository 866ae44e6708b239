"""Questions: every reader of the program asked of an office of the crowd, and how two answers are held together."""

import pickle
from collections.abc import Callable
from datetime import date
from typing import Any

from indicators.exchange.quarter_reading import SheetKeys
from indicators.models import Indikator, Kegiatan, Program, Sasaran
from indicators.permissions import Izin, Peran
from indicators.selectors import (
    anggaran,
    anggaran_summary,
    basis,
    comparison,
    damaged_files,
    dropped,
    ganti_nomenklatur,
    kelengkapan,
    kewenangan,
    lembar_pk,
    lineage,
    live_rows,
    pelaksana_harian,
    pemeriksaan,
    penetapan,
    pengajuan,
    pengesahan,
    pengesahan_figures,
    pengisian,
    perjanjian,
    perubahan_nomenklatur,
    pk_triwulan,
    plan_health,
    plan_tree,
    quarter_sheet,
    renstra,
    reporting,
    review,
    roll_over,
    row_history,
    settings,
    summary,
    triwulan,
    year_board,
)
from reports import selectors as reports
from reports.services import kedaluwarsa
from tests.crowd import (
    Life,
    counting_rows,
    describe,
)

Question = Callable[[Life], Any]


def ids(life: Life) -> list[int]:
    return [row.pk for row in Indikator.objects.filter(unit=life.office.bidang).order_by("pk")]


def submission(life: Life) -> Any:
    return life.office.pengajuan(life.office.bidang)


def handed_in_of(life: Life) -> list[Any]:
    return [quarter.pengajuan.get(unit=life.office.bidang) for quarter in (life.last_year, life.office.tw1, life.tw2)]


def rows_in(life: Life) -> Any:
    return quarter_sheet.list_rows(life.office.opd, 2024, 1, with_bukti=True)


QUESTIONS: dict[str, Question] = {
    "money kept": lambda it: [anggaran.keeps_money(it.office.opd.pk, year) for year in (2023, 2024, 2025)],
    "money keepers": lambda it: [anggaran.keeper_ids(it.office.opd.pk, 2024, quarter) for quarter in (1, 2)],
    "money rows": lambda it: [anggaran.list_anggaran(it.office.opd, 2024, quarter) for quarter in (1, 2)],
    "money facts": lambda it: [anggaran_summary.list_money_facts(it.office.opd, 2024, quarter) for quarter in (1, 2)],
    "money of units": lambda it: [
        (
            anggaran.list_unit_anggaran(it.tw2, unit),
            anggaran.unit_keeps_money(it.tw2, unit),
            anggaran.count_missing_money(it.tw2, unit),
        )
        for unit in (it.office.bidang, it.office.subbag)
    ],
    "basis": lambda it: basis.get_basis(
        it.office.opd, 2024, 1, pejabat_id=reporting.get_signer(it.office.opd).pejabat_id, indikator_lalu=ids(it)
    ),
    "given up": lambda it: dropped.list_dropped(it.office.opd, 2024, 2),
    "nomenclature": lambda it: ganti_nomenklatur.get_latest(it.office.renstra, 2025),
    "why it stays": lambda it: ganti_nomenklatur.why_not_undo(ganti_nomenklatur.get_latest(it.office.renstra, 2025)),
    "plan checked": lambda it: plan_health.check_plan(it.office.renstra, 2024).temuan,
    "agreement checked": lambda it: plan_health.check_pk(it.draft),
    "powers": lambda it: [
        (
            kewenangan.list_own_offices(user),
            kewenangan.list_offices_with(user, Izin.PERIKSA, Izin.LIHAT_UNIT),
            kewenangan.list_units(user, Izin.LIHAT_UNIT),
        )
        for user in (it.cast.staf, it.cast.kepala, it.cast.sekretaris)
    ],
    "names by role": lambda it: [kewenangan.list_names(it.office.opd.pk, role) for role in Peran],
    "several stations": lambda it: kewenangan.list_several_stations([it.office.opd.pk]),
    "damaged files": lambda it: damaged_files.count_damaged_files([it.office.opd.pk]),
    "holders": lambda it: vars(kewenangan.list_holders([it.office.bidang.pk, it.office.dinas.pk], [it.office.opd.pk])),
    "agreement in force": lambda it: [pk_triwulan.get_pk_in_force(it.office.opd.pk, 2024, q) for q in (1, 2, 3)],
    "agreements by quarter": lambda it: [pk_triwulan.list_pk_by_quarter(it.office.opd.pk, y, 4) for y in (2023, 2024)],
    "settings": lambda it: [settings.get_settings(it.office.opd.pk, year) for year in (2023, 2024)],
    "sheet": rows_in,
    "sheet of last year": lambda it: quarter_sheet.list_rows(it.office.opd, 2023, 1),
    "sheet of TW II": lambda it: quarter_sheet.list_rows(it.office.opd, 2024, 2, unit_ids=[it.office.bidang.pk]),
    "sheets wanted": lambda it: (lembar_pk.list_wanted(it.draft), lembar_pk.is_stale(it.draft)),
    "sheets": lambda it: (lembar_pk.list_lembar(it.draft), lembar_pk.map_placed(it.draft)),
    "rows before the change": lambda it: penetapan.list_before(it.draft),
    "rows measured anew": lambda it: penetapan.list_anew(it.draft),
    "keys of a sheet": lambda it: [
        vars(SheetKeys(quarter.pengajuan.get(unit=it.office.bidang))) for quarter in (it.last_year, it.office.tw1)
    ],
    "for the head": lambda it: pemeriksaan.list_for_head(it.cast.kepala, [it.office.opd]),
    "submissions": lambda it: pengajuan.list_pengajuan(it.cast.sekretaris).order_by("pk"),
    "waiting": lambda it: [pengajuan.list_waiting(user) for user in (it.cast.kepala, it.cast.sekretaris)],
    "own accounts": lambda it: pengajuan.own_account_ids(submission(it)),
    "owners": lambda it: pengajuan.owner_unit_ids(it.office.tw1),
    "missing": lambda it: kelengkapan.list_missing(rows_in(it)),
    "whom to appoint": lambda it: pengajuan.say_whom_to_appoint(it.office.opd.pk, Peran.SEKRETARIS),
    "entry": lambda it: pengisian.list_pengisian(it.cast.staf, [it.office.opd]),
    "entry of a unit": lambda it: [
        pengisian.get_pengisian(it.cast.staf, quarter.pk, it.office.bidang.pk)
        for quarter in (it.last_year, it.office.tw1, it.tw2)
    ],
    "marks of rows": lambda it: [live_rows.list_marks(row) for row in handed_in_of(it)],
    "history of a row": lambda it: [row_history.get_row_history(row, ids(it)[0]) for row in handed_in_of(it)],
    "files of rows": lambda it: [pengisian.list_bukti_among(row, ids(it)[:2]) for row in handed_in_of(it)],
    "entry page": lambda it: pengisian.get_page(submission(it), terkunci=True),
    "evidence": lambda it: pengisian.get_bukti(it.cast.staf, it.objects.arguments["indicators:bukti_download"][0]),
    "submissions chosen": lambda it: pengajuan.list_chosen(
        it.cast.sekretaris, [it.office.opd], [row.pk for row in handed_in_of(it)[1:]]
    ),
    "quarter found": lambda it: triwulan.find_quarter(it.cast.sekretaris, it.tw2.pk, Izin.LIHAT_UNIT),
    "stations of a head": lambda it: pelaksana_harian.list_own_stations(it.cast.kepala, [it.office.opd]),
    "deputies": lambda it: (
        pelaksana_harian.list_deputies([it.office.bidang]),
        pelaksana_harian.list_deputising(it.cast.staf, [it.office.opd]),
        pelaksana_harian.list_candidates([it.office.opd], it.cast.kepala),
    ),
    "deputy to be": lambda it: pelaksana_harian.deputy_facts(
        pelaksana_harian.list_own_stations(it.cast.kepala, [it.office.opd])[0],
        it.cast.kasubbag,
        date(2024, 7, 1),
        date(2024, 7, 9),
    ),
    "means approved": lambda it: pengesahan_figures.list_approved_means([it.office.opd.pk]),
    "year approved": lambda it: [pengesahan_figures.get_approved_year(it.office.opd.pk, year) for year in (2023, 2024)],
    "year at a glance": lambda it: year_board.load_year_board(
        [it.last_year, it.office.tw1, it.tw2], summary.summarise_quarter(it.tw2)
    ),
    "figures approved": lambda it: pengesahan.compare_with_approval(it.office.tw1),
    "agreements compared": lambda it: comparison.compare_pk(it.office.pk, it.draft),
    "earlier agreements": lambda it: comparison.list_earlier(it.draft),
    "next years": lambda it: roll_over.list_next_years(it.office.opd.pk),
    "last fixed": lambda it: [roll_over.get_last_fixed(it.office.opd.pk, year) for year in (2023, 2024)],
    "year to open": lambda it: roll_over.get_roll_over(it.office.opd.pk, 2025),
    "agreements": lambda it: perjanjian.list_agreements(it.office.opd),
    "agreement found": lambda it: perjanjian.find_pk(it.cast.sekretaris, it.office.pk.pk),
    "sheet found": lambda it: lembar_pk.find_lembar(it.cast.sekretaris, it.draft.lembar.order_by("pk")[0].pk),
    "rows of an agreement": lambda it: perjanjian.list_butir(it.draft),
    "sources of an agreement": lambda it: perjanjian.list_sources(it.draft),
    "years of nomenclature": lambda it: (
        perubahan_nomenklatur.list_years(it.office.renstra),
        perubahan_nomenklatur.get_first_open_year(it.office.renstra),
    ),
    "change of nomenclature": lambda it: perubahan_nomenklatur.get_perubahan(it.office.renstra, 2025),
    "periods": lambda it: renstra.list_periods(it.office.opd),
    "year of the tree": lambda it: plan_tree.choose_year([it.office.renstra], None, None),
    "latest agreement": lambda it: [plan_tree.get_latest_pk(it.office.opd.pk, year) for year in (2023, 2024, 2025)],
    "tree": lambda it: plan_tree.get_tree(it.office.renstra, 2024),
    "siblings": lambda it: [
        plan_tree.list_siblings(it.office.renstra, type(it.office.sasaran.tujuan)),
        plan_tree.list_siblings(it.office.sasaran, Program),
        plan_tree.list_siblings(it.office.program, Kegiatan),
        plan_tree.list_siblings(it.office.sasaran.tujuan, Sasaran),
    ],
    "support": lambda it: [plan_tree.list_support(row) for row in it.office.indikator(it.office.bidang)],
    "parent": lambda it: [
        plan_tree.find_parent("perioderenstra", it.office.renstra.pk, frozenset([it.office.opd.pk])),
        plan_tree.find_parent("kegiatan", it.office.kegiatan.pk, frozenset([it.office.opd.pk])),
    ],
    "office by code": lambda it: reporting.list_offices(it.cast.kadis),
    "quarters": lambda it: reporting.list_quarters(it.office.opd),
    "quarters of offices": lambda it: reporting.list_quarters_of_offices([it.office.opd.pk]),
    "quarter": lambda it: [reporting.get_quarter(it.office.opd.pk, y, q) for y in (2023, 2024) for q in (1, 2, 3)],
    "signer": lambda it: reporting.get_signer(it.office.opd),
    "officials of units": lambda it: reporting.get_officials_of_units(
        it.office.opd, [it.office.dinas.pk, it.office.bidang.pk]
    ),
    "offices of an official": lambda it: reporting.list_offices_as_official(it.cast.sekretaris),
    "units": lambda it: reporting.list_units(it.office.opd),
    "report facts": lambda it: [reporting.get_report_facts(it.office.opd, 2024, q) for q in (1, 2)],
    "summary": lambda it: [summary.summarise_quarter(quarter) for quarter in (it.office.tw1, it.tw2)],
    "quarters of the summary": lambda it: summary.list_quarters(it.office.opd),
    "counts": lambda it: [
        (summary.count_ready_quarters(user), summary.count_to_fill(user))
        for user in (it.cast.staf, it.cast.kadis, it.cast.sekretaris)
    ],
    "lines": lambda it: lineage.list_lines(it.office.opd.pk, ids(it)),
    "targets of the plan": lambda it: lineage.list_renstra_targets(
        it.office.opd.pk, [row.pk for row in it.office.indikator(it.office.tim)], (2023, 2026)
    ),
    "review": lambda it: review.review_of(kewenangan.get_kewenangan(it.cast.sekretaris), submission(it)),
    "report": lambda it: [reports.find_laporan(it.office.opd, "lpk", 2024, quarter).pk for quarter in (1, 2)],
    "document": lambda it: reports.get_current(it.laporan).pk,
    "documents": lambda it: [reports.list_documents(it.laporan, issued_only=issued) for issued in (True, False)],
    "reports": lambda it: reports.list_reports(it.office.opd, issued_only=False),
    "document found": lambda it: reports.find_document(it.cast.sekretaris, it.final.pk),
    "documents issued": lambda it: [reports.list_issued([it.office.opd.pk], 2024, quarter) for quarter in (1, 2)],
    "signatures awaited": lambda it: reports.list_waiting(it.cast.sekretaris),
    "touched": lambda it: [reports.list_touched(it.office.opd.pk, 2024, quarter) for quarter in (1, 2)],
    "predecessor": lambda it: reports.get_predecessor(it.final),
    "latest job": lambda it: reports.get_latest_job(it.laporan),
    "out of date": lambda it: kedaluwarsa.why_outdated(it.final),
}


def answers(life: Life) -> dict[str, Any]:
    """Return every answer with the number of rows that were fetched for it."""
    found = {}
    for name, question in QUESTIONS.items():
        with counting_rows() as count:
            found[name] = describe(question(life)), count[0]
    return found


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


def copy_of(life: Life) -> Life:
    """Return the same office by objects that remember nothing of what was asked before."""
    fresh: Life = pickle.loads(pickle.dumps(life))  # noqa: S301 - its own bytes
    return fresh
