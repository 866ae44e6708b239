"""The health page: findings with links to where they are mended, filters, who sees it."""

from collections.abc import Callable

import pytest
from django.test import Client

from indicators.models import Indikator, Kegiatan, Pengguna
from indicators.selectors.plan_health import PlanHealth
from indicators.selectors.plan_tree import get_tree
from indicators.views import plan_health
from tests.cast import Cast, Office, make_butir, make_pk

ClientOf = Callable[[Pengguna], Client]
PAGE = "/admin/rencana/kesehatan/"


def read(client: Client, query: str = "") -> str:
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", ["sekretaris", "kadis", "perencana"])
def test_findings_lead_to_where_they_are_mended(office: Office, cast: Cast, client_of: ClientOf, name: str) -> None:
    kosong = Kegiatan.objects.create(program=office.program, nama="Kegiatan kosong")
    draft = make_pk(office.opd, 2025)
    iku = Indikator.objects.get(nama="Nilai Indeks SPBE")
    butir = make_butir(draft, iku, ("", "", "", ""))
    client = client_of(getattr(cast, name))
    page = read(client)  # the latest year with a PK, a draft included
    assert "Perjanjian Kinerja 2025 (Murni)</a> (draf)." in page
    links = (
        f'<a href="/admin/indicators/kegiatan/{kosong.pk}/change/">Kegiatan kosong</a>',
        f'<a href="/admin/indicators/butirpk/{butir.pk}/change/">Nilai Indeks SPBE</a>',
        f'<a href="/admin/indicators/indikator/{iku.pk}/change/">Nilai Indeks SPBE</a>',
    )
    for link in links:
        assert link in page
        assert client.get(link.split('"')[1]).status_code == 200
    assert "Indikator ini ada dalam perjanjian kinerja 2025 tanpa target." in page


def test_a_fixed_pk_is_mended_by_a_revision(office: Office, cast: Cast, client_of: ClientOf) -> None:
    page = read(client_of(cast.perencana), "?tahun=2024")
    assert "yang sudah ditetapkan: targetnya diperbaiki lewat PK perubahan" in page


def test_filters_narrow_the_findings_and_keep_the_counts(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.perencana)
    whole, part = read(client), read(client, "?unit=umum&aturan=tanpa_definisi")
    for page in (whole, part):
        assert "<strong>7</strong><span>perlu dilihat</span>" in page
    assert "Jumlah layanan media" in whole
    assert "Jumlah layanan media" not in part
    assert part.count("Definisi operasional belum ditulis.") == 2
    assert "Tidak ada temuan dengan saringan ini." in read(client, "?aturan=tidak_ada")
    assert client.get(PAGE + "?unit=tidak_ada").status_code == 404


IN_ORDER = "Tidak ada yang perlu diperbaiki dalam rencana 2026."
EMPTY = "Rencana 2026 masih kosong: Renstra 2023-2026 belum mempunyai tujuan yang berlaku pada tahun itu."


def test_a_plan_in_order_says_so(
    office: Office, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_health, "check_plan", lambda periode, tahun: PlanHealth(get_tree(periode, tahun), []))
    page = read(client_of(cast.kadis), "?tahun=2026")
    assert IN_ORDER in page
    assert EMPTY not in page


def test_an_empty_plan_is_not_called_good_and_says_where_to_begin(
    office: Office, cast: Cast, client_of: ClientOf
) -> None:
    office.sasaran.tujuan.tahun_akhir = 2024
    office.sasaran.tujuan.save()
    page = read(client_of(cast.kadis), "?tahun=2026")
    assert EMPTY in page
    assert 'href="/admin/indicators/tujuan/">daftar tujuan</a>' in page
    assert IN_ORDER not in page
    assert "Tidak ada temuan dengan saringan ini." in read(client_of(cast.kadis), "?tahun=2026&aturan=tidak_ada")


def test_an_office_without_a_plan_is_told_where_to_begin(cast: Cast, client_of: ClientOf) -> None:
    assert "Belum ada periode Renstra" in read(client_of(cast.asing))
