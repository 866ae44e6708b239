"""What a page of one account sends once another one is signed in at the same browser."""

import json
import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from indicators.models import Pengguna, Realisasi
from sakip.sign_in.same_account import OTHER_ACCOUNT, account_mark
from tests.cast import Cast, Office

ClientOf = Callable[[Pengguna], Client]
pytestmark = pytest.mark.one_database


def test_a_mark_is_of_one_account_and_tells_nothing_of_it(cast: Cast) -> None:
    assert account_mark(cast.staf) == account_mark(Pengguna.objects.get(pk=cast.staf.pk))
    assert account_mark(cast.staf) != account_mark(cast.kepala)
    assert re.fullmatch(r"[0-9a-f]{24}", account_mark(cast.staf))
    assert account_mark(AnonymousUser()) == ""


def test_pages_name_the_account_and_whether_they_answer_to_a_form(
    office: Office, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.kepala)
    pengajuan = office.pengajuan(office.bidang)
    opened = client.get(reverse("indicators:pengajuan", args=[pengajuan.pk])).content.decode()
    assert f'<meta name="sakip-akun" content="{account_mark(cast.kepala)}">' in opened
    assert '<meta name="sakip-jawaban" content="">' in opened
    answer = client.post(reverse("indicators:pengajuan_check", args=[pengajuan.pk]), {"versi": "99"})
    assert '<meta name="sakip-jawaban" content="kiriman">' in answer.content.decode()
    assert '<meta name="sakip-akun" content="">' in Client().get("/admin/login/").content.decode()


def test_nothing_is_saved_in_the_name_of_another(office: Office, cast: Cast, client_of: ClientOf) -> None:
    indikator = office.indikator(office.bidang)[0]
    url = reverse("indicators:pengisian_save", args=[office.tw1.pk, office.bidang.pk])
    body = json.dumps({"baris": [{"id": indikator.pk, "versi": 0, "realisasi": "3"}]})

    def send(client: Client, of: Pengguna) -> tuple[int, bytes]:
        headers = {"X-Akun": account_mark(of)}
        answer = client.post(url, body, content_type="application/json", headers=headers)
        return answer.status_code, answer.content

    status, content = send(client_of(cast.kepala), cast.staf)
    assert status == 409
    assert json.loads(content) == {"kode": 409, "jenis": "akun_lain", "pesan": OTHER_ACCOUNT}
    assert not Realisasi.objects.exists()
    assert send(Client(), cast.staf)[0] == 302
    assert send(client_of(cast.staf), cast.staf)[0] == 200
    assert Realisasi.objects.get().pengisi == cast.staf
