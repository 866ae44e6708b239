"""What leaves the server is compressed where it helps and left alone where it does not."""

import gzip

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from sakip.middleware import PageCompressionMiddleware


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
