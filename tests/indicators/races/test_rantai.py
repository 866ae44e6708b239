"""Several workers that link at once make one chain, and no saver waits for them."""

import pytest

from indicators.models import Jejak, MataRantai
from indicators.selectors.rantai_proof import find_breaks
from indicators.services import rantai
from tests.cast import build_office
from tests.indicators.chained import add_rows
from tests.indicators.races.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


def test_linkers_and_writers_at_once_leave_one_whole_chain(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rantai, "BATCH", 7)
    office = build_office()
    add_rows(60, office.opd)
    outcomes = race([rantai.link_new, rantai.link_all, rantai.link_new, lambda: add_rows(20, office.opd)])
    assert [outcome.error for outcome in outcomes] == [None] * 4
    rantai.link_new()
    assert list(find_breaks()) == []
    assert MataRantai.objects.count() == Jejak.objects.count()
    places = MataRantai.objects.filter(rantai=office.opd.pk).order_by("urutan").values_list("urutan", flat=True)
    assert list(places) == list(range(1, 81))
