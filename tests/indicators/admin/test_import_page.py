"""The pages of import and export: Indonesian, clean under the content security policy, nobody else's."""

import re
from typing import Any

import pytest
from django.test import Client

from indicators.exchange.trial.turns import BUSY
from indicators.models import Jejak
from sakip.refusals import Busy
from tests.cast import Cast, Office
from tests.indicators.admin.test_rencana import MODELS, ClientOf, url
from tests.indicators.exchange.tools import export, make_xlsx, rows_of_xlsx, upload

pytestmark = pytest.mark.one_database

INLINE = re.compile(r"""<[^>]+\s(?:style|on[a-z]+)\s*=|<style\b|<script\b(?![^>]*\bsrc=)(?![^>]*application/json)""")


@pytest.fixture
def planner(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.perencana)


def page_of(response: Any) -> str:
    text: str = response.content.decode()
    assert INLINE.findall(text) == []
    for word in ("Import<", "Export<", "Submit", "Preview", "Errors", "Select all", "Home"):
        assert word not in text
    return text


@pytest.mark.parametrize("model", MODELS)
def test_pages_hold_nothing_inline_and_speak_indonesian(office: Office, planner: Client, model: str) -> None:
    listed = page_of(planner.get(url(model, "changelist")))
    assert ">Impor<" in listed
    assert ">Ekspor<" in listed
    assert "Periksa berkas" in page_of(planner.get(url(model, "import")))
    assert "Unduh" in page_of(planner.get(url(model, "export")))


def test_the_guard_sees_what_it_should() -> None:
    for bad in ('<p style="x">', '<a onclick="x">', "<script>x</script>", "<style>x</style>", "<p\nonclick=x>"):
        assert INLINE.search(bad)
    for good in ('<script src="x"></script>', '<script type="application/json" id="x">', "<p class=style>"):
        assert not INLINE.search(good)


def test_preview_and_refusals_hold_nothing_inline(office: Office, planner: Client) -> None:
    header, *rows = rows_of_xlsx(export(planner, "program"))
    rows[0][header.index("Sasaran kinerja")] = "<b>Baru</b>"
    text = page_of(upload(planner, "program", make_xlsx([header, *rows])))
    assert "Simpan impor ini" in text
    assert "<del>Informasi terbuka</del> <ins>&lt;b&gt;Baru&lt;/b&gt;</ins>" in text
    rows[0][header.index("Urutan")] = "<i>"
    assert "1 baris perlu diperbaiki." in page_of(upload(planner, "program", make_xlsx([header, *rows])))
    assert "ini rusak" in page_of(upload(planner, "program", b"PK\x03\x04rusak"))


def test_server_that_checks_other_files_is_no_fault_of_the_file(
    office: Office, planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def be_busy(**_: Any) -> Any:
        raise Busy(BUSY, seconds=60)

    monkeypatch.setattr("indicators.admin.exchange.check_file_of", be_busy)
    answer = upload(planner, "program", make_xlsx(rows_of_xlsx(export(planner, "program"))))
    assert (answer.status_code, BUSY in page_of(answer)) == (503, True)
    monkeypatch.undo()
    assert upload(planner, "program", b"PK\x03\x04rusak").status_code == 422


def test_buttons_follow_the_rights(office: Office, cast: Cast, client_of: ClientOf) -> None:
    text = client_of(cast.sekretaris).get(url("program", "changelist")).content.decode()
    assert ">Ekspor<" in text
    assert ">Impor<" not in text


def test_export_keeps_the_filters_of_the_list(office: Office, planner: Client) -> None:
    response = planner.post(f"{url('indikator', 'export')}?q=surat", {"format": "0", "resource": "0"})
    assert [row[7] for row in rows_of_xlsx(response.content)[1:]] == ["Jumlah surat"]


def test_tampered_confirmation_is_refused(office: Office, planner: Client) -> None:
    for token in ("", "x", "../../etc/passwd"):
        answer = planner.post(url("program", "process_import"), {"token": token}, follow=True)
        assert "Pratinjau ini tidak berlaku lagi." in page_of(answer)
    assert planner.get(url("program", "process_import")).status_code == 405


def test_export_stands_in_the_trail_of_the_office(office: Office, planner: Client) -> None:
    export(planner, "program")
    assert Jejak.objects.get(tindakan="ekspor", objek_jenis="indicators.program").opd_nomor == office.opd.pk
