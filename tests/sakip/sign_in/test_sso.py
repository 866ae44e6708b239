"""Single sign-on: whom it lets in, and every way in which it does not, each with a sentence."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
import requests
from django.contrib.auth.hashers import get_hasher
from django.core.checks import run_checks
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from pytest_django import Settings

from indicators.models import Jejak, Pengguna
from indicators.services.pengguna import reset_password
from sakip.sign_in import oidc, sso
from sakip.sign_in.models import Attempt, Session
from tests.cast import PASSWORD, Cast
from tests.provider import CLIENT, SECRET, Provider, serving
from tests.sakip.sign_in.phone import give_phone
from tests.sakip.sign_in.test_second_factor import CODE, PAIR, is_in, pair, type_code
from tests.sakip.sign_in.test_sign_in import HERE, LOGIN, fail, sentence_in, sign_in

# Of pages and a provider: the same on every database.
pytestmark = pytest.mark.one_database

START = "/admin/login/sso/"
BACK = "/admin/login/sso/kembali/"


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    # A port may be given out again.
    oidc.provider.forget()
    with serving() as found:
        settings.OIDC_ISSUER = found.issuer
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
        settings.PUBLIC_BASE_URL = "http://testserver"
        yield found


def begin(client: Client, back: str = "") -> str:
    """Begin at the sign-in page and return where the provider sends the browser on."""
    answer = client.get(START, {"next": back} if back else {}, REMOTE_ADDR=HERE)
    assert answer.status_code == 302
    return requests.get(answer["Location"], allow_redirects=False, timeout=5).headers["Location"]


def come_back(client: Client, address: str) -> HttpResponse:
    return client.get(address.removeprefix("http://testserver"), REMOTE_ADDR=HERE)


def walk(client: Client, back: str = "") -> HttpResponse:
    return come_back(client, begin(client, back))


def try_to_walk(client: Client) -> HttpResponse:
    """Walk, or return the answer that sends nobody to the provider."""
    answer = client.get(START, REMOTE_ADDR=HERE)
    return walk(client) if "/authorize" in answer["Location"] else answer


def sentence(client: Client, answer: HttpResponse) -> str:
    """Return what the sign-in page says of a failure."""
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{LOGIN}?sso=")
    page = client.get(answer["Location"]).content.decode()
    return page.partition('class="message-info" role="status">')[2].partition("<")[0]


def rows(tindakan: str) -> list[tuple[str, str, Any]]:
    return [(row.pelaku, row.objek, row.sesudah) for row in Jejak.objects.filter(tindakan=tindakan).order_by("pk")]


def test_the_sign_in_page_offers_it_only_where_it_is_set(client: Client, cast: Cast, provider: Provider) -> None:
    page = client.get(f"{LOGIN}?next=/admin/sesi/").content.decode()
    assert "Masuk dengan SSO Pemda" in page
    assert f"{START}?next=%2Fadmin%2Fsesi%2F" in page
    assert provider.asked == [], "a page asks nobody"


def test_without_a_provider_there_is_nothing(client: Client, cast: Cast) -> None:
    assert "SSO" not in client.get(LOGIN).content.decode()
    assert client.get(START).status_code == 404
    assert client.get(BACK).status_code == 404


def test_who_is_known_there_is_let_in_here(client: Client, cast: Cast, provider: Provider) -> None:
    assert walk(client, "/admin/sesi/")["Location"] == "/admin/sesi/"
    assert is_in(client)
    assert Session.objects.get(account_id=cast.staf.pk).address == HERE
    assert rows("masuk") == [("Staf IKP (staf)", "Staf IKP", {"cara": "SSO Pemda"})]
    assert f"perangkat_{cast.staf.pk}" in client.cookies
    assert client.get(START)["Location"] == "/"


def test_the_provider_gets_what_the_standard_asks_for(client: Client, cast: Cast, provider: Provider) -> None:
    wanted = parse_qs(urlsplit(client.get(START)["Location"]).query)
    assert set(wanted) == {
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
    }
    assert wanted["redirect_uri"] == [f"http://testserver{BACK}"]
    again = parse_qs(urlsplit(client.get(START)["Location"]).query)
    assert not [name for name in ("state", "nonce", "code_challenge") if wanted[name] == again[name]]


def test_the_provider_is_asked_what_it_is_once_for_many(client: Client, cast: Cast, provider: Provider) -> None:
    for _ in range(3):
        walk(Client())
    assert provider.asked.count("/.well-known/openid-configuration") == 1
    oidc.provider.forget()
    walk(Client())
    assert provider.asked.count("/.well-known/openid-configuration") == 2


def test_a_provider_that_is_away_is_not_asked_by_everybody(client: Client, cast: Cast, provider: Provider) -> None:
    provider.metadata = {"issuer": "https://example.org"}
    for _ in range(3):
        assert "tidak dapat dihubungi" in sentence(client, client.get(START))
    assert len(provider.asked) == 1


def test_he_is_led_to_no_other_host(client: Client, cast: Cast, provider: Provider) -> None:
    for back in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        assert walk(client, back)["Location"] == "/"
        client.post("/admin/logout/")


def test_the_claim_may_stand_on_the_users_page_only(client: Client, cast: Cast, provider: Provider) -> None:
    provider.claims, provider.about = {}, {"preferred_username": "kepala"}
    walk(client)
    assert client.session["_auth_user_id"] == str(cast.kepala.pk)


def test_the_users_page_must_be_of_the_same_user(client: Client, cast: Cast, provider: Provider) -> None:
    provider.claims, provider.about = {}, {"preferred_username": "kepala", "sub": "43"}
    assert "tidak dapat dipercaya" in sentence(client, walk(client))


def test_the_claim_may_be_the_nip(client: Client, cast: Cast, provider: Provider, settings: Settings) -> None:
    settings.OIDC_CLAIM, settings.OIDC_ACCOUNT_FIELD = "employee_number", "nip"
    Pengguna.objects.filter(pk=cast.kepala.pk).update(nip="198001012005011001")
    provider.claims = {"employee_number": "198001012005011001"}
    walk(client)
    assert client.session["_auth_user_id"] == str(cast.kepala.pk)
    Pengguna.objects.filter(pk=cast.staf.pk).update(nip="198001012005011001")
    other = Client()
    assert "tidak terhubung dengan akun mana pun" in sentence(other, walk(other)), "two of them are nobody"


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"preferred_username": ""},
        {"preferred_username": "tak.ada"},
        {"preferred_username": "STAF"},
        {"preferred_username": " staf"},
        {"preferred_username": "staf\0"},
        {"preferred_username": "st\u0430f"},
        {"preferred_username": ["staf"]},
        {"preferred_username": 7},
        {"email": "staf@example.go.id", "email_verified": True},
    ],
)
def test_who_is_not_known_here_exactly_is_nobody(
    client: Client, cast: Cast, provider: Provider, claims: dict[str, Any]
) -> None:
    Pengguna.objects.filter(pk=cast.staf.pk).update(email="staf@example.go.id")
    number = Pengguna.objects.count()
    provider.claims = claims
    assert "tidak terhubung dengan akun mana pun" in sentence(client, walk(client))
    assert not is_in(client)
    assert Pengguna.objects.count() == number, "nobody is made an account"
    assert rows("gagal_masuk") == [("orang yang belum masuk", "nama pengguna tidak dikenal", {"cara": "SSO Pemda"})]


def test_a_closed_account_stays_closed(client: Client, cast: Cast, provider: Provider) -> None:
    Pengguna.objects.filter(pk=cast.staf.pk).update(is_active=False)
    assert "tidak aktif" in sentence(client, walk(client))
    assert rows("gagal_masuk") == [("orang yang belum masuk", "Staf IKP", {"cara": "SSO Pemda"})]


def test_who_is_nobody_again_and_again_is_slowed_down(client: Client, cast: Cast, provider: Provider) -> None:
    provider.claims = {"preferred_username": "tak.ada"}
    for _ in range(20):
        walk(Client())
    assert "Terlalu banyak percobaan" in sentence(client, walk(client))
    provider.claims = {"preferred_username": "staf"}
    assert "Terlalu banyak percobaan" in sentence(client, walk(client))
    Attempt.objects.all().delete()
    assert walk(client)["Location"] == "/"


def test_who_brings_what_proves_nothing_again_and_again_is_slowed_down(
    client: Client, cast: Cast, provider: Provider
) -> None:
    """Whatever he brings: a token, a code that was never given, an error that the provider is said to have had."""

    def fail_by(**query: str) -> None:
        other = Client()
        state = dict(parse_qsl(urlsplit(begin(other)).query))["state"]
        assert "tidak dapat dipercaya" in sentence(other, other.get(BACK, {**query, "state": state}, REMOTE_ADDR=HERE))

    provider.change = change(nonce="another")
    for _ in range(18):
        assert "tidak dapat dipercaya" in sentence(client, walk(Client()))
    fail_by(code="made-up")
    fail_by(error="server_error")
    provider.change = dict.copy
    assert "Terlalu banyak percobaan" in sentence(client, walk(client))


def test_a_client_that_the_provider_does_not_take_is_no_fault_of_the_users(
    client: Client, cast: Cast, provider: Provider, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.OIDC_CLIENT_SECRET = "kedaluwarsa"
    assert "menolak aplikasi ini" in sentence(client, walk(client))
    assert "invalid_client" in caplog.text
    assert not Attempt.objects.filter(wrong__gt=0).exists()
    assert rows("gagal_masuk") == []
    state = dict(parse_qsl(urlsplit(begin(client)).query))["state"]
    answer = client.get(BACK, {"error": "invalid_client", "state": state})
    assert "tidak dapat dipercaya" in sentence(client, answer), "a browser may say so too"


def test_who_cancels_is_told_and_not_counted(client: Client, cast: Cast, provider: Provider) -> None:
    state = dict(parse_qsl(urlsplit(begin(client)).query))["state"]
    answer = client.get(BACK, {"error": "access_denied", "state": state})
    assert "dibatalkan" in sentence(client, answer)
    assert not Attempt.objects.filter(wrong__gt=0).exists()


def test_another_error_of_the_provider_is_none_of_the_users(client: Client, cast: Cast, provider: Provider) -> None:
    state = dict(parse_qsl(urlsplit(begin(client)).query))["state"]
    answer = client.get(BACK, {"error": "server_error", "state": state})
    assert "tidak dapat dipercaya" in sentence(client, answer)


def test_what_nobody_began_asks_the_provider_nothing_and_fills_no_trail(
    client: Client, cast: Cast, provider: Provider
) -> None:
    for query in ({"error": "server_error"}, {"error": "server_error", "state": "x"}, {"code": "x", "state": "x"}):
        assert "dimulai di peramban lain" in sentence(client, client.get(BACK, query))
    assert provider.asked == []
    assert rows("gagal_masuk") == []


def test_who_failed_stands_in_the_log_as_after_a_wrong_password(
    client: Client, cast: Cast, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    Pengguna.objects.filter(pk=cast.staf.pk).update(is_active=False)
    walk(client)
    provider.claims = {"preferred_username": "Sandi-Saya-7"}
    walk(client)
    provider.change = change(nonce="another")
    walk(client)
    told = [record.getMessage() for record in caplog.records if record.name == "sakip.sign_in"]
    unknown = f"Masuk gagal dari {HERE} untuk akun yang tidak dikenal"
    assert told == [f"Masuk gagal dari {HERE} untuk akun staf", unknown, unknown]
    assert "Sandi-Saya" not in caplog.text


def test_an_answer_that_this_browser_did_not_ask_for_lets_nobody_in(
    client: Client, cast: Cast, provider: Provider
) -> None:
    """Somebody else's code in a link: the victim would work in the attacker's account."""
    address = begin(Client())
    assert "dimulai di peramban lain" in sentence(client, come_back(client, address))
    for query in ({}, {"code": "x"}, {"state": "x"}, {"code": "x", "state": "x"}):
        assert "dimulai di peramban lain" in sentence(client, client.get(BACK, query))
    assert not is_in(client)


def test_an_answer_counts_once(client: Client, cast: Cast, provider: Provider) -> None:
    address = begin(client)
    come_back(client, address)
    client.post("/admin/logout/")
    assert "dimulai di peramban lain" in sentence(client, come_back(client, address))


def change(**claims: Any) -> Callable[[dict[str, Any]], None]:
    return lambda found: found.update(claims)


@pytest.mark.parametrize(
    "wrong",
    [
        change(nonce="another"),
        lambda claims: claims.pop("nonce"),
        change(iss="https://example.org"),
        change(aud="another"),
        change(aud=["another"], azp=CLIENT),
        change(exp=100.0),
        lambda claims: change(iat=time.time() + 600, nbf=time.time() + 600)(claims),  # from now, not from collection
        lambda claims: claims.pop("sub"),
        lambda claims: claims.pop("exp"),
    ],
    ids=["nonce", "no nonce", "issuer", "audience", "audience beside", "old", "future", "nobody", "for ever"],
)
def test_a_token_that_proves_nothing_lets_nobody_in(
    client: Client, cast: Cast, provider: Provider, wrong: Callable[[dict[str, Any]], None]
) -> None:
    provider.change = wrong
    assert "tidak dapat dipercaya" in sentence(client, walk(client))
    assert not is_in(client)


@pytest.mark.parametrize("off", [-60, 60])
def test_clocks_may_be_a_minute_apart(client: Client, cast: Cast, provider: Provider, off: int) -> None:
    now = time.time() + off
    provider.change = change(iat=now, exp=now + 30)
    assert walk(client)["Location"] == "/"


def test_a_token_with_another_key_lets_nobody_in(client: Client, cast: Cast, provider: Provider) -> None:
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "satu"})
    assert "tidak dapat dipercaya" in sentence(client, walk(client))


def unsigned(claims: dict[str, Any]) -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in ({"alg": "none"}, claims))
    return ".".join(part.rstrip("=") for part in parts) + "."


def signed_with_the_shared_secret(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET * 3))


@pytest.mark.parametrize("forge", [unsigned, signed_with_the_shared_secret])
def test_weak_signatures_are_none(
    client: Client, cast: Cast, provider: Provider, forge: Callable[[dict[str, Any]], str]
) -> None:
    provider.forge = forge
    provider.metadata = {"id_token_signing_alg_values_supported": ["RS256", "none", "HS256"]}
    assert "tidak dapat dipercaya" in sentence(client, walk(client))
    provider.metadata = {"id_token_signing_alg_values_supported": ["none", "HS256"]}
    oidc.provider.forget()
    assert "tidak dapat dihubungi" in sentence(client, client.get(START))


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://example.org"},
        {"token_endpoint": "http://example.org/token"},
        {"authorization_endpoint": None},
        {"end_session_endpoint": "javascript:alert(1)"},
        {"jwks_uri": 7},
        {"id_token_signing_alg_values_supported": 7},
        {"token_endpoint_auth_methods_supported": "client_secret_basic"},
    ],
)
def test_a_provider_that_says_what_cannot_be_is_none(
    client: Client, cast: Cast, provider: Provider, metadata: dict[str, Any]
) -> None:
    provider.metadata = metadata
    assert "tidak dapat dihubungi" in sentence(client, client.get(START))


PATHS = ["/.well-known/openid-configuration", "/token", "/keys", "/about"]


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_without_end_is_not_read_to_it(
    client: Client, cast: Cast, provider: Provider, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    provider.claims, provider.about = {}, {"preferred_username": "staf"}
    provider.spoil = lambda asked, body: body.ljust(2_000_000 if asked == path else 0)
    assert "jawabannya tidak dapat dipakai" in sentence(client, try_to_walk(client))
    assert "an answer of more than 1048576 bytes" in caplog.text
    assert not is_in(client)
    provider.spoil = lambda _, body: body.ljust(1_000_000)
    oidc.provider.forget()
    assert try_to_walk(client)["Location"] == "/"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("body", [b"[" * 100_000, b"7", b"[1]", b'{"keys": 7, "id_token": 7, "sub": "42"}', b"\xff"])
def test_an_answer_that_is_none_is_a_sentence(
    client: Client, cast: Cast, provider: Provider, path: str, body: bytes
) -> None:
    provider.claims = {}
    provider.spoil = lambda asked, own: body if asked == path else own
    assert sentence(client, try_to_walk(client)).startswith(
        ("SSO Pemda tidak dapat", "Jawaban SSO Pemda tidak", "Akun")
    )
    assert not is_in(client)


def test_a_provider_that_is_away_is_said(client: Client, cast: Cast, provider: Provider, settings: Settings) -> None:
    address = begin(client)
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    assert "tidak dapat dihubungi" in sentence(client, client.get(START))
    assert "tidak dapat dihubungi" in sentence(client, come_back(client, address))
    assert sign_in(client, "staf", PASSWORD).status_code == 302, "the password is still a way in"


# --- second factor, passwords -----------------------------------------------------------------------------------------


def test_our_second_factor_is_asked_after_it(client: Client, cast: Cast, provider: Provider) -> None:
    phone = give_phone(cast.staf)
    assert walk(client, "/admin/sesi/")["Location"] == CODE
    assert not is_in(client)
    assert type_code(client, phone.fresh(cast.staf))["Location"] == "/admin/sesi/"
    assert rows("masuk") == [("Staf IKP (staf)", "Staf IKP", {"cara": "SSO Pemda"})]


def test_the_providers_own_may_be_enough(client: Client, cast: Cast, provider: Provider, settings: Settings) -> None:
    settings.OIDC_SECOND_FACTOR, settings.SECOND_FACTOR_ROLES = True, ["staf"]
    give_phone(cast.staf)
    assert walk(client)["Location"] == "/"
    assert client.get("/admin/sesi/").status_code == 200
    provider.claims = {"preferred_username": "staf.umum"}
    other = Client()
    walk(other)
    assert other.get("/admin/sesi/").status_code == 200, "nothing is to be set up either"


def test_who_came_by_it_needs_no_password_to_set_one_up(
    client: Client, cast: Cast, provider: Provider, settings: Settings
) -> None:
    settings.SECOND_FACTOR_ROLES = ["staf"]
    walk(client)
    assert client.get("/admin/sesi/")["Location"] == PAIR
    assert "Kata sandi" not in client.get(PAIR).content.decode()
    assert pair(client, sandi="")["Location"].endswith("/kode-pemulihan/")


def test_who_came_by_it_need_not_change_a_password_that_he_does_not_use(
    client: Client, cast: Cast, provider: Provider
) -> None:
    reset_password(by=cast.administrator, user=cast.staf)
    walk(client)
    assert client.get("/admin/sesi/")["Location"] == "/admin/akun/atur-ulang/", "but he answers for it"
    Pengguna.objects.filter(pk=cast.kepala.pk).update(wajib_ganti_sandi=True)
    provider.claims = {"preferred_username": "kepala"}
    other = Client()
    walk(other)
    assert other.get("/admin/sesi/").status_code == 200


def test_passwords_may_be_for_administrators_only(
    client: Client, cast: Cast, provider: Provider, settings: Settings
) -> None:
    settings.OIDC_ONLY = True
    page = client.get(LOGIN).content.decode()
    assert "Kata sandi hanya untuk administrator:" in page
    refused = sign_in(client, "staf", PASSWORD)
    assert refused.status_code == 200
    assert "masuklah dengan SSO Pemda" in refused.content.decode()
    assert not is_in(client)
    assert rows("gagal_masuk") == [("orang yang belum masuk", "Staf IKP", {"alasan": "kata sandi tidak dipakai"})]
    assert sign_in(client, "admin", PASSWORD).status_code == 302
    assert walk(Client())["Location"] == "/"


def test_where_passwords_are_for_administrators_only_nothing_tells_who_is_one_or_whether_a_password_is_right(
    cast: Cast, provider: Provider, settings: Settings
) -> None:
    """The same sentence, the same work, and the same number of queries, for whoever is not let in."""
    settings.OIDC_ONLY = True
    hasher = type(get_hasher())
    seen = []
    for number, (name, typed) in enumerate(
        [("staf", PASSWORD), ("staf", "salah"), ("admin", "salah"), ("tak.dikenal", "salah")]
    ):
        with (
            mock.patch.object(hasher, "encode", autospec=True, side_effect=hasher.encode) as hashed,
            CaptureQueriesContext(connection) as captured,
        ):
            answer = sign_in(Client(), name, typed, f"198.51.100.{number}")
        seen.append((answer.status_code, hashed.call_count, len(captured), sentence_in(answer)))
    assert seen[0] == seen[1] == seen[2] == seen[3]
    assert (seen[0][1], "SSO Pemda" in seen[0][3]) == (1, True)
    right = [sign_in(Client(), "staf", PASSWORD, "198.51.100.7").status_code for _ in range(6)]
    assert right == fail("tak.dikenal", 6, "198.51.100.8") == [200] * 5 + [429]


# --- signing out ------------------------------------------------------------------------------------------------------


def test_signing_out_ends_the_session_there_too(client: Client, cast: Cast, provider: Provider) -> None:
    walk(client)
    answer = client.post("/admin/logout/")
    assert answer.status_code == 200
    assert not is_in(client)
    assert rows("keluar") == [("Staf IKP (staf)", "Staf IKP", None)]
    address = answer.context["alamat"]
    assert f'content="0; url={address.replace("&", "&amp;")}"' in answer.content.decode()
    requests.get(address, allow_redirects=False, timeout=5)
    assert provider.signed_out[0]["post_logout_redirect_uri"] == f"http://testserver{LOGIN}"
    assert provider.signed_out[0]["id_token_hint"].count(".") == 2


def test_signing_out_ends_ours_alone_where_the_provider_has_no_end_or_a_password_was_used(
    client: Client, cast: Cast, provider: Provider
) -> None:
    sign_in(client, "staf", PASSWORD)
    assert client.post("/admin/logout/")["Location"] == LOGIN
    provider.metadata = {"end_session_endpoint": None}
    oidc.provider.forget()
    walk(client)
    assert client.post("/admin/logout/")["Location"] == LOGIN


# --- settings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"OIDC_ISSUER": "http://sso.example.go.id"}, ["sakip.E050"]),
        ({"OIDC_ISSUER": "sso.example.go.id"}, ["sakip.E050"]),
        ({"OIDC_ISSUER": "https://a:b@sso.example.go.id"}, ["sakip.E050"]),
        ({"OIDC_CLIENT_SECRET": ""}, ["sakip.E051"]),
        ({"OIDC_CLAIM": "email"}, ["sakip.E052"]),
        ({"OIDC_ACCOUNT_FIELD": "email"}, ["sakip.E052"]),
        ({"OIDC_SCOPE": "profile"}, ["sakip.E052"]),
        ({"OIDC_ISSUER": "", "OIDC_ONLY": True}, ["sakip.E053"]),
        ({"OIDC_ISSUER": ""}, ["sakip.W050"]),
        ({"SECOND_FACTOR_ROLES": ["kepala_dinas", "kadis"]}, ["sakip.E054"]),
        ({"SECOND_FACTOR_ROLES": ["kepala_dinas", "administrator"]}, []),
    ],
)
def test_settings_that_cannot_be_right_are_said(settings: Settings, changed: dict[str, Any], found: list[str]) -> None:
    settings.OIDC_ISSUER = "https://sso.example.go.id/realms/pemda"
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
    for name, value in changed.items():
        setattr(settings, name, value)
    said = [str(each.id) for each in run_checks(tags=["security"])]
    assert [name for name in said if name[7:9] == "05"] == found


def test_every_failure_is_a_sentence() -> None:
    assert all(item.label.endswith(".") and item.label[:1] in "{ABJMT" for item in sso.Failure)
