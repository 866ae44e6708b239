"""What is not there for its reader stands in the trail of the office whose it is."""

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from indicators.denials import BY_LEVEL, named_in
from indicators.models import Jejak, PerangkatDaerah
from sakip.pages import site
from sakip.refusals import NotFound
from tests.cast import Cast, Office
from tests.test_permission_matrix import (
    DOCUMENT_PAGES,
    PAGES,
    POLICIES,
    ROLES,
    ROW,
    Objects,
    addresses,
    admin_addresses,
    ask,
    model_act,
    objects,
    sessions,
)

# What is recorded does not depend on the database, and the walk is long.
pytestmark = pytest.mark.one_database

__all__ = ["objects", "sessions"]

# Addresses with parts that name no object: periods and sections of the reader's own office, lists, what is public.
NO_OBJECT = {
    *(f"indicators:{name}_triwulan" for name in ("validasi", "pengesahan", "anggaran")),
    "indicators:office_sheet_download",
    *(f"reports:{name}" for name in ("laporan", "progress", "save", "restore_default", "confirm_figures")),
    *(f"reports:{name}" for name in ("preview", "final", "cancel", "revise")),
    "admin:app_list",
    # One's own session.
    "sign_in:end",
    "admin:view_on_site",
    *(f"verifikasi:{name}" for name in ("dokumen", "logo")),
}
OF_STRANGER = ROLES.index("asing")


def missing_rows() -> list[Jejak]:
    return list(Jejak.objects.filter(tindakan="cari_yang_tertutup").order_by("pk"))


def test_every_address_with_parts_has_its_place() -> None:
    """A new address names an object of the table, or stands above."""
    unplaced = set()
    for address in addresses():
        if "<" not in address.pattern or address.name in NO_OBJECT:
            continue
        placed = (
            address.name in site().named_objects
            or model_act(address.name) is not None
            or any(f":{name}>" in address.pattern for name in site().named_objects)
            or address.name in BY_LEVEL
        )
        if not placed:
            unplaced.add(address.name)
    assert unplaced == set()
    assert NO_OBJECT - {address.name for address in addresses()} == set()


def test_every_place_leads_to_an_office(objects: Objects, office: Office) -> None:
    """Through the addresses of objects that are there."""
    wrong = []
    for name in sorted({address.name for address in addresses()} - NO_OBJECT - DOCUMENT_PAGES):
        split = model_act(name)
        if split is not None and name not in PAGES:
            if split[1] in ("changelist", "add", "import", "process_import", "export"):
                continue
            arguments: list[Any] = [objects.rows[split[0]]]
        elif not (arguments := objects.arguments.get(name, [])):
            continue
        named = list(named_in(resolve(reverse(name, args=arguments))))
        offices = {
            found
            for what, key in named
            for found in what.model._default_manager.filter(pk=key).values_list(what.opd_path, flat=True)
        }
        if not named or not {office.opd.pk} <= offices:
            wrong.append((name, named))
    assert wrong == []


def test_another_offices_addresses_stand_in_its_trail(
    objects: Objects, sessions: dict[str, str], office: Office, cast: Cast
) -> None:
    asked = {
        reverse(name, args=objects.arguments.get(name, [])): (method, name)
        for name, (method, letters) in PAGES.items()
        if letters[OF_STRANGER] == "-" and name not in NO_OBJECT
    }
    for url, (method, _) in asked.items():
        assert ask(sessions["asing"], method, url) == 404
    rows = missing_rows()
    assert {row.objek for row in rows} == set(asked)
    assert {(row.opd_nomor, row.pelaku_nomor, row.ditolak) for row in rows} == {(office.opd.pk, cast.asing.pk, True)}
    assert {(row.sesudah or {})["halaman"] for row in rows} == {name for _, name in asked.values()}


def test_rows_of_the_admin_too(objects: Objects, sessions: dict[str, str], office: Office, cast: Cast) -> None:
    """The stock admin answers with its index and a message."""
    pages = [
        reverse(name, args=[objects.rows[model]])
        for name, model, act in admin_addresses()
        if act in ("change", "history") and "sekretaris" in POLICIES[model]["lihat"]
    ]
    for url in pages:
        assert ask(sessions["asing"], "GET", url) in (302, 404)
    rows = missing_rows()
    assert {row.objek for row in rows} == set(pages)
    assert {row.opd_nomor for row in rows} == {office.opd.pk}


def test_an_account_stands_in_the_trail_of_all_its_offices(
    objects: Objects, sessions: dict[str, str], office: Office, cast: Cast
) -> None:
    url = reverse("admin:indicators_pengguna_change", args=[cast.asing.pk])
    assert ask(sessions["administrator"], "GET", url) == 302
    (row,) = missing_rows()
    assert row.opd_nomor == cast.asing.daftar_penugasan.values_list("unit__opd_id", flat=True).first()


def test_what_is_nowhere_stands_in_the_readers_own(sessions: dict[str, str], cast: Cast) -> None:
    assert ask(sessions["asing"], "GET", "/admin/pengajuan/987654/") == 404
    own = PerangkatDaerah.objects.filter(units__daftar_penugasan__pengguna=cast.asing).distinct()
    assert [row.opd_nomor for row in missing_rows()] == [opd.pk for opd in own]


def test_an_office_that_an_address_names_reads_of_it(sessions: dict[str, str], office: Office, cast: Cast) -> None:
    url = f"/admin/validasi/?opd={office.opd.pemda.kode}/{office.opd.kode}"
    assert ask(sessions["asing"], "GET", url) == 404
    assert [(row.opd_nomor, row.objek) for row in missing_rows()] == [(office.opd.pk, "/admin/validasi/")]


def test_an_answer_in_data_is_a_row_as_well(
    sessions: dict[str, str], office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(**call: object) -> None:
        raise NotFound("Sudah tidak ada.")

    monkeypatch.setattr("indicators.views.pengisian.save_typed", gone)
    url = reverse("indicators:pengisian_save", args=[office.tw1.pk, office.bidang.pk])
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = sessions["staf"]
    answer = client.post(url, ROW, content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/json")
    assert [row.objek for row in missing_rows()] == [url]


@pytest.mark.parametrize("url", ["/admin/tidak-ada/", "/tidak-ada/", "/static/tidak-ada.css", "/verifikasi/tidak-ada/"])
def test_what_names_nothing_of_ours_leaves_none(sessions: dict[str, str], url: str) -> None:
    assert ask(sessions["asing"], "GET", url) == 404
    assert missing_rows() == []


def test_a_stranger_leaves_none(office: Office) -> None:
    Client().get(reverse("indicators:logo", args=[office.opd.pk]))
    assert missing_rows() == []


def test_what_is_there_is_answered_like_what_is_not(sessions: dict[str, str], office: Office) -> None:
    """The same page, after as many questions: the difference would tell."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = sessions["asing"]
    answers, counts = [], []
    for pk in (office.pengajuan(office.bidang).pk, 987654):
        client.get(f"/admin/pengajuan/{pk}9/")
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(f"/admin/pengajuan/{pk}/")
        answers.append(answer.content)
        counts.append(len(captured))
    assert answers[0] == answers[1]
    assert abs(counts[0] - counts[1]) <= 1
