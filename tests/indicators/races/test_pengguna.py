"""Races on accounts: one user name is given once, in whatever letters it is written."""

from collections.abc import Callable
from datetime import date

import pytest

from indicators.models import Jejak, Pengguna
from indicators.permissions import Peran
from indicators.services.pengguna import NewPenugasan, create_user
from tests.cast import Cast, Office, build_cast, build_office
from tests.indicators.races.racing import one_winner, race

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("budi", "Budi", "BUDI", "bUdi", "buDi", "budI", "BUdi", "BudI")


@pytest.fixture
def office(transactional_db: None) -> Office:
    return build_office()


@pytest.fixture
def cast(office: Office) -> Cast:
    return build_cast(office)


def test_user_names_that_differ_in_case_are_made_once(office: Office, cast: Cast) -> None:
    def make(name: str) -> Callable[[], Pengguna]:
        task = NewPenugasan(office.bidang, Peran.STAF, date(2024, 1, 1))
        return lambda: create_user(by=cast.administrator, username=name, nama="Budi", tugas=[task])

    one_winner(race([make(name) for name in NAMES]))
    made = Pengguna.objects.get(username__iexact="budi")
    assert made.daftar_penugasan.count() == 1
    rows = Jejak.objects.filter(tindakan="tambah", objek_jenis="indicators.pengguna")
    assert [row.objek_id for row in rows] == [str(made.pk)]
