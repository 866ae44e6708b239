"""The entry page of one user in real Chromium, as the tests of typing, pasting and undoing work with it."""

import json
from decimal import Decimal

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Indikator, Pengguna, Realisasi, UnitKerja
from tests.cast import Office


class Sheet:
    """The page of one user, with its rows by indicator."""

    def __init__(self, page: Page, live_server: LiveServer, office: Office, user: Pengguna, unit: UnitKerja) -> None:
        self.page, self.rows = page, office.indikator(unit)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                }
            ]
        )
        page.goto(live_server.url + reverse("indicators:pengisian_sheet", args=[office.tw1.pk, unit.pk]))

    def row(self, indikator: Indikator) -> Locator:
        return self.page.locator(f"#baris-{indikator.pk}")

    def field(self, indikator: Indikator, name: str = "realisasi") -> Locator:
        return self.row(indikator).locator(f"[data-entry={name}]")

    def state(self, indikator: Indikator) -> Locator:
        return self.row(indikator).locator(".state")

    def message(self, indikator: Indikator) -> Locator:
        return self.row(indikator).locator(".row-message")

    def type(self, indikator: Indikator, text: str) -> None:
        """Type into the row's figure, key by key."""
        self.field(indikator).focus()
        self.page.keyboard.type(text)

    def all_saved(self) -> None:
        """Wait until the page says that everything is saved."""
        expect(self.page.locator("#ringkasan-simpan")).to_have_text("Semua isian tersimpan")

    def drop(self, indikator: Indikator, text: str) -> None:
        """Drop dragged text onto the row's figure; as in the browser it lands only where nobody refuses it."""
        self.field(indikator).evaluate(
            """(field, text) => {
                const data = new DataTransfer();
                data.setData("text/plain", text);
                const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
                if (field.dispatchEvent(drop)) {
                    field.focus();
                    document.execCommand("insertText", false, text);
                }
            }""",
            text,
        )

    def paste(self, indikator: Indikator, text: str, name: str = "realisasi", html: str = "") -> None:
        """Paste as a spreadsheet would have copied it."""
        self.field(indikator, name).focus()
        self.page.evaluate(
            """([text, html]) => {
                const data = new DataTransfer();
                data.setData("text/plain", text);
                if (html) data.setData("text/html", html);
                document.activeElement.dispatchEvent(
                    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
            }""",
            [text, html],
        )


def stored(indikator: Indikator) -> Decimal | None:
    row = Realisasi.objects.filter(indikator=indikator).first()
    return None if row is None else row.nilai


def save_as(user: Pengguna, office: Office, indikator: Indikator, text: str, *, versi: int = 0, **fields: str) -> None:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    row = {"id": indikator.pk, "versi": versi, "realisasi": text, "teks": fields}
    response = client.post(
        reverse("indicators:pengisian_save", args=[office.tw1.pk, indikator.unit_id]),
        json.dumps({"baris": [row]}),
        content_type="application/json",
    )
    assert response.status_code == 200
