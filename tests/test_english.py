"""No English word where a page refuses, finds nothing or asks again: what the browser's walk over the pages that answer
does not come by."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.english import english_in
from tests.test_permission_matrix import PAGES, POLICIES, ROLES, Objects, admin_addresses, objects, sessions

# Of pages: the same on every database.
pytestmark = pytest.mark.one_database

__all__ = ["objects", "sessions"]

SPOKEN = ("alt", "aria-label", "placeholder", "title", "label")
# What a page of ours sends besides its fields, which are all left blank.
EMPTY = {"versi": "0"}
# How the stock admin calls its pictures for yes and no, which a script of ours names, as the browser's walk sees; and
# what a form says that was robbed of its hidden fields.
UNMET = (["false"], ["true"], ["managementform"])
ERRORS = ("400", "403", "403_csrf", "404", "405", "413", "500", "503", "507", "damaged")


class Said(HTMLParser):
    """What a page says: its text and the attributes that somebody reads or hears."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style")
        found = dict(attrs)
        self.texts += [str(found[name]) for name in SPOKEN if found.get(name)]
        if tag == "input" and found.get("type") in ("submit", "button"):
            self.texts.append(found.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.texts.append(data)


def english_of(response: Any) -> list[str]:
    if response.status_code in (301, 302) or response.streaming or "html" not in response.headers["Content-Type"]:
        return []
    texts = Said(response.content.decode()).texts
    found = [(english_in(text), text.strip()[:80]) for text in texts]
    return [f"{words}: {text}" for words, text in found if words and words not in UNMET]


@pytest.mark.parametrize("name", ERRORS)
def test_pages_of_what_went_wrong(name: str) -> None:
    texts = Said(render_to_string(f"{name}.html", {"kalimat": ""})).texts
    assert len("".join(texts)) > 40
    assert [text for text in texts if english_in(text)] == []


@pytest.mark.django_db
def test_the_door(cast: Cast) -> None:
    url = reverse("admin:login")
    strict = Client(enforce_csrf_checks=True)
    answers = [
        Client().get(url),
        Client().post(url, {}),
        Client().post(url, {"username": "siapa", "password": "salah"}),
        strict.post(url, {"username": "siapa", "password": "salah"}),
        Client().get("/tidak/ada/"),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 403, 404]
    assert [found for answer in answers for found in english_of(answer)] == []


def visited(session: str, method: str, url: str) -> list[str]:
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    response = client.get(url) if method == "GET" else client.post(url, EMPTY)
    return [f"{method} {url}: {found}" for found in english_of(response)]


def test_forms_that_come_empty(objects: Objects, sessions: dict[str, str]) -> None:
    """Each address that changes something, for the first role that may, and for one that may not."""
    problems: list[str] = []
    for name, (method, allowed) in sorted(PAGES.items()):
        url = reverse(name, args=objects.arguments.get(name, []))
        for letter in "bx":
            if letter in allowed:
                problems += visited(sessions[ROLES[allowed.index(letter)]], "POST" if letter == "b" else method, url)
    assert not problems, "\n".join(problems)


def test_lists_and_forms_of_the_admin(objects: Objects, sessions: dict[str, str]) -> None:
    """Lists that find nothing or are asked for what is not there, empty forms, imports without a file, questions before
    something is deleted."""
    problems: list[str] = []
    for name, model, act in admin_addresses():
        policy = POLICIES[model]
        session = sessions[policy["perbuatan"] or policy["lihat"][-1]]
        if act == "changelist":
            for query in ("?q=tidakada", "?p=99", "?e=1", "?all="):
                problems += visited(session, "GET", reverse(name) + query)
        elif act in ("add", "import", "process_import", "export"):
            problems += visited(session, "POST", reverse(name))
        elif act in ("change", "delete", "history"):
            problems += visited(
                session, "POST" if act == "change" else "GET", reverse(name, args=[objects.rows[model]])
            )
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Please correct the errors below.", ["below", "correct", "errors", "please", "the"]),
        ("Isi bagian ini lebih dahulu.", []),
        ("Kirim ke admin@contoh.go.id atau unduh the_form.xlsx", []),
    ],
)
def test_the_search_knows_english(text: str, found: list[str]) -> None:
    assert english_in(text) == found
