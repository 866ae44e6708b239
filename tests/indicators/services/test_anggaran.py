"""Keeping the budget: who may, what is refused, what an approved quarter holds fast, and the audit row."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.models import Anggaran, Jejak, RencanaKas, SubKegiatan, SumberDana, Triwulan
from indicators.selectors.pengesahan import hash_entries
from indicators.selectors.quarter_sheet import list_rows
from indicators.services.anggaran import PaguEntry, delete_anggaran, save_anggaran, save_anggaran_many
from sakip.refusals import NotAllowed, NotFound, NotNow, NotValid
from tests.cast import Cast, Office
from tests.indicators.money import make_anggaran, make_rak, make_sources, spend

D = Decimal


def new(office: Office, **values: Any) -> Anggaran:
    return Anggaran(**{"sub_kegiatan": office.sub_kegiatan, "tahun": 2024, "pagu": D(1000), **values})


def test_save_anggaran_writes_everything_with_one_audit_row(office: Office, cast: Cast) -> None:
    save_anggaran(
        by=cast.perencana,
        anggaran=new(office, pptk="Budi", cara_rak="triwulanan"),
        sumber={"dau": D(600), "pad": D(400)},
        rak={1: D(250), 2: D(750)},
    )
    row = Anggaran.objects.get()
    assert (row.opd, row.pagu, row.pptk) == (office.opd, D(1000), "Budi")
    assert dict(row.sumber_dana.values_list("sumber", "nilai")) == {"dau": D(600), "pad": D(400)}
    assert dict(row.rak.values_list("nomor", "nilai")) == {1: D(250), 2: D(750)}
    jejak = Jejak.objects.get(tindakan="tambah", objek_jenis="indicators.anggaran")
    assert (jejak.sebelum, jejak.objek_id, jejak.opd) == (None, str(row.pk), "diskominfo")
    assert jejak.sesudah is not None
    assert (jejak.sesudah["sumber_dana"], jejak.sesudah["RAK"]) == ("DAU Rp600, PAD Rp400", "1: Rp250, 2: Rp750")


def test_saving_the_same_again_writes_nothing(office: Office, cast: Cast) -> None:
    row = make_anggaran(office)
    make_rak(row, "1", "2", "3", "4")
    make_sources(row, dau="")
    save_anggaran(
        by=cast.perencana,
        anggaran=Anggaran.objects.get(pk=row.pk),
        sumber={"dau": None},
        rak={1: D(1), 2: D(2), 3: D(3), 4: D(4)},
    )
    assert not Jejak.objects.exists()


def test_sources_and_rak_that_are_not_named_stay(office: Office, cast: Cast) -> None:
    row = make_anggaran(office)
    make_rak(row, "1", "2", "3", "4")
    make_sources(row, dau="")
    row.pptk = "Siti"
    save_anggaran(by=cast.perencana, anggaran=row)
    assert (SumberDana.objects.count(), RencanaKas.objects.count()) == (1, 4)
    jejak = Jejak.objects.get(tindakan="ubah", objek_jenis="indicators.anggaran")
    assert jejak.sebelum is not None
    assert jejak.sesudah is not None
    assert (jejak.sebelum["pptk"], jejak.sesudah["pptk"]) == ("", "Siti")


@pytest.mark.parametrize("who", ["staf", "kepala", "sekretaris", "kadis", "pembaca", "administrator", "asing"])
def test_only_the_perencana_keeps_the_budget(office: Office, cast: Cast, who: str) -> None:
    row = make_anggaran(office)
    with pytest.raises(NotAllowed):
        save_anggaran(by=getattr(cast, who), anggaran=new(office, tahun=2025))
    with pytest.raises(NotAllowed):
        delete_anggaran(by=getattr(cast, who), anggaran=row)
    assert Jejak.objects.filter(ditolak=True).count() == 2
    assert Anggaran.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"pagu": D(-1)}, "pagu"),
        ({"pagu": D("10.5")}, "pagu"),
        ({"pagu": D("1234567890123456")}, "pagu"),
        ({"pagu_perubahan": D(5)}, "perubahan_mulai"),
        ({"perubahan_mulai": 2}, "pagu_perubahan"),
        ({"perubahan_mulai": 5, "pagu_perubahan": D(5)}, "perubahan_mulai"),
        ({"pagu": None, "pagu_perubahan": D(5), "perubahan_mulai": 2}, "pagu"),
        ({"tahun": 2027}, "tahun"),
        ({"tahun": 2022}, "tahun"),
        ({"cara_rak": "mingguan"}, "cara_rak"),
    ],
)
def test_a_wrong_budget_is_refused_at_its_field(office: Office, cast: Cast, values: dict[str, Any], field: str) -> None:
    with pytest.raises(NotValid) as refusal:
        save_anggaran(by=cast.perencana, anggaran=new(office, **values))
    assert field in refusal.value.fields
    assert not Anggaran.objects.exists()


@pytest.mark.parametrize(
    ("sumber", "accepted"),
    [
        ({"dau": D(600), "pad": D(400)}, True),
        ({"dau": D(600), "pad": D(399)}, False),
        ({"dau": D(600), "pad": None}, True),
        ({"dau": D(1001), "pad": None}, False),
        ({"dau": None}, True),
        ({"dau": D(-1), "pad": D(1001)}, False),
        ({"apbn": D(1000)}, False),
    ],
)
def test_sources_add_up_to_the_pagu(office: Office, cast: Cast, sumber: dict[str, Any], accepted: bool) -> None:
    if accepted:
        save_anggaran(by=cast.perencana, anggaran=new(office), sumber=sumber)
    else:
        with pytest.raises(NotValid) as refusal:
            save_anggaran(by=cast.perencana, anggaran=new(office), sumber=sumber)
        assert "sumber_dana" in refusal.value.fields


def test_sources_add_up_to_the_pagu_that_holds_at_the_end(office: Office, cast: Cast) -> None:
    revised = new(office, pagu_perubahan=D(1500), perubahan_mulai=3)
    with pytest.raises(NotValid, match=r"Sumber dana berjumlah Rp1\.000, sedangkan pagu Rp1\.500\."):
        save_anggaran(by=cast.perencana, anggaran=revised, sumber={"dau": D(1000)})


@pytest.mark.parametrize(
    ("cara", "rak", "field"),
    [
        ("", {1: D(1)}, "cara_rak"),
        ("triwulanan", {5: D(1)}, "rak"),
        ("bulanan", {13: D(1)}, "rak"),
        ("bulanan", {1: D(-1)}, "rak"),
        ("bulanan", {1: D("0.5")}, "rak"),
    ],
)
def test_rak_has_one_way_and_its_periods(
    office: Office, cast: Cast, cara: str, rak: dict[int, Decimal], field: str
) -> None:
    with pytest.raises(NotValid) as refusal:
        save_anggaran(by=cast.perencana, anggaran=new(office, cara_rak=cara), rak=rak)
    assert field in refusal.value.fields


def test_changing_months_into_quarters_refuses_what_would_be_left_over(office: Office, cast: Cast) -> None:
    row = make_anggaran(office)
    make_rak(row, *["1"] * 12)
    row.cara_rak = "triwulanan"
    with pytest.raises(NotValid, match="hanya sampai 4"):
        save_anggaran(by=cast.perencana, anggaran=row)


def test_a_rak_that_differs_from_the_pagu_is_allowed(office: Office, cast: Cast) -> None:
    save_anggaran(by=cast.perencana, anggaran=new(office, cara_rak="triwulanan"), rak={1: D(999)})
    assert RencanaKas.objects.count() == 1


def test_a_second_budget_of_the_year_and_a_moved_one_are_refused(office: Office, cast: Cast) -> None:
    row = make_anggaran(office)
    with pytest.raises(NotValid, match="sudah ada"):
        save_anggaran(by=cast.perencana, anggaran=new(office))
    row.tahun = 2025
    with pytest.raises(NotValid, match="tidak dapat diganti"):
        save_anggaran(by=cast.perencana, anggaran=row)


def approve(office: Office) -> None:
    Triwulan.objects.filter(pk=office.tw1.pk).update(status="disahkan", disahkan_pada=timezone.now())


def test_an_approved_quarter_keeps_its_pagu_and_rak(office: Office, cast: Cast) -> None:
    row = make_anggaran(office, pagu="1000")
    make_rak(row, "100", "200", "300", "400")
    approve(office)
    changed = Anggaran.objects.get(pk=row.pk)
    changed.pagu = D(1001)
    with pytest.raises(NotNow, match="Tulis pagu perubahan mulai Triwulan 2"):
        save_anggaran(by=cast.perencana, anggaran=changed)
    kept = Anggaran.objects.get(pk=row.pk)
    with pytest.raises(NotNow):
        save_anggaran(by=cast.perencana, anggaran=kept, rak={1: D(99)})
    kept.pagu_perubahan, kept.perubahan_mulai = D(1200), 2
    save_anggaran(by=cast.perencana, anggaran=kept, rak={1: D(100), 2: D(1100)})
    assert Anggaran.objects.get().pagu_in(2) == D(1200)


def seal(office: Office) -> str:
    quarter = Triwulan.objects.get(pk=office.tw1.pk)
    return hash_entries(quarter, list_rows(quarter.opd, 2024, 1))


def test_what_an_approved_quarter_lacked_comes_with_the_next_one(office: Office, cast: Cast) -> None:
    """Added, it would change what was approved and signed: the report had said that nothing could be computed."""
    row = make_anggaran(office, pagu="")
    approve(office)
    sealed = seal(office)
    row.pagu = D(500)
    advice = "Tulis 0 sebagai pagu murni dan pagu perubahan mulai Triwulan 2, atau minta Kepala Dinas membuka kembali"
    with pytest.raises(NotNow, match=advice):
        save_anggaran(by=cast.perencana, anggaran=row)
    row.pagu, row.cara_rak = None, "triwulanan"
    with pytest.raises(NotNow):
        save_anggaran(by=cast.perencana, anggaran=row, rak={1: D(500)})

    row.pagu, row.pagu_perubahan, row.perubahan_mulai = D(0), D(500), 2
    save_anggaran(by=cast.perencana, anggaran=row, rak={1: D(0), 2: D(500)})
    stored = Anggaran.objects.get()
    assert (stored.pagu_in(1), stored.pagu_in(2)) == (D(0), D(500))
    assert seal(office) == sealed


def test_a_new_budget_comes_after_what_was_approved(office: Office, cast: Cast) -> None:
    approve(office)
    sealed = seal(office)
    with pytest.raises(NotNow, match="Triwulan I Tahun 2024 sudah disahkan, jadi pagu dan RAK"):
        save_anggaran(by=cast.perencana, anggaran=new(office))
    save_anggaran(by=cast.perencana, anggaran=new(office, pagu=D(0), pagu_perubahan=D(1000), perubahan_mulai=2))
    assert seal(office) == sealed


def test_a_budget_that_was_approved_is_not_deleted(office: Office, cast: Cast) -> None:
    row = make_anggaran(office, pagu="1000")
    approve(office)
    with pytest.raises(NotNow, match="Triwulan I Tahun 2024 sudah disahkan, dan anggaran ini termasuk di dalamnya"):
        delete_anggaran(by=cast.perencana, anggaran=row)
    assert Anggaran.objects.filter(pk=row.pk).exists()
    Triwulan.objects.filter(pk=office.tw1.pk).update(status="dibuka_kembali", disahkan_pada=None)
    delete_anggaran(by=cast.perencana, anggaran=row)
    assert not Anggaran.objects.exists()


def test_a_budget_by_which_nothing_was_judged_is_deleted(office: Office, cast: Cast) -> None:
    row = make_anggaran(office, pagu="0", pagu_perubahan=D(7), perubahan_mulai=2)
    other = make_anggaran(office, SubKegiatan.objects.create(kegiatan=office.kegiatan, nama="Lain"))
    approve(office)
    sealed = seal(office)
    delete_anggaran(by=cast.perencana, anggaran=row)
    assert list(Anggaran.objects.all()) == [other]
    assert seal(office) == sealed


def test_save_anggaran_many_is_all_or_nothing_and_names_the_row(office: Office, cast: Cast) -> None:
    sub = SubKegiatan.objects.create(kegiatan=office.kegiatan, nama="Sub lain")
    rows = [PaguEntry(new(office)), PaguEntry(new(office, sub_kegiatan=sub, pagu=D(-5)))]
    with pytest.raises(NotValid, match=r"^Sub lain \(2024\): "):
        save_anggaran_many(by=cast.perencana, isian=rows)
    assert not Anggaran.objects.exists()
    assert save_anggaran_many(by=cast.perencana, isian=[]) == []
    with pytest.raises(NotValid, match="sudah ada"):
        save_anggaran_many(by=cast.perencana, isian=[PaguEntry(new(office)), PaguEntry(new(office))])


def test_many_rows_cost_no_more_queries(office: Office, cast: Cast) -> None:
    def cost(count: int, year: int) -> int:
        subs = [SubKegiatan.objects.create(kegiatan=office.kegiatan, nama=f"{year} {n}") for n in range(count)]
        isian = [PaguEntry(new(office, sub_kegiatan=sub), {"dau": D(1000)}, {}) for sub in subs]
        with CaptureQueriesContext(connection) as captured:
            save_anggaran_many(by=cast.perencana, isian=isian)
        return len(captured)

    assert cost(1, 1) == cost(12, 2)


def test_a_gone_row_or_node_is_not_found(office: Office, cast: Cast) -> None:
    row = make_anggaran(office)
    gone = Anggaran.objects.get(pk=row.pk)
    row.delete()
    with pytest.raises(NotFound):
        save_anggaran(by=cast.perencana, anggaran=gone)
    with pytest.raises(NotFound):
        save_anggaran(by=cast.perencana, anggaran=new(office, sub_kegiatan=None, sub_kegiatan_id=999999))


def test_delete_anggaran_keeps_what_it_held_in_the_audit_row(office: Office, cast: Cast) -> None:
    row = make_anggaran(office)
    make_sources(row, dau="1000000")
    make_rak(row, "5", "", "", "")
    delete_anggaran(by=cast.perencana, anggaran=row)
    jejak = Jejak.objects.get(tindakan="hapus", objek_jenis="indicators.anggaran")
    assert jejak.sebelum is not None
    assert (jejak.sebelum["sumber_dana"], jejak.sebelum["RAK"]) == ("DAU Rp1.000.000", "1: Rp5")
    assert not SumberDana.objects.exists()


def test_a_budget_with_spending_is_not_deleted(office: Office, cast: Cast) -> None:
    row = make_anggaran(office)
    spend(row, office.tw1, "5")
    with pytest.raises(NotNow, match="masih dipakai"):
        delete_anggaran(by=cast.perencana, anggaran=row)
