"""Every door of the imports when the upload cannot be stored: a sentence, nothing to confirm, nothing left behind."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO
from unittest import mock

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from indicators.exchange.quarter_sheet import write_sheet
from indicators.models import Pengguna
from indicators.selectors.quarter_sheet import list_rows
from sakip.files import RefusedFile
from sakip.room import NO_ROOM
from sakip.storage import SyncedStorage
from sakip.waiting_files import WaitingFile
from tests.cast import Cast, Office
from tests.indicators.exchange.tools import export, make_xlsx, rows_of_xlsx, sentences, upload
from tests.indicators.exchange.workbook.tools import make_book, rows_of_book

ClientOf = Callable[[Pengguna], Client]


@contextmanager
def room_for(files: int) -> Iterator[None]:
    """Let the disk be full after so many: the next one is created, and can hold nothing."""
    left = [files]
    create = SyncedStorage._create

    def fill(storage: SyncedStorage, name: str) -> tuple[str, IO[bytes]]:
        name, file = create(storage, name)
        if left[0] == 0:
            full = os.open("/dev/full", os.O_WRONLY)
            os.dup2(full, file.fileno())
            os.close(full)
        left[0] -= 1
        return name, file

    with mock.patch.object(SyncedStorage, "_create", fill):
        yield
    assert left == [-1]


def left_behind() -> list[str]:
    return default_storage.listdir("impor")[1]


def test_half_a_file_is_not_kept() -> None:
    with room_for(0), pytest.raises(RefusedFile) as refused:
        WaitingFile().save(b"x" * 100)
    assert str(refused.value) == NO_ROOM
    assert left_behind() == []


def test_plan_of_several_files_keeps_none_of_them(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.perencana)
    book = rows_of_book(client.get(reverse("indicators:plan_workbook_download"), {"pk": office.pk.pk}).content)
    book["Program"][1][book["Program"][0].index("Sasaran kinerja")] = "Baru"
    contents = [make_book(book), make_book({"Petunjuk": [["x"]]})]
    files = [SimpleUploadedFile(f"{number}.xlsx", data) for number, data in enumerate(contents)]
    with room_for(1):
        answer = client.post(reverse("indicators:plan_workbook"), {"berkas": files})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert NO_ROOM in text
    assert 'name="token"' not in text
    assert left_behind() == []


def test_quarters_sheet(office: Office, cast: Cast, client_of: ClientOf) -> None:
    rows = list_rows(office.opd, 2024, 1, unit_ids=[office.bidang.pk])
    header, *cells = rows_of_xlsx(write_sheet(rows, office.tw1))
    cells[0][header.index("Realisasi TW I")] = 7
    file = SimpleUploadedFile("lembar.xlsx", make_xlsx([header, *cells]))
    address = reverse("indicators:sheet_import", args=(office.tw1.pk, office.bidang.pk))
    with room_for(0):
        answer = client_of(cast.staf).post(address, {"berkas": file})
    assert (answer.status_code, answer.context["galat"]) == (422, NO_ROOM)
    assert answer.context["pratinjau"] is None
    assert left_behind() == []


def test_file_of_one_model(office: Office, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.perencana)
    header, row = rows_of_xlsx(export(client, "program"))
    row[header.index("Sasaran kinerja")] = "Sasaran baru"
    with room_for(0):
        answer = upload(client, "program", make_xlsx([header, row]))
    assert sentences(answer) == [NO_ROOM]
    assert "token" not in answer.context
    assert left_behind() == []
