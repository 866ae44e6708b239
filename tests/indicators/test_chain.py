"""The format of the chain: what is hashed, in which one way it is written, and the line of a seal."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from indicators import chain
from indicators.chain import Seal, UnknownChainSchema, content_of, digest, read_seal
from indicators.models import Jejak

ADR = Path(__file__).resolve().parents[2] / "docs/adr/0035-the-trail-is-a-chain.md"
HASH = "817c945b70409dc16a3de66ff7d78f45af9c01bd2721936d581e714d69a2dd14"
ROW: dict[str, Any] = {
    "id": 7,
    "waktu": datetime(2026, 11, 29, 9, 5, 3, 42, tzinfo=timezone(timedelta(hours=7))),
    "pelaku": "Siti Aminah (siti)",
    "pelaku_nomor": 12,
    "alamat": "10.1.2.3",
    "sesi": "0f1e2d3c4b5a6978",
    "opd": "diskominfo",
    "opd_nomor": 3,
    "unit": "Bidang Aplikasi",
    "tindakan": "isi_realisasi",
    "objek_jenis": "indicators.realisasi",
    "objek_id": "45",
    "objek": "Nilai “SPBE”, triwulan I",
    "sebelum": None,
    "sesudah": {"realisasi": "2.5", "catatan": "baris 1\nbaris 2", "angka": [1, True, None]},
    "alasan": "",
    "ditolak": False,
    "jumlah": 1,
}
SEAL = Seal(rantai=3, hari=date(2026, 11, 29), jumlah=1, jejak_terakhir=7, hash=HASH)


def hash_of(row: dict[str, Any], *, rantai: int = 3, urutan: int = 1, before: str = chain.START) -> str:
    return digest(content_of(row), rantai=rantai, urutan=urutan, before=before)


def test_every_column_of_the_trail_is_hashed() -> None:
    assert sorted(chain.FIELDS) == sorted(field.attname for field in Jejak._meta.concrete_fields)


def test_the_worked_example_is_what_the_program_computes() -> None:
    """An Inspektorat recomputes it with any other program."""
    text = ADR.read_text(encoding="utf-8")
    (example,) = re.findall(r"^\{.+\}$", text, re.MULTILINE)
    assert sha256(example.encode()).hexdigest() == HASH == hash_of(ROW)
    assert f"`{HASH}`" in text
    assert SEAL.line() in text.splitlines()


@pytest.mark.parametrize("column", sorted(ROW))
def test_each_column_changes_the_hash(column: str) -> None:
    others: dict[str, Any] = {"waktu": ROW["waktu"] + timedelta(microseconds=1), "ditolak": True, "sebelum": {}}
    other = others.get(column, 99 if isinstance(ROW[column], int) else "lain")
    assert hash_of({**ROW, column: other}) != HASH


def test_so_do_chain_place_and_the_hash_before() -> None:
    assert len({HASH, hash_of(ROW, rantai=4), hash_of(ROW, urutan=2), hash_of(ROW, before="1" * 64)}) == 4


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": {"d": [], "c": {}}}, '{"a":{"c":{},"d":[]},"b":1}'),
        ('"\\/\n\t\x01\x7fé😀\u2028', '"\\"\\\\/\\n\\t\\u0001\x7fé😀\u2028"'),
        # What PostgreSQL gives back of a number, and what SQLite does.
        ([1e16, 10**16, 1.0, 1, -0.0, 0, 0.1, 1e-07], f"[{10**16},{10**16},1,1,0,0,0.1,0.0000001]"),
        ([123456789012345678901234567890, True, 1, None], "[123456789012345678901234567890,true,1,null]"),
    ],
)  # fmt: skip
def test_there_is_one_way_to_write_a_value(value: object, text: str) -> None:
    assert f'"sesudah":{text},' in content_of({**ROW, "sesudah": value})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), b"x", {"a": object()}])
def test_what_the_trail_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        content_of({**ROW, "sesudah": value})


def test_a_lone_half_of_a_character_is_hashed_too() -> None:
    assert hash_of({**ROW, "objek": "\ud800"}) != HASH


def test_time_is_written_in_utc() -> None:
    assert '"waktu":"2026-11-29T02:05:03.000000Z"' in content_of(
        {**ROW, "waktu": datetime(2026, 11, 29, 2, 5, 3, tzinfo=UTC)}
    )


def test_an_unknown_schema_is_refused() -> None:
    with pytest.raises(UnknownChainSchema, match="skema 2"):
        content_of(ROW, schema=2)
    with pytest.raises(UnknownChainSchema):
        digest("{}", rantai=1, urutan=1, before=chain.START, schema=2)
    with pytest.raises(UnknownChainSchema):
        read_seal(SEAL.line().replace("/1", "/2"))


def test_a_seal_is_read_back_from_mail_and_log() -> None:
    assert read_seal(SEAL.line()) == SEAL
    assert read_seal(f"2026-11-29 02:00:00,1 INFO sakip.trail {SEAL.line()}\n") == SEAL
    assert read_seal(SEAL.line().replace(" ", "\r\n  ")) == SEAL


@pytest.mark.parametrize(
    "text", ["", "SEGEL-JEJAK/1", SEAL.line()[:-1], SEAL.line().replace("2026-11-29", "2026-13-29"), "rantai=1"]
)
def test_what_is_no_seal_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each says something else
        read_seal(text)
