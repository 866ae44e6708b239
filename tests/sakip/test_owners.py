"""An address names one office: its whole code, or its own code where no other of the reader's has it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone

from sakip.owners import AskFirst, asked_code, belonging_of, belongs_to, choose, narrow, owner_of, with_owner


@dataclass(frozen=True)
class Kantor:
    pk: int
    kode: str
    full_code: str
    nama: str = "Kantor"
    keterangan: str = ""
    zona_waktu: str = "Asia/Jakarta"


A, B, C = Kantor(1, "info", "utara/info"), Kantor(2, "info", "selatan/info"), Kantor(3, "sehat", "utara/sehat")
get = RequestFactory().get


@pytest.fixture(autouse=True)
def zone_as_before() -> Iterator[None]:
    """No middleware puts back what an office's page brings into force."""
    with timezone.override(None):
        yield


@pytest.mark.parametrize(
    ("code", "expected"), [("utara/info", A), ("selatan/info", B), ("sehat", C), ("utara/sehat", C)]
)
def test_choose_takes_the_office_that_is_named(code: str, expected: Kantor) -> None:
    request = get(with_owner("/x/", expected) if code == expected.full_code else f"/x/?opd={code}")

    assert choose(request, [A, B, C]) is expected
    assert owner_of(request) is expected


@pytest.mark.parametrize("code", ["", "info"])
def test_choose_asks_where_several_are_possible(code: str) -> None:
    request = get("/x/", {"opd": code})
    with pytest.raises(AskFirst):
        choose(request, [A, B, C])

    belonging = belonging_of(request)
    assert belonging is not None
    assert (belonging.owner, list(belonging.choices)) == (None, [A, B] if code else [A, B, C])


@pytest.mark.parametrize("code", ["lain", "utara/lain", "info/utara"])
def test_choose_knows_no_other_office(code: str) -> None:
    with pytest.raises(Http404):
        choose(get("/x/", {"opd": code}), [A, C])


def test_choose_takes_the_only_office() -> None:
    assert choose(get("/x/"), [B]) is B


def test_narrow_shows_all_until_one_is_named() -> None:
    request = get("/x/")
    assert narrow(request, [A, C]) == [A, C]
    assert owner_of(request) is None
    assert narrow(get("/x/?opd=sehat"), [A, C]) == [C]


def test_the_object_says_whose_the_page_is() -> None:
    request = get("/x/")
    choose(request, [A])
    belongs_to(request, B)
    assert owner_of(request) is B


def test_a_form_of_the_admin_keeps_the_office_of_its_list() -> None:
    assert asked_code(get("/x/?_changelist_filters=opd%3Dutara%252Finfo%26tahun%3D2024")) == "utara/info"
    assert with_owner("/x/?tahun=2024", A) == "/x/?tahun=2024&opd=utara/info"


def test_an_offices_page_tells_the_offices_time_and_a_list_over_several_the_installations() -> None:
    east = Kantor(4, "timur", "utara/timur", zona_waktu="Asia/Jayapura")
    belongs_to(get("/x/"), east)
    assert timezone.get_current_timezone_name() == "Asia/Jayapura"
    narrow(get("/x/"), [A, east])
    assert timezone.get_current_timezone_name() == "Asia/Jakarta"
    choose(get("/x/"), [east])
    assert timezone.get_current_timezone_name() == "Asia/Jayapura"
