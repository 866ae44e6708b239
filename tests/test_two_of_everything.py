"""Offices are told apart: what is read of one does not change with its neighbours, what is written leaves them alone.

The office in the middle of the crowd is asked every question while it is the only one and again among its neighbours.
It does every deed too, and all rows of the database are held against what they were: those of the neighbours, and its
own of other years, quarters, units and PK.
"""

import pickle
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.db import transaction

from indicators.acts import Act
from indicators.models import Indikator, Jejak, Kegiatan, Program, Sasaran
from indicators.permissions import Izin, Peran
from indicators.selectors import (
    anggaran,
    anggaran_summary,
    basis,
    comparison,
    dropped,
    ganti_nomenklatur,
    kelengkapan,
    kewenangan,
    lembar_pk,
    lineage,
    pemeriksaan,
    penetapan,
    pengajuan,
    pengesahan,
    pengisian,
    perjanjian,
    perubahan_nomenklatur,
    pk_triwulan,
    plan_health,
    plan_tree,
    quarter_sheet,
    reporting,
    review,
    roll_over,
    settings,
    summary,
)
from reports import selectors as reports
from reports.services import kedaluwarsa
from sakip.refusals import ServiceError
from tests.crowd import (
    START,
    Crowd,
    Life,
    add_quarter,
    add_unit,
    add_year,
    build_life,
    counting_rows,
    describe,
    start_numbers_at,
    watching_foreign_rows,
)
from tests.deeds import DEEDS
from tests.deeds.deed import Deed
from tests.places import COORDINATES, PLACES, Row, all_rows, placed_models
from tests.shared import shared
from tests.strangers import STRANGERS

# Numbers are started where the test wants them, which is a word of SQLite's.
pytestmark = pytest.mark.one_database("sqlite")

Question = Callable[[Life], Any]


def ids(life: Life) -> list[int]:
    return [row.pk for row in Indikator.objects.filter(unit=life.office.bidang).order_by("pk")]


def submission(life: Life) -> Any:
    return life.office.pengajuan(life.office.bidang)


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
    "entry page": lambda it: pengisian.get_page(submission(it), terkunci=True),
    "evidence": lambda it: pengisian.get_bukti(it.cast.staf, it.objects.arguments["indicators:bukti_download"][0]),
    "figures approved": lambda it: pengesahan.compare_with_approval(it.office.tw1),
    "agreements compared": lambda it: comparison.compare_pk(it.office.pk, it.draft),
    "earlier agreements": lambda it: comparison.list_earlier(it.draft),
    "next years": lambda it: roll_over.list_next_years(it.office.opd.pk),
    "last fixed": lambda it: [roll_over.get_last_fixed(it.office.opd.pk, year) for year in (2023, 2024)],
    "year to open": lambda it: roll_over.get_roll_over(it.office.opd.pk, 2025),
    "rows of an agreement": lambda it: perjanjian.list_butir(it.draft),
    "sources of an agreement": lambda it: perjanjian.list_sources(it.draft),
    "years of nomenclature": lambda it: (
        perubahan_nomenklatur.list_years(it.office.renstra),
        perubahan_nomenklatur.get_first_open_year(it.office.renstra),
    ),
    "change of nomenclature": lambda it: perubahan_nomenklatur.get_perubahan(it.office.renstra, 2025),
    "periods": lambda it: plan_tree.list_periods(it.office.opd),
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
    "quarter": lambda it: [reporting.get_quarter(it.office.opd.pk, y, q) for y in (2023, 2024) for q in (1, 2, 3)],
    "signer": lambda it: reporting.get_signer(it.office.opd),
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


@shared
def crowd() -> Crowd:
    with transaction.atomic():
        start_numbers_at(START["middle"])
        alone = answers(build_life("Beta", 6))
        transaction.set_rollback(True)
    lives = []
    # The one in the middle is so by number and by name.
    for place, word, size in (("before", "Gama", 5), ("middle", "Beta", 6), ("after", "Alfa", 7)):
        start_numbers_at(START[place])
        lives.append(build_life(word, size, plans_2025=place != "middle"))
    start_numbers_at(START["new"])
    return Crowd(alone, *lives)


def test_what_is_read_of_an_office_does_not_change_with_its_neighbours(crowd: Crowd) -> None:
    assert differences(crowd.alone, answers(crowd.middle)) == {}


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


# Questions that are about every year, quarter or submission that an office has.
ABOUT_ALL = {"counts", "entry", "for the head", "quarters", "quarters of the summary", "reports", "submissions"}

# How an office grows, and which answers are about what was added.
GROWTH: dict[str, tuple[Callable[[Life], None], set[str]]] = {
    "an earlier year": (
        lambda it: add_year(it, 2021),
        {*ABOUT_ALL, "earlier agreements", "next years", "sources of an agreement"},
    ),
    "a later year": (
        lambda it: add_year(it, 2026),
        {*ABOUT_ALL, "next years", "sources of an agreement", "year of the tree", "years of nomenclature"},
    ),
    # The basis of a document holds all quarters of its year.
    "a later quarter": (add_quarter, {*ABOUT_ALL, "quarter", "basis", "out of date"}),
}
# Questions about one unit, which know nothing of another.
OF_A_UNIT = (
    "money of units",
    "own accounts",
    "entry",
    "entry of a unit",
    "entry page",
    "evidence",
    "review",
    "missing",
    "sheet of TW II",
    "waiting",
    "rows measured anew",
    "owners",
)


@pytest.mark.parametrize("what", sorted(GROWTH))
def test_what_is_read_of_a_year_or_quarter_does_not_change_with_others(crowd: Crowd, what: str) -> None:
    grow, about = GROWTH[what]
    before = answers(copy_of(crowd.middle))
    grow(crowd.middle)

    assert differences(before, answers(copy_of(crowd.middle))).keys() == about


def test_what_is_read_of_a_unit_does_not_change_with_others(crowd: Crowd) -> None:
    before = answers(copy_of(crowd.middle))
    add_unit(crowd.middle)

    assert differences(before, answers(copy_of(crowd.middle))).keys() & set(OF_A_UNIT) == set()


def copy_of(life: Life) -> Life:
    """Return the same office by objects that remember nothing of what was asked before."""
    fresh: Life = pickle.loads(pickle.dumps(life))  # noqa: S301 - its own bytes
    return fresh


def test_an_office_reads_nothing_of_another_by_its_neighbours_eyes(crowd: Crowd) -> None:
    """The others' answers hold no row of the one in the middle; its name would tell."""
    for life in (crowd.before, crowd.after):
        leaking = {name for name, answer in answers(life).items() if "Beta" in repr(answer)}
        assert leaking == set()


def test_each_year_and_quarter_is_answered_for_itself(crowd: Crowd) -> None:
    """By hand: money of 2023 and 2024, settings of both, a report in 2023 TW I and 2024 TW I and II."""
    it = crowd.middle
    opd = it.office.opd
    assert [anggaran.keeps_money(opd.pk, year) for year in (2022, 2023, 2024, 2025)] == [False, True, True, False]
    kept_settings = [settings.get_settings(opd.pk, year) for year in (2022, 2023, 2024)]
    assert [next(bound for bound, word in row.ambang if word == "Tinggi") for row in kept_settings] == [76, 77, 76]
    assert [plan_tree.get_latest_pk(opd.pk, year) for year in (2022, 2024, 2025)] == [None, it.draft, None]
    found = [reporting.get_quarter(opd.pk, *when) for when in ((2022, 1), (2023, 1), (2023, 2), (2024, 2), (2024, 3))]
    assert [row is not None for row in found] == [False, True, False, True, False]
    kept = [(2022, 1), (2023, 1), (2023, 2), (2024, 1), (2024, 2), (2024, 3)]
    stored = [reports.find_laporan(opd, "lpk", *when).pk is not None for when in kept]
    assert stored == [False, True, False, True, True, False]
    assert roll_over.get_last_fixed(opd.pk, 2025) is None
    assert ganti_nomenklatur.get_latest(it.office.renstra, 2024) is None
    assert basis.get_basis(opd, 2023, 1, pejabat_id=None, indikator_lalu=[])["tahun"] == 2023


def test_an_office_is_found_by_a_code_only_where_no_other_has_it(crowd: Crowd) -> None:
    """Three Pemda use the same code: each is found by its Pemda's code in front of it."""
    opd = crowd.middle.office.opd
    assert reporting.get_office(opd.kode) is None
    assert reporting.get_office() is None
    assert [reporting.get_office(code) for code in (f"beta/{opd.kode}", "beta/lain", f"lain/{opd.kode}")] == [
        opd,
        None,
        None,
    ]


@pytest.mark.parametrize("name", sorted(STRANGERS))
def test_what_is_of_another_office_quarter_or_unit_is_refused(crowd: Crowd, name: str) -> None:
    before = all_rows()
    with pytest.raises(ServiceError), transaction.atomic():
        STRANGERS[name](crowd.middle, crowd.after)
    changed = [row for _, row in touched(before, all_rows()) if row.kind != "Jejak"]
    assert changed == []


# Acts that are only ever refused, or done by the set-up, and so change no row but the trail's.
NO_DEED = {Act.BUKA_HALAMAN, Act.KIRIM_ISIAN, Act.SUSUN_DOKUMEN}


def allowed(it: Life, deed: Deed) -> dict[str, set[Any]]:
    """Return by coordinate where rows may be touched; a coordinate that is not there is free."""
    found: dict[str, set[Any]] = {}
    for name, value in deed.at.items():
        values = value if isinstance(value, tuple) else (value,)
        found[name] = {getattr(it.office, item).pk if name == "unit" else item for item in values}
    return found


def astray(row: Row, deed: Deed, where: Mapping[str, set[Any]]) -> bool:
    if row.kind == "Jejak":
        return False
    outside = [name for name, value in row.place.items() if value is not None and value not in where.get(name, {value})]
    return row.kind not in deed.kinds or bool(outside)


def touched(before: Mapping[Any, Row], after: Mapping[Any, Row]) -> Iterator[tuple[str, Row]]:
    for key in before.keys() | after.keys():
        if key not in after:
            yield "gone", before[key]
        elif key not in before:
            yield "new", after[key]
        elif before[key] != after[key]:
            yield "changed", before[key]


def own(it: Life, row: Row, how: str, deed: Deed) -> bool:
    """Say whether the row is the office's: by its number, or, when it is new, by the office that it names."""
    if how != "new":
        return int(row.pk) in range(START["middle"], START["middle"] + 100_000)
    return deed.baru or row.place.get("opd", it.office.opd.pk) in (it.office.opd.pk, None)


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_a_deed_touches_only_the_rows_that_it_is_about(crowd: Crowd, name: str) -> None:
    deed, it = DEEDS[name], crowd.middle
    before = all_rows()
    with watching_foreign_rows("middle") as foreign:
        deed.do(it)
    changes = list(touched(before, all_rows()))

    assert foreign == set(), "rows of other offices are fetched"
    where = allowed(it, deed)
    wrong = [(how, row) for how, row in changes if not own(it, row, how, deed) or astray(row, deed, where)]
    assert wrong == []
    trail = [(how, row) for how, row in changes if row.kind == "Jejak"]
    assert [row for how, row in trail if how != "new"] == []
    tindakan = [field.attname for field in Jejak._meta.concrete_fields].index("tindakan")
    assert {row.columns[tindakan] for _, row in trail} == {act.value for act in deed.acts}
    assert deed.kinds <= {row.kind for _, row in changes} | {"Jejak"}, "the deed touches what is written of it"


def test_every_act_has_a_deed() -> None:
    assert {act for deed in DEEDS.values() for act in deed.acts} == set(Act) - NO_DEED


def test_every_kind_of_row_has_a_place() -> None:
    assert {model._meta.label for model in placed_models()} == PLACES.keys()
    assert {name for way in PLACES.values() for name in way} == set(COORDINATES)
