"""Codes of an app are those of the standard; codes on paper are compared as people type them."""

import base64
from datetime import UTC, datetime

import pytest

from sakip.sign_in.codes import (
    app_address,
    code_at,
    fold,
    hash_recovery_code,
    is_from_app,
    make_recovery_codes,
    make_secret,
    matching_step,
    step_of,
)

# RFC 6238, appendix B: the secret of its table for SHA-1, moments and the last six digits of its codes.
SECRET = base64.b32encode(b"12345678901234567890").decode()
TABLE = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("seconds", "code"), TABLE)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert code_at(SECRET, step_of(moment)) == code
    assert matching_step(SECRET, code, moment) == seconds // 30


@pytest.mark.parametrize(("off", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_phone_may_be_half_a_minute_off(off: int, fits: bool) -> None:
    code = code_at(SECRET, step_of(datetime.fromtimestamp(1234567890 + off, UTC)))
    assert (matching_step(SECRET, code, datetime.fromtimestamp(1234567890, UTC)) is not None) is fits


def test_secrets_are_long_and_never_the_same() -> None:
    found = {make_secret() for _ in range(50)}
    assert {len(base64.b32decode(secret)) for secret in found} == {20}
    assert len(found) == 50


def test_apps_read_the_address() -> None:
    address = app_address(SECRET, account="staf", issuer="SAKIP-sakip.example.go.id")
    assert address.startswith("otpauth://totp/SAKIP-sakip.example.go.id:staf?")
    assert {f"secret={SECRET}", "issuer=SAKIP-sakip.example.go.id"} < set(address.partition("?")[2].split("&"))


@pytest.mark.parametrize("typed", ["k7wp-m3xa-9ehr-tq4d", " K7WP M3XA 9EHR TQ4D ", "k7wpm3xa9ehrtq4d"])
def test_a_code_on_paper_may_be_typed_with_gaps_and_capitals(typed: str) -> None:
    assert hash_recovery_code(typed) == hash_recovery_code("k7wp-m3xa-9ehr-tq4d")


@pytest.mark.parametrize(("typed", "app"), [("123 456", True), ("12345", False), ("k7wp-m3", False), ("١٢٣٤٥٦", False)])
def test_six_digits_are_of_the_app(typed: str, app: bool) -> None:
    assert is_from_app(fold(typed)) is app


def test_ten_codes_are_made_none_twice() -> None:
    assert len(set(make_recovery_codes())) == 10
