"""Each import through its pages as in service: checked in a process of its own, confirmed in this one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from indicators.exchange.quarter_sheet import write_sheet
from indicators.exchange.trial import parent
from indicators.exchange.workbook.downloads import office_book
from indicators.models import Pejabat, Pengguna, Program, Realisasi, SubKegiatan
from indicators.selectors.quarter_sheet import list_rows
from tests.cast import Cast, Office, build_cast, build_office
from tests.indicators.exchange.tools import confirm, export, make_xlsx, rows_of_xlsx, sentences, upload
from tests.indicators.exchange.workbook.tools import make_book

pytestmark = [pytest.mark.usefixtures("checks_apart"), pytest.mark.one_database]
ClientOf = Callable[[Pengguna], Client]


@pytest.fixture
def real_office(transactional_db: None) -> Office:
    return build_office()


@pytest.fixture
def real_cast(real_office: Office) -> Cast:
    return build_cast(real_office)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the other process answered, as text."""
    told: list[str] = []
    ask = parent._answer

    def spy(*args: Any) -> dict[str, Any]:
        answer = ask(*args)
        told.append(str(answer))
        return answer

    monkeypatch.setattr(parent, "_answer", spy)
    return told


def test_a_quarters_sheet(real_office: Office, real_cast: Cast, client_of: ClientOf) -> None:
    rows = list_rows(real_office.opd, 2024, 1, unit_ids=[real_office.bidang.pk])
    header, *cells = rows_of_xlsx(write_sheet(rows, real_office.tw1))
    cells[0][header.index("Realisasi TW I")] = 7
    client = client_of(real_cast.staf)
    where = (real_office.tw1.pk, real_office.bidang.pk)
    file = SimpleUploadedFile("lembar.xlsx", make_xlsx([header, *cells]))
    shown = client.post(reverse("indicators:sheet_import", args=where), {"berkas": file})
    preview = shown.context["pratinjau"]
    assert [row.perubahan for row in preview.baris] == [[("Realisasi TW I", "", "7")]]
    assert not Realisasi.objects.exists()
    client.post(reverse("indicators:sheet_import_save", args=where), {"tanda": shown.context["tanda"]})
    assert [item.nilai for item in Realisasi.objects.all()] == [7]


def test_a_file_of_one_model(real_office: Office, real_cast: Cast, client_of: ClientOf) -> None:
    client = client_of(real_cast.perencana)
    header, row = rows_of_xlsx(export(client, "program"))
    row[header.index("Sasaran kinerja")] = "Sasaran baru"
    preview = upload(client, "program", make_xlsx([header, row]))
    assert sentences(preview) == []
    assert [item.perubahan for item in preview.context["result"].baris] == [
        [("Sasaran kinerja", "Informasi terbuka", "Sasaran baru")]
    ]
    assert not Program.objects.filter(sasaran_kinerja="Sasaran baru").exists()
    confirm(client, "program", preview)
    assert Program.objects.filter(sasaran_kinerja="Sasaran baru").count() == 1


@pytest.mark.one_database("sqlite")
def test_a_plan_about_which_the_page_asks(
    real_office: Office, real_cast: Cast, client_of: ClientOf, answers: list[str]
) -> None:
    old, sasaran = real_office.sub_kegiatan, real_office.sasaran
    head = ["Tujuan", "Sasaran strategis", "Program", "Kegiatan", "Kode", "Nama"]
    row = [sasaran.tujuan.nama, sasaran.nama, "2.16.02", "2.16.02.2.01", "2.16.02.2.01.0002", old.nama]
    client, where = client_of(real_cast.perencana), reverse("indicators:plan_workbook")
    file = SimpleUploadedFile("rencana.xlsx", make_book({"Sub kegiatan": [head, row]}))
    asked = client.post(where, {"berkas": file, "tahun": "2025"})
    assert [item.jenis for item in asked.context["hasil"].galat] == ["tanya"]
    chosen = {"tahun": "2025", "serupa": "nomenklatur", "mulai": "2025"}
    shown = client.post(where, {"tersimpan": asked.context["tersimpan"], **chosen})
    assert shown.context["hasil"].galat == []
    assert len(answers) == 2
    assert SubKegiatan.objects.count() == 1
    client.post(reverse("indicators:plan_workbook_save"), {"token": shown.context["token"]})
    new = SubKegiatan.objects.get(menggantikan=old)
    assert (new.kode, new.nama, new.tahun_awal) == ("2.16.02.2.01.0002", old.nama, 2025)


def test_an_office_whose_accounts_keep_their_secrets(
    real_office: Office, real_cast: Cast, client_of: ClientOf, answers: list[str]
) -> None:
    book = office_book(by=real_cast.administrator, opd=real_office.opd)
    file = SimpleUploadedFile("kantor.xlsx", book)
    shown = client_of(real_cast.administrator).post(reverse("indicators:office_workbook"), {"berkas": file})
    assert shown.context["hasil"].galat == []
    assert shown.context["hasil"].jumlah["tetap"] > 10
    hidden = [*Pengguna.objects.values_list("password", flat=True), *_connection_secrets()]
    assert len(answers) == 1
    assert not [secret for secret in hidden if secret and secret in answers[0]]
    assert Pejabat.objects.count() == 1


def _connection_secrets() -> list[str]:
    database = parent._database()
    return [str(database["NAME"]), str(database["PASSWORD"])]
