"""Sessions: they end at a fixed age and when nobody uses them, are listed to their owner, and ended by him."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from indicators.models import Jejak, Pengguna
from sakip.sign_in import services
from sakip.sign_in.browsers import browser_in_words
from sakip.sign_in.models import Session
from tests.cast import PASSWORD, Cast

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

LOGIN, LIST = "/admin/login/", "/admin/sesi/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121 Safari/5"


def signed_in(name: str, browser: str = CHROME, address: str = "203.0.113.5") -> Client:
    client = Client(headers={"User-Agent": browser}, REMOTE_ADDR=address)
    assert client.post(LOGIN, {"username": name, "password": PASSWORD}).status_code == 302
    return client


def row_of(client: Client) -> Session:
    return Session.objects.get(session_key=client.cookies["sessionid"].value)


def move(client: Client, **times: timedelta) -> None:
    """Let the session have begun, or been used, so long ago."""
    Session.objects.filter(pk=row_of(client).pk).update(**{name: timezone.now() - span for name, span in times.items()})


def is_signed_in(client: Client) -> bool:
    return client.get(LIST).status_code == 200


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (CHROME, "Chrome di Windows"),
        (PHONE, "Samsung Internet di Android"),
        (f"{CHROME} Edg/126.0", "Edge di Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox di Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17 Mobile/15 Safari/6", "Safari di iPhone"),
        ("curl/8.5.0", "Peramban tidak dikenal"),
        ("", "Peramban tidak dikenal"),
    ],
)  # fmt: skip
def test_browser_in_words(sent: str, words: str) -> None:
    assert browser_in_words(sent) == words


def test_a_session_knows_whose_it_is_and_from_where(cast: Cast) -> None:
    row = row_of(signed_in("staf"))
    assert (row.account_id, row.browser, row.address) == (cast.staf.pk, "Chrome di Windows", "203.0.113.5")
    assert timedelta(0) <= timezone.now() - row.started_at < timedelta(minutes=1)
    assert row.expire_date - row.started_at == timedelta(hours=8)


def test_the_list_shows_where_one_is_signed_in_and_marks_this_session(cast: Cast) -> None:
    here, _ = signed_in("staf"), signed_in("staf", PHONE, "198.51.100.9")
    signed_in("kepala", address="192.0.2.44")
    idle = signed_in("staf", address="192.0.2.55")
    move(idle, seen_at=timedelta(minutes=61))
    text = here.get(LIST).content.decode()
    assert [text.count(word) for word in ("Keluar dari sesi ini", "Akhiri sesi<", "Sesi ini<")] == [1, 1, 1]
    assert re.search(r"Chrome di Windows\s*<span[^>]*>Sesi ini<", text)
    assert "Samsung Internet di Android" in text
    assert "198.51.100.9" in text
    assert not re.search(r"192\.0\.2\.(44|55)", text), "another's, and one that ended"
    assert not any(row.session_key in text for row in Session.objects.all()), "a key opens the session"


def test_one_session_is_ended(cast: Cast) -> None:
    here, there = signed_in("staf"), signed_in("staf", PHONE)
    answer = here.post(reverse("sign_in:end", args=[row_of(there).tag]), follow=True)
    assert "Sesi itu sudah diakhiri" in answer.content.decode()
    assert (is_signed_in(here), is_signed_in(there)) == (True, False)
    row = Jejak.objects.get(tindakan="keluar")
    assert row.sesudah == {"peramban": "Samsung Internet di Android", "alamat": "203.0.113.5"}
    answer = here.post(reverse("sign_in:end", args=[row_of(here).tag]))
    assert answer["Location"] == LOGIN
    assert not Session.objects.exists()


def test_nobody_ends_the_session_of_another(cast: Cast) -> None:
    mine, other = signed_in("staf"), signed_in("kepala")
    assert mine.post(reverse("sign_in:end", args=[row_of(other).tag])).status_code == 404
    assert mine.get(reverse("sign_in:end", args=[row_of(mine).tag])).status_code == 405
    assert is_signed_in(other)
    assert not Jejak.objects.filter(tindakan="keluar").exists()


def test_all_sessions_are_ended_at_once(cast: Cast) -> None:
    mine = [signed_in("staf"), signed_in("staf", PHONE)]
    other = signed_in("kepala")
    assert mine[0].post(reverse("sign_in:end_all"))["Location"] == LOGIN
    assert [is_signed_in(client) for client in (*mine, other)] == [False, False, True]
    assert Jejak.objects.get(tindakan="keluar_semua").sesudah == {"sesi": 2}


def test_a_changed_password_ends_every_other_session_and_keeps_this_one(cast: Cast) -> None:
    here, there = signed_in("staf"), signed_in("staf", PHONE)
    began = row_of(here).started_at
    new = "kalimat-sandi-Baru-9"
    here.post(reverse("admin:password_change"), {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert (is_signed_in(here), is_signed_in(there)) == (True, False)
    kept = row_of(here)
    assert (kept.started_at, kept.browser, kept.account_id) == (began, "Chrome di Windows", cast.staf.pk)


def test_the_old_password_cannot_be_guessed_from_an_open_session(cast: Cast) -> None:
    client = signed_in("staf")
    new = "kalimat-sandi-Baru-9"
    data = {"old_password": "salah", "new_password1": new, "new_password2": new}
    for _ in range(5):
        assert "Tunggu" not in client.post(reverse("admin:password_change"), data).content.decode()
    answer = client.post(reverse("admin:password_change"), {**data, "old_password": PASSWORD})
    assert "Terlalu banyak percobaan. Tunggu sampai pukul" in answer.content.decode()
    cast.staf.refresh_from_db()
    assert cast.staf.check_password(PASSWORD)


# --- ends ------------------------------------------------------------------------------------------------------------


def way_in(client: Client, url: str = "/admin/laporan/?opd=contoh/contoh") -> tuple[str, dict[str, list[str]]]:
    """Return what the sign-in page says to who comes with this client's cookie, and where it leads."""
    answer = client.get(url)
    query = parse_qs(urlsplit(answer["Location"]).query)
    return client.get(answer["Location"]).content.decode(), query


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        ({"seen_at": timedelta(minutes=60)}, "lama tidak dipakai"),
        ({"expire_date": timedelta(seconds=1)}, "sudah lama sejak Anda masuk"),
    ],
)
def test_a_session_that_ended_says_why_and_leads_back(cast: Cast, moved: dict[str, timedelta], said: str) -> None:
    client = signed_in("staf")
    move(client, **moved)
    text, query = way_in(client)
    assert said in text
    assert query["next"] == ["/admin/laporan/?opd=contoh/contoh"]
    action = html_action(text)
    answer = client.post(action, {"username": "staf", "password": PASSWORD, "next": query["next"][0]})
    assert answer["Location"] == query["next"][0]


def html_action(text: str) -> str:
    found = re.search(r'<form action="([^"]*)"', text)
    assert found is not None
    return found[1].replace("&amp;", "&")


def test_a_session_that_was_ended_elsewhere_says_so(cast: Cast) -> None:
    client = signed_in("staf")
    services.end_sessions(account=cast.staf.pk)
    text, _ = way_in(client)
    assert "Sesi Anda sudah diakhiri, atau kata sandi Anda diganti" in text


def test_who_was_never_signed_in_or_left_by_himself_is_told_nothing(client: Client, cast: Cast) -> None:
    assert "Sesi Anda" not in way_in(client)[0]
    gone = signed_in("staf")
    gone.post("/admin/logout/")
    assert "Sesi Anda" not in way_in(gone)[0]
    assert "Sesi Anda" not in client.get(f"{LOGIN}?sesi=%3Cscript%3E").content.decode()


def test_what_was_sent_too_late_leads_back_to_its_page(cast: Cast) -> None:
    client = signed_in("staf")
    sent_from = {"Referer": "http://testserver/admin/pengisian/?opd=a"}
    for headers, way in ((sent_from, ["/admin/pengisian/?opd=a"]), ({"Referer": "https://lain.example/x"}, None)):
        move(client, seen_at=timedelta(hours=2))
        answer = client.post(reverse("sign_in:end_all"), headers=headers)
        assert parse_qs(urlsplit(answer["Location"]).query).get("next") == way
        client = signed_in("staf")


def test_what_was_sent_without_any_session_leads_back_to_its_page_too(cast: Cast, client: Client) -> None:
    sent_from = {"Referer": "http://testserver/admin/pengajuan/5/"}
    answer = client.post("/admin/pengajuan/5/kembalikan/", headers=sent_from)
    assert parse_qs(urlsplit(answer["Location"]).query) == {"next": ["/admin/pengajuan/5/"]}
    assert client.post("/admin/pengajuan/5/kembalikan/")["Location"] == LOGIN


def test_a_form_of_before_the_sign_in_leads_back_to_its_page(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(LOGIN, {}, headers={"Referer": "http://testserver/admin/pengajuan/5/?x=1"})
    assert answer.status_code == 403
    assert 'href="/admin/pengajuan/5/?x=1"' in answer.content.decode()
    elsewhere = client.post(LOGIN, {}, headers={"Referer": "https://lain.example/x"})
    assert 'href="/"' in elsewhere.content.decode()
    # What browsers would read as the name of another host stays an address of ours.
    slashes = client.post(LOGIN, {}, headers={"Referer": "http://testserver//lain.example/x"})
    assert 'href="/%2Flain.example/x"' in slashes.content.decode()


def test_use_prolongs_a_session_to_its_fixed_age_and_no_further(cast: Cast) -> None:
    client = signed_in("staf")
    move(client, seen_at=timedelta(minutes=59))
    assert is_signed_in(client)
    assert timezone.now() - row_of(client).seen_at < timedelta(minutes=1)
    end = row_of(client).expire_date
    session: SessionBase = client.session
    session["catatan"] = "disimpan"
    session.save()
    assert row_of(client).expire_date == end, "what is stored in it does not prolong it"


def test_use_is_noted_once_a_minute(cast: Cast) -> None:
    client = signed_in("staf")
    move(client, seen_at=timedelta(seconds=50))
    before = row_of(client).seen_at
    client.get(LIST)
    assert row_of(client).seen_at == before
    move(client, seen_at=timedelta(seconds=61))
    client.get(LIST)
    assert row_of(client).seen_at > before


def test_a_script_that_asks_by_itself_keeps_nobody_signed_in(cast: Cast) -> None:
    client = signed_in("perencana")
    move(client, seen_at=timedelta(minutes=30))
    before = row_of(client).seen_at
    asked = reverse("reports:progress", kwargs={"jenis": "lpk", "tahun": 2024, "triwulan": 1})
    assert client.get(asked).status_code in (200, 404)
    assert row_of(client).seen_at == before


def test_idle_time_is_set_by_the_installation(cast: Cast, settings: Settings) -> None:
    settings.SESSION_IDLE_MINUTES = 5
    client = signed_in("staf")
    move(client, seen_at=timedelta(minutes=6))
    assert not is_signed_in(client)


def test_an_account_that_is_switched_off_is_out_at_once(cast: Cast, client_of: Callable[[Pengguna], Client]) -> None:
    client = signed_in("staf")
    answer = client_of(cast.administrator).post(f"/admin/indicators/pengguna/{cast.staf.pk}/aktif/", {"aktif": "0"})
    assert answer.status_code == 302
    assert not Session.objects.filter(account_id=cast.staf.pk).exists()
    assert not is_signed_in(client)


def test_sessions_are_forgotten_once_nobody_comes_back_with_them(cast: Cast) -> None:
    clients = {name: signed_in("staf") for name in ("fresh", "idle", "old", "long old")}
    move(clients["idle"], seen_at=timedelta(hours=26))
    move(clients["old"], expire_date=timedelta(hours=1))
    move(clients["long old"], expire_date=timedelta(hours=25))
    kept = {row_of(clients[name]).pk for name in ("fresh", "idle", "old")}
    services.forget_sessions()
    assert {row.pk for row in Session.objects.all()} == kept
