"""Linking the trail and sealing it: what is made, once, in batches, and who is told."""

import logging
from datetime import date, timedelta
from unittest import mock

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from indicators import chain
from indicators.models import Jejak, MataRantai, PerangkatDaerah, SegelJejak
from indicators.selectors import rantai as selectors
from indicators.selectors.rantai_proof import find_breaks
from indicators.services import rantai
from indicators.services.rantai import link_all, link_new, seal_day
from sakip.jobs.models import Message
from tests.cast import Cast, Office
from tests.indicators.chained import add_rows


def links_of(number: int) -> list[tuple[int, int]]:
    return list(MataRantai.objects.filter(rantai=number).order_by("urutan").values_list("urutan", "jejak_id"))


@pytest.fixture
def other(office: Office) -> PerangkatDaerah:
    return PerangkatDaerah.objects.create(pemda=office.opd.pemda, kode="lain", nama="Dinas Lain")


def test_rows_are_linked_by_office_in_their_order(office: Office, other: PerangkatDaerah) -> None:
    first, second, third = add_rows(3, office.opd)
    (foreign,) = add_rows(1, other)
    (nobodys,) = add_rows(1)
    rows = Jejak.objects.count()
    assert link_new() == rows
    assert links_of(office.opd.pk)[-3:] == [(1, first.pk), (2, second.pk), (3, third.pk)]
    assert links_of(other.pk) == [(1, foreign.pk)]
    assert links_of(0)[-1][1] == nobodys.pk
    assert Jejak.objects.count() == rows


def test_a_link_holds_the_hash_of_its_row_and_of_the_one_before(office: Office) -> None:
    rows = add_rows(2, office.opd)
    link_new()
    before = chain.START
    for urutan, row in enumerate(Jejak.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk").values(), 1):
        before = chain.digest(chain.content_of(row), rantai=office.opd.pk, urutan=urutan, before=before)
        assert row["id"] == rows[urutan - 1].pk
        assert MataRantai.objects.get(jejak_id=row["id"]).hash == before


def test_later_rows_go_on_where_the_chain_ended_and_nothing_is_linked_twice(office: Office) -> None:
    add_rows(2, office.opd)
    assert link_new() == 2
    assert link_new() == link_all() == 0
    add_rows(1, office.opd)
    assert link_new() == 1
    assert [urutan for urutan, _ in links_of(office.opd.pk)] == [1, 2, 3]
    assert list(find_breaks()) == []


def test_many_rows_go_in_batches(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rantai, "BATCH", 4)
    add_rows(10, office.opd)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert link_new() == 10
    written = [query for query in found.captured_queries if query["sql"].startswith("INSERT")]
    assert len(written) == 3
    assert list(find_breaks()) == []


def test_a_row_that_appears_below_is_linked_after_those_above(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its transaction took the number early and ended late; at night also one that comes much later."""
    monkeypatch.setattr(selectors, "LATE", 10)
    (first,) = add_rows(1, office.opd, id=1_000)
    link_new()
    (late,) = add_rows(1, office.opd, id=995)
    (very_late,) = add_rows(1, office.opd, id=900)
    assert link_new() == 1
    assert link_new() == 0
    assert link_all() == 1
    assert links_of(office.opd.pk) == [(1, first.pk), (2, late.pk), (3, very_late.pk)]
    assert list(find_breaks()) == []


def test_a_worker_that_comes_second_stops(office: Office) -> None:
    """What it wanted to write is not written in part."""
    add_rows(3, office.opd)
    stale = selectors.Head()
    link_new()
    (row,) = add_rows(1, office.opd)
    with mock.patch.object(rantai, "get_head", return_value=stale):
        assert link_new() == 0
    assert not MataRantai.objects.filter(jejak=row).exists()
    assert link_new() == 1
    assert list(find_breaks()) == []


def test_a_run_that_breaks_off_leaves_whole_batches(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rantai, "BATCH", 2)
    add_rows(5, office.opd)
    original = rantai._link
    calls = iter(range(100))

    def dying(*args: object) -> MataRantai:
        if next(calls) == 3:
            raise KeyboardInterrupt
        return original(*args)

    with mock.patch.object(rantai, "_link", dying), pytest.raises(KeyboardInterrupt):
        link_new()
    assert len(links_of(office.opd.pk)) == 2
    assert link_new() == 3
    assert list(find_breaks()) == []


def test_each_day_every_chain_is_sealed_once(office: Office, cast: Cast, other: PerangkatDaerah) -> None:
    add_rows(2, office.opd)
    add_rows(1, other)
    seal_day()
    seal = SegelJejak.objects.get(rantai=office.opd.pk)
    head = MataRantai.objects.filter(rantai=office.opd.pk).latest("urutan")
    assert (seal.jumlah, seal.jejak_terakhir, seal.hash) == (2, head.jejak_id, head.hash)
    assert seal.hari == timezone.localdate()
    assert SegelJejak.objects.filter(rantai=other.pk).count() == 1
    add_rows(1, office.opd)
    before, messages = set(SegelJejak.objects.values_list("pk", flat=True)), Message.objects.count()
    seal_day()
    assert set(SegelJejak.objects.values_list("pk", flat=True)) == before
    assert Message.objects.count() == messages
    assert list(find_breaks()) == []


def test_an_empty_day_is_sealed_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    add_rows(2, office.opd)
    for day in (date(2026, 1, 1), date(2026, 1, 2)):
        monkeypatch.setattr(rantai, "today_in", lambda day=day: day)
        seal_day()
    first, second = SegelJejak.objects.filter(rantai=office.opd.pk).order_by("hari")
    assert (first.jumlah, first.hash) == (second.jumlah, second.hash)
    assert second.hari - first.hari == timedelta(days=1)


def test_a_seal_goes_to_the_log_to_those_outside_and_to_the_leaders_of_its_office(
    office: Office, cast: Cast, other: PerangkatDaerah, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SEAL_RECIPIENTS = ["inspektorat@example.go.id"]
    for user, address in (
        (cast.sekretaris, "sekretaris@example.go.id"),
        (cast.kadis, "kadis@example.go.id"),
        (cast.administrator, "bukan alamat"),
        (cast.staf, "staf@example.go.id"),
    ):
        user.email = address
        user.save()
    add_rows(2, office.opd)
    add_rows(1, other)
    with caplog.at_level(logging.INFO, logger="sakip.trail"):
        seal_day()
    seals = {row.rantai: chain.Seal(row.rantai, row.hari, row.jumlah, row.jejak_terakhir, row.hash)
             for row in SegelJejak.objects.all()}  # fmt: skip
    lines = [record.getMessage() for record in caplog.records if record.name == "sakip.trail"]
    assert sorted(lines) == sorted(seal.line() for seal in seals.values())
    bodies = dict(Message.objects.values_list("to", "body"))
    assert set(bodies) == {"inspektorat@example.go.id", "sekretaris@example.go.id", "kadis@example.go.id"}
    own, foreign = seals[office.opd.pk].line(), seals[other.pk].line()
    assert own in bodies["inspektorat@example.go.id"]
    assert foreign in bodies["inspektorat@example.go.id"]
    assert own in bodies["kadis@example.go.id"]
    assert foreign not in bodies["kadis@example.go.id"]
    assert chain.read_seal(bodies["kadis@example.go.id"]) == seals[office.opd.pk]


def test_of_two_workers_that_seal_one_does(office: Office) -> None:
    add_rows(1, office.opd)
    seal_day()
    before = Message.objects.count()
    with mock.patch.object(rantai, "list_sealed", return_value=set()):
        seal_day()
    assert SegelJejak.objects.filter(rantai=office.opd.pk).count() == 1
    assert Message.objects.count() == before


def test_links_and_seals_are_only_added_to(office: Office) -> None:
    add_rows(1, office.opd)
    seal_day()
    for rows in (MataRantai.objects.all(), SegelJejak.objects.all()):
        with pytest.raises(DatabaseError), connection.cursor():
            rows.update(hash="0" * 64)
