"""What a stranger, a careless colleague and a broken page send to the acts of entry and checking."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from indicators.models import (
    AturanKewajaran,
    BarisDikembalikan,
    Pengajuan,
    Pengguna,
    PenjelasanTemuan,
    Penugasan,
    PeristiwaPengajuan,
)
from indicators.services.pengajuan import send_back, submit
from tests.cast import Cast, Office
from tests.indicators import way
from tests.indicators.views.test_kewajaran import ODD, explain, form

SignIn = Callable[[Pengguna], Client]
# A NUL, which no database takes, and half of a letter, which is none.
BROKEN = "Dua\x00 bulan\ud800."
RULES = "/admin/kewajaran/"
# Whoever may do it, and where: the acts of these pages.
ACTS = (
    ("staf", "pengisian_withdraw", ("tw", "unit")),
    ("staf", "pengisian_explain", ("tw", "unit", "baris")),
    ("staf", "return_answer_row", ("tw", "unit", "baris")),
    ("staf", "return_answer_whole", ("tw", "unit")),
    ("kepala", "pengajuan_together", ()),
    ("kepala", "pelaksana_harian", ()),
    ("kepala", "pelaksana_harian_end", ("unit",)),
    ("sekretaris", "kewajaran", ()),
)


def address(office: Office, name: str, parts: tuple[str, ...] = ("tw", "unit")) -> str:
    found = {"tw": office.tw1.pk, "unit": office.bidang.pk, "baris": office.indikator(office.bidang)[0].pk}
    return reverse(f"indicators:{name}", args=[found[part] for part in parts])


def send(client: Client, url: str, data: dict[str, Any]) -> Any:
    return client.post(url, data, content_type="application/json")


@pytest.mark.one_database
@pytest.mark.parametrize(("who", "name", "parts"), ACTS, ids=[name for _, name, _ in ACTS])
def test_no_act_without_the_token_of_a_page(
    office: Office, cast: Cast, who: str, name: str, parts: tuple[str, ...]
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(getattr(cast, who), settings.AUTHENTICATION_BACKENDS[-1])
    url = address(office, name, parts)

    forged = client.post(url, {"versi": "0"}, headers={"Referer": "https://lain.example/x"})

    assert forged.status_code == 403
    assert 'href="https://lain.example' not in forged.content.decode()


def test_letters_that_no_database_takes_are_left_out(office: Office, cast: Cast, client_of: SignIn) -> None:
    staf = client_of(cast.staf)
    way.fill(office, office.bidang, ODD)
    assert explain(staf, office, teks=BROKEN).status_code == 200
    assert PenjelasanTemuan.objects.get().teks == "Dua bulan."
    assert explain(staf, office, perihal=BROKEN, aturan=BROKEN).status_code == 409

    pengajuan = submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))
    assert explain(staf, office, teks="Lain.").status_code == 409
    taken = staf.post(address(office, "pengisian_withdraw"), {"versi": pengajuan.versi, "alasan": "Salah\x00 unggah"})
    assert taken.status_code == 302
    assert PeristiwaPengajuan.objects.get(tindakan="tarik").alasan == "Salah unggah"

    pengajuan = submit(by=cast.staf, pengajuan=office.pengajuan(office.bidang))
    send_back(by=cast.kepala, pengajuan=pengajuan, versi=pengajuan.versi, alasan="Hitung lagi")
    for name, parts in (("return_answer_row", ("tw", "unit", "baris")), ("return_answer_whole", ("tw", "unit"))):
        assert send(staf, address(office, name, parts), {"jawaban": BROKEN}).status_code == 200
    assert set(BarisDikembalikan.objects.values_list("jawaban", flat=True)) == {"Dua bulan."}


@pytest.mark.parametrize("typed", ["1\x00", "9" * 20, "0," + "0" * 17 + "1", "1e9", "½", "NaN", "1:3", "<b>"])
def test_a_hostile_limit_is_a_sentence(office: Office, cast: Cast, client_of: SignIn, typed: str) -> None:
    client = client_of(cast.sekretaris)
    answer = client.post(RULES, form(client) | {"melampaui_batas": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tulis angka di atas 0" in page or "tidak diizinkan" in page
    assert "<b>" not in page.partition("melampaui_batas")[2][:200]
    assert not AturanKewajaran.objects.exists()


@pytest.mark.parametrize("typed", ["\x00", "31/02/2024", "9" * 300, "٣١/12/2024", "0000-01-01", "31 Des 99999"])
def test_a_hostile_day_names_no_deputy(office: Office, cast: Cast, client_of: SignIn, typed: str) -> None:
    facts = {"unit": office.bidang.pk, "pengguna": cast.staf_umum.pk, "mulai": typed, "sampai": typed}
    client = client_of(cast.kepala)
    assert client.post("/admin/pemeriksaan/pelaksana-harian/", facts).status_code == 422
    for name in ("unit", "pengguna"):
        assert client.post("/admin/pemeriksaan/pelaksana-harian/", facts | {name: typed}).status_code == 422
    assert not Penugasan.objects.filter(mewakili__isnull=False).exists()


@pytest.mark.one_database
def test_others_take_back_and_answer_nothing(office: Office, cast: Cast, client_of: SignIn) -> None:
    pengajuan = way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    for who in ("staf_umum", "kasubbag", "perencana", "pembaca", "administrator", "asing", "sekretaris", "kadis"):
        client = client_of(getattr(cast, who))
        for _, name, parts in ACTS[:4]:
            url = address(office, name, parts)
            said = dict.fromkeys(("jawaban", "aturan", "perihal", "teks"), "x")
            assert send(client, url, said).status_code in (403, 404), (who, name)
        assert client.post(address(office, "pengisian_withdraw"), {"versi": pengajuan.versi}).status_code in (403, 404)
        assert client.get(address(office, "pengisian_live")).status_code in (403, 404)
    assert Pengajuan.objects.get(pk=pengajuan.pk).status == "diajukan"
