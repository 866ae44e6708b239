"""The Kepala Dinas's page."""

from collections.abc import Callable

import pytest
from django.test import Client

from indicators.models import Jejak, Pengguna, Triwulan
from indicators.selectors.pengesahan import compare_with_approval
from indicators.services.triwulan import approve
from tests.cast import Cast, Office
from tests.indicators import way
from tests.indicators.approval_chain import approve_up_to, build_year


def seen(quarter: Triwulan) -> str:
    """Return what the page of a quarter says back of the figures that it shows."""
    return compare_with_approval(quarter).dilihat


SignIn = Callable[[Pengguna], Client]


@pytest.mark.parametrize("who", ["staf", "kepala", "sekretaris", "perencana", "pembaca", "administrator", "asing"])
def test_the_page_is_for_the_kepala_dinas(cast: Cast, client_of: SignIn, who: str) -> None:
    assert client_of(getattr(cast, who)).get("/admin/pengesahan/").status_code == 403


def test_the_page_says_who_is_missing_and_offers_nothing(office: Office, cast: Cast, client_of: SignIn) -> None:
    way.hand_in(office, office.tim, cast.staf_iku, way.TIM)

    page = client_of(cast.kadis).get("/admin/pengesahan/").content.decode()

    assert "Belum dapat disahkan: 3 dari 3 unit belum divalidasi." in page
    assert "giliran: Kepala Tim IKU" in page
    assert "Sahkan TW I" not in page
    assert "/admin/laporan/2024/1/?opd=contoh/diskominfo" in page


def test_approve_and_reopen_through_the_page(office: Office, cast: Cast, client_of: SignIn) -> None:
    way.validate_all(office, cast)
    client = client_of(cast.kadis)
    address = f"/admin/pengesahan/2024/1/?opd={office.opd.full_code}"

    assert "Sahkan TW I 2024 DISKOMINFO</button>" in client.get(address).content.decode()
    unseen = client.post(f"/admin/triwulan/{office.tw1.pk}/sahkan/", {"versi": "1"})
    assert unseen.status_code == 409
    response = client.post(f"/admin/triwulan/{office.tw1.pk}/sahkan/", {"versi": "1", "dilihat": seen(office.tw1)})
    assert (response.status_code, response["Location"]) == (302, address)
    assert Triwulan.objects.get().status == "disahkan"

    refused = client.post(f"/admin/triwulan/{office.tw1.pk}/buka-kembali/", {"versi": "2", "alasan": " "})
    assert refused.status_code == 422
    assert "Tuliskan alasannya" in refused.content.decode()
    response = client.post(f"/admin/triwulan/{office.tw1.pk}/buka-kembali/", {"versi": "2", "alasan": "Temuan."})
    assert response.status_code == 302
    assert Triwulan.objects.get().status == "dibuka_kembali"


def test_an_early_or_late_press_comes_back_with_a_sentence(office: Office, cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.kadis)

    early = client.post(f"/admin/triwulan/{office.tw1.pk}/sahkan/", {"versi": "1"})
    assert early.status_code == 409
    assert "Belum divalidasi:" in early.content.decode()
    way.validate_all(office, cast)
    approve(by=cast.kadis, quarter=office.tw1, versi=1)
    late = client.post(f"/admin/triwulan/{office.tw1.pk}/sahkan/", {"versi": "1"})
    assert late.status_code == 409
    assert "Muat ulang halaman" in late.content.decode()


@pytest.mark.parametrize("act", ["sahkan", "buka-kembali"])
def test_others_are_forbidden_and_another_office_finds_nothing(
    office: Office, cast: Cast, client_of: SignIn, act: str
) -> None:
    address = f"/admin/triwulan/{office.tw1.pk}/{act}/"

    forbidden = client_of(cast.sekretaris).post(address, {"versi": "1", "alasan": "Coba."})
    foreign = client_of(cast.asing).post(address, {"versi": "1", "alasan": "Coba."})
    by_get = client_of(cast.kadis).get(address)

    assert (forbidden.status_code, foreign.status_code, by_get.status_code) == (403, 404, 405)
    assert Jejak.objects.filter(ditolak=True).count() == 1


def test_the_page_names_what_reopening_suspends_and_what_changed(office: Office, cast: Cast, client_of: SignIn) -> None:
    rantai = build_year(office)
    approve_up_to(rantai, cast.kadis, 4)
    client = client_of(cast.kadis)

    first = client.get("/admin/pengesahan/2025/1/").content.decode()
    assert "pengesahan TW II 2025, TW III 2025 dan TW IV 2025 ditangguhkan" in first
    post = {"versi": str(rantai.at(1).versi), "alasan": "Temuan."}
    unnamed = client.post(f"/admin/triwulan/{rantai.at(1).pk}/buka-kembali/", post)
    assert unnamed.status_code == 409
    done = client.post(f"/admin/triwulan/{rantai.at(1).pk}/buka-kembali/", post | {"bergantung": "2,3,4"})
    assert done.status_code == 302

    last = client.get("/admin/pengesahan/2025/4/").content.decode()
    assert "Sahkan lebih dahulu:" in last
    assert "TW I 2025, dibuka kembali</a>" in last
    assert "TW II 2025, pengesahan ditangguhkan</a>" in last
    assert "Sahkan TW IV 2025 DISKOMINFO</button>" not in last
    rantai.enter(1, "0")
    approve_up_to(rantai, cast.kadis, 3)
    last = client.get("/admin/pengesahan/2025/4/").content.decode()
    assert "Capaian: <del>100,00</del> menjadi <ins>75,00</ins>" in last
    assert "Sahkan TW IV 2025 DISKOMINFO</button>" in last
    board = client_of(cast.sekretaris).get("/admin/validasi/2025/4/").content.decode()
    assert "Pengesahan Triwulan IV Tahun 2025 ditangguhkan" in board


def test_accounts_with_several_stations_are_shown_to_the_sekretaris_and_the_administrator(
    office: Office, cast: Cast, client_of: SignIn
) -> None:
    expected = "<b>Sekretaris</b>: kepala Sekretariat, Sekretaris (validasi)"
    assert expected in client_of(cast.sekretaris).get("/admin/validasi/").content.decode()
    assert expected in client_of(cast.administrator).get("/admin/indicators/penugasan/").content.decode()
    # The stranger holds two stations too, of another office.
    assert "Staf Dinas Lain" not in client_of(cast.sekretaris).get("/admin/validasi/").content.decode()
