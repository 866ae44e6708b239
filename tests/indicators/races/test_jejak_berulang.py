"""The same refused at once by many, while workers write the counts: each is in the trail exactly once."""

import pytest
from django.db.models import Sum

from indicators.acts import Act
from indicators.models import Jejak, JejakBerulang
from indicators.services.jejak import record, write_counts
from tests.cast import Cast, Office
from tests.indicators.races.racing import race

pytestmark = pytest.mark.django_db(transaction=True)
EACH = 6


def test_each_repetition_is_counted_once(office: Office, cast: Cast) -> None:
    def refuse() -> None:
        for _ in range(EACH):
            record(by=cast.staf, tindakan=Act.BUKA_HALAMAN, objek="/admin/jadwal/", opd=office.opd, ditolak=True)

    def work() -> None:
        for _ in range(EACH):
            write_counts()

    outcomes = race([*[refuse] * 6, work, work])
    assert [outcome.error for outcome in outcomes] == [None] * 8
    write_counts()
    assert Jejak.objects.aggregate(Sum("jumlah"))["jumlah__sum"] == 6 * EACH
    assert Jejak.objects.exclude(sesudah__has_key="sama_seperti").count() == 1
    assert JejakBerulang.objects.get().jumlah == 0
