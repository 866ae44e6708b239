"""The course of a row's year, last year's figure and the number of a row: what stands beside a cell."""

from decimal import Decimal

import pytest
from django.utils import timezone

from indicators.models import Indikator, Realisasi
from indicators.selectors.course import course_of
from indicators.selectors.pengajuan import list_unit_rows
from indicators.selectors.pengisian import EntryRow, get_page
from indicators.selectors.quarter_sheet import SheetRow, in_reading_order, list_rows
from indicators.templatetags.figures import soft_breaks
from indicators.views.course import describe_course, draw_course
from tests.cast import Office, freeze, make_butir, make_pk, make_quarter
from tests.indicators.way import BIDANG, fill

pytestmark = pytest.mark.django_db


def layanan_row(office: Office, nilai: str | None) -> SheetRow:
    indikator = office.indikator(office.bidang)[0]
    if nilai is not None:
        Realisasi.objects.create(
            indikator=indikator,
            triwulan=office.tw1,
            status="terisi",
            nilai=Decimal(nilai),
            diubah_oleh="uji",
            diubah_pada=timezone.now(),
        )
    (row,) = list_rows(office.opd, 2024, 1, indikator_ids=[indikator.pk])
    return row


@pytest.mark.parametrize(
    ("nilai", "heights", "dasar"),
    [
        # realisasi of TW I against a target of 12 in every quarter: (target, realisasi), in thousandths
        ("3", (1000, 250), 0),
        ("24", (500, 1000), 0),
        ("0", (1000, 0), 0),
        ("-12", (1000, 0), 500),
        (None, (1000, None), 0),
    ],
)
def test_a_quarter_is_drawn_by_the_measure_of_the_year(
    office: Office, nilai: str | None, heights: tuple[int, int | None], dasar: int
) -> None:
    first, *later = course_of(layanan_row(office, nilai))
    assert (first["tinggi_target"], first["tinggi_realisasi"], first["dasar"]) == (*heights, dasar)
    assert [point["tinggi_realisasi"] for point in later] == [None, None, None]


def test_the_picture_says_in_words_what_it_shows(office: Office) -> None:
    points = course_of(layanan_row(office, "3"))
    assert describe_course(points) == (
        "TW I: realisasi 3, target 12; TW II: realisasi belum ada, target 12; "
        "TW III: realisasi belum ada, target 12; TW IV: realisasi belum ada, target 12"
    )
    picture = draw_course(points)
    assert picture.count("<rect") == 1
    assert picture.count("course-target") == 4
    assert "style" not in picture
    blank = [{**point, "target": "", "realisasi": ""} for point in points]
    assert draw_course(blank) == ""  # type: ignore[arg-type]  # a point with two fields changed


def test_last_year_stands_beside_the_row_when_it_was_approved(office: Office) -> None:
    layanan = office.indikator(office.bidang)[0]
    pk = make_pk(office.opd, 2023)
    make_butir(pk, layanan, ("4", "4", "4", "4"))
    freeze(pk)
    quarter = make_quarter(office.opd, 2023, 1, [office.bidang])
    Realisasi.objects.create(
        indikator=layanan,
        triwulan=quarter,
        status="terisi",
        nilai=Decimal(7),
        diubah_oleh="uji",
        diubah_pada=timezone.now(),
    )

    def shown() -> dict[str, str]:
        page = get_page(office.pengajuan(office.bidang), terkunci=False)
        assert page.tahun_lalu == "TW I 2023"
        return {item.nama: item.tahun_lalu for item in page.butir if isinstance(item, EntryRow)}

    assert set(shown().values()) == {""}, "a draft is no ground for comparison"
    quarter.status, quarter.disahkan_pada = "disahkan", timezone.now()
    quarter.save()
    assert {nama: text for nama, text in shown().items() if text} == {layanan.nama: "7"}


def test_a_row_bears_one_number_on_every_page(office: Office) -> None:
    fill(office, office.bidang, BIDANG)
    whole = in_reading_order(list_rows(office.opd, 2024, 1))
    numbers = {row.indikator.pk: row.nomor for row in whole}
    assert sorted(numbers.values()) == [1, 1, 1, 2, 2, 3], "each unit counts from one"
    own = list_unit_rows(office.pengajuan(office.bidang))
    assert [row.nomor for row in own] == [1, 2, 3]
    assert {row.indikator.pk: row.nomor for row in own}.items() <= numbers.items()
    page = get_page(office.pengajuan(office.bidang), terkunci=False)
    items = [item for item in page.butir if isinstance(item, EntryRow)]
    assert [(item.id, item.nomor) for item in items] == [(row.indikator.pk, row.nomor) for row in own]
    # As the tree reads: the program's own row, the kegiatan's, the sub kegiatan's.
    assert [Indikator.objects.get(pk=item.id).tingkat.label for item in items] == [
        "Program",
        "Kegiatan",
        "Sub kegiatan",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Orang/bulan", "Orang/<wbr>bulan"), ("Dokumen", "Dokumen"), ("<b>/x", "&lt;b&gt;/<wbr>x")],
)
def test_a_unit_of_measure_breaks_behind_its_stroke(text: str, shown: str) -> None:
    assert soft_breaks(text) == shown
