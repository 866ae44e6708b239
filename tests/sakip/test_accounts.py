"""Signing in leads to work; a given password is changed first."""

import re

from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Cast

LOGIN = "/admin/login/"


def test_sign_in_leads_to_work(client: Client, cast: Cast) -> None:
    response = client.post(LOGIN, {"username": "staf", "password": PASSWORD, "next": "/"})
    assert response.status_code == 302
    assert response["Location"] == "/"


def test_anonymous_is_sent_to_sign_in(client: Client, db: None) -> None:
    response = client.get("/")
    assert response.status_code == 302
    assert response["Location"].startswith(LOGIN)


def test_given_password_is_changed_before_anything_else(client: Client, cast: Cast) -> None:
    cast.staf.wajib_ganti_sandi = True
    cast.staf.save()
    client.force_login(cast.staf, backend="django.contrib.auth.backends.ModelBackend")
    change = reverse("admin:password_change")
    response = client.get("/admin/")
    assert (response.status_code, response["Location"]) == (302, change)
    assert "dibuatkan oleh administrator" in client.get(change).content.decode()
    new = "kalimat-sandi-baru-9"
    done = client.post(change, {"old_password": PASSWORD, "new_password1": new, "new_password2": new}, follow=True)
    assert "Lanjut bekerja" in done.content.decode()
    cast.staf.refresh_from_db()
    assert cast.staf.wajib_ganti_sandi is False
    assert client.get("/admin/laporan/").status_code == 200


def test_index_without_data_leads_on_to_the_work(client: Client, cast: Cast) -> None:
    """Staff who type /admin/ must not read that they lack a right; who keeps data sees the list."""
    client.force_login(cast.staf, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/")["Location"].startswith(reverse("indicators:pengisian"))
    client.force_login(cast.administrator, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/").status_code == 200


def test_every_page_carries_the_strict_policy(client: Client, db: None) -> None:
    policy = client.get(LOGIN)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy


def test_sign_in_page_has_no_inline_script_or_style(client: Client, db: None) -> None:
    html = client.get(LOGIN).content.decode()
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=", html)


def test_unknown_address_is_a_sentence(client: Client, db: None) -> None:
    response = client.get("/tidak-ada/")
    assert response.status_code == 404
    assert "tidak ditemukan" in response.content.decode()
