"""The yearly agreement in the admin: rows with targets, copying, fixing for good."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from indicators.models import (
    ButirPK,
    Indikator,
    Jejak,
    Pengguna,
    PerangkatDaerah,
    PerjanjianKinerja,
    SkalaPredikat,
    Target,
    TingkatPredikat,
)
from tests.cast import Cast, Office, freeze, make_butir, make_pk
from tests.indicators.admin.test_rencana import errors_of, post_of, url

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

ClientOf = Callable[[Pengguna], Client]


@pytest.fixture
def planner(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.perencana)


@pytest.fixture
def draft(office: Office) -> PerjanjianKinerja:
    return make_pk(office.opd, 2025)


def targets_of(butir: ButirPK) -> list[Decimal | None]:
    """The year first, then the quarters."""
    return list(butir.target.order_by("triwulan").values_list("nilai", flat=True))


def test_planner_makes_a_pk(office: Office, planner: Client) -> None:
    page = planner.get(url("perjanjiankinerja", "add"))
    assert page.context["adminform"].form["opd"].value() == office.opd.pk
    data = post_of(page, tahun="2025", perubahan="0", berlaku_mulai="01/01/2025")
    assert planner.post(url("perjanjiankinerja", "add"), data).status_code == 302
    pk = PerjanjianKinerja.objects.get(tahun=2025)
    assert (pk.status, pk.opd) == ("draf", office.opd)
    assert Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.perjanjiankinerja").count() == 1


def test_new_row_takes_over_its_indicator(office: Office, planner: Client, draft: PerjanjianKinerja) -> None:
    indikator = Indikator.objects.get(nama="Jumlah layanan media")
    page = planner.get(url("butirpk", "add") + f"?pk_induk={draft.pk}")
    data = post_of(page, indikator=str(indikator.pk), target_tahun="1.250,5 layanan")
    assert data["pk_induk"] == str(draft.pk)
    answer = planner.post(url("butirpk", "add"), data)
    assert answer["Location"] == url("perjanjiankinerja", "change", draft.pk)
    butir = ButirPK.objects.get(pk_induk=draft)
    assert (butir.satuan, butir.konsolidasi, butir.unit) == ("Layanan", "kumulatif", office.bidang)
    assert targets_of(butir) == [Decimal("1250.5")] * 5


def test_row_is_changed_with_numbers_as_people_write_them(
    office: Office, planner: Client, draft: PerjanjianKinerja
) -> None:
    butir = make_butir(draft, Indikator.objects.get(nama="Jumlah dokumen informasi"), ("2", "4", "6", "1234"))
    page = planner.get(url("butirpk", "change", butir.pk))
    form = page.context["adminform"].form
    assert [form[name].value() for name in ("target_tw1", "target_tw4", "target_tahun")] == ["2", "1.234", "1.234"]
    data = post_of(page, konsolidasi="posisi_akhir", target_tw1="81,18", target_tw2="2.360.141.080", target_tw3="90.57")
    assert planner.post(url("butirpk", "change", butir.pk), data).status_code == 302
    assert targets_of(butir) == [
        Decimal("1234"),
        Decimal("81.18"),
        Decimal("2360141080"),
        Decimal("90.57"),
        Decimal("1234"),
    ]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (
            "target_tw2",
            "12,500",
            "“12,500” dapat dibaca dengan dua cara. Pilih yang Anda maksud, lalu simpan lagi.",
        ),
        (
            "target_tw3",
            "5 juta",
            "“5 juta” memakai kata besaran. Tulis angka lengkapnya: 5.000.000.",
        ),
        (
            "target_tw1",
            "1,23456",
            "“1,23456” mempunyai lebih dari 4 angka di belakang koma. Bulatkan dahulu, misalnya 81,1825.",
        ),
        ("batas_tw1", "9", "Batas atas hanya untuk polaritas rentang. Kosongkan, atau ubah polaritasnya."),
        (
            "realisasi_terburuk",
            "1.234",
            "“1.234” dapat dibaca dengan dua cara. Pilih yang Anda maksud, lalu simpan lagi.",
        ),
    ],
)
def test_doubtful_number_is_asked_back_and_nothing_is_lost(
    office: Office, planner: Client, draft: PerjanjianKinerja, field: str, typed: str, sentence: str
) -> None:
    butir = make_butir(draft, Indikator.objects.get(nama="Jumlah dokumen informasi"), ("2", "4", "6", "8"))
    page = planner.get(url("butirpk", "change", butir.pk))
    answer = planner.post(url("butirpk", "change", butir.pk), post_of(page, satuan="Ketikan saya", **{field: typed}))
    assert errors_of(answer) == [sentence]
    text = answer.content.decode()
    assert f'value="{typed}"' in text
    assert "Ketikan saya" in text
    assert targets_of(butir) == [Decimal(8), Decimal(2), Decimal(4), Decimal(6), Decimal(8)]


def test_letters_and_ranges_are_targets_too(office: Office, planner: Client, draft: PerjanjianKinerja) -> None:
    skala = SkalaPredikat.objects.create(opd=office.opd, nama="SAKIP")
    for huruf, skor in (("A", 80), ("BB", 70)):
        TingkatPredikat.objects.create(skala=skala, huruf=huruf, skor=skor)
    iku = Indikator.objects.get(nama="Nilai Indeks SPBE")
    butir = make_butir(draft, iku, ("", "", "", ""))
    page = planner.get(url("butirpk", "change", butir.pk))
    data = post_of(page, jenis_nilai="predikat", skala=str(skala.pk), target_tahun="bb")
    assert planner.post(url("butirpk", "change", butir.pk), data).status_code == 302
    assert set(butir.target.values_list("predikat", flat=True)) == {"BB"}
    page = planner.get(url("butirpk", "change", butir.pk))
    assert "Pilih salah satu: A, BB." in page.content.decode()
    answer = planner.post(url("butirpk", "change", butir.pk), post_of(page, target_tw1="Z"))
    assert errors_of(answer) == ["Target indikator ini adalah predikat. Pilih salah satu: A, BB."]

    rentang = make_butir(draft, Indikator.objects.get(nama="Indeks keterbukaan"), ("", "", "", ""))
    page = planner.get(url("butirpk", "change", rentang.pk))
    data = post_of(page, polaritas="rentang", target_tahun="60", batas_tahun="70,5")
    assert planner.post(url("butirpk", "change", rentang.pk), data).status_code == 302
    assert set(rentang.target.values_list("nilai", "batas_atas")) == {(Decimal(60), Decimal("70.5"))}
    assert "60 - 70,5" in planner.get(url("perjanjiankinerja", "change", draft.pk)).content.decode()


def test_rows_are_copied_from_another_pk(office: Office, planner: Client, draft: PerjanjianKinerja) -> None:
    page = planner.get(url("perjanjiankinerja", "change", draft.pk))
    assert "Salin butir dari" in page.content.decode()
    answer = planner.post(url("perjanjiankinerja", "copy", draft.pk), {"sumber": str(office.pk.pk)}, follow=True)
    assert "6 butir disalin dari Perjanjian Kinerja 2024 (Murni)." in answer.content.decode()
    assert draft.butir.count() == 6
    # The Renstra's target of 2025 in the place of 2,25.
    assert "2,5" in answer.content.decode()
    assert planner.get(url("perjanjiankinerja", "copy", draft.pk)).status_code == 302
    assert draft.butir.count() == 6


def test_pk_of_another_office_is_no_source(office: Office, planner: Client, draft: PerjanjianKinerja) -> None:
    other = make_pk(PerangkatDaerah.objects.get(kode="dinkes"), 2024)
    answer = planner.post(url("perjanjiankinerja", "copy", draft.pk), {"sumber": str(other.pk)}, follow=True)
    assert "Pilih PK yang butirnya disalin." in answer.content.decode()
    assert planner.post(url("perjanjiankinerja", "copy", other.pk), {"sumber": str(draft.pk)}).status_code == 404
    assert planner.post(url("perjanjiankinerja", "fix", other.pk)).status_code == 404


def test_fixing_asks_once_more(office: Office, planner: Client, draft: PerjanjianKinerja) -> None:
    make_butir(draft, Indikator.objects.get(nama="Jumlah layanan media"), ("12", "12", "12", "12"))
    page = planner.get(url("perjanjiankinerja", "fix", draft.pk))
    assert "Tahun tanpa IKU" in page.content.decode()
    draft.refresh_from_db()
    assert draft.status == "draf"
    found = re.search(r'name="dilihat" value="([0-9a-f]{64})"', page.content.decode())
    assert found is not None
    address = url("perjanjiankinerja", "fix", draft.pk)
    added = make_butir(draft, Indikator.objects.get(nama="Jumlah surat"), ("1", "2", "3", "4"))
    answer = planner.post(address, {"dilihat": found[1]}, follow=True)
    assert "baru saja diubah orang lain" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.status == "draf"
    added.delete()
    answer = planner.post(address, {"dilihat": found[1]}, follow=True)
    assert "PK ini mempunyai temuan yang perlu dilihat." in answer.content.decode()
    answer = planner.post(address, {"dilihat": found[1], "setuju": "1"}, follow=True)
    assert "Perjanjian Kinerja 2025 (Murni) ditetapkan dan berlaku mulai 1 Januari 2025." in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.status, draft.ditetapkan_oleh) == ("ditetapkan", "Perencana (perencana)")


def test_empty_pk_is_not_fixed(planner: Client, draft: PerjanjianKinerja) -> None:
    answer = planner.post(url("perjanjiankinerja", "fix", draft.pk), follow=True)
    assert "PK ini belum memuat indikator." in answer.content.decode()


def test_fixed_pk_is_to_look_at_only(office: Office, planner: Client) -> None:
    butir = ButirPK.objects.filter(pk_induk=office.pk).first()
    assert butir is not None
    page = planner.get(url("perjanjiankinerja", "change", office.pk.pk)).content.decode()
    assert "PK ini sudah ditetapkan, jadi hanya dapat dilihat." in page
    assert "Tetapkan PK" not in page
    assert "Tambah butir" not in page
    assert "81,18" in page
    row = planner.get(url("butirpk", "change", butir.pk)).content.decode()
    assert 'name="target_tahun"' not in row
    assert ">12<" in row
    for model, obj in (("perjanjiankinerja", office.pk), ("butirpk", butir)):
        assert planner.post(url(model, "change", obj.pk), {}).status_code == 403
        assert planner.post(url(model, "delete", obj.pk), {"post": "yes"}).status_code == 403
    answer = planner.post(url("perjanjiankinerja", "copy", office.pk.pk), {"sumber": "1"}, follow=True)
    assert answer.status_code == 200
    answer = planner.post(url("perjanjiankinerja", "fix", office.pk.pk), follow=True)
    assert "sudah ditetapkan" in answer.content.decode()


def test_row_is_not_added_to_a_fixed_pk(office: Office, planner: Client) -> None:
    new = Indikator.objects.create(opd=office.opd, unit=office.bidang, program=office.program, nama="Baru")
    page = planner.get(url("butirpk", "add"))
    answer = planner.post(url("butirpk", "add"), post_of(page, pk_induk=str(office.pk.pk), indikator=str(new.pk)))
    assert answer.status_code == 422
    assert ButirPK.objects.filter(indikator=new).count() == 0


def test_pk_fixed_meanwhile_is_not_changed(office: Office, planner: Client, draft: PerjanjianKinerja) -> None:
    butir = make_butir(draft, Indikator.objects.get(nama="Jumlah layanan media"), ("1", "1", "1", "1"))
    page = planner.get(url("butirpk", "change", butir.pk))
    data: dict[str, Any] = post_of(page, target_tahun="2")
    freeze(draft)
    assert planner.post(url("butirpk", "change", butir.pk), data).status_code == 403
    assert Target.objects.filter(butir=butir, nilai=1).count() == 5


def test_readers_neither_copy_nor_fix(
    office: Office, cast: Cast, client_of: ClientOf, draft: PerjanjianKinerja
) -> None:
    for user in (cast.sekretaris, cast.kadis):
        client = client_of(user)
        page = client.get(url("perjanjiankinerja", "change", draft.pk)).content.decode()
        assert "Salin butir dari" not in page
        assert "Tetapkan PK" not in page
        assert client.post(url("perjanjiankinerja", "copy", draft.pk), {"sumber": "1"}).status_code == 403
        assert client.get(url("perjanjiankinerja", "fix", draft.pk)).status_code == 403
        assert client.post(url("perjanjiankinerja", "fix", draft.pk)).status_code == 403
