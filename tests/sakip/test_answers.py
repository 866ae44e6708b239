"""What becomes of each refusal, on pages and in JSON."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from sakip import refusals
from sakip.answers import answers_in_json, answers_refusals, denied_again, refusal_data, sentence_of, status_of
from sakip.files import RefusedFile
from sakip.posted import UnreadableRequest, is_oversized
from sakip.refusals import (
    Busy,
    ChangedMeanwhile,
    Correctable,
    Damaged,
    NotAllowed,
    NotFound,
    NotNow,
    NotValid,
    ReadsTwoWays,
)

ANSWERS: list[tuple[Exception, int, str]] = [
    (NotAllowed("Bukan Anda."), 403, "dilarang"),
    (NotFound("Tidak ada."), 404, "hilang"),
    (NotNow("Belum saatnya."), 409, "terkunci"),
    (Busy("Banyak pekerjaan.", seconds=3), 503, "sibuk"),
    (Damaged("Berkas hilang.", hilang=True), 409, "terkunci"),
    (ChangedMeanwhile("Baru diubah."), 409, "berubah"),
    (NotValid("Salah."), 422, "salah"),
    (ReadsTwoWays("Dua cara."), 422, "periksa"),
    (RefusedFile("Rusak."), 422, "salah"),
    (UnreadableRequest("Tidak terbaca."), 400, "salah"),
]


def raising(refusal: Exception) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        raise refusal

    return view


def named(answers: list[tuple[Exception, int, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("refusal", "status", "jenis"), answers, ids=[type(refusal).__name__ for refusal, _, _ in answers]
    )


def test_every_refusal_has_its_answer() -> None:
    kinds = {kind for kind in vars(refusals).values() if isinstance(kind, type) and issubclass(kind, Exception)}
    assert kinds - {type(refusal) for refusal, _, _ in ANSWERS} == {refusals.ServiceError, Correctable}


@named(ANSWERS)
def test_status_kind_and_sentence(refusal: Exception, status: int, jenis: str) -> None:
    data = refusal_data(refusal)
    assert (status_of(refusal), data["kode"], data["jenis"], data["pesan"]) == (status, status, jenis, str(refusal))
    assert ("galat" in data) == isinstance(refusal, NotValid)


@named([row for row in ANSWERS if not isinstance(row[0], RefusedFile)])
def test_json_answers_every_refusal(refusal: Exception, status: int, jenis: str) -> None:
    answer = answers_in_json(raising(refusal))(RequestFactory().get("/"))
    assert (answer.status_code, json.loads(answer.content)["jenis"]) == (status, jenis)


def test_pages_answer_who_may_not_and_what_is_not_there() -> None:
    request = RequestFactory().get("/")
    with pytest.raises(PermissionDenied, match="Bukan Anda") as denied:
        answers_refusals(raising(NotAllowed("Bukan Anda.")))(request)
    assert isinstance(denied.value.__cause__, NotAllowed), "the service wrote the row of the trail"
    with pytest.raises(Http404):
        answers_refusals(raising(NotFound("Tidak ada.")))(request)
    with pytest.raises(NotNow):
        answers_refusals(raising(NotNow("Belum.")))(request)


def test_a_refusal_whose_row_was_rolled_back_comes_without_its_cause() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        try:
            raise NotAllowed("Bukan Anda.")
        except NotAllowed as refusal:
            raise denied_again(refusal) from None

    with pytest.raises(PermissionDenied) as denied:
        answers_refusals(view)(RequestFactory().get("/"))
    assert denied.value.__cause__ is None


def test_what_the_user_may_correct_comes_back_to_him() -> None:
    correctable = [refusal for refusal, _, _ in ANSWERS if isinstance(refusal, Correctable)]
    assert {type(refusal) for refusal in correctable} == {
        Busy,
        NotNow,
        Damaged,
        ChangedMeanwhile,
        NotValid,
        ReadsTwoWays,
    }


def test_fields_become_one_text_where_there_is_no_form() -> None:
    assert sentence_of(NotValid("Periksa.", {"a": "Isi A.", "b": "Isi B.", "c": "Isi A."})) == "Isi A. Isi B."
    assert sentence_of(NotNow("Belum.")) == "Belum."


@pytest.mark.parametrize(
    ("length", "oversized"),
    [
        ("", False),
        ("0", False),
        ("1064960", False),
        ("1064961", True),
        ("9" * 30, True),
        ("banyak", True),
        ("-1", True),
    ],
)
def test_a_body_is_judged_by_what_its_header_says(length: str, oversized: bool) -> None:
    """An upload of 999424 bytes, and 64 KB for the form around it: 1064960."""
    request = RequestFactory().post("/")
    request.META["CONTENT_LENGTH"] = length
    with override_settings(MAX_UPLOAD_BYTES=999424):
        assert is_oversized(request) == oversized
