"""What leaves the server is compressed where it helps and left alone where it does not."""

import gzip
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from pytest_django import Settings

from indicators.models import Pengguna
from sakip.middleware import ANSWER_FIRST, NotStoredMiddleware, PageCompressionMiddleware
from tests.cast import Cast

pytestmark = pytest.mark.one_database


def answer(response: HttpResponseBase) -> HttpResponseBase:
    def view(request: HttpRequest) -> HttpResponseBase:
        return response

    return PageCompressionMiddleware(view)(RequestFactory().get("/", HTTP_ACCEPT_ENCODING="gzip"))  # type: ignore[arg-type,return-value]  # stubs know no files here


def test_page_is_compressed() -> None:
    sent = answer(HttpResponse("<p>baris</p>" * 500))
    assert sent["Content-Encoding"] == "gzip"
    assert isinstance(sent, HttpResponse)
    assert gzip.decompress(sent.content).decode() == "<p>baris</p>" * 500


def test_file_keeps_its_bytes_and_length() -> None:
    sent = answer(HttpResponse(b"%PDF-1.7" + b" " * 5000, content_type="application/pdf"))
    assert "Content-Encoding" not in sent
    stream = answer(FileResponse([b"x" * 5000], content_type="text/html"))
    assert "Content-Encoding" not in stream


def test_login_page_goes_out_compressed(client: Client, db: None) -> None:
    response = client.get("/admin/login/", HTTP_ACCEPT_ENCODING="gzip")
    assert response["Content-Encoding"] == "gzip"
    assert "Masuk" in gzip.decompress(response.content).decode()


@pytest.mark.parametrize("address", ["/verifikasi/tidak-ada/", "/admin/login/", "/admin/pengajuan/1/validasi/"])
def test_body_beyond_an_upload_is_refused_unread(client: Client, db: None, settings: Settings, address: str) -> None:
    """Also for strangers: looking for the form's token would store the whole body first."""
    settings.MAX_UPLOAD_BYTES = 1024
    strict = Client(enforce_csrf_checks=True)
    large = {"berkas": SimpleUploadedFile("a.pdf", b"x" * 70_000)}
    with patch.object(HttpRequest, "_load_post_and_files", side_effect=AssertionError("the body was read")):
        response = strict.post(address, large)
    assert response.status_code == 413
    assert "terlalu besar" in response.content.decode()
    assert strict.post(address, {"berkas": SimpleUploadedFile("a.pdf", b"x" * 100)}).status_code == 403


def test_address_of_an_act_opened_as_a_page_says_so(client: Client, cast: Cast) -> None:
    client.force_login(cast.sekretaris, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get("/admin/pengajuan/1/validasi/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "Alamat ini bukan halaman" in response.content.decode()


NUL = "%00"


@pytest.mark.parametrize("role", ["", "perencana"])
@pytest.mark.parametrize(
    "address",
    [
        f"/verifikasi/{NUL}/",
        f"/admin/login/?next={NUL}",
        f"/admin/indicators/tujuan/?q=a{NUL}",
        f"/admin/indicators/tujuan/?{NUL}=1",
        f"/admin/indicators/indikator/?jenis_nilai={NUL}",
        f"/admin/autocomplete/?app_label=indicators&model_name=dukungan&field_name=didukung&term={NUL}",
    ],
)
def test_character_that_no_database_takes_is_refused(cast: Cast, role: str, address: str) -> None:
    client = Client()
    if role:
        client.force_login(getattr(cast, role), backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(address)
    assert response.status_code == 400
    assert "tidak dapat dibaca" in response.content.decode()


def test_cookie_with_a_character_that_no_database_takes_is_refused(db: None) -> None:
    """A quoted cookie may hold any character, also the key of a session that is looked for in the database."""
    response = Client(headers={"cookie": 'sessionid="abcdefgh\\000ijkl"'}).get("/admin/laporan/")
    assert response.status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/admin/",
        "/admin/password_change/",
        "/admin/password_change/done/",
        "/admin/jsi18n/",
        "/admin/sesi/",
        "/tidak-ada/",
    ],
)
def test_answer_is_stored_by_nobody(client: Client, cast: Cast, address: str) -> None:
    client.force_login(cast.perencana, backend="django.contrib.auth.backends.ModelBackend")
    assert "no-store" in client.get(address)["Cache-Control"]


def test_answer_that_says_how_long_is_left_as_it_is() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "max-age=300, private"})

    answered = NotStoredMiddleware(view)(RequestFactory().get("/"))
    assert answered["Cache-Control"] == "max-age=300, private"


@pytest.mark.parametrize("address", ["/admin/password_change/", "/admin/password_change/done/", "/admin/sesi/"])
def test_page_about_the_reader_himself_stands_under_no_entry_of_the_menu(
    client: Client, cast: Cast, address: str
) -> None:
    client.force_login(cast.perencana, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).context["menu_aktif"] == ""


@pytest.mark.parametrize("waits", ["password", "answer"])
def test_logo_is_shown_to_whoever_has_something_to_do_first(client: Client, cast: Cast, waits: str) -> None:
    """It stands on that page too. Our office has none, so that the view is reached and finds nothing."""
    client.force_login(cast.perencana, backend="django.contrib.auth.backends.ModelBackend")
    if waits == "password":
        Pengguna.objects.filter(pk=cast.perencana.pk).update(wajib_ganti_sandi=True)
    else:
        session = client.session
        session[ANSWER_FIRST] = "/admin/akun/atur-ulang/"
        session.save()
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/logo/1/").status_code == 404
