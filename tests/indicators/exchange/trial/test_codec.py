"""Plain data between processes: what goes in comes out, and nothing else goes in."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from indicators.exchange.trial import refusals
from indicators.exchange.trial.codec import STAYS, decode, encode
from indicators.models import PerangkatDaerah
from sakip.files import RefusedFile
from sakip.refusals import ChangedMeanwhile, NotAllowed, NotFound, NotNow, NotValid, ServiceError
from tests.cast import Office, make_opd


@dataclass
class Inner:
    teks: str
    angka: int | None


@dataclass
class Outer:
    daftar: list[Inner]
    pasangan: list[tuple[str, int]]
    peta: dict[str, str]
    benar: bool
    objek: list[Any] = field(default_factory=list, metadata=STAYS)


def through(hint: Any, value: Any) -> Any:
    blobs: list[bytes] = []
    return decode(hint, json.loads(json.dumps(encode(value, blobs))), blobs)


def test_nested_dataclasses_come_out_as_they_went_in() -> None:
    value = Outer([Inner("a", None), Inner("b", 2)], [("x", 1)], {"k": "v"}, True)
    assert through(Outer, value) == value


def test_a_field_that_stays_is_blank_on_the_other_side() -> None:
    assert through(Outer, Outer([], [], {}, False, [object()])) == Outer([], [], {}, False)


def test_bytes_travel_beside_the_text() -> None:
    files = [("a.xlsx", b"\x00\xff"), ("b.csv", b"")]
    assert through(Sequence[tuple[str, bytes]], files) == files


def test_mappings_and_tuples_of_any_length() -> None:
    assert through(Mapping[str, int], {"a": 1}) == {"a": 1}
    assert through(tuple[int, ...], (1, 2, 3)) == (1, 2, 3)
    assert through(Inner | None, None) is None


def test_an_object_of_the_database_is_fetched_anew(office: Office) -> None:
    office.opd.nama = "Hanya di sini"
    other, _ = make_opd(office.opd.pemda, "dinkes", "Dinas Kesehatan")
    assert [through(PerangkatDaerah, opd).nama for opd in (office.opd, other)] == [
        "Dinas Komunikasi dan Informatika",
        "Dinas Kesehatan",
    ]


@pytest.mark.parametrize("value", [Decimal(1), 1.5, {1, 2}, object()])
def test_what_json_does_not_hold_exactly_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="cannot be handed"):
        encode(value, [])


@pytest.mark.parametrize(("hint", "value"), [(int, "1"), (str, 1), (bool, 1), (int, True), (Decimal, "1")])
def test_what_is_not_as_annotated_is_refused(hint: Any, value: Any) -> None:
    with pytest.raises(TypeError):
        decode(hint, value, ())


@pytest.mark.parametrize(
    "refusal",
    [
        RefusedFile("a"),
        NotAllowed("a"),
        NotNow("a"),
        NotFound("a"),
        NotValid("a", {"nama": "b"}),
        ChangedMeanwhile("a", {"nilai": "1"}),
    ],
)
def test_a_refusal_keeps_its_class_its_sentence_and_what_it_carries(refusal: Any) -> None:
    found = refusals.decode(json.loads(json.dumps(refusals.encode(refusal))))
    assert (type(found), str(found), vars(found)) == (type(refusal), str(refusal), vars(refusal))


def test_an_unknown_refusal_is_an_error() -> None:
    class Other(ServiceError):
        pass

    with pytest.raises(TypeError, match="Other"):
        refusals.encode(Other("a"))
