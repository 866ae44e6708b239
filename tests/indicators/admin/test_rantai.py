"""The trail's pages say how far it is chained and sealed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.models import MataRantai, Pengguna
from indicators.services.rantai import link_new, seal_day
from tests.cast import Cast, Office
from tests.indicators.chained import add_rows

pytestmark = pytest.mark.one_database


def shown(client: Client) -> str:
    page = client.get(reverse("admin:indicators_jejak_changelist")).content.decode()
    return " ".join(page.split())


@pytest.fixture
def client(cast: Cast, client_of: Callable[[Pengguna], Client]) -> Client:
    return client_of(cast.administrator)


def test_the_list_says_how_far_the_trail_is_sealed(client: Client, office: Office) -> None:
    add_rows(2, office.opd)
    assert "Jejak belum pernah disegel; segel dibuat setiap malam. 2 baris belum masuk rantai." in shown(client)
    seal_day()
    page = shown(client)
    assert f"Jejak disegel sampai {timezone.localdate().day} " in page
    assert "Semua baris sudah masuk rantai." in page


def test_the_list_says_when_no_worker_runs(client: Client, office: Office) -> None:
    add_rows(3, office.opd, waktu=timezone.now() - timedelta(minutes=11))
    assert "3 baris jejak belum masuk rantai, ada yang sudah lebih dari 10 menit: program pekerja" in shown(client)


def test_other_offices_do_not_count(client: Client, office: Office) -> None:
    add_rows(3)
    assert "Semua baris sudah masuk rantai." in shown(client)


def test_a_row_shows_its_link(client: Client, office: Office) -> None:
    (row,) = add_rows(1, office.opd)
    address = reverse("admin:indicators_jejak_change", args=[row.pk])
    assert "Belum masuk rantai; biasanya masuk dalam satu menit." in client.get(address).content.decode()
    link_new()
    link = MataRantai.objects.get(jejak=row)
    assert (
        client.get(address)
        .content.decode()
        .count(f"Nomor {link.urutan} dalam rantai, sidik jari <code>{link.hash}</code>")
        == 1
    )
