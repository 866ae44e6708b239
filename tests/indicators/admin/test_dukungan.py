"""The cascade in the admin: its list, its form, the section on the indicator's page."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Dukungan, Indikator, Jejak, Pengguna
from tests.cast import Cast, Office
from tests.trail import told

ClientOf = Callable[[Pengguna], Client]
LIST, ADD = "/admin/indicators/dukungan/", "/admin/indicators/dukungan/add/"


@pytest.fixture
def pair(office: Office) -> tuple[Indikator, Indikator]:
    return (
        Indikator.objects.get(nama="Jumlah layanan media"),
        Indikator.objects.get(nama="Jumlah dokumen informasi"),
    )


def form(pendukung: Indikator, didukung: Indikator, **more: str) -> dict[str, str]:
    return {"pendukung": str(pendukung.pk), "didukung": str(didukung.pk), "keterangan": "", **more}


def test_planner_adds_changes_and_deletes(cast: Cast, client_of: ClientOf, pair: tuple[Indikator, Indikator]) -> None:
    client = client_of(cast.perencana)
    assert client.post(ADD, form(*pair)).status_code == 302
    row = Dukungan.objects.get()
    change = reverse("admin:indicators_dukungan_change", args=[row.pk])
    seen = client.get(change).context["dilihat"]
    changed = form(*pair, menjumlah="on", keterangan="Dijumlahkan", dilihat=seen)
    assert client.post(change, changed).status_code == 302
    row.refresh_from_db()
    assert (row.menjumlah, row.keterangan) == (True, "Dijumlahkan")
    assert client.post(reverse("admin:indicators_dukungan_delete", args=[row.pk]), {"post": "yes"}).status_code == 302
    assert told(Jejak.objects.all()) == ["hapus dukungan", "tambah dukungan", "ubah dukungan"]


def test_a_refusal_comes_back_at_its_field(cast: Cast, client_of: ClientOf, pair: tuple[Indikator, Indikator]) -> None:
    layanan, dokumen = pair
    response = client_of(cast.perencana).post(ADD, form(dokumen, layanan, keterangan="Ditulis"))
    assert response.status_code == 422
    page = response.content.decode()
    assert "Indikator yang didukung harus di tingkat yang lebih tinggi" in page
    assert 'value="Ditulis"' in page
    assert not Dukungan.objects.exists()


def test_the_indicators_page_shows_both_ends(
    office: Office, cast: Cast, client_of: ClientOf, pair: tuple[Indikator, Indikator]
) -> None:
    row = Dukungan.objects.create(pendukung=pair[0], didukung=pair[1], menjumlah=True, keterangan="Per triwulan")
    pages = {
        (name, pk): client_of(getattr(cast, name))
        .get(reverse("admin:indicators_indikator_change", args=[pk]))
        .content.decode()
        for name in ("perencana", "sekretaris")
        for pk in (pair[0].pk, pair[1].pk)
    }
    for name in ("perencana", "sekretaris"):
        assert "Indikator ini belum mendukung indikator lain." in pages[name, pair[1].pk]
        assert "Belum ada indikator yang mendukung indikator ini." in pages[name, pair[0].pk]
        assert f"/admin/indicators/dukungan/{row.pk}/change/" in pages[name, pair[0].pk]
        assert "Per triwulan" in pages[name, pair[1].pk]
    assert f"{ADD}?didukung={pair[1].pk}" in pages["perencana", pair[1].pk]
    assert ADD not in pages["sekretaris", pair[1].pk]
    filled = client_of(cast.perencana).get(f"{ADD}?didukung={pair[1].pk}").content.decode()
    assert f'<option value="{pair[1].pk}" selected' in filled


def test_more_supports_cost_the_list_no_more_queries(
    office: Office, cast: Cast, client_of: ClientOf, pair: tuple[Indikator, Indikator]
) -> None:
    client = client_of(cast.perencana)
    page = reverse("admin:indicators_indikator_change", args=[pair[1].pk])

    def count(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    Dukungan.objects.create(pendukung=pair[0], didukung=pair[1])
    before = [count(url) for url in (LIST, page)]
    for number in range(20):
        lower = Indikator.objects.create(
            opd=office.opd, unit=office.subbag, sub_kegiatan=office.sub_kegiatan, nama=f"Baris {number}"
        )
        Dukungan.objects.create(pendukung=lower, didukung=pair[1])
    assert [count(url) for url in (LIST, page)] == before
