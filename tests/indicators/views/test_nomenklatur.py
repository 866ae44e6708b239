"""The perencana works through a change of nomenclature on one page."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import GantiNomenklatur, Indikator, Jejak, Pengguna, PeriodeRenstra, SubKegiatan
from tests.cast import Cast, Office, make_butir, make_pk

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

URL = reverse("indicators:perubahan_nomenklatur")
ClientOf = Callable[[Pengguna], Client]


@pytest.fixture
def planner(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.perencana)


def form(office: Office, **changed: str) -> dict[str, str]:
    """Return what the untouched page sends, with the sub kegiatan's inputs changed."""
    keys = {
        f"program-{office.program.pk}": ("tetap", office.program.nama),
        f"kegiatan-{office.kegiatan.pk}": ("tetap", office.kegiatan.nama),
        f"sub_kegiatan-{office.sub_kegiatan.pk}": ("", office.sub_kegiatan.nama),
    }
    sent = {"aksi": "simpan"}
    for key, (decision, name) in keys.items():
        sent |= {f"keputusan-{key}": decision, f"kode-{key}": "", f"nama-{key}": name, f"versi-{key}": ""}
    return sent | {f"{name}-sub_kegiatan-{office.sub_kegiatan.pk}": text for name, text in changed.items()}


def test_page_shows_each_old_node_with_its_state(office: Office, planner: Client) -> None:
    text = planner.get(URL).content.decode()
    assert "berlaku mulai 2025 (nomenklatur 4 angka)" in text
    assert "Kodenya belum 4 angka." in text
    assert text.count('<option value="tetap" selected>') == 2
    assert planner.get(URL, {"renstra": "2023", "tahun": "2024"}).status_code == 200
    assert not Jejak.objects.exists()


def test_fixed_agreement_of_the_year_is_mentioned(office: Office, planner: Client) -> None:
    assert "tetap memuat simpul lama" in planner.get(URL, {"tahun": "2024"}).content.decode()
    assert "tetap memuat simpul lama" not in planner.get(URL, {"tahun": "2025"}).content.decode()


def test_proposed_codes_are_marked_and_not_saved(office: Office, planner: Client) -> None:
    text = planner.post(URL, form(office, nama="Layanan Media Baru") | {"aksi": "usulkan"}).content.decode()
    assert "1 kode diusulkan dan belum disimpan" in text
    assert 'value="2.16.02.2.01.0002"' in text
    assert "Usulan, cocokkan" in text
    assert "Layanan Media Baru" in text
    assert SubKegiatan.objects.count() == 1


def test_proposal_stands_under_the_new_code_of_the_parent(office: Office, planner: Client) -> None:
    key = f"kegiatan-{office.kegiatan.pk}"
    sent = form(office) | {"aksi": "usulkan", f"keputusan-{key}": "ganti", f"kode-{key}": "2.16.02.2.05"}
    assert 'value="2.16.02.2.05.0002"' in planner.post(URL, sent).content.decode()


def test_decision_is_saved_and_shown(office: Office, planner: Client) -> None:
    sent = form(office, keputusan="ganti", kode="216022010002", nama="Layanan Media Baru")
    asked = planner.post(URL, sent)
    assert "Ya, ubah 1 simpul" in asked.content.decode()
    assert not Jejak.objects.exists()
    answer = planner.post(URL, sent | {"aksi": "lakukan", "dilihat": asked.context["rancangan"].dilihat})
    assert answer.status_code == 302
    assert answer["Location"] == f"{URL}?opd=contoh/diskominfo&renstra=2023&tahun=2025"
    new = SubKegiatan.objects.get(menggantikan=office.sub_kegiatan)
    assert (new.kode, new.nama) == ("2.16.02.2.01.0002", "Layanan Media Baru")
    text = planner.get(answer["Location"]).content.decode()
    assert "1 simpul digantikan dengan 3 indikator." in text
    assert reverse("admin:indicators_subkegiatan_change", args=[new.pk]) in text
    assert f"keputusan-sub_kegiatan-{office.sub_kegiatan.pk}" not in text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"keputusan": "ganti", "kode": "2.16.02.2.01.07"}, "mulai 2024 terdiri atas 4 angka"),
        ({"keputusan": "ganti", "kode": "2.16.02.2.01.0007", "nama": ""}, "Isi nama yang baru"),
        ({"keputusan": "", "kode": "2.16.02.2.01.0007"}, "pilih Digantikan"),
        ({"keputusan": "tetap", "nama": "Nama yang diketik"}, "pilih Digantikan"),
        ({"keputusan": "aneh", "kode": "2.16.02.2.01.0007"}, "pilih Digantikan"),
    ],
)
def test_wrong_row_is_marked_and_nothing_typed_is_lost(
    office: Office, planner: Client, changed: dict[str, str], sentence: str
) -> None:
    key = f"program-{office.program.pk}"
    sent = form(office, **changed) | {f"keputusan-{key}": "ganti", f"kode-{key}": "", f"nama-{key}": "Ketikan lain"}
    answer = planner.post(URL, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert "Ketikan lain" in text
    assert changed.get("kode", "") in text
    assert changed.get("nama", "") in text
    assert text.count('aria-invalid="true"') >= 1
    assert SubKegiatan.objects.count() == 1
    assert not Jejak.objects.exists()


def test_untouched_page_changes_nothing(office: Office, planner: Client) -> None:
    assert planner.post(URL, form(office)).status_code == 302
    assert not Jejak.objects.exists()


@pytest.mark.parametrize(
    "query", [{"tahun": "2023"}, {"tahun": "2031"}, {"renstra": "2019"}, {"tahun": "x"}, {"opd": "dinkes"}]
)
def test_what_does_not_exist_is_not_found(office: Office, planner: Client, query: dict[str, str]) -> None:
    assert planner.get(URL, query).status_code == 404


def test_office_without_renstra_is_told_what_to_do(office: Office, planner: Client) -> None:
    PeriodeRenstra.objects.filter(pk=office.renstra.pk).update(tahun_akhir=2023)
    assert "Belum ada Renstra dengan lebih dari satu tahun" in planner.get(URL).content.decode()


def test_others_are_refused_and_recorded(office: Office, cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.sekretaris).post(URL, form(office)).status_code == 403
    assert Jejak.objects.get().ditolak


def test_a_change_is_undone_from_the_page_or_says_why_not(office: Office, cast: Cast, planner: Client) -> None:
    sent = form(office, keputusan="ganti", kode="2.16.02.2.01.0002")
    asked = planner.post(URL, sent)
    back = planner.post(URL, sent | {"aksi": "kembali"})
    assert 'value="2.16.02.2.01.0002"' in back.content.decode()
    planner.post(URL, sent | {"aksi": "lakukan", "dilihat": asked.context["rancangan"].dilihat})
    again = planner.post(URL, sent | {"aksi": "lakukan", "dilihat": asked.context["rancangan"].dilihat})
    assert again.status_code == 409  # decided already
    ganti = GantiNomenklatur.objects.get()
    undo = reverse("indicators:nomenklatur_undo", args=[ganti.pk])
    assert "Batalkan perubahan nomenklatur mulai 2025" in planner.get(URL, {"tahun": "2025"}).content.decode()
    surat = Indikator.objects.get(sub_kegiatan__menggantikan=office.sub_kegiatan, nama="Jumlah surat")
    row = make_butir(make_pk(office.opd, 2025), surat, ("1", "2", "3", "4"))
    text = planner.get(URL, {"tahun": "2025"}).content.decode()
    assert "Batalkan perubahan nomenklatur" not in text
    assert "sudah ada dalam Perjanjian Kinerja 2025 (Murni)" in text
    assert "tidak dapat dibatalkan" in planner.post(undo, follow=True).content.decode()
    row.delete()
    assert "dibatalkan: simpul lama berlaku lagi" in planner.post(undo, follow=True).content.decode()
    assert SubKegiatan.objects.count() == 1
    assert planner.post(undo).status_code == 404
