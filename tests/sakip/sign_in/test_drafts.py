"""What the server says of a form that the device keeps: accepted, or nothing."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory
from django.urls import reverse

from indicators.models import Pengguna
from sakip.pages import report_refusal, report_warning
from sakip.sign_in.drafts import AcceptedDraftMiddleware
from tests.cast import Cast, Office
from tests.indicators.way import BIDANG, hand_in

ClientOf = Callable[[Pengguna], Client]
pytestmark = pytest.mark.one_database
DRAFT = "0a1b2c3d4e5f"


def accepted(client: Client, url: str, **data: str) -> tuple[int, str]:
    client.cookies.pop("draf_diterima", None)
    answer = client.post(url, {"_draf": DRAFT, **data})
    cookie = answer.cookies.get("draf_diterima")
    return answer.status_code, "" if cookie is None else cookie.value


def test_only_what_was_done_is_forgotten(office: Office, cast: Cast, client_of: ClientOf) -> None:
    pengajuan = hand_in(office, office.bidang, cast.staf, BIDANG)
    url = reverse("indicators:pengajuan_send_back", args=[pengajuan.pk])
    client = client_of(cast.kepala)
    assert accepted(Client(), url, alasan="Perbaiki") == (302, "")
    assert accepted(client, url, versi=str(pengajuan.versi)) == (422, "")
    assert accepted(client, url, versi="99", alasan="Perbaiki") == (409, "")
    assert accepted(client, url, versi=str(pengajuan.versi), alasan="Perbaiki") == (302, DRAFT)


@pytest.mark.parametrize(
    ("answer", "draft", "told"),
    [
        (HttpResponseRedirect("/admin/"), DRAFT, DRAFT),
        (HttpResponseRedirect("/admin/login/?next=/admin/"), DRAFT, ""),
        (HttpResponse("tersimpan"), DRAFT, ""),
        (HttpResponseRedirect("/admin/"), "a; Path=/x", ""),
        (HttpResponseRedirect("/admin/"), "", ""),
        (HttpResponseRedirect("/admin/"), "a" * 99, "a" * 32),
    ],
)
def test_what_counts_as_done(answer: HttpResponse, draft: str, told: str) -> None:
    response = AcceptedDraftMiddleware(lambda _: answer)(RequestFactory().post("/admin/x/", {"_draf": draft}))
    cookie = response.cookies.get("draf_diterima")
    assert ("" if cookie is None else cookie.value) == told


def test_a_refusal_that_is_told_on_another_page_keeps_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def view(tell: Callable[[HttpRequest, str], None]) -> Callable[[HttpRequest], HttpResponse]:
        def framed(request: HttpRequest) -> HttpResponse:
            tell(request, "Sudah diubah orang lain.")
            return HttpResponseRedirect("/admin/")

        return framed

    monkeypatch.setattr("sakip.pages.messages", type("Silent", (), {"error": print, "warning": print}))
    monkeypatch.setattr("sakip.pages._of_office", lambda _, sentence: sentence)
    for tell, kept in ((report_refusal, True), (report_warning, False)):
        request = RequestFactory().post("/admin/x/", {"_draf": DRAFT})
        assert ("draf_diterima" not in AcceptedDraftMiddleware(view(tell))(request).cookies) is kept
