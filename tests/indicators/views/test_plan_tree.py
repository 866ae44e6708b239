"""The tree page and its ordering, with and without a script."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Dukungan, Indikator, Jejak, Pengguna, PeriodeRenstra, SubKegiatan
from tests.cast import Cast, Office
from tests.trail import count_refused

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

ClientOf = Callable[[Pengguna], Client]
TREE = "/admin/rencana/pohon/"
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def three(office: Office) -> list[int]:
    """The ids of three sub kegiatan of one kegiatan, in their order."""
    for number, nama in enumerate(("Kedua", "Ketiga"), start=2):
        SubKegiatan.objects.create(kegiatan=office.kegiatan, nama=nama, urutan=number)
    return list(SubKegiatan.objects.order_by("urutan").values_list("pk", flat=True))


def address(office: Office) -> str:
    return reverse("indicators:plan_tree_order", args=["kegiatan", office.kegiatan.pk])


def order(office: Office) -> list[int]:
    return list(office.kegiatan.sub_kegiatan.order_by("urutan", "pk").values_list("pk", flat=True))


def text(ids: list[int]) -> str:
    return ",".join(map(str, ids))


def test_the_tree_shows_codes_units_targets_and_supports(office: Office, cast: Cast, client_of: ClientOf) -> None:
    layanan = Indikator.objects.get(nama="Jumlah layanan media")
    dokumen = Indikator.objects.get(nama="Jumlah dokumen informasi")
    Dukungan.objects.create(pendukung=layanan, didukung=dokumen, menjumlah=True)
    page = client_of(cast.sekretaris).get(TREE).content.decode()
    for shown in ("2.16.02.2.01.02", "Bidang Informasi dan Komunikasi Publik", "<strong>81,18</strong> Poin"):
        assert shown in page
    assert "Didukung oleh 1 indikator" in page
    assert f'mendukung <a href="#indikator-{dokumen.pk}">Jumlah dokumen informasi</a>' in page
    assert "lintas unit" not in page


def test_only_the_planner_finds_handles_and_links_for_ordering(
    office: Office, cast: Cast, client_of: ClientOf, three: list[int]
) -> None:
    planner = client_of(cast.perencana).get(TREE).content.decode()
    reader = client_of(cast.kadis).get(TREE).content.decode()
    # Three sub kegiatan and the three indicators of the first of them.
    assert planner.count('data-grip aria-label="Pindahkan') == 6
    assert address(office) in planner
    assert "plan_tree/main.js" in planner
    for trace in ("data-grip", "data-order", "Atur urutan", "plan_tree/main.js", "csrfmiddlewaretoken"):
        assert trace not in reader.replace('<form id="logout-form"', "").split("tree-page")[1]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?tahun=2026", 200),
        ("?renstra=2023&tahun=2025", 200),
        ("?tahun=2030", 404),
        ("?renstra=2019", 404),
        ("?tahun=kini", 404),
        ("?tahun=%C2%B2", 404),
        ("?opd=dinkes", 404),
    ],
)
def test_year_and_renstra_of_the_address(
    office: Office, cast: Cast, client_of: ClientOf, query: str, status: int
) -> None:
    assert client_of(cast.perencana).get(TREE + query).status_code == status


def test_an_office_without_a_plan_is_told_where_to_begin(cast: Cast, client_of: ClientOf) -> None:
    response = client_of(cast.asing).get(TREE)
    assert response.status_code == 200
    assert "Belum ada periode Renstra" in response.content.decode()
    opd = cast.asing.daftar_penugasan.first().unit.opd  # type: ignore[union-attr]  # he has one
    PeriodeRenstra.objects.create(opd=opd, tahun_awal=2025, tahun_akhir=2029)
    page = client_of(cast.asing).get(TREE).content.decode()
    assert "Renstra 2025-2029 belum mempunyai tujuan yang berlaku pada tahun itu." in page
    assert page.count("&amp;tahun=20") == 6  # five years, and the link to the findings


def test_a_script_orders_at_once(office: Office, cast: Cast, client_of: ClientOf, three: list[int]) -> None:
    wanted = [three[2], three[0], three[1]]
    data = {"dilihat": text(three), "urutan": text(wanted)}
    response = client_of(cast.perencana).post(address(office), data, **JSON)  # type: ignore[arg-type]  # headers
    assert (response.status_code, response.json()) == (200, {"urutan": wanted})
    assert order(office) == wanted


def test_a_script_is_told_why_not(office: Office, cast: Cast, client_of: ClientOf, three: list[int]) -> None:
    client = client_of(cast.perencana)
    stale = client.post(address(office), {"dilihat": text(three[::-1]), "urutan": text(three)}, **JSON)  # type: ignore[arg-type]  # headers
    assert stale.status_code == 409
    assert stale.json()["pesan"].startswith("Susunan ini baru saja diubah orang lain.")
    for urutan in (text(three[:2]), "1;2", "a,b", "1,,2"):
        wrong = client.post(address(office), {"dilihat": text(three), "urutan": urutan}, **JSON)  # type: ignore[arg-type]  # headers
        assert wrong.status_code == 422, urutan
    assert order(office) == three
    assert not Jejak.objects.filter(tindakan="urutkan_simpul").exists()


def test_numbers_order_without_a_script(office: Office, cast: Cast, client_of: ClientOf, three: list[int]) -> None:
    client = client_of(cast.perencana)
    page = client.get(address(office)).content.decode()
    assert 'value="1"' in page
    assert 'value="3"' in page
    data = {"dilihat": text(three), f"nomor_{three[0]}": "2", f"nomor_{three[1]}": "3", f"nomor_{three[2]}": "1"}
    response = client.post(address(office), data, follow=True)
    assert response.redirect_chain[-1][0] == "/admin/rencana/pohon/?opd=contoh/diskominfo&renstra=2023"
    assert "sudah disimpan" in response.content.decode()
    assert order(office) == [three[2], three[0], three[1]]


def test_numbers_that_cannot_be_taken_come_back_with_a_sentence(
    office: Office, cast: Cast, client_of: ClientOf, three: list[int]
) -> None:
    client = client_of(cast.perencana)
    data = {"dilihat": text(three), f"nomor_{three[0]}": "dua", f"nomor_{three[1]}": "3", f"nomor_{three[2]}": "1"}
    wrong = client.post(address(office), data)
    assert wrong.status_code == 422
    assert "“dua” bukan nomor urut" in wrong.content.decode()
    assert 'value="dua"' in wrong.content.decode()
    stale = client.post(address(office), {**data, "dilihat": text(three[::-1]), f"nomor_{three[0]}": "2"})
    assert stale.status_code == 409
    assert "Muat ulang halaman" in stale.content.decode()
    assert order(office) == three


def test_indicators_are_ordered_at_their_own_address(office: Office, cast: Cast, client_of: ClientOf) -> None:
    seen = list(office.sub_kegiatan.indikator.order_by("urutan", "pk").values_list("pk", flat=True))
    url = reverse("indicators:plan_tree_order_indikator", args=["sub_kegiatan", office.sub_kegiatan.pk])
    response = client_of(cast.perencana).post(url, {"dilihat": text(seen), "urutan": text(seen[::-1])}, **JSON)  # type: ignore[arg-type]  # headers
    assert response.status_code == 200
    assert list(office.sub_kegiatan.indikator.order_by("urutan").values_list("pk", flat=True)) == seen[::-1]


@pytest.mark.parametrize("name", ["staf", "sekretaris", "kadis", "pembaca", "administrator", "asing"])
def test_others_order_nothing_and_leave_a_trace(
    office: Office, cast: Cast, client_of: ClientOf, three: list[int], name: str
) -> None:
    data = {"dilihat": text(three), "urutan": text(three[::-1])}
    for headers in ({}, JSON):
        response = client_of(getattr(cast, name)).post(address(office), data, **headers)  # type: ignore[arg-type]  # headers
        assert response.status_code == 403
    assert order(office) == three
    assert count_refused() == 2


def test_addresses_that_mean_nothing(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.perencana)
    for url in (
        reverse("indicators:plan_tree_order", args=["sub_kegiatan", office.sub_kegiatan.pk]),
        reverse("indicators:plan_tree_order", args=["kegiatan", 999_999]),
        reverse("indicators:plan_tree_order", args=["unit", 1]),
        reverse("indicators:plan_tree_order_indikator", args=["renstra", office.renstra.pk]),
    ):
        assert client.get(url).status_code == 404, url


def test_the_token_of_the_form_is_asked_for(office: Office, cast: Cast, three: list[int]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.perencana, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(address(office), {"dilihat": text(three), "urutan": text(three[::-1])})
    assert response.status_code == 403
    assert order(office) == three
