"""Races on the office: nothing hangs on a unit that is deleted, and losers read why instead of a broken reference."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from indicators.exchange.workbook.importing import one_by_one
from indicators.models import Jejak, Pejabat, UnitKerja
from indicators.models.kantor import Jenjang
from indicators.services.jejak import GONE_MEANWHILE
from indicators.services.kantor import delete_unit, save_pejabat, save_unit
from sakip.refusals import ChangedMeanwhile, NotFound, NotNow, NotValid
from tests.cast import Cast, Office, make_unit
from tests.indicators.races.racing import one_winner, race, while_open

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seksi(office: Office) -> UnitKerja:
    """A unit on which nothing hangs."""
    return make_unit(office.opd, "seksi", "Seksi", Jenjang.ESELON_IV, office.bidang)


def delete(cast: Cast, unit: UnitKerja) -> Callable[[], None]:
    row = UnitKerja.objects.select_related("opd").get(pk=unit.pk)
    return lambda: delete_unit(by=cast.administrator, unit=row)


def official(office: Office, unit: UnitKerja) -> Pejabat:
    facts = {"nama": "Ani", "nip": "197001011990031001", "jabatan": "Kepala Seksi", "pangkat": "Penata"}
    return Pejabat(opd=office.opd, unit=UnitKerja.objects.get(pk=unit.pk), mulai=date(2024, 1, 1), **facts)


def put_in(office: Office, cast: Cast, unit: UnitKerja) -> Callable[[], Any]:
    row = official(office, unit)
    return lambda: save_pejabat(by=cast.administrator, pejabat=row)


def test_nobody_is_put_into_a_unit_that_is_being_deleted(office: Office, cast: Cast, seksi: UnitKerja) -> None:
    """On PostgreSQL only the end of the transaction finds it, on SQLite the second begins after the first."""
    outcomes = while_open(delete(cast, seksi), put_in(office, cast, seksi))
    assert one_winner(outcomes) is outcomes[0]
    assert isinstance(outcomes[1].error, ChangedMeanwhile | NotValid)
    assert str(outcomes[1].error).startswith((GONE_MEANWHILE, "Unit kerja harus dari perangkat daerah yang sama."))


def test_an_import_that_refers_to_a_unit_that_is_being_deleted_says_so(
    office: Office, cast: Cast, seksi: UnitKerja
) -> None:
    put = put_in(office, cast, seksi)

    def import_it() -> None:
        with one_by_one():
            put()

    outcomes = while_open(delete(cast, seksi), import_it)
    assert one_winner(outcomes) is outcomes[0]
    assert isinstance(outcomes[1].error, ChangedMeanwhile | NotValid)


def test_a_unit_into_which_somebody_is_being_put_stays(office: Office, cast: Cast, seksi: UnitKerja) -> None:
    outcomes = while_open(put_in(office, cast, seksi), delete(cast, seksi))
    winner = one_winner(outcomes)
    assert isinstance(next(outcome.error for outcome in outcomes if outcome is not winner), ChangedMeanwhile | NotNow)
    assert Pejabat.objects.filter(unit_id=seksi.pk).exists() is UnitKerja.objects.filter(pk=seksi.pk).exists()


def test_no_unit_is_moved_below_one_that_is_being_deleted(office: Office, cast: Cast, seksi: UnitKerja) -> None:
    moved = UnitKerja.objects.select_related("opd").get(pk=office.tim.pk)
    moved.induk = UnitKerja.objects.get(pk=seksi.pk)
    outcomes = while_open(delete(cast, seksi), lambda: save_unit(by=cast.administrator, unit=moved))
    assert one_winner(outcomes) is outcomes[0]
    assert isinstance(outcomes[1].error, NotValid)


def test_a_unit_is_deleted_once(cast: Cast, seksi: UnitKerja) -> None:
    outcomes = race([delete(cast, seksi)] * 4)
    one_winner(outcomes)
    assert {type(outcome.error) for outcome in outcomes if outcome.error} == {NotFound}
    assert Jejak.objects.filter(tindakan="hapus").count() == 1
