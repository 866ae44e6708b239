"""The second factor at the door and on its owner's page: asked, slowed down, used once, told, taken off."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from indicators.models import Jejak
from indicators.services.pengguna import reset_password, unlock_account
from sakip.jobs.models import Message
from sakip.sign_in.attempts import list_locks
from sakip.sign_in.models import Attempt, RecoveryCode, SecondFactor, Session
from tests.cast import PASSWORD, Cast
from tests.sakip.sign_in.phone import Phone, give_phone
from tests.sakip.sign_in.test_sign_in import ELSEWHERE, HERE, LOGIN, sign_in

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

CODE = "/admin/login/kode/"
OWN = "/admin/verifikasi-dua-langkah/"
PAIR = f"{OWN}pasang/"
CODES = f"{OWN}kode-pemulihan/"
RENEW = f"{CODES}baru/"
REMOVE = f"{OWN}matikan/"


def type_code(client: Client, code: str, address: str = HERE, **more: str) -> HttpResponse:
    return client.post(CODE, {"kode": code, **more}, REMOTE_ADDR=address)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def told(tindakan: str) -> list[tuple[str, str, Any, bool]]:
    found = Jejak.objects.filter(tindakan=tindakan).order_by("pk")
    return [(row.pelaku, row.objek, row.sesudah, row.ditolak) for row in found]


@pytest.fixture
def phone(cast: Cast) -> Phone:
    return give_phone(cast.staf)


def test_a_right_password_alone_lets_nobody_in(client: Client, cast: Cast, phone: Phone) -> None:
    answer = sign_in(client, "staf", PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, CODE)
    assert not is_in(client)
    assert client.get("/admin/").status_code == 302, "no page opens before the code"
    assert f"perangkat_{cast.staf.pk}" not in client.cookies
    assert told("masuk") == []
    page = client.get(CODE).content.decode()
    assert "Staf IKP" in page
    assert type_code(client, phone.fresh(cast.staf))["Location"] == "/"
    assert is_in(client)
    assert Session.objects.get(account_id=cast.staf.pk).address == HERE
    assert told("masuk") == [("Staf IKP (staf)", "Staf IKP", None, False)]


def test_a_session_that_was_planted_before_the_password_is_none_after_it(
    client: Client, cast: Cast, phone: Phone
) -> None:
    planted = client.session
    planted["x"] = 1
    planted.save()
    client.cookies["sessionid"] = str(planted.session_key)
    sign_in(client, "staf", PASSWORD)
    assert client.session.session_key != planted.session_key
    thief = Client()
    thief.cookies["sessionid"] = str(planted.session_key)
    assert type_code(thief, phone.fresh(cast.staf))["Location"].startswith(LOGIN)


def test_the_page_he_came_for_is_kept_and_another_host_is_not(client: Client, cast: Cast, phone: Phone) -> None:
    for back, wanted in (("/admin/sesi/", "/admin/sesi/"), ("https://example.org/", "/"), ("//example.org/", "/")):
        client.post(LOGIN, {"username": "staf", "password": PASSWORD, "next": back})
        assert type_code(client, phone.fresh(cast.staf))["Location"] == wanted
        client.post("/admin/logout/")


def test_no_code_is_taken_twice(client: Client, cast: Cast, phone: Phone) -> None:
    code = phone.fresh(cast.staf)
    sign_in(client, "staf", PASSWORD)
    assert type_code(client, code).status_code == 302
    other = Client()
    sign_in(other, "staf", PASSWORD)
    assert type_code(other, code).status_code == 422
    assert type_code(other, phone.shows(-1)).status_code == 422, "nor one before it"
    assert type_code(other, phone.shows(1)).status_code == 302


def test_a_clock_that_was_set_back_locks_nobody_out(client: Client, cast: Cast, phone: Phone) -> None:
    ahead = int(timezone.now().timestamp()) // 30 + 10_000
    SecondFactor.objects.update(last_step=ahead)
    sign_in(client, "staf", PASSWORD)
    assert type_code(client, phone.shows()).status_code == 302


def test_a_code_on_paper_stands_in_once_and_its_owner_is_told(client: Client, cast: Cast, phone: Phone) -> None:
    cast.staf.email = "staf@example.go.id"
    cast.staf.save()
    sign_in(client, "staf", PASSWORD)
    assert "Kode pemulihan" in client.get(f"{CODE}?pemulihan=1").content.decode()
    assert type_code(client, phone.codes[3].upper()).status_code == 302
    assert told("pakai_kode_pemulihan") == [("Staf IKP (staf)", "Staf IKP", {"sisa": 9}, False)]
    assert "Kode pemulihan dipakai" in Message.objects.get(to="staf@example.go.id").subject
    other = Client()
    sign_in(other, "staf", PASSWORD)
    assert type_code(other, phone.codes[3]).status_code == 422
    assert type_code(other, phone.codes[4]).status_code == 302


def test_codes_of_another_account_are_worth_nothing(client: Client, cast: Cast, phone: Phone) -> None:
    theirs = give_phone(cast.kepala)
    sign_in(client, "staf", PASSWORD)
    assert type_code(client, theirs.fresh(cast.kepala)).status_code == 422
    assert type_code(client, theirs.codes[0]).status_code == 422


def test_wrong_codes_are_slowed_down_and_told(client: Client, cast: Cast, phone: Phone) -> None:
    sign_in(client, "staf", PASSWORD)
    assert [type_code(client, "000000").status_code for _ in range(5)] == [422] * 5
    answer = type_code(client, phone.fresh(cast.staf))
    assert answer.status_code == 429
    assert 25 <= int(answer["Retry-After"]) <= 30
    assert "Tunggu sampai pukul" in answer.content.decode()
    assert told("gagal_masuk")[0][2:] == ({"langkah": "kode verifikasi"}, True)
    elsewhere = Client()
    sign_in(elsewhere, "staf", PASSWORD, ELSEWHERE)
    assert type_code(elsewhere, phone.fresh(cast.staf), ELSEWHERE).status_code == 302
    Attempt.objects.update(at=timezone.now() - timedelta(seconds=31))
    assert type_code(client, phone.fresh(cast.staf)).status_code == 302


def test_wrong_codes_stand_in_the_log_as_wrong_passwords_do(
    client: Client, cast: Cast, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(client, "staf", PASSWORD)
    for _ in range(6):
        type_code(client, "987654")
    told = [record.getMessage() for record in caplog.records if record.name == "sakip.sign_in"]
    assert told == [
        *[f"Masuk gagal dari {HERE} untuk akun staf"] * 5,
        f"Masuk ditahan dari {HERE} untuk akun staf",
    ]
    assert "987654" not in caplog.text


def test_a_right_password_does_not_forgive_wrong_codes(cast: Cast, phone: Phone) -> None:
    for _ in range(5):
        client = Client()
        sign_in(client, "staf", PASSWORD)
        assert type_code(client, "000000").status_code == 422
    client = Client()
    assert sign_in(client, "staf", PASSWORD).status_code == 302
    assert type_code(client, "000000").status_code == 429
    assert cast.staf.pk in list_locks([cast.staf.pk])
    unlock_account(by=cast.administrator, user=cast.staf)
    assert type_code(client, phone.fresh(cast.staf)).status_code == 302


def test_many_addresses_slow_the_codes_of_one_account_down(cast: Cast, phone: Phone) -> None:
    for number in range(20):
        client = Client()
        sign_in(client, "staf", PASSWORD, f"198.51.100.{number}")
        assert type_code(client, "000000", f"198.51.100.{number}").status_code == 422
    client = Client()
    sign_in(client, "staf", PASSWORD, HERE)
    assert type_code(client, phone.fresh(cast.staf)).status_code == 429


@pytest.mark.parametrize("late", [601, -5])
def test_who_takes_too_long_begins_anew(client: Client, cast: Cast, phone: Phone, late: float) -> None:
    sign_in(client, "staf", PASSWORD)
    session = client.session
    session["menunggu_kode"]["at"] -= late
    session.save()
    answer = type_code(client, phone.fresh(cast.staf))
    assert answer["Location"] == "/admin/login/?sesi=kode"
    assert "Waktu untuk mengetik kode sudah habis" in client.get(answer["Location"]).content.decode()
    assert not is_in(client)


def test_a_password_that_changed_meanwhile_or_a_closed_account_begins_anew(
    client: Client, cast: Cast, phone: Phone
) -> None:
    sign_in(client, "staf", PASSWORD)
    reset_password(by=cast.administrator, user=cast.staf)
    assert type_code(client, phone.fresh(cast.staf))["Location"] == "/admin/login/?sesi=kode"
    assert client.get(CODE)["Location"] == "/admin/login/?sesi=kode"


def test_nobody_comes_to_the_code_without_a_password(client: Client, cast: Cast, phone: Phone) -> None:
    assert client.get(CODE)["Location"] == "/admin/login/?sesi=kode"
    assert type_code(client, phone.fresh(cast.staf))["Location"] == "/admin/login/?sesi=kode"


def test_a_trusted_browser_is_not_asked_until_password_or_phone_change(
    client: Client, cast: Cast, phone: Phone, settings: Settings
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    sign_in(client, "staf", PASSWORD)
    type_code(client, phone.fresh(cast.staf), percaya="1")
    cookie = client.cookies[f"tepercaya_{cast.staf.pk}"]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["max-age"]) == (LOGIN, 30 * 24 * 3600)
    client.post("/admin/logout/")
    assert sign_in(client, "staf").status_code == 200, "the password is asked as ever"
    assert sign_in(client, "staf", PASSWORD)["Location"] == "/"
    assert client.session["faktor_kedua"] is True
    client.post("/admin/logout/")
    give_phone(cast.kepala)
    client.cookies[f"tepercaya_{cast.kepala.pk}"] = cookie.value
    assert sign_in(client, "kepala", PASSWORD)["Location"] == CODE, "another account's cookie"
    SecondFactor.objects.filter(account_id=cast.staf.pk).delete()
    give_phone(cast.staf)
    assert sign_in(client, "staf", PASSWORD)["Location"] == CODE, "another phone"


def test_another_account_may_sign_in_beside_a_pending_one(client: Client, cast: Cast, phone: Phone) -> None:
    sign_in(client, "staf", PASSWORD)
    assert sign_in(client, "kepala", PASSWORD)["Location"] == "/"
    assert client.session["_auth_user_id"] == str(cast.kepala.pk)
    assert client.get(CODE)["Location"] == "/admin/login/?sesi=kode"


def test_an_account_without_one_costs_one_query_more(client: Client, cast: Cast) -> None:
    with CaptureQueriesContext(connection) as captured:
        sign_in(client, "staf", PASSWORD)
    assert len([each for each in captured if "secondfactor" in each["sql"]]) == 1
    with CaptureQueriesContext(connection) as captured:
        client.get("/admin/sesi/")
    assert not [each for each in captured if "secondfactor" in each["sql"]], "no page asks again"


# --- its owner's page -------------------------------------------------------------------------------------------------


def pair(client: Client, **data: str) -> HttpResponse:
    """Scan the picture, and type what the phone shows."""
    page = client.get(PAIR).content.decode()
    secret = page.partition('class="pairing-key">')[2].partition("<")[0].replace(" ", "")
    return client.post(PAIR, {"sandi": PASSWORD, "kode": Phone(secret).shows(), **data})


def test_it_is_set_up_with_password_and_code_and_the_codes_are_shown_once(client: Client, cast: Cast) -> None:
    cast.staf.email = "staf@example.go.id"
    cast.staf.save()
    sign_in(client, "staf", PASSWORD)
    elsewhere = Client()
    sign_in(elsewhere, "staf", PASSWORD)
    assert pair(client, sandi="salah").status_code == 422
    assert pair(client, kode="000000").status_code == 422
    assert not SecondFactor.objects.exists()
    assert pair(client)["Location"] == CODES
    shown = client.get(CODES).content.decode()
    codes = [part.partition("<")[0] for part in shown.split("<code>")[1:]]
    assert len(codes) == 10
    assert client.get(CODES).content.decode().count("<code>") == 10, "until he says that he has them"
    client.post(CODES)
    assert client.get(CODES)["Location"] == OWN
    assert is_in(client)
    assert not Session.objects.filter(session_key=elsewhere.session.session_key).exists(), "other sessions end"
    assert told("pasang_faktor_kedua") == [("Staf IKP (staf)", "Staf IKP", None, False)]
    assert "Verifikasi dua langkah dipasang" in Message.objects.get(to="staf@example.go.id").subject
    client.post("/admin/logout/")
    sign_in(client, "staf", PASSWORD)
    assert type_code(client, codes[0]).status_code == 302


def test_what_is_stored_tells_neither_secret_nor_codes(client: Client, cast: Cast) -> None:
    sign_in(client, "staf", PASSWORD)
    page = client.get(PAIR).content.decode()
    secret = page.partition('class="pairing-key">')[2].partition("<")[0].replace(" ", "")
    assert secret not in str(dict(client.session))
    client.post(PAIR, {"sandi": PASSWORD, "kode": Phone(secret).shows()})
    codes = [part.partition("<")[0] for part in client.get(CODES).content.decode().split("<code>")[1:]]
    stored = str([*SecondFactor.objects.values(), *RecoveryCode.objects.values(), dict(client.session)])
    assert not [text for text in (secret, *codes) if text in stored]
    assert secret not in str(list(Jejak.objects.values()))


def test_the_page_does_not_tell_a_password_to_who_guesses(client: Client, cast: Cast) -> None:
    sign_in(client, "staf", PASSWORD)
    assert [pair(client, sandi="salah").status_code for _ in range(6)] == [422] * 5 + [409]


def test_it_moves_to_another_phone_with_a_code_of_the_old_one(client: Client, cast: Cast, phone: Phone) -> None:
    sign_in(client, "staf", PASSWORD)
    type_code(client, phone.fresh(cast.staf))
    assert pair(client, kode_lama="000000").status_code == 422
    assert pair(client, kode_lama=phone.codes[0])["Location"] == CODES
    client.post("/admin/logout/")
    sign_in(client, "staf", PASSWORD)
    assert type_code(client, phone.fresh(cast.staf)).status_code == 422, "the old phone is none any more"
    assert type_code(client, phone.codes[1]).status_code == 422, "nor are its codes"


def test_new_codes_make_the_old_ones_worthless(client: Client, cast: Cast, phone: Phone) -> None:
    sign_in(client, "staf", PASSWORD)
    type_code(client, phone.fresh(cast.staf))
    assert client.post(RENEW, {"sandi": PASSWORD, "kode": "000000"}).status_code == 422
    assert client.post(RENEW, {"sandi": "salah", "kode": phone.fresh(cast.staf)}).status_code == 422
    assert client.post(RENEW, {"sandi": PASSWORD, "kode": phone.fresh(cast.staf)})["Location"] == CODES
    assert told("buat_kode_pemulihan") == [("Staf IKP (staf)", "Staf IKP", None, False)]
    assert RecoveryCode.objects.count() == 10
    other = Client()
    sign_in(other, "staf", PASSWORD)
    assert type_code(other, phone.codes[0]).status_code == 422


def test_it_is_taken_off_with_password_and_code(client: Client, cast: Cast, phone: Phone) -> None:
    sign_in(client, "staf", PASSWORD)
    type_code(client, phone.fresh(cast.staf))
    assert client.post(REMOVE, {"sandi": PASSWORD, "kode": "000000"}).status_code == 422
    assert SecondFactor.objects.exists()
    assert client.post(REMOVE, {"sandi": PASSWORD, "kode": phone.fresh(cast.staf)})["Location"] == OWN
    assert told("lepas_faktor_kedua") == [("Staf IKP (staf)", "Staf IKP", None, False)]
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert sign_in(Client(), "staf", PASSWORD)["Location"] == "/"


# --- keys -------------------------------------------------------------------------------------------------------------


def test_a_key_before_still_opens_the_secret_and_it_is_sealed_anew(
    client: Client, cast: Cast, phone: Phone, settings: Settings
) -> None:
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-another-key-another-key-another-key"
    settings.SECRET_KEY_FALLBACKS = [before]
    sign_in(client, "staf", PASSWORD)
    assert type_code(client, phone.fresh(cast.staf)).status_code == 302
    settings.SECRET_KEY_FALLBACKS = []
    other = Client()
    sign_in(other, "staf", PASSWORD)
    assert type_code(other, phone.fresh(cast.staf)).status_code == 302


def test_without_the_key_codes_on_paper_still_work(
    client: Client, cast: Cast, phone: Phone, settings: Settings
) -> None:
    settings.SECRET_KEY = "another-key-another-key-another-key-another-key"
    sign_in(client, "staf", PASSWORD)
    answer = type_code(client, phone.fresh(cast.staf))
    assert answer.status_code == 409
    assert "kunci server berganti" in answer.content.decode()
    assert type_code(client, phone.codes[0]).status_code == 302


# --- roles that need one ----------------------------------------------------------------------------------------------


def test_a_role_that_needs_one_leads_to_it_before_anything_else(client: Client, cast: Cast, settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = ["kepala_dinas", "administrator"]
    sign_in(client, "kadis", PASSWORD)
    for address in ("/", "/admin/", "/admin/sesi/", OWN):
        assert client.get(address)["Location"] == PAIR
    assert client.post("/admin/sesi/akhiri-semua/")["Location"] == PAIR
    assert "Peran Anda mewajibkan" in client.get(PAIR).content.decode()
    assert pair(client)["Location"] == CODES
    client.post(CODES)
    assert client.get("/admin/sesi/").status_code == 200
    assert client.post(REMOVE, {"sandi": PASSWORD, "kode": "x"}).status_code == 409, "the role keeps it"


def test_who_has_one_or_needs_none_is_led_nowhere(client: Client, cast: Cast, phone: Phone, settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = ["staf", "kepala_dinas"]
    sign_in(client, "staf", PASSWORD)
    type_code(client, phone.fresh(cast.staf))
    assert client.get("/admin/sesi/").status_code == 200
    other = Client()
    sign_in(other, "kepala", PASSWORD)
    assert other.get("/admin/sesi/").status_code == 200


def test_a_role_that_is_granted_meanwhile_leads_to_it_too(client: Client, cast: Cast, settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = ["kepala_dinas"]
    sign_in(client, "staf", PASSWORD)
    assert client.get("/admin/sesi/").status_code == 200
    settings.SECOND_FACTOR_ROLES = ["staf"]
    assert client.get("/admin/sesi/")["Location"] == PAIR


def test_what_comes_first_comes_first(client: Client, cast: Cast, settings: Settings) -> None:
    """A password that somebody gave is changed, then what was done meanwhile is answered, then a phone is asked for:
    no two of them send the user back and forth."""
    settings.SECOND_FACTOR_ROLES = ["kepala_dinas"]
    given = reset_password(by=cast.administrator, user=cast.kadis)
    sign_in(client, "kadis", given)
    assert client.get("/admin/sesi/")["Location"] == "/admin/password_change/"
    new = "sama-sekali-Baru-7"
    client.post("/admin/password_change/", {"old_password": given, "new_password1": new, "new_password2": new})
    question = client.get("/admin/sesi/")["Location"]
    assert client.get(question).status_code == 200
    client.post(f"{question}jawab/", {"sandi": new, "jawaban": "saya"})
    assert client.get("/admin/sesi/")["Location"] == PAIR
