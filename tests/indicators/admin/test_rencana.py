"""The plan in the admin: who sees, who changes, what a filter may name, what a page costs."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import (
    Indikator,
    Jejak,
    Pengguna,
    PerangkatDaerah,
    PeriodeRenstra,
    Program,
    Sasaran,
    SkalaPredikat,
    TargetRenstra,
    TingkatPredikat,
    Tujuan,
)
from tests.cast import Cast, Office, make_butir, make_pk

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

MODELS = (
    "perioderenstra",
    "tujuan",
    "sasaran",
    "program",
    "kegiatan",
    "subkegiatan",
    "indikator",
    "skalapredikat",
    "perjanjiankinerja",
    "butirpk",
    "anggaran",
)
ClientOf = Callable[[Pengguna], Client]


def url(model: str, page: str, *args: Any) -> str:
    return reverse(f"admin:indicators_{model}_{page}", args=args)


def post_of(response: Any, **changes: Any) -> dict[str, Any]:
    """Return what the browser would send back from an admin form, with some fields typed over."""
    form = response.context["adminform"].form
    data = {bound.html_name: bound.value() for bound in form}
    data |= {"dilihat": response.context["dilihat"]} if "dilihat" in response.context else {}
    for inline in response.context["inline_admin_formsets"]:
        formset = inline.formset
        data |= {bound.html_name: bound.value() for bound in formset.management_form}
        data |= {bound.html_name: bound.value() for child in formset for bound in child}
    printed = {name: bound for name, bound in data.items() if bound is not None}
    for bound in form:
        field = bound.field
        if isinstance(printed.get(bound.html_name), Decimal):
            printed[bound.html_name] = field.prepare_value(printed[bound.html_name])
    return {**printed, **changes}


def errors_of(response: Any) -> list[str]:
    found = [str(text) for texts in response.context["adminform"].form.errors.values() for text in texts]
    for inline in response.context["inline_admin_formsets"]:
        found += [str(text) for form in inline.formset for texts in form.errors.values() for text in texts]
    return found


@pytest.fixture
def planner(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.perencana)


@pytest.fixture
def stranger(cast: Cast) -> tuple[Tujuan, Program]:
    """The plan of the other office."""
    period = PeriodeRenstra.objects.create(
        opd=PerangkatDaerah.objects.get(kode="dinkes"), tahun_awal=2023, tahun_akhir=2026
    )
    tujuan = Tujuan.objects.create(periode=period, nama="Tujuan rahasia")
    sasaran = Sasaran.objects.create(tujuan=tujuan, nama="Sasaran rahasia")
    return tujuan, Program.objects.create(sasaran=sasaran, nama="Program rahasia")


@pytest.mark.parametrize("model", MODELS)
def test_list_opens_for_planner_and_readers_only(office: Office, cast: Cast, client_of: ClientOf, model: str) -> None:
    for user in (cast.perencana, cast.sekretaris, cast.kadis):
        assert client_of(user).get(url(model, "changelist")).status_code == 200
    for user in (cast.staf, cast.kepala, cast.pembaca, cast.administrator):
        assert client_of(user).get(url(model, "changelist")).status_code == 403


@pytest.mark.parametrize("model", MODELS)
def test_only_the_planner_finds_forms(office: Office, cast: Cast, client_of: ClientOf, model: str) -> None:
    model_admin = next(value for key, value in admin.site._registry.items() if key._meta.model_name == model)
    obj = model_admin.model._default_manager.first()
    for user in (cast.perencana, cast.sekretaris, cast.kadis):
        client = client_of(user)
        if obj is not None:
            for page in ("change", "history"):
                assert client.get(url(model, page, obj.pk)).status_code == 200
        for page in ("add", "import"):
            assert client.get(url(model, page)).status_code == (200 if user is cast.perencana else 403)
        assert client.get(url(model, "export")).status_code == 200
        if obj is not None and user is not cast.perencana:
            assert client.post(url(model, "change", obj.pk), {}).status_code == 403
            assert client.post(url(model, "delete", obj.pk), {"post": "yes"}).status_code == 403


def test_planner_changes_a_node_through_the_service(office: Office, planner: Client) -> None:
    page = planner.get(url("program", "change", office.program.pk))
    answer = planner.post(
        url("program", "change", office.program.pk), post_of(page, sasaran_kinerja="Informasi makin terbuka")
    )
    assert answer.status_code == 302
    office.program.refresh_from_db()
    assert office.program.sasaran_kinerja == "Informasi makin terbuka"
    row = Jejak.objects.get(tindakan="ubah", objek_jenis="indicators.program")
    assert (row.pelaku, (row.sebelum or {})["sasaran_kinerja"]) == ("Perencana (perencana)", "Informasi terbuka")


def test_name_that_is_printed_is_refused_at_its_field(office: Office, planner: Client) -> None:
    page = planner.get(url("program", "change", office.program.pk))
    answer = planner.post(url("program", "change", office.program.pk), post_of(page, nama="Program Baru"))
    assert answer.status_code == 422
    assert "sudah ditetapkan, jadi tidak dapat diganti" in errors_of(answer)[0]


def test_refusal_of_the_service_keeps_what_was_typed(office: Office, planner: Client) -> None:
    page = planner.get(url("program", "change", office.program.pk))
    answer = planner.post(
        url("program", "change", office.program.pk), post_of(page, nama="Ketikan saya", tahun_awal="2019")
    )
    assert answer.status_code == 422
    assert errors_of(answer) == ["Tahun harus di dalam masa Renstra, 2023 sampai 2026."]
    assert "Ketikan saya" in answer.content.decode()
    office.program.refresh_from_db()
    assert office.program.nama == "Program Informasi Publik"


def test_used_node_is_not_deleted(office: Office, planner: Client) -> None:
    planner.post(url("program", "delete", office.program.pk), {"post": "yes"})
    assert Program.objects.filter(pk=office.program.pk).exists()
    lone = Program.objects.create(sasaran=office.sasaran, nama="Sendiri")
    assert planner.post(url("program", "delete", lone.pk), {"post": "yes"}).status_code == 302
    assert not Program.objects.filter(pk=lone.pk).exists()
    assert Jejak.objects.get(tindakan="hapus", objek_jenis="indicators.program").objek == "Sendiri"


# --- other offices -------------------------------------------------------------------------------------------------


def test_other_office_is_nowhere_to_be_found(planner: Client, stranger: tuple[Tujuan, Program], office: Office) -> None:
    program = stranger[1]
    pages = [url("tujuan", "changelist"), url("sasaran", "changelist"), url("program", "changelist") + "?q=rahasia"]
    pages += [url("program", "add"), url("kegiatan", "changelist"), url("indikator", "add"), url("sasaran", "add")]
    for address in pages:
        text = planner.get(address).content.decode()
        assert not re.search('rahasia(?!&|")', text), address
        assert "Dinas Kesehatan" not in text
    for page in ("change", "delete", "history"):
        answer = planner.get(url("program", page, program.pk), follow=True)
        assert "Program rahasia" not in answer.content.decode()
        assert answer.status_code == 404 or answer.redirect_chain
    answer = planner.post(url("program", "delete", program.pk), {"post": "yes"}, follow=True)
    assert Program.objects.filter(pk=program.pk).exists()


def test_lookups_of_autocomplete_are_scoped(planner: Client, stranger: tuple[Tujuan, Program], office: Office) -> None:
    query = {"app_label": "indicators", "model_name": "kegiatan", "field_name": "program", "term": ""}
    found = planner.get(reverse("admin:autocomplete"), query).json()["results"]
    assert [row["text"] for row in found] == ["2.16.02 Program Informasi Publik"]


def test_node_of_another_office_is_refused_as_parent(
    planner: Client, stranger: tuple[Tujuan, Program], office: Office
) -> None:
    page = planner.get(url("kegiatan", "change", office.kegiatan.pk))
    answer = planner.post(url("kegiatan", "change", office.kegiatan.pk), post_of(page, program=str(stranger[1].pk)))
    assert answer.status_code == 422
    assert "Program rahasia" not in answer.content.decode()
    office.kegiatan.refresh_from_db()
    assert office.kegiatan.program == office.program


# --- indicators and scales -----------------------------------------------------------------------------------------


def test_indicator_shows_its_targets_in_print_and_waits_for_missing_years(office: Office, planner: Client) -> None:
    iku = Indikator.objects.get(nama="Nilai Indeks SPBE")
    TargetRenstra.objects.filter(indikator=iku, tahun=2025).delete()
    formset = planner.get(url("indikator", "change", iku.pk)).context["inline_admin_formsets"][0].formset
    shown = [(form["tahun"].value(), form["target"].value()) for form in formset]
    assert shown == [(2023, "2,0"), (2024, "2,25"), (2026, "2,75"), (2025, "")]


def test_targets_are_read_as_people_write_them(office: Office, planner: Client) -> None:
    iku = Indikator.objects.get(nama="Nilai Indeks SPBE")
    TargetRenstra.objects.filter(indikator=iku, tahun=2026).update(nilai=Decimal("1234"))
    page = planner.get(url("indikator", "change", iku.pk))
    data = post_of(page, **{"target_renstra-1-target": "81,18 Indeks Poin", "target_renstra-2-target": "2.5"})
    # What the page printed itself, "1.234,0", is no question.
    assert data["target_renstra-3-target"] == "1.234,0"
    assert planner.post(url("indikator", "change", iku.pk), data).status_code == 302
    stored = list(iku.target_renstra.order_by("tahun").values_list("tahun", "nilai"))
    assert stored == [
        (2023, Decimal("2.0")),
        (2024, Decimal("81.18")),
        (2025, Decimal("2.5")),
        (2026, Decimal("1234")),
    ]
    assert Jejak.objects.filter(tindakan="ubah", objek_jenis="indicators.targetrenstra").count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "1.234",
            "“1.234” dapat dibaca dengan dua cara. Pilih yang Anda maksud, lalu simpan lagi.",
        ),
        (
            "dua",
            "“dua” bukan angka. Tulis angka saja, misalnya 81,18 atau 2.360.141.080; kosongkan bila belum ada, "
            "tulis 0 bila memang nol.",
        ),
    ],
)
def test_doubtful_target_is_asked_back(office: Office, planner: Client, typed: str, sentence: str) -> None:
    iku = Indikator.objects.get(nama="Nilai Indeks SPBE")
    page = planner.get(url("indikator", "change", iku.pk))
    answer = planner.post(
        url("indikator", "change", iku.pk), post_of(page, nama="Ketikan", **{"target_renstra-0-target": typed})
    )
    assert errors_of(answer) == [sentence]
    assert f'value="{typed}"' in answer.content.decode()
    assert TargetRenstra.objects.get(indikator=iku, tahun=2023).nilai == Decimal("2.0")


def test_target_outside_the_renstra_is_refused_by_name(office: Office, planner: Client) -> None:
    iku = Indikator.objects.get(nama="Nilai Indeks SPBE")
    page = planner.get(url("indikator", "change", iku.pk))
    answer = planner.post(url("indikator", "change", iku.pk), post_of(page, **{"target_renstra-3-tahun": "2031"}))
    assert errors_of(answer) == ["Tahun harus di dalam masa Renstra, 2023 sampai 2026."]
    assert TargetRenstra.objects.filter(indikator=iku, tahun=2026).exists()


def test_scale_is_kept_with_its_letters(office: Office, planner: Client) -> None:
    page = planner.get(url("skalapredikat", "add"))
    data = post_of(page, nama="Predikat SAKIP", **{"tingkat-TOTAL_FORMS": "2"})
    data |= {"tingkat-0-huruf": "A", "tingkat-0-skor": "80,5", "tingkat-1-huruf": "BB", "tingkat-1-skor": "70"}
    assert planner.post(url("skalapredikat", "add"), data).status_code == 302
    skala = SkalaPredikat.objects.get()
    assert skala.opd == office.opd
    assert list(skala.tingkat.values_list("huruf", "skor")) == [("A", Decimal("80.5")), ("BB", Decimal("70"))]
    page = planner.get(url("skalapredikat", "change", skala.pk))
    assert 'inputmode="decimal"' in page.content.decode()
    assert 'value="80,5"' in page.content.decode()
    data = post_of(page, **{"tingkat-1-DELETE": "on", "tingkat-0-skor": "1.234"})
    answer = planner.post(url("skalapredikat", "change", skala.pk), data)
    assert errors_of(answer) == ["“1.234” dapat dibaca dengan dua cara. Pilih yang Anda maksud, lalu simpan lagi."]
    assert TingkatPredikat.objects.count() == 2


def test_reader_sees_targets_without_inputs(office: Office, cast: Cast, client_of: ClientOf) -> None:
    iku = Indikator.objects.get(nama="Nilai Indeks SPBE")
    text = client_of(cast.sekretaris).get(url("indikator", "change", iku.pk)).content.decode()
    assert "2,75" in text
    assert 'name="nama"' not in text


# --- history -------------------------------------------------------------------------------------------------------


def test_history_shows_our_own_trail(office: Office, planner: Client, cast: Cast, client_of: ClientOf) -> None:
    iku = Indikator.objects.get(nama="Nilai Indeks SPBE")
    page = planner.get(url("indikator", "change", iku.pk))
    data = post_of(page, unit=str(office.bidang.pk), polaritas="minimalkan", **{"target_renstra-1-target": "3"})
    planner.post(url("indikator", "change", iku.pk), data)
    text = re.sub(r"\s+", " ", client_of(cast.sekretaris).get(url("indikator", "history", iku.pk)).content.decode())
    assert "Perencana (perencana)" in text
    assert "<del>Tim IKU</del> <ins>Bidang Informasi dan Komunikasi Publik</ins>" in text
    assert "<del>Maksimalkan (makin tinggi makin baik)</del>" in text
    assert "<del>2,25</del> <ins>3</ins>" in text
    assert client_of(cast.staf).get(url("indikator", "history", iku.pk)).status_code == 403
    assert client_of(cast.asing).get(url("indikator", "history", iku.pk)).status_code == 404


# --- cost ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", ["program", "indikator", "butirpk", "perjanjiankinerja"])
def test_queries_of_a_list_do_not_grow_with_its_rows(
    office: Office, cast: Cast, client_of: ClientOf, model: str
) -> None:
    def count() -> int:
        client = client_of(cast.perencana)
        client.get(url(model, "changelist"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url(model, "changelist")).status_code == 200
        return len(queries)

    before = count()
    for number in range(8):
        program = Program.objects.create(sasaran=office.sasaran, nama=f"Program {number}")
        indikator = Indikator.objects.create(opd=office.opd, unit=office.bidang, program=program, nama=f"I {number}")
        make_butir(make_pk(office.opd, 2030 + number), indikator, ("1", "1", "1", "1"))
    assert count() == before


@pytest.mark.parametrize("sent", ["abc", "9" * 20])
def test_a_search_field_comes_back_when_what_was_sent_can_be_no_key(sent: str, client_of: ClientOf, cast: Cast) -> None:
    response = client_of(cast.perencana).post(url("sasaran", "add"), {"tujuan": sent, "nama": "Sasaran"})
    assert (response.status_code, Sasaran.objects.filter(nama="Sasaran").exists()) == (422, False)
    assert "tujuan" in response.context["adminform"].form.errors
