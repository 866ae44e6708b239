"""The answer to a return over HTTP: saved by itself, refused with its own status and sentence."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import BarisDikembalikan, Pengguna
from indicators.services.pengajuan import send_back
from tests.cast import Cast, Office
from tests.indicators import way

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

SignIn = Callable[[Pengguna], Client]


def send(client: Client, office: Office, row: int | None, body: Any) -> Any:
    where = [office.tw1.pk, office.bidang.pk] + ([] if row is None else [row])
    address = reverse(f"indicators:return_answer_{'whole' if row is None else 'row'}", args=where)
    return client.post(address, body, content_type="application/json")


def test_an_answer_is_saved_and_stands_on_the_page_again(office: Office, cast: Cast, client_of: SignIn) -> None:
    layanan, *_ = office.indikator(office.bidang)
    first = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    send_back(by=cast.kepala, pengajuan=first, versi=first.versi, alasan_baris={layanan.pk: "Jelaskan."})
    client = client_of(cast.staf)

    saved = send(client, office, layanan.pk, {"jawaban": "Ada <b>di</b> lampiran."})

    assert (saved.status_code, saved.json()["jenis"], saved.json()["oleh"]) == (200, "tersimpan", "Staf IKP (staf)")
    page = client.get(reverse("indicators:pengisian_sheet", args=[office.tw1.pk, office.bidang.pk])).content.decode()
    assert "Ada &lt;b&gt;di&lt;/b&gt; lampiran.</textarea>" in page
    assert f'href="#baris-{layanan.pk}"' in page
    assert 'href="?saring=dikembalikan"' in page

    too_long = send(client, office, layanan.pk, {"jawaban": "x" * 1001})
    assert (too_long.status_code, "1000 huruf" in too_long.json()["galat"]["jawaban"]) == (422, True)
    assert send(client, office, None, {"jawaban": "x"}).status_code == 409
    assert send(client, office, layanan.pk, {"jawaban": 5}).status_code == 400
    assert send(client_of(cast.sekretaris), office, layanan.pk, {"jawaban": "x"}).status_code == 403
    assert send(client_of(cast.staf_umum), office, layanan.pk, {"jawaban": "x"}).status_code == 404
    assert BarisDikembalikan.objects.get().jawaban == "Ada <b>di</b> lampiran."


def test_a_return_of_the_whole_is_answered_once_above_the_sheet(office: Office, cast: Cast, client_of: SignIn) -> None:
    first = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    send_back(by=cast.kepala, pengajuan=first, versi=first.versi, alasan="Lengkapi semuanya.")
    client = client_of(cast.staf)
    sheet = reverse("indicators:pengisian_sheet", args=[office.tw1.pk, office.bidang.pk])

    refused = client.post(sheet + "ajukan/", {"dilihat": ""})
    assert (refused.status_code, "belum ada yang berubah" in refused.content.decode()) == (422, True)
    assert client.get(sheet).content.decode().count("data-answer-box") == 1
    assert send(client, office, None, {"jawaban": "Sudah lengkap."}).status_code == 200
    assert "Sudah lengkap.</textarea>" in client.get(sheet).content.decode()
    assert "Semua 3 baris sudah terisi" in client.get(sheet + "ajukan/").content.decode()
