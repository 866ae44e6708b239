"""What all services share when they write: a row that breaks a rule of the table is named, one or many."""

from datetime import date

import pytest

from indicators.models import Jejak, Pejabat, UnitKerja
from indicators.services.saving import TAKEN, save_many
from sakip.refusals import ChangedMeanwhile, NotValid
from tests.cast import Cast, Office

pytestmark = pytest.mark.django_db


def official(office: Office, nama: str, *, sampai: date | None = None) -> Pejabat:
    return Pejabat(
        opd=office.opd,
        unit=office.bidang,
        nama=nama,
        nip="197001011990031001",
        jabatan=f"Jabatan {nama}",
        mulai=date(2024, 1, 1),
        sampai=sampai,
    )


def test_a_row_that_breaks_a_rule_of_the_table_is_named_among_many(office: Office, cast: Cast) -> None:
    before = Pejabat.objects.count()
    rows = [official(office, "Ani"), official(office, "Budi", sampai=date(2023, 1, 1))]
    with pytest.raises(NotValid) as refused:
        save_many(by=cast.administrator, instances=rows, stored={}, opd=office.opd)
    assert str(refused.value).startswith(f"{rows[1]}: ")
    assert refused.value.objek is rows[1]
    assert (Pejabat.objects.count(), Jejak.objects.count()) == (before, 0)


def test_one_row_that_breaks_a_rule_says_the_same_of_itself(office: Office, cast: Cast) -> None:
    row = official(office, "Budi", sampai=date(2023, 1, 1))
    with pytest.raises(NotValid) as refused:
        save_many(by=cast.administrator, instances=[row], stored={}, opd=office.opd)
    assert str(row) not in str(refused.value)


def test_a_row_that_somebody_else_just_made_is_no_broken_rule(office: Office, cast: Cast) -> None:
    unit = UnitKerja(opd=office.opd, induk=office.dinas, kode=office.bidang.kode, nama="Kembar", path="x/")
    with pytest.raises(ChangedMeanwhile, match=TAKEN[:20]):
        save_many(by=cast.administrator, instances=[unit], stored={}, opd=office.opd)
