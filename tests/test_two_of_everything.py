"""Offices are told apart: what is read of one does not change with its neighbours, what is written leaves them alone.

The office in the middle of the crowd is asked every question while it is the only one and again among its neighbours.
It does every deed too, and all rows of the database are held against what they were: those of the neighbours, and its
own of other years, quarters, units and PK.
"""

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from openpyxl import load_workbook

from indicators.acts import Act
from indicators.capaian import EntryStatus
from indicators.exchange.workbook.downloads import flat_book, office_book, plan_book
from indicators.exchange.workbook.importing import BookChoices, check_plan
from indicators.models import (
    Anggaran,
    BuktiDukung,
    Indikator,
    Jejak,
    Penugasan,
    PerangkatDaerah,
    PeriodeRenstra,
    PerjanjianKinerja,
    Realisasi,
    RealisasiAnggaran,
    SkalaPredikat,
    TingkatPredikat,
    Triwulan,
)
from indicators.selectors import (
    anggaran,
    basis,
    comparison,
    dropped,
    ganti_nomenklatur,
    penetapan,
    pengisian,
    perjanjian,
    plan_tree,
    reporting,
    roll_over,
    settings,
    summary,
)
from indicators.selectors.pengajuan import own_account_ids
from indicators.selectors.plan_health import MISSING, check_pk
from indicators.services.bukti import add_evidence
from indicators.services.kantor import save_pemda
from indicators.services.penetapan import fix_pk
from indicators.services.perjanjian import save_pk
from indicators.services.realisasi import save_rows
from indicators.services.realisasi_entry import RowEntry
from indicators.services.skala import delete_tingkat
from reports import selectors as reports
from sakip.refusals import NotAllowed, NotNow, NotValid, ServiceError
from tests.cast import freeze
from tests.crowd import (
    START,
    Crowd,
    Life,
    add_agreement,
    add_plan,
    add_quarter,
    add_tasks,
    add_unit,
    add_year,
    build_life,
    start_numbers_at,
    watching_foreign_rows,
)
from tests.deeds import DEEDS
from tests.deeds.deed import Deed
from tests.files import PDF, upload
from tests.indicators.money import spend
from tests.places import COORDINATES, PLACES, Row, all_rows, placed_models
from tests.questions import answers, copy_of, differences
from tests.shared import shared
from tests.strangers import STRANGERS, return_row

# Numbers are started where the test wants them, which is a word of SQLite's.
pytestmark = pytest.mark.one_database("sqlite")


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


# Questions that are about every year, quarter or submission that an office has.
ABOUT_ALL = {
    "counts",
    "entry",
    "for the head",
    "quarters",
    "quarters of offices",
    "quarters of the summary",
    "reports",
    "submissions",
}

# How an office grows, and which answers are about what was added.
GROWTH: dict[str, tuple[Callable[[Life], None], set[str]]] = {
    "an earlier year": (
        lambda it: add_year(it, 2021),
        {*ABOUT_ALL, "agreements", "earlier agreements", "next years", "sources of an agreement"},
    ),
    "a later year": (
        lambda it: add_year(it, 2026),
        {
            *ABOUT_ALL,
            "agreements",
            "next years",
            "sources of an agreement",
            "year of the tree",
            "years of nomenclature",
        },
    ),
    "one more draft": (
        add_agreement,
        {"agreements", "latest agreement", "plan checked", "sources of an agreement", "tree"},
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


# Questions about all that a person has to do, wherever he works.
OF_A_PERSON = {"counts", "office by code", "powers", "submissions", "waiting"}


def test_what_is_read_of_an_office_does_not_change_when_its_people_work_in_another(crowd: Crowd) -> None:
    before = answers(copy_of(crowd.middle))
    add_tasks(crowd.middle, crowd.after)

    assert differences(before, answers(copy_of(crowd.middle))).keys() == OF_A_PERSON


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


def test_each_agreement_and_change_is_found_for_itself(crowd: Crowd) -> None:
    """By hand: 2023, 2024 and its draft; one change of nomenclature; the Bidang keeps the money of its sub kegiatan."""
    it = crowd.middle
    opd = it.office.opd
    first = PerjanjianKinerja.objects.get(opd=opd, tahun=2023)
    assert list(comparison.list_earlier(it.draft)) == [it.office.pk, first]
    assert list(comparison.list_earlier(it.office.pk)) == [first]
    assert list(perjanjian.list_sources(it.draft)) == [it.office.pk, first]
    ganti = ganti_nomenklatur.get_latest(it.office.renstra, 2025)
    assert ganti is not None
    assert ganti_nomenklatur.find_change(opd, ganti.pk) == ganti
    assert ganti_nomenklatur.find_change(crowd.after.office.opd, ganti.pk) is None
    assert anggaran.keeper_ids(opd.pk, 2024, 1) == {it.office.sub_kegiatan.pk: it.office.bidang.pk}


def test_a_quarter_waits_for_the_head_whatever_other_offices_and_years_left_open(crowd: Crowd) -> None:
    """TW II is validated, TW I before it approved; TW I of a neighbour and of last year is still open."""
    it = crowd.middle
    it.tw2.pengajuan.update(status="divalidasi", posisi=None)
    it.last_year.pengajuan.update(status="draf")
    crowd.after.office.tw1.pengajuan.update(status="draf")
    Triwulan.objects.filter(pk=crowd.after.office.tw1.pk).update(status="dibuka", disahkan_pada=None)

    Triwulan.objects.create(opd=it.office.opd, tahun=2025, triwulan=1)  # nobody has anything to hand in there

    assert summary.count_ready_quarters(it.cast.kadis) == {it.office.opd.pk: 1}


def test_what_is_left_to_fill_is_counted_where_it_can_still_be_changed(crowd: Crowd) -> None:
    """By hand: Bidang has not handed in TW II and last year's quarter, which is approved all the same then."""
    it = crowd.middle
    assert summary.count_to_fill(it.cast.staf) == {it.office.opd.pk: 2}
    Triwulan.objects.filter(pk=it.last_year.pk).update(status="disahkan", disahkan_pada=timezone.now())
    assert summary.count_to_fill(it.cast.staf) == {it.office.opd.pk: 1}


def test_a_workbook_holds_the_rows_of_one_office_and_offers_its_units_and_scales(crowd: Crowd) -> None:
    """By hand: twelve tasks of the cast; the draft lacks one of the six rows; another Renstra has nodes of its own."""
    it = crowd.middle
    opd, period = it.office.opd, it.office.renstra
    books = {
        "office": office_book(by=it.cast.administrator, opd=opd),
        "plan": plan_book(by=it.cast.perencana, opd=opd, periode=period, pk=it.draft),
    }
    rows, offered = {}, {}
    for name, content in books.items():
        book = load_workbook(io.BytesIO(content))
        offered[name] = {
            cells[0]: [cell for cell in cells[1:] if cell] for cells in book["Pilihan"].iter_cols(values_only=True)
        }
        rows[name] = {sheet.title: sheet.max_row - 1 for sheet in book if sheet.title not in ("Petunjuk", "Pilihan")}

    assert rows == {
        "office": {"Unit kerja": 5, "Pejabat": 1, "Pengguna": 12},
        "plan": {
            "Renstra": 1,
            "Skala predikat": 2,
            "Tingkat predikat": 1,
            "Tujuan": 1,
            "Sasaran strategis": 1,
            "Program": 1,
            "Kegiatan": 1,
            "Sub kegiatan": 2,
            "Indikator": 6,
            "Target Renstra": 4,
            "Perjanjian kinerja": 1,
            "Target PK": 5,
        },
    }
    assert {(*lists["Kode unit"], *lists["Skala predikat"]) for lists in offered.values()} == {
        ("dinas", "sekretariat", "umum", "ikp", "iku", "Skala kedua", "Skala uji")
    }


def test_a_workbook_fetches_no_rows_of_other_offices(crowd: Crowd) -> None:
    it = crowd.middle
    opd, plan = it.office.opd, {"periode": it.office.renstra, "pk": it.draft}
    with watching_foreign_rows("middle") as foreign:
        office_book(by=it.cast.administrator, opd=opd)
        plan_book(by=it.cast.perencana, opd=opd, **plan)
        flat_book(by=it.cast.perencana, opd=opd, **plan)
    assert foreign == set()


def test_a_workbook_of_an_office_without_a_plan_is_empty(crowd: Crowd) -> None:
    """Rows without a Renstra would be those of the whole installation."""
    it = crowd.middle
    without = PerangkatDaerah.objects.get(pemda=it.office.opd.pemda_id, kode="dinkes")
    book = load_workbook(io.BytesIO(plan_book(by=it.cast.perencana, opd=without, periode=None, pk=None)))
    assert {sheet.title for sheet in book if sheet.max_row > 1} == {"Petunjuk", "Pilihan"}


def test_a_figure_is_saved_in_the_quarter_that_it_was_typed_in(crowd: Crowd) -> None:
    """By hand: the first row has figures in 2023 TW I and in both quarters of 2024; the one of 2023 is corrected."""
    it = crowd.middle
    first, *_ = it.office.indikator(it.office.bidang)
    rows = Realisasi.objects.filter(indikator=first).order_by("pk")
    before = {row.triwulan_id: row.nilai for row in rows}
    stored = rows.get(triwulan=it.last_year)
    typed = [RowEntry(first.pk, stored.versi, realisasi="41")]
    (answer,) = save_rows(by=it.cast.staf, triwulan=it.last_year, unit=it.office.bidang, isian=typed)
    assert answer.galat is None
    assert {row.triwulan_id: row.nilai for row in rows.all()} == {**before, it.last_year.pk: 41}


def test_who_typed_is_told_of_one_unit_and_quarter(crowd: Crowd) -> None:
    """By hand: each unit's rows of each open quarter and each sub kegiatan's money have another typist, or none; a
    draft gives Subbag's rows to Bidang."""
    it = crowd.middle
    add_quarter(it)
    it.draft.butir.filter(unit=it.office.subbag).update(unit=it.office.bidang)
    tw3 = Triwulan.objects.get(opd=it.office.opd, tahun=2024, triwulan=3)
    first, *_ = it.office.indikator(it.office.bidang)
    spend(Anggaran.objects.get(sub_kegiatan=it.sub_kedua), it.tw2, "5", "5")
    spend(Anggaran.objects.get(sub_kegiatan=it.office.sub_kegiatan, tahun=2023), it.last_year, "5", "5")
    staff = it.cast
    for quarter, unit, who in (
        (it.last_year, it.office.bidang, staff.asing),
        (it.tw2, it.office.bidang, staff.kepala),
        (it.tw2, it.office.subbag, staff.staf_umum),
        (tw3, it.office.bidang, staff.kasubbag),
    ):
        rows = Realisasi.objects.filter(triwulan=quarter, indikator__unit=unit)
        rows.exclude(indikator=first, triwulan=it.tw2).update(pengisi=who)
    for sub, quarter, who in (
        (it.office.sub_kegiatan, it.tw2, staff.perencana),
        (it.sub_kedua, it.tw2, staff.staf_iku),
        (it.office.sub_kegiatan, tw3, staff.ketua_iku),
    ):
        RealisasiAnggaran.objects.filter(anggaran__sub_kegiatan=sub, triwulan=quarter).update(pengisi=who)

    found = {
        quarter.pk: own_account_ids(quarter.pengajuan.get(unit=it.office.bidang))
        for quarter in (it.last_year, it.office.tw1, it.tw2, tw3)
    }
    assert found == {
        it.last_year.pk: [staff.asing.pk],
        it.office.tw1.pk: [staff.staf.pk],
        it.tw2.pk: sorted([staff.kepala.pk, staff.perencana.pk]),
        tw3.pk: sorted([staff.kasubbag.pk, staff.ketua_iku.pk]),
    }


def test_a_change_is_held_against_the_agreement_before_it(crowd: Crowd) -> None:
    """By hand: the change before the second one is a draft at first, and in force from July once it is fixed; the row
    that it lacks stands last in the first agreement."""
    it = crowd.middle
    add_agreement(it)
    second = PerjanjianKinerja.objects.get(opd=it.office.opd, perubahan=2)
    assert {row.pk_induk_id for row in penetapan.list_before(second).values()} == {it.office.pk.pk}
    with pytest.raises(NotNow, match="PK sebelumnya"):
        fix_pk(by=it.cast.perencana, pk=second)
    empty = PerjanjianKinerja.objects.create(opd=second.opd, tahun=2022, berlaku_mulai=date(2022, 1, 1))
    with pytest.raises(NotNow, match="belum memuat indikator"):
        fix_pk(by=it.cast.perencana, pk=empty)
    third = PerjanjianKinerja(opd=second.opd, tahun=2024, perubahan=3, berlaku_mulai=date(2024, 9, 1), alasan="Uji")
    with pytest.raises(NotValid, match="berurutan"):
        save_pk(by=it.cast.perencana, pk=third)

    freeze(it.draft)
    by_agreement = Counter(row.pk_induk_id for row in penetapan.list_before(second).values())
    assert by_agreement == {it.draft.pk: 5, it.office.pk.pk: 1}
    with pytest.raises(NotValid, match="sebelum PK yang diubahnya"):
        save_pk(by=it.cast.perencana, pk=second)


def test_a_change_in_force_drops_its_rows_from_then_on(crowd: Crowd) -> None:
    """By hand: the change lacks one row and is in force from TW III on; a year is opened in its first agreement."""
    it = crowd.middle
    freeze(it.draft)
    first, *_ = it.office.pk.butir.exclude(indikator__in=it.draft.butir.values("indikator"))
    found = [dropped.list_dropped(it.office.opd, 2024, quarter) for quarter in (2, 3)]
    assert [[row.butir for row in rows] for rows in found] == [[], [first]]
    opened = roll_over.get_roll_over(it.office.opd.pk, 2024)
    assert opened is not None
    assert opened.draf == it.office.pk


def test_an_agreement_is_held_against_the_plans_of_its_own_year(crowd: Crowd) -> None:
    """By hand: the draft lacks one row of its Renstra; those of other years have rows that no agreement holds."""
    it = crowd.middle
    add_plan(it.office, 2027, 2030)
    (gone,) = it.office.pk.butir.exclude(indikator__in=it.draft.butir.values("indikator"))
    lacking = [row.indikator.id for row in check_pk(it.draft) if row.temuan.kode == MISSING and row.indikator]
    assert lacking == [gone.indikator_id]


def test_what_was_typed_in_the_year_is_measured_anew(crowd: Crowd) -> None:
    """By hand: the draft sums up the first row otherwise, which has a figure in TW I, none in TW II and last year's."""
    it = crowd.middle
    first, *_ = it.office.indikator(it.office.bidang)
    it.draft.butir.filter(indikator=first).update(konsolidasi="posisi_akhir")
    Realisasi.objects.filter(triwulan=it.tw2, indikator=first).update(status=EntryStatus.BELUM_DIISI.value, nilai=None)
    found = [row.realisasi for row in penetapan.list_anew(it.draft)]
    assert found == [Realisasi.objects.get(triwulan=it.office.tw1, indikator=first)]


def test_documents_rest_on_a_quarter_by_its_year_and_number(crowd: Crowd) -> None:
    """By hand: the one final document is of TW I 2024; what is still composed of TW II is none yet."""
    it = crowd.middle
    when = [(2022, 1), (2024, 1), (2024, 2), (2025, 1)]
    assert [reports.list_touched(it.office.opd.pk, *quarter) for quarter in when] == [[], [it.final], [], []]


def test_letters_stay_where_an_agreement_that_is_fixed_measures_with_them(crowd: Crowd) -> None:
    it = crowd.middle
    scale = SkalaPredikat.objects.get(opd=it.office.opd, nama="Skala kedua")
    it.draft.butir.update(skala=scale)
    delete_tingkat(by=it.cast.perencana, tingkat=scale.tingkat.get())

    freeze(it.draft)
    letter = TingkatPredikat.objects.create(skala=scale, huruf="B", skor=1)
    with pytest.raises(NotNow, match="sudah ditetapkan"):
        delete_tingkat(by=it.cast.perencana, tingkat=letter)


def test_the_files_and_returned_rows_of_a_quarter_are_its_own(crowd: Crowd) -> None:
    """By hand: a file for a row that has no figure in TW II yet; TW II is returned for the first row, last year's
    quarter for the second; a draft gives the first row to the Subbag."""
    it = crowd.middle
    first, second, _ = it.office.indikator(it.office.bidang)
    figure = Realisasi.objects.get(triwulan=it.tw2, indikator=second)
    Realisasi.objects.filter(pk=figure.pk).delete()
    where = {"triwulan": it.tw2, "unit": it.office.bidang, "indikator_id": second.pk}
    added = add_evidence(by=it.cast.staf, **where, file=upload("lagi.pdf", PDF))
    assert (added.realisasi.triwulan, added.realisasi.indikator) == (it.tw2, second)
    Realisasi.objects.filter(pk=added.realisasi_id).update(status="terisi", nilai=figure.nilai, catatan=figure.catatan)

    for quarter, row in ((it.tw2, first), (it.last_year, second)):
        return_row(it.cast.staf, quarter.pengajuan.get(unit=it.office.bidang), row)
    page = pengisian.get_page(it.tw2.pengajuan.get(unit=it.office.bidang), terkunci=False)
    assert [item.id for item in page.butir if isinstance(item, pengisian.EntryRow) and item.terbuka] == [first.pk]

    it.draft.butir.filter(indikator=first).update(unit=it.office.subbag)
    file = BuktiDukung.objects.get(realisasi__triwulan=it.tw2, realisasi__indikator=first)
    other = BuktiDukung.objects.get(realisasi__triwulan=it.last_year)
    submission = it.tw2.pengajuan.get(unit=it.office.bidang)
    assert [pengisian.find_row_bukti(submission, row.pk) for row in (file, other)] == [file, None]
    assert pengisian.get_bukti(it.cast.sekretaris, file.pk) == (file, it.office.bidang)


@pytest.mark.parametrize("make", [flat_book, plan_book])
def test_a_workbook_comes_back_to_the_plan_and_draft_that_it_was_made_of(
    crowd: Crowd, make: Callable[..., bytes]
) -> None:
    """One flat sheet names neither Renstra nor number of the PK. A neighbour's Renstra begins later, and it has a
    second draft; a third stands in another year, and the office's next Renstra is there."""
    it, other = crowd.middle, crowd.after
    PeriodeRenstra.objects.filter(pk=other.office.renstra.pk).update(tahun_awal=2024)
    PeriodeRenstra.objects.create(opd=it.office.opd, tahun_awal=2027, tahun_akhir=2030)
    add_agreement(other)
    PerjanjianKinerja.objects.create(
        opd=it.office.opd, tahun=2023, perubahan=3, berlaku_mulai=date(2023, 9, 1), alasan="Uji"
    )
    # One flat sheet has one column for the unit of measure of a row and of its indicator.
    Indikator.objects.filter(butir_pk__in=it.draft.butir.filter(satuan="Satuan lain")).update(satuan="Satuan lain")
    by, opd = it.cast.perencana, it.office.opd
    book = make(by=by, opd=opd, periode=it.office.renstra, pk=it.draft)
    choices = BookChoices(tahun=2024, serupa="perbaiki")

    seen = check_plan(by=by, opd=opd, files=[("rencana.xlsx", book)], pilihan=choices)

    assert seen.galat == []
    assert [(row.nama, row.perubahan) for sheet in seen.lembar for row in sheet.baris] == []
    (butir,) = [sheet for sheet in seen.lembar if sheet.nama == "Target PK"]
    assert butir.tetap == it.draft.butir.count()


def test_a_pemda_is_changed_by_those_who_administer_all_its_offices(crowd: Crowd) -> None:
    it = crowd.middle
    Penugasan.objects.filter(pengguna=it.cast.administrator, unit__opd=it.office.opd).delete()
    with pytest.raises(NotAllowed):
        save_pemda(by=it.cast.administrator, pemda=it.office.opd.pemda)


@pytest.mark.parametrize("name", sorted(STRANGERS))
def test_what_is_of_another_office_quarter_or_unit_is_refused(crowd: Crowd, name: str) -> None:
    before = all_rows()
    with pytest.raises(ServiceError), transaction.atomic():
        STRANGERS[name](crowd.middle, crowd.after)
    changed = [row for _, row in touched(before, all_rows()) if row.kind not in ("Jejak", "JejakBerulang")]
    assert changed == []


# Acts that are only ever refused, or done by the set-up, and so change no row but the trail's.
NO_DEED = {Act.BUKA_HALAMAN, Act.KIRIM_ISIAN, Act.CARI_YANG_TERTUTUP, Act.SUSUN_DOKUMEN}


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
