"""What all services share when they write: a row that breaks a rule of the table is named, one or many; what is deleted
is deleted once and recorded as it was."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from indicators.models import (
    Anggaran,
    Dukungan,
    Indikator,
    Jejak,
    Pejabat,
    Pengguna,
    SkalaPredikat,
    SubKegiatan,
    TargetRenstra,
    TingkatPredikat,
    UnitKerja,
)
from indicators.models.kantor import Jenjang
from indicators.services.anggaran import delete_anggaran
from indicators.services.dukungan import delete_dukungan
from indicators.services.kantor import delete_pejabat, delete_unit
from indicators.services.rencana import delete_indikator, delete_node, delete_target_renstra
from indicators.services.saving import GONE, TAKEN, save_many
from indicators.services.skala import delete_skala, delete_tingkat
from sakip.jobs.models import Message
from sakip.refusals import ChangedMeanwhile, NotFound, NotValid
from tests.cast import Cast, Office, make_unit
from tests.indicators.money import make_anggaran, make_rak

pytestmark = pytest.mark.django_db


def official(office: Office, nama: str, *, sampai: date | None = None) -> Pejabat:
    return Pejabat(
        opd=office.opd,
        unit=office.bidang,
        nama=nama,
        nip="197001011990031001",
        jabatan=f"Jabatan {nama}",
        mulai=date(2024, 1, 1),
        sampai=sampai,
    )


def test_a_row_that_breaks_a_rule_of_the_table_is_named_among_many(office: Office, cast: Cast) -> None:
    before = Pejabat.objects.count()
    rows = [official(office, "Ani"), official(office, "Budi", sampai=date(2023, 1, 1))]
    with pytest.raises(NotValid) as refused:
        save_many(by=cast.administrator, instances=rows, stored={}, opd=office.opd)
    assert str(refused.value).startswith(f"{rows[1]}: ")
    assert refused.value.objek is rows[1]
    assert (Pejabat.objects.count(), Jejak.objects.count()) == (before, 0)


def test_one_row_that_breaks_a_rule_says_the_same_of_itself(office: Office, cast: Cast) -> None:
    row = official(office, "Budi", sampai=date(2023, 1, 1))
    with pytest.raises(NotValid) as refused:
        save_many(by=cast.administrator, instances=[row], stored={}, opd=office.opd)
    assert str(row) not in str(refused.value)


def test_a_row_that_somebody_else_just_made_is_no_broken_rule(office: Office, cast: Cast) -> None:
    unit = UnitKerja(opd=office.opd, induk=office.dinas, kode=office.bidang.kode, nama="Kembar", path="x/")
    with pytest.raises(ChangedMeanwhile, match=TAKEN[:20]):
        save_many(by=cast.administrator, instances=[unit], stored={}, opd=office.opd)


# --- deleting --------------------------------------------------------------------------------------------------------


def free_indikator(office: Office, nama: str = "Lepas") -> Indikator:
    return Indikator.objects.create(opd=office.opd, unit=office.bidang, program=office.program, nama=nama)


def free_tingkat(office: Office) -> TingkatPredikat:
    skala = SkalaPredikat.objects.create(opd=office.opd, nama="Skala")
    return TingkatPredikat.objects.create(skala=skala, huruf="A", skor=90)


def free_dukungan(office: Office) -> Dukungan:
    return Dukungan.objects.create(pendukung=office.indikator(office.bidang)[0], didukung=free_indikator(office))


def free_official(office: Office) -> Pejabat:
    row = official(office, "Ani")
    row.save()
    return row


Make = Callable[[Office], models.Model]
Delete = Callable[[Pengguna, Any], object]
DELETED: dict[str, tuple[Make, Delete]] = {
    "skala": (
        lambda office: SkalaPredikat.objects.create(opd=office.opd, nama="Skala"),
        lambda by, row: delete_skala(by=by, skala=row),
    ),
    "tingkat": (free_tingkat, lambda by, row: delete_tingkat(by=by, tingkat=row)),
    "unit": (
        lambda office: make_unit(office.opd, "seksi", "Seksi", Jenjang.ESELON_IV, office.bidang),
        lambda by, row: delete_unit(by=by, unit=row),
    ),
    "pejabat": (free_official, lambda by, row: delete_pejabat(by=by, pejabat=row)),
    "anggaran": (make_anggaran, lambda by, row: delete_anggaran(by=by, anggaran=row)),
    "simpul": (
        lambda office: SubKegiatan.objects.create(kegiatan=office.kegiatan, nama="Lepas", urutan=9),
        lambda by, row: delete_node(by=by, node=row),
    ),
    "indikator": (free_indikator, lambda by, row: delete_indikator(by=by, indikator=row)),
    "target Renstra": (
        lambda office: TargetRenstra.objects.create(indikator=free_indikator(office), tahun=2024, nilai=5),
        lambda by, row: delete_target_renstra(by=by, target=row),
    ),
    "dukungan": (free_dukungan, lambda by, row: delete_dukungan(by=by, dukungan=row)),
}


@pytest.mark.parametrize("what", DELETED)
def test_what_somebody_deleted_is_not_deleted_and_recorded_again(what: str, office: Office, cast: Cast) -> None:
    make, delete = DELETED[what]
    by = cast.administrator if what in ("unit", "pejabat") else cast.perencana
    row = make(office)
    first, second = (type(row)._default_manager.get(pk=row.pk) for _ in range(2))
    delete(by, first)
    with pytest.raises(NotFound) as refused:
        delete(by, second)
    assert str(refused.value) == GONE
    (jejak,) = Jejak.objects.filter(tindakan="hapus")
    assert (jejak.objek_id, jejak.objek_jenis) == (str(row.pk), f"indicators.{type(row).__name__.lower()}")


def test_what_was_deleted_is_recorded_as_it_was_and_not_as_a_page_had_shown_it(office: Office, cast: Cast) -> None:
    shown = SkalaPredikat.objects.create(opd=office.opd, nama="Nama lama")
    SkalaPredikat.objects.filter(pk=shown.pk).update(nama="Nama baru")
    delete_skala(by=cast.perencana, skala=shown)
    jejak = Jejak.objects.get(tindakan="hapus")
    assert (jejak.objek, jejak.sebelum) == ("Nama baru", {"id": shown.pk, "opd_id": office.opd.pk, "nama": "Nama baru"})


def test_a_deleted_budget_is_recorded_with_the_money_that_stood_beside_it(office: Office, cast: Cast) -> None:
    shown = make_anggaran(office)
    stored = Anggaran.objects.get(pk=shown.pk)
    make_rak(stored, "100", "200", "300", "400")
    Anggaran.objects.filter(pk=shown.pk).update(pagu=Decimal(2000))
    delete_anggaran(by=cast.perencana, anggaran=shown)
    sebelum = Jejak.objects.get(tindakan="hapus").sebelum
    assert sebelum is not None
    assert sebelum["pagu"].startswith("2000")
    assert sebelum["cara_rak"] == "triwulanan"
    assert sebelum["RAK"] == "1: Rp100, 2: Rp200, 3: Rp300, 4: Rp400"


def test_of_an_official_who_was_deleted_already_nobody_is_told_again(office: Office, cast: Cast) -> None:
    cast.kadis.email = "kadis@contoh.go.id"
    cast.kadis.save()
    row = Pejabat.objects.get(penanda_tangan=True)
    again = Pejabat.objects.get(pk=row.pk)
    delete_pejabat(by=cast.administrator, pejabat=row)
    with pytest.raises(NotFound):
        delete_pejabat(by=cast.administrator, pejabat=again)
    (mail,) = Message.objects.filter(to="kadis@contoh.go.id")
    assert "Yang dihapus:" in mail.body


# What the database deletes along with a row, and where the trail keeps it.
GOES_ALONG = {
    ("TingkatPredikat", "skala"): "rows of its own",
    ("TargetRenstra", "indikator"): "rows of its own",
    ("SumberDana", "anggaran"): "the row of the budget",
    ("RencanaKas", "anggaran"): "the row of the budget",
    ("ButirPK", "pk_induk"): "the row of the PK",
    ("Target", "butir"): "the row of its line, or of the PK",
    ("LembarPK", "pk_induk"): "the row of the PK",
    ("ButirLembar", "lembar"): "the row of the sheet",
    ("ButirLembar", "butir"): "the row of the sheet",
    ("JadwalPengisian", "triwulan"): "nothing deletes a quarter",
    ("BarisDikembalikan", "pengajuan"): "nothing deletes a submission",
}


def test_nothing_goes_along_unrecorded() -> None:
    along = {
        (model.__name__, field.name)
        for model in apps.get_app_config("indicators").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
    }
    assert along == set(GOES_ALONG)
