"""Deputies: each found for his own head, unit and office."""

from django.utils import timezone

from indicators.selectors.pelaksana_harian import find_deputy, list_deputising
from indicators.services.pelaksana_harian import name_deputy
from tests.cast import Cast, Office


def test_a_deputy_is_found_for_himself_and_in_his_office(office: Office, cast: Cast) -> None:
    dinkes, today = cast.asing.daftar_penugasan.all()[0].unit.opd, timezone.localdate()
    heads = ((cast.kasubbag, office.subbag, cast.staf), (cast.kepala, office.bidang, cast.staf_umum))
    rows = [name_deputy(by=by, unit=unit, pengguna=user, mulai=today, sampai=today) for by, unit, user in heads]

    for (head, _, user), row in zip(heads, rows, strict=True):
        assert [find_deputy(head, each.pk) for each in rows] == [each if each == row else None for each in rows]
        assert [list_deputising(user, [opd]) for opd in (office.opd, dinkes)] == [[row], []]
