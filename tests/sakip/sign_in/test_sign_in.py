"""The sign-in page: slowed down per account and address, open to the owner's own browser, silent about names."""

from datetime import timedelta
from unittest import mock

import pytest
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from indicators.models import Jejak, Pengguna
from indicators.services.pengguna import reset_password
from sakip.sign_in.models import Attempt, Session
from tests.cast import PASSWORD, Cast

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

LOGIN = "/admin/login/"
HERE, ELSEWHERE = "203.0.113.5", "198.51.100.9"


def sign_in(client: Client, name: str, typed: str = "salah", address: str = HERE) -> HttpResponse:
    return client.post(LOGIN, {"username": name, "password": typed}, REMOTE_ADDR=address)


def fail(name: str, times: int, address: str = HERE) -> list[int]:
    return [sign_in(Client(), name, address=address).status_code for _ in range(times)]


def wait(**span: float) -> None:
    Attempt.objects.update(at=timezone.now() - timedelta(**span))


def test_five_are_free_and_the_sixth_waits_with_a_sentence(client: Client, cast: Cast) -> None:
    assert fail("staf", 5) == [200] * 5
    answer = sign_in(client, "staf", PASSWORD)
    assert answer.status_code == 429
    assert 25 <= int(answer["Retry-After"]) <= 30
    until = timezone.localtime(Attempt.objects.get(kind="place").at + timedelta(seconds=31))
    text = answer.content.decode()
    assert f"Tunggu sampai pukul {until:%H.%M.%S}, lalu coba lagi" in text
    assert 'value="staf"' in text, "what was typed stays"
    assert "_auth_user_id" not in client.session
    assert sign_in(Client(), "kepala", PASSWORD).status_code == 302
    assert sign_in(Client(), "staf", PASSWORD, ELSEWHERE).status_code == 302
    wait(seconds=31)
    assert sign_in(client, "staf", PASSWORD).status_code == 302
    assert fail("staf", 5) == [200] * 5, "success forgot what was his"


def test_a_colleague_at_the_same_address_cannot_keep_the_owner_out(client: Client, cast: Cast) -> None:
    assert sign_in(client, "staf", PASSWORD).status_code == 302
    client.post("/admin/logout/")
    for _ in range(12):
        wait(minutes=16)
        fail("staf", 1)
    assert sign_in(Client(), "staf", PASSWORD).status_code == 429
    assert sign_in(client, "staf", PASSWORD).status_code == 302
    assert sign_in(Client(), "staf", PASSWORD).status_code == 429, "the owner's success is not the colleague's"


def test_the_owners_browser_is_slowed_down_by_its_own_mistakes(client: Client, cast: Cast) -> None:
    sign_in(client, "staf", PASSWORD)
    assert [sign_in(client, "staf").status_code for _ in range(6)] == [200] * 5 + [429]
    assert sign_in(Client(), "staf", PASSWORD).status_code == 302


def test_the_cookie_of_a_browser_is_the_accounts_own_and_dies_with_its_password(
    client: Client, cast: Cast, settings: Settings
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    sign_in(client, "staf", PASSWORD)
    cookie = client.cookies[f"perangkat_{cast.staf.pk}"]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["max-age"]) == (LOGIN, 180 * 24 * 3600)
    client.cookies[f"perangkat_{cast.kepala.pk}"] = cookie.value
    fail("kepala", 5)
    assert sign_in(client, "kepala", PASSWORD).status_code == 429, "another account's cookie"
    given = reset_password(by=cast.administrator, user=cast.staf)
    fail("staf", 5)
    assert sign_in(client, "staf", given).status_code == 429, "the cookie of the password before"


@pytest.mark.parametrize("forged", ["", "x", "x:y:z", "WzEsICJhIiwgImIiXQ:1tKbqC:AAAA"])
def test_a_forged_cookie_is_none(client: Client, cast: Cast, forged: str) -> None:
    fail("staf", 5)
    client.cookies[f"perangkat_{cast.staf.pk}"] = forged
    assert sign_in(client, "staf", PASSWORD).status_code == 429


def test_an_address_that_tries_many_accounts_is_slowed_down(client: Client, cast: Cast) -> None:
    names = [user.username for user in Pengguna.objects.all()][:4]
    for name in [*names, *(f"tak.ada.{number}" for number in range(16))]:
        assert fail(name, 1) == [200]
    assert fail("satu.lagi", 1) == [429]
    assert sign_in(Client(), "staf", PASSWORD).status_code == 429
    assert sign_in(Client(), "staf", PASSWORD, ELSEWHERE).status_code == 302


def test_a_line_of_ipv6_is_one_address(client: Client, cast: Cast) -> None:
    assert [fail("staf", 1, f"2001:db8::{number}") for number in range(1, 6)] == [[200]] * 5
    assert fail("staf", 1, "2001:db8:0:0:ffff::1") == [429]
    assert fail("staf", 1, "2001:db8:0:1::1") == [200]


def test_many_addresses_slow_one_account_down(client: Client, cast: Cast) -> None:
    assert [fail("staf", 1, f"198.51.100.{number}") for number in range(20)] == [[200]] * 20
    assert sign_in(client, "staf", PASSWORD, HERE).status_code == 429
    assert sign_in(client, "kepala", PASSWORD, HERE).status_code == 302


def test_nothing_tells_whether_a_name_is_known(cast: Cast) -> None:
    """The same sentence, the same work: one hash, and the same number of queries."""
    Pengguna.objects.filter(pk=cast.kepala.pk).update(is_active=False)
    hasher = type(get_hasher())
    seen = []
    for number, (name, typed) in enumerate([("staf", "salah"), ("tak.dikenal", "salah"), ("kepala", PASSWORD)]):
        with (
            mock.patch.object(hasher, "encode", autospec=True, side_effect=hasher.encode) as hashed,
            CaptureQueriesContext(connection) as captured,
        ):
            answer = sign_in(Client(), name, typed, f"198.51.100.{number}")
        seen.append((answer.status_code, hashed.call_count, len(captured), sentence_in(answer)))
    assert seen[0] == seen[1] == seen[2]
    assert (seen[0][1], "sandi" in seen[0][3]) == (1, True)
    assert fail("staf", 6, "198.51.100.7") == fail("tak.dikenal", 6, "198.51.100.8") == [200] * 5 + [429]


def sentence_in(answer: HttpResponse) -> str:
    return answer.content.decode().partition('class="errornote"')[2].partition("</p>")[0]


def rows(tindakan: str) -> list[tuple[str, str, int | None, bool]]:
    found = Jejak.objects.filter(tindakan=tindakan).order_by("pk")
    return [(row.pelaku, row.objek, row.opd_nomor, row.ditolak) for row in found]


def test_the_trail_tells_who_came_and_went(client: Client, cast: Cast) -> None:
    office = cast.staf.daftar_penugasan.get().unit.opd_id
    sign_in(client, "staf", PASSWORD)
    client.post("/admin/logout/")
    client.post("/admin/logout/")
    assert rows("masuk") == rows("keluar") == [("Staf IKP (staf)", "Staf IKP", office, False)]


def test_the_trail_tells_failures_and_the_longest_lock(client: Client, cast: Cast) -> None:
    office = cast.staf.daftar_penugasan.get().unit.opd_id
    for _ in range(11):
        fail("staf", 1)
        wait(minutes=16)
    assert rows("gagal_masuk")[0] == ("orang yang belum masuk", "Staf IKP", office, True)
    assert rows("kunci_akun") == [("sistem", "Staf IKP", office, False)]
    sign_in(client, "kata-sandi-Saya-7", "x")
    assert rows("gagal_masuk")[-1] == ("orang yang belum masuk", "nama pengguna tidak dikenal", None, True)
    assert not Jejak.objects.filter(objek__contains="kata-sandi").exists()


def test_an_empty_field_is_no_attempt(client: Client, cast: Cast) -> None:
    for data in ({"username": "staf"}, {"password": PASSWORD}, {}):
        assert client.post(LOGIN, data).status_code == 200
    assert not Attempt.objects.exists()
    assert not Session.objects.exists()


def test_the_log_tells_who_failed_from_where_and_never_what_was_typed(
    client: Client, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    fail("staf", 6)
    sign_in(client, "Kata-Sandi-Saya-7", "kata-sandi-Saya-8", "2001:db8::7")
    told = [record.getMessage() for record in caplog.records if record.name == "sakip.sign_in"]
    assert told == [
        *[f"Masuk gagal dari {HERE} untuk akun staf"] * 5,
        f"Masuk ditahan dari {HERE} untuk akun staf",
        "Masuk gagal dari 2001:db8::7 untuk akun yang tidak dikenal",
    ]
    assert "Sandi-Saya" not in caplog.text
    assert "salah" not in caplog.text
