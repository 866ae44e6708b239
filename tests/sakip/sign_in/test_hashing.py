"""How passwords are hashed, and how those that were hashed before go on to be read."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, get_hasher, identify_hasher, make_password
from django.test import Client
from pytest_django import Settings

from indicators.models import Pengguna
from sakip import settings as ours
from tests.cast import PASSWORD, Cast


@pytest.fixture(autouse=True)
def as_installed(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ours.PASSWORD_HASHERS


def stored(user: Pengguna) -> str:
    return Pengguna.objects.values_list("password", flat=True).get(pk=user.pk)


def enter(client: Client, password: str) -> int:
    return client.post("/admin/login/", {"username": "staf", "password": password}).status_code


def test_a_password_is_hashed_at_least_as_owasp_asks() -> None:
    assert make_password("kata-sandi-Panjang-9").startswith("argon2$argon2id$v=19$m=32768,t=3,p=1$")
    hasher = get_hasher()
    assert isinstance(hasher, Argon2PasswordHasher)
    assert (hasher.memory_cost >= 19 * 1024, hasher.time_cost >= 2, hasher.parallelism) == (True, True, 1)


def test_a_password_that_was_hashed_before_is_hashed_anew_when_its_owner_signs_in(cast: Cast) -> None:
    before = make_password(PASSWORD, hasher="pbkdf2_sha256")
    Pengguna.objects.filter(pk=cast.staf.pk).update(password=before)

    assert enter(Client(), "salah") == 200
    assert stored(cast.staf) == before
    client = Client()
    assert enter(client, PASSWORD) == 302
    assert identify_hasher(stored(cast.staf)).algorithm == "argon2"
    assert client.get("/admin/")["Location"] == "/admin/pengisian/"

    kept = stored(cast.staf)
    assert enter(Client(), PASSWORD) == 302
    assert stored(cast.staf) == kept
