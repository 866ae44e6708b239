"""The change of nomenclature: old nodes end, new ones take their place with their indicators."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Indikator, Jejak, Kegiatan, Pemda, PeriodeRenstra, Program, SubKegiatan, TargetRenstra
from indicators.selectors.perubahan_nomenklatur import NomenklaturState, get_first_open_year, get_perubahan
from indicators.selectors.roll_over import RollOverMark, get_roll_over
from indicators.services.nomenklatur import change_nomenclature
from indicators.services.nomenklatur_proposal import Decision, NomenklaturEntry, NomenklaturOutcome
from sakip.refusals import NotAllowed, NotFound, NotValid
from tests.cast import Cast, Office, build_office
from tests.trail import told

GANTI, HENTI, TETAP = Decision.GANTI, Decision.HENTI, Decision.TETAP


def key(node: Program | Kegiatan | SubKegiatan) -> str:
    level = {"program": "program", "kegiatan": "kegiatan", "subkegiatan": "sub_kegiatan"}[str(node._meta.model_name)]
    return f"{level}-{node.pk}"


def change(office: Office, cast: Cast, *isian: NomenklaturEntry, tahun: int = 2025) -> NomenklaturOutcome:
    return change_nomenclature(by=cast.perencana, periode=office.renstra, tahun=tahun, isian=isian)


def states(office: Office, tahun: int = 2025) -> dict[str, NomenklaturState]:
    return {row.tingkat: row.keadaan for row in get_perubahan(office.renstra, tahun).baris}


def sub_replaced(office: Office, kode: str = "2.16.02.2.01.0002", nama: str = "Layanan Media") -> NomenklaturEntry:
    return NomenklaturEntry(key(office.sub_kegiatan), GANTI, kode, nama)


def refused(office: Office, cast: Cast, *isian: NomenklaturEntry) -> dict[str, str]:
    before = (Program.objects.count(), Kegiatan.objects.count(), SubKegiatan.objects.count())
    with pytest.raises(NotValid) as refusal:
        change(office, cast, *isian)
    assert (Program.objects.count(), Kegiatan.objects.count(), SubKegiatan.objects.count()) == before
    assert not Jejak.objects.exists()
    return refusal.value.fields


def test_state_of_every_node_is_derived(office: Office) -> None:
    assert states(office) == {
        "program": NomenklaturState.TETAP,
        "kegiatan": NomenklaturState.TETAP,
        "sub_kegiatan": NomenklaturState.BELUM,
    }
    assert [row.jumlah_indikator for row in get_perubahan(office.renstra, 2025).baris] == [1, 1, 3]
    assert get_perubahan(office.renstra, 2025).baris[2].usulan == "2.16.02.2.01.0002"
    assert get_first_open_year(office.renstra) == 2025  # the PK of 2024 is ditetapkan


def test_new_node_takes_the_place_of_the_old_one_with_its_indicators(office: Office, cast: Cast) -> None:
    surat = office.indikator(office.subbag)[0]
    TargetRenstra.objects.bulk_create(
        TargetRenstra(indikator=surat, tahun=tahun, nilai=Decimal(nilai))
        for tahun, nilai in ((2024, 400), (2025, 450), (2026, 500))
    )
    PeriodeRenstra.objects.create(opd=office.opd, tahun_awal=2027, tahun_akhir=2030)  # the next one stays as it is
    hasil = change(office, cast, sub_replaced(office))
    office.sub_kegiatan.refresh_from_db()
    assert office.sub_kegiatan.tahun_akhir == 2024
    new = SubKegiatan.objects.get(menggantikan=office.sub_kegiatan)
    assert (new.kode, new.nama, new.sasaran_kinerja, new.kegiatan) == (
        "2.16.02.2.01.0002",
        "Layanan Media",
        "Terlayani",
        office.kegiatan,
    )
    assert (new.tahun_awal, new.tahun_akhir, new.urutan) == (2025, None, 1)
    assert (hasil.diganti, hasil.indikator, hasil.dihentikan) == ([new], 3, 0)
    copied = Indikator.objects.get(sub_kegiatan=new, nama="Jumlah surat")
    assert copied.measure_values() == surat.measure_values()
    assert (copied.unit, copied.menggantikan) == (office.subbag, surat)
    assert list(copied.target_renstra.values_list("tahun", "nilai")) == [(2025, 450), (2026, 500)]
    assert surat.target_renstra.count() == 3
    assert states(office) == {
        "program": NomenklaturState.TETAP,
        "kegiatan": NomenklaturState.TETAP,
        "sub_kegiatan": NomenklaturState.DIGANTIKAN,
    }
    assert told(Jejak.objects.all()) == [
        *["tambah indikator"] * 3,
        "tambah subkegiatan",
        *["tambah targetrenstra"] * 2,
        "ubah subkegiatan",
        "ubah_nomenklatur gantinomenklatur",
    ]


def test_next_year_then_follows_the_new_nodes(office: Office, cast: Cast) -> None:
    change(office, cast, sub_replaced(office))
    found = get_roll_over(office.opd.pk, 2025)
    assert found is not None
    marks = [row.tahun.tanda for row in found.baris]
    assert (marks.count(RollOverMark.DIGANTIKAN), marks.count(RollOverMark.DISALIN)) == (3, 3)
    assert not any(row.tahun.new_style for row in found.baris)


def test_whole_branch_is_replaced_in_one_call(office: Office, cast: Cast) -> None:
    change(
        office,
        cast,
        sub_replaced(office, "2.16.03.2.05.0007", "Layanan Media Baru"),
        NomenklaturEntry(key(office.kegiatan), GANTI, "216032 05".replace(" ", ""), "Kegiatan Baru"),
        NomenklaturEntry(key(office.program), GANTI, "2.16.03", "Program Baru"),
    )
    new = SubKegiatan.objects.get(menggantikan=office.sub_kegiatan)
    assert (new.kegiatan.kode, new.kegiatan.menggantikan) == ("2.16.03.2.05", office.kegiatan)
    assert (new.kegiatan.program.kode, new.kegiatan.program.sasaran) == ("2.16.03", office.sasaran)
    assert set(states(office).values()) == {NomenklaturState.DIGANTIKAN}


def test_child_of_a_replaced_parent_waits_and_is_then_placed_under_the_new_one(office: Office, cast: Cast) -> None:
    change(office, cast, NomenklaturEntry(key(office.kegiatan), GANTI, "2.16.02.2.05", "Kegiatan Baru"))
    assert states(office)["sub_kegiatan"] is NomenklaturState.BELUM
    with pytest.raises(NotValid) as refusal:
        change(office, cast, sub_replaced(office, "2.16.02.2.01.0002"))
    assert "harus diawali kode induknya, 2.16.02.2.05" in refusal.value.fields[key(office.sub_kegiatan)]
    change(office, cast, sub_replaced(office, "2.16.02.2.05.0002"))
    new = SubKegiatan.objects.get(menggantikan=office.sub_kegiatan)
    assert new.kegiatan == Kegiatan.objects.get(menggantikan=office.kegiatan)


def test_node_is_stopped_and_what_lies_below_with_it(office: Office, cast: Cast) -> None:
    hasil = change(office, cast, NomenklaturEntry(key(office.kegiatan), HENTI))
    office.kegiatan.refresh_from_db()
    assert (office.kegiatan.tahun_akhir, hasil.dihentikan) == (2024, 1)
    assert states(office) == {
        "program": NomenklaturState.TETAP,
        "kegiatan": NomenklaturState.DIHENTIKAN,
        "sub_kegiatan": NomenklaturState.DIHENTIKAN,
    }


def test_old_code_is_kept_on_purpose(office: Office, cast: Cast) -> None:
    assert change(office, cast, NomenklaturEntry(key(office.sub_kegiatan), TETAP)).dipertahankan == 1
    office.sub_kegiatan.refresh_from_db()
    assert (office.sub_kegiatan.versi_nomenklatur, office.sub_kegiatan.tahun_akhir) == ("2-digit", None)
    assert states(office)["sub_kegiatan"] is NomenklaturState.TETAP
    assert change(office, cast, NomenklaturEntry(key(office.program), TETAP)).dipertahankan == 0


@pytest.mark.parametrize(
    ("kode", "nama", "sentence"),
    [
        ("2.16.02.2.01.02", "Layanan", "mulai 2024 terdiri atas 4 angka"),
        ("2.16.09.2.01.0002", "Layanan", "harus diawali kode induknya, 2.16.02.2.01"),
        ("2.16.02.2.01.0002", "  ", "Isi nama yang baru"),
        ("", "x" * 501, "500"),
    ],
)
def test_wrong_input_marks_its_row_and_saves_nothing(
    office: Office, cast: Cast, kode: str, nama: str, sentence: str
) -> None:
    fields = refused(
        office,
        cast,
        NomenklaturEntry(key(office.kegiatan), GANTI, "2.16.02.2.01", "Kegiatan Baru"),
        sub_replaced(office, kode, nama),
    )
    assert list(fields) == [key(office.sub_kegiatan)]
    assert sentence in fields[key(office.sub_kegiatan)]


def test_nothing_new_is_no_replacement(office: Office, cast: Cast) -> None:
    fields = refused(office, cast, NomenklaturEntry(key(office.kegiatan), GANTI, "21602201", "Pengelolaan Informasi"))
    assert "sama dengan yang lama" in fields[key(office.kegiatan)]


def test_two_rows_do_not_become_one_node(office: Office, cast: Cast) -> None:
    twin = SubKegiatan.objects.create(kegiatan=office.kegiatan, kode="2.16.02.2.01.03", nama="Layanan Lain", urutan=2)
    fields = refused(
        office, cast, sub_replaced(office), NomenklaturEntry(key(twin), GANTI, "2.16.02.2.01.0002", "Layanan Lain")
    )
    assert list(fields) == [key(twin)]
    assert "sudah dipakai baris lain" in fields[key(twin)]


@pytest.mark.parametrize(
    ("parent", "child", "sentence"),
    [
        (HENTI, TETAP, "Induknya dihentikan"),
        (HENTI, GANTI, "Induknya dihentikan"),
        (GANTI, TETAP, "Induknya digantikan"),
    ],
)
def test_child_does_not_contradict_its_parent(
    office: Office, cast: Cast, parent: Decision, child: Decision, sentence: str
) -> None:
    fields = refused(
        office,
        cast,
        NomenklaturEntry(key(office.kegiatan), parent, "2.16.02.2.05", "Kegiatan Baru"),
        NomenklaturEntry(key(office.sub_kegiatan), child, "2.16.02.2.05.0002", "Layanan Baru"),
    )
    assert sentence in fields[key(office.sub_kegiatan)]


def test_row_that_is_decided_already_is_refused(office: Office, cast: Cast) -> None:
    change(office, cast, sub_replaced(office))
    with pytest.raises(NotValid) as refusal:
        change(office, cast, sub_replaced(office, "2.16.02.2.01.0003"))
    assert "sudah digantikan oleh 2.16.02.2.01.0002 Layanan Media" in refusal.value.fields[key(office.sub_kegiatan)]
    with pytest.raises(NotValid) as refusal:
        change(office, cast, NomenklaturEntry("sub_kegiatan-0", HENTI))
    assert "tidak ada pada tahun 2024" in refusal.value.fields["sub_kegiatan-0"]


@pytest.mark.parametrize("tahun", [2023, 2027])
def test_year_outside_the_renstra_is_refused(office: Office, cast: Cast, tahun: int) -> None:
    with pytest.raises(NotValid, match="Tahun perubahan harus sesudah"):
        change(office, cast, tahun=tahun)


@pytest.mark.parametrize("name", ["staf", "sekretaris", "kadis", "administrator", "asing"])
def test_only_planners_change_the_nomenclature(office: Office, cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        change_nomenclature(by=getattr(cast, name), periode=office.renstra, tahun=2025, isian=[sub_replaced(office)])
    assert Jejak.objects.get().ditolak


def test_change_costs_a_constant_number_of_queries(office: Office, cast: Cast) -> None:
    counts = []
    for tahun, size in ((2024, 2), (2025, 15)):
        nodes = [
            SubKegiatan.objects.create(
                kegiatan=office.kegiatan, kode=f"2.16.02.2.01.{n + 10}", nama=f"Sub {tahun} {n}", tahun_awal=tahun - 1
            )
            for n in range(size)
        ]
        for node in nodes:
            row = Indikator.objects.create(opd=office.opd, unit=office.bidang, sub_kegiatan=node, nama="Jumlah")
            TargetRenstra.objects.create(indikator=row, tahun=2026, nilai=1)
        isian = [
            NomenklaturEntry(key(node), GANTI, f"2.16.02.2.01.{tahun % 10}0{n + 10}", f"Sub baru {n}")
            for n, node in enumerate(nodes)
        ]
        with CaptureQueriesContext(connection) as queries:
            change(office, cast, *isian, tahun=tahun)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_renstra_of_another_office_passed_off_as_ones_own_is_not_found(office: Office, cast: Cast) -> None:
    other = build_office(Pemda.objects.create(nama="Lain", kode="lain", ibu_kota="Lain"))
    other.renstra.opd = office.opd
    with pytest.raises(NotFound):
        change(other, cast, NomenklaturEntry(key(other.sub_kegiatan), HENTI))
