"""Every page that a role can open, in real Chromium that speaks English: no accessibility violation, no breach of the
policy, no page that must be scrolled sideways on a phone, nothing that a thumb misses, not one English word. The
packages' pages are among them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from indicators.models import Pengguna
from tests.browser.judges import english_on, too_small
from tests.cast import Cast, Office
from tests.test_permission_matrix import FORMS, PAGES, POLICIES, Objects, admin_addresses, objects, reverse

# What a browser shows says nothing about the database.
pytestmark = [pytest.mark.one_database, pytest.mark.browser_context_args(locale="en-US")]

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
# Only violations are worked out in full. Without a preload: the judge would read imported style sheets through style
# elements, which the policy blocks.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "preload": False,
    "resultTypes": ["violations"],
}
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}
ROLES = ("staf", "kepala", "sekretaris", "kadis", "perencana", "pembaca", "administrator")
# Answers that are files or data, not pages.
NOT_PAGES = (
    "indicators:bukti_download",
    "indicators:bukti_open",
    "indicators:bukti_picture",
    "indicators:office_workbook_download",
    "indicators:plan_workbook_download",
    "indicators:logo",
    "indicators:sheet_download",
    "indicators:office_sheet_download",
    "indicators:pengisian_live",
    "reports:progress",
)

__all__ = ["objects"]


def sign_in(page: Page, live_server: LiveServer, user: Pengguna) -> None:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def addresses_for(role: str, things: Objects, user: Pengguna) -> list[str]:
    """Return the addresses that answer the role with a page."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    candidates = [
        reverse(name, args=things.arguments.get(name, []))
        for name, (method, _) in sorted(PAGES.items())
        if method == "GET" and name not in NOT_PAGES
    ]
    candidates += [reverse(name, args=things.arguments.get(name, [])) for name in FORMS]
    candidates += [reverse("admin:index"), reverse("admin:password_change"), reverse("admin:password_change_done")]
    if role in ("perencana", "administrator"):
        for name, model, act in admin_addresses():
            with_object = act not in ("changelist", "add", "import", "process_import", "export")
            if POLICIES[model]["perbuatan"] == role and act not in ("process_import", "sandi", "aktif"):
                candidates.append(reverse(name, args=[things.rows[model]] if with_object else []))
    return [url for url in candidates if client.get(url).status_code == 200]


def bring_judge(page: Page) -> None:
    """Let every page that is opened from now on have the judge: to send him to each takes as long as his judgement."""
    page.add_init_script(f"if (!('axe' in window)) {{ {AXE} }}")


def violations(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    result: Any = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [
        f"{found['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for found in result["violations"]
        for node in found["nodes"][:3]
    ]


def sideways(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", ROLES)
def test_pages_of_a_role(
    live_server: LiveServer, page: Page, office: Office, cast: Cast, objects: Objects, role: str
) -> None:
    user: Pengguna = getattr(cast, role)
    urls = addresses_for(role, objects, user)
    assert urls
    sign_in(page, live_server, user)
    problems = visit_all(page, live_server, urls, violations)
    assert not problems, "\n".join(problems)


def visit_all(page: Page, live_server: LiveServer, urls: list[str], judge: Callable[[Page], list[str]]) -> list[str]:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    problems: list[str] = []
    bring_judge(page)
    for url in urls:
        page.set_viewport_size(PHONE)
        page.goto(live_server.url + url)
        if (extra := sideways(page)) > 0:
            problems.append(f"{url}: {extra} px too wide for a phone")
        problems += [f"{url}: small on a phone: {text}" for text in too_small(page)]
        problems += [f"{url}: English: {text}" for text in english_on(page)]
        problems += [f"{url}: console: {text}" for text in complaints]
        page.set_viewport_size(DESK)
        problems += [f"{url}: {text}" for text in judge(page)]
        complaints.clear()  # the judge tries style elements of its own, which the policy blocks
    return problems


# Dark mode has colours of its own, so contrast is judged there too, once for every kind of page of ours.
IN_THE_DARK = (
    ("staf", "indicators:pengisian_sheet"),
    ("sekretaris", "indicators:pengajuan"),
    ("sekretaris", "indicators:pengajuan_version"),
    ("staf", "indicators:row_history"),
    ("sekretaris", "indicators:validasi"),
    ("sekretaris", "indicators:jadwal"),
    ("sekretaris", "indicators:kewajaran"),
    ("perencana", "indicators:kewajaran"),
    ("kadis", "indicators:pengesahan"),
    ("perencana", "indicators:pk_comparison"),
    ("perencana", "indicators:lembar_pk"),
    ("perencana", "indicators:lembar_pk_edit"),
    ("perencana", "reports:laporan"),
    ("perencana", "indicators:plan_tree"),
    ("sekretaris", "indicators:plan_health"),
    ("perencana", "admin:indicators_indikator_changelist"),
    ("perencana", "admin:indicators_butirpk_import"),
    ("perencana", "indicators:tahun_open"),
    ("perencana", "indicators:perubahan_nomenklatur"),
)


@pytest.mark.django_db(transaction=True)
def test_pages_in_the_dark(live_server: LiveServer, page: Page, office: Office, cast: Cast, objects: Objects) -> None:
    page.emulate_media(color_scheme="dark")
    bring_judge(page)
    problems: list[str] = []
    for role, name in IN_THE_DARK:
        sign_in(page, live_server, getattr(cast, role))
        url = reverse(name, args=objects.arguments.get(name, []))
        answer = page.goto(live_server.url + url)
        assert answer is not None
        assert answer.status == 200, url
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
        assert max(ground[:3]) < 64, f"{url} stays light: {ground}"
        problems += [f"{url}: {text}" for text in violations(page)]
    assert not problems, "\n".join(problems)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("url", ["/admin/login/", "/tidak-ada/"])
def test_pages_without_account(live_server: LiveServer, page: Page, url: str) -> None:
    page.goto(live_server.url + url)
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    assert sideways(page) <= 0


@pytest.mark.django_db(transaction=True)
def test_the_judge_sees_a_violation(live_server: LiveServer, page: Page) -> None:
    """A check that cannot fail is worse than none."""
    page.goto(live_server.url + "/admin/login/")
    page.evaluate(
        "document.body.append(Object.assign(new Image(), {src: 'data:image/gif;base64,R0lGODlhAQABAAAAACw='}))"
    )
    assert any(text.startswith("image-alt") for text in violations(page))
