"""The first page that anyone sees, in a real browser: it stands, it is styled and it breaks no policy."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

# What a browser shows says nothing about the database; the whole walk runs on both.
pytestmark = pytest.mark.one_database


@pytest.mark.django_db(transaction=True)
def test_login_page_is_styled_and_quiet(live_server: LiveServer, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))

    page.goto(live_server.url + "/admin/login/")

    name = page.locator("input[name=username]")
    name.fill("staf")
    box = name.bounding_box()
    assert box is not None
    assert box["width"] > 150, "the style sheet did not arrive"
    assert page.locator("html").get_attribute("lang") == "id"
    assert complaints == []
