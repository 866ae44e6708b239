"""Offices are told apart: what is read of one does not change with its neighbours, what is written leaves them alone.

The office in the middle of the crowd is asked every question while it is the only one and again among its neighbours;
what each neighbour does is held against every row of the one in the middle.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from indicators.models import Indikator, Jejak, Kegiatan, Program, Realisasi, Sasaran
from indicators.permissions import Izin, Peran
from indicators.selectors import (
    anggaran,
    dasar,
    dihentikan,
    ganti_nomenklatur,
    kelengkapan,
    kesehatan,
    kewenangan,
    lembar,
    lembar_pk,
    pemeriksaan,
    penetapan,
    pengajuan,
    pengaturan,
    pengesahan,
    pengisian,
    perbandingan,
    pergantian_tahun,
    perjanjian,
    perubahan_nomenklatur,
    pk_triwulan,
    pohon,
    reporting,
    ringkasan,
    silsilah,
    tinjauan,
)
from indicators.services import pengajuan as submissions
from indicators.services import triwulan as quarters
from indicators.services.realisasi import IsianBaris, save_rows
from reports import selectors as reports
from reports.services import kedaluwarsa, laporan
from tests.crowd import START, Crowd, Life, build_life, describe, rows_of, start_numbers_at
from tests.reports import steps
from tests.shared import shared

# Numbers are started where the test wants them, which is a word of SQLite's.
pytestmark = pytest.mark.one_database("sqlite")

Question = Callable[[Life], Any]


def ids(life: Life) -> list[int]:
    return [row.pk for row in Indikator.objects.filter(unit=life.office.bidang).order_by("pk")]


def submission(life: Life) -> Any:
    return life.office.pengajuan(life.office.bidang)


def baris(life: Life) -> Any:
    return lembar.list_baris(life.office.opd, 2024, 1, with_bukti=True)


QUESTIONS: dict[str, Question] = {
    "money kept": lambda it: [anggaran.keeps_money(it.office.opd.pk, year) for year in (2023, 2024, 2025)],
    "money keepers": lambda it: [anggaran.keeper_ids(it.office.opd.pk, 2024, quarter) for quarter in (1, 2)],
    "money rows": lambda it: [anggaran.list_anggaran(it.office.opd, 2024, quarter) for quarter in (1, 2)],
    "money facts": lambda it: [anggaran.list_money_facts(it.office.opd, 2024, quarter) for quarter in (1, 2)],
    "money of units": lambda it: [
        (
            anggaran.list_unit_anggaran(it.tw2, unit),
            anggaran.unit_keeps_money(it.tw2, unit),
            anggaran.count_missing_money(it.tw2, unit),
        )
        for unit in (it.office.bidang, it.office.subbag)
    ],
    "basis": lambda it: dasar.get_basis(
        it.office.opd, 2024, 1, pejabat_id=reporting.get_signer(it.office.opd).pejabat_id, indikator_lalu=ids(it)
    ),
    "given up": lambda it: dihentikan.list_dihentikan(it.office.opd, 2024, 2),
    "nomenclature": lambda it: ganti_nomenklatur.get_latest(it.office.renstra, 2025),
    "why it stays": lambda it: ganti_nomenklatur.why_not_undo(ganti_nomenklatur.get_latest(it.office.renstra, 2025)),
    "plan checked": lambda it: kesehatan.check_plan(it.office.renstra, 2024).temuan,
    "agreement checked": lambda it: kesehatan.check_pk(it.draft),
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
    "agreements by quarter": lambda it: [lembar.list_pk_by_quarter(it.office.opd.pk, y, 4) for y in (2023, 2024)],
    "settings": lambda it: [pengaturan.get_pengaturan(it.office.opd.pk, year) for year in (2023, 2024)],
    "sheet": baris,
    "sheet of last year": lambda it: lembar.list_baris(it.office.opd, 2023, 1),
    "sheet of TW II": lambda it: lembar.list_baris(it.office.opd, 2024, 2, unit_ids=[it.office.bidang.pk]),
    "sheets wanted": lambda it: (lembar_pk.list_wanted(it.draft), lembar_pk.is_stale(it.draft)),
    "sheets": lambda it: (lembar_pk.list_lembar(it.draft), lembar_pk.map_placed(it.draft)),
    "rows before the change": lambda it: penetapan.list_before(it.draft),
    "rows measured anew": lambda it: penetapan.list_anew(it.draft),
    "for the head": lambda it: pemeriksaan.list_for_head(it.cast.kepala, [it.office.opd]),
    "submissions": lambda it: pengajuan.list_pengajuan(it.cast.sekretaris).order_by("pk"),
    "waiting": lambda it: [pengajuan.list_waiting(user) for user in (it.cast.kepala, it.cast.sekretaris)],
    "own accounts": lambda it: pengajuan.own_account_ids(submission(it)),
    "owners": lambda it: pengajuan.owner_unit_ids(it.office.tw1),
    "missing": lambda it: kelengkapan.list_missing(baris(it)),
    "whom to appoint": lambda it: pengajuan.say_whom_to_appoint(it.office.opd.pk, Peran.SEKRETARIS),
    "entry": lambda it: pengisian.list_pengisian(it.cast.staf, [it.office.opd]),
    "entry of a unit": lambda it: [
        pengisian.get_pengisian(it.cast.staf, quarter.pk, it.office.bidang.pk)
        for quarter in (it.last_year, it.office.tw1, it.tw2)
    ],
    "entry page": lambda it: pengisian.get_halaman(submission(it), terkunci=True),
    "evidence": lambda it: pengisian.get_bukti(it.cast.staf, it.objects.arguments["indicators:bukti_unduh"][0]),
    "figures approved": lambda it: pengesahan.compare_with_approval(it.office.tw1),
    "agreements compared": lambda it: perbandingan.compare_pk(it.office.pk, it.draft),
    "earlier agreements": lambda it: perbandingan.list_earlier(it.draft),
    "next years": lambda it: pergantian_tahun.list_next_years(it.office.opd.pk),
    "last fixed": lambda it: [pergantian_tahun.get_last_fixed(it.office.opd.pk, year) for year in (2023, 2024)],
    "year to open": lambda it: pergantian_tahun.get_pergantian(it.office.opd.pk, 2025),
    "rows of an agreement": lambda it: perjanjian.list_butir(it.draft),
    "sources of an agreement": lambda it: perjanjian.list_sources(it.draft),
    "years of nomenclature": lambda it: (
        perubahan_nomenklatur.list_years(it.office.renstra),
        perubahan_nomenklatur.get_first_open_year(it.office.renstra),
    ),
    "change of nomenclature": lambda it: perubahan_nomenklatur.get_perubahan(it.office.renstra, 2025),
    "periods": lambda it: pohon.list_periods(it.office.opd),
    "year of the tree": lambda it: pohon.choose_year([it.office.renstra], None, None),
    "latest agreement": lambda it: [pohon.get_latest_pk(it.office.opd.pk, year) for year in (2023, 2024, 2025)],
    "tree": lambda it: pohon.get_tree(it.office.renstra, 2024),
    "siblings": lambda it: [
        pohon.list_siblings(it.office.renstra, type(it.office.sasaran.tujuan)),
        pohon.list_siblings(it.office.sasaran, Program),
        pohon.list_siblings(it.office.program, Kegiatan),
        pohon.list_siblings(it.office.sasaran.tujuan, Sasaran),
    ],
    "support": lambda it: [pohon.list_support(row) for row in it.office.indikator(it.office.bidang)],
    "parent": lambda it: [
        pohon.find_parent("perioderenstra", it.office.renstra.pk, frozenset([it.office.opd.pk])),
        pohon.find_parent("kegiatan", it.office.kegiatan.pk, frozenset([it.office.opd.pk])),
    ],
    "office by code": lambda it: reporting.list_offices(it.cast.kadis),
    "quarters": lambda it: reporting.list_quarters(it.office.opd),
    "quarter": lambda it: [reporting.get_quarter(it.office.opd.pk, y, q) for y in (2023, 2024) for q in (1, 2, 3)],
    "signer": lambda it: reporting.get_signer(it.office.opd),
    "report facts": lambda it: [reporting.get_report_facts(it.office.opd, 2024, q) for q in (1, 2)],
    "summary": lambda it: [ringkasan.summarise_quarter(quarter) for quarter in (it.office.tw1, it.tw2)],
    "quarters of the summary": lambda it: ringkasan.list_quarters(it.office.opd),
    "counts": lambda it: [
        (ringkasan.count_ready_quarters(user), ringkasan.count_to_fill(user))
        for user in (it.cast.staf, it.cast.kadis, it.cast.sekretaris)
    ],
    "lines": lambda it: silsilah.list_lines(it.office.opd.pk, ids(it)),
    "targets of the plan": lambda it: silsilah.list_renstra_targets(
        it.office.opd.pk, [row.pk for row in it.office.indikator(it.office.tim)], (2023, 2026)
    ),
    "review": lambda it: tinjauan.review_of(kewenangan.get_kewenangan(it.cast.sekretaris), submission(it)),
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
    return {name: describe(question(life)) for name, question in QUESTIONS.items()}


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
    return Crowd(alone, *lives)


def test_what_is_read_of_an_office_does_not_change_with_its_neighbours(crowd: Crowd) -> None:
    found = answers(crowd.middle)

    assert {name: found[name] for name in found if found[name] != crowd.alone[name]} == {}


def test_an_office_reads_nothing_of_another_by_its_neighbours_eyes(crowd: Crowd) -> None:
    """The others' answers hold no row of the one in the middle; its name would tell."""
    for life in (crowd.before, crowd.after):
        leaking = {name for name, answer in answers(life).items() if "Beta" in repr(answer)}
        assert leaking == set()


Act = Callable[[Life], Any]


def reopen(life: Life) -> None:
    quarter = life.office.tw1
    quarter.refresh_from_db()
    quarters.reopen_quarter(by=life.cast.kadis, quarter=quarter, versi=quarter.versi, alasan="Angka diperiksa lagi.")


def render(life: Life) -> None:
    laporan.open_revision(
        by=life.cast.perencana, opd=life.office.opd, jenis="lpk", tahun=2024, triwulan=1, alasan="Salah angka."
    )
    with steps.quick_renderer():
        steps.make_final(life.office, life.cast.kadis)


def sign(life: Life) -> None:
    with steps.demo_certificate():
        steps.sign(life.final, life.cast)


def enter(life: Life) -> None:
    """Change every number of Bidang's open quarter."""
    rows = Realisasi.objects.filter(triwulan=life.tw2, indikator__unit=life.office.bidang)
    typed = [IsianBaris(row.indikator_id, row.versi, realisasi="5") for row in rows]
    save_rows(by=life.cast.staf, triwulan=life.tw2, unit=life.office.bidang, isian=typed)


ACTS: dict[str, Act] = {
    "enter": enter,
    "submit": lambda it: submissions.submit(by=it.cast.staf_iku, pengajuan=it.tw2.pengajuan.get(unit=it.office.tim)),
    "open a quarter": lambda it: quarters.open_quarter(
        by=it.cast.sekretaris,
        opd=it.office.opd,
        tahun=2024,
        triwulan=3,
        mulai=timezone.localdate(),
        tenggat=timezone.localdate() + timedelta(days=9),
    ),
    "reopen": reopen,
    "revise and render": render,
    "sign": sign,
}


@pytest.mark.parametrize("who", ["before", "after"])
@pytest.mark.parametrize("act", sorted(ACTS))
def test_what_a_neighbour_does_leaves_every_row_alone(crowd: Crowd, act: str, who: str) -> None:
    rows, trail = rows_of("middle"), Jejak.objects.filter(ditolak=False).count()
    ACTS[act](getattr(crowd, who))

    assert rows_of("middle") == rows
    assert Jejak.objects.filter(ditolak=False).count() > trail, "the act did something"
