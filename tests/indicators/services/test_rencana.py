"""Keeping the plan: nodes, indicators, Renstra targets."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import (
    Indikator,
    Jejak,
    Kegiatan,
    Penugasan,
    PeriodeRenstra,
    Program,
    SubKegiatan,
    TargetRenstra,
    Tujuan,
)
from indicators.permissions import Peran
from indicators.services.rencana import (
    delete_indikator,
    delete_node,
    opd_of,
    save_indikator,
    save_indikator_many,
    save_node,
    save_nodes,
    save_periode,
    save_targets_renstra,
)
from indicators.services.target_entry import TargetEntry
from sakip.refusals import NotAllowed, NotFound, NotNow, NotValid
from tests.cast import Cast, Office, make_opd
from tests.trail import told


def foreign_program(office: Office) -> Program:
    """A program of another office, down its own tree."""
    opd, _ = make_opd(office.opd.pemda, "lain", "Dinas Lain")
    periode = PeriodeRenstra.objects.create(opd=opd, tahun_awal=2023, tahun_akhir=2026)
    tujuan = Tujuan.objects.create(periode=periode, nama="Tujuan lain")
    return Program.objects.create(sasaran=tujuan.sasaran.create(nama="Sasaran lain"), kode="9", nama="Program lain")


def kegiatan(office: Office, nama: str, /, **facts: object) -> Kegiatan:
    return Kegiatan(**({"program": office.program, "kode": "2.16.02.2.09", "nama": nama} | facts))


def indikator(office: Office, nama: str = "Jumlah siaran", /, **facts: object) -> Indikator:
    return Indikator(**({"sub_kegiatan": office.sub_kegiatan, "unit": office.bidang, "nama": nama} | facts))


def test_new_node_is_saved_with_its_audit_row(office: Office, cast: Cast) -> None:
    node = save_node(by=cast.perencana, node=kegiatan(office, "Kegiatan baru"))
    assert opd_of(node) == office.opd
    row = Jejak.objects.get()
    assert (row.tindakan, row.objek_jenis, row.objek_id, row.opd, row.sebelum) == (
        "tambah",
        "indicators.kegiatan",
        str(node.pk),
        "diskominfo",
        None,
    )


def test_changed_node_records_before_and_after_and_unchanged_nothing(office: Office, cast: Cast) -> None:
    save_node(by=cast.perencana, node=office.kegiatan)
    assert not Jejak.objects.exists()
    office.kegiatan.sasaran_kinerja = "Terkelola baik"
    save_node(by=cast.perencana, node=office.kegiatan)
    row = Jejak.objects.get(tindakan="ubah", objek_jenis="indicators.kegiatan")
    assert (row.sebelum and row.sebelum["sasaran_kinerja"], row.sesudah and row.sesudah["sasaran_kinerja"]) == (
        "Terkelola",
        "Terkelola baik",
    )


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"nama": ""}, "nama"),
        ({"kode": "2.16.02.2.01", "nama": "Pengelolaan Informasi"}, "nama"),
        ({"tahun_awal": 2022}, "tahun_awal"),
        ({"tahun_akhir": 2027}, "tahun_akhir"),
        ({"tahun_awal": 2025, "tahun_akhir": 2024}, "tahun_akhir"),
    ],
)
def test_wrong_node_is_refused(office: Office, cast: Cast, facts: dict[str, object], field: str) -> None:
    with pytest.raises(NotValid) as refusal:
        save_node(by=cast.perencana, node=kegiatan(office, "Kegiatan baru", **facts))
    assert field in refusal.value.fields
    assert Kegiatan.objects.count() == 1


def test_node_of_another_office_is_refused(office: Office, cast: Cast) -> None:
    other = foreign_program(office)
    with pytest.raises(NotAllowed):
        save_node(by=cast.perencana, node=Kegiatan(program=other, nama="Menyusup"))
    office.kegiatan.program = other
    with pytest.raises(NotAllowed):
        save_node(by=cast.perencana, node=office.kegiatan)
    with pytest.raises(NotValid, match="perangkat daerah yang sama"):
        save_node(
            by=cast.perencana,
            node=Program(sasaran=office.sasaran, kode="1", nama="Program baru", menggantikan=other),
        )
    with pytest.raises(NotAllowed):
        delete_node(by=cast.perencana, node=other)


@pytest.mark.parametrize("name", ["staf", "sekretaris", "kadis", "administrator", "asing"])
def test_only_planners_keep_the_plan(office: Office, cast: Cast, name: str) -> None:
    user = getattr(cast, name)
    with pytest.raises(NotAllowed):
        save_node(by=user, node=kegiatan(office, "Kegiatan baru"))
    with pytest.raises(NotAllowed):
        save_indikator(by=user, indikator=indikator(office))
    with pytest.raises(NotAllowed):
        save_periode(by=user, periode=PeriodeRenstra(opd=office.opd, tahun_awal=2027, tahun_akhir=2031))


def test_replacing_node_names_the_old_one(office: Office, cast: Cast) -> None:
    node = save_node(
        by=cast.perencana,
        node=kegiatan(office, "Nama resmi baru", menggantikan=office.kegiatan, tahun_awal=2025),
    )
    assert node.menggantikan == office.kegiatan


def test_many_nodes_are_all_or_none_and_the_sentence_names_the_row(office: Office, cast: Cast) -> None:
    nodes = [kegiatan(office, "Satu"), kegiatan(office, "Dua"), kegiatan(office, "Satu")]
    with pytest.raises(NotValid, match=r"^2\.16\.02\.2\.09 Satu: Kode dan nama yang sama"):
        save_nodes(by=cast.perencana, nodes=nodes)
    assert Kegiatan.objects.count() == 1


def test_many_nodes_cost_a_constant_number_of_queries(office: Office, cast: Cast) -> None:
    counts = []
    for size in (2, 40):
        nodes = [kegiatan(office, f"Kegiatan {size} {number}") for number in range(size)]
        with CaptureQueriesContext(connection) as queries:
            save_nodes(by=cast.perencana, nodes=nodes)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.kegiatan").count() == 42


def test_used_node_cannot_be_deleted(office: Office, cast: Cast) -> None:
    with pytest.raises(NotNow, match="masih dipakai"):
        delete_node(by=cast.perencana, node=office.program)
    node = save_node(by=cast.perencana, node=SubKegiatan(kegiatan=office.kegiatan, nama="Sementara"))
    delete_node(by=cast.perencana, node=node)
    assert Jejak.objects.get(tindakan="hapus", objek_jenis="indicators.subkegiatan").objek == "Sementara"


def test_indicator_takes_its_office_from_its_node(office: Office, cast: Cast) -> None:
    saved = save_indikator(by=cast.perencana, indikator=indikator(office))
    assert saved.opd == office.opd
    assert told(Jejak.objects.all()) == ["tambah indikator"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"nama": "Jumlah layanan media"}, "nama"),
        ({"nama": ""}, "nama"),
        ({"jenis_nilai": "predikat"}, "skala"),
        ({"desimal_minimal": 5}, "desimal_minimal"),
        ({"polaritas": "naik"}, "polaritas"),
        ({"realisasi_terburuk": Decimal("1.2345678901234567")}, "realisasi_terburuk"),
        ({"sub_kegiatan": None}, "__all__"),
    ],
)
def test_wrong_indicator_is_refused(office: Office, cast: Cast, facts: dict[str, object], field: str) -> None:
    before = Indikator.objects.count()
    for daftar in ([indikator(office, **facts)], [indikator(office, "Lain"), indikator(office, **facts)]):
        with pytest.raises(NotValid) as refusal:
            save_indikator_many(by=cast.perencana, daftar=daftar)
        assert field in refusal.value.fields or "__all__" in refusal.value.fields
    assert Indikator.objects.count() == before


def test_indicator_stays_on_one_node_and_in_its_office(office: Office, cast: Cast) -> None:
    with pytest.raises(NotValid, match="tepat satu simpul"):
        save_indikator(by=cast.perencana, indikator=indikator(office, kegiatan=office.kegiatan))
    other = foreign_program(office)
    with pytest.raises(NotAllowed):
        save_indikator(by=cast.perencana, indikator=indikator(office, sub_kegiatan=None, program=other))
    with pytest.raises(NotValid, match="unit penanggung jawab"):
        save_indikator(by=cast.perencana, indikator=indikator(office, unit=opd_of(other).units.get()))


def test_many_indicators_cost_a_constant_number_of_queries(office: Office, cast: Cast) -> None:
    counts = []
    for size in (2, 40):
        daftar = [indikator(office, f"Jumlah {size} {number}") for number in range(size)]
        with CaptureQueriesContext(connection) as queries:
            save_indikator_many(by=cast.perencana, daftar=daftar)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_indicator_of_an_agreement_cannot_be_deleted(office: Office, cast: Cast) -> None:
    with pytest.raises(NotNow, match="masih dipakai"):
        delete_indikator(by=cast.perencana, indikator=office.indikator(office.tim)[0])
    fresh = save_indikator(by=cast.perencana, indikator=indikator(office))
    delete_indikator(by=cast.perencana, indikator=fresh)
    assert not Indikator.objects.filter(nama="Jumlah siaran").exists()


def test_renstra_targets_are_set_by_year(office: Office, cast: Cast) -> None:
    (iku,) = office.indikator(office.tim)
    save_targets_renstra(
        by=cast.perencana, isian=[(iku, {2024: TargetEntry(Decimal("2.30")), 2025: TargetEntry(Decimal("2.5"))})]
    )
    assert TargetRenstra.objects.get(indikator=iku, tahun=2024).nilai == Decimal("2.3")
    assert TargetRenstra.objects.filter(indikator=iku).count() == 4
    row = Jejak.objects.get()
    assert told([row]) == ["ubah targetrenstra"]
    assert (row.sebelum and row.sebelum["nilai"], row.sesudah and row.sesudah["nilai"]) == ("2.2500", "2.3000")


@pytest.mark.parametrize(
    ("tahun", "isian", "field"),
    [
        (2027, TargetEntry(Decimal(1)), "tahun"),
        (2024, TargetEntry(Decimal("1234567890123456")), "nilai"),
        (2024, TargetEntry(Decimal("0.0000000000000001")), "nilai"),
        (2024, TargetEntry(Decimal(1), Decimal(2)), "nilai"),
        (2024, TargetEntry(predikat="BB"), "nilai"),
    ],
)
def test_wrong_renstra_target_is_refused(
    office: Office, cast: Cast, tahun: int, isian: TargetEntry, field: str
) -> None:
    (iku,) = office.indikator(office.tim)
    with pytest.raises(NotValid, match=str(tahun)) as refusal:
        save_targets_renstra(by=cast.perencana, isian=[(iku, {tahun: isian})])
    assert field in refusal.value.fields


def test_a_stranger_sets_no_renstra_target(office: Office, cast: Cast) -> None:
    (iku,) = office.indikator(office.tim)
    with pytest.raises(NotAllowed):
        save_targets_renstra(by=cast.asing, isian=[(iku, {2026: TargetEntry(Decimal("2.8"))})])
    assert TargetRenstra.objects.get(indikator=iku, tahun=2026).nilai == Decimal("2.75")


def test_indicator_of_a_fixed_agreement_stays_on_its_node(office: Office, cast: Cast) -> None:
    """Its figures count for the level of its node: moving it would change the means of approved quarters."""
    row = office.indikator(office.bidang)[0]
    for field in ("tujuan", "sasaran", "program", "kegiatan", "sub_kegiatan"):
        setattr(row, field, None)
    row.sasaran = office.sasaran
    with pytest.raises(NotValid, match="sudah ditetapkan"):
        save_indikator(by=cast.perencana, indikator=row)
    free = save_indikator(by=cast.perencana, indikator=indikator(office))
    free.sub_kegiatan, free.kegiatan = None, office.kegiatan
    assert save_indikator(by=cast.perencana, indikator=free).tingkat == "kegiatan"


def test_period_stays_in_its_office(office: Office, cast: Cast) -> None:
    """Whoever plans for two offices cannot carry a plan across: its indicators and agreements would stay behind."""
    opd, dinas = make_opd(office.opd.pemda, "lain", "Dinas Lain")
    Penugasan.objects.create(pengguna=cast.perencana, unit=dinas, peran=Peran.PERENCANA.value, mulai=date(2023, 1, 1))
    periode = PeriodeRenstra.objects.get(pk=office.renstra.pk)
    periode.opd = opd
    with pytest.raises(NotValid, match="dipindahkan"):
        save_periode(by=cast.perencana, periode=periode)


def test_node_does_not_replace_what_replaces_it(office: Office, cast: Cast) -> None:
    node = save_node(
        by=cast.perencana,
        node=kegiatan(office, "Nama resmi baru", menggantikan=office.kegiatan, tahun_awal=2025),
    )
    old = Kegiatan.objects.get(pk=office.kegiatan.pk)
    old.menggantikan = node
    with pytest.raises(NotValid, match="Simpul tidak dapat menggantikan penggantinya"):
        save_node(by=cast.perencana, node=old)
    assert Kegiatan.objects.get(pk=old.pk).menggantikan is None


def test_the_targets_of_a_deleted_indicator_stay_in_the_trail(office: Office, cast: Cast) -> None:
    row = save_indikator(by=cast.perencana, indikator=indikator(office))
    save_targets_renstra(by=cast.perencana, isian=[(row, {2024: TargetEntry("5"), 2025: TargetEntry("6")})])
    delete_indikator(by=cast.perencana, indikator=row)
    rows = Jejak.objects.filter(tindakan="hapus").order_by("pk")
    assert [(jejak.objek_jenis, (jejak.sebelum or {}).get("nilai")) for jejak in rows] == [
        ("indicators.targetrenstra", "5.0000"),
        ("indicators.targetrenstra", "6.0000"),
        ("indicators.indikator", None),
    ]


def test_targets_of_an_indicator_that_is_gone_are_refused(office: Office, cast: Cast) -> None:
    row = save_indikator(by=cast.perencana, indikator=indikator(office))
    Indikator.objects.filter(pk=row.pk).delete()
    with pytest.raises(NotFound, match="sudah dihapus"):
        save_targets_renstra(by=cast.perencana, isian=[(row, {2024: TargetEntry("5")})])
