"""Ordering the plan, and what keeps its order: the PK that is ditetapkan and the reports made of it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import ButirPK, Indikator, Jejak, Kegiatan, Program, SubKegiatan, Tujuan
from indicators.models.tingkat import child_model_of
from indicators.selectors.perjanjian import list_butir
from indicators.selectors.quarter_sheet import list_rows
from indicators.selectors.reporting import get_report_facts
from indicators.services.ordering import order_by_numbers, reorder
from indicators.services.penetapan import fix_pk
from indicators.services.perjanjian import copy_rows
from indicators.services.rencana import save_node
from indicators.triggers import TRIGGERS
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotFound, NotValid
from sakip.triggers import install, remove
from tests.cast import Cast, Office, make_butir, make_opd, make_pk


def subs(office: Office) -> list[SubKegiatan]:
    """Three siblings: the office's own and two more, all with the number 0 or 1."""
    for nama in ("Kedua", "Ketiga"):
        SubKegiatan.objects.create(kegiatan=office.kegiatan, nama=nama, urutan=1)
    return list(SubKegiatan.objects.order_by("pk"))


def ids(rows: list[Any]) -> list[int]:
    return [row.pk for row in rows]


def names(office: Office) -> list[tuple[int, str]]:
    return list(SubKegiatan.objects.order_by("urutan", "pk").values_list("urutan", "nama"))


def test_siblings_get_the_order_and_the_numbers(office: Office, cast: Cast) -> None:
    first, second, third = subs(office)
    seen = ids([first, second, third])
    rows = reorder(
        by=cast.perencana,
        induk=office.kegiatan,
        anak=SubKegiatan,
        urutan=[third.pk, first.pk, second.pk],
        dilihat=seen,
    )
    assert ids(rows) == [third.pk, first.pk, second.pk]
    assert names(office) == [(1, "Ketiga"), (2, "Layanan Media"), (3, "Kedua")]
    trail = Jejak.objects.get()
    assert (trail.tindakan, trail.objek, trail.objek_id, trail.opd) == (
        "urutkan_simpul",
        "2.16.02.2.01 Pengelolaan Informasi",
        str(office.kegiatan.pk),
        "diskominfo",
    )
    assert trail.sebelum == {"urutan": "1. 2.16.02.2.01.02 Layanan Media; 2. Kedua; 3. Ketiga"}
    assert trail.sesudah == {"urutan": "1. Ketiga; 2. 2.16.02.2.01.02 Layanan Media; 3. Kedua"}


def test_the_same_order_only_numbers_what_is_not_numbered_yet(office: Office, cast: Cast) -> None:
    seen = ids(subs(office))
    for _ in range(2):
        reorder(by=cast.perencana, induk=office.kegiatan, anak=SubKegiatan, urutan=seen, dilihat=seen)
    assert [number for number, _ in names(office)] == [1, 2, 3]
    assert Jejak.objects.count() == 1


def test_indicators_of_a_node_are_ordered_too(office: Office, cast: Cast) -> None:
    rows = list(office.sub_kegiatan.indikator.order_by("urutan", "pk"))
    assert [row.nama for row in rows] == ["Jumlah layanan media", "Jumlah surat", "Jumlah gedung dipelihara"]
    wanted = ids(rows[::-1])
    reorder(by=cast.perencana, induk=office.sub_kegiatan, anak=Indikator, urutan=wanted, dilihat=ids(rows))
    assert ids(list(office.sub_kegiatan.indikator.order_by("urutan"))) == wanted
    assert Jejak.objects.get().tindakan == "urutkan_indikator"


def test_tujuan_are_the_siblings_of_a_renstra(office: Office, cast: Cast) -> None:
    first = office.sasaran.tujuan
    second = Tujuan.objects.create(periode=office.renstra, nama="Tujuan kedua", urutan=1)
    reorder(
        by=cast.perencana,
        induk=office.renstra,
        anak=Tujuan,
        urutan=[second.pk, first.pk],
        dilihat=[first.pk, second.pk],
    )
    assert list(Tujuan.objects.order_by("urutan").values_list("urutan", "nama")) == [
        (1, "Tujuan kedua"),
        (2, "Meningkatnya kualitas pemerintahan digital"),
    ]


@pytest.mark.parametrize("meanwhile", ["new", "moved", "renumbered", "deleted"])
def test_siblings_that_changed_meanwhile_are_not_ordered(office: Office, cast: Cast, meanwhile: str) -> None:
    first, second, third = subs(office)
    seen = ids([first, second, third])
    if meanwhile == "new":
        save_node(by=cast.perencana, node=SubKegiatan(kegiatan=office.kegiatan, nama="Keempat", urutan=9))
    elif meanwhile == "moved":
        other = Kegiatan.objects.create(program=office.program, nama="Kegiatan lain")
        SubKegiatan.objects.filter(pk=third.pk).update(kegiatan=other)
    elif meanwhile == "renumbered":
        SubKegiatan.objects.filter(pk=third.pk).update(urutan=0)
    else:
        third.delete()
    before = names(office)
    with pytest.raises(ChangedMeanwhile, match="Susunan ini baru saja diubah"):
        reorder(by=cast.perencana, induk=office.kegiatan, anak=SubKegiatan, urutan=seen[::-1], dilihat=seen)
    assert names(office) == before
    assert not Jejak.objects.filter(tindakan="urutkan_simpul").exists()


def test_an_order_that_is_not_exactly_the_siblings_is_refused(office: Office, cast: Cast) -> None:
    first, second, third = subs(office)
    other = Kegiatan.objects.create(program=office.program, nama="Kegiatan lain")
    stranger = SubKegiatan.objects.create(kegiatan=other, nama="Di induk lain")
    seen = ids([first, second, third])
    for wanted in ([first.pk, second.pk], [*seen, stranger.pk], [*seen[:2], seen[0]], []):
        with pytest.raises(NotValid, match="tidak memuat semua baris"):
            reorder(by=cast.perencana, induk=office.kegiatan, anak=SubKegiatan, urutan=wanted, dilihat=seen)
    assert [number for number, _ in names(office)] == [0, 1, 1, 1]


@pytest.mark.parametrize("name", ["staf", "sekretaris", "kadis", "administrator", "asing"])
def test_only_planners_order_the_plan(office: Office, cast: Cast, name: str) -> None:
    seen = ids(subs(office))
    with pytest.raises(NotAllowed):
        reorder(by=getattr(cast, name), induk=office.kegiatan, anak=SubKegiatan, urutan=seen[::-1], dilihat=seen)
    assert [number for number, _ in names(office)] == [1, 1, 1]
    assert Jejak.objects.get().ditolak


def test_parent_of_another_office_or_gone(office: Office, cast: Cast) -> None:
    opd, _ = make_opd(office.opd.pemda, "lain", "Dinas Lain")
    periode = opd.renstra.create(tahun_awal=2023, tahun_akhir=2026)
    with pytest.raises(NotAllowed):
        reorder(by=cast.perencana, induk=periode, anak=Tujuan, urutan=[], dilihat=[])
    node = Kegiatan.objects.create(program=office.program, nama="Sebentar")
    gone = Kegiatan.objects.select_related("program__sasaran__tujuan__periode__opd").get(pk=node.pk)
    node.delete()
    with pytest.raises(NotFound):
        reorder(by=cast.perencana, induk=gone, anak=SubKegiatan, urutan=[], dilihat=[])


def test_many_siblings_cost_a_constant_number_of_queries(office: Office, cast: Cast) -> None:
    counts = []
    for size in (3, 60):
        while SubKegiatan.objects.count() < size:
            SubKegiatan.objects.create(kegiatan=office.kegiatan, nama=f"Sub {SubKegiatan.objects.count()}")
        seen = list(SubKegiatan.objects.order_by("urutan", "pk").values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as queries:
            reorder(by=cast.perencana, induk=office.kegiatan, anak=SubKegiatan, urutan=seen[::-1], dilihat=seen)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_child_model(office: Office) -> None:
    assert child_model_of(office.renstra) is Tujuan
    assert child_model_of(office.sasaran) is Program
    assert child_model_of(office.kegiatan) is SubKegiatan
    assert child_model_of(office.sub_kegiatan) is None


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ([(7, "2"), (8, "1"), (9, "3")], [8, 7, 9]),
        ([(7, "1"), (8, "1"), (9, "0")], [9, 7, 8]),
        ([(7, "10"), (8, " 9 "), (9, "100")], [8, 7, 9]),
        ([], []),
    ],
)
def test_order_by_numbers(typed: list[tuple[int, str]], order: list[int]) -> None:
    assert order_by_numbers(typed) == order


@pytest.mark.parametrize("text", ["", "satu", "1,5", "-1", "999999", "²", "1\x00"])
def test_what_is_no_number_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(NotValid, match="bukan nomor urut"):
        order_by_numbers([(1, "1"), (2, text)])


# --- What keeps its order --------------------------------------------------------------------------------------------


def printed(office: Office, tahun: int) -> tuple[list[str], list[str], list[str]]:
    """The three lists that print a year: the quarter's sheet, the facts of its report, the rows of its PK."""
    facts = get_report_facts(office.opd, tahun, 1)
    assert facts is not None
    return (
        [row.indikator.nama for row in list_rows(office.opd, tahun, 1)],
        [row.indikator for row in facts.baris],
        [row.butir.indikator.nama for row in list_butir(office.opd.pk_tahunan.get(tahun=tahun))],
    )


def turn_everything_round(office: Office, cast: Cast) -> None:
    """Order the sub kegiatan and the indicators of the first one the other way round."""
    seen = list(office.kegiatan.sub_kegiatan.order_by("urutan", "pk").values_list("pk", flat=True))
    reorder(by=cast.perencana, induk=office.kegiatan, anak=SubKegiatan, urutan=seen[::-1], dilihat=seen)
    seen = list(office.sub_kegiatan.indikator.order_by("urutan", "pk").values_list("pk", flat=True))
    reorder(by=cast.perencana, induk=office.sub_kegiatan, anak=Indikator, urutan=seen[::-1], dilihat=seen)


def test_ordering_the_tree_changes_no_printed_order_of_a_fixed_pk(office: Office, cast: Cast) -> None:
    remove(connection, TRIGGERS)
    second = SubKegiatan.objects.create(kegiatan=office.kegiatan, nama="Kedua", urutan=2)
    siaran = Indikator.objects.create(opd=office.opd, unit=office.bidang, sub_kegiatan=second, nama="Jumlah siaran")
    make_butir(office.pk, siaran, ("1", "2", "3", "4"))
    install(connection, TRIGGERS)
    before = printed(office, 2024)
    assert before[0][-4:] == ["Jumlah layanan media", "Jumlah surat", "Jumlah gedung dipelihara", "Jumlah siaran"]
    turn_everything_round(office, cast)
    assert printed(office, 2024) == before


def test_a_pk_prints_in_the_order_that_it_was_fixed_with(office: Office, cast: Cast) -> None:
    """The draft follows the tree; fixing it takes the order over; later changes of the tree leave it alone."""
    draft = make_pk(office.opd, 2025)
    copy_rows(by=cast.perencana, from_pk=office.pk, to_pk=draft)
    turn_everything_round(office, cast)
    expected = [
        "Nilai Indeks SPBE",
        "Indeks keterbukaan",
        "Jumlah dokumen informasi",
        "Jumlah gedung dipelihara",
        "Jumlah surat",
        "Jumlah layanan media",
    ]
    assert [row.butir.indikator.nama for row in list_butir(draft)] == expected
    fix_pk(by=cast.perencana, pk=draft)
    rows = ButirPK.objects.filter(pk_induk=draft).order_by("urutan")
    assert [(row.urutan, row.indikator.nama) for row in rows] == list(enumerate(expected, start=1))
    turn_everything_round(office, cast)
    assert [row.butir.indikator.nama for row in list_butir(draft)] == expected
    assert [row.indikator.nama for row in list_rows(office.opd, 2025, 1)] == expected
