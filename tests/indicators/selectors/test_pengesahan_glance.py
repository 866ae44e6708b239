"""A quarter before its approver: means through the year, what is below its target, what became of it since."""

from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators.models import Indikator, Pengajuan, Realisasi, Triwulan
from indicators.selectors.pengesahan_glance import MeanPoint, QuarterGlance, glance_at, why_opened
from indicators.selectors.pengesahan_standing import Movement
from indicators.selectors.summary import list_quarters, summarise_quarter
from indicators.services.triwulan import approve, reopen_quarter
from indicators.tingkat import TingkatCapaian
from tests.cast import Cast, Office, freeze, make_butir, make_pk, make_quarter
from tests.indicators import way
from tests.indicators.approval_chain import approve_up_to, build_year

pytestmark = pytest.mark.one_database

IKU, PROGRAM, KEGIATAN, SUB = TingkatCapaian
# Of TW II, in the order of the PK: layanan 12 of 12, dokumen 3 of 4, indeks on target; surat 200 of 200, gedung without
# target; IKU 2,00 of 2,25.
BIDANG_2 = ("12", "3", "81.18")
SUBBAG_2 = ("200", "0")
TIM_2 = ("2",)


def glance(quarter: Triwulan) -> QuarterGlance:
    return glance_at(quarter, summarise_quarter(quarter))


def fill_first(office: Office) -> None:
    for unit, values in ((office.bidang, way.BIDANG), (office.subbag, way.SUBBAG), (office.tim, way.TIM)):
        way.fill(office, unit, values)


def open_second(office: Office) -> Triwulan:
    quarter = make_quarter(office.opd, 2024, 2, [office.subbag, office.bidang, office.tim])
    for unit, values in ((office.bidang, BIDANG_2), (office.subbag, SUBBAG_2), (office.tim, TIM_2)):
        way.fill(office, unit, values, quarter=quarter)
    return quarter


def make_last_year(office: Office, cast: Cast, *values: tuple[Indikator, str, str]) -> Triwulan:
    """Approve TW I 2023 with these indicators: (indicator, target, realisasi), all of Bidang."""
    pk = make_pk(office.opd, 2023)
    for indikator, target, _ in values:
        butir = make_butir(pk, indikator, (target,) * 4)
        butir.unit = office.bidang
        butir.save()
    freeze(pk)
    quarter = make_quarter(office.opd, 2023, 1, [office.bidang])
    for indikator, _, value in values:
        Realisasi.objects.create(
            indikator=indikator,
            triwulan=quarter,
            status="terisi",
            nilai=Decimal(value),
            diubah_oleh="uji",
            diubah_pada=timezone.now(),
        )
    Pengajuan.objects.filter(triwulan=quarter).update(status="divalidasi")
    return approve(by=cast.kadis, quarter=quarter, versi=quarter.versi)


def names(rows: list[Indikator]) -> list[str]:
    return [row.nama for row in rows]


def crossed(movement: Movement | None) -> dict[str, list[tuple[str, str, str]]]:
    assert movement is not None
    return {
        name: [(item.kini.baris.indikator.nama, item.semula_teks, item.kini.hasil.teks) for item in found]
        for name, found in (("bawah", movement.baru_di_bawah), ("tercapai", movement.baru_tercapai))
    }


def means(movement: Movement | None) -> dict[TingkatCapaian, tuple[str, str, str]]:
    assert movement is not None
    return {
        level: (str(change.semula), str(change.kini), str(change.selisih))
        for level, change in movement.rata_rata.items()
    }


def texts(points: Mapping[int, MeanPoint | None]) -> list[tuple[str, int | None, int | None] | None]:
    return [None if point is None else (point.teks, point.dihitung, point.jumlah) for point in points.values()]


def test_below_target_is_judged_or_said_to_be_judged_at_the_years_end(office: Office) -> None:
    fill_first(office)

    found = glance(office.tw1)

    assert [row.baris.indikator.nama for row in found.di_bawah] == ["Jumlah surat"]
    assert [row.baris.indikator.nama for row in found.belum_dinilai] == ["Indeks keterbukaan", "Jumlah layanan media"]
    (surat,) = found.di_bawah
    assert (surat.target, surat.realisasi, surat.satuan, surat.hasil.teks) == ("100", "50", "Surat", "50,00")
    assert (found.dihitung, len(found.baris)) == (5, 6)


def test_the_programs_count_each_indicator_once_and_no_iku(office: Office) -> None:
    fill_first(office)
    (program,) = glance(office.tw1).program
    assert (program.nama, program.di_bawah, program.belum_dinilai, program.tercapai, program.lainnya) == (
        "Program Informasi Publik", 1, 2, 1, 1
    )  # fmt: skip
    assert program.jumlah == 5


def test_what_wants_a_look_is_counted(office: Office) -> None:
    fill_first(office)
    Realisasi.objects.filter(indikator__nama="Jumlah surat").update(kendala="Pos libur.", tindak_lanjut="Dikejar.")
    Realisasi.objects.filter(indikator__nama="Indeks keterbukaan").update(faktor_penghambat="Responden sedikit.")

    found = glance(office.tw1)

    assert (found.perhatian.tanpa_kendala, found.perhatian.tanpa_tindak_lanjut) == (1, 2)
    assert (found.perhatian.tanpa_bukti, found.perhatian.tidak_tersedia) == (6, 0)
    assert found.di_bawah[0].kendala == ["Pos libur."]


def test_a_first_quarter_is_held_against_no_quarter_before_it(office: Office) -> None:
    fill_first(office)
    found = glance(office.tw1)
    assert (found.sejak_triwulan, found.sejak_tahun_lalu, found.gerakan, found.ada_tahun_lalu) == (
        None,
        None,
        [],
        False,
    )


def test_since_the_quarter_before_the_means_and_who_crossed_the_target(office: Office) -> None:
    fill_first(office)
    quarter = open_second(office)

    found = glance(quarter)

    assert found.sejak_triwulan is not None
    assert (found.sejak_triwulan.label, found.sejak_triwulan.dibandingkan) == ("TW I 2024", 5)
    assert crossed(found.sejak_triwulan) == {
        "bawah": [("Nilai Indeks SPBE", "100,00", "88,89"), ("Jumlah dokumen informasi", "100,00", "75,00")],
        "tercapai": [
            ("Indeks keterbukaan", "98,77", "100,00"),
            ("Jumlah layanan media", "50,00", "100,00"),
            ("Jumlah surat", "50,00", "100,00"),
        ],
    }
    assert means(found.sejak_triwulan) == {
        IKU: ("100.00", "88.89", "-11.11"),
        PROGRAM: ("98.77", "100.00", "1.23"),
        KEGIATAN: ("100.00", "75.00", "-25.00"),
        SUB: ("50.00", "100.00", "50.00"),
    }
    # Gedung has no target before TW IV.
    sub = next(level for level in found.tingkat if level.rata.tingkat is SUB)
    assert texts(sub.arah.kini) == [("50,00", 2, 3), ("100,00", 2, 3)]


def test_what_never_had_figures_is_not_compared(office: Office) -> None:
    found = glance(open_second(office))
    assert found.sejak_triwulan is None


def test_last_year_is_what_was_approved_of_the_same_quarter(office: Office, cast: Cast) -> None:
    fill_first(office)
    layanan, dokumen, _ = office.indikator(office.bidang)
    make_last_year(office, cast, (layanan, "10", "10"), (dokumen, "4", "1"))

    found = glance(office.tw1)

    assert found.sejak_tahun_lalu is not None
    assert (found.sejak_tahun_lalu.label, found.sejak_tahun_lalu.dibandingkan) == ("TW I 2023", 2)
    assert crossed(found.sejak_tahun_lalu) == {
        "bawah": [("Jumlah layanan media", "100,00", "50,00")],
        "tercapai": [("Jumlah dokumen informasi", "25,00", "100,00")],
    }
    assert means(found.sejak_tahun_lalu) == {
        KEGIATAN: ("25.00", "100.00", "75.00"),
        SUB: ("100.00", "50.00", "-50.00"),
    }
    kegiatan = next(level for level in found.tingkat if level.rata.tingkat is KEGIATAN)
    assert texts(kegiatan.arah.lalu) == [("25,00", 1, 1), None, None, None]


def test_a_nought_of_last_year_is_a_figure(office: Office, cast: Cast) -> None:
    fill_first(office)
    dokumen = office.indikator(office.bidang)[1]
    make_last_year(office, cast, (dokumen, "4", "0"))
    assert crossed(glance(office.tw1).sejak_tahun_lalu)["tercapai"] == [("Jumlah dokumen informasi", "0,00", "100,00")]


def test_an_indicator_is_held_against_the_one_that_it_continues(office: Office, cast: Cast) -> None:
    fill_first(office)
    dokumen = office.indikator(office.bidang)[1]
    lama = Indikator.objects.create(opd=office.opd, unit=office.bidang, kegiatan=office.kegiatan, nama="Dokumen lama")
    Indikator.objects.filter(pk=dokumen.pk).update(menggantikan=lama)
    make_last_year(office, cast, (lama, "4", "2"))
    assert crossed(glance(office.tw1).sejak_tahun_lalu)["tercapai"] == [("Jumlah dokumen informasi", "50,00", "100,00")]


def test_last_year_that_was_opened_again_is_no_ground_for_comparison(office: Office, cast: Cast) -> None:
    fill_first(office)
    quarter = make_last_year(office, cast, (office.indikator(office.bidang)[0], "10", "10"))
    reopen_quarter(by=cast.kadis, quarter=quarter, versi=quarter.versi, alasan="Keliru.")
    found = glance(office.tw1)
    assert (found.sejak_tahun_lalu, found.ada_tahun_lalu) == (None, False)


def test_the_years_report_is_judged_by_the_year(office: Office) -> None:
    rantai = build_year(office)
    rantai.enter(4, "1")
    found = glance(rantai.at(4))
    (row,) = found.di_bawah
    assert (row.target, row.realisasi, row.hasil.teks) == ("8", "7", "87,50")
    (level,) = found.tingkat
    assert texts(level.arah.kini) == [("100,00", 1, 1)] * 3 + [("87,50", 1, 1)]


def test_a_glance_asks_as_often_for_many_rows_as_for_few(
    office: Office, django_assert_num_queries: Callable[..., object]
) -> None:
    fill_first(office)
    ringkasan = summarise_quarter(office.tw1)
    # The PKs of the quarters, the settings, last year's approvals; nothing of last year, so that no lineage is asked.
    with django_assert_num_queries(3):
        glance_at(office.tw1, ringkasan)


def test_a_quarter_that_was_opened_again_says_why_and_what_waits_for_it(office: Office, cast: Cast) -> None:
    rantai = build_year(office)
    approve_up_to(rantai, cast.kadis, 4)
    year = list_quarters(office.opd)
    assert why_opened(rantai.at(2), year) is None
    first = rantai.at(2)
    reopen_quarter(by=cast.kadis, quarter=first, versi=first.versi, alasan="Temuan Inspektorat.")
    year = list_quarters(office.opd)

    opened, later, last = (why_opened(rantai.at(number), year) for number in (2, 3, 4))

    assert opened is not None
    assert later is not None
    assert last is not None
    assert (opened.oleh, opened.alasan) == ("Kepala Dinas (kadis)", "Temuan Inspektorat.")
    assert [row.label for row in opened.ditangguhkan] == ["TW III 2025", "TW IV 2025"]
    assert later.alasan == "TW II 2025 dibuka kembali: Temuan Inspektorat."
    assert [row.label for row in later.ditangguhkan] == ["TW IV 2025"]
    assert last.ditangguhkan == ()
    assert why_opened(rantai.at(1), year) is None


def test_a_suspended_quarter_that_is_opened_itself_tells_its_own_reason(office: Office, cast: Cast) -> None:
    rantai = build_year(office)
    approve_up_to(rantai, cast.kadis, 2)
    for number, alasan in ((1, "Yang pertama."), (2, "Yang kedua.")):
        quarter = rantai.at(number)
        reopen_quarter(by=cast.kadis, quarter=quarter, versi=quarter.versi, alasan=alasan)
    found = why_opened(rantai.at(2), list_quarters(office.opd))
    assert found is not None
    assert found.alasan == "Yang kedua."
