"""The preview of a single model's file."""

import pytest
from django.contrib import admin
from django.test import Client
from pytest_django import Settings

from indicators.admin.exchange import ExchangeMixin
from indicators.exchange.preview import SUMBER
from sakip.file_store import MARK
from tests.cast import Cast, Office
from tests.indicators.admin.test_rencana import ClientOf
from tests.indicators.exchange.tools import export, make_xlsx, rows_of_xlsx, sentences, upload


@pytest.fixture
def planner(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.perencana)


@pytest.mark.one_database
def test_every_page_that_imports_can_be_checked_apart() -> None:
    pages = [page for page in admin.site._registry.values() if isinstance(page, ExchangeMixin)]
    offered = [kind for page in pages for kind in page.resource_classes]
    assert len(offered) > 10
    assert {kind.__name__: kind for kind in offered} == SUMBER


def test_headings_without_rows_are_said_to_be_that(office: Office, planner: Client) -> None:
    header = rows_of_xlsx(export(planner, "program"))[0]
    preview = upload(planner, "program", make_xlsx([header]))
    assert sentences(preview) == ["Berkas ini hanya memuat judul kolom. Isi barisnya, lalu unggah kembali."]


def test_a_file_that_is_refused_does_not_wait_to_be_confirmed(
    office: Office, planner: Client, settings: Settings
) -> None:
    header, *rows = rows_of_xlsx(export(planner, "program"))
    rows[0][header.index("Urutan")] = "satu"
    assert sentences(upload(planner, "program", make_xlsx([header, *rows])))
    assert list(settings.MEDIA_ROOT.iterdir()) == [settings.MEDIA_ROOT / MARK]
