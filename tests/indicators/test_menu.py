"""Where each role lands, what its menu holds and counts, and the office's name in the header."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from indicators.models import Pengguna
from tests.cast import Cast, Office
from tests.indicators import way

pytestmark = pytest.mark.one_database

SignIn = Callable[[Pengguna], Client]
OWN = ("Pengisian Realisasi", "Pemeriksaan", "Validasi", "Kelengkapan Data", "Pengesahan", "Jadwal", "Rencana")


def menu_of(client: Client) -> list[tuple[str, int]]:
    """Return our own entries with their counts, as the password page shows them to everyone."""
    menu = client.get("/admin/password_change/").context["menu_sakip"]
    return [(item.label, item.jumlah) for item in menu if item.label in (*OWN, "Data dan Pengaturan")]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("staf", ["Pengisian Realisasi"]),
        ("kepala", ["Pemeriksaan", "Pengisian Realisasi"]),
        ("sekretaris", ["Validasi", "Pemeriksaan", "Pengisian Realisasi", "Jadwal", "Rencana"]),
        ("kadis", ["Pengesahan", "Kelengkapan Data", "Rencana"]),
        ("perencana", ["Rencana", "Kelengkapan Data"]),
        ("pembaca", []),
        ("administrator", ["Data dan Pengaturan"]),
    ],
)
def test_entries_in_the_order_of_the_work(cast: Cast, client_of: SignIn, who: str, expected: list[str]) -> None:
    assert [label for label, _ in menu_of(client_of(getattr(cast, who)))] == expected


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("staf", "/admin/pengisian/"),
        ("kepala", "/admin/pemeriksaan/"),
        ("sekretaris", "/admin/validasi/"),
        ("kadis", "/admin/pengesahan/"),
        ("perencana", "/admin/"),
        ("administrator", "/admin/"),
    ],
)
def test_where_a_user_lands(cast: Cast, client_of: SignIn, who: str, address: str) -> None:
    response = client_of(getattr(cast, who)).get("/")

    assert (response.status_code, response["Location"]) == (302, address)


def test_signing_in_leads_to_the_landing_page(cast: Cast) -> None:
    from tests.cast import PASSWORD

    client = Client()
    page = client.get("/admin/login/").content.decode()
    response = client.post("/admin/login/", {"username": "kepala", "password": PASSWORD, "next": "/"})

    assert 'name="next" value="/"' in page
    assert (response.status_code, response["Location"]) == (302, "/")


def test_counts_follow_the_number(office: Office, cast: Cast, client_of: SignIn) -> None:
    people = {name: client_of(getattr(cast, name)) for name in ("staf", "kepala", "sekretaris", "kadis")}

    def counts() -> dict[str, dict[str, int]]:
        return {name: {label: n for label, n in menu_of(client) if n} for name, client in people.items()}

    # The Sekretaris heads the Sekretariat, which owns no rows: nothing to fill in.
    assert counts() == {
        "staf": {"Pengisian Realisasi": 1},
        "kepala": {"Pengisian Realisasi": 1},
        "sekretaris": {},
        "kadis": {},
    }
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    assert counts() == {"staf": {}, "kepala": {"Pemeriksaan": 1}, "sekretaris": {}, "kadis": {}}
    way.check(office, office.bidang, cast.kepala)
    way.hand_in(office, office.subbag, cast.staf_umum, way.SUBBAG)
    way.check(office, office.subbag, cast.kasubbag)
    assert counts()["sekretaris"] == {"Validasi": 1, "Pemeriksaan": 1}
    way.validate(office, office.bidang, cast.sekretaris)
    way.validate(office, office.subbag, cast.sekretaris)
    way.hand_in(office, office.tim, cast.staf_iku, way.TIM)
    way.check(office, office.tim, cast.ketua_iku)
    assert counts()["kadis"] == {}
    way.validate(office, office.tim, cast.sekretaris)
    assert counts()["kadis"] == {"Pengesahan": 1}


def test_the_page_of_the_data_names_what_waits_elsewhere(office: Office, cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.kadis)
    assert "Menunggu Anda" not in client.get("/admin/").content.decode()
    way.validate_all(office, cast)
    html = client.get("/admin/").content.decode()
    waiting = html.partition("Menunggu Anda")[2].partition("</section>")[0]
    assert '<a href="/admin/pengesahan/">Pengesahan</a> <span class="muted">1 menunggu</span>' in waiting


@pytest.mark.parametrize(
    ("who", "most"), [("staf", 8), ("kepala", 12), ("sekretaris", 12), ("kadis", 13), ("administrator", 8)]
)
def test_the_frame_asks_few_queries(office: Office, cast: Cast, client_of: SignIn, who: str, most: int) -> None:
    way.hand_in(office, office.bidang, cast.staf, way.BIDANG)
    client = client_of(getattr(cast, who))

    with CaptureQueriesContext(connection) as queries:
        client.get("/admin/password_change/")

    assert len(queries) <= most


def test_the_header_names_the_users_own_office(cast: Cast, client_of: SignIn) -> None:
    own = client_of(cast.staf).get("/admin/password_change/").context["merek"]
    other = client_of(cast.asing).get("/admin/password_change/").context["merek"]

    assert (own.nama, own.keterangan, own.logo_url) == (
        "Dinas Komunikasi dan Informatika",
        "Kabupaten Contoh Raya",
        None,
    )
    assert other.nama == "Dinas Kesehatan"


def test_before_signing_in_only_a_single_office_is_named(office: Office) -> None:
    client = Client()
    assert client.get("/admin/login/").context["merek"].nama == "Dinas Komunikasi dan Informatika"

    from tests.cast import make_opd

    make_opd(office.opd.pemda, "dinkes", "Dinas Kesehatan")
    assert client.get("/admin/login/").context["merek"].nama == "Akuntabilitas Kinerja"


def test_the_logo_is_served_to_the_offices_own_users(office: Office, cast: Cast, client_of: SignIn) -> None:
    address = f"/admin/logo/{office.opd.pk}/"
    assert client_of(cast.staf).get(address).status_code == 404

    image = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(image, "PNG")
    office.opd.logo.save("logo.png", ContentFile(image.getvalue()))
    response = client_of(cast.staf).get(address)

    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == image.getvalue()  # type: ignore[attr-defined]  # a FileResponse
    assert client_of(cast.asing).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert client_of(cast.staf).get("/admin/password_change/").context["merek"].logo_url == address
