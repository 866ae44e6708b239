"""What waits for whom once a perubahan took away all rows of a unit, whose submission stays."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Pengajuan, Pengguna, Triwulan
from indicators.selectors.pemeriksaan import list_for_head
from indicators.selectors.pengisian import list_pengisian
from indicators.selectors.summary import count_to_fill, list_ready_quarters, summarise_quarter
from indicators.services.penetapan import fix_pk
from indicators.services.perjanjian import new_butir, remove_butir, save_butir
from indicators.services.perubahan import make_perubahan
from indicators.services.target_entry import TargetEntry
from indicators.services.triwulan import approve
from tests.cast import Cast, Office, make_quarter
from tests.indicators import way

ClientOf = Callable[[Pengguna], Client]


@pytest.fixture
def tw2(office: Office, cast: Cast) -> Triwulan:
    """TW I is approved; from TW II on the Tim owns nothing, though its submission was opened."""
    way.validate_all(office, cast)
    office.tw1.refresh_from_db()
    approve(by=cast.kadis, quarter=office.tw1, versi=office.tw1.versi)
    tw2 = make_quarter(office.opd, 2024, 2, [office.subbag, office.bidang, office.tim])
    draft = make_perubahan(by=cast.perencana, pk=office.pk, alasan="Refocusing", berlaku_mulai=date(2024, 4, 1))
    for row in draft.butir.filter(unit=office.tim):
        remove_butir(by=cast.perencana, butir=row)
    fix_pk(by=cast.perencana, pk=draft)
    return tw2


def test_nothing_waits_for_a_unit_without_rows(office: Office, cast: Cast, tw2: Triwulan, client_of: ClientOf) -> None:
    assert count_to_fill(cast.staf_iku) == {}
    assert count_to_fill(cast.staf) == {office.opd.pk: 1}
    listed = [(row.triwulan, row.unit) for row in list_pengisian(cast.staf_iku, [office.opd])]
    assert listed == [(office.tw1, office.tim)], "the quarter that held its row"
    found = list_for_head(cast.ketua_iku, [office.opd])
    assert (found.menunggu, found.lainnya) == ([], [])
    page = client_of(cast.staf_iku).get(reverse("indicators:pengisian"))
    assert "tidak ada triwulan yang terbuka" in page.content.decode()


def test_a_quarter_is_ready_when_all_units_that_own_rows_are_validated(
    office: Office, cast: Cast, tw2: Triwulan
) -> None:
    assert list_ready_quarters(cast.kadis) == []
    submissions = Pengajuan.objects.filter(triwulan=tw2)
    submissions.filter(unit=office.bidang).update(status="divalidasi")
    assert list_ready_quarters(cast.kadis) == []
    submissions.filter(unit=office.subbag).update(status="divalidasi")
    assert [row.unit for row in summarise_quarter(tw2).unfinished] == []
    assert list_ready_quarters(cast.kadis) == [tw2]
    assert approve(by=cast.kadis, quarter=tw2, versi=tw2.versi).status == "disahkan"
    assert list_ready_quarters(cast.kadis) == []


def test_a_unit_that_gets_rows_again_is_waited_for_again(office: Office, cast: Cast, tw2: Triwulan) -> None:
    first = office.pk.opd.pk_tahunan.get(perubahan=1)
    draft = make_perubahan(by=cast.perencana, pk=first, alasan="Kembali", berlaku_mulai=date(2024, 5, 1))
    (iku,) = office.indikator(office.tim)
    save_butir(by=cast.perencana, butir=new_butir(draft, iku), target=dict.fromkeys(range(5), TargetEntry(Decimal(2))))
    fix_pk(by=cast.perencana, pk=draft)

    assert count_to_fill(cast.staf_iku) == {office.opd.pk: 1}
    Pengajuan.objects.filter(triwulan=tw2).exclude(unit=office.tim).update(status="divalidasi")
    assert list_ready_quarters(cast.kadis) == []
