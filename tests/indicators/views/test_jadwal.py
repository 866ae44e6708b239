"""The calendar page."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from indicators.models import Pengguna, Triwulan
from tests.cast import Cast, Office

pytestmark = pytest.mark.one_database

SignIn = Callable[[Pengguna], Client]
SECOND = {"tahun": "2024", "triwulan": "2", "mulai": "2024-07-01", "tenggat": "2024-07-15", "tutup": ""}


@pytest.mark.parametrize("who", ["staf", "kepala", "kadis", "perencana", "pembaca", "administrator"])
def test_the_page_is_for_the_sekretaris(office: Office, cast: Cast, client_of: SignIn, who: str) -> None:
    client = client_of(getattr(cast, who))

    assert client.get("/admin/jadwal/").status_code == 403
    assert client.post("/admin/jadwal/", SECOND).status_code == 403
    assert client.get(f"/admin/jadwal/{office.tw1.pk}/").status_code == 403
    assert Triwulan.objects.count() == 1


def test_another_offices_quarter_is_not_found(office: Office, cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.asing)

    assert client.get(f"/admin/jadwal/{office.tw1.pk}/").status_code == 404
    assert client.post(f"/admin/jadwal/{office.tw1.pk}/", {"versi": "1", **SECOND}).status_code == 404
    assert client.get(f"/admin/jadwal/?opd={office.opd.kode}").status_code == 404


def test_the_page_proposes_the_next_quarter(cast: Cast, client_of: SignIn) -> None:
    form = client_of(cast.sekretaris).get("/admin/jadwal/").context["form"]

    assert form.initial == {"tahun": 2024, "triwulan": 2, "mulai": date(2024, 7, 1), "tenggat": date(2024, 7, 15)}


def test_open_through_the_page(cast: Cast, client_of: SignIn) -> None:
    response = client_of(cast.sekretaris).post("/admin/jadwal/", SECOND)

    assert response.status_code == 302
    quarter = Triwulan.objects.get(triwulan=2)
    assert (quarter.jadwal.mulai, quarter.jadwal.tenggat, quarter.jadwal.tutup) == (
        date(2024, 7, 1),
        date(2024, 7, 15),
        None,
    )


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"triwulan": "1"}, 409, "sudah dibuka"),
        ({"tahun": "2025"}, 409, "Belum ada perjanjian kinerja 2025"),
        ({"tenggat": "2024-06-01"}, 422, "Tanggal harus berurutan"),
        ({"mulai": "besok"}, 422, "Tulis tanggal seperti 31/12/2024"),
        ({"mulai": ""}, 422, "Isi tanggalnya."),
        ({"tahun": "dua ribu"}, 422, "Tulis tahun dengan empat angka"),
    ],
)
def test_a_refusal_keeps_what_was_typed(
    cast: Cast, client_of: SignIn, change: dict[str, str], status: int, sentence: str
) -> None:
    response = client_of(cast.sekretaris).post("/admin/jadwal/", SECOND | change)

    page = response.content.decode()
    assert response.status_code == status
    assert sentence in page
    (typed,) = change.values()
    assert f'value="{typed}"' in page or typed == ""
    assert Triwulan.objects.count() == 1


def test_reschedule_through_the_page(office: Office, cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.sekretaris)
    address = f"/admin/jadwal/{office.tw1.pk}/"
    dates = {"mulai": "01-04-2024", "tenggat": "15/04/2024", "tutup": "2024-04-30"}

    assert client.get(address).context["form"].initial["tenggat"] == office.tw1.jadwal.tenggat
    assert client.post(address, {"versi": "1", **dates}).status_code == 302
    old = client.post(address, {"versi": "1", **dates})

    office.tw1.jadwal.refresh_from_db()
    assert office.tw1.jadwal.tutup == date(2024, 4, 30)
    assert old.status_code == 409
    assert "Muat ulang halaman" in old.content.decode()
