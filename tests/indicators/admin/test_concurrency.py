"""Two people open one form: the second is told what the first saved, and loses nothing that he typed."""

from decimal import Decimal

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from indicators.acts import Act
from indicators.admin.base import ScopedAdmin
from indicators.models import (
    Anggaran,
    ButirPK,
    Dukungan,
    Indikator,
    PengaturanTahun,
    PerjanjianKinerja,
    SkalaPredikat,
    UnitKerja,
)
from indicators.services.jejak import record
from indicators.services.perjanjian import save_butir
from indicators.services.rencana import save_indikator, save_targets_renstra
from indicators.services.target_entry import TargetEntry
from tests.cast import Cast, Office, make_butir, make_pk
from tests.indicators.admin.test_rencana import ClientOf, errors_of, post_of, url


@pytest.fixture
def planner(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.perencana)


def test_the_second_is_told_what_the_first_wrote(office: Office, cast: Cast, planner: Client) -> None:
    surat = Indikator.objects.get(nama="Jumlah surat")
    address = url("indikator", "change", surat.pk)
    page = planner.get(address)
    other = Indikator.objects.get(pk=surat.pk)
    other.definisi_operasional, other.unit = "Surat yang dijawab", office.bidang
    save_indikator(by=cast.perencana, indikator=other)
    # Others changed others since: a row of the same kind, and one of another kind that has its number.
    for row in (office.indikator(office.tim)[0], UnitKerja(pk=surat.pk, nama="Lain")):
        record(by=cast.staf, tindakan=Act.UBAH, objek=row, opd=office.opd)
    answer = planner.post(address, post_of(page, formula="Ditulis yang kedua"))
    assert answer.status_code == 409
    first, *changes = errors_of(answer)
    assert first.startswith("Sementara formulir ini terbuka, Perencana (perencana) menyimpan perubahan.")
    assert changes == [
        "Unit penanggung jawab: “Subbag Umum” menjadi “Bidang Informasi dan Komunikasi Publik”.",
        "Definisi operasional: kosong menjadi “Surat yang dijawab”.",
    ]
    surat.refresh_from_db()
    assert (surat.definisi_operasional, surat.formula) == ("Surat yang dijawab", "")
    assert "Ditulis yang kedua" in answer.content.decode()
    again = post_of(answer, definisi_operasional="Surat yang dijawab", unit=str(office.bidang.pk))
    assert planner.post(address, again).status_code == 302
    surat.refresh_from_db()
    assert (surat.definisi_operasional, surat.formula) == ("Surat yang dijawab", "Ditulis yang kedua")


def test_rows_on_the_same_page_count_too(office: Office, cast: Cast, planner: Client) -> None:
    iku = Indikator.objects.get(nama="Nilai Indeks SPBE")
    page = planner.get(url("indikator", "change", iku.pk))
    save_targets_renstra(by=cast.perencana, isian=[(iku, {2026: TargetEntry(Decimal("2.9"))})])
    answer = planner.post(url("indikator", "change", iku.pk), post_of(page, formula="x"))
    assert "Nilai Indeks SPBE, 2026: target “2,75” menjadi “2,9”." in errors_of(answer)
    draft = make_pk(office.opd, 2025)
    butir = make_butir(draft, iku, ("2.5", "2.5", "2.5", "2.5"))
    page = planner.get(url("butirpk", "change", butir.pk))
    save_butir(by=cast.perencana, butir=ButirPK.objects.get(pk=butir.pk), target={0: TargetEntry(Decimal(3))})
    answer = planner.post(url("butirpk", "change", butir.pk), post_of(page, satuan="Poin"))
    assert "Target triwulan 2: target “2,5” menjadi “3”." in errors_of(answer)
    assert set(butir.target.values_list("nilai", flat=True)) == {Decimal(3)}


def test_a_form_that_comes_back_for_another_reason_still_stands_on_what_it_showed(
    office: Office, cast: Cast, planner: Client
) -> None:
    surat = Indikator.objects.get(nama="Jumlah surat")
    address = url("indikator", "change", surat.pk)
    page = planner.get(address)
    other = Indikator.objects.get(pk=surat.pk)
    other.sumber_data = "Buku agenda"
    wrong = planner.post(address, post_of(page, nama=""))
    assert wrong.context["dilihat"] == page.context["dilihat"]
    save_indikator(by=cast.perencana, indikator=other)
    answer = planner.post(address, post_of(wrong, nama="Jumlah surat"))
    assert "Sumber data: kosong menjadi “Buku agenda”." in errors_of(answer)


def test_a_text_that_is_not_ours_is_refused(office: Office, planner: Client) -> None:
    address = url("indikator", "change", Indikator.objects.get(nama="Jumlah surat").pk)
    own = post_of(planner.get(address), formula="x") | {"dilihat": "buatan sendiri"}
    without = {name: text for name, text in own.items() if name != "dilihat"}
    for sent in (own, without):
        assert "tidak dapat dicocokkan" in errors_of(planner.post(address, sent))[0]
    assert not Indikator.objects.filter(formula="x").exists()


def test_every_form_of_the_plan_and_the_office_brings_back_what_it_showed(
    office: Office, cast: Cast, client_of: ClientOf
) -> None:
    make_pk(office.opd, 2025)
    make_butir(PerjanjianKinerja.objects.get(tahun=2025), Indikator.objects.get(nama="Jumlah surat"), ("1",) * 4)
    SkalaPredikat.objects.create(opd=office.opd, nama="SAKIP")
    PengaturanTahun.objects.create(opd=office.opd, tahun=2024)
    surat, indeks = (Indikator.objects.get(nama=nama) for nama in ("Jumlah surat", "Indeks keterbukaan"))
    Dukungan.objects.create(pendukung=surat, didukung=indeks)
    Anggaran.objects.create(opd=office.opd, sub_kegiatan=office.sub_kegiatan, tahun=2024)
    clients = [client_of(cast.perencana), client_of(cast.administrator)]
    asked = {}
    for model, model_admin in admin.site._registry.items():
        if not isinstance(model_admin, ScopedAdmin) or not model_admin.can_save:
            continue
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        ids = model._default_manager.order_by("pk").values_list("pk", flat=True)
        pages = (client.get(f"{address}{pk}/change/") for pk in ids for client in clients)
        shown = next(page for page in pages if page.status_code == 200 and page.context["has_change_permission"])
        asked[model._meta.model_name] = 'name="dilihat"' in shown.content.decode()
    assert all(asked.values()), asked
    assert {"tujuan", "subkegiatan", "indikator", "butirpk", "perjanjiankinerja", "anggaran", "dukungan"} <= set(asked)
    assert {"unitkerja", "pejabat", "penugasan", "pengaturantahun", "perangkatdaerah", "pengguna"} <= set(asked)
